"""Convert the text of a note, as HTML, to Markdown. Pure.

The result is CommonMark with pipe tables, footnotes and formulas between dollar signs, which MyST, GitHub and
Pandoc read alike. What Markdown cannot say is HTML.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import markdown_inline as inline
from .entry_html import LANGUAGE
from .markdown_formulas import display, formula_block
from .markdown_spans import Spans
from .markdown_tables import lines_of_cell, table_html, table_row, table_rows
from .markdown_tree import Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLES = frozenset({"admonition-title", "rubric", "sidebar-title", "topic-title"})
#: No languages, and what notebooks call their output.
_NO_LANGUAGES = frozenset({"ansi", "default", "myst-ansi", "none", "text"})
_FOOTNOTE = "doc-footnote"
_HEADING = re.compile("h([1-6])")


class Converter:
    """Converts the texts of one file; their footnotes are collected."""

    def __init__(self, url: str, references: str = "") -> None:
        """*url*: that of the page, where links within the text lead; *references*: those that texts share."""
        self._url = url
        self._shared = parse(references, url)
        self._spans = Spans(url)
        self._taken: set[str] = set()
        self._footnotes: list[str] = []
        #: That of the code block to come.
        self._language = ""

    def markdown(self, html: str) -> str:
        """Return a note's *html*, from :func:`.entry_html.entries_on`, without its footnotes."""
        root = parse(html, self._url)
        self._spans.footnotes = {each.attributes.get("id", ""): self._name(each) for each in _footnotes(root)}
        self._spans.references = {
            each.attributes.get("id", "")
            for tree in (root, self._shared)
            for each in tree.all("li")
            if "csl-entry" in each.classes
        }
        return "\n\n".join(self._blocks(root.children))

    def footnotes(self) -> str:
        """Return the footnotes of all texts."""
        return "\n\n".join(self._footnotes)

    def references(self) -> str:
        """Return the list of references that the texts share, with those that they cite."""
        cited = self._spans.cited
        for each in self._shared.all("ul"):
            each.children = [item for item in each.elements() if item.attributes.get("id", "") in cited]
        return "\n\n".join(self._blocks(self._shared.children)) if cited else ""

    def _name(self, footnote: Element) -> str:
        """Return the name of *footnote*: its number if it has one, and no other has it."""
        wanted = re.sub(r"[^\w-]", "", _label_of(footnote)) or "note"
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name

    def _blocks(self, children: Iterable[Element | str]) -> list[str]:
        """Return *children* as blocks."""
        blocks: list[str] = []
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, Element) and child.is_block:
                blocks += self._paragraph(run)
                run = []
                _append(blocks, self._block(child))
            else:
                run.append(child)
        return blocks + self._paragraph(run)

    def _paragraph(self, run: list[Element | str]) -> list[str]:
        text = inline.resolved(self._spans.text(run)) if run else ""
        return [text] if text else []

    def _block(self, element: Element) -> list[str]:
        """Return *element* as blocks."""
        tag, classes = element.tag, element.classes
        if match := _HEADING.fullmatch(tag):
            text = inline.resolved(self._spans.text(element.children), line_break=" ")
            return [f"{'#' * int(match[1])} {_without_closing(text)}"] if text else []
        if tag == "pre":
            language, self._language = self._language, ""
            return [_fenced(element, language)]
        if match := LANGUAGE.search(" ".join(classes)):
            self._language = match[1]
        if tag == "math":
            return [display(element)]
        if tag in {"ul", "ol"}:
            return self._list(element)
        if tag == "table":
            return self._table(element)
        if tag == "hr":
            return [] if "footnotes" in classes else ["---"]
        if tag in {"audio", "video"}:
            return self._media(element)
        if "line-block" in classes:
            return self._lines(element)
        if tag in {"blockquote", "figure", "aside"} or "admonition" in classes:
            return self._quotation(element)
        if tag in {"dt", "summary"} or not _TITLES.isdisjoint(classes) or (tag == "p" and "label" in classes):
            text = self._spans.bold(element.children)
            return [text] if text else []
        if formula := formula_block(element):
            return [formula]
        return self._list_of_terms(element) if tag == "dl" else self._blocks(element.children)

    def _lines(self, element: Element) -> list[str]:
        """Return verse: each line ends with a backslash."""
        lines = (
            f"{'&emsp;' * depth}{self._spans.text([each]).strip(' ')}" for each, depth in _lines(element)
        )
        text = inline.resolved(inline.BREAK.join(lines))
        return [text] if text else []

    def _quotation(self, element: Element) -> list[str]:
        """Return a quotation, an admonition, an aside or a figure."""
        if element.attributes.get("role") == _FOOTNOTE:
            self._footnote(element)
            return []
        parts = [child for child in element.elements() if child.tag != "figcaption"]
        captions = [child for child in element.elements() if child.tag == "figcaption"]
        if element.tag == "figure" and not any(child.tag == "blockquote" for child in parts):
            return self._blocks(element.children)
        if element.tag == "figure":
            # A quotation with its source.
            blocks = [b for part in parts for b in self._blocks(
                part.children if part.tag == "blockquote" else [part])]  # fmt: skip
            blocks += [f"— {block}" for each in captions for block in self._blocks(each.children)]
        else:
            blocks = self._blocks(element.children)
        return [_indented("\n\n".join(blocks), "> ", "> ")] if blocks else []

    def _footnote(self, element: Element) -> None:
        name = self._spans.footnotes[element.attributes.get("id", "")]
        blocks = self._blocks(_without_label(element))
        self._footnotes.append(_indented("\n\n".join(blocks), f"[^{name}]: ", "    "))

    def _list(self, element: Element) -> list[str]:
        items = [each for each in element.elements() if each.tag == "li"]
        start = element.attributes.get("start", "1")
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 1
        written = []
        is_loose = False
        for number, item in enumerate(items, first):
            marker = f"{number}. " if element.tag == "ol" else "- "
            blocks = self._blocks(item.children)
            if not blocks and element.tag == "ul":
                continue  # Nested ones could become a line.
            is_loose = is_loose or len(blocks) > 1
            written.append(_indented("\n\n".join(blocks), marker, " " * len(marker)))
        return [("\n\n" if is_loose else "\n").join(written)] if written else []

    def _list_of_terms(self, element: Element) -> list[str]:
        """Return a list of terms, each an item that begins with the term."""
        written: list[str] = []
        blocks: list[str] = []
        for child in _terms(element):
            if child.tag == "dt" and blocks:
                written.append(_indented("\n\n".join(blocks), "- ", "  "))
                blocks = []
            blocks += self._block(child)
        if blocks:
            written.append(_indented("\n\n".join(blocks), "- ", "  "))
        return ["\n\n".join(written)] if written else []

    def _table(self, element: Element) -> list[str]:
        captions = [
            b for each in element.elements() if each.tag == "caption" for b in self._blocks(each.children)
        ]
        rows = table_rows(element)
        if rows is None:
            return [*captions, table_html(element, self._url)]
        head, *others = ([self._cell(cell) for cell in row] for row in rows.cells)
        lines = [table_row(head), table_row(rows.delimiters), *map(table_row, others)]
        return [*captions, "\n".join(lines)]

    def _cell(self, cell: Element | None) -> str:
        if cell is None:
            return ""
        text = inline.BREAK.join(self._spans.text([each]) for each in lines_of_cell(cell))
        # Cells are split before backslashes are read.
        return inline.resolved(text, line_break="<br>").replace("|", "\\|")

    def _media(self, element: Element) -> list[str]:
        sources = [element, *element.all("source")]
        found = [each.attributes["src"] for each in sources if each.attributes.get("src")]
        return [f"<{inline.address(found[0])}>"] if found else []


