"""Render the bodies of comments: as HTML with MathML, or as nodes for builders without HTML."""

from __future__ import annotations

import html as entities
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from docutils import nodes
from math_core import LatexError

from ..comments import Formula, formulas_as_text, split_formulas, write_formulas
from ..math.mathjax import known_macros
from ..math.renderer import book_markup
from ..mathml.convert import mathml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx.builders import Builder

    from ..comments import Comment

#: The maximum nesting depth, because writers are recursive. Deeper elements are dropped, but not their text.
MAX_DEPTH = 30
#: Lists and quotations nested deeper than this are flattened: LaTeX allows six levels, thread included.
MAX_LISTS = 2
#: In a table with more cells than this, counting spanned places, cell spans are ignored.
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
#: Text placed around inline elements that docutils has no nodes for.
_AFFIXES = {"del": ("~~", "~~"), "q": ("\u201c", "\u201d"), "rt": (" (", ")")}
_TRANSPARENT = {"abbr", "ins", "mark", "ruby"}
_ALL_INLINE = {*_INLINE, *_AFFIXES, *_TRANSPARENT, "a", "br", "rp"}
_VOID = {"br", "hr"}
#: Check boxes, which TeX fonts lack, and their replacements.
_BOXES = (("\u2610", "[ ]"), ("\u2611", "[x]"))


def body_html(comment: Comment, builder: Builder) -> str:
    """Return the body of *comment* as HTML for *builder*, with tables wrapped so that they can scroll."""
    macros = known_macros(builder.config) if comment.formulas else ()

    def write(formula: Formula) -> str:
        try:
            markup = mathml(formula.tex, display=formula.display, macros=macros)
        except LatexError:
            return f'<code class="tex">{entities.escape(formula.tex, quote=False)}</code>'
        return book_markup(markup) if builder.name == "epub" else markup

    body = write_formulas(comment.html, write)
    body = body.replace("<table>", '<div class="table-wrapper"><table class="docutils">')
    return body.replace("</table>", "</table></div>")


def body_nodes(comment: Comment) -> list[nodes.Node]:
    """Return the body of *comment* as docutils nodes that every builder supports.

    Formulas become literals, because TeX must not execute what a stranger wrote.
    """
    reader = _Reader()
    reader.feed(comment.html)
    reader.close()
    return _blocks(reader.root.children, 0)


