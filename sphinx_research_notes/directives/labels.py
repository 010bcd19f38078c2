"""``{tag}``, ``{category}``, ``{author}``: links to the list of a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxRole

from ..config import notes_config
from ..doctree.nodes import label_link
from ..state.read_state import read_state

if TYPE_CHECKING:
    from docutils import nodes


class LabelRole(SphinxRole):
    """Refers to a label of one kind; the link is resolved once all notes are known."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        label = " ".join(self.text.split())
        if self.kind == "authors":
            author = notes_config(self.config).authors.get(label)
            label = author.name if author else label
        read_state(self.env).labels.append((self.kind, label))
        node = label_link("", label, kind=self.kind, label=label)
        self.set_source_info(node)
        return [node], []
