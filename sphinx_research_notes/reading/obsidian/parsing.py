"""Add Obsidian's syntax to a parser that MyST has made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ...config import notes_config
from . import formulas, inline
from .callouts import callouts
from .footnotes import inline_footnote
from .rendering import RENDERERS

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from sphinx.environment import BuildEnvironment


def extend(md: MarkdownIt, env: BuildEnvironment) -> None:
    """Add to *md*, for a document of *env*, the syntax that the options ask for."""
    config = notes_config(env.config)
    if config.line_breaks:
        md.core.ruler.after("inline", "line_breaks", inline.line_breaks)
    if not (config.wikilinks or config.inline_tags):
        return
    if config.wikilinks:
        formulas.extend(md)
        md.inline.ruler.before("link", "inline_footnote", inline_footnote)
        md.inline.ruler.before("link", "wikilink", inline.wikilink)
        md.inline.ruler.before("emphasis", "highlight", inline.highlight)
        md.core.ruler.after("block", "callouts", callouts)
        md.core.ruler.after("inline", "block_ids", inline.block_ids)
        md.core.ruler.after("inline", "picture_sizes", inline.picture_sizes)
        # MyST's own rule knows the types of GitHub only, and no titles.
        md.options["alerts"] = False
    if config.inline_tags:
        md.inline.ruler.push("inline_tag", inline.tag)
    renderer: Any = md.renderer
    for name, render in RENDERERS.items():
        renderer.rules[f"render_{name}"] = partial(render, renderer, env)
