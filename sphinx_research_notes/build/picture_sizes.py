"""The sizes of pictures, so that nothing on a page moves once they have been loaded."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sphinx.util.images import get_image_size

if TYPE_CHECKING:
    from pathlib import Path


def size_of(path: Path) -> tuple[int, int] | None:
    """Return width and height in pixels of the picture in the file *path*; None if it has none."""
    try:
        return _size_of(path, path.stat().st_mtime_ns)
    except OSError:
        return None


@cache
def _size_of(path: Path, _modified: int) -> tuple[int, int] | None:
    size = get_image_size(path)
    return (round(size[0]), round(size[1])) if size and min(size) > 0 else None
