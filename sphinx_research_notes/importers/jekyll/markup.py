"""The text of a document, from Liquid and kramdown to MyST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.dollars import rewrite_formulas
from ..markdown.html_blocks import keep_blocks_whole, keep_code_whole
from ..markdown.html_images import rewrite_html_images
from ..markdown.kramdown import rewrite_kramdown, unescaped
from ..markdown.limits import keep_within_limits
from ..markdown.source import Source
from .distill import rewrite_distill
from .documents import HTML
from .liquid import run_liquid

if TYPE_CHECKING:
    from .config import Config
    from .context import Context

#: A link to the top of its page.
_NOWHERE = re.compile(r"(?<![!\\\]])\[(?P<text>[^\[\]\n]+)\]\(#\)")
#: A tag in a line of its own: MyST takes it for attributes, in which text between percent signs is a comment.
_TAG = re.compile(r"^(?P<before>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)(?=\{%[^\n]*\}[ \t]*$)", re.MULTILINE)
_MORE = re.compile(r"<!--\s*more\s*-->")
_MATH = re.compile(r"\b(?:math|mathjax|use_math|usemath|katex|latex|enable_math|tex)\b")


def rewritten(context: Context, config: Config, *, single_dollars: bool) -> Source:
    """Return the body of the document in *context*, rewritten, with what was found."""
    document = context.document
    source = Source(document.front.body, document.path, document.front.body_line)
    _excerpt(source, config)
    _strip_base(source, config)
    run_liquid(source, context)
    if document.suffix in HTML:
        keep_code_whole(source)
        return source
    rewrite_distill(source, context)
    if context.footnotes:
        source.append("\n".join(("", *context.footnotes, "")))
    rewrite_formulas(
        source,
        single=single_dollars,
        unescaped=unescaped if is_kramdown(config) else str,
        inline_doubles=is_kramdown(config),
    )
    if is_kramdown(config):
        options = config.values.get("kramdown")
        parses = isinstance(options, dict) and str(options.get("parse_block_html", "")).lower() == "true"
        keep_blocks_whole(source, parse_all=parses)
    rewrite_html_images(source)
    source.sub(_NOWHERE, lambda match: f'<a href="#">{match["text"]}</a>')
    if is_kramdown(config):
        rewrite_kramdown(source)
    keep_within_limits(source)
    source.sub(_TAG, lambda match: f"{match['before']}\\")
    return source


def is_kramdown(config: Config) -> bool:
    """Whether texts are in kramdown, which is Jekyll's default."""
    return config.text("markdown").lower() in {"", "kramdown"}


def _excerpt(source: Source, config: Config) -> None:
    """Write the mark at which an excerpt ends as it is here."""
    mark = config.text("excerpt_separator")
    pattern = re.compile(re.escape(mark)) if mark and mark.strip() else _MORE
    if pattern.fullmatch("<!--more-->") is None or pattern is _MORE:
        source.sub(pattern, lambda match: "<!--more-->")


def _strip_base(source: Source, config: Config) -> None:
    """Write links that name the path that the site is below as links within it."""
    if config.base:
        base = re.escape(config.base)
        source.sub(
            re.compile(rf"""(?:(?<=\]\()|(?<=src=["'])|(?<=href=["'])|(?<=\]:\s)){base}(?=/)"""),
            lambda match: "",
        )
