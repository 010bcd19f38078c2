"""The manifest of an output folder: which files in it a build wrote, for a build that has no other record.

What was written is recorded beside the doctrees. If those are deleted, or another build with other doctrees
writes to the same folder, the page of a draft would stay there for good. So a file in the folder holds a
digest of the name of each file; the names themselves must not be published with the folder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..constants import STATE
from ..model.digests import name_digest, text_digest
from .project_files import entries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: How the names of manifests begin.
PREFIX = ".research-notes-"
#: The first line; any other one is from an unknown version.
_HEAD = "research-notes 1"


class Manifest:
    """The manifest of what one builder wrote to one folder."""

    def __init__(self, outdir: Path, builder: str) -> None:
        self.outdir = outdir
        self.path = outdir / f"{PREFIX}{builder}"

    def stamp(self) -> int:
        """Return its modification time, by which a build recognizes its own manifest; 0 if there is none."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, names: Iterable[str]) -> int:
        """Record that a build wrote the files *names*; return the stamp."""
        try:
            self.outdir.mkdir(parents=True, exist_ok=True)
            self.path.write_text(_content(names), "utf-8")
        except OSError:
            return 0
        return self.stamp()

    def says(self, names: Iterable[str]) -> bool:
        """Return whether it lists exactly the files *names*."""
        return self._text() == _content(names)

    def recalled(self, skipped: Path) -> list[str]:
        """Return the existing files that it lists; *skipped*: a folder to leave out."""
        head, *digests = self._text().splitlines() or [""]
        if head != _HEAD:
            return []
        known = frozenset(digests)
        return sorted(
            name for name in _names(str(self.outdir), "", str(skipped)) if name_digest(name) in known
        )

    def remove(self) -> None:
        """Remove it, once a build owns nothing in the folder."""
        self.path.unlink(missing_ok=True)

    def _text(self) -> str:
        try:
            return self.path.read_text("utf-8", "replace")
        except OSError:
            return ""


def _content(names: Iterable[str]) -> str:
    return "\n".join([_HEAD, *sorted({name_digest(name) for name in names}), ""])


def _names(folder: str, prefix: str, skipped: str) -> Iterator[str]:
    """Yield the names of the files under *folder*, with *prefix*."""
    for entry in entries_of(folder):
        if not entry.is_dir(follow_symlinks=False):
            yield prefix + entry.name
        elif entry.name != ".git" and entry.path != skipped:
            yield from _names(entry.path, f"{prefix}{entry.name}/", skipped)


def state_path(doctreedir: Path, outdir: Path, builder: str) -> Path:
    """Return the file that records what *builder* last wrote to *outdir*."""
    name = text_digest(str(outdir.resolve()), 12)
    return doctreedir / STATE / f"{builder}-{name}.json"
