"""Read the texts of an old site, whatever their encoding, and name files in the new one."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..frontmatter.encodings import encoding_fault, text_of

if TYPE_CHECKING:
    from pathlib import Path


def decoded(data: bytes) -> str:
    """Return *data* as text: UTF-8 or UTF-16, else the encoding of old Windows programs."""
    if encoding_fault(data) is None or data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        return text_of(data)
    return data.decode("cp1252", "replace")


def read_text(file: Path) -> str:
    """Return the text of *file*; raises OSError."""
    return decoded(file.read_bytes())


def leads_out(file: Path, source: Path) -> bool:
    """Whether *file* is a link to what isn't in *source*, such as somebody's keys, or to nothing."""
    if not file.is_symlink():
        return False
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):  # It leads to itself.
        return True
    return source.resolve() not in target.parents


def why_left_alone(file: Path, source: Path) -> str:
    """Return why *file* in *source* is not read; empty if it can be."""
    if leads_out(file, source):
        return "it leads to a file that isn't in the source, or isn't there"
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return "it is no file that can be read to an end"
    except OSError as error:
        return str(error.strerror or error).lower()
    return "" if is_text(str(file.relative_to(source))) else "its name isn't UTF-8; give it another one"


def folder_path(given: str) -> str:
    """Return the path of a folder that a setting names, relative to its site; empty for the site itself."""
    return "/".join(step for step in given.split("/") if step not in {"", ".", ".."})


def is_text(name: str) -> bool:
    """Whether the *name* of a file is UTF-8, as links and addresses need it."""
    return not any("\udc80" <= char <= "\udcff" for char in name)


def readable_name(name: str) -> str:
    """Return the *name* of a file with signs that any terminal can show."""
    return os.fsencode(name).decode("utf-8", "replace")


#: Names that file systems have, in bytes, with space for a number.
_LONGEST = 250


class Names:
    """The paths of the new site that are taken; file systems may ignore letter case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, path: str) -> str:
        """Return *path*, or one like it that is free: documents need different names without their suffix."""
        pure = _short(PurePosixPath(path))
        number = 1
        stem = base = str(pure.with_suffix(""))
        while stem.casefold() in self._taken:
            number += 1
            stem = f"{base}-{number}"
        self._taken.add(stem.casefold())
        return f"{stem}{pure.suffix}"


def _short(path: PurePosixPath) -> PurePosixPath:
    """Return *path* with a name that file systems have, which is another for another path."""
    room = _LONGEST - len(path.suffix.encode())
    stem = path.stem.encode("utf-8", "replace")
    if len(stem) <= room or room < 40:
        return path
    digest = hashlib.sha256(stem).hexdigest()[:8]
    return path.with_name(f"{stem[: room - 9].decode('utf-8', 'ignore')}-{digest}{path.suffix}")


def one_line(text: str) -> str:
    """Return *text* with single spaces and without line breaks."""
    return re.sub(r"\s+", " ", text).strip()
