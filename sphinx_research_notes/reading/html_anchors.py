"""Anchors that a text has in raw HTML: links to them lead there, as in the generator that a blog came from.

MyST knows the headings of a document as its slugs, and warns of links to everything else.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..state.read_state import read_state


class _Anchors(HTMLParser):
    """Gathers the ids of elements, and the names of ``a``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (name == "id" or (name == "name" and tag == "a")):
                self.found[value] = None


def anchors_of(html: str) -> list[str]:
    """The places in *html* that an address can name."""
    if "=" not in html:
        return []
    parser = _Anchors()
    parser.feed(html)
    return list(parser.found)


class NoteAnchors(SphinxTransform):
    """Makes such anchors of a note known to MyST, for links from here (879) and from other documents."""

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        if state.front is None and not state.entries:
            return
        found = [
            name for node in self.document.findall(nodes.raw) if node.get("format") == "html"
            for name in anchors_of(node.astext())
        ]  # fmt: skip
        if not found:
            return
        slugs: dict[str, Any] = getattr(self.document, "myst_slugs", {})
        # As MyST writes them down: line, id, title.
        slugs = {name: (0, name, f"#{name}") for name in found} | slugs
        self.document.myst_slugs = slugs  # type: ignore[attr-defined]
        self.env.metadata[self.env.docname]["myst_slugs"] = slugs
