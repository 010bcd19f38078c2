"""Links of a document that may name another by its address on the site, as those of other generators do.

Which address is whose is settled for the whole site, so it is looked up late; records keep the addresses as
they are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..constants import ENTRY
from ..doctree.nodes import markup
from ..doctree.raw_html import LEADING, addresses
from ..model.site_addresses import divided, may_lead
from ..model.urls import has_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


#: Where raw HTML may name a page: where it leads, and what it shows in a frame.
PAGES = LEADING | {("iframe", "src"), ("object", "data")}


def base_of(env: BuildEnvironment) -> str:
    """Where the site will be."""
    return str(env.config.html_baseurl or "")


def is_raw(node: nodes.Node) -> bool:
    """Whether *node* is HTML of the author's own."""
    raw = isinstance(node, nodes.raw) and not isinstance(node, markup)
    return raw and "html" in node.get("format", "").split()  # type: ignore[attr-defined]


def is_in_entry(node: nodes.Node) -> bool:
    """Whether *node* stands in an entry of a stream."""
    while node.parent is not None:
        node = node.parent
        if ENTRY in node.get("classes", ()):
            return True
    return False


def links_by_address(
    env: BuildEnvironment, root: nodes.Element, *, whole: bool
) -> Iterator[tuple[nodes.Element, str]]:
    """The links in *root* that may name a document by its address, each with the address.

    *whole*: whether all of it is ours to read, or only the entries in it.
    """
    base = base_of(env)
    for node in root.findall(nodes.Element):
        found: list[str] = []
        if isinstance(node, addnodes.pending_xref):
            if node.get("reftype") == "myst" and not node.get("refdomain"):
                found = [str(node.get("reftarget", ""))]
        elif isinstance(node, nodes.reference):
            found = [node["refuri"]] if node.get("refuri") and not node.get("internal") else []
        elif is_raw(node):
            found = [each for tag, name, each in addresses(node.astext()) if (tag, name) in PAGES]
        found = [
            each for each in found
            if may_lead(each, base)
            or (is_raw(node) and is_file_of(env, each))
            # On another host, which MyST takes for the name of a target.
            or (isinstance(node, addnodes.pending_xref) and each.startswith("//"))
        ]  # fmt: skip
        if found and (whole or is_in_entry(node)):
            yield from ((node, each) for each in found)


def is_file_of(env: BuildEnvironment, address: str) -> bool:
    """Whether *address* is written as the name of a document's file."""
    named = divided(address)[0].endswith(tuple(env.config.source_suffix))
    return named and not has_scheme(address) and not address.startswith("//")
