"""The texts that no output may hold: read where they stand, each time anew, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .cutting import parts_of
from .gates import is_hidden
from .parts import lines_of, plain_source
from .runs import LENGTH, bare, of_source, words
from .store import pages, withheld
from .syntax import syntaxes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from .runs import Run, Word

#: Larger files are nobody's writing.
LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no output may hold, and where it stands."""

    path: Path
    #: Its first line.
    line: int
    text: str

    @property
    def suffix(self) -> str:
        """What its file ends in."""
        return self.path.suffix.lower()

    def words(self) -> Iterator[list[Word]]:
        """Its words, in every way that they may be shown."""
        return of_source(self.text, self.suffix)

    def line_of(self, run: Run) -> int:
        """The line in which *run* begins."""
        for text in (self.text, bare(self.text)):
            place = _place(text, run)
            if place is not None:
                return self.line + place
        return self.line


def _place(text: str, run: Run) -> int | None:
    """How many lines of *text* come before the one in which *run* begins."""
    found = [(word, number) for number, line in enumerate(text.split("\n")) for word in words(line)]
    for place in range(len(found) - LENGTH + 1):
        if found[place][0] == run[0] and tuple(w for w, _ in found[place : place + LENGTH]) == run:
            return found[place][1]
    return None


def secrets_of(env: BuildEnvironment) -> Iterator[Secret]:
    """Every text that this build must not show."""
    whole = {Path(env.doc2path(docname)) for docname in withheld(env)}
    for name in sorted({name for page in pages(env).values() for name in page.hidden}):
        path = Path(env.srcdir, name)
        if is_hidden(env, path):
            whole.add(path)
            continue
        syntax = syntaxes_of(env.config).of(path)
        text = plain_source(read(path), syntax)
        lines = lines_of(text, syntax)
        for part in parts_of(env, text, syntax):
            yield Secret(path, part.first, "\n".join(lines[part.first - 1 : part.last]))
    for path in sorted(whole):
        yield Secret(path, 1, read(path))


def read(path: Path) -> str:
    """The text of the file *path*, however it is encoded; nothing where there is none to read."""
    try:
        return path.read_text("utf-8", "replace") if path.stat().st_size <= LARGEST else ""
    except OSError:
        return ""
