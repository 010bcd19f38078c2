"""In a book of one page, ids that no other of its documents has."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from ...constants import REFERENCES
from ...doctree.deferred import (
    FOLDED,
    StoredNodes,
    folded,
    resolved_citation,
)
from ...model import taxonomy
from ...state.records import pages
from .base import NotesTransform, within

_FOOT = (nodes.footnote, nodes.footnote_reference)


_LINKS = (nodes.reference, nodes.footnote_reference)


class MakeIdsUnique(NotesTransform):
    """In a book of one page, gives citations and footnotes of every document ids that no other has.

    Before anything looks at the ids; the resolvers leave them alone.
    """

    builders = ("singlehtml",)

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            is_ours = page is not None and (page.head is not None or bool(page.entries))
            known = [
                node for node in root.findall(nodes.Element)
                if (_has_ids(node) or (is_ours and isinstance(node, _FOOT))) and within(node, root)
            ]  # fmt: skip
            ids: list[str] = [each for node in known for each in node["ids"]]
            ids += [work.id for node in known for work in folded(node)]
            new = {each: f"{taxonomy.slug(docname)}-{each}" for each in ids}
            for node in known:
                node["ids"] = [new[each] for each in node["ids"]]
                back: list[str] = node.get("backrefs", [])
                node["backrefs"] = [new.get(each, each) for each in back]
                _lead(node, new)
                if isinstance(node, resolved_citation):
                    parts = node["kept"].copy()
                    for part in parts:
                        _lead(part, new)
                    node["kept"], node["leads"] = (
                        StoredNodes(parts),
                        [new.get(each, each) for each in node["leads"]],
                    )
                if FOLDED in node:
                    node[FOLDED] = [work.moved(new) for work in node[FOLDED]]


def _lead(node: nodes.Node, new: dict[str, str]) -> None:
    """Make the links in *node* lead to the ids that things have got."""
    for link in node.findall(lambda each: isinstance(each, _LINKS)):
        assert isinstance(link, nodes.Element)
        if link.get("refid") in new:
            link["refid"] = new[link["refid"]]


def _has_ids(node: nodes.Node) -> bool:
    """Whether *node* is a settled citation, a work in a list of ours, or that list."""
    return isinstance(node, nodes.Element) and (
        "cites" in node
        or REFERENCES in node["classes"]
        or (isinstance(node, nodes.citation) and "key" in node)
    )
