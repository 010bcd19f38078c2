"""Read the texts of an old site, whatever their encoding, and name files in the new one."""

from __future__ import annotations

import re
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


class Names:
    """The paths of the new site that are taken; file systems may ignore letter case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, path: str) -> str:
        """Return *path*, or one like it that is free: documents need different names without their suffix."""
        pure = PurePosixPath(path)
        number = 1
        stem = base = str(pure.with_suffix(""))
        while stem.casefold() in self._taken:
            number += 1
            stem = f"{base}-{number}"
        self._taken.add(stem.casefold())
        return f"{stem}{pure.suffix}"


def one_line(text: str) -> str:
    """Return *text* with single spaces and without line breaks."""
    return re.sub(r"\s+", " ", text).strip()
