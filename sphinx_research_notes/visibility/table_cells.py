"""What stays of the lines of a hidden part that stands in the cell of a table: the other cells. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from .marks import speaks_of_hiding
from .normalize import normalize_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .marks import Mark
    from .parsed_directives import Parsed

#: The directives that read their content as such.
_LISTS, _CSV = frozenset({"list-table", "flat-table"}), frozenset({"csv-table"})
#: The marks of the row and of the cell, in a table that is written as a list.
_ITEM = re.compile(r"[\s>]*(?:[-*+][ \t]+)+")
#: The end of a cell of CSV that is quoted.
_QUOTE = re.compile(r'(?<!")"(?=[ \t]*(?:,|$))')
#: So many lines a cell has at the most.
_FAR = 200


class Cells:
    """Where the tables of a document stand that are written as lists or as CSV."""

    def __init__(self, read: Iterable[Parsed]) -> None:
        found = [(first, *each) for parsed in read for first, each in parsed.directives.items()]
        self.lists = sorted((first, last) for first, name, last in found if name.lower() in _LISTS)
        self.csv = sorted((first, last) for first, name, last in found if name.lower() in _CSV)

    def kept(self, lines: Sequence[str], mark: Mark, last: int) -> tuple[int, str, str]:
        """What stays of what *mark* opens, up to the line *last* of *lines*, which are as they are written.

        Its last line, then what stays of its first and of that line; nothing where it stands in no cell, or
        where it is unclear what is whose.
        """
        line = lines[mark.line - 1]
        if normalize_line(line) != line.lower() or not line.lower().startswith(mark.before):
            return last, "", ""
        if _is_in(self.csv, mark.line):
            return _in_csv(lines, mark, last)
        if _is_in(self.lists, mark.line):
            item = _ITEM.match(line[: len(mark.before)])
            return last, item[0].rstrip() if item else "", ""
        if "|" in mark.before and last == mark.line:
            return last, *_in_row(line, mark)
        return last, "", ""


def _is_in(places: Sequence[tuple[int, int]], line: int) -> bool:
    """Whether *line* stands in the last of *places*, which are in their order, that begins before it."""
    place = bisect_left(places, (line, 0))
    return place > 0 and line <= places[place - 1][1]


def _in_row(line: str, mark: Mark) -> tuple[str, str]:
    """What stays of a row with bars, before and behind what *mark* opens in it."""
    start = len(mark.before)
    closing = line.find(mark.sign, start + len(mark.sign)) if mark.sign[:1] in {"`", "~"} else -1
    if closing >= 0:
        return line[:start], line[closing + len(mark.sign) :]
    bar = line.find("|", start)
    if bar >= 0 and speaks_of_hiding(line[start:bar].lower()):
        return line[:start], line[bar:]
    return line[:start], ""


def _in_csv(lines: Sequence[str], mark: Mark, last: int) -> tuple[int, str, str]:
    """The last line, and what stays, of a cell of CSV that *mark* opens, within quotes or without."""
    if mark.before.count('"') % 2 == 0:
        # Where it ends in its line is unclear: a text may have commas.
        asks = speaks_of_hiding(mark.rest)
        return (mark.line, lines[mark.line - 1][: len(mark.before)], "") if asks else (last, "", "")
    for number in range(mark.line, min(mark.line + _FAR, len(lines)) + 1):
        line = lines[number - 1]
        closing = _QUOTE.search(line, len(mark.before) if number == mark.line else 0)
        if closing:
            before = lines[mark.line - 1][: len(mark.before)]
            cell = line[len(before) if number == mark.line else 0 : closing.start()]
            ends = number == mark.line and speaks_of_hiding(cell.lower())
            ends = ends or (mark.sign[:1] in {"`", "~", ":"} and cell.rstrip().endswith(mark.sign))
            # With a quote before what else belongs to it, who knows which one ends the cell.
            return (number, before, line[closing.start() :]) if ends or number >= last else (last, "", "")
    return last, "", ""
