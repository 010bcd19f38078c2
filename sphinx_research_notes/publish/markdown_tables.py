"""Which tables Markdown can say: those with one row of headings and text in their cells. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .markdown_tree import Element

#: What no cell can have.
_BLOCKS = ("blockquote", "dl", "ol", "pre", "table", "ul")
_DELIMITERS = {"left": ":--", "center": ":-:", "right": "--:"}
_ALIGNED = re.compile(r"(?:^|[\s-])(left|center|right)(?=\s|;|$)")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table, all of one length."""

    #: The headings, then the others; None for a cell that is missing.
    cells: tuple[tuple[Element | None, ...], ...]
    #: What stands below the headings.
    delimiters: tuple[str, ...]


def table_rows(table: Element) -> Rows | None:
    """Return the rows of *table*; None if Markdown cannot say it."""
    rows = [[cell for cell in row.elements() if cell.tag in {"td", "th"}] for row in _rows(table)]
    rows = [row for row in rows if row]
    cells = [cell for row in rows for cell in row]
    if not rows or any(not _is_simple(cell) for cell in cells):
        return None
    width = max(map(len, rows))
    head = [row for row in rows if all(cell.tag == "th" for cell in row)]
    if len(head) > 1:
        return None
    first: list[list[Element]] = [] if head[:1] == rows[:1] else [[]]
    whole = tuple((*row, *[None] * (width - len(row))) for row in (*first, *rows))
    return Rows(whole, tuple(_delimiter(column) for column in zip(*whole, strict=True)))


def _rows(table: Element) -> Iterator[Element]:
    for child in table.elements():
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _is_simple(cell: Element) -> bool:
    spans = {cell.attributes.get(name, "1") for name in ("colspan", "rowspan")}
    return spans == {"1"} and not any(next(cell.all(tag), None) for tag in _BLOCKS)


def _delimiter(column: tuple[Element | None, ...]) -> str:
    """Return what stands below the heading of *column*: how its last cell is aligned."""
    cells = [cell.attributes for cell in column if cell is not None]
    match = _ALIGNED.search(f"{cells[-1].get('style', '')} {cells[-1].get('class', '')}") if cells else None
    return _DELIMITERS[match[1]] if match else "---"
