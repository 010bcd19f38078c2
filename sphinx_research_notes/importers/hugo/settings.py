"""What the configuration of a Hugo site is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..records import Finding, Outcome
from ..site_conf import MYST, Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .config import Config
    from .documents import Document
    from .lists import Lists

_MOST_LINKS = 6


def site_of(
    config: Config, lists: Lists, pattern: str, *, has_static: bool, has_references: bool, text: str,
    unread: Sequence[str] = (),
) -> Site:  # fmt: skip
    """Return what is known of the site; *text*: that of all pages, for the syntax that they use.

    *unread*: files in the new site that Sphinx would read as pages, and that nothing here has looked into.
    """
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
    language = config.language.replace("-", "_") if config.language.lower() != "en-us" else "en"
    return Site(
        title=config.text("title", f"languages.{config.default}.title") or "Notes",
        author=str(author or "").strip() if not isinstance(author, list) else str(author[0]),
        url=config.url,
        language=language,
        tagline=config.text("params.tagline", "params.description", "params.subtitle"),
        match=lists.match,
        path=lists.path,
        permalink=pattern,
        authors=dict(_authors(lists.documents)),
        timezone=config.text("timezone"),
        root="static" if has_static else "",
        extra=("static",) if has_static else (),
        exclude=(*(("static",) if has_static else ()), *unread),
        bibliographies=("references.bib",) if has_references else (),
        feeds=lists.feeds(language),
        nav=dict(_links(lists.documents)),
        myst=tuple(myst),
        more=more,
        source=config.file,
    )


def menus_left_out(config: Config) -> Iterator[Finding]:
    """Yield that the menus of the configuration are left out, with the names of their entries."""
    menus = config.at("menus") or config.at("menu")
    lists = menus.values() if isinstance(menus, dict) else ()
    entries = [each for menu in lists if isinstance(menu, list) for each in menu if isinstance(each, dict)]
    names = (each.get("name") or each.get("identifier") or each.get("url") for each in entries)
    if found := ", ".join(str(name) for name in names if name):
        why = f"notes_nav in conf.py is the menu here; there: {found}"
        yield Finding(Outcome.LEFT_OUT, "menu", config.file, None, why)


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
