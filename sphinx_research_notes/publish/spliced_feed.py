"""The JSON Feed of all notes, tens of megabytes on large sites: written anew only where a note has changed.

What has not changed is copied from the file itself. A file beside the doctrees records where each item is; it
has no text, and can be deleted at any time.
"""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from ..model.digests import value_digest
from .json_feed import END, SEPARATOR
from .page_facts import file_state

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .entry_store import Key

#: How many bytes are read and written at a time.
_BUFFER = 1 << 20

#: An item: docname and anchor of its note, a digest of what it depends on, and its length.
_Item = tuple[str, str, str, int]


@dataclass(slots=True)
class _Record:
    """What a file was written with."""

    head: str = ""
    #: The length of what precedes the items.
    start: int = 0
    items: list[_Item] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path, feed: Path) -> _Record:
        """Return the record in *path*; an empty one if it is not that of the file *feed*."""
        try:
            state, head, start, items = json.loads(path.read_text("utf-8"))
            if state and tuple(state) == file_state(feed):
                return cls(str(head), int(start), [(str(d), str(a), str(k), int(n)) for d, a, k, n in items])
        except (OSError, ValueError, TypeError):
            pass
        return cls()

    def save(self, path: Path, feed: Path) -> None:
        """Write the record of the file *feed* to *path*."""
        content = json.dumps([file_state(feed), self.head, self.start, self.items])
        path.write_text(content, "utf-8")

    def places(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Return where the items begin and end."""
        found, start = {}, self.start
        for docname, anchor, key, length in self.items:
            found[docname, anchor, key] = start, start + length
            start += length + len(SEPARATOR)
        return found


def write_spliced(
    path: Path, record: Path, head: bytes, keys: Mapping[Key, str], make: Callable[[Key], str]
) -> None:
    """Write a feed with the items of the notes in *keys* to *path*; *make* makes those that have changed.

    *head*: what precedes the items. *keys*: a digest of what each item depends on. *record*: the file that
    records where each item is.
    """
    before, now = _Record.load(record, path), _Record(value_digest(head), len(head))
    wanted = [(*note, key) for note, key in keys.items()]
    if before.head == now.head and [item[:3] for item in before.items] == wanted:
        return
    places = before.places()
    # Not beside the feed, where it would be published if the build were killed.
    temporary = record.with_suffix(".new")
    with ExitStack() as files:
        files.callback(temporary.unlink, missing_ok=True)
        old = files.enter_context(path.open("rb", _BUFFER)) if places else None
        with temporary.open("wb", _BUFFER) as new:
            new.write(head)
            for note, key in keys.items():
                place = places.get((*note, key))
                content = _piece(old, *place) if old and place else make(note).encode()
                new.write(SEPARATOR * bool(now.items) + content)
                now.items.append((*note, key, len(content)))
            new.write(END)
        path.parent.mkdir(parents=True, exist_ok=True)
        _move(temporary, path)
    now.save(record, path)


def _piece(file: BinaryIO, start: int, end: int) -> bytes:
    file.seek(start)
    return file.read(end - start)


def _move(source: Path, target: Path) -> None:
    """Move a file to where there may be another one, also on another disk."""
    try:
        source.replace(target)
    except OSError:
        shutil.copyfile(source, target)
