"""All checks, in their order; what the build itself reports comes before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import bibliography, feeds, formulas, images, leftovers, notes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .findings import Finding

    DocumentCheck = Callable[[BuildEnvironment, str, nodes.document], Iterator[Finding]]
    SiteCheck = Callable[[Sphinx], Iterator[Finding]]

#: The checks of a document that has just been read. Links are checked when all pages are written.
DOCUMENT_CHECKS: tuple[DocumentCheck, ...] = (
    leftovers.shortcodes,
    leftovers.wikilinks,
    formulas.prose,
    formulas.swallowed,
    images.alt_texts,
    images.wide,
)
#: The checks of the whole site.
SITE_CHECKS: tuple[SiteCheck, ...] = (
    notes.untitled,
    notes.undated,
    bibliography.unused_entries,
    feeds.authors,
    images.heavy,
)
