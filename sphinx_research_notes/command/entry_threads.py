"""Threads on the entries of a stream: an address with the id of one, such as ``/stream.html#two``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from ..comments.importers.matching import Notes
from ..config import notes_config
from ..frontmatter.encodings import text_of
from ..frontmatter.syntax import syntaxes_of
from ..model.urls import site_address
from ..visibility.folders import block_in_folder
from ..visibility.rules import understand
from .known_notes import known_note
from .note_files import NoteFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from ..comments.importers.records import ForeignThread

#: The head of an entry, and the lines with its options.
_ENTRY = re.compile(
    r"^[ \t]*(?:(?:`{3,}|:{3,}|~{3,})\{entry\}|\.\. entry::)[^\n]*\n(?P<options>(?:[ \t]*:[\w-]+:[^\n]*\n)*)",
    re.MULTILINE,
)
_ID = re.compile(r"^[ \t]*:id:[ \t]*(?P<id>\S+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """An entry that a thread belongs to."""

    #: The file that it is in, as if it were a note with a thread of its own.
    note: NoteFile
    id: str

    @property
    def is_shown(self) -> bool:
        """Whether the source names the thread file already."""
        return str(self.note.front.comments) in text_of(self.note.path.read_bytes())


class Entries:
    """The entries of a site that have an id of their own."""

    def __init__(self, app: Sphinx) -> None:
        base = site_address(str(app.config.html_baseurl or ""))
        pattern = notes_config(app.config).permalink
        self._pages = {file.docname: (file, ids) for file, ids in _pages(app)}
        self._notes = Notes([known_note(file, pattern, base) for file, _ in self._pages.values()], base)

    def match(self, thread: ForeignThread) -> EntryPlace | None:
        """Return the entry that *thread* belongs to; None if its address names none."""
        for address in thread.addresses:
            page, part = urldefrag(address)
            found = self._pages.get(self._notes.named(page)) if part else None
            if found and unquote(part) in found[1]:
                return EntryPlace(_with_thread(found[0], unquote(part)), unquote(part))
        return None


def _pages(app: Sphinx) -> Iterator[tuple[NoteFile, set[str]]]:
    """Yield the files with such entries, and the ids of these."""
    config, syntaxes = notes_config(app.config), syntaxes_of(app.config)
    for docname in sorted(app.project.discover(app.config.exclude_patterns, app.config.include_patterns)):
        path = Path(app.project.doc2path(docname, True))
        text = text_of(path.read_bytes())
        ids = {found["id"] for entry in _ENTRY.finditer(text) for found in _ID.finditer(entry["options"])}
        if ids:
            front, _ = understand(
                block_in_folder(app.env, text, syntaxes.of(path), docname, config), docname, config
            )
            yield NoteFile(docname, path, syntaxes.of(path), front), ids


def _with_thread(page: NoteFile, identity: str) -> NoteFile:
    """Return *page* with the thread file of one of its entries."""
    stem = page.docname.rpartition("/")[2]
    name = f"{stem}.{re.sub(r'[^A-Za-z0-9_-]+', '-', identity)}.comments.yml"
    return replace(page, docname=f"{page.docname}#{identity}", front=replace(page.front, comments=name))
