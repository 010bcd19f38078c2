"""What comments say, for a page: HTML with its formulas written out, or nodes for builders without HTML."""

from __future__ import annotations

import html as entities
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from docutils import nodes
from math_core import LatexError

from ..comments import (
    Formula,
    formulas_as_text,
    split_formulas,
    write_formulas,
)
from ..math.mathjax import known_macros
from ..math.renderer import book_markup
from ..mathml.convert import mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sphinx.builders import Builder

    from ..comments import Comment

#: Tags further in than this are left out, what they hold is not: writers of nodes recurse.
MAX_DEPTH = 30
#: Lists and quotations further in stand on this level: TeX knows no more than six, with those of the thread.
MAX_LISTS = 2
#: A table with more cells than this, those that others reach over included, keeps none of these.
MAX_CELLS = 2_000

_INLINE: dict[str, Callable[..., nodes.TextElement]] = {
    "strong": nodes.strong,
    "em": nodes.emphasis,
    "cite": nodes.emphasis,
    "var": nodes.emphasis,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    **dict.fromkeys(("code", "kbd", "samp"), nodes.literal),
}
#: What is written around what builders without HTML have no nodes for.
_AROUND = {"del": ("~~", "~~"), "q": ("\u201c", "\u201d"), "rt": (" (", ")")}
_PLAIN = {"abbr", "ins", "mark", "ruby"}
_RUNNING = {*_INLINE, *_AROUND, *_PLAIN, "a", "br", "rp"}
_VOID = {"br", "hr"}
#: Signs for which no font of TeX's is at hand.
_BOXES = (("\u2610", "[ ]"), ("\u2611", "[x]"))


def body_html(comment: Comment, builder: Builder) -> str:
    """The body of *comment* as a page of *builder* has it; a wide table scrolls by itself."""
    macros = known_macros(builder.config) if comment.formulas else ()

    def write(formula: Formula) -> str:
        try:
            found = mathml(formula.tex, display=formula.display, macros=macros)
        except LatexError:
            return f'<code class="tex">{entities.escape(formula.tex, quote=False)}</code>'
        return book_markup(found) if builder.name == "epub" else found

    shown = write_formulas(comment.html, write)
    shown = shown.replace("<table>", '<div class="table-wrapper"><table class="docutils">')
    return shown.replace("</table>", "</table></div>")


def body_nodes(comment: Comment) -> list[nodes.Node]:
    """The body of *comment* as nodes that every builder knows.

    Formulas are TeX as code: what strangers write is never run by TeX.
    """
    reader = _Reader()
    reader.feed(comment.html)
    reader.close()
    return _blocks(reader.root.children, 0)


