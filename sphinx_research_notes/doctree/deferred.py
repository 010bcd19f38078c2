"""Citations and lists of references whose text is known, and waits in one node each till a page is written.

Each step between would look at some twenty nodes for each work, and find nothing to do.
"""

from __future__ import annotations

import pickle
import re
from html import escape
from typing import NamedTuple

from docutils import nodes

from .inline_html import html_of, written
from .nodes import markup, swap, words_of

#: What is raised in a line.
_RAISED = re.compile("<sup>.*?</sup>")


class Kept:
    """Nodes to be had again and again; as one piece of finished HTML too, where that can be.

    Kept pickled: that is quicker to copy, and nothing for Python's garbage collector to go through.
    """

    __slots__ = ("_filled", "_pickled", "_words", "html", "text")

    def __init__(self, found: list[nodes.Node]) -> None:
        #: What stands for what in the nodes; in ``html`` and ``text`` it has been put there.
        self._filled: dict[str, str] = {}
        self._words: str | None = None
        self.text = "".join(node.astext() for node in found)
        self._pickled = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        parts = [html_of(node) for node in found]
        self.html = None if None in parts else "".join(part for part in parts if part)

    def __repr__(self) -> str:
        return f"Kept({self.text!r})"

    @property
    def words(self) -> str:
        """What they say, with a blank where a tag parts words; looked for once."""
        if self._words is None:
            self._words = self.text if self.html is None else words_of(self.html)
        return self._words

    @property
    def formulas(self) -> list[str]:
        """The formulas among them, in TeX; their HTML depends on the project."""
        if self.html is not None:
            return []
        return [node.astext() for part in self.copy() for node in part.findall(nodes.math)]

    def copy(self) -> list[nodes.Node]:
        """The nodes anew."""
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

    def filled(self, values: dict[str, str]) -> Kept:
        """The same with *values* in the places of what stands for them."""
        other = Kept.__new__(Kept)
        other._words = None
        other._pickled, other._filled, other.text = self._pickled, values, put(self.text, values)
        escaped = {stand_in: escape(value, quote=False) for stand_in, value in values.items()}
        other.html = None if self.html is None else put(self.html, escaped)
        return other

    def unlinked(self) -> Kept:
        """The same without links."""
        held = nodes.inline("", "", *self.copy())
        for link in list(held.findall(nodes.reference)):
            swap(link, *link.children)
        parts, held.children = held.children, []
        return Kept(parts)

    def finished(self) -> list[nodes.Node]:
        """The same with one node for twenty, each of which every later step would look at."""
        return self.copy() if self.html is None else [markup(self.html)]


def put(text: str, values: dict[str, str]) -> str:
    """*text* with *values* in the places of what stands for them."""
    for stand_in, value in values.items():
        text = text.replace(stand_in, value)
    return text


class settled(nodes.inline):
    """A citation whose text is known, and is put there when a page is written; till then one node for ten.

    ``cites``: the keys of its works; ``leads``: the ids of their references; ``kept``: its :class:`Kept`.
    """

    def astext(self) -> str:
        """What it will say."""
        return str(self["kept"].text)

    def words(self) -> str:
        """Its words, apart where the page sets them apart."""
        return str(self["kept"].words)

    def running(self) -> str:
        """What of it is part of the sentence: *Good (1953)*, nothing of *(Good, 1953)*, no raised number."""
        html = self["kept"].html
        said = self.astext() if html is None else words_of(_RAISED.sub("", html), "")
        return "" if said.startswith(("(", "[")) else said

    def unfolded(self) -> nodes.inline:
        """The same as any builder writes it."""
        return self._as_inline(self["kept"].copy())

    @property
    def html(self) -> str | None:
        """The same as finished HTML, where that can be."""
        inner = self["kept"].html
        return None if inner is None or len(self["ids"]) > 1 else written("span", self, inner)

    def finished(self) -> list[nodes.Node]:
        """The same for a page."""
        html = self.html
        return [self._as_inline(self["kept"].finished())] if html is None else [markup(html)]

    def _as_inline(self, parts: list[nodes.Node]) -> nodes.inline:
        inline = nodes.inline("", "", *parts, classes=self["classes"], ids=self["ids"], cites=self["cites"])
        inline.rawsource, inline.source, inline.line = self.rawsource, self.source, self.line
        return inline


#: The attribute of a list of references that holds its works, till a page is written.
FOLDED = "folded"


class ListedWork(NamedTuple):
    """A work in a note's list of references."""

    key: str
    #: What stands behind its year there: ``a`` where others have the same names and year, mostly nothing.
    letter: str
    #: Its id in the page.
    id: str
    label: str
    #: The ids of the citations that name it.
    backrefs: tuple[str, ...]

    def moved(self, new: dict[str, str]) -> ListedWork:
        """The same with the *new* ids that things have got; a citation that ``only`` hides has got none."""
        return self._replace(id=new[self.id], backrefs=tuple(new.get(each, each) for each in self.backrefs))


def folded(holder: nodes.Element) -> list[ListedWork]:
    """The works in the list *holder* whose references are not there yet."""
    found: list[ListedWork] = holder.get(FOLDED, [])
    return found
