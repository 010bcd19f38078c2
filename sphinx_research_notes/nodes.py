"""The nodes of our own: one generic HTML element, two titles, and placeholders that a later step fills."""

from __future__ import annotations

import pickle
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx


class element(nodes.General, nodes.Inline, nodes.TextElement):
    """An HTML element by its name, with its classes, ids and ``attrs``; other builders see through it.

    It may hold blocks or running text; writers let a reference stand in a text element only.
    """

    def __init__(self, rawsource: str = "", *children: nodes.Node, **attributes: Any) -> None:
        nodes.Element.__init__(self, rawsource, *children, **attributes)


class repeated(element):
    """An element that says again what stands elsewhere on the page, or does something with it.

    It is no text for search, titles or summaries.
    """

    def __init__(self, rawsource: str = "", *children: nodes.Node, **attributes: Any) -> None:
        super().__init__(rawsource, *children, **attributes)
        if "no-search" not in self["classes"]:
            self["classes"].append("no-search")

    def astext(self) -> str:
        """Nothing: it has been said."""
        return ""


class heading(nodes.title):
    """A title written as ``h1`` … ``h6`` by its ``level``: outside of a section docutils refuses a title.

    A kind of title, so that search still knows it for one.
    """


#: A tag of finished HTML.
_TAG = re.compile("<[^<>]*>")


#: What is raised in a line.
_RAISED = re.compile("<sup>.*?</sup>")


def words_of(html: str) -> str:
    """The words of *html*, apart where a tag parts them."""
    return unescape(_TAG.sub(" ", html))


class markup(nodes.raw):
    """Finished ``html``, written as it is: docutils wraps a raw node that has classes in an element.

    Without a node for its text, at which every later step would look.
    """

    def __init__(self, html: str = "", said: str | None = None, **attributes: Any) -> None:
        """*said*: what it says as plain text, to those who search; by default what is left without tags."""
        super().__init__("", "", **({"format": "html"} | attributes))
        self.html = html
        self.said = said

    def astext(self) -> str:
        """What it says, for the search, which takes a ``<`` for the beginning of a tag."""
        return (words_of(self.html) if self.said is None else self.said).replace("<", " ")

    def copy(self) -> markup:
        """The same, not in a tree."""
        found = self.__class__(self.html, self.said, **self.attributes)
        found.source, found.line = self.source, self.line
        return found

    deepcopy = copy

    def pformat(self, indent: str = "    ", level: int = 0) -> str:
        """As docutils shows a raw node with a text."""
        return super().pformat(indent, level) + "".join(
            f"{indent * (level + 1)}{line}\n" for line in self.html.splitlines()
        )


class Kept:
    """Nodes to be had again and again; as one piece of finished HTML too, where that can be.

    Kept pickled: that is quicker to copy, and nothing for Python's garbage collector to go through.
    """

    __slots__ = ("_pickled", "html", "text")

    def __init__(self, found: list[nodes.Node]) -> None:
        self.text = "".join(node.astext() for node in found)
        self._pickled = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        parts = [_written(node) for node in found]
        self.html = None if None in parts else "".join(part for part in parts if part)

    def __repr__(self) -> str:
        return f"Kept({self.text!r})"

    def copy(self) -> list[nodes.Node]:
        """The nodes anew."""
        copied: list[nodes.Node] = pickle.loads(self._pickled)
        return copied

    def finished(self) -> list[nodes.Node]:
        """The same with one node for twenty, each of which every later step would look at."""
        return self.copy() if self.html is None else [markup(self.html)]


class settled(nodes.inline):
    """A citation whose text is known, and is put there when a page is written; till then one node for ten.

    ``cites``: the keys of its works; ``leads``: the ids of their references; ``kept``: its :class:`Kept`.
    """

    def astext(self) -> str:
        """What it will say."""
        return str(self["kept"].text)

    def words(self) -> str:
        """Its words, apart where the page sets them apart."""
        html = self["kept"].html
        return self.astext() if html is None else words_of(html)

    def running(self) -> str:
        """What of it is part of the sentence: *Good (1953)*, nothing of *(Good, 1953)*, no raised number."""
        html = self["kept"].html
        said = self.astext() if html is None else unescape(_TAG.sub("", _RAISED.sub("", html)))
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


class placeholder(nodes.General, nodes.Element):
    """Stands where a later step puts what only the whole site can tell: ``kind`` says what.

    Settled in :mod:`.filling`: ``listing`` (with a ``query``), ``asides``, ``thread``,
    ``source-license``.
    """


class label_link(nodes.Inline, nodes.TextElement):
    """A link to the listing of a ``label`` of a ``kind``, if there is one in the end."""


#: What running text is made of, by its tags in HTML.
_TAGS: dict[type[nodes.Node], str] = {
    nodes.emphasis: "em",
    nodes.strong: "strong",
    nodes.superscript: "sup",
    nodes.subscript: "sub",
}


