"""Running text as one piece of finished HTML, as its visitors would write it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from .nodes import (
    element,
    end_tag,
    markup,
    start_tag,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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
    written = [html_of(part) for part in parts]
    if None in written:
        return parts
    return [markup("".join(part for part in written if part), classes=list(classes))]


def html_of(node: nodes.Node, formula: Callable[[str], str] | None = None) -> str | None:
    """The HTML of *node*, where it is running text; else None. *formula*: what becomes of one."""
    if isinstance(node, nodes.Text):
        return escape(node.astext(), quote=False)
    assert isinstance(node, nodes.Element)
    if isinstance(node, nodes.math) and formula is not None:
        return formula(node.astext())
    parts = [html_of(child, formula) for child in node.children]
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
