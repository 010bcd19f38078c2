"""Code shared by the post-transforms: access to the site, raw HTML, and the source and licence line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...build.site import Site, site_of
from ...doctree.nodes import around, depth_of, markup
from ...state.records import pages
from ..presenter import Presenter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model.note import License
    from ...state.records import Page

Node = TypeVar("Node", bound=nodes.Node)


def raw(html: str, classes: tuple[str, ...] = ("no-search",)) -> markup:
    """Return *html* as a node. By default its text is not in the search index."""
    return markup(html, classes=list(classes))


class NotesTransform(SphinxPostTransform):
    """The base class of our post-transforms."""

    @property
    def site(self) -> Site:
        return site_of(self.env)

    def apply(self, **kwargs: Any) -> None:
        """Run if the builder is supported, and add the document to exceptions."""
        try:
            super().apply(**kwargs)
        except Exception as error:
            error.add_note(f"while resolving {self.env.doc2path(self.env.docname, base=False)}")
            raise

    def parts(self) -> list[tuple[str, nodes.Element]]:
        """Return the documents in this doctree as pairs of docname and root node.

        Builders that write a single file combine many documents in one doctree.
        """
        if self.site.paged:
            return [(self.env.docname, self.document)]
        files = list(self.document.findall(addnodes.start_of_file))
        for file in files:
            for child in file.children:
                # ``inline_all_toctrees`` of Sphinx doesn't set this.
                child.parent = file
        return [(self.env.docname, self.document), *((file["docname"], file) for file in files)]

    def parts_with_notes(self) -> Iterator[tuple[str, nodes.Element, Page]]:
        """Yield the docname, root node and record of those documents that have notes or front matter."""
        for docname, root in self.parts():
            page = pages(self.env).get(docname)
            if page is not None and (page.head or page.entries):
                yield docname, root, page

    def presenter(self, docname: str) -> Presenter:
        return Presenter(self.site, docname)


def owner(node: nodes.Node) -> nodes.Node | None:
    """Return the root of the document that contains *node*; None if that is the root of the doctree."""
    return next((each for each in around(node) if isinstance(each, addnodes.start_of_file)), None)


def within(node: nodes.Node, root: nodes.Element) -> bool:
    """Return whether *node* belongs to the document *root* itself rather than to one nested in it."""
    return owner(node) is (root if isinstance(root, addnodes.start_of_file) else None)


def own(root: nodes.Element, kind: type[Node]) -> list[Node]:
    """Return the nodes of *kind* in the document *root*, without those in nested documents."""
    return [node for node in root.findall(kind) if within(node, root)]


def source_and_license(presenter: Presenter) -> tuple[str, License | None]:
    """Return the source and the licence of the document of *presenter*; by default those of the site."""
    page = pages(presenter.site.env).get(presenter.page)
    if page is not None and page.head is not None:
        return presenter.source(presenter.page, page.head.source), page.head.license
    return presenter.source(presenter.page), presenter.config.license


def source_line(presenter: Presenter, source: str, license_: License | None) -> list[nodes.Node]:
    """Return ``Source | License`` as a paragraph; nothing if neither is known."""
    parts: list[nodes.Node] = []
    if source:
        parts.append(nodes.reference("", presenter.words.gettext("Source"), refuri=source))
    if license_ and license_.url:
        parts.append(nodes.reference("", license_.name, refuri=license_.url))
    elif license_:
        parts.append(nodes.Text(license_.name))
    if not parts:
        return []
    line = nodes.paragraph("", "", parts[0])
    if len(parts) > 1:
        line += [nodes.Text(" | "), parts[1]]
    return [line]


def level_of(node: nodes.Element) -> int:
    """Return the level of a heading in *node*, which depends on the enclosing sections."""
    return min(max(1 + depth_of(node), 2), 6)
