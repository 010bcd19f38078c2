"""What finished pages say of themselves to programs: whether to leave them out, and a description.

Read from the files, because a theme, another extension or ``conf.py`` may say it. Kept in a file next to the
doctrees, so that a page is read only when it has changed. That file can be deleted at any time.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Increment when the same page gives other facts.
VERSION = 1

_META = re.compile(r"<meta\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEAD_END = re.compile(r"</head\s*>|<body\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the head of a page says."""

    #: Whether search engines are asked to leave it out.
    no_index: bool = False
    #: Plain text; may be empty.
    description: str = ""


def facts_of(html: str) -> PageFacts:
    """Return what the page *html* says in its head."""
    end = _HEAD_END.search(html)
    named: dict[str, str] = {}
    for match in _META.finditer(html, 0, end.start() if end else len(html)):
        values = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(match[1])}
        name, content = (
            (values.get("name") or values.get("property") or "").lower(),
            values.get("content", ""),
        )
        # Robots obey all tags for them; of other tags, the first counts.
        named[name] = f"{named.get(name, '')},{content}" if name == "robots" else named.get(name) or content
    robots = {each.strip().lower() for each in named.get("robots", "").split(",")}
    description = named.get("description") or named.get("og:description", "")
    return PageFacts(not robots.isdisjoint({"noindex", "none"}), " ".join(description.split()))


def file_state(path: Path | str) -> tuple[int, ...]:
    """Return what tells whether the file *path*, written on this machine, has changed; empty without one."""
    try:
        found = os.stat(path)  # noqa: PTH116 - for thousands of files
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _read(path: Path | str) -> PageFacts | None:
    try:
        return facts_of(Path(path).read_text("utf-8", "replace"))
    except OSError:
        return None


class FactStore:
    """The facts by file."""

    def __init__(self, path: Path) -> None:
        """*path*: the file that keeps them; one that cannot be used is replaced."""
        self._path = path
        self._before = self._load()
        self._now: dict[str, list[object]] = {}

    def _load(self) -> dict[str, list[object]]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
            return dict(data["pages"]) if data["version"] == VERSION else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def read(self, files: Mapping[str, Path | str]) -> dict[str, PageFacts]:
        """Return the facts of *files* by name; those that do not exist are left out."""
        found = {}
        for name, path in files.items():
            state = list(file_state(path))
            facts = self._known(name, state) if state else None
            if state and facts is None:
                facts = _read(path)
            if facts is not None:
                found[name] = facts
                self._now[name] = [state, facts.no_index, facts.description]
        return found

    def _known(self, name: str, state: list[int]) -> PageFacts | None:
        """Return the facts of the page *name* if it still has this *state*."""
        match self._before.get(name):
            case [known, bool(no_index), str(description)] if known == state:
                return PageFacts(no_index, description)
        return None

    def save(self) -> None:
        """Keep what was read."""
        if not self._now:
            self._path.unlink(missing_ok=True)
        elif self._now != self._before:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self._path.with_suffix(".new-facts")
            temporary.write_text(json.dumps({"version": VERSION, "pages": self._now}), "utf-8")
            temporary.replace(self._path)
