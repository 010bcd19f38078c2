"""Move embedded notes out of their paragraphs, and make links of those that stand where no block can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ...config import notes_config
from ...doctree.nodes import placeholder, swap
from ...model.wikilinks import Wikilink, split_target
from .rendering import pending_link

if TYPE_CHECKING:
    from collections.abc import Iterator


class PlaceEmbeds(SphinxTransform):
    """Divides each paragraph with an embedded note into the text before it, the note, and the text after it.

    Also removes the paragraphs that held nothing but the id of the block before them.
    """

    def apply(self, **kwargs: Any) -> None:
        if not notes_config(self.config).wikilinks:
            return
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.get("stray"):
                paragraph.parent.remove(paragraph)
        for node in list(self.document.findall(placeholder)):
            if node["kind"] != "embed":
                continue
            around: Any = node.parent
            if isinstance(around, nodes.paragraph) and not isinstance(around.parent, nodes.entry):
                swap(around, *_divided(around, node))
            elif isinstance(around, nodes.TextElement):
                link = split_target(node["target"])
                shown = Wikilink(link.path, link.part, node["text"])
                swap(node, pending_link(self.env, shown, node["written"]))


def _divided(paragraph: nodes.paragraph, node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what stands for *paragraph*: *node* in it, and its text before and after."""
    place = paragraph.index(node)
    before, after = paragraph.children[:place], paragraph.children[place + 1 :]
    for part in (before, [node], after):
        if part == [node]:
            yield node
        elif "".join(each.astext() for each in part).strip() or any(
            not isinstance(each, nodes.Text) for each in part
        ):
            half = nodes.paragraph(paragraph.rawsource)
            half.source, half.line = paragraph.source, paragraph.line
            half.extend(_stripped(part))
            yield half


def _stripped(part: list[nodes.Node]) -> list[nodes.Node]:
    """Return *part* of a paragraph without the line breaks at its ends."""
    result = list(part)
    if result and isinstance(result[0], nodes.Text):
        result[0] = nodes.Text(result[0].astext().lstrip())
    if result and isinstance(result[-1], nodes.Text):
        result[-1] = nodes.Text(result[-1].astext().rstrip())
    return result
