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
_DIGEST = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_SUFFIXES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}


class Portraits:
    """The pictures in a folder; none without one."""

    def __init__(self, folder: Path | None = None) -> None:
        files = sorted(folder.iterdir()) if folder else ()
        self._files: dict[str, Path] = {}
        #: The picture that each target will have.
        self._taken: dict[Path, Path] = {}
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
                targets[source] = self._target(folder / FOLDER, source, comment.author)
            avatar = f"{FOLDER}/{targets[source].name}" if source else ""
            comments.append(replace(comment, avatar=avatar))
        missing = ((source, target) for source, target in targets.items() if not target.exists())
        return replace(found, comments=tuple(comments)), tuple(missing)

    def _target(self, folder: Path, source: Path, author: str) -> Path:
        """Return where to copy *source*: under its name, or another one if that is of another picture.

        What is called like an e-mail address, or a digest of one, gets the name of its *author*.
        """
        stem, suffix = _key(source.stem), source.suffix.lower()
        if "@" in source.stem or _DIGEST.search(source.stem):
            stem = _key(author) or "author"
        for number in range(1, 1000):
            target = folder / (f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}")
            is_free = self._taken.setdefault(target, source) == source
            if is_free and (not target.exists() or target.read_bytes() == source.read_bytes()):
                break
        return target

    def _of(self, comment: ForeignComment) -> Path | None:
        names = (*comment.portraits, comment.author)
        keys = (key for name in names for key in (_key(name), _key(name.rpartition(".")[0])) if key)
        return next((self._files[key] for key in keys if key in self._files), None)


def _key(name: str) -> str:
    """Return *name* in lower case, with hyphens for everything but letters and digits."""
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name).casefold()).strip("-")
