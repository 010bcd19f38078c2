"""``{source-license}``: the block ``Source | License``, placed by the author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from ..constants import LICENSE
from ..doctree.nodes import element, placeholder

if TYPE_CHECKING:
    from docutils import nodes


class SourceLicense(SphinxDirective):
    """Places the block here instead of at the foot of the note."""

    def run(self) -> list[nodes.Node]:
        node = placeholder(kind="source-license")
        self.set_source_info(node)
        return [element("", node, tag="div", classes=[LICENSE])]
