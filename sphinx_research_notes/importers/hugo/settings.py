"""What the configuration of a Hugo site is here."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..redirects import of_labels
from ..site_conf import MYST, Site
from .addresses import urlized

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .config import Config
    from .documents import Document

_MOST_LINKS = 6
#: Sections that are blogs even if few of their pages have dates.
_BLOGS = {"post", "posts", "blog", "articles", "notes", "news", "writing"}


def sections_of_notes(documents: Sequence[Document]) -> list[str]:
    """Return the sections whose pages are notes: blogs, and those in which most pages have a date."""
    pages: Counter[str] = Counter()
    dated: Counter[str] = Counter()
    for each in documents:
        if not each.is_list and each.section:
            pages[each.section] += 1
            dated[each.section] += each.date is not None
    return [name for name in pages if dated[name] * 2 > pages[name] or (name in _BLOGS and dated[name])]


def site_of(
    config: Config, documents: Sequence[Document], notes: Sequence[str], pattern: str, *, has_static: bool,
    has_references: bool, text: str,
) -> Site:  # fmt: skip
    """Return what is known of the site; *text*: that of all pages, for the syntax that they use."""
    author = config.at("params.author") or config.at("author") or config.at("params.author.name")
    author = author.get("name", "") if isinstance(author, dict) else author
    more: dict[str, Any] = {}
    if not config.is_on("buildfuture"):
        more["notes_future"] = "hide"
    myst = [*MYST, "linkify"]
    if re.search(r"~~\S", text):
        myst.append("strikethrough")
    if re.search(r"^[ \t]*[-*+] \[[ xX]\] ", text, re.MULTILINE):
        myst.append("tasklist")
    return Site(
        title=config.text("title", "languages.en.title") or "Notes",
        author=str(author or "").strip() if not isinstance(author, list) else str(author[0]),
        url=config.url,
        language=config.language.replace("-", "_") if config.language != "en-us" else "en",
        tagline=config.text("params.tagline", "params.description", "params.subtitle"),
        match=tuple(f"{name}/**" for name in notes),
        path=lists_of(notes),
        permalink=pattern,
        authors=dict(_authors(documents)),
        timezone=config.text("timezone"),
        root="static" if has_static else "",
        extra=("static",) if has_static else (),
        exclude=("static",) if has_static else (),
        bibliographies=("references.bib",) if has_references else (),
        feeds={"index.xml": "rss", **{f"{name}/index.xml": "rss" for name in notes}} if config.url else {},
        nav=dict(_links(documents)),
        myst=tuple(myst),
        more=more,
        source=config.file,
    )


def lists_of(notes: Sequence[str]) -> str:
    """Return the folder of the generated lists."""
    return notes[0] if notes else "notes"


def _authors(documents: Sequence[Document]) -> Iterator[tuple[str, Any]]:
    """Yield the people that the academic theme has pages for, by key: ``authors/ada/_index.md``."""
    for each in documents:
        parts = each.path.split("/")
        name = each.text("title") or each.text("name")
        if parts[0] == "authors" and len(parts) == 3 and each.stem in {"_index", "index"} and name:
            places = each.value("organizations")
            place = places[0].get("name") if isinstance(places, list) and places else ""
            yield (
                parts[1],
                {"name": name, **({"affiliation": place} if isinstance(place, str) and place else {})},
            )


def _links(documents: Sequence[Document]) -> list[tuple[str, str]]:
    links = []
    for each in documents:
        title = each.front.text_of("title")
        is_top = "/" not in each.target or (each.target.count("/") == 1 and each.target.endswith("/index.md"))
        if (
            title
            and is_top
            and not each.is_note
            and each.target != "index.md"
            and not each.front.is_true("draft")
        ):
            links.append((title, each.target.removesuffix(".md")))
    return links[:_MOST_LINKS]


def moved_lists(
    config: Config, documents: Sequence[Document], notes: Sequence[str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the former addresses of lists, each with the one here and a title."""
    path = lists_of(notes)
    shown = [each for each in documents if each.is_note and not each.front.is_true("draft") and each.address]
    taxonomies = config.at("taxonomies")
    taxonomies = taxonomies if isinstance(taxonomies, dict) else {"tag": "tags", "category": "categories"}
    patterns = config.at("permalinks") or {}
    for kind in ("tags", "categories"):
        labels = [label for each in shown for label in each.front.list_of(kind)]
        if kind not in taxonomies.values() or not labels:
            continue
        own = patterns.get(kind) if isinstance(patterns, dict) else None
        old = re.sub(r":\w+/?$", "", own) if isinstance(own, str) else f"/{kind}/"
        yield f"/{kind}/", (f"{path}/{kind}/index.html", kind)
        yield from of_labels(kind, labels, f"/{old.strip('/')}/", path, urlized)
    size = config.text("pagination.pagersize", "paginate")
    number = int(size) if size.isdigit() and int(size) else 10
    for place in ("", *notes):
        count = sum(each.section == place or not place for each in shown)
        for page in range(1, -(-count // number) + 1):
            prefix = f"/{place}/" if place else "/"
            yield f"{prefix}page/{page}/", (f"{place or path}/index.html", place or "notes")
