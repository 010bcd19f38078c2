"""The HTML of a self-contained entry as a tree. Pure.

The HTML is balanced and has double quotes only, as :mod:`.entry_html` writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from ..model.characters import NONCHARACTERS, scrubbed

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[^\s=>]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([^\s=>]+)(?:=\"([^\"]*)\")?")
_VOID = frozenset({"br", "col", "hr", "img", "source", "track", "wbr"})
#: Elements that begin a block of Markdown.
BLOCKS = frozenset(
    """
    address article aside audio blockquote caption col colgroup dd details div dl dt figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul video
""".split()
)
#: Elements nested more deeply are left out, and their content belongs to the one around them.
_DEEPEST = 80
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


def parse(html: str) -> Element:
    """Return the tree of *html*."""
    root = Element("")
    stack, done = [root], 0
    #: The number of open elements that were left out.
    skipped = 0
    for match in _TOKEN.finditer(html):
        if match.start() > done:
            stack[-1].children.append(_plain(html[done : match.start()]))
        done = match.end()
        end, tag, attributes = match[1], match[2].lower(), match[3]
        if end:
            if skipped:
                skipped -= 1
            elif len(stack) > 1:
                stack.pop()
            continue
        if len(stack) > _DEEPEST and tag not in _VOID:
            skipped += 1
            continue
        element = Element(tag, {n: _plain(v) for n, v in _ATTRIBUTE.findall(attributes)})
        if element.is_block:
            for each in stack:
                each.has_blocks = True
        stack[-1].children.append(element)
        if tag not in _VOID:
            stack.append(element)
    stack[-1].children.append(_plain(html[done:]))
    return root


def _plain(text: str) -> str:
    return _MARKS.sub("", scrubbed(unescape(text)))
