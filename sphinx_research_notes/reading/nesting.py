"""Prepare MyST's parsers: for deeper lists and quotations, formulas, and the Markdown of Obsidian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._upstream.first_formulas import find_first_formulas
from .._upstream.markdown_nesting import deeper_parsers
from ..state.read_state import read_state
from .obsidian import parsing as obsidian

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from markdown_it import MarkdownIt
    from sphinx.application import Sphinx


def deep_nesting(app: Sphinx) -> AbstractContextManager[None]:
    """Let the parsers accept deeper nesting in notes, and Obsidian's syntax, while documents are read."""

    def extend(md: MarkdownIt) -> None:
        find_first_formulas(md)
        obsidian.extend(md, app.env)

    return deeper_parsers(app, lambda: read_state(app.env).front is not None, extend)
