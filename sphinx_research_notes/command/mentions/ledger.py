"""The file of webmentions that have been sent, so that none is sent twice: a part of the site's sources."""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: Its name in the source folder.
NAME = "webmentions.json"
#: What became of a link: told, or nobody there wants to know, or it was there before the first webmention.
SENT, UNWANTED, OLD = "sent", "unwanted", "old"
#: Refused, with the status of the answer and a digest of the note that it was about.
_REJECTED = "rejected"


class UnreadableLedger(Exception):
    """A ledger that isn't one."""


class BusyError(Exception):
    """Another run is at work in the same folder."""


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other runs out of *folder*, as far as the system can; raises :class:`BusyError`."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        except OSError:  # On a file system without locks.
            pass
        yield
    finally:
        os.close(descriptor)


@dataclass(slots=True)
class Ledger:
    """What became of the links of a site."""

    path: Path
    #: By page, then by target.
    entries: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Return the ledger in *path*, which may not exist yet; raises :class:`UnreadableLedger`."""
        if not path.exists():
            return cls(path)
        try:
            data = json.loads(path.read_text("utf-8-sig"))
        except RecursionError:
            raise UnreadableLedger("data that is nested too deeply") from None
        except (OSError, ValueError) as error:
            raise UnreadableLedger(str(error)) from None
        if not isinstance(data, dict) or not all(isinstance(of, dict) for of in data.values()):
            raise UnreadableLedger("something else, perhaps of another version")
        return cls(path, {page: {k: str(v) for k, v in of.items()} for page, of in data.items()})

    def knows(self, sources: Iterable[str], target: str, digest: str = "", *, retry: bool = False) -> bool:
        """Whether something has become of the link to *target* from a page with one of these addresses.

        A rejection counts only as long as the note has that *digest*, and not at all for a *retry*.
        """
        states = [state for each in sources if (state := self.entries.get(each, {}).get(target))]
        return any(
            not state.startswith(_REJECTED) or (not retry and state.endswith(f" {digest}"))
            for state in states
        )

    def reject(self, source: str, target: str, status: int, digest: str) -> None:
        """Remember that the server has refused a link with *status*, from a note with that *digest*."""
        self.note(source, target, f"{_REJECTED} {status} {digest}")

    def told(self, sources: Iterable[str]) -> list[tuple[str, str]]:
        """Return the links from *sources* whose targets were told of them, with these."""
        return [
            (source, target)
            for source in sources
            for target, state in sorted(self.entries.get(source, {}).items())
            if state == SENT
        ]

    def gone(self, source: str, targets: set[str]) -> list[str]:
        """Return what *source* linked to and was told so, but no longer links to."""
        told = self.entries.get(source, {})
        return sorted(each for each, state in told.items() if state == SENT and each not in targets)

    def note(self, source: str, target: str, state: str) -> None:
        """Remember what became of a link, at once: what follows may fail."""
        self.entries.setdefault(source, {})[target] = state
        self.save()

    def forget(self, source: str, target: str) -> None:
        """Forget a link that is gone, once its target has been told."""
        self.entries[source].pop(target, None)
        self.save()

    def save(self) -> None:
        """Write the file, whole or not at all."""
        ordered = {page: dict(sorted(of.items())) for page, of in sorted(self.entries.items()) if of}
        temporary = self.path.with_name(f".{self.path.name}.new")
        temporary.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
        temporary.replace(self.path)
