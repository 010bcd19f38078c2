"""Make links to anchors in raw HTML work, as in the blog's former generator.

MyST knows the slugs of headings, and warns about links to any other anchor.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..state.read_state import read_state


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
    """Registers the anchors in a note's raw HTML with MyST, for links in this document (879) and others."""

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None and not state.entries:
            return
        anchors = [
            name for node in self.document.findall(nodes.raw) if node.get("format") == "html"
            for name in anchors_of(node.astext())
        ]  # fmt: skip
        if not anchors:
            return
        slugs: dict[str, Any] = getattr(self.document, "myst_slugs", {})
        # As MyST stores them: line, id, title.
        slugs = {name: (0, name, f"#{name}") for name in anchors} | slugs
        self.document.myst_slugs = slugs  # type: ignore[attr-defined]
        self.env.metadata[self.env.docname]["myst_slugs"] = slugs
