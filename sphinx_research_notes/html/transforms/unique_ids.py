"""Make ids unique in ``singlehtml``, where all documents share one page."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from ...constants import REFERENCES
from ...doctree.deferred import FOLDED, StoredNodes, folded, resolved_citation
from ...model import taxonomy
from ...state.records import pages
from .base import NotesTransform, within

_FOOT = (nodes.footnote, nodes.footnote_reference)


_LINKS = (nodes.reference, nodes.footnote_reference)


class MakeIdsUnique(NotesTransform):
    """In ``singlehtml``, prefix the ids of citations and footnotes with the docname.

    Runs before anything uses these ids, which the resolvers don't.
    """

    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            is_ours = page is not None and (page.head is not None or bool(page.entries))
            affected = [
                node for node in root.findall(nodes.Element)
                if (_is_citation(node) or (is_ours and isinstance(node, _FOOT))) and within(node, root)
            ]  # fmt: skip
            ids: list[str] = [each for node in affected for each in node["ids"]]
            ids += [work.id for node in affected for work in folded(node)]
            new_ids = {each: f"{taxonomy.slug(docname)}-{each}" for each in ids}
            for node in affected:
                node["ids"] = [new_ids[each] for each in node["ids"]]
                backrefs: list[str] = node.get("backrefs", [])
                node["backrefs"] = [new_ids.get(each, each) for each in backrefs]
                _update_links(node, new_ids)
                if isinstance(node, resolved_citation):
                    parts = node["kept"].copy()
                    for part in parts:
                        _update_links(part, new_ids)
                    node["kept"] = StoredNodes(parts)
                    node["leads"] = [new_ids.get(each, each) for each in node["leads"]]
                if FOLDED in node:
                    node[FOLDED] = [work.moved(new_ids) for work in node[FOLDED]]


def _update_links(node: nodes.Node, new_ids: dict[str, str]) -> None:
    """Update the targets of links in *node* to *new_ids*."""
    for link in node.findall(lambda each: isinstance(each, _LINKS)):
        assert isinstance(link, nodes.Element)
        if link.get("refid") in new_ids:
            link["refid"] = new_ids[link["refid"]]


def _is_citation(node: nodes.Node) -> bool:
    """Return whether *node* is a resolved citation, a work in a reference list, or such a list."""
    return isinstance(node, nodes.Element) and (
        "cites" in node
        or REFERENCES in node["classes"]
        or (isinstance(node, nodes.citation) and "key" in node)
    )
