"""Resolve links that use a page's address on the site instead of its source file.

Other generators have only such links. As addresses depend on the whole site, they are resolved when pages are
written; the records of documents contain them as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode

from ...build.cross_references import list_named
from ...constants import FRAGMENT
from ...doctree.nodes import swap
from ...doctree.raw_html import rewritten
from ...model.site_addresses import may_lead
from ...reading.address_links import PAGES, base_of, is_file_of, links_by_address
from ...state.domain import data_of
from ...state.records import pages
from .base import NotesTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def is_label(env: BuildEnvironment, target: str) -> bool:
    """Return whether *target* is a label."""
    standard = env.domains.standard_domain
    return any(target.lower() in labels for labels in (standard.labels, standard.anonlabels))


def resolves_by_itself(env: BuildEnvironment, docname: str, target: str) -> bool:
    """Return whether Sphinx can resolve a link to *target* as a label or docname."""
    return is_label(env, target) or docname_join(docname, target) in env.all_docs


class ResolvingTransform(NotesTransform):
    """Replaces links with references to pages of the site."""

    def _link_generated(self, node: nodes.Element, docname: str, name: str, part: str) -> None:
        """Replace *node* with a reference to a generated page, or with text if the builder has none."""
        has_text = node.get("refexplicit", True) and (node.astext() or any(node.findall(nodes.image)))
        content = node.children if has_text else [nodes.Text(self._title(name))]
        self._replace(node, self._reference(docname, name, part) or nodes.inline(), *content)

    def _title(self, name: str) -> str:
        """Return the title of a generated page, or of the document that takes its place."""
        titles = self.env.titles
        return titles[name].astext() if name in titles else self.site.link_targets.title(name)

    def _reference(self, docname: str, target: str, part: str) -> nodes.Element | None:
        """Return an empty reference to *part* on the page *target*; None if there is no such page."""
        if target in self.site.link_targets.generated and not self.site.paged:
            return None
        # It may be MyST's slug of a heading.
        slugs = self.env.metadata.get(target, {}).get("myst_slugs", {})
        anchor = str(slugs[part][1]) if part in slugs else part
        try:
            return make_refnode(self.site.builder, docname, target, anchor, [])
        except NoUri:  # The book doesn't contain the document.
            return None

    def _replace(self, node: nodes.Element, link: nodes.Element, *content: nodes.Node) -> None:
        """Replace *node* with *link* with this *content*, keeping its attributes."""
        link.extend(content)
        for name in ("reftitle", "classes", "ids"):
            if node.get(name):
                link[name] = node[name]
        if isinstance(node, addnodes.pending_xref) and node.get("title"):
            link["reftitle"] = node["title"]  # The name in myst-parser 4.0, which doesn't show it.
        swap(node, link)


class ResolveListReferences(ResolvingTransform):
    """Resolve references to generated lists, by the names of their pages, as to documents."""

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            for node in list(root.findall(addnodes.pending_xref)):
                target, role = str(node.get("reftarget", "")), node.get("reftype", "")
                is_standard = node.get("refdomain") in {"std", "", None}
                name = list_named(self.site, docname, target, role) if is_standard else ""
                if name and not is_label(self.env, target):
                    self._link_generated(node, docname, name, "")


class ResolveAddressLinks(ResolvingTransform):
    """Resolve links by address, before MyST's resolver (9) reports them as broken."""

    def run(self, **kwargs: Any) -> None:
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            if page is None or not page.by_address:
                continue
            whole = page.head is not None or bool(self.document.get(FRAGMENT))
            done: set[nodes.Node] = set()
            for node, address in list(links_by_address(self.env, root, whole=whole)):
                if node in done:
                    continue
                done.add(node)
                if isinstance(node, nodes.raw):
                    self._raw(node, docname)
                elif address.startswith("//"):
                    self._replace(node, nodes.reference("", "", refuri=address), *node.children)
                elif page_and_part := self.site.link_targets.find(address, docname):
                    self._link(node, docname, *page_and_part)

    def _link(self, node: nodes.Element, docname: str, target: str, part: str) -> None:
        """Replace *node* with a reference to the anchor *part* on the page *target*."""
        pending = isinstance(node, addnodes.pending_xref)
        if pending and resolves_by_itself(self.env, docname, str(node["reftarget"])):
            return
        if target in self.site.link_targets.generated:
            self._link_generated(node, docname, target, part)
            return
        if pending and not self._is_complete(node, target, part):
            # MyST adds the title, and reports a missing anchor.
            node["refdomain"], node["reftarget"], node["reftargetid"] = "doc", target, part or None
            return
        link = self._reference(docname, target, part)
        if link is None and not pending:
            return
        self._replace(node, link or nodes.inline(), *node.children)

    def _is_complete(self, node: nodes.Element, target: str, part: str) -> bool:
        """Return whether MyST need not resolve *node*: it has text, and *target* has the anchor *part*."""
        if not node.get("refexplicit"):
            return False
        if not part:
            return bool(node.get("title"))  # Which MyST 4.0 ignores.
        # MyST knows fewer anchors.
        toc = self.env.tocs.get(target)
        links = toc.findall(nodes.reference) if toc is not None else ()
        return any(link.get("anchorname") == f"#{part}" for link in links)

    def _raw(self, node: nodes.raw, docname: str) -> None:
        """Resolve the links in raw HTML."""

        def resolve(tag: str, name: str, address: str) -> str | None:
            if (tag, name) not in PAGES:
                return None
            if not may_lead(address, base_of(self.env)) and not is_file_of(self.env, address):
                return None
            page_and_part = self.site.link_targets.find(address, docname)
            link = self._reference(docname, *page_and_part) if page_and_part else None
            # A link to the same page has no URI.
            return str(link.get("refuri") or f"#{link.get('refid', '')}") if link is not None else None

        if self.site.builder.format == "html":
            set_html(node, rewritten(node.astext(), resolve))


def set_html(node: nodes.raw, html: str) -> None:
    """Set the content of *node* to *html*."""
    if html != node.astext():
        node.rawsource = html
        node[:] = [nodes.Text(html)]


def read_anew(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: if ``html_baseurl`` has changed, other links may point into the site."""
    data, base = data_of(env), base_of(env)
    before, data["base"] = data["base"], base
    return [d for d in pages(env) if d in env.found_docs] if before not in {None, base} else []
