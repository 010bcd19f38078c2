"""Markup of other generators, which is shown as text: where it is, each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...reading.shortcodes import shortcodes_in, texts_in
from ...reading.wikilinks import wikilinks_in
from .findings import finding
from .places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from .findings import Finding


def shortcodes(env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Finding]:
    """Yield the shortcodes, tags and attribute lists that are left in *doctree*.

    The build reports the first in each note, and how many there are; of a page that is no note, nothing.
    """
    for node, text in texts_in(doctree):
        for start, shown, syntax in sorted(shortcodes_in(text)):
            message = f"expected text or directives, found {shown!r}, {syntax}; shown as text"
            yield finding("leftover", place_of(env, docname, node, text[:start]), message)


def wikilinks(env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Finding]:
    """Yield the wikilinks that are left in *doctree*, if it is Markdown."""
    if str(env.doc2path(docname)).endswith((".rst", ".rest")):
        return
    for node, start, link in wikilinks_in(doctree):
        message = f"expected a link, found the wikilink {link!r}; shown as text"
        yield finding("leftover", place_of(env, docname, node, str(node)[:start]), message)
