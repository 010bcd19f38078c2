"""Our node classes: a generic HTML element, finished HTML, a heading, and placeholders filled in later."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


class element(nodes.General, nodes.Inline, nodes.TextElement):
    """An HTML element by its name, with classes, ids and ``attrs``; other builders write only its content.

    It may hold blocks or inline text; writers accept a reference only in a text element.
    """

    def __init__(self, rawsource: str = "", *children: nodes.Node, **attributes: Any) -> None:
        nodes.Element.__init__(self, rawsource, *children, **attributes)


class repeated(element):
    """An element that repeats, or acts on, other content of the page.

    Search, titles and summaries ignore it.
    """

    def __init__(self, rawsource: str = "", *children: nodes.Node, **attributes: Any) -> None:
        super().__init__(rawsource, *children, **attributes)
        if "no-search" not in self["classes"]:
            self["classes"].append("no-search")

    def astext(self) -> str:
        """Return nothing, as the text is repeated."""
        return ""


class numbered_element(element):
    """An element with its own ``numbers``, by kind and id, in addition to those of its page."""


class heading(nodes.title):
    """A title written as ``h1`` … ``h6`` by its ``level``: docutils refuses a title outside a section.

    A subclass of title, so that search recognizes it.
    """


#: A tag of finished HTML.
_TAG = re.compile("<[^<>]*>")


def words_of(html: str, between: str = " ") -> str:
    """Return the text of *html*, with *between* in place of each tag."""
    return unescape(_TAG.sub(between, html))


class markup(nodes.raw):
    """Finished ``html``, written verbatim; docutils wraps a raw node with classes in an element.

    It has no child for its text, which every later transform would visit.
    """

    def __init__(self, html: str = "", said: str | None = None, **attributes: Any) -> None:
        """*said*: its plain text, for the search; by default the HTML without tags."""
        super().__init__("", "", **({"format": "html"} | attributes))
        self.html = html
        self.said = said

    def astext(self) -> str:
        """Return its text for the search, which treats ``<`` as the beginning of a tag."""
        return (words_of(self.html) if self.said is None else self.said).replace("<", " ")

    def copy(self) -> markup:
        """Return a copy without a parent."""
        other = self.__class__(self.html, self.said, **self.attributes)
        other.source, other.line = self.source, self.line
        return other

    deepcopy = copy

    def pformat(self, indent: str = "    ", level: int = 0) -> str:
        """Return what docutils returns for a raw node with text."""
        return super().pformat(indent, level) + "".join(
            f"{indent * (level + 1)}{line}\n" for line in self.html.splitlines()
        )


class placeholder(nodes.General, nodes.Element):
    """Marks a place to be filled in once the whole site is known; ``kind`` says with what.

    Filled in by :mod:`~..html.transforms.placeholders`: ``listing`` (with a ``query``), ``asides``,
    ``thread``, ``source-license``.
    """


class label_link(nodes.Inline, nodes.TextElement):
    """A link to the listing of a ``label`` of a ``kind``, if that listing will exist."""


def visit_element(self: Any, node: element) -> None:
    """Write the start tag."""
    self.body.append(start_tag(node))


def start_tag(node: element) -> str:
    """Return the start tag of *node*; values are escaped, the order is fixed."""
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
    """Write the start tag, and let Sphinx find the numbers of the content."""
    visit_element(self, node)
    builder = self.builder
    before: dict[str, dict[str, Any]] = builder.fignumbers
    self.context.append(before)
    prefix = f"{self.docnames[-1]}/" if builder.name == "singlehtml" else ""
    own = {prefix + kind: ids for kind, ids in node["numbers"].items()}
    builder.fignumbers = before | {kind: before.get(kind, {}) | ids for kind, ids in own.items()}


def depart_numbered(self: Any, node: numbered_element) -> None:
    """Write the end tag, and restore the numbers of the page."""
    self.builder.fignumbers = self.context.pop()
    depart_element(self, node)


def end_tag(node: element) -> str:
    """Return the end tag of *node*."""
    # In the middle of a line, a line break would become a space.
    in_line = node["tag"] in {"mark", "span", "time"} or isinstance(node, repeated)
    return f"</{node['tag']}>" + ("" if in_line else "\n")


def visit_heading(self: Any, node: heading) -> None:
    """Write a heading of the node's level."""
    self.body.append(self.starttag(node, f"h{node['level']}", ""))


def depart_heading(self: Any, node: heading) -> None:
    """Write the end tag of a heading."""
    self.body.append(f"</h{node['level']}>\n")


def visit_markup(self: Any, node: markup) -> None:
    """Write the HTML."""
    self.body.append(node.html)
    raise nodes.SkipNode


def skip_markup(self: Any, node: markup) -> None:
    """Write nothing: other builders don't use HTML."""
    raise nodes.SkipNode


def swap(node: nodes.Node, *others: nodes.Node) -> None:
    """Replace *node* by *others*; unlike ``replace_self``, its ids and classes are not passed on."""
    node.parent.replace(node, list(others))


def around(node: nodes.Node) -> Iterator[Any]:
    """Yield the ancestors of *node*, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def depth_of(node: nodes.Node) -> int:
    """Return the number of sections that contain *node*."""
    return sum(isinstance(each, nodes.section) for each in around(node))


def _pass(self: Any, node: nodes.Node) -> None:
    """Write nothing for the node itself."""


def add_nodes(app: Sphinx) -> None:
    """Register the nodes; placeholders are replaced before a writer sees them."""
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
