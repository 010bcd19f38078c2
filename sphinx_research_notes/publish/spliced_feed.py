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

#: An item: docname and anchor of its note, what else it depends on, and its length.
_Item = tuple[str, str, str, int]


@dataclass(slots=True)
class _Record:
    """What a file was written with."""

    head: str = ""
    #: A digest of what all items depend on.
    common: str = ""
    #: The length of what precedes the items.
    start: int = 0
    items: list[_Item] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path, feed: Path) -> _Record:
        """Return the record in *path*; an empty one if it is not that of the file *feed*."""
        try:
            state, head, common, start, items = json.loads(path.read_text("utf-8"))
            if state and tuple(state) == file_state(feed):
                found = [(str(d), str(a), str(k), int(n)) for d, a, k, n in items]
                return cls(str(head), str(common), int(start), found)
        except (OSError, ValueError, TypeError):
            pass
        return cls()

    def save(self, path: Path, feed: Path) -> None:
        """Write the record of the file *feed* to *path*."""
        content = json.dumps([file_state(feed), self.head, self.common, self.start, self.items])
        path.write_text(content, "utf-8")

    def places(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Return where the items begin and end."""
        found, start = {}, self.start
        for docname, anchor, key, length in self.items:
            found[docname, anchor, key] = start, start + length
            start += length + len(SEPARATOR)
        return found


def write_spliced(
    path: Path, record: Path, head: bytes, common: str, keys: Mapping[Key, str], make: Callable[[Key], str]
) -> None:
    """Write a feed with the items of the notes in *keys* to *path*; *make* makes those that have changed.

    *head*: what precedes the items. *common*: a digest of what all of them depend on. *keys*: what else each
    item depends on. *record*: the file that records where each item is.
    """
    before, now = _Record.load(record, path), _Record(value_digest(head), common, len(head))
    places = before.places() if before.common == common else {}
    wanted = [(*note, key) for note, key in keys.items()]
    if before.head == now.head and [*places] == wanted:
        return
    # Not beside the feed, where it would be published if the build were killed.
    temporary = record.with_suffix(".new")
    with ExitStack() as files:
        files.callback(temporary.unlink, missing_ok=True)
        old = files.enter_context(path.open("rb", _BUFFER)) if places else None
        with temporary.open("wb", _BUFFER) as new:
            new.write(head)
            copy = _Copy(old, new)
            for note, key in keys.items():
                if place := places.get((*note, key)):
                    copy.take(*place, is_first=not now.items)
                    length = place[1] - place[0]
                else:
                    copy.end()
                    content = make(note).encode()
                    new.write(SEPARATOR * bool(now.items) + content)
                    length = len(content)
                now.items.append((*note, key, length))
            copy.end()
            new.write(END)
        path.parent.mkdir(parents=True, exist_ok=True)
        _move(temporary, path)
    now.save(record, path)


class _Copy:
    """Copies items from one file to another, those that stand one after the other at once."""

    def __init__(self, old: BinaryIO | None, new: BinaryIO) -> None:
        self._old, self._new = old, new
        #: What is to be copied next.
        self._start = self._end = 0

    def take(self, start: int, end: int, *, is_first: bool) -> None:
        """Copy what stands from *start* to *end*, after a separator unless it *is_first*."""
        if self._end and start == self._end + len(SEPARATOR):
            self._end = end
            return
        self.end()
        self._new.write(SEPARATOR * (not is_first))
        self._start, self._end = start, end

    def end(self) -> None:
        """Copy what has not been copied yet."""
        if self._old and self._end:
            self._old.seek(self._start)
            left = self._end - self._start
            while piece := self._old.read(min(left, _BUFFER)):
                self._new.write(piece)
                left -= len(piece)
        self._start = self._end = 0


def _move(source: Path, target: Path) -> None:
    """Move a file to where there may be another one, also on another disk."""
    try:
        source.replace(target)
    except OSError:
        shutil.copyfile(source, target)
