"""Links to other documents by their address on the site, as other generators write them.

Addresses are known only once all documents have been read, so these links are resolved late; records keep the
addresses as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..constants import ENTRY
from ..doctree.nodes import around, markup
from ..doctree.raw_html import LEADING, addresses
from ..model.site_addresses import divided, may_lead
from ..model.urls import has_scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


#: The attributes in raw HTML that may refer to a page: links, and content shown in a frame.
PAGES = LEADING | {("iframe", "src"), ("object", "data")}


def base_of(env: BuildEnvironment) -> str:
    """Return the URL that the site will be published at; may be empty."""
    return str(env.config.html_baseurl or "")


def is_raw(node: nodes.Node) -> bool:
    """Return whether *node* is raw HTML by the author."""
    raw = isinstance(node, nodes.raw) and not isinstance(node, markup)
    return raw and "html" in node.get("format", "").split()  # type: ignore[attr-defined]


def is_in_entry(node: nodes.Node) -> bool:
    """Return whether *node* is in an entry of a stream."""
    return any(ENTRY in each["classes"] for each in around(node))


def links_by_address(
    env: BuildEnvironment, root: nodes.Element, *, whole: bool
) -> Iterator[tuple[nodes.Element, str]]:
    """Yield the links in *root* that may refer to a document by its address, each with the address.

    *whole*: whether all of *root* belongs to notes, or only the entries in it.
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
            # A URL without a scheme, which MyST takes for the name of a target.
            or (isinstance(node, addnodes.pending_xref) and each.startswith("//"))
        ]  # fmt: skip
        if found and (whole or is_in_entry(node)):
            yield from ((node, each) for each in found)


def is_file_of(env: BuildEnvironment, address: str) -> bool:
    """Return whether *address* looks like the file name of a document."""
    is_document_name = divided(address)[0].endswith(tuple(env.config.source_suffix))
    return is_document_name and not has_scheme(address) and not address.startswith("//")
