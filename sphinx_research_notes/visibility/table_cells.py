"""The other cells of a table when a hidden part is removed from one of them. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from .marks import mentions_hiding
from .normalize import normalize_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .marks import Mark
    from .parsed_directives import Parsed

#: The directives that read their content as a list, or as CSV.
_LISTS, _CSV = frozenset({"list-table", "flat-table"}), frozenset({"csv-table"})
#: The markers of a row and of a cell, in a table written as a list.
_ITEM = re.compile(r"[\s>]*(?:[-*+][ \t]+)+")
#: The closing quote of a CSV cell.
_QUOTE = re.compile(r'(?<!")"(?=[ \t]*(?:,|$))')
#: The maximum number of lines in a cell.
_FAR = 200


class Cells:
    """The list tables and CSV tables of a document."""

    def __init__(self, read: Iterable[Parsed]) -> None:
        directives = [(first, *each) for parsed in read for first, each in parsed.directives.items()]
        self.lists = sorted((first, last) for first, name, last in directives if name.lower() in _LISTS)
        self.csv = sorted((first, last) for first, name, last in directives if name.lower() in _CSV)

    def remainder(self, lines: Sequence[str], mark: Mark, last: int) -> tuple[int, str, str]:
        """Return what stays of the block that *mark* opens in *lines*, as written, up to *last*.

        The result is its last line, then what stays of its first line and of that last line; empty if it is
        not in a cell, or if it is unclear which text belongs to which cell.
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
    """Return whether *line* is in the last of the sorted *places* that begins before it."""
    place = bisect_left(places, (line, 0))
    return place > 0 and line <= places[place - 1][1]


def _in_row(line: str, mark: Mark) -> tuple[str, str]:
    """Return what stays of a row with bars, before and after the block that *mark* opens in it."""
    start = len(mark.before)
    closing = line.find(mark.sign, start + len(mark.sign)) if mark.sign[:1] in {"`", "~"} else -1
    if closing >= 0:
        return line[:start], line[closing + len(mark.sign) :]
    bar = line.find("|", start)
    if bar >= 0 and mentions_hiding(line[start:bar].lower()):
        return line[:start], line[bar:]
    return line[:start], ""


def _in_csv(lines: Sequence[str], mark: Mark, last: int) -> tuple[int, str, str]:
    """Return the last line, and what stays, of a CSV cell that *mark* opens in, quoted or not."""
    if mark.before.count('"') % 2 == 0:
        # Its end in the line is unclear: text may contain commas.
        asks = mentions_hiding(mark.rest)
        return (mark.line, lines[mark.line - 1][: len(mark.before)], "") if asks else (last, "", "")
    for number in range(mark.line, min(mark.line + _FAR, len(lines)) + 1):
        line = lines[number - 1]
        closing = _QUOTE.search(line, len(mark.before) if number == mark.line else 0)
        if closing:
            before = lines[mark.line - 1][: len(mark.before)]
            cell = line[len(before) if number == mark.line else 0 : closing.start()]
            ends = number == mark.line and mentions_hiding(cell.lower())
            ends = ends or (mark.sign[:1] in {"`", "~", ":"} and cell.rstrip().endswith(mark.sign))
            # If a quote comes earlier, it is unclear which one ends the cell.
            return (number, before, line[closing.start() :]) if ends or number >= last else (last, "", "")
    return last, "", ""
