"""The text of an article: links with braces, then the passes over Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.attribute_lists import rewrite_attribute_lists
from ..markdown.code import set_code_aside
from ..markdown.dollars import rewrite_formulas
from ..markdown.html_blocks import keep_blocks_whole
from ..markdown.html_images import rewrite_html_images
from ..markdown.kramdown import rewrite_abbreviations
from ..markdown.limits import escape_marks_without_footnote, keep_within_limits
from ..markdown.links import rewrite_addresses
from ..mkdocs.blocks import rewrite_blocks
from ..records import Outcome
from .tags import rewrite_tags

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..markdown.source import Source
    from .config import Config

#: https://docs.getpelican.com/en/latest/content.html#linking-to-internal-content
LINK = re.compile(
    r"""(?:\{(?P<kind>filename|static|attach|tag|category|author|index)\}
    |\|(?P<old>filename|static|attach|tag|category|author|index)\|)(?P<path>[^\s)>"'\]`]*)""",
    re.VERBOSE,
)
_CODE = re.compile(
    r"^(?P<indent>[ ]{4,})(?::::(?P<name>[\w+-]+)|#!(?P<other>[\w+-]+))[ \t]*\n"
    r"(?P<body>(?:(?P=indent)[^\n]*\n|[ \t]*\n)+)",
    re.MULTILINE,
)
_MORE = re.compile(r"<!--[ \t]*(?:more|PELICAN_END_SUMMARY)[ \t]*-->")
_TOC = re.compile(r"^[ ]{0,3}\[TOC\][ \t]*$", re.MULTILINE)
_MARKDOWN = re.compile(r"(?P<tag><\w+\b[^<>\n]*?)\s+markdown(?:=[\"']?(?:block|span|1)[\"']?)?(?=[\s>])")
_BEGIN = re.compile(r"<!--[ \t]*PELICAN_BEGIN_SUMMARY[ \t]*-->\n?")


def rewrite_markdown(
    source: Source,
    link: Callable[[str, str], str | None],
    read: Callable[[str], str | None],
    table: Mapping[str, str],
    *,
    config: Config,
    single: bool,
    address: Callable[[str], str | None],
) -> None:
    """Rewrite the Markdown of an article.

    *link* returns what a link of a kind leads to here, *address* the same for one without braces; *single*:
    whether the site shows ``$…$`` as a formula.
    """
    source.sub(_BEGIN, lambda match: "")
    source.sub(_MORE, lambda match: "<!--more-->")
    if config.has_extension("admonition"):
        rewrite_blocks(source)
    source.sub(_CODE, lambda match: _code(source, match))
    set_code_aside(source)
    if config.has_extension("toc"):
        source.sub(_TOC, lambda match: _left_out(source, match))
    source.sub(LINK, lambda match: linked(source, match, link))
    rewrite_formulas(source, single=single)
    rewrite_tags(source, read, table)
    if config.has_extension("extra"):
        source.sub(_MARKDOWN, lambda match: f'{match["tag"]} markdown="1"')
        keep_blocks_whole(source)
        rewrite_attribute_lists(source)
    rewrite_html_images(source)
    rewrite_addresses(source, address)
    rewrite_abbreviations(source)
    escape_marks_without_footnote(source)
    keep_within_limits(source)


def linked(source: Source, match: re.Match[str], link: Callable[[str, str], str | None]) -> str:
    """Return the address for a link with braces; one that leads nowhere stays readable."""
    kind, path = match["kind"] or match["old"], match["path"]
    new = link(kind, path)
    if new is None:
        source.unknown(f"{{{kind}}}", match.start(), f"expected {path}, found nothing there")
        return path
    source.changed(f"{{{kind}}}", match.start(), new)
    return new


def _left_out(source: Source, match: re.Match[str]) -> str:
    source.found(Outcome.LEFT_OUT, "[TOC]", match.start(), "the page has its contents beside it")
    return ""


def _code(source: Source, match: re.Match[str]) -> str:
    """Return a block of code whose first line names its language, as Python-Markdown's codehilite has it."""
    source.changed("language in the first line of code", match.start())
    lines = [line.removeprefix(match["indent"]) for line in match["body"].rstrip("\n").split("\n")]
    text = "\n".join(lines).rstrip()
    return f"```{match['name'] or match['other']}\n{text}\n```\n\n"
