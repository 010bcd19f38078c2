"""Tables without a row, which end the build of Sphinx's LaTeX and text builders.

``LaTeXFootnoteVisitor.depart_table`` asks for the body of each table, and ``sphinx.writers.text.Table`` for
its first column. Markdown makes a table of nothing but a head, and a hidden part may have been all that a
table had. Checked on Sphinx 8.2 to 9.2; elsewhere the empty row does no harm. It can go when both take such
tables.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..activation import acts


class AddTableBodies(SphinxPostTransform):
    """Gives a table without a body an empty row, and takes out one without a column."""

    formats = ("latex", "text")

    def run(self, **kwargs: Any) -> None:
        for group in list(self.document.findall(nodes.tgroup)) if acts(self.env) else ():
            if not any(isinstance(child, nodes.colspec) for child in group.children):
                table = group.parent
                table.parent.remove(table)
            elif not any(isinstance(child, nodes.tbody) for child in group.children):
                columns = sum(isinstance(child, nodes.colspec) for child in group.children)
                entries = (nodes.entry("", nodes.paragraph()) for _ in range(columns))
                group += nodes.tbody("", nodes.row("", *entries))
