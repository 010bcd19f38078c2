"""Convert what is within a paragraph, as HTML, to Markdown. Pure."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from . import markdown_inline as inline
from .entry_html import BEFORE_CLASSIFIER
from .markdown_formulas import unconverted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .markdown_tree import Element

_EMPHASIS = {"em": "e", "i": "e", "strong": "s", "b": "s", "del": "d", "s": "d"}
#: Kept as HTML, since Markdown has nothing for them.
_AS_HTML = frozenset({"abbr", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "sub", "sup", "u"})


class Spans:
    """Converts what is within the paragraphs of one file."""

    def __init__(self, url: str) -> None:
        """*url*: that of the page, where links within the text lead."""
        self._url = url
        #: The names of the footnotes by id, in the text that is converted.
        self.footnotes: dict[str, str] = {}
        #: The ids of the entries in its list of references.
        self.references: set[str] = set()
        #: The ids of all entries in lists of references that are cited.
        self.cited: set[str] = set()
        #: Inside these kinds of emphasis.
        self._inside: list[str] = []

    def text(self, children: Iterable[Element | str]) -> str:
        """Return *children* with the marks that :func:`.markdown_inline.resolved` replaces."""
        pieces: list[str] = []
        for child in children:
            piece = inline.escaped(child) if isinstance(child, str) else self._span(child)
            if piece and pieces:
                piece = _apart(pieces[-1], piece)
            if piece:
                pieces.append(piece)
        return "".join(pieces)

    def bold(self, children: Iterable[Element | str]) -> str:
        """Return *children* as a line in bold."""
        self._inside.append("s")
        text = self.text(children)
        self._inside.pop()
        return inline.resolved(inline.emphasized(text.strip(" "), "s"), line_break=" ")

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
        if tex := unconverted(element):
            return inline.formula(tex)
        text = self.text(element.children)
        if tag in _AS_HTML and text:
            title = element.attributes.get("title", "")
            return f'<{tag} title="{escape(title)}">{text}</{tag}>' if title else f"<{tag}>{text}</{tag}>"
        if "classifier" in element.classes:
            return f"{BEFORE_CLASSIFIER}{text}"
        return f" {text} " if element.is_block else text

    def _emphasis(self, element: Element) -> str:
        kind = _EMPHASIS[element.tag]
        if kind in self._inside:
            return self.text(element.children)
        self._inside.append(kind)
        text = self.text(element.children)
        self._inside.pop()
        return inline.emphasized(text, kind)

    def _link(self, element: Element) -> str:
        href, role = element.attributes.get("href", ""), element.attributes.get("role", "")
        anchor = href.removeprefix("#") if href.startswith("#") else ""
        if role == "doc-backlink":
            return ""
        self.cited.add(anchor)
        if anchor in self.footnotes and role == "doc-noteref":
            return f"[^{self.footnotes[anchor]}]"
        text = self.text(element.children)
        if not href or anchor in self.references or not text.strip(f" {inline.BREAK}"):
            return text
        url = inline.address(self._url + href if anchor else href)
        if element.text().strip() == url and re.fullmatch(r"https?://[^\s<>*_]+", url):
            return f"<{url}>"
        core = text.strip(" ")
        before, _, after = text.partition(core)
        return f"{before}[{core}]({url}){after}"


def _apart(before: str, piece: str) -> str:
    """Return *piece*, which must not be joined to what is *before*: code to code, formula to formula."""
    if piece[0] == "`" and before[-1] == "`":
        return f"<!-- -->{piece}"
    return f" {piece}" if piece[0] == "$" and before[-1] == "$" else piece


def _links_back(element: Element) -> bool:
    return any(each.attributes.get("role") == "doc-backlink" for each in element.all("a"))


def _image(element: Element) -> str:
    """Return an image; one that is in the page itself only with what it shows."""
    alt, source = element.attributes.get("alt", ""), element.attributes.get("src", "")
    # Without an alternative text, docutils has the name of the file.
    alt = "" if alt.rpartition("/")[2] == source.rpartition("/")[2] else inline.escaped(alt)
    if not source or source.startswith("data:"):
        return inline.emphasized(alt, "e") if alt.strip() else ""
    return f"![{alt}]({inline.address(source)})"
