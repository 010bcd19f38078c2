"""Escape the texts of a tree, so that they read in MyST as they did."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from ..markdown.escaping import escaped
from .document import INLINE, inside, text_of
from .tree import BLOCKS, VERBATIM

_ROLE = re.compile(r"\{(?=[\w:.+-]+\}$)")


def escape_texts(soup: BeautifulSoup) -> None:
    """Escape all texts in *soup* that aren't code."""
    pairs: dict[int, bool] = {}
    for text in soup.find_all(string=True):
        if type(text) is not NavigableString or inside(text, VERBATIM) is not None:
            continue
        if not text.strip():
            continue
        block = inside(text, BLOCKS) or soup
        if id(block) not in pairs:
            pairs[id(block)] = _has_pairs(block)
        new = escaped(str(text), at_start=_begins_line(text), dollars=pairs[id(block)])
        following, previous = text.next_sibling, text.previous_sibling
        if isinstance(following, Tag) and following.name in VERBATIM:
            new = _ROLE.sub(r"\\{", new)
        if isinstance(previous, Tag) and previous.name not in BLOCKS | {"br"} and new.startswith("{"):
            new = f"\\{new}"
        if inside(text, {"a"}) is not None and new.count("[") != new.count("]"):
            new = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", new)
        if new != text:
            text.replace_with(NavigableString(new))


def _has_pairs(block: Tag) -> bool:
    """Whether *block* has two dollar signs, or a formula."""
    own = sum(text.count("$") for text in block.find_all(string=True))
    return own > 1 or (own > 0 and any("$" in text_of(each) for each in block.find_all(INLINE)))


def _begins_line(text: NavigableString) -> bool:
    """Whether *text* is the first on its line in Markdown."""
    element: NavigableString | Tag = text
    while True:
        before = element.previous_sibling
        while isinstance(before, NavigableString) and not before.strip():
            before = before.previous_sibling
        if before is not None:
            return isinstance(before, Tag) and (before.name == "br" or before.name in BLOCKS)
        parent = element.parent
        if parent is None or parent.name in BLOCKS or isinstance(parent, BeautifulSoup):
            return True
        if parent.name not in {"span", "font"}:
            return False
        element = parent
