"""Inline nodes as finished HTML, as the visitors of the writer would write it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from .nodes import element, end_tag, markup, start_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: The HTML tags of inline nodes.
_TAGS: dict[type[nodes.Node], str] = {
    nodes.emphasis: "em",
    nodes.strong: "strong",
    nodes.superscript: "sup",
    nodes.subscript: "sub",
}


#: Attributes of a link other than address and classes that affect its HTML.
_MORE = frozenset({"reftitle", "target", "rel", "secnumber"})


def finished(parts: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return *parts* as one node of finished HTML, as the visitors would write it; else unchanged.

    For plain inline text only: one node replaces twenty, all of which every later transform would visit.
    """
    parts = list(parts)
    html = joined(parts)
    return parts if html is None else [markup(html)]


def joined(parts: Iterable[nodes.Node], formula: Callable[[str], str] | None = None) -> str | None:
    """Return the HTML of all *parts*, or None if any of them is not inline; see :func:`html_of`."""
    written = [html_of(part, formula) for part in parts]
    return None if None in written else "".join(part for part in written if part)


def html_of(node: nodes.Node, formula: Callable[[str], str] | None = None) -> str | None:
    """Return the HTML of *node* if it is inline, else None. *formula*: renders a formula from its TeX."""
    if isinstance(node, nodes.Text):
        return escape(node.astext(), quote=False)
    assert isinstance(node, nodes.Element)
    if isinstance(node, nodes.math) and formula is not None:
        return formula(node.astext())
    inner = joined(node.children, formula)
    if inner is None:
        return None
    if isinstance(node, element):
        return start_tag(node) + inner + end_tag(node)
    if (
        isinstance(node, nodes.reference)
        and _address(node)
        and not node["ids"]
        and _MORE.isdisjoint(node.attributes)
    ):
        internal = node.get("internal") or not node.get("refuri")
        names = " ".join([*node["classes"], "reference", "internal" if internal else "external"])
        return f'<a class="{names}" href="{escape(_address(node))}">{inner}</a>'
    tag = _TAGS.get(type(node))
    return None if tag is None or node["ids"] or node["classes"] else f"<{tag}>{inner}</{tag}>"


def _address(link: nodes.reference) -> str:
    """Return the address of *link*; empty if it is not known yet."""
    if link.get("refuri"):
        return str(link["refuri"])
    return f"#{link['refid']}" if link.get("refid") else ""


def written(tag: str, node: nodes.Element, inner: str) -> str:
    """Return *inner* in a *tag* with the classes and the id of *node*."""
    names = f' class="{" ".join(node["classes"])}"' if node["classes"] else ""
    return f"<{tag}{names}" + "".join(f' id="{each}"' for each in node["ids"]) + f">{inner}</{tag}>"
