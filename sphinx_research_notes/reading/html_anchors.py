"""Make links to anchors in raw HTML and to entries work.

MyST knows the slugs of headings and the labels of a document, and warns about links to any other anchor.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..constants import ENTRY
from ..doctree.nodes import placeholder
from ..doctree.summary import lead_of
from ..model.taxonomy import first_words
from ..state.read_state import read_state

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Anchors(HTMLParser):
    """Collects the ids of elements, and the names of ``a`` elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                self.found[value] = None


def anchors_of(html: str) -> list[str]:
    """Return the anchors in *html*."""
    if "=" not in html:
        return []
    parser = _Anchors()
    parser.feed(html)
    return list(parser.found)


class NoteAnchors(SphinxTransform):
    """Registers a note's anchors with MyST, for links in this document (879) and others.

    Those are the anchors in its raw HTML, the comments on it, and the entries of a stream with their names.
    """

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None and not state.entries:
            return
        names = {
            name: f"#{name}" for node in self.document.findall(nodes.raw) if node.get("format") == "html"
            for name in anchors_of(node.astext())
        }  # fmt: skip
        names |= {name: f"#{name}" for name in _comments(self.document)}
        names |= dict(_entries(self.document)) if state.entries else {}
        if not names:
            return
        slugs: dict[str, Any] = getattr(self.document, "myst_slugs", {})
        # As MyST stores them: line, id, title.
        slugs = {name: (0, name, title) for name, title in names.items()} | slugs
        self.document.myst_slugs = slugs  # type: ignore[attr-defined]
        self.env.metadata[self.env.docname]["myst_slugs"] = slugs


def _comments(document: nodes.document) -> Iterator[str]:
    """Yield the ids of the comments in *document*, and those that they had elsewhere."""
    for node in document.findall(placeholder):
        if node["kind"] == "thread":
            from ..comments.records import comment_id  # As in `directives/comments.py`.

            queue = list(node["thread"].comments)
            for comment in queue:  # Grows during iteration.
                queue += comment.replies
                yield comment_id(node["anchor"], comment.id)
                yield from comment.anchors


def _entries(document: nodes.document) -> Iterator[tuple[str, str]]:
    """Yield the ids and the names of the entries in *document*."""
    for node in document.findall(nodes.Element):
        if ENTRY in node["classes"]:
            title = node[0].astext() if isinstance(node, nodes.section) else first_words(lead_of(node))
            yield from ((str(name), title or f"#{name}") for name in node["ids"])
