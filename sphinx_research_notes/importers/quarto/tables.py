"""Tables that are drawn with lines: Pandoc's grid tables, multiline tables and simple tables.

https://pandoc.org/MANUAL.html#tables. One with a paragraph in each cell becomes a table of Markdown, whose
caption is read by :mod:`.figures`; one with blocks in its cells becomes a ``list-table``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from ..markdown.code import FENCED, INLINE, language_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..markdown.source import Source

#: A cell as its lines; a row as its cells.
Cell = list[str]
Row = list[Cell]

_BORDER = re.compile(r"\+(?:[-=:]+\+)+")
_GROUPS = re.compile(r"[ ]{0,3}-+(?:[ ]+-+)+[ ]*")
_WHOLE = re.compile(r"[ ]{0,3}-{4,}[ ]*")
_BLOCK = re.compile(r"[ \t]*(?:[-*+]|\d+[.)]|#\.)[ \t]|[ \t]*(?:#{1,6}[ ]|>|:::|```|~~~|\|)")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its place among the lines of the text, and its cells."""

    first: int
    #: The line after its last one.
    end: int
    head: list[Row]
    rows: list[Row]
    #: Of the columns, in per cent; empty if the text doesn't say.
    widths: tuple[int, ...] = ()


def rewrite_drawn_tables(source: Source) -> None:
    """Rewrite all of them in *source*, before its code is set aside: a cell may have lines of code."""
    if "--" not in source.text and "==" not in source.text:
        return
    lines = source.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for match in FENCED.finditer(source.text):
        first, last = (bisect_right(starts, place) - 1 for place in (match.start(), match.end() - 1))
        lines[first : last + 1] = [""] * (last + 1 - first)
    parts = []
    for table in _found(lines):
        start, end = starts[table.first], starts[table.end] - 1
        source.changed("table drawn with lines", start)
        parts.append((start, end, _written(source, table)))
    source.replace_parts(parts)


def _found(lines: Sequence[str]) -> Iterator[Table]:
    """Yield the tables in *lines*."""
    place = 0
    while place < len(lines):
        table = None
        if _BORDER.fullmatch(lines[place].rstrip()):
            table = _grid(lines, place)
        elif _WHOLE.fullmatch(lines[place]) and _is_blank(lines, place - 1):
            table = _multiline(lines, place)
        elif _GROUPS.fullmatch(lines[place]):
            table = _simple(lines, place)
        if table:
            yield table
        elif _BORDER.fullmatch(lines[place].rstrip()):
            # What is no table as a whole is none from its second line on.
            while place + 1 < len(lines) and lines[place + 1].startswith(("+", "|")):
                place += 1
        place = table.end if table else place + 1


def _is_blank(lines: Sequence[str], place: int) -> bool:
    return not 0 <= place < len(lines) or not lines[place].strip()


def _grid(lines: Sequence[str], first: int) -> Table | None:
    """Return the grid table at *first*; None if it isn't one, or has cells over several rows or columns."""
    border = lines[first].rstrip()
    stops = [place for place, sign in enumerate(border) if sign == "+"]
    spans = list(pairwise(stops))
    head: list[Row] = []
    rows: list[Row] = []
    end = first + 1
    row: Row = [[] for _ in spans]
    while end < len(lines) and lines[end].startswith(("+", "|")):
        line = lines[end].rstrip()
        if _BORDER.fullmatch(line):
            if [place for place, sign in enumerate(line) if sign == "+"] != stops:
                return None
            rows.append(row)
            row = [[] for _ in spans]
            if "=" in line and not head and rows:
                head, rows = rows, []
                if not any(any(cell) for each in head for cell in each):
                    head = []
        else:
            columns = _columns(line)
            if any(columns.get(stop) != "|" for stop in stops):
                return None
            for cell, (start, stop) in zip(row, spans, strict=True):
                cell.append(_slice(line, start + 1, stop).rstrip())
        end += 1
    if any(any(cell) for cell in row) or not rows:
        return None
    total = stops[-1] - len(spans)
    widths = tuple(max(1, round(100 * (stop - start - 1) / total)) for start, stop in spans)
    return Table(first, end, head, rows, widths)


def _columns(line: str) -> dict[int, str]:
    """Return the characters of *line* by their columns: some are two wide."""
    found, column = {}, 0
    for sign in line:
        found[column] = sign
        column += 2 if east_asian_width(sign) in "WF" else 1
    return found


def _slice(line: str, start: int, stop: int | None) -> str:
    """Return what is in the columns from *start* to *stop* of *line*."""
    if line.isascii():
        return line[start:stop]
    return "".join(
        sign for column, sign in _columns(line).items() if column >= start and (stop is None or column < stop)
    )


def _spans(rule: str) -> list[tuple[int, int | None]]:
    starts = [match.start() for match in re.finditer(r"-+", rule)]
    return [*pairwise(starts), (starts[-1], None)]


