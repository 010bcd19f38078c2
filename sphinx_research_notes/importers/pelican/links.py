"""What links in the texts of Pelican lead to: those with braces, and others to files of the site."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ...model.taxonomy import slug
from ..markdown.links import joined
from .places import MARKDOWN

if TYPE_CHECKING:
    from ..documents import Document

_LISTS = {"tag": "tags", "category": "categories", "author": "authors"}
_SAFE = "/.-_~"


@dataclass(slots=True)
class Links:
    """The documents and files of a site, and where links between them lead."""

    #: The folder of the lists in the new site.
    path: str
    #: By their paths in the folder of the texts.
    documents: dict[str, Document] = field(default_factory=dict)
    #: Address, without the leading slash, to path in the folder of the texts.
    files: dict[str, str] = field(default_factory=dict)
    #: Files that Pelican publishes only where a text links to them.
    others: set[str] = field(default_factory=set)

    def braced(self, document: Document, kind: str, path: str) -> str | None:
        """Return what ``{kind}path`` in *document* leads to here; None if there is no such thing."""
        path, sign, fragment = unescape(path).partition("#")
        if kind == "index":
            return "/"
        if kind in _LISTS:
            return f"/{self.path}/{_LISTS[kind]}/{slug(unquote(path))}"
        for place in dict.fromkeys((path, unquote(path), unquote(path).partition("?")[0])):
            inside = _inside(document, place)
            if (other := self.documents.get(inside)) is not None:
                return f"{_to_document(document, other)}{sign}{fragment}"
            if (file := self._file(document, kind, inside)) is not None:
                return f"/{quote(file, safe=_SAFE)}{sign}{fragment}"
        return None

    def _file(self, document: Document, kind: str, place: str) -> str | None:
        """Return the address of the file at *place* in the folder of the texts."""
        if place in self.others and kind in {"static", "attach", "filename"}:
            folder = posixpath.dirname((document.address or "/").lstrip("/"))
            beside = posixpath.join(folder, posixpath.basename(place))
            self.files[beside if kind == "attach" else place] = place
        return next((to for to, source in self.files.items() if source == place), None)

    def plain(self, document: Document, address: str) -> str | None:
        """Return what a relative *address* without braces is here; None if it stays as it is."""
        path = address.partition("#")[0]
        if path.endswith(tuple(MARKDOWN)):
            return self.braced(document, "filename", address)
        if path.startswith("/"):
            return None
        found = joined(document.address or "/", path)
        return f"/{quote(found, safe=_SAFE)}" if found in self.files else None


def _inside(document: Document, path: str) -> str:
    """Return the path in the folder of the texts that *path* in *document* means."""
    if path.startswith("/"):
        return path.lstrip("/")
    return posixpath.normpath(posixpath.join(document.folder, path)) if path else ""


def _to_document(document: Document, other: Document) -> str:
    """Return the address of *other* in *document*: Markdown names files, and the others addresses."""
    if document.suffix in MARKDOWN and other.suffix in MARKDOWN:
        here = posixpath.dirname(document.target) or "."
        return quote(posixpath.relpath(other.target, here), safe=_SAFE)
    return quote(other.address or f"/{other.docname}.html", safe=_SAFE)
