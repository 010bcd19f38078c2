"""The text of a page, from shortcodes and Goldmark's Markdown to MyST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.code import set_code_aside
from ..markdown.dollars import rewrite_formulas, unescaped
from ..markdown.emoji import rewrite_emoji
from ..markdown.html_blocks import keep_code_whole
from ..markdown.html_images import rewrite_html_images
from ..markdown.limits import keep_within_limits
from ..markdown.source import ASIDE, Source
from ..records import Outcome
from .blocks import (
    rewrite_alerts,
    rewrite_block_attributes,
    rewrite_fences,
    rewrite_heading_attributes,
)
from .documents import HTML
from .hooks import follow_hooks
from .inclusions import include_pages
from .shortcodes import run_highlights, run_shortcodes, show_escaped, take_comments_out
from .toggles import write_toggles

if TYPE_CHECKING:
    from .config import Config
    from .context import Context

_MORE = re.compile(r"<!--\s*more\s*-->")
#: Formulas that Goldmark passes on as they are.
_PASSED = (
    re.compile(r"(?<!\\)\\\((?P<body>.+?)\\\)", re.DOTALL),
    re.compile(r"(?<!\\)\\\[(?P<body>.+?)\\\]", re.DOTALL),
)


def rewritten(context: Context, config: Config, *, single_dollars: bool) -> Source:
    """Return the body of the page in *context*, rewritten, with what was found."""
    document = context.document
    source = Source(document.front.body, document.file, document.front.body_line)
    source.sub(_MORE, lambda match: "<!--more-->")
    include_pages(source, context)
    take_comments_out(source)
    show_escaped(source)
    run_highlights(source)
    write_toggles(source, context)
    if document.suffix in HTML:
        keep_code_whole(source)
    else:
        rewrite_fences(source)
    set_code_aside(source, html=document.suffix in HTML)
    if not config.is_on("markup.goldmark.renderer.unsafe") and document.suffix not in HTML:
        source.sub(ASIDE, lambda match: _comment(source, match))
    if config.is_on("enableemoji"):
        rewrite_emoji(source)
    run_shortcodes(source, context)
    set_code_aside(source, html=document.suffix in HTML)
    if document.suffix in HTML:
        return source
    if config.is_on("markup.goldmark.extensions.passthrough.enable"):
        for place, pattern in enumerate(_PASSED):
            source.sub(pattern, lambda match, place=place: _passed(source, match, block=bool(place)))  # type: ignore[misc]
    is_passed = config.is_on("markup.goldmark.extensions.passthrough.enable")
    rewrite_formulas(source, single=single_dollars, unescaped=str if is_passed else unescaped)
    follow_hooks(source, context)
    rewrite_html_images(source)
    rewrite_heading_attributes(source)
    if config.is_on("markup.goldmark.parser.attribute.block"):
        rewrite_block_attributes(source)
    rewrite_alerts(source)
    keep_within_limits(source)
    return source


def _comment(source: Source, match: re.Match[str]) -> str | None:
    """Leave out a comment of HTML, which Goldmark leaves out unless HTML is allowed."""
    if not source.restored(match[0]).startswith("<!--") or source.restored(match[0]) == "<!--more-->":
        return None
    source.found(Outcome.LEFT_OUT, "<!-- … -->", match.start(), "Hugo leaves comments out")
    return ""


def _passed(source: Source, match: re.Match[str], *, block: bool) -> str:
    source.changed(r"\[…\]" if block else r"\(…\)", match.start(), "a formula between dollar signs")
    body = match["body"].strip()
    return source.aside(f"$$\n{body}\n$$" if block else f"${body}$")