def _append(blocks: list[str], more: list[str]) -> None:
    """Add *more* to *blocks*; two lists in a row get different markers, or they would be one."""
    if blocks and more and (one := _marker(blocks[-1])) and one == _marker(more[0]):
        more[0] = re.sub(r"^- ", "* ", more[0], flags=re.MULTILINE) if one == "-" else (
            re.sub(r"^(\d+)\. ", r"\1) ", more[0], flags=re.MULTILINE)
        )  # fmt: skip
    blocks += more


def _marker(block: str) -> str:
    match = re.match(r"(-|\*|\d+[.)]) ", block)
    return match[1].lstrip("0123456789") if match else ""


def _footnotes(root: Element) -> Iterator[Element]:
    return (each for each in root.all("aside") if each.attributes.get("role") == _FOOTNOTE)


def _is_label(child: Element | str) -> bool:
    return isinstance(child, Element) and not {"label", "backrefs"}.isdisjoint(child.classes)


def _label_of(footnote: Element) -> str:
    """Return the number of *footnote*, which stands before its text."""
    return "".join(
        child.text() for child in footnote.children if isinstance(child, Element) and "label" in child.classes
    )


def _without_label(footnote: Element) -> list[Element | str]:
    return [child for child in footnote.children if not _is_label(child)]


def _lines(block: Element, depth: int = 0) -> Iterator[tuple[Element, int]]:
    """Yield the lines of verse in *block*, and how far each is indented."""
    for child in block.elements():
        if "line-block" in child.classes:
            yield from _lines(child, depth + 1)
        else:
            yield child, depth


def _terms(element: Element) -> Iterator[Element]:
    """Yield the terms and descriptions in a list of them, which may be grouped."""
    for child in element.elements():
        if child.tag == "div":
            yield from _terms(child)
        else:
            yield child


def _without_closing(text: str) -> str:
    """Return a heading's *text*; number signs at its end would be taken for markup."""
    return re.sub(r"(?<![^ ])(#+)$", r"\\\1", text)


def _fenced(element: Element, language: str) -> str:
    """Return a code block in its *language*."""
    text = element.text().removesuffix("\n")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{'' if language in _NO_LANGUAGES else language}\n{text}\n{fence}"


def _indented(text: str, first: str, others: str) -> str:
    """Return *text* with *first* before its first line and *others* before all other lines."""
    lines = text.split("\n")
    rest = [f"{others}{line}" if line else others.rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}".rstrip(" ") if not lines[0] else f"{first}{lines[0]}", *rest])
