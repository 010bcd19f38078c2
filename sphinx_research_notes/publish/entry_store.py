"""The texts of notes as feeds have them, taken from pages only when these have changed.

They are kept in a folder beside the doctrees, a file for each page; the pages have everything that is in it.
It can be deleted at any time. Texts may be hidden now: those that no page has any more are removed.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._upstream.workers import for_each
from ..model.digests import name_digest, value_digest
from .entry_html import entry_contents
from .entry_records import id_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx

    from ..model.note import Note

#: Increment when the same page gives other texts.
VERSION = 3

#: The name of the record of the feed of all notes, which is in the same folder.
FEED = "all.json"

#: A note: its docname and its anchor.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page with notes."""

    file: str
    url: str
    #: Those whose texts are wanted.
    notes: Sequence[Note]


class EntryStore:
    """The texts by docname and anchor."""

    def __init__(self, folder: Path) -> None:
        """*folder*: where they are kept; what cannot be used there is replaced."""
        self._folder, self._index = folder, folder / "pages.json"
        self._pages: Mapping[str, EntryPage] = {}
        if folder.is_file():
            folder.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        self._known = self._before = self._load()
        #: A page may have thousands of notes, which are asked for one after another.
        self._texts = lru_cache(maxsize=4)(self._read_texts)

    def _load(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Return the key of each page, and the digests of its texts."""
        try:
            data = json.loads(self._index.read_text("utf-8"))
            return {docname: (str(key), dict(digests)) for docname, (key, digests) in data.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            remove_store(self._folder)
            self._folder.mkdir(parents=True)
            return {}

    def close(self) -> None:
        """Save which pages the texts are from."""
        if self._known != self._before:
            temporary = self._index.with_suffix(".new")
            temporary.write_text(json.dumps(self._known), "utf-8")
            temporary.replace(self._index)

    def update(self, app: Sphinx, pages: Mapping[str, EntryPage]) -> dict[Key, str]:
        """Read the *pages* that have changed, and forget others; return the digest of each text."""
        self._pages = pages
        keys = {docname: _key(page) for docname, page in pages.items()}
        known = {d: found for d, found in self._before.items() if keys.get(d) == found[0]}
        changed = [docname for docname in pages if docname not in known]

        def keep(docname: str, texts: dict[str, str] | None) -> None:
            if texts is not None:
                self._path(docname).write_text(json.dumps([keys[docname], texts]), "utf-8")
                known[docname] = keys[docname], {name: value_digest(html) for name, html in texts.items()}

        for_each(app, changed, lambda docname: _contents(pages[docname]), keep)
        self._known = {docname: known[docname] for docname in pages if docname in known}
        self._remove_others()
        digests = ((name, *each) for name, (_, found) in self._known.items() for each in found.items())
        return {(docname, anchor): digest for docname, anchor, digest in digests}

    def _remove_others(self) -> None:
        """Remove the texts of other pages, also those that a build has left that was killed."""
        kept = {self._path(docname).name for docname in self._known} | {self._index.name, FEED}
        for path in self._folder.iterdir():
            if path.name not in kept:
                path.unlink()

    def html(self, key: Key) -> str:
        """Return the text of a note; empty if its page does not have it."""
        docname, anchor = key
        return self._texts(docname).get(anchor, "") if docname in self._known else ""

    def _read_texts(self, docname: str) -> dict[str, str]:
        """Return the texts of the notes on a page, by anchor."""
        try:
            key, texts = json.loads(self._path(docname).read_text("utf-8"))
            if key == self._known[docname][0]:
                return dict(texts)
        except (OSError, ValueError, TypeError):
            pass
        return _contents(self._pages[docname]) or {}

    def _path(self, docname: str) -> Path:
        return self._folder / f"{name_digest(docname)}.json"


def remove_store(folder: Path) -> None:
    """Remove all that was kept in *folder*."""
    if folder.is_file():
        folder.unlink()
    elif folder.is_dir():
        shutil.rmtree(folder)


def _contents(page: EntryPage) -> dict[str, str] | None:
    """Return the texts on *page*; None if it could not be written, which Sphinx has reported."""
    try:
        text = Path(page.file).read_text("utf-8", "replace")
    except OSError:
        return None
    return entry_contents(text, page.url, {note.anchor: id_prefix(note) for note in page.notes})


def _key(page: EntryPage) -> str:
    """Return what the texts of *page* depend on; its file was written by a build on this machine."""
    state: Any = (0, 0, 0)
    try:
        found = os.stat(page.file)  # noqa: PTH116 - for thousands of files
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
    except OSError:
        pass
    return repr((VERSION, state, page.url, [note.anchor for note in page.notes]))
