"""Resolve wikilinks, and report those that lead nowhere or may mean several documents."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx import addnodes

from ...build.cross_references import tag_page
from ...constants import DOMAIN, FRAGMENT
from ...reading.obsidian.vault import is_vault, target_in_vault, text_of_wikilink, vault_of
from ..vault_reports import is_number, report_wikilink
from .address_links import ResolvingTransform


class ResolveWikilinks(ResolvingTransform):
    """Replaces wikilinks with references; one that leads nowhere becomes text."""

    def run(self, **kwargs: Any) -> None:
        if not is_vault(self.env):
            return
        reported: set[str] = set()
        for docname, root in self.parts():
            for node in list(root.findall(addnodes.pending_xref)):
                if node.get("refdomain") == DOMAIN:
                    self._link(node, docname, reported)
                elif str(node.get("reftarget", "")).startswith("obsidian:"):
                    # It opens the application, and MyST takes it for the name of a target.
                    self._replace(node, nodes.reference(refuri=node["reftarget"]), *node.children)
                elif found := target_in_vault(self.env, node, str(node.get("refdoc") or docname)):
                    # A link of Markdown.
                    title = nodes.Text(self.env.titles[found.docname].astext())
                    content = node.children if node.get("refexplicit", True) else [title]
                    self._put(node, docname, found.docname, found.anchor, *content)

    def _link(self, node: addnodes.pending_xref, docname: str, reported: set[str]) -> None:
        """Replace the wikilink *node*, whose name is looked up as in the document that it is written in."""
        target, here = str(node["reftarget"]), str(node.get("refdoc") or docname)
        found, text, written = vault_of(self.env).find(target, here), node.astext(), str(node["written"])
        if found is None and (page := tag_page(self.site, target)):
            self._put(node, docname, page, "", nodes.Text(text))
            return
        # A fragment is part of another page, whose own build reports its links.
        if written not in reported and not self.document.get(FRAGMENT):
            reported.add(written)
            report_wikilink(node, found, self.env, here)
        if found is None:
            self._replace(node, nodes.inline(), nodes.Text(written if is_number(target) else text))
            return
        if not node.get("refexplicit"):
            text = text_of_wikilink(self.env, target, here)
        self._put(node, docname, found.docname, found.anchor, nodes.Text(text))

    def _put(self, node: nodes.Element, docname: str, target: str, anchor: str, *content: nodes.Node) -> None:
        """Replace *node* with a link to *anchor* on the page *target*; with text if there is no page."""
        link = self._reference(docname, target, anchor)
        self._replace(node, link if link is not None else nodes.inline(), *content)
