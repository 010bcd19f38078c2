"""Citations and reference lists whose text is known: one node each until a page is written.

Otherwise every transform in between would visit some twenty nodes for each work, in vain.
"""

from __future__ import annotations

import pickle
import re
from html import escape
from typing import NamedTuple

from docutils import nodes

from .inline_html import joined, written
from .nodes import markup, swap, words_of

#: Superscript text.
_RAISED = re.compile("<sup>.*?</sup>")


class StoredNodes:
    """Nodes to insert any number of times; also as finished HTML where that is possible.

    Stored pickled: that is quicker to copy, and gives Python's garbage collector nothing to traverse.
    """

    __slots__ = ("_filled", "_pickled", "_words", "html", "text")

    def __init__(self, parts: list[nodes.Node]) -> None:
        #: Values of stand-ins in the nodes; in ``html`` and ``text`` they are already filled in.
        self._filled: dict[str, str] = {}
        self._words: str | None = None
        self.text = "".join(node.astext() for node in parts)
        self._pickled = pickle.dumps(parts, pickle.HIGHEST_PROTOCOL)
        self.html = joined(parts)

    def __repr__(self) -> str:
        return f"StoredNodes({self.text!r})"

    @property
    def words(self) -> str:
        """Their text, with a space where a tag separates words; computed once."""
        if self._words is None:
            self._words = self.text if self.html is None else words_of(self.html)
        return self._words

    @property
    def formulas(self) -> list[str]:
        """The formulas in them, in TeX; their HTML depends on the project."""
        if self.html is not None:
            return []
        return [node.astext() for part in self.copy() for node in part.findall(nodes.math)]

    def copy(self) -> list[nodes.Node]:
        """Return a fresh copy of the nodes."""
        copied: list[nodes.Node] = pickle.loads(self._pickled)
        if self._filled:
            held = nodes.inline("", "", *copied)
            for node in list(held.findall()):
                if isinstance(node, nodes.Text):
                    swap(node, nodes.Text(put(node.astext(), self._filled)))
                elif isinstance(node, nodes.reference) and "refid" in node:
                    node["refid"] = put(node["refid"], self._filled)
            copied, held.children = held.children, []
        return copied

    def filled(self, values: dict[str, str]) -> StoredNodes:
        """Return a copy with *values* in place of their stand-ins."""
        other = StoredNodes.__new__(StoredNodes)
        other._words = None
        other._pickled, other._filled, other.text = self._pickled, values, put(self.text, values)
        escaped = {stand_in: escape(value, quote=False) for stand_in, value in values.items()}
        other.html = None if self.html is None else put(self.html, escaped)
        return other

    def unlinked(self) -> StoredNodes:
        """Return a copy without links."""
        held = nodes.inline("", "", *self.copy())
        for link in list(held.findall(nodes.reference)):
            swap(link, *link.children)
        parts, held.children = held.children, []
        return StoredNodes(parts)

    def finished(self) -> list[nodes.Node]:
        """Return one node of finished HTML instead of twenty, or else a copy of the nodes."""
        return self.copy() if self.html is None else [markup(self.html)]


def put(text: str, values: dict[str, str]) -> str:
    """Return *text* with *values* in place of their stand-ins."""
    for stand_in, value in values.items():
        text = text.replace(stand_in, value)
    return text


class resolved_citation(nodes.inline):
    """A citation whose text is known, but inserted only when a page is written; until then a single node.

    ``cites``: the keys of its works; ``leads``: the ids of their references; ``kept``: its nodes; if it says
    why it cites them, ``cito`` has the reasons (:mod:`~sphinx_research_notes.model.cito`).
    """

    def astext(self) -> str:
        """Return its future text."""
        return str(self["kept"].text)

    def words(self) -> str:
        """Return its text, with spaces where the page separates words."""
        return str(self["kept"].words)

    def running(self) -> str:
        """Return what is part of the sentence: *Good (1953)*, nothing of *(Good, 1953)*, no superscript."""
        html = self["kept"].html
        text = self.astext() if html is None else words_of(_RAISED.sub("", html), "")
        return "" if text.startswith(("(", "[")) else text

    def as_inline(self) -> nodes.inline:
        """Return the nodes that any builder can write."""
        return self._wrap(self["kept"].copy())

    @property
    def html(self) -> str | None:
        """The citation as finished HTML; None if that is not possible."""
        inner = self["kept"].html
        return None if inner is None or len(self["ids"]) > 1 else written("span", self, inner)

    def finished(self) -> list[nodes.Node]:
        """Return the nodes for a page."""
        html = self.html
        return [self._wrap(self["kept"].finished())] if html is None else [markup(html)]

    def _wrap(self, parts: list[nodes.Node]) -> nodes.inline:
        inline = nodes.inline("", "", *parts, classes=self["classes"], ids=self["ids"], cites=self["cites"])
        if "cito" in self:
            inline["cito"] = self["cito"]
        inline.rawsource, inline.source, inline.line = self.rawsource, self.source, self.line
        return inline


#: The attribute of a reference list that holds its works until a page is written.
FOLDED = "folded"


class ListedWork(NamedTuple):
    """A work in a note's reference list."""

    key: str
    #: The letter after its year: ``a`` if another work has the same names and year, usually empty.
    letter: str
    #: Its id in the page.
    id: str
    label: str
    #: The ids of the citations that refer to it.
    backrefs: tuple[str, ...]

    def moved(self, new: dict[str, str]) -> ListedWork:
        """Return a copy with *new* ids by old id; a citation hidden by ``only`` has no new one."""
        return self._replace(id=new[self.id], backrefs=tuple(new.get(each, each) for each in self.backrefs))


def folded(holder: nodes.Element) -> list[ListedWork]:
    """Return the works of the reference list *holder* that are not inserted yet."""
    works: list[ListedWork] = holder.get(FOLDED, [])
    return works
