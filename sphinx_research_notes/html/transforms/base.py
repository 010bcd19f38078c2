"""What the late transforms share: the site, raw HTML, and the line at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...build.site import Site, site_of
from ...doctree.nodes import markup
from ...state.records import pages
from ..presenter import Presenter

if TYPE_CHECKING:
    from ...model.note import License


def raw(html: str, classes: tuple[str, ...] = ("no-search",)) -> markup:
    """*html* as a node, which search leaves out unless told otherwise."""
    return markup(html, classes=list(classes))


class NotesTransform(SphinxPostTransform):
    """What our post-transforms share: the site, and the documents that are assembled into this one."""

    @property
    def site(self) -> Site:
        return site_of(self.env)

    def apply(self, **kwargs: Any) -> None:
        """Run, where the builder is one for us; what fails says for which document."""
        try:
            super().apply(**kwargs)
        except Exception as error:
            error.add_note(f"while resolving {self.env.doc2path(self.env.docname, base=False)}")
            raise

    def parts(self) -> list[tuple[str, nodes.Element]]:
        """Each document in this tree with its root: builders of one file put many into one."""
        if self.site.paged:
            return [(self.env.docname, self.document)]
        files = list(self.document.findall(addnodes.start_of_file))
        for file in files:
            for child in file.children:
                # Sphinx hands the children over without telling them (``inline_all_toctrees``).
                child.parent = file
        return [(self.env.docname, self.document), *((file["docname"], file) for file in files)]

    def display(self, docname: str) -> Presenter:
        return Presenter(self.site, docname)


def owner(node: nodes.Node) -> nodes.Node | None:
    """The root of the document among several that *node* belongs to; None for the first of them."""
    parent = node.parent
    while parent is not None and not isinstance(parent, addnodes.start_of_file):
        parent = parent.parent
    return parent


def within(node: nodes.Node, root: nodes.Element) -> bool:
    """Whether *node* belongs to the document of *root* itself, not to one that it holds."""
    return owner(node) is (root if isinstance(root, addnodes.start_of_file) else None)


def source_and_license(display: Presenter) -> tuple[str, License | None]:
    """The source and the licence of the document that *display* shows; the site's where it names none."""
    page = pages(display.site.env).get(display.page)
    if page is not None and page.head is not None:
        return display.source(display.page, page.head.source), page.head.license
    return display.source(display.page), display.config.license


def source_line(display: Presenter) -> list[nodes.Node]:
    """``Source | License`` as a paragraph; nothing where neither is known."""
    parts: list[nodes.Node] = []
    source, terms = source_and_license(display)
    if source:
        parts.append(nodes.reference("", "Source", refuri=source))
    if terms and terms.url:
        parts.append(nodes.reference("", terms.name, refuri=terms.url))
    elif terms:
        parts.append(nodes.Text(terms.name))
    if not parts:
        return []
    line = nodes.paragraph("", "", parts[0])
    if len(parts) > 1:
        line += [nodes.Text(" | "), parts[1]]
    return [line]


def level_of(node: nodes.Element) -> int:
    """The level of a heading in *node*, by the sections around it."""
    depth, parent = 1, node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return min(max(depth, 2), 6)
