"""The titles of pages: that of the front matter, the first heading, the navigation, or the file's name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..markdown.headings import HEADING, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..documents import Document
    from .config import Config

_BEFORE = re.compile(r"(?:\s+|<!--.*?-->|\{#.*?#\})+", re.DOTALL)


def titles_in_navigation(config: Config) -> dict[str, str]:
    """Return the titles that the navigation gives to documents, by their paths in the folder of documents."""
    return {path: title for title, path in _entries(config.values.get("nav")) if title}


def _entries(nav: Any) -> Iterator[tuple[str, str]]:
    """Yield title and path of each page in the navigation, at any depth."""
    waiting = [("", nav)]
    while waiting:
        title, item = waiting.pop()
        if isinstance(item, str):
            yield title, item
        elif isinstance(item, list):
            waiting += [("", each) for each in item]
        elif isinstance(item, dict):
            waiting += [(str(name), each) for name, each in item.items()]


def heading_of(document: Document) -> str:
    """Return the heading that *document* begins with; empty if it begins otherwise."""
    body = document.front.body
    before = _BEFORE.match(body)
    found = HEADING.match(body, before.end() if before else 0)
    if (
        found is None
        or (found["marks"] or "#") != "#"
        or (found["under"] and not found[0].rstrip().endswith("="))
    ):
        return ""
    return plain(re.sub(r"\{[^{}\n]*\}[ \t]*$", "", found["text"] or found["under"] or ""))


def title_of(document: Document, navigation: Mapping[str, str], root: str) -> str:
    """Return the title of *document*; *root*: the folder of the documents."""
    if title := document.front.text_of("title") or heading_of(document):
        return title
    path = PurePosixPath(document.path.removeprefix(f"{root}/"))
    if title := navigation.get(str(path), ""):
        return title
    name = path.parent.name if path.stem in {"index", "README"} else path.stem
    words = (name or "Home").replace("-", " ").replace("_", " ")
    return words.capitalize() if words.lower() == words else words
