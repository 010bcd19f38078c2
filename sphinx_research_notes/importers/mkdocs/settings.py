"""What the configuration of a site of MkDocs is here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..site_conf import Site
from .config import read_authors
from .feeds import feeds_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ..documents import Document
    from .blogs import Blog
    from .config import Config

#: As many links are on top of each page.
_MOST_LINKS = 6


def site_of(
    config: Config, blog: Blog, source: Path, documents: Mapping[str, Document], titles: Mapping[str, str],
    pattern: str, static: str,
) -> Site:  # fmt: skip
    """Return what is known of the site.

    *blog*: the first of its blogs; *titles*: of documents, by their paths; *pattern*: the permalink of notes;
    *static*: the folder with files that are copied as they are, if there is one.
    """
    theme = config.values.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    folders = [each.posts for each in config.blogs if any(map(each.holds, documents.values()))]
    authors: dict[str, object] = {}
    for each in config.blogs:
        authors |= read_authors(source / config.docs / each.authors_file)
    return Site(
        title=config.text("site_name") or "Notes",
        author=config.text("site_author"),
        url=config.url,
        language=str(language or "en").replace("-", "_"),
        tagline=config.text("site_description"),
        copyright=re.sub(r"<[^>]*>", "", config.text("copyright")),
        match=tuple(f"{each}/**" for each in folders),
        path=blog.folder or "notes",
        permalink=pattern if folders else "",
        authors=authors,
        feeds=feeds_of(config),
        nav=dict(_nav(config, documents, titles)),
        extra=(static,) if static else (),
        exclude=(static,) if static else (),
        more={"notes_future": "hide"} if blog.is_on("draft_if_future_date", default=False) else {},
        source=config.source,
    )


def _nav(
    config: Config, documents: Mapping[str, Document], titles: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    """Return the pages that are linked on top of each page: those that the navigation begins with."""
    links = []
    given = config.values.get("nav")
    for each in given if isinstance(given, list) else []:
        for text, path in each.items() if isinstance(each, dict) else [("", each)]:
            first = path
            while isinstance(first, list) and first:
                first = next(iter(first[0].values()), "") if isinstance(first[0], dict) else first[0]
            document = documents.get(f"{config.docs}/{first}") if isinstance(first, str) else None
            if document and not document.is_draft and document.docname != "index":
                links.append((str(text) or titles[document.path], document.docname))
    return links[:_MOST_LINKS]
