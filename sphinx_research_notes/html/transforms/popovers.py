"""Popovers: a copy of a passage at the place that refers to it, and the button that opens it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ...doctree.inline_html import finished
from ...doctree.nodes import element, markup, repeated, swap

if TYPE_CHECKING:
    from collections.abc import Sequence

#: An id in a start tag.
_ID = re.compile(r"""(<[a-zA-Z][^<>]*?)\sid\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")

#: The beginning of a link, and how the keyboard skips it.
_LINK, _UNREACHED = re.compile("<a (?=[^>]*href)"), '<a tabindex="-1" '

#: The number of characters in a line of the margin.
LINE = 34

#: The number of lines of a long note that are shown in the margin.
LINES = 12


def copied(content: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return a copy of *content* with its links but without its anchors."""
    container = nodes.container("", *(part.deepcopy() for part in content))
    for node in list(container.findall(nodes.Element)):
        # Sphinx requires ids on numbered nodes; ids of docutils contain no dots.
        numbered = isinstance(node, (nodes.figure, nodes.table)) or "literal-block-wrapper" in node["classes"]
        ids = [f"again.{each}" for each in node["ids"][:1]] if numbered else []
        node["ids"], node["names"], node["backrefs"] = ids, [], []
        if isinstance(node, addnodes.index) or (isinstance(node, nodes.target) and not node.children):
            node.parent.remove(node)
        elif isinstance(node, markup):
            node.html = _ID.sub(r"\1", node.html)
        elif isinstance(node, nodes.raw):
            node.children = [nodes.Text(_ID.sub(r"\1", node.astext()))]
    parts = list(container.children)
    container.children = []
    return parts


def _out_of_reach(parts: list[nodes.Node]) -> list[nodes.Node]:
    """Return *parts* with links that the keyboard skips."""
    container = nodes.container("", *parts)
    for node in list(container.findall(nodes.Element)):
        if isinstance(node, markup):
            node.html = _LINK.sub(_UNREACHED, node.html)
        elif isinstance(node, nodes.reference):
            address = node.get("refuri") or f"#{node.get('refid', '')}"
            attrs, inside = {"href": address, "tabindex": "-1"}, node.get("internal") or "refid" in node
            classes = [*node["classes"], "reference", "internal" if inside else "external"]
            swap(node, repeated("", *node.children, tag="a", classes=classes, attrs=attrs))
    parts, container.children = list(container.children), []
    return parts


def is_long(content: Sequence[nodes.Node]) -> bool:
    """Return whether *content* is (by estimate) long enough to be shortened in the margin."""
    return sum(map(_lines, content)) > LINES + 2


def _lines(node: nodes.Node) -> int:
    """Estimate how many lines *node* takes in the margin."""
    if isinstance(node, (nodes.literal_block, nodes.doctest_block)):
        return node.astext().count("\n") + 3
    if isinstance(node, (nodes.image, nodes.figure, nodes.math_block)):
        return 4
    if isinstance(node, (nodes.TextElement, nodes.Text)):
        return -(-len(node.astext()) // LINE) + 1
    return sum(map(_lines, node.children))


def button_for(target: str, label: str, mark: str, *, unspoken: bool = False) -> repeated:
    """Return the button that opens the body *target*; *mark*: its visible text, *label*: its name.

    *unspoken*: whether screen readers skip the body, which then describes the button.
    """
    attrs = {"type": "button", "popovertarget": target, "aria-label": label, "data-mark": mark}
    attrs |= {"aria-describedby": target} if unspoken else {}
    return repeated("", tag="button", classes=["margin-open"], attrs=attrs)


def card_for(name: str, label: str, texts: Sequence[str], *, tucked: bool) -> str:
    """Return the HTML of a button with the accessible *label*, and of the body with the id *name*.

    *texts*: the paragraphs of the body as HTML. The result matches :func:`button_for` and :func:`body_for`,
    both ``unspoken``.
    """
    inner = "".join(f'<span class="paragraph">{text}</span>' for text in texts) if texts[1:] else texts[0]
    classes = "margin-body tucked" if tucked else "margin-body"
    return (
        f'<button aria-describedby="{name}" aria-label="{escape(label)}" class="margin-open" data-mark="+"'
        f' popovertarget="{name}" type="button"></button><span aria-hidden="true" class="{classes}"'
        f' id="{name}" popover="">{_LINK.sub(_UNREACHED, inner)}</span>'
    )


def body_for(name: str, content: Sequence[nodes.Node], mark: str = "", *, unspoken: bool = False) -> repeated:
    """Return a copy of *content* with the id *name*; *mark*: the number of a footnote.

    It is a ``span`` if a paragraph can contain it, otherwise a ``div``. *unspoken*: whether screen readers
    and the keyboard skip it, because it would interrupt the sentence and is also elsewhere.
    """
    parts = copied(content)
    inline = all(isinstance(part, nodes.paragraph) for part in parts)
    if inline and len(parts) == 1:
        parts = finished(parts[0].children)
    elif inline:
        parts = [element("", *part.children, tag="span", classes=["paragraph"]) for part in parts]
    if unspoken:
        parts = _out_of_reach(parts)
    attrs = {"popover": ""} | ({"aria-hidden": "true"} if unspoken else {"role": "note"})
    classes = ["margin-body"]
    tag = "span" if inline else "div"
    if mark:
        mark_attrs = {"data-mark": mark}
        if is_long(content):
            # Shortened in the margin and expanded on focus, when the inner element covers what is below.
            attrs["tabindex"] = "0"
            classes.append("long")
            parts = [element("", *parts, tag=tag, classes=["margin-all"], attrs=mark_attrs)]
        else:
            attrs |= mark_attrs
    return repeated("", *parts, tag=tag, classes=classes, ids=[name], attrs=attrs)


def open_in_text(body: repeated) -> None:
    """Make *body* part of the text when it is opened, so that it covers nothing: css/at-hand.css.

    Whatever is shown as a popover covers the text. An empty one keeps the state of the button instead.
    """
    attrs = {"popover": "manual"}
    body += repeated("", tag="i", ids=body["ids"], attrs=attrs)
    body["ids"] = []
    del body["attrs"]["popover"]
