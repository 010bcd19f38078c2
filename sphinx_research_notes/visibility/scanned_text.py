"""A text that is searched for parts to hide: its lines, and the place of each in the whole. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from .marks import code_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

#: What may precede a mark at the beginning of its line: quote signs and list markers.
START = r"^[ >]*(?:(?:[*+-]|\d{1,9}[.)]) [ >]*)*"
#: The end of a paragraph.
_BLANK = re.compile(r"\n[ >]*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Span:
    """A part marked as private: its lines, from 1, and its columns in the first and the last one."""

    first: int
    last: int
    #: Its markup, for a message.
    name: str
    #: The role, if it is one: another extension may define it.
    role: str = ""
    #: Column of its start in the first line, and of its end in the last.
    start: int = 0
    end: int = 0
    #: The marks whose end is missing, so that it reaches to the end of the text.
    pending: str = ""


@dataclass
class ScannedText:
    """A text in which parts are searched for, by the parameters of :func:`~.private_spans.spans`."""

    lines: Sequence[str]
    excluded: Collection[int]
    tex: Sequence[int]
    raw: Collection[int]
    literal: Collection[int]
    rows: Collection[int]
    is_rst: bool
    is_vault: bool

    def __post_init__(self) -> None:
        lines = self.lines
        self.written = "\n".join(lines)
        #: The same text, in which the lines that are *excluded* have no marks.
        self.text = "\n".join(
            "\0" * len(line) if number in self.excluded else line for number, line in enumerate(lines, 1)
        )
        self.starts = [0, *accumulate(len(line) + 1 for line in lines)]
        self.code: dict[int, list[tuple[int, int]]] = {}

    def made(self, start: int, end: int, name: str, pending: str = "", role: str = "") -> Span:
        """Return the part from the place *start* to *end*, or to the end of the text if that is -1."""
        if end >= 0:
            pending = ""
        else:
            end = len(self.text)
        first, last = self.number(start), self.number(end)
        return Span(
            first, last, name, role, start - self.starts[first - 1], end - self.starts[last - 1], pending
        )

    def number(self, place: int) -> int:
        return min(bisect_right(self.starts, place), len(self.lines))

    def is_code(self, place: int) -> bool:
        """Return whether *place* is in inline code."""
        number = self.number(place)
        if number not in self.code:
            self.code[number] = code_in(self.lines[number - 1])
        code, column = self.code[number], place - self.starts[number - 1]
        before = bisect_right(code, (column, len(self.text)))
        return before > 0 and column < code[before - 1][1]

    def paragraph_end(self, place: int) -> int:
        blank = _BLANK.search(self.text, place)
        return blank.start() if blank else len(self.text)