@dataclass(slots=True)
class _Tag:
    """An HTML element."""

    name: str
    attrs: dict[str, str | None] = field(default_factory=dict)
    children: list[_Tag | str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Parse HTML into a tree of elements. The input has been sanitized and so is well-formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Tag("")
        self._open = [self.root]
        self._dropped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self._open) > MAX_DEPTH:
            self._dropped += tag not in _VOID
            return
        element = _Tag(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            self._dropped -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _blocks(children: Iterable[_Tag | str], depth: int, *, strong: bool = False) -> list[nodes.Node]:
    """Return *children* as paragraphs and other blocks, inside *depth* lists and quotations."""
    blocks: list[nodes.Node] = []
    inline: list[_Tag | str] = []
    for child in children:
        if isinstance(child, str) or _is_inline(child):
            inline.append(child)
            continue
        blocks += _paragraph(inline, strong=strong)
        inline = []
        blocks += _block(child, depth)
    return blocks + _paragraph(inline, strong=strong)


def _is_inline(tag: _Tag) -> bool:
    """Return whether *tag* is inline and contains only inline content."""
    return tag.name in _ALL_INLINE and all(isinstance(each, str) or _is_inline(each) for each in tag.children)


def _block(tag: _Tag, depth: int) -> list[nodes.Node]:
    """Return the nodes for a block; for one without nodes of its own, those of its contents."""
    if tag.name == "pre":
        return [nodes.literal_block("", text, language="none")] if (text := _text(tag).strip("\n")) else []
    if tag.name == "table":
        return _table(tag)
    if tag.name in {"ul", "ol", "blockquote", "dd"} and depth < MAX_LISTS:
        return _container(tag, depth + 1)
    return _blocks(tag.children, depth, strong=tag.name in {"dt", "summary", "caption"})


def _container(tag: _Tag, depth: int) -> list[nodes.Node]:
    """Return a list or a quotation."""
    if tag.name not in {"ul", "ol"}:
        inner = _blocks(tag.children, depth)
        return [nodes.block_quote("", *inner)] if inner else []
    items = [
        nodes.list_item("", *_blocks(each.children if each.name == "li" else [each], depth))
        for each in _tags(tag)
    ]
    if not items:
        return _blocks(tag.children, depth)
    if tag.name == "ul":
        return [nodes.bullet_list("", *items)]
    enumerated = nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
    if (start := tag.attrs.get("start") or "").isdigit():
        enumerated["start"] = int(start)
    return [enumerated]


def _paragraph(inline: Sequence[_Tag | str], *, strong: bool) -> list[nodes.Node]:
    """Return a paragraph, or a line block if *inline* has line breaks; nothing if it is blank."""
    lines: list[list[_Tag | str]] = [[]]
    for each in inline:
        if isinstance(each, _Tag) and each.name == "br":
            lines.append([])
        else:
            lines[-1].append(each)
    rendered = [text for line in lines if (text := _inline(line)) and any(t.astext().strip() for t in text)]
    if strong:
        rendered = [[nodes.strong("", "".join(each.astext() for each in line))] for line in rendered]
    if len(rendered) > 1:
        return [nodes.line_block("", *(nodes.line("", "", *line) for line in rendered))]
    return [nodes.paragraph("", "", *line) for line in rendered]


def _inline(children: Iterable[_Tag | str]) -> list[nodes.Node]:
    """Return *children* as inline nodes. Blocks, as in table cells, are flattened."""
    inline: list[nodes.Node] = []
    for child in children:
        if isinstance(child, str):
            inline += _text_nodes(child)
        elif child.name in _INLINE and (text := _text(child)):
            make = _INLINE[child.name]
            # Writers do not support other nodes in literals.
            inline.append(make("", text) if make is nodes.literal else make("", "", *_inline(child.children)))
        elif child.name == "a" and child.attrs.get("href"):
            inline.append(nodes.reference("", "", *_inline(child.children), refuri=child.attrs["href"]))
        elif child.name != "rp":
            default = ("", "") if child.name in _TRANSPARENT else (" ", " ")
            before, after = _AFFIXES.get(child.name, default)
            inline += [nodes.Text(before), *_inline(child.children), nodes.Text(after)]
    return [node for node in inline if not isinstance(node, nodes.Text) or len(node)]


def _text_nodes(text: str) -> list[nodes.Node]:
    """Return *text* as nodes, with its formulas as literals."""
    for box, replacement in _BOXES:
        text = text.replace(box, replacement)
    return [
        nodes.literal("", part.tex) if isinstance(part, Formula) else nodes.Text(part)
        for part in split_formulas(text)
    ]


def _text(tag: _Tag) -> str:
    """Return the text content of *tag*, with formulas as TeX."""
    return formulas_as_text("".join(_strings(tag)))


def _strings(tag: _Tag) -> Iterator[str]:
    for each in tag.children:
        if isinstance(each, str):
            yield each
        elif each.name == "br":
            yield "\n"
        else:
            yield from _strings(each)


def _table(tag: _Tag) -> list[nodes.Node]:
    """Return a table with a paragraph in each cell, preceded by its caption."""
    caption = [node for each in _tags(tag) if each.name == "caption" for node in _block(each, MAX_LISTS)]
    head, body = _rows(tag, {"thead"}), _rows(tag, {"tbody", "tfoot"})
    grid = _grid([*head, *body])
    if not grid:
        return caption
    cells = [[_entry(cell) for cell in row] for row in grid]
    # Most of a column fits on one line.
    widths = [min(max(len(c.astext()) + 2 for c in column), 30) for column in zip(*cells, strict=True)]
    groups: list[nodes.Node] = [nodes.colspec(colwidth=width) for width in widths]
    for part, rows in ((nodes.thead, cells[: len(head)]), (nodes.tbody, cells[len(head) :])):
        if rows:
            groups.append(part("", *(nodes.row("", *row) for row in rows)))
    return [*caption, nodes.table("", nodes.tgroup("", *groups, cols=len(grid[0])))]


def _rows(table: _Tag, groups: set[str]) -> list[list[_Tag]]:
    """Return the cells of each row in the given *groups* (``thead`` and the like) of *table*."""
    rows = [row for group in _tags(table) if group.name in groups for row in _tags(group)]
    return [cells for row in rows if (cells := _tags(row))]


def _tags(tag: _Tag) -> list[_Tag]:
    return [each for each in tag.children if isinstance(each, _Tag)]


def _grid(rows: list[list[_Tag]]) -> list[list[_Tag | None]]:
    """Return *rows* with each cell in its column, and None in places that other cells span."""
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


def _entry(cell: _Tag | None) -> nodes.entry:
    inner = _inline(cell.children) if cell is not None else []
    return nodes.entry("", nodes.paragraph("", "", *inner))
