"""What an output folder says of itself: which files in it are a build's, for one that knows nothing of them.

What was written, and with what, is kept beside the doctrees. Who deletes these, or builds into the same
folder with others, would leave the page of a draft there for good. So a file in the folder has a digest of
each file's name; the names themselves are nobody's business where the folder is published.
"""

from __future__ import annotations

import hashlib
import os
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: The first line; one that differs is of a version that is not known.
_HEAD = "research-notes 1"


class Manifest:
    """The manifest of what one builder has written into one folder."""

    def __init__(self, outdir: Path, builder: str) -> None:
        self.outdir = outdir
        self.path = outdir / f".research-notes-{builder}"

    def stamp(self) -> int:
        """When it was last written, by which a build knows that it was its own; 0 where there is none."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, names: Iterable[str]) -> int:
        """Note that the files *names* are a build's; return the stamp."""
        try:
            self.outdir.mkdir(parents=True, exist_ok=True)
            self.path.write_text(_content(names), "utf-8")
        except OSError:
            return 0
        return self.stamp()

    def says(self, names: Iterable[str]) -> bool:
        """Whether it names just the files *names*."""
        return self._text() == _content(names)

    def recalled(self, skipped: Path) -> list[str]:
        """The files that it names and that are there; *skipped*: a folder that is not looked into."""
        head, *digests = self._text().splitlines() or [""]
        if head != _HEAD:
            return []
        known = frozenset(digests)
        return sorted(name for name in _names(str(self.outdir), "", str(skipped)) if _digest(name) in known)

    def remove(self) -> None:
        """Take it away, where nothing in the folder is ours any more."""
        self.path.unlink(missing_ok=True)

    def _text(self) -> str:
        try:
            return self.path.read_text("utf-8", "replace")
        except OSError:
            return ""


def _content(names: Iterable[str]) -> str:
    return "\n".join([_HEAD, *sorted({_digest(name) for name in names}), ""])


def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _names(folder: str, prefix: str, skipped: str) -> Iterator[str]:
    """The names of the files under *folder*, behind *prefix*."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if not entry.is_dir(follow_symlinks=False):
            yield prefix + entry.name
        elif entry.name != ".git" and entry.path != skipped:
            yield from _names(entry.path, f"{prefix}{entry.name}/", skipped)


def state_path(doctreedir: Path, outdir: Path, builder: str) -> Path:
    """Where it is kept what *builder* last wrote into *outdir*."""
    name = hashlib.sha256(str(outdir.resolve()).encode()).hexdigest()[:12]
    return doctreedir / ".research-notes" / f"{builder}-{name}.json"
