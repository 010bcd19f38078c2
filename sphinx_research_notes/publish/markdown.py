"""Convert the text of a note, as HTML, to Markdown. Pure.

The result is CommonMark with pipe tables, footnotes and formulas between dollar signs, which MyST, GitHub and
Pandoc read alike. What Markdown cannot say is HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from . import markdown_inline as inline
from .entry_html import BEFORE_CLASSIFIER, LANGUAGE, VOID, box
from .markdown_tables import table_rows
from .markdown_tree import Element, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLES = frozenset({"admonition-title", "rubric", "sidebar-title", "topic-title"})
_EMPHASIS = {"em": "e", "i": "e", "strong": "s", "b": "s", "del": "d", "s": "d"}
#: Kept as HTML, since Markdown has nothing for them.
_AS_HTML = frozenset({"abbr", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "sub", "sup", "u"})
#: No languages, and what notebooks call their output.
_NO_LANGUAGES = frozenset({"ansi", "default", "myst-ansi", "none", "text"})
#: TeX in which a number has no place at the end.
_ROWS = re.compile(r"\\(?:tag|begin\{(?:align|eqnarray|equation|flalign|gather|multline)\*?\})")
#: An environment with a number for each line, which has a form without: ``aligned``, for instance.
_NUMBERED = re.compile(r"\\begin\{(align|gather|equation)\}(.*)\\end\{\1\}", re.DOTALL)
_LABELLED = re.compile(r"\\(?:label|notag|nonumber)(?![a-zA-Z])")
#: One without others in it, and what only works in one.
_ENVIRONMENT = re.compile(r"\\begin\{(\w+\*?)\}(?:(?!\\begin\{).)*?\\end\{\1\}", re.DOTALL)
_COLUMN_OR_LINE = re.compile(r"(?<!\\)&|\\\\")
#: As Sphinx writes TeX for MathJax.
_MATHJAX = re.compile(r"\\\((.*)\\\)|\\\[(.*)\\\]", re.DOTALL)
_FOOTNOTE = "doc-footnote"
_HEADING = re.compile("h([1-6])")


class Converter:
    """Converts the texts of one file; their footnotes are collected."""

    def __init__(self, url: str, references: str = "") -> None:
        """*url*: that of the page, where links within the text lead; *references*: those that texts share."""
        self._url = url
        self._shared = parse(references, url)
        #: The ids of all entries in lists of references that are cited.
        self._cited: set[str] = set()
        #: The names of the footnotes by id, in the text that is converted.
        self._names: dict[str, str] = {}
        #: The ids of the entries in its list of references.
        self._references: set[str] = set()
        self._taken: set[str] = set()
        self._footnotes: list[str] = []
        #: That of the code block to come.
        self._language = ""
        #: Inside these kinds of emphasis.
        self._inside: list[str] = []

    def markdown(self, html: str) -> str:
        """Return a note's *html*, from :func:`.entry_html.entries_on`, without its footnotes."""
        root = parse(html, self._url)
        self._names = {each.attributes.get("id", ""): self._name(each) for each in _footnotes(root)}
        self._references = {
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
        for each in self._shared.all("ul"):
            each.children = [item for item in each.elements() if item.attributes.get("id", "") in self._cited]
        return "\n\n".join(self._blocks(self._shared.children)) if self._cited else ""

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
        text = inline.resolved(self._inline(run)) if run else ""
        return [text] if text else []

    def _block(self, element: Element) -> list[str]:
        """Return *element* as blocks."""
        tag, classes = element.tag, element.classes
        if match := _HEADING.fullmatch(tag):
            text = inline.resolved(self._inline(element.children), line_break=" ")
            return [f"{'#' * int(match[1])} {_without_closing(text)}"] if text else []
        if tag == "pre":
            language, self._language = self._language, ""
            return [_fenced(element, language)]
        if match := LANGUAGE.search(" ".join(classes)):
            self._language = match[1]
        if tag == "math":
            return [_display(element)]
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
            return self._bold(element)
        if formula := _formula_block(element):
            return [formula]
        return self._list_of_terms(element) if tag == "dl" else self._blocks(element.children)

    def _bold(self, element: Element) -> list[str]:
        self._inside.append("s")
        text = self._inline(element.children)
        self._inside.pop()
        text = inline.resolved(inline.emphasized(text.strip(" "), "s"), line_break=" ")
        return [text] if text else []

    def _lines(self, element: Element) -> list[str]:
        """Return verse: each line ends with a backslash."""
        lines = (f"{'&emsp;' * depth}{self._inline([each]).strip(' ')}" for each, depth in _lines(element))
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
        name = self._names[element.attributes.get("id", "")]
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
            return [*captions, _html(element, self._url)]
        head, *others = ([self._cell(cell) for cell in row] for row in rows.cells)
        lines = [_row(head), _row(rows.delimiters), *map(_row, others)]
        return [*captions, "\n".join(lines)]

    def _cell(self, cell: Element | None) -> str:
        if cell is None:
            return ""
        text = inline.BREAK.join(self._inline([each]) for each in _lines_of_cell(cell))
        # Cells are split before backslashes are read.
        return inline.resolved(text, line_break="<br>").replace("|", "\\|")

    def _media(self, element: Element) -> list[str]:
        sources = [element, *element.all("source")]
        found = [each.attributes["src"] for each in sources if each.attributes.get("src")]
        return [f"<{inline.address(found[0])}>"] if found else []

    def _inline(self, children: Iterable[Element | str]) -> str:
        pieces: list[str] = []
        for child in children:
            piece = inline.escaped(child) if isinstance(child, str) else self._span(child)
            if piece and pieces:
                piece = _apart(pieces[-1], piece)
            if piece:
                pieces.append(piece)
        return "".join(pieces)

    def _span(self, element: Element) -> str:
        """Return the inline *element*; a block is written as a line of its own."""
        tag = element.tag
        if tag == "a":
            return self._link(element)
        if tag in _EMPHASIS:
            return self._emphasis(element)
        if tag in {"code", "samp", "pre"}:
            return inline.code(element.text())
        if tag == "br":
            return inline.BREAK
        if tag == "span" and {"backrefs", "label"} & {*element.classes} and _links_back(element):
            # In a citation. The label can be a link itself.
            return "" if "backrefs" in element.classes else inline.escaped(element.text())
        if tag == "input":  # Of a list of tasks.
            return f"[{'x' if 'checked' in element.attributes else ' '}] "
        if tag == "math":
            tex = element.attributes.get("alttext", "")
            return inline.formula(tex) if tex else inline.escaped(element.text())
        if tag == "img":
            return _image(element)
        if tex := _unconverted(element):
            return inline.formula(tex)
        text = self._inline(element.children)
        if tag in _AS_HTML and text:
            title = element.attributes.get("title", "")
            return f'<{tag} title="{escape(title)}">{text}</{tag}>' if title else f"<{tag}>{text}</{tag}>"
        if "classifier" in element.classes:
            return f"{BEFORE_CLASSIFIER}{text}"
        return f" {text} " if element.is_block else text

    def _emphasis(self, element: Element) -> str:
        kind = _EMPHASIS[element.tag]
        if kind in self._inside:
            return self._inline(element.children)
        self._inside.append(kind)
        text = self._inline(element.children)
        self._inside.pop()
        return inline.emphasized(text, kind)

    def _link(self, element: Element) -> str:
        href, role = element.attributes.get("href", ""), element.attributes.get("role", "")
        anchor = href.removeprefix("#") if href.startswith("#") else ""
        if role == "doc-backlink":
            return ""
        self._cited.add(anchor)
        if anchor in self._names and role == "doc-noteref":
            return f"[^{self._names[anchor]}]"
        text = self._inline(element.children)
        if not href or anchor in self._references or not text.strip(f" {inline.BREAK}"):
            return text
        url = inline.address(self._url + href if anchor else href)
        if element.text().strip() == url and re.fullmatch(r"https?://[^\s<>*_]+", url):
            return f"<{url}>"
        core = text.strip(" ")
        before, _, after = text.partition(core)
        return f"{before}[{core}]({url}){after}"


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


def _apart(before: str, piece: str) -> str:
    """Return *piece*, which must not be joined to what is *before*: code to code, formula to formula."""
    if piece[0] == "`" and before[-1] == "`":
        return f"<!-- -->{piece}"
    return f" {piece}" if piece[0] == "$" and before[-1] == "$" else piece


def _footnotes(root: Element) -> Iterator[Element]:
    return (each for each in root.all("aside") if each.attributes.get("role") == _FOOTNOTE)


def _is_label(child: Element | str) -> bool:
    return isinstance(child, Element) and not {"label", "backrefs"}.isdisjoint(child.classes)


def _label_of(footnote: Element) -> str:
    """Return the number of *footnote*, which stands before its text."""
    return "".join(
        child.text() for child in footnote.children if isinstance(child, Element) and "label" in child.classes
    )


def _links_back(element: Element) -> bool:
    return any(each.attributes.get("role") == "doc-backlink" for each in element.all("a"))


def _without_label(footnote: Element) -> list[Element | str]:
    return [child for child in footnote.children if not _is_label(child)]


def _lines(block: Element, depth: int = 0) -> Iterator[tuple[Element, int]]:
    """Yield the lines of verse in *block*, and how far each is indented."""
    for child in block.elements():
        if "line-block" in child.classes:
            yield from _lines(child, depth + 1)
        else:
            yield child, depth


def _lines_of_cell(cell: Element) -> Iterator[Element]:
    """Yield the paragraphs in *cell*, or its whole content."""
    if any(child.is_block for child in cell.elements()):
        yield from (child for child in cell.elements())
    else:
        yield Element("span", {}, cell.children)


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


def _formula_block(element: Element) -> str:
    """Return the formula on a line of its own that *element* is, with its number; empty for anything else."""
    formulas = [*element.all("math")] if "math" in element.classes else []
    tex = _tex(formulas[0]) if len(formulas) == 1 else _unconverted(element)
    if not tex or "$" in tex.replace("\\$", ""):
        return ""
    numbers = [each.text().strip() for each in element.elements() if "eqno" in each.classes]
    match = re.fullmatch(r"\(([\w.-]+)\)", numbers[0]) if len(numbers) == 1 else None
    tex = _with_one_number(tex) if match else _aligned(tex)
    if numbers and (match is None or _ROWS.search(tex)):
        return ""
    return f"$$\n{tex} \\tag{{{match[1]}}}\n$$" if match else f"$$\n{tex}\n$$"


def _aligned(tex: str) -> str:
    """Return *tex*, in which Sphinx takes lines and columns outside of an environment to be aligned."""
    outside, count = tex, 1
    while count:
        outside, count = _ENVIRONMENT.subn("", outside)
    return f"\\begin{{aligned}}\n{tex}\n\\end{{aligned}}" if _COLUMN_OR_LINE.search(outside) else tex


def _with_one_number(tex: str) -> str:
    """Return *tex* so that one number for all its lines can follow it."""
    match = _NUMBERED.fullmatch(tex)
    if match is None or _ROWS.search(match[2]) or _LABELLED.search(match[2]):
        return _aligned(tex)
    if match[1] == "equation":
        return _aligned(match[2].strip())
    return f"\\begin{{{match[1]}ed}}{match[2]}\\end{{{match[1]}ed}}"


def _unconverted(element: Element) -> str:
    """Return the TeX of a formula that is not in MathML; empty for anything else."""
    if "math" not in element.classes:
        return ""
    parts = [each for each in element.children if isinstance(each, str) or "eqno" not in each.classes]
    if len(code := [each for each in parts if isinstance(each, Element) and "tex" in each.classes]) == 1:
        return _without_empty_lines(code[0].text())
    match = _MATHJAX.fullmatch(
        "".join(each if isinstance(each, str) else each.text() for each in parts).strip()
    )
    return _without_empty_lines(match[1] or match[2] or "") if match else ""


def _tex(element: Element) -> str:
    """Return the TeX of a formula in MathML."""
    return _without_empty_lines(element.attributes.get("alttext", ""))


def _without_empty_lines(tex: str) -> str:
    """Return *tex* without empty lines, which would end it."""
    return "\n".join(line for line in tex.strip().splitlines() if line.strip())


def _display(element: Element) -> str:
    """Return a formula on a line of its own."""
    tex = _tex(element)
    if not tex:
        return inline.resolved(inline.escaped(element.text()))
    return f"```tex\n{tex}\n```" if "$" in tex.replace("\\$", "") else f"$$\n{_aligned(tex)}\n$$"


def _image(element: Element) -> str:
    """Return an image; one that is in the page itself only with what it shows."""
    alt, source = element.attributes.get("alt", ""), element.attributes.get("src", "")
    # Without an alternative text, docutils has the name of the file.
    alt = "" if alt.rpartition("/")[2] == source.rpartition("/")[2] else inline.escaped(alt)
    if not source or source.startswith("data:"):
        return inline.emphasized(alt, "e") if alt.strip() else ""
    return f"![{alt}]({inline.address(source)})"


def _indented(text: str, first: str, others: str) -> str:
    """Return *text* with *first* before its first line and *others* before all other lines."""
    lines = text.split("\n")
    rest = [f"{others}{line}" if line else others.rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}".rstrip(" ") if not lines[0] else f"{first}{lines[0]}", *rest])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _html(element: Element | str, url: str, *, preformatted: bool = False) -> str:
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
        _html(child, url, preformatted=preformatted or element.tag == "pre") for child in element.children
    )
    if element.tag in {"span", "div", "section", "p"} and element.tag != "p":
        return inner
    start = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    end = "" if element.tag in VOID else f"</{element.tag}>"
    return f"<{element.tag}{start}>{inner}{end}"
