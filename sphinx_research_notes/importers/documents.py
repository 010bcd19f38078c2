"""The documents and files of an old site, for origins whose sites are folders of pages, and their links."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from ..model.dates import DateError, When, parse_when, without_date
from ..model.note import Note
from ..model.permalinks import PlaceError, from_pattern, site_path
from .files import why_left_alone
from .front_matter import FrontMatter
from .markdown.links import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo

    from .records import Options


@dataclass(slots=True)
class Document:
    """A page of the old site."""

    #: Relative to the source.
    path: str
    front: FrontMatter = field(default_factory=FrontMatter)
    #: What the site gives to all documents of its folder.
    defaults: dict[str, Any] = field(default_factory=dict)
    #: In the new site.
    target: str = ""
    #: On the old site, from its root; empty if it had none.
    address: str = ""
    is_note: bool = False
    is_draft: bool = False
    date: When | None = None

    @property
    def suffix(self) -> str:
        """The suffix of the file, in lower case."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def folder(self) -> str:
        """The folder of the file; empty for the source itself."""
        return posixpath.dirname(self.path)

    @property
    def docname(self) -> str:
        """The name of the document in the new site."""
        return self.target.rpartition(".")[0]

    def value(self, name: str) -> Any:
        """Return the value of *name* in its front matter, else in the defaults."""
        return self.front.values.get(name, self.defaults.get(name))


def paths_in(source: Path, options: Options, skipped: Callable[[str], bool]) -> Iterator[str]:
    """Yield the files in *source* in alphabetical order, without *skipped* folders; raises OSError."""
    for folder, folders, names in os.walk(source):
        place = Path(folder).relative_to(source).as_posix()
        prefix = "" if place == "." else f"{place}/"
        folders[:] = sorted(
            each
            for each in folders
            if not skipped(f"{prefix}{each}/") and Path(folder, each).resolve() not in options.without
        )
        for name in sorted(names):
            if not skipped(prefix + name) and not why_left_alone(Path(folder, name), source):
                yield f"{prefix}{name}"


def date_of(text: str, zone: tzinfo) -> When | None:
    """Return the date that *text* says; None if it cannot be told."""
    try:
        return parse_when(text, zone) if text.strip() else None
    except DateError:
        return None


def keep_address(document: Document, pattern: str, slug: str = "") -> str:
    """Give *document* the front matter that keeps its old address; return the key, or nothing.

    *pattern*: the permalink of all notes of the new site; *slug*: what stands for ``{slug}`` in it.
    """
    front, address = document.front, document.address
    had = next((name for name in ("permalink", "url") if front.text_of(name)), "")
    if not address or same_page(front.text_of(had) if had else _here(document, pattern, ""), address):
        return ""
    if not had and document.is_note and slug and same_page(_here(document, pattern, slug), address):
        front.put("slug", slug)
        return "slug"
    front.put(had or "permalink", quote(unquote(address), safe="/") if _needs_quotes(address) else address)
    return had or "permalink"


def _needs_quotes(address: str) -> bool:
    try:
        site_path(address)
    except PlaceError:
        return True
    return False


def _here(document: Document, pattern: str, slug: str) -> str:
    """Return the path that *document* has in the new site."""
    if not pattern or not document.is_note:
        return f"/{document.docname}.html"
    name = PurePosixPath(document.docname).name
    note = Note(
        docname=document.docname,
        date=document.date,
        stem=without_date(name),
        slug=slug,
        categories=tuple(document.front.list_of("categories")),
    )
    try:
        return f"/{from_pattern(pattern, note) or f'{document.docname}.html'}"
    except PlaceError:
        return ""


def same_page(one: str, other: str) -> bool:
    """Whether two paths are the same page."""
    return bool(one) and bool(other) and _file(one) == _file(other)


def _file(path: str) -> str:
    try:
        place = site_path(unquote(path))
    except PlaceError:
        return path
    return f"{place}index.html" if place.endswith("/") or not place else place


class Links:
    """What the addresses in documents lead to."""

    def __init__(self, documents: Mapping[str, Document], files: Mapping[str, str] | None = None) -> None:
        """*documents* by their paths in the source; *files*: path on the old site to path in the new one."""
        self._documents = documents
        self._files = files or {}
        self._pages = {_file(each.address).lstrip("/"): each for each in documents.values() if each.address}

    def found(self, document: Document, address: str, root: str = "") -> str | None:
        """Return what *address* in *document* is here; None if it can stay as it is.

        It is relative to the file of *document*, else to its old address, as in HTML; one with a leading
        slash is relative to the folder *root*.
        """
        path, sign, fragment = address.partition("#")
        if not path:
            return None
        place = path_of(document, path, root)
        other = self._documents.get(place)
        if other is not None and other.target:
            return f"{_relative(other.target, document)}{sign}{fragment}"
        if place.startswith(f"{root}/" if root else "") and place.removeprefix(f"{root}/") in self._files:
            return None
        return self._by_address(document, path, f"{sign}{fragment}")

    def _by_address(self, document: Document, path: str, fragment: str) -> str | None:
        """Return what *path* is here if it is that of a page or a file on the old site."""
        if not document.address or path.startswith("/"):
            return None
        place = joined(document.address, path)
        other = self._pages.get(_file(f"/{place}{'/' if path.endswith('/') else ''}").lstrip("/"))
        if other is not None:
            return f"{_relative(other.target, document)}{fragment}"
        return f"{_relative(self._files[place], document)}{fragment}" if place in self._files else None


def _relative(target: str, document: Document) -> str:
    return quote(posixpath.relpath(target, posixpath.dirname(document.target) or "."), safe="/.-_~")


def path_of(document: Document, address: str, root: str = "") -> str:
    """Return the path in the source that *address* in *document* names."""
    path = unquote(address.partition("?")[0])
    base = root if path.startswith("/") else document.folder
    found = posixpath.normpath(posixpath.join("/", base, path.lstrip("/"))).lstrip("/")
    return "" if found == "." else found
