"""The HTML of a note as a tree, without what is not for readers elsewhere. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from ..model.characters import NONCHARACTERS, scrubbed
from .entry_html import TEX, VOID, absolute, is_left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s=>]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:=\"([^\"]*)\")?")
#: Elements that begin a block of Markdown.
BLOCKS = frozenset(
    """
    address article aside audio blockquote caption col colgroup dd details div dl dt figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul video
""".split()
)
#: Elements nested more deeply are left out, and their content belongs to the one around them.
_DEEPEST = 80
#: Elements of whose content only the text counts.
_WHOLE = frozenset({"math", "pre"})
_LINE_NUMBER = re.compile(r'<span class="linenos">[^<]*</span>')
_MARKS = re.compile(f"[{NONCHARACTERS}]")


@dataclass(slots=True)
class Element:
    """An element, or with an empty tag the whole."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    #: Whether there is a block among its descendants.
    has_blocks: bool = False

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").split()

    @property
    def is_block(self) -> bool:
        """Whether it is a block, or has one in it."""
        return self.tag in BLOCKS or self.has_blocks or self.attributes.get("display") == "block"

    def elements(self) -> Iterator[Element]:
        """Yield the elements directly in it."""
        return (child for child in self.children if isinstance(child, Element))

    def all(self, tag: str) -> Iterator[Element]:
        """Yield the elements with this *tag* at any depth."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def text(self) -> str:
        """Return the text in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def parse(html: str, url: str) -> Element:
    """Return the tree of *html*, from a page at *url*, as :func:`.entry_html.entries_on` yields it.

    Addresses are absolute, except those within the page. A formula has its TeX as ``alttext``.
    """
    return _Parser(url).tree(_MARKS.sub("", scrubbed(html)))


@dataclass(slots=True)
class _Parser:
    url: str
    stack: list[Element] = field(default_factory=lambda: [Element("")])
    #: For each open tag, whether its element is in the tree, is left out with its content, or without.
    open: list[str] = field(default_factory=list)
    hidden: int = 0
    #: The number of open elements in the text of the note, that of the text included.
    in_text: int = 0

    def tree(self, html: str) -> Element:
        root, done = self.stack[0], 0
        while match := _TOKEN.search(html, done):
            if match.start() > done:
                self._add(html[done : match.start()])
            done = match.end()
            tag = match[2]
            if match[1]:
                self._close()
            elif tag in _WHOLE and (end := html.find(f"</{tag}>", done)) >= 0:
                self._whole(tag, match[3], html[done:end])
                done = end + len(tag) + len("</>")
            else:
                self._open(tag, match[3])
        self._add(html[done:])
        return root

    def _add(self, text: str) -> None:
        if not self.hidden:
            self.stack[-1].children.append(_plain(text))

    def _open(self, tag: str, text: str) -> None:
        attributes = _attributes(text)
        left_out = is_left_out(tag, attributes, in_text=self.in_text > 0, outermost=not self.open)
        if tag in VOID:
            if not left_out:
                self._append(Element(tag, self._absolute(attributes)))
            return
        if left_out:
            self.hidden += 1
        if self.in_text or "e-content" in attributes.get("class", ""):
            self.in_text += 1
        if left_out or self.hidden or len(self.stack) > _DEEPEST:
            self.open.append("hidden" if left_out else "bare")
            return
        self.open.append("kept")
        self.stack.append(self._append(Element(tag, self._absolute(attributes))))

    def _append(self, element: Element) -> Element:
        if not self.hidden:
            if element.is_block:
                for each in self.stack:
                    each.has_blocks = True
            self.stack[-1].children.append(element)
        return element

    def _close(self) -> None:
        if not self.open:
            return
        self.in_text -= self.in_text > 0
        how = self.open.pop()
        if how == "hidden":
            self.hidden -= 1
        elif how == "kept":
            self.stack.pop()

    def _whole(self, tag: str, text: str, content: str) -> None:
        """Add a formula or code, in which only the text counts."""
        attributes = _attributes(text)
        if is_left_out(tag, attributes, in_text=self.in_text > 0, outermost=not self.open):
            return
        if tex := TEX.search(content) if tag == "math" else None:
            attributes["alttext"] = _plain(tex[1]).strip()
        self._append(Element(tag, attributes, [_plain(_TOKEN.sub("", _LINE_NUMBER.sub("", content)))]))

    def _absolute(self, attributes: dict[str, str]) -> dict[str, str]:
        for name in ("href", "src"):
            if name in attributes and not (name == "href" and attributes[name].startswith("#")):
                attributes[name] = absolute(self.url, attributes[name], image=name == "src")
        return attributes


def _attributes(text: str) -> dict[str, str]:
    return {name: _plain(value) for name, value in _ATTRIBUTE.findall(text)} if text else {}


def _plain(text: str) -> str:
    return unescape(text) if "&" in text else text
