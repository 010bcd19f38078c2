"""Tables of nothing but a head, on which Sphinx's LaTeX builder ends the build, get an empty row.

``LaTeXFootnoteVisitor.depart_table`` asks for the body of each table. Markdown makes a table without one,
and so does a hidden part in its only row. Checked on Sphinx 8.2 to 9.2; elsewhere the row does no harm. It
can go when that visitor takes a table without a body.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..activation import acts


class AddTableBodies(SphinxPostTransform):
    """Before LaTeX's footnotes are gathered (600)."""

    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for group in self.document.findall(nodes.tgroup) if acts(self.env) else ():
            if not any(isinstance(child, nodes.tbody) for child in group.children):
                columns = sum(isinstance(child, nodes.colspec) for child in group.children)
                entries = (nodes.entry("", nodes.paragraph()) for _ in range(columns))
                group += nodes.tbody("", nodes.row("", *entries))
