"""The nodes of our own: one generic HTML element, two titles, and placeholders that a later step fills."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
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


class numbered_element(element):
    """An element whose text has ``numbers`` of its own, by kind and id, beside those of its page."""


class heading(nodes.title):
    """A title written as ``h1`` … ``h6`` by its ``level``: outside of a section docutils refuses a title.

    A kind of title, so that search still knows it for one.
    """


#: A tag of finished HTML.
_TAG = re.compile("<[^<>]*>")


def words_of(html: str, between: str = " ") -> str:
    """The words of *html*, with *between* where a tag parts them."""
    return unescape(_TAG.sub(between, html))


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


class placeholder(nodes.General, nodes.Element):
    """Stands where a later step puts what only the whole site can tell: ``kind`` says what.

    Settled in :mod:`~..html.transforms.placeholders`: ``listing`` (with a ``query``), ``asides``, ``thread``,
    ``source-license``.
    """


class label_link(nodes.Inline, nodes.TextElement):
    """A link to the listing of a ``label`` of a ``kind``, if there is one in the end."""


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


def visit_numbered(self: Any, node: numbered_element) -> None:
    """Write the start tag, and have Sphinx find the numbers of what is inside."""
    visit_element(self, node)
    builder = self.builder
    before: dict[str, dict[str, Any]] = builder.fignumbers
    self.context.append(before)
    within = f"{self.docnames[-1]}/" if builder.name == "singlehtml" else ""
    own = {within + kind: ids for kind, ids in node["numbers"].items()}
    builder.fignumbers = before | {kind: before.get(kind, {}) | ids for kind, ids in own.items()}


def depart_numbered(self: Any, node: numbered_element) -> None:
    """Write the end tag; what follows has the numbers of its page."""
    self.builder.fignumbers = self.context.pop()
    depart_element(self, node)


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


def add_nodes(app: Sphinx) -> None:
    """Register the nodes; placeholders are gone before a writer sees them."""
    through, nothing = (_pass, _pass), (skip_markup, None)
    others: dict[str, Any] = dict.fromkeys(("latex", "text", "man", "texinfo"), through)
    silent: dict[str, Any] = dict.fromkeys(others, nothing)
    app.add_node(element, html=(visit_element, depart_element), **others)
    app.add_node(repeated, html=(visit_element, depart_element), **others)
    app.add_node(numbered_element, html=(visit_numbered, depart_numbered), **others)
    app.add_node(heading, html=(visit_heading, depart_heading), **others)
    app.add_node(markup, html=(visit_markup, None), **silent)
    app.add_node(placeholder, html=through, **others)
    app.add_node(label_link, html=through, **others)