def _cells(lines: Sequence[str], spans: Sequence[tuple[int, int | None]]) -> Row:
    return [[_slice(line, *span).strip() for line in lines] for span in spans]


def _simple(lines: Sequence[str], rule: int) -> Table | None:
    """Return the simple table with its *rule* there; one without a head ends with another rule."""
    spans = _spans(lines[rule])
    has_head = not _is_blank(lines, rule - 1)
    if has_head and not _is_blank(lines, rule - 2):
        return None
    end = rule + 1
    while end < len(lines) and lines[end].strip() and not _GROUPS.fullmatch(lines[end]):
        end += 1
    rows = [_cells([line], spans) for line in lines[rule + 1 : end]]
    closes = end < len(lines) and _GROUPS.fullmatch(lines[end]) is not None
    if not rows or not (has_head or closes) or not all(_fits(line, spans) for line in lines[rule + 1 : end]):
        return None
    head = [_cells([lines[rule - 1]], spans)] if has_head else []
    return Table(rule - len(head), end + closes, head, rows)


def _fits(line: str, spans: Sequence[tuple[int, int | None]]) -> bool:
    """Whether no word of *line* goes from one column to the next."""
    return all(start == 0 or not _slice(line, start - 1, start + 1).strip()[1:] for start, _ in spans)


def _multiline(lines: Sequence[str], first: int) -> Table | None:
    """Return the multiline table at *first*: its rows are divided by blank lines, and a rule ends it."""
    rule = first + 1
    while rule < len(lines) and lines[rule].strip() and not _GROUPS.fullmatch(lines[rule]):
        rule += 1
    if _is_blank(lines, rule):
        return None
    spans, end = _spans(lines[rule]), rule + 1
    rows: list[list[str]] = [[]]
    while end < len(lines) and not _WHOLE.fullmatch(lines[end]):
        if lines[end].strip():
            rows[-1].append(lines[end])
        elif not rows[-1]:
            return None
        else:
            rows.append([])
        end += 1
    if end >= len(lines) or not rows[0]:
        return None
    head = [_cells(lines[first + 1 : rule], spans)] if rule > first + 1 else []
    return Table(first, end + 1, head, [_cells(row, spans) for row in rows if row])


def _written(source: Source, table: Table) -> str:
    rows = [*table.head, *table.rows]
    if any(_has_blocks(cell) for row in rows for cell in row):
        return _list_table(source, table)
    head = table.head or [[[] for _ in table.rows[0]]]
    first = [[line for row in head for line in row[column]] for column in range(len(head[0]))]
    rule = f"|{'---|' * len(first)}"
    return "\n".join([_line(source, first), rule, *(_line(source, row) for row in table.rows)])


def _has_blocks(cell: Cell) -> bool:
    text = "\n".join(cell).strip()
    return "\n\n" in re.sub(r"\n[ \t]+\n", "\n\n", text) or any(_BLOCK.match(line) for line in cell)


def _line(source: Source, row: Row) -> str:
    return f"| {' | '.join(_inline(source, cell) for cell in row)} |"


def _inline(source: Source, cell: Cell) -> str:
    text = " ".join(line.strip().removesuffix("\\") for line in cell if line.strip())
    return _code_aside(source, re.sub(r"(?<!\\)\|", r"\\|", text))


def _code_aside(source: Source, text: str) -> str:
    return INLINE.sub(lambda match: source.aside(match[0]), text)


def _fence(source: Source, match: re.Match[str]) -> str:
    """Return what stands for a block of code in a cell, whose lines are as far in as those of the cell."""
    first, *lines = match[0].split("\n")
    info = first.removeprefix(match["before"] + match["fence"])
    head = f"{match['fence']}{language_of(info)}"
    return match["before"] + source.aside(
        "\n".join([head, *(f"    {line}" if line else "" for line in lines)])
    )


def _list_table(source: Source, table: Table) -> str:
    """Return a directive with a list of lists; its markup is aside, so that no pass takes it for text."""
    options = f":header-rows: {len(table.head)}\n" if table.head else ""
    options += f":widths: {' '.join(map(str, table.widths))}\n" if table.widths else ""
    lines = [source.aside(f":::{{list-table}}\n{options}"), ""]
    for row in (*table.head, *table.rows):
        for column, cell in enumerate(row):
            depth = min((len(line) - len(line.lstrip()) for line in cell if line.strip()), default=0)
            text = FENCED.sub(
                lambda match: _fence(source, match), "\n".join(line[depth:] for line in cell).strip("\n")
            )
            texts = _code_aside(source, text).split("\n")
            mark = "* - " if column == 0 else "  - "
            lines.append(f"{mark}{texts[0]}".rstrip())
            lines += (f"    {line}".rstrip() for line in texts[1:])
    return "\n".join([*lines, source.aside(":::")])
