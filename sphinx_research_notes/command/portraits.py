"""Pictures of the authors of comments, from a folder of files that are called like them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ..comments.importers.moderation import Moderated
    from ..comments.importers.records import ForeignComment

#: The folder beside a thread file that they are copied to.
FOLDER = "avatars"
_SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}


class Portraits:
    """The pictures in a folder; none without one."""

    def __init__(self, folder: Path | None = None) -> None:
        files = sorted(folder.iterdir()) if folder else ()
        self._files: dict[str, Path] = {}
        for file in files:
            if file.suffix.lower() in _SUFFIXES and file.is_file():
                self._files.setdefault(_key(file.stem), file)

    def added(self, found: Moderated, folder: Path) -> tuple[Moderated, tuple[tuple[Path, Path], ...]]:
        """Return *found* with the pictures of its authors, and which files to copy.

        *folder*: that of the thread file.
        """
        targets: dict[Path, Path] = {}
        comments = []
        for comment in found.comments:
            source = None if comment.withheld else self._of(comment)
            if source is not None and source not in targets:
                targets[source] = _target(folder / FOLDER, source)
            avatar = f"{FOLDER}/{targets[source].name}" if source else ""
            comments.append(replace(comment, avatar=avatar))
        missing = ((source, target) for source, target in targets.items() if not target.exists())
        return replace(found, comments=tuple(comments)), tuple(missing)

    def _of(self, comment: ForeignComment) -> Path | None:
        names = (*comment.portraits, comment.author)
        keys = (key for name in names for key in (_key(name), _key(name.rpartition(".")[0])) if key)
        return next((self._files[key] for key in keys if key in self._files), None)


def _target(folder: Path, source: Path) -> Path:
    """Return where to copy *source*: under its name, or another one if that is of another picture."""
    stem, suffix = _key(source.stem), source.suffix.lower()
    for number in range(1, 1000):
        target = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
        if not target.exists() or target.read_bytes() == source.read_bytes():
            break
    return target


def _key(name: str) -> str:
    """Return *name* in lower case, with hyphens for everything but letters and digits."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name).casefold()).strip("-")
