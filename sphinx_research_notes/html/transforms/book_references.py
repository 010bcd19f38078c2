"""In books, replace references to numbered objects in notes that are not in the book with plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...build.site import site_of
from ...doctree.excerpts import unnamed
from ...doctree.nodes import swap
from ...reading.backlinks import spoken
from ...reading.numbering import exercise, theorem_at
from ...state.records import pages

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class NumberBookReferences(SphinxPostTransform):
    """Insert numbers where Sphinx would leave the label, or LaTeX would print two question marks.

    Runs before the builders resolve references to equations (5).
    """

    builders = ("latex", "texinfo", "man")

    def run(self, **kwargs: Any) -> None:
        builder = site_of(self.env).builder
        for node in list(self.document.findall(addnodes.pending_xref)):
            docname = _numbered_in(self.env, node)
            page = pages(self.env).get(docname)
            if page is not None and page.notes and not _links(builder, docname, node):
                swap(node, nodes.Text(spoken(self.env, unnamed(node)) or node.astext()))


def _numbered_in(env: BuildEnvironment, node: addnodes.pending_xref) -> str:
    """Return the document with the numbered object that *node* refers to; ``""`` for other references."""
    target, domain = str(node.get("reftarget", "")), node.get("refdomain")
    if domain == "math":
        return env.domains.math_domain.equations.get(target, ("", 0))[0]
    if domain == "prf":
        return theorem_at(env, target)[0]
    if domain == "std" and (found := exercise(env, target)):
        return found[0]
    if domain == "std" and node.get("reftype") == "numref" and env.config.numfig:
        return env.domains.standard_domain.anonlabels.get(target, ("", ""))[0]
    return ""


def _links(builder: Builder, docname: str, node: addnodes.pending_xref) -> bool:
    """Return whether *builder* turns *node* into a link with the number of an object in *docname*."""
    if builder.name != "latex" and node.get("reftype") == "numref":
        return False  # The man and Texinfo writers print the format itself, ``Fig. %s`` (Sphinx 9.2).
    try:
        builder.get_target_uri(docname)
    except NoUri:
        return False
    return True
