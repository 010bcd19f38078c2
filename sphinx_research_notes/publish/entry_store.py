"""The texts of notes as feeds have them, taken from pages only when these have changed.

They are kept in a file beside the doctrees; the pages have everything that is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .._upstream.workers import for_each
from ..model.digests import value_digest
from .database import Database
from .entry_html import entry_contents
from .entry_records import id_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from sphinx.application import Sphinx

    from ..model.note import Note

#: Increment when the same page gives other texts, or the same entry another item.
VERSION = 2

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS pages (docname TEXT PRIMARY KEY, key TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS texts (
        docname TEXT NOT NULL, anchor TEXT NOT NULL, digest TEXT NOT NULL, html TEXT NOT NULL,
        item_key TEXT NOT NULL DEFAULT '', item TEXT NOT NULL DEFAULT '', PRIMARY KEY (docname, anchor)
    );
"""

#: A note: its docname and its anchor.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page with notes."""

    file: Path
    url: str
    #: Those whose texts are wanted.
    notes: Sequence[Note]


class EntryStore:
    """The texts by docname and anchor."""

    def __init__(self, path: Path) -> None:
        """*path*: the file; one that cannot be used is replaced."""
        self._database = Database(path, _SCHEMA)
        self.close = self._database.close

    def update(self, app: Sphinx, pages: Mapping[str, EntryPage]) -> dict[Key, str]:
        """Read the *pages* that have changed, and forget others; return the digest of each text."""
        known = dict(self._database.rows("SELECT docname, key FROM pages"))
        for docname in known.keys() - pages.keys():
            self._forget(docname)
        keys = {docname: _key(page) for docname, page in pages.items()}
        changed = [docname for docname, key in keys.items() if known.get(docname) != key]
        for_each(
            app,
            changed,
            lambda docname: _texts(pages[docname]),
            lambda docname, texts: self._keep(docname, keys[docname], texts),
        )
        rows = self._database.rows("SELECT docname, anchor, digest FROM texts")
        return {(docname, anchor): digest for docname, anchor, digest in rows}

    def html(self, key: Key) -> str:
        """Return the text of a note; empty if its page does not have it."""
        query = "SELECT html FROM texts WHERE docname = ? AND anchor = ?"
        rows = self._database.rows(query, key)
        return str(rows[0][0]) if rows else ""

    def items(self, keys: Mapping[Key, str], make: Callable[[Key], str]) -> Iterable[str]:
        """Return the item of each note in a feed, from *make* if its key in *keys* has changed."""
        query = "SELECT item_key, item FROM texts WHERE docname = ? AND anchor = ?"
        for note, key in keys.items():
            stored, item = next(iter(self._database.rows(query, note)), ("", ""))
            if stored != key:
                item = make(note)
                change = "UPDATE texts SET item_key = ?, item = ? WHERE docname = ? AND anchor = ?"
                self._database.write(change, [(key, item, *note)])
            yield item

    def _keep(self, docname: str, key: str, texts: Mapping[str, str] | None) -> None:
        self._forget(docname)
        if texts is None:
            return  # The page could not be written, which Sphinx has reported.
        self._database.write("INSERT INTO pages VALUES (?, ?)", [(docname, key)])
        rows = [(docname, anchor, value_digest(html), html) for anchor, html in texts.items()]
        query = "INSERT INTO texts (docname, anchor, digest, html) VALUES (?, ?, ?, ?)"
        self._database.write(query, rows)

    def _forget(self, docname: str) -> None:
        for table in ("pages", "texts"):
            self._database.delete(f"DELETE FROM {table} WHERE docname = ?", [(docname,)])


def _texts(page: EntryPage) -> dict[str, str] | None:
    """Return the texts on *page* by anchor; None if it has no file."""
    try:
        text = page.file.read_text("utf-8", "replace")
    except OSError:
        return None
    return entry_contents(text, page.url, {note.anchor: id_prefix(note) for note in page.notes})


def _key(page: EntryPage) -> str:
    """Return what the texts of *page* depend on; its file was written by a build on this machine."""
    try:
        found = page.file.stat()
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
    except OSError:
        state = (0, 0, 0)
    return repr((VERSION, state, page.url, [note.anchor for note in page.notes]))
