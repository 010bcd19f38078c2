"""What the configuration of a Jekyll site is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..site_conf import Site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .config import Config
    from .documents import Document

#: As many links are on top of each page.
_MOST_LINKS = 6
_PERSON = ("name", "url", "orcid", "affiliation", "email")


def site_of(
    config: Config,
    documents: Sequence[Document],
    feeds: Mapping[str, str | dict[str, str]],
    references: str,
    files: frozenset[str],
    pattern: str,
) -> Site:
    """Return what is known of the site."""
    author = config.values.get("author")
    name = author.get("name") if isinstance(author, dict) else author
    folders = [f"{kind}/**" for kind in config.collections if any(each.kind == kind for each in documents)]
    has_posts = any(each.is_post for each in documents)
    more: dict[str, Any] = {}
    if str(config.values.get("future", "")).lower() != "true":
        more["notes_future"] = "hide"
    return Site(
        title=config.text("title", "name") or "Notes",
        author=str(name or "").strip(),
        url=config.url,
        language=re.sub("-", "_", config.text("lang", "locale", "language")) or "en",
        tagline=config.text("tagline"),
        match=("posts/**", *(folders if not has_posts else ())) if has_posts or folders else (),
        path="posts" if _is_free("posts", documents) else "notes",
        permalink=pattern if has_posts or folders else "",
        authors=_authors(config),
        timezone=config.text("timezone"),
        root="static" if files else "",
        extra=("static",) if files else (),
        exclude=("static",) if files else (),
        bibliographies=("references.bib",) if references else (),
        feeds=feeds if config.url else {},
        nav=dict(_links(documents)),
        more=more,
        source="_config.yml",
    )


def _is_free(folder: str, documents: Sequence[Document]) -> bool:
    """Whether the lists can be in *folder* without being in the place of a page."""
    taken = re.compile(rf"/?{folder}(?:/|/index\.html|\.html)?(?:tags|categories)?/?")
    return not any(taken.fullmatch(each.address) for each in documents)


def _authors(config: Config) -> dict[str, Any]:
    """Return the people in ``_data/authors.yml``, or in the configuration."""
    found = config.data.get("authors") or config.values.get("authors")
    people: dict[str, Any] = {}
    for key, person in found.items() if isinstance(found, dict) else ():
        if isinstance(person, dict) and person.get("name"):
            url = person.get("url") or person.get("website") or person.get("site") or person.get("web")
            described = (
                {**person, "url": url} if isinstance(url, str) and url.startswith("http") else {**person}
            )
            people[str(key)] = {name: str(described[name]) for name in _PERSON if described.get(name)}
            if not str(people[str(key)].get("url", "http")).startswith("http"):
                del people[str(key)]["url"]
        elif isinstance(person, str):
            people[str(key)] = {"name": person}
    return people


def _links(documents: Sequence[Document]) -> list[tuple[str, str]]:
    """Return the pages that a theme would link on top: those in no folder, with a title, and not hidden."""
    links = []
    for each in documents:
        title = each.front.text_of("title")
        is_top = each.kind == "pages" and "/" not in each.target and each.target != "index.md"
        if is_top and title and not each.is_hidden:
            links.append((title, each.target.removesuffix(".md")))
    return links[:_MOST_LINKS]


def feed_ids(documents: Sequence[Document], config: Config, feeds: Mapping[str, object]) -> dict[str, str]:
    """Return the ids that jekyll-feed gave to the posts it had, by path: readers must not see them again."""
    plugins = [str(each) for key in ("plugins", "gems") for each in (config.values.get(key) or [])]
    if "jekyll-feed" not in plugins or not feeds or not config.url:
        return {}
    options = config.values.get("feed")
    limit = options.get("posts_limit", 10) if isinstance(options, dict) else 10
    posts = [each for each in documents if each.kind == "posts" and each.date and each.address]
    posts.sort(key=lambda each: each.date.moment.timestamp() if each.date else 0, reverse=True)
    ids = {}
    for each in posts[: limit if isinstance(limit, int) else 10]:
        folder = each.address.rstrip("/").rpartition("/")[0]
        name = each.front.text_of("slug") or each.name
        ids[each.path] = f"{config.url}{folder}/{name}"
    return ids
