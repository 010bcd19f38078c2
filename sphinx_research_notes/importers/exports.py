"""Recognize an export of WordPress, also among the files of another site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: The namespace of such a file, and where it must be.
MARK = b"wordpress.org/export/"
HEAD = 65_536


def is_export(file: Path) -> bool:
    """Whether *file* is an export of WordPress; raises OSError."""
    with file.open("rb") as opened:
        return MARK in opened.read(HEAD)
