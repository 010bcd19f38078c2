"""Where the body of a footnote or the like can be placed: in the line, after it, or in the margin."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..constants import ENTRY
from .nodes import around, element, repeated, swap

#: Nodes that can hold a body shown on demand, whatever it contains.
_FLOW = (
    nodes.document, addnodes.start_of_file, nodes.section, nodes.list_item, nodes.definition,
    nodes.block_quote, nodes.Admonition, addnodes.desc_content,
)  # fmt: skip

#: Nodes whose content has the full width of the column, so that a float at its edge is in the margin.
_COLUMN = (
    *_FLOW, nodes.bullet_list, nodes.enumerated_list, nodes.definition_list, nodes.definition_list_item,
    nodes.compound, addnodes.desc,
)  # fmt: skip


def place_body(call: element, body: repeated, *, inside: bool = False) -> nodes.Element:
    """Place *body* for *call*; ``tucked`` if there is no margin beside it.

    *inside*: place it inside the call even then. Returns the block that holds the call.
    """
    outermost = _outermost(call)
    host: nodes.Element = outermost.parent
    beside = "tucked" not in call["classes"] and has_margin(call)
    if not beside:
        call["classes"] = list(dict.fromkeys([*call["classes"], "tucked"]))
        body["classes"].append("tucked")
    if body["tag"] == "span" and (beside or inside):
        call += body
    elif not beside:
        insert_after(host, body)
    else:
        host.insert(host.index(outermost) + 1, body)
        return host if _is_divided(host) else _divide(host)
    return host


def has_margin(node: nodes.Element) -> bool:
    """Return whether the line of *node* has a margin beside it."""
    host = _outermost(node).parent
    return (_is_divided(host) or isinstance(host, nodes.paragraph)) and _is_in_column(host)


def _outermost(node: nodes.Element) -> nodes.Element:
    """Return the outermost inline ancestor of *node*, a child of its block."""
    outermost = node
    while _is_inline(outermost.parent):
        outermost = outermost.parent
    return outermost


def _is_divided(host: nodes.Element) -> bool:
    """Return whether *host* was a paragraph before :func:`_divide`."""
    return isinstance(host, element) and "p" in host["classes"]


def _divide(paragraph: nodes.Element) -> element:
    """Replace *paragraph* by a ``div``, as HTML allows no block in a ``p``."""
    block = element("", *paragraph.children, tag="div", classes=["p", *paragraph["classes"]])
    block["ids"], block["attrs"] = paragraph["ids"], {"role": "paragraph"}
    swap(paragraph, block)
    return block


def insert_after(host: nodes.Element, body: repeated) -> None:
    """Insert *body* as a block after *host*, at the nearest place for blocks, after bodies already there."""
    body["tag"] = "div"
    for inner in body.children:
        if isinstance(inner, element) and "margin-all" in inner["classes"]:
            inner["tag"] = "div"
    child = host
    while not _is_flow(child.parent):
        child = child.parent
    place = child.parent.index(child) + 1
    siblings = child.parent.children
    while place < len(siblings) and isinstance(siblings[place], repeated):
        place += 1
    child.parent.insert(place, body)


def _is_inline(node: nodes.Element) -> bool:
    """Return whether *node* is inline."""
    if isinstance(node, element):
        return bool(node["tag"] == "span")
    return isinstance(node, nodes.Inline)


def _is_flow(node: nodes.Element) -> bool:
    """Return whether *node* can hold any block."""
    return ENTRY in node["classes"] or (isinstance(node, _FLOW) and not _is_set_in(node))


def _is_in_column(host: nodes.Element) -> bool:
    """Return whether the lines of *host* have the full width of the column."""
    parents = around(host)
    return all((isinstance(n, _COLUMN) and not _is_set_in(n)) or ENTRY in n["classes"] for n in parents)


def _is_set_in(node: Any) -> bool:
    """Return whether *node* is an epigraph, which has its own width and may become a figure."""
    return bool(node.get("notes_figure")) or "epigraph" in node["classes"]


def is_in_heading(node: nodes.Node) -> bool:
    """Return whether *node* is in the heading of a section, not of a table or an admonition."""
    titles = (each for each in around(node) if isinstance(each, nodes.title))
    return any(not isinstance(each.parent, (nodes.table, nodes.Admonition)) for each in titles)
