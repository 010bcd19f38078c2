"""Comments between percent signs: of a vault, where they always are some, and of other Markdown. Pure.

There, two percent signs may also begin a comment of MyST, be a percentage, or part of a format.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..model.code_elements import HTML_CODE
from .scanned_text import START, ScannedText, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The marks of a comment of Obsidian.
COMMENT = "%%"

_PERCENT = re.compile(r"(?<!%)%%(?!%)")
_ALONE = re.compile(rf"{START}%%[ ]*$", re.MULTILINE)
_CLOSES = re.compile(r"(?<![\\%])%%(?![a-z0-9%])")
#: Those that may be closed in a later line of their paragraph, and where the search for that ends.
_GOES_ON = re.compile(r"(?:(?<=\S[ ])|(?<=[^\s%]))%%(?=[ ]*[^\s%])")
_STOPS = re.compile(r"\n[ >]*(?:$|%%[ ]*[^\s%])", re.MULTILINE)
#: A formula between dollar signs, and the beginning of an address.
_FORMULA = re.compile(
    r"(?<![\\$])\$\$(?!\$)(?:(?!\n[ >]*\n|\$\$)[\s\S])+\$\$"
    r"|(?<![\w\\$])\$(?![\s$])[^$\n]*(?<![\s\\$])\$(?![\w$])"
)
_ADDRESS = re.compile(r"(?:://|\]\()[^\s()<>\"']*$|\]\(<[^<>\n]*$")

_HTML_CODE = re.compile(rf"(?P<comment>%%.*?%%)|{HTML_CODE}", re.DOTALL | re.MULTILINE | re.IGNORECASE)

#: Words between twice as many signs as there should be.
_FOUR = re.compile(r"%%%%(?=[^\s%])[^%\n]*%%%%")


@dataclass
class PercentSigns(ScannedText):
    """A search for such comments."""

    #: The end of the last paragraph or cell in which percent signs are not closed.
    unclosed: int = field(default=0, init=False)
    #: The marks that have no end further down, so that each is searched for only once.
    unended: set[str] = field(default_factory=set, init=False)

    def toggled(self) -> Iterator[Span]:
        """Yield the comments of a vault: from two percent signs to the next ones, or to the end."""
        reached = -1
        for start, end in sorted(
            {
                *self.pairs(self.sign_after),
                *self.pairs(lambda at: self.text.find("%%", at)),
                # In Obsidian, the first four are an empty comment; whoever writes them means one that is not.
                *(each.span() for each in _FOUR.finditer(self.text) if self.is_sign(each.start())),
            }
        ):
            if end > reached:
                # Those that begin in an earlier one go on where it ends.
                is_open = end > len(self.text)
                yield self.made(max(start, reached), -1 if is_open else end, COMMENT, COMMENT)
                reached = end

    def pairs(self, next_sign: Callable[[int], int]) -> Iterator[tuple[int, int]]:
        """Yield where comments start and end; signs in code that is in one may end it, or may not."""
        start = self.sign_after(0)
        while start >= 0:
            end = next_sign(start + 2)
            yield start, (end + 2 if end >= 0 else len(self.text) + 1)
            start = self.sign_after(end + 2) if end >= 0 else -1

    def sign_after(self, place: int) -> int:
        """Return the place of the next two percent signs that are in no code or formula; -1 for none."""
        place = self.text.find("%%", place)
        while place >= 0 and (self.text[place - 1 : place] == "\\" or not self.is_sign(place)):
            place = self.text.find("%%", place + 2)
        return place

    def inline(self, start: int) -> Span | None:
        """Return the part between the percent signs at *start* and others in their paragraph or cell."""
        if not self.is_rst and start >= self.unclosed and self.is_sign(start):
            end, is_whole = self.reach(start)
            for mark in _CLOSES.finditer(self.text, start + 3, end):
                if self.is_sign(mark.start()):
                    return self.made(start, mark.end(), "%%")
            self.unclosed = end if is_whole else self.unclosed
        return self.percent(start) if start == self.starts[self.number(start) - 1] else None

    def reach(self, start: int) -> tuple[int, bool]:
        """Return where a part that begins at *start* must end, and whether others up to there must too."""
        number = self.number(start)
        line_end = self.starts[number] - 1
        if number in self.rows:
            bar = self.text.find("|", start, line_end)
            return (bar if bar >= 0 else line_end), True
        if not _GOES_ON.match(self.text, start):
            return line_end, False
        stop = _STOPS.search(self.text, start)
        return (stop.start() if stop else len(self.text)), True

    def is_sign(self, place: int) -> bool:
        """Return whether the percent signs at *place* are in no code, formula or address."""
        if self.number(place) in self.literal or self.is_code(place):
            return False
        if _is_in(self.html_code, place):
            return False
        before = self.text[max(0, place - 500) : place]
        if ("://" in before or "](" in before) and _ADDRESS.search(before):
            return False
        return not _is_in(self.formulas, place)

    @cached_property
    def html_code(self) -> list[tuple[int, int]]:
        """The code in elements of HTML, such as scripts; not in those that begin in a comment."""
        return [
            each.span()
            for each in _HTML_CODE.finditer(self.text)
            if not each["comment"] and not self.is_code(each.end() - 1)
        ]

    @cached_property
    def formulas(self) -> list[tuple[int, int]]:
        """The formulas between dollar signs."""
        return [each.span() for each in _FORMULA.finditer(self.text) if not self.is_code(each.start())]

    def percent(self, start: int) -> Span | None:
        """Return the part between the percent signs at *start*, as in Obsidian, and those in a later line."""
        number = self.number(start)
        if not self.is_sign(start):
            return None
        beside = self.text[start + 2 : self.starts[number] - 1].strip()
        if "%%" in beside or (self.is_rst and (beside or self.is_underline(number))):
            return None
        end = -1 if "%%" in self.unended else self.percent_end(number)
        if end < 0:
            self.unended.add("%%")
        if beside and (end < 0 or not self.may_end_text(end)):
            return None  # A comment of MyST.
        return None if end < 0 and self.is_rst else self.made(start, end, "%%", "%%")

    def percent_end(self, number: int) -> int:
        """Return the place after the next percent signs that are not a pair in their line; -1 for none."""
        for other in range(number + 1, len(self.lines) + 1):
            begin = self.starts[other - 1]
            line = self.text[begin : self.starts[other] - 1]
            if "%%" not in line:
                continue
            found = [each for each in _PERCENT.finditer(line) if self.is_sign(begin + each.start())]
            # Those before a text are a comment of MyST.
            is_comment = (
                len(found) == 1 and not line[: found[0].start()].strip(" >") and line.strip(" >") != "%%"
            )
            if len(found) % 2 and not is_comment:
                return begin + found[-1].end()
        return -1

    def may_end_text(self, place: int) -> bool:
        """Return whether the percent signs before *place* may be the end of a part that begins with text.

        Lines with nothing else belong together in pairs.
        """
        number = self.number(place)
        if self.text[place : self.starts[number] - 1].strip():
            return False
        if self.lines[number - 1].strip(" >") != "%%":
            return True
        return (len(self.alone) - bisect_left(self.alone, number)) % 2 == 1

    @cached_property
    def alone(self) -> list[int]:
        """The lines that hold two percent signs and nothing else."""
        fences = _ALONE.finditer(self.text)
        return [
            self.number(each.end()) for each in fences if self.is_sign(each[0].index("%%") + each.start())
        ]

    def is_underline(self, number: int) -> bool:
        """Return whether the percent signs in line *number* belong to a title of at most two letters."""
        above, below = (
            self.lines[n - 1] if 0 < n <= len(self.lines) else "" for n in (number - 1, number + 1)
        )
        under = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
        return 0 < len(above.strip()) <= 2 or (0 < len(below.strip()) <= 2 and under == "%%")


def _is_in(parts: list[tuple[int, int]], place: int) -> bool:
    """Return whether *place* is in one of the *parts*, which are in order."""
    before = bisect_right(parts, (place, sys.maxsize))
    return before > 0 and place < parts[before - 1][1]
