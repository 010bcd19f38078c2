"""Tables without rows, which crash Sphinx's LaTeX and text builders.

``LaTeXFootnoteVisitor.depart_table`` expects every table to have a body, ``sphinx.writers.text.Table`` a
first column. A Markdown table may have only a header row, and all of a table's content may have been
hidden (https://github.com/sphinx-doc/sphinx/issues/11751, https://github.com/sphinx-doc/sphinx/pull/14291).
Checked on Sphinx 8.2 to 9.2; on a fixed version, the added empty row does no harm. It can go when both
accept such tables.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..activation import acts
from .application import app_of


class AddTableBodies(SphinxPostTransform):
    """Remove tables without columns; in LaTeX, add an empty row to each table without a body.

    Runs before the LaTeX builder collects footnotes (600).
    """

    formats = ("latex", "text")

    def run(self, **kwargs: Any) -> None:
        in_latex = app_of(self.env).builder.format == "latex"
        for group in list(self.document.findall(nodes.tgroup)) if acts(self.env) else ():
            if not any(isinstance(child, nodes.colspec) for child in group.children):
                table = group.parent
                table.parent.remove(table)
            elif in_latex and not any(isinstance(child, nodes.tbody) for child in group.children):
                columns = sum(isinstance(child, nodes.colspec) for child in group.children)
                entries = (nodes.entry("", nodes.paragraph()) for _ in range(columns))
                group += nodes.tbody("", nodes.row("", *entries))
