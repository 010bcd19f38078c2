"""Tables in Markdown: those with one row of headings and text in their cells; all others are HTML. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from .entry_html import VOID, box
from .markdown_tree import Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def lines_of_cell(cell: Element) -> Iterator[Element]:
    """Yield the paragraphs in *cell*, or its whole content."""
    if any(child.is_block for child in cell.elements()):
        yield from (child for child in cell.elements())
    else:
        yield Element("span", {}, cell.children)


def table_row(cells: Iterable[str]) -> str:
    """Return a row with *cells*."""
    return f"| {' | '.join(cells)} |"


def table_html(element: Element | str, url: str, *, preformatted: bool = False) -> str:
    """Return *element* as HTML on one line: a line without text would end it."""
    if isinstance(element, str):
        text = escape(element, quote=False)
        return text.replace("\n", "&#10;") if preformatted else re.sub(r"\s+", " ", text)
    kept = ("href", "src", "alt", "colspan", "rowspan", "title", "start")
    attributes = {name: element.attributes[name] for name in kept if element.attributes.get(name)}
    if attributes.get("href", "").startswith("#"):
        attributes["href"] = url + attributes["href"]
    if element.tag == "input":
        return box(element.attributes)
    if element.tag == "math" and (tex := element.attributes.get("alttext")):
        return escape(f"${tex}$", quote=False)
    if element.attributes.get("role") == "doc-backlink" or element.tag == "caption":
        return ""
    inner = "".join(
        table_html(child, url, preformatted=preformatted or element.tag == "pre")
        for child in element.children
    )
    if element.tag in {"span", "div", "section", "p"} and element.tag != "p":
        return inner
    start = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    end = "" if element.tag in VOID else f"</{element.tag}>"
    return f"<{element.tag}{start}>{inner}{end}"
