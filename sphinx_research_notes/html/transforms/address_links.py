"""Links that name a page by its address on the site: they lead to it, as those by a file's name do.

Other generators know no other links. Which address is whose is settled for the whole site, so it is looked up
late; records of documents keep the addresses as they are written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.util import docname_join
from sphinx.util.nodes import make_refnode

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


def resolves_by_itself(env: BuildEnvironment, docname: str, target: str) -> bool:
    """Whether a link to *target* finds a label or a document without us."""
    standard = env.domains.standard_domain
    named = any(target.lower() in each for each in (standard.labels, standard.anonlabels))
    return named or docname_join(docname, target) in env.all_docs


class ResolveAddressLinks(NotesTransform):
    """Makes references of links by address; before MyST's resolver (9), which would find nothing there."""

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
                    self._put(nodes.reference("", "", *node.children, refuri=address), node)
                elif found := self.site.led_to(address, docname):
                    self._lead(node, docname, *found)

    def _lead(self, node: nodes.Element, docname: str, target: str, part: str) -> None:
        """Put a reference to the *part* of the page of *target* in the place of *node*."""
        pending = isinstance(node, addnodes.pending_xref)
        if pending and resolves_by_itself(self.env, docname, str(node["reftarget"])):
            return
        if target in self.site.made:
            self._lead_to_list(node, docname, target, part)
            return
        if pending and not self._is_settled(node, target, part):
            # MyST finds the title, and says where there is no such part.
            node["refdomain"], node["reftarget"], node["reftargetid"] = "doc", target, part or None
            return
        link: nodes.Element
        try:
            link = make_refnode(self.site.builder, docname, target, self._anchor(target, part), [])
        except NoUri:  # A book without that document.
            if not pending:
                return
            link = nodes.inline()
        link.extend(node.children)
        self._put(link, node)

    def _is_settled(self, node: nodes.Element, target: str, part: str) -> bool:
        """Whether nothing is left for MyST to find: no text of the link, nor its *part* of *target*."""
        if not node.get("refexplicit"):
            return False
        # MyST knows fewer parts, and in 4.0 not the title of a link.
        return self._has(target, part) if part else bool(node.get("title"))

    def _lead_to_list(self, node: nodes.Element, docname: str, name: str, part: str) -> None:
        """The same for a page that no document is behind; where the builder makes none, its text is left."""
        link: nodes.Element = nodes.inline()
        if self.site.paged:
            link = make_refnode(self.site.builder, docname, name, part, [])
        if node.astext() or any(node.findall(nodes.image)):
            link.extend(node.children)
        else:
            link += nodes.Text(self.site.made_title(name))
        self._put(link, node)

    def _put(self, link: nodes.Element, node: nodes.Element) -> None:
        """Put *link* in the place of *node*, with what is said of that."""
        for name in ("reftitle", "classes", "ids"):
            if node.get(name):
                link[name] = node[name]
        if isinstance(node, addnodes.pending_xref) and node.get("title"):
            link["reftitle"] = node["title"]  # As older myst-parser calls it (4.0), which shows it nowhere.
        swap(node, link)

    def _anchor(self, docname: str, part: str) -> str:
        """The id of the *part* of a page; of a heading, what MyST calls it may be another name for it."""
        slugs = self.env.metadata.get(docname, {}).get("myst_slugs", {})
        return str(slugs[part][1]) if part in slugs else part

    def _has(self, docname: str, part: str) -> bool:
        """Whether a section on the page of *docname* has the id *part*, whatever MyST knows of it."""
        toc = self.env.tocs.get(docname)
        links = toc.findall(nodes.reference) if toc is not None else ()
        return any(link.get("anchorname") == f"#{part}" for link in links)

    def _raw(self, node: nodes.raw, docname: str) -> None:
        def lead(tag: str, name: str, address: str) -> str | None:
            if (tag, name) not in PAGES:
                return None
            if not may_lead(address, base_of(self.env)) and not is_file_of(self.env, address):
                return None
            found = self.site.led_to(address, docname)
            if found is None:
                return None
            target, part = found
            if target in self.site.made and not self.site.paged:
                return None
            try:
                link = make_refnode(self.site.builder, docname, target, self._anchor(target, part), [])
            except NoUri:
                return None
            # The page itself has no name from where it stands.
            return str(link.get("refuri") or f"#{link.get('refid', '')}")

        if self.site.builder.format == "html":
            set_html(node, rewritten(node.astext(), lead))


def set_html(node: nodes.raw, html: str) -> None:
    """Make *html* what *node* holds."""
    if html != node.astext():
        node.rawsource = html
        node[:] = [nodes.Text(html)]


def read_anew(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: where the site will be elsewhere, other links may lead into it."""
    data, base = data_of(env), base_of(env)
    before, data["base"] = data["base"], base
    return [d for d in pages(env) if d in env.found_docs] if before not in {None, base} else []
