"""The nodes of our own: one generic HTML element, two titles, and placeholders that a later step fills."""

from __future__ import annotations

from html import escape
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


class heading(nodes.title):
    """A title written as ``h1`` … ``h6`` by its ``level``: outside of a section docutils refuses a title.

    A kind of title, so that search still knows it for one.
    """


class markup(nodes.raw):
    """Finished HTML, written as it is: docutils wraps a raw node that has classes in an element."""


class placeholder(nodes.General, nodes.Element):
    """Stands where a later step puts what only the whole site can tell: ``kind`` says what.

    Settled in :mod:`.filling`: ``listing`` (with a ``query``), ``asides``, ``thread``,
    ``source-license``.
    """


class label_link(nodes.Inline, nodes.TextElement):
    """A link to the listing of a ``label`` of a ``kind``, if there is one in the end."""


def visit_element(self: Any, node: element) -> None:
    """Write the start tag; values are escaped, order is fixed."""
    ids = node["ids"]
    attrs: dict[str, str] = dict(node.get("attrs", {}))
    if ids:
        attrs["id"] = ids[0]
    classes = [each for each in node["classes"] if each != "no-search" or not isinstance(node, repeated)]
    if classes:
        attrs["class"] = " ".join(classes)
    written = "".join(f' {name}="{escape(value)}"' for name, value in sorted(attrs.items()))
    self.body.append(f"<{node['tag']}{written}>" + "".join(f'<span id="{i}"></span>' for i in ids[1:]))


def depart_element(self: Any, node: element) -> None:
    """Write the end tag."""
    # After what stands in the midst of a line a break would be a blank.
    in_line = node["tag"] in {"span", "time"} or isinstance(node, repeated)
    self.body.append(f"</{node['tag']}>" + ("" if in_line else "\n"))


def visit_heading(self: Any, node: heading) -> None:
    """Write a heading of the node's level."""
    self.body.append(self.starttag(node, f"h{node['level']}", ""))


def depart_heading(self: Any, node: heading) -> None:
    """End it."""
    self.body.append(f"</h{node['level']}>\n")


def visit_markup(self: Any, node: markup) -> None:
    """Write the HTML."""
    self.body.append(node.astext())
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
