"""Find webmentions in thread files that the service no longer has: their authors may have deleted them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ...comments.importers.thread_text import still_shown
from ...comments.thread_file import UnreadableError, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Set


def lapsed(source: Path, output: Path, known: Set[str]) -> Iterator[tuple[Path, list[str]]]:
    """Yield the thread files below *source*, except in *output*, that show webmentions that aren't *known*.

    *known*: the ids of those that the service has. Yields the ids of the others with each file.
    """
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and Path(folder, n) != output)
        for name in sorted(names):
            if name.endswith("comments.yml"):
                text = Path(folder, name).read_bytes().decode("utf-8", "replace")
                if found := still_shown(text, _mentions(text, name) - known):
                    yield Path(folder, name), found


def _mentions(text: str, name: str) -> set[str]:
    """Return the ids of the webmentions in the thread file *text*."""
    try:
        data = load(text, name)
    except UnreadableError:
        return set()
    held = data.get("comments") if isinstance(data, dict) else None
    listed: list[Mapping[str, object]] = [each for each in held or () if isinstance(each, dict)]
    return {each_id for each in listed if (each_id := str(each.get("id") or "")).startswith("wm-")}
