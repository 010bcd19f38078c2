"""A passage a second time on its page, where it is called, and the button that opens it."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ...doctree.inline_html import finished
from ...doctree.nodes import element, markup, repeated

if TYPE_CHECKING:
    from collections.abc import Sequence

#: An id in a start tag of finished HTML.
_ID = re.compile(r"""(<[a-zA-Z][^<>]*?)\sid\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")

#: How many characters fill a line of the margin, and how many lines of a long note are shown there.
LINE, LINES = 34, 12


def copied(content: Sequence[nodes.Node]) -> list[nodes.Node]:
    """*content* once more: links still lead where they did, but nothing leads to what is in it."""
    holder = nodes.container("", *(part.deepcopy() for part in content))
    for node in list(holder.findall(nodes.Element)):
        # Sphinx asks what has a number for an id; docutils makes none with a dot.
        numbered = isinstance(node, (nodes.figure, nodes.table)) or "literal-block-wrapper" in node["classes"]
        ids = [f"again.{each}" for each in node["ids"][:1]] if numbered else []
        node["ids"], node["names"], node["backrefs"] = ids, [], []
        if isinstance(node, addnodes.index) or (isinstance(node, nodes.target) and not node.children):
            node.parent.remove(node)
        elif isinstance(node, markup):
            node.html = _ID.sub(r"\1", node.html)
        elif isinstance(node, nodes.raw):
            node.children = [nodes.Text(_ID.sub(r"\1", node.astext()))]
    parts = list(holder.children)
    holder.children = []
    return parts


def is_long(content: Sequence[nodes.Node]) -> bool:
    """Whether *content* is worth folding in the margin: by more than a line or two, as far as can be told."""
    return sum(map(_lines, content)) > LINES + 2


def _lines(node: nodes.Node) -> int:
    """About how many lines of the margin *node* takes."""
    if isinstance(node, (nodes.literal_block, nodes.doctest_block)):
        return node.astext().count("\n") + 3
    if isinstance(node, (nodes.image, nodes.figure, nodes.math_block)):
        return 4
    if isinstance(node, (nodes.TextElement, nodes.Text)):
        return -(-len(node.astext()) // LINE) + 1
    return sum(map(_lines, node.children))


def button_for(target: str, label: str, mark: str) -> repeated:
    """Opens the body with the id *target*; *mark* is drawn on it, *label* read aloud."""
    attrs = {"type": "button", "popovertarget": target, "aria-label": label, "data-mark": mark}
    return repeated("", tag="button", classes=["margin-open"], attrs=attrs)


def card_for(name: str, label: str, texts: Sequence[str], *, tucked: bool) -> str:
    """A button that says *label* and the body with the id *name* that it opens, whose *texts* are HTML.

    As :func:`button_for` and :func:`body_for` have them.
    """
    inner = "".join(f'<span class="paragraph">{text}</span>' for text in texts) if texts[1:] else texts[0]
    classes = "margin-body tucked" if tucked else "margin-body"
    return (
        f'<button aria-label="{escape(label)}" class="margin-open" data-mark="+" popovertarget="{name}"'
        f' type="button"></button><span class="{classes}" id="{name}" popover="" role="note">{inner}</span>'
    )


def body_for(name: str, content: Sequence[nodes.Node], mark: str = "") -> repeated:
    """*content* anew, with the id *name*: a ``span`` where a paragraph can hold it, else a ``div``."""
    parts = copied(content)
    inline = all(isinstance(part, nodes.paragraph) for part in parts)
    if inline and len(parts) == 1:
        parts = finished(parts[0].children)
    elif inline:
        parts = [element("", *part.children, tag="span", classes=["paragraph"]) for part in parts]
    attrs = {"role": "note", "popover": ""}
    classes = ["margin-body"]
    tag = "span" if inline else "div"
    if mark:
        marked = {"data-mark": mark}
        if is_long(content):
            # Folded in the margin, and opened by focus: the inner element lies over what is beneath.
            attrs["tabindex"] = "0"
            classes.append("long")
            parts = [element("", *parts, tag=tag, classes=["margin-all"], attrs=marked)]
        else:
            attrs |= marked
    return repeated("", *parts, tag=tag, classes=classes, ids=[name], attrs=attrs)