#: What a link may have besides an address and classes.
_MORE = frozenset({"reftitle", "target", "rel", "secnumber"})


def finished(parts: Iterable[nodes.Node], classes: tuple[str, ...] = ()) -> list[nodes.Node]:
    """*parts* as one piece of finished HTML, as their visitors would write it; or as they are.

    For plain running text alone: one node in the place of twenty, each of which every later step looks at.
    """
    parts = list(parts)
    written = [_written(part) for part in parts]
    if None in written:
        return parts
    return [markup("".join(part for part in written if part), classes=list(classes))]


def _written(node: nodes.Node) -> str | None:
    """The HTML of *node*, where it is running text; else None."""
    if isinstance(node, nodes.Text):
        return escape(node.astext(), quote=False)
    assert isinstance(node, nodes.Element)
    parts = [_written(child) for child in node.children]
    if None in parts:
        return None
    inner = "".join(part for part in parts if part)
    if isinstance(node, element):
        return start_tag(node) + inner + end_tag(node)
    if (
        isinstance(node, nodes.reference)
        and _address(node)
        and not node["ids"]
        and _MORE.isdisjoint(node.attributes)
    ):
        here = node.get("internal") or not node.get("refuri")
        names = " ".join([*node["classes"], "reference", "internal" if here else "external"])
        return f'<a class="{names}" href="{escape(_address(node))}">{inner}</a>'
    tag = _TAGS.get(type(node))
    return None if tag is None or node["ids"] or node["classes"] else f"<{tag}>{inner}</{tag}>"


def _address(link: nodes.reference) -> str:
    """Where *link* leads; empty where nobody knows yet."""
    if link.get("refuri"):
        return str(link["refuri"])
    return f"#{link['refid']}" if link.get("refid") else ""


def written(tag: str, node: nodes.Element, inner: str) -> str:
    """*inner* in a *tag* with the classes and the id of *node*."""
    names = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
    return f"<{tag}{names}" + "".join(f' id="{each}"' for each in node["ids"]) + f">{inner}</{tag}>"


def visit_element(self: Any, node: element) -> None:
    """Write the start tag."""
    self.body.append(start_tag(node))


def start_tag(node: element) -> str:
    """The start tag of *node*; values are escaped, order is fixed."""
    ids = node["ids"]
    attrs: dict[str, str] = dict(node.get("attrs", {}))
    if ids:
        attrs["id"] = ids[0]
    classes = [each for each in node["classes"] if each != "no-search" or not isinstance(node, repeated)]
    if classes:
        attrs["class"] = " ".join(classes)
    written = "".join(f' {name}="{escape(value)}"' for name, value in sorted(attrs.items()))
    return f"<{node['tag']}{written}>" + "".join(f'<span id="{i}"></span>' for i in ids[1:])


def depart_element(self: Any, node: element) -> None:
    """Write the end tag."""
    self.body.append(end_tag(node))


def end_tag(node: element) -> str:
    """The end tag of *node*."""
    # After what stands in the midst of a line a break would be a blank.
    in_line = node["tag"] in {"span", "time"} or isinstance(node, repeated)
    return f"</{node['tag']}>" + ("" if in_line else "\n")


def visit_heading(self: Any, node: heading) -> None:
    """Write a heading of the node's level."""
    self.body.append(self.starttag(node, f"h{node['level']}", ""))


def depart_heading(self: Any, node: heading) -> None:
    """End it."""
    self.body.append(f"</h{node['level']}>\n")


def visit_markup(self: Any, node: markup) -> None:
    """Write the HTML."""
    self.body.append(node.html)
    raise nodes.SkipNode


def skip_markup(self: Any, node: markup) -> None:
    """No HTML elsewhere."""
    raise nodes.SkipNode


def swap(node: nodes.Node, *others: nodes.Node) -> None:
    """Put *others* in the place of *node*; its ids and classes do not pass on, as ``replace_self`` has it."""
    node.parent.replace(node, list(others))


def _pass(self: Any, node: nodes.Node) -> None:
    """Nothing of its own in this builder."""


def setup_nodes(app: Sphinx) -> None:
    """Register the nodes; placeholders are gone before a writer sees them."""
    through, nothing = (_pass, _pass), (skip_markup, None)
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), through)
    silent: dict[str, Any] = dict.fromkeys(others, nothing)
    app.add_node(element, html=(visit_element, depart_element), **others)
    app.add_node(repeated, html=(visit_element, depart_element), **others)
    app.add_node(heading, html=(visit_heading, depart_heading), **others)
    app.add_node(markup, html=(visit_markup, None), **silent)
    app.add_node(placeholder, html=through, **others)
    app.add_node(label_link, html=through, **others)