@dataclass(slots=True)
class _Tag:
    """An element of a body."""

    name: str
    attrs: dict[str, str | None] = field(default_factory=dict)
    children: list[_Tag | str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Gathers the elements of HTML that has been made safe, and so is well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Tag("")
        self._open = [self.root]
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > MAX_DEPTH:
            self._left_out += tag not in _VOID
            return
        found = _Tag(tag, dict(attrs))
        self._open[-1].children.append(found)
        if tag not in _VOID:
            self._open.append(found)

    def handle_endtag(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _blocks(children: Iterable[_Tag | str], depth: int, *, strong: bool = False) -> list[nodes.Node]:
    """Paragraphs and other blocks for *children*, which stand in so many lists and quotations."""
    found: list[nodes.Node] = []
    run: list[_Tag | str] = []
    for child in children:
        if isinstance(child, str) or _runs(child):
            run.append(child)
            continue
        found += _paragraph(run, strong=strong)
        run = []
        found += _block(child, depth)
    return found + _paragraph(run, strong=strong)


def _runs(tag: _Tag) -> bool:
    """Whether *tag* is running text, with nothing but that in it."""
    return tag.name in _RUNNING and all(isinstance(each, str) or _runs(each) for each in tag.children)


def _block(tag: _Tag, depth: int) -> list[nodes.Node]:
    """The nodes for a block; what is none of its own kind is what it holds."""
    if tag.name == "pre":
        return [nodes.literal_block("", text, language="none")] if (text := _text(tag).strip("\n")) else []
    if tag.name == "table":
        return _table(tag)
    if tag.name in {"ul", "ol", "blockquote", "dd"} and depth < MAX_LISTS:
        return _holder(tag, depth + 1)
    return _blocks(tag.children, depth, strong=tag.name in {"dt", "summary", "caption"})


def _holder(tag: _Tag, depth: int) -> list[nodes.Node]:
    """A list or a quotation."""
    if tag.name not in {"ul", "ol"}:
        inner = _blocks(tag.children, depth)
        return [nodes.block_quote("", *inner)] if inner else []
    items = [
        nodes.list_item("", *_blocks(each.children if each.name == "li" else [each], depth))
        for each in tag.children
        if isinstance(each, _Tag)
    ]
    if not items:
        return _blocks(tag.children, depth)
    if tag.name == "ul":
        return [nodes.bullet_list("", *items)]
    numbered = nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
    if (start := tag.attrs.get("start") or "").isdigit():
        numbered["start"] = int(start)
    return [numbered]


def _paragraph(run: Sequence[_Tag | str], *, strong: bool) -> list[nodes.Node]:
    """A paragraph of running text, or its lines where it has several."""
    lines: list[list[_Tag | str]] = [[]]
    for each in run:
        if isinstance(each, _Tag) and each.name == "br":
            lines.append([])
        else:
            lines[-1].append(each)
    written = [inner for line in lines if (inner := _inline(line)) and any(i.astext().strip() for i in inner)]
    if strong:
        written = [[nodes.strong("", "".join(each.astext() for each in inner))] for inner in written]
    if len(written) > 1:
        return [nodes.line_block("", *(nodes.line("", "", *inner) for inner in written))]
    return [nodes.paragraph("", "", *inner) for inner in written]


def _inline(children: Iterable[_Tag | str]) -> list[nodes.Node]:
    """Running text; blocks in it, as in a cell, become part of it."""
    found: list[nodes.Node] = []
    for child in children:
        if isinstance(child, str):
            found += _plain(child)
        elif child.name in _INLINE and (text := _text(child)):
            make = _INLINE[child.name]
            # Other nodes in code are for no writer.
            found.append(make("", text) if make is nodes.literal else make("", "", *_inline(child.children)))
        elif child.name == "a" and child.attrs.get("href"):
            found.append(nodes.reference("", "", *_inline(child.children), refuri=child.attrs["href"]))
        elif child.name != "rp":
            before, after = _AROUND.get(child.name, ("", "") if child.name in _PLAIN else (" ", " "))
            found += [nodes.Text(before), *_inline(child.children), nodes.Text(after)]
    return [node for node in found if not isinstance(node, nodes.Text) or len(node)]


def _plain(text: str) -> list[nodes.Node]:
    for sign, written in _BOXES:
        text = text.replace(sign, written)
    return [
        nodes.literal("", part.tex) if isinstance(part, Formula) else nodes.Text(part)
        for part in split_formulas(text)
    ]


def _text(tag: _Tag) -> str:
    """All that *tag* holds, as it is."""
    parts: list[str] = []
    waiting: list[_Tag | str] = [tag]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            parts.append(each)
        elif each.name == "br":
            parts.append("\n")
        else:
            waiting += reversed(each.children)
    return formulas_as_text("".join(parts))


def _table(tag: _Tag) -> list[nodes.Node]:
    """A table, each cell a paragraph; its caption before it."""
    caption = [each for each in tag.children if isinstance(each, _Tag) and each.name == "caption"]
    found = [node for each in caption for node in _block(each, MAX_LISTS)]
    head, body = _rows(tag, {"thead"}), _rows(tag, {"tbody", "tfoot"})
    grid = _grid([*head, *body])
    if not grid:
        return found
    shown = [[_entry(cell) for cell in row] for row in grid]
    groups: list[nodes.Node] = [nodes.colspec(colwidth=_width(column)) for column in zip(*shown, strict=True)]
    for part, rows in ((nodes.thead, shown[: len(head)]), (nodes.tbody, shown[len(head) :])):
        if rows:
            groups.append(part("", *(nodes.row("", *row) for row in rows)))
    return [*found, nodes.table("", nodes.tgroup("", *groups, cols=len(grid[0])))]


def _rows(table: _Tag, groups: set[str]) -> list[list[_Tag]]:
    """The cells of each row in some *groups* of *table*."""
    rows = [row for group in _tags(table) if group.name in groups for row in _tags(group)]
    return [cells for row in rows if (cells := _tags(row))]


def _tags(tag: _Tag) -> list[_Tag]:
    return [each for each in tag.children if isinstance(each, _Tag)]


def _grid(rows: list[list[_Tag]]) -> list[list[_Tag | None]]:
    """The cells of *rows* each in its column; nothing where one reaches over another place."""
    spans = [[(_span(cell, "rowspan"), _span(cell, "colspan")) for cell in row] for row in rows]
    if sum(down * across for row in spans for down, across in row) > MAX_CELLS:
        spans = [[(1, 1) for _ in row] for row in spans]
    placed: list[dict[int, _Tag | None]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell, (down, across) in zip(row, spans[number], strict=True):
            while column in placed[number]:
                column += 1
            for below in placed[number : number + down]:
                for place in range(column, column + across):
                    below.setdefault(place, None)
            placed[number][column] = cell
    width = max((max(row) + 1 for row in placed if row), default=0)
    return [[row.get(column) for column in range(width)] for row in placed]


def _span(cell: _Tag, name: str) -> int:
    value = cell.attrs.get(name) or ""
    return int(value) if value.isdigit() else 1


def _width(column: Iterable[nodes.entry]) -> int:
    """How many characters wide a column is, so that most of it stands in one line."""
    return min(max(len(cell.astext()) + 2 for cell in column), 30)


def _entry(cell: _Tag | None) -> nodes.entry:
    inner = _inline(cell.children) if cell is not None else []
    return nodes.entry("", nodes.paragraph("", "", *inner))
