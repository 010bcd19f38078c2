"""The warnings that hold for a site after several builds, each of which only warns of what it looks at."""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..._upstream.repeated_builds import Stage
from ..building import read_warnings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..._upstream.repeated_builds import Looked
    from ..building import Warned


class StagedWarnings(io.StringIO):
    """Keeps what Sphinx writes to its stream of warnings, by the stage of the build that it belongs to."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[Stage, list[str]] = defaultdict(list)
        self._stage = Stage.SITE

    def write(self, text: str) -> int:
        begun = next((stage for stage in Stage if stage.mark in text), None)
        if begun is None:
            self._parts[self._stage].append(text)
        else:
            self._stage = begun
        return len(text)

    def begin(self, stage: Stage) -> None:
        """What is written from now on belongs to *stage*."""
        self._stage = stage

    def take(self) -> dict[Stage, str]:
        """Return what has been written since the last call."""
        taken = {stage: "".join(parts) for stage, parts in self._parts.items()}
        self._parts.clear()
        return taken

    def getvalue(self) -> str:
        return "".join(text for parts in self._parts.values() for text in parts)


class StandingWarnings:
    """The warnings that hold now."""

    def __init__(self, source: Path, docname_of: Callable[[Path], str | None]) -> None:
        self._source = source
        self._docname_of = docname_of
        self._by_stage: dict[Stage, list[Warned]] = {}

    def add(self, written: Mapping[Stage, str], looked: Looked, existing: Iterable[str]) -> None:
        """Take in what a build has *written*.

        What it has *looked* at may be right now; of the other documents that *exist*, what was said holds.
        """
        known = frozenset(existing)
        for stage in Stage:
            new = list(read_warnings(written.get(stage, ""), self._source))
            replaced = looked.at(stage)
            kept = [
                each
                for each in self._by_stage.get(stage, ())
                if replaced is not None and (name := self._document(each)) in known - replaced and name
            ]
            self._by_stage[stage] = [*kept, *(each for each in new if each not in kept)]

    def all(self) -> list[Warned]:
        """Return them, those that name a place first, in the order of their places."""
        found = list(dict.fromkeys(each for stage in Stage for each in self._by_stage.get(stage, ())))
        return sorted(found, key=lambda each: (not each.place, each.place.partition(":")[0]))

    def _document(self, warned: Warned) -> str | None:
        """Return the document that a warning is about."""
        file, _, _ = warned.place.partition(":")
        return self._docname_of(Path(self._source, file)) if file else None
