"""The text of a document, from Quarto's Markdown to MyST."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.code import set_code_aside, set_comments_aside
from ..markdown.dollars import rewrite_formulas
from ..markdown.headings import keep_anchors, pandoc_id
from ..markdown.html_images import rewrite_html_images
from ..markdown.limits import keep_within_limits
from ..markdown.links import rewrite_addresses
from ..markdown.source import ASIDE, Source
from .cells import hides_code, rewrite_cells
from .citations import rewrite_citations
from .divs import rewrite_divs
from .figures import label_formulas, rewrite_figures
from .html import separate_markdown
from .results import put_results
from .shortcodes import fill_values, include_files, rewrite_shortcodes
from .spans import number_lists, rewrite_spans
from .tables import rewrite_drawn_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..documents import Links
    from .context import Context

_LABELS_OF_DIVS = re.compile(r"^[ \t]*:{3,}[ \t]*\{[^}\n]*#(?P<id>[a-z]{3}-[\w:.-]+)", re.MULTILINE)

#: HTML that has a label: docutils writes the name of raw text only if it has a class, too.
_NAMED_HTML = re.compile(
    r"^(?P<target>[ \t]*\([^()\n]+\)=\n(?:[ \t]*\n)*)"
    rf"(?P<html>[ \t]*(?:{ASIDE.pattern}|`{{3,}}\{{raw\}} html\n))",
    re.MULTILINE,
)
_RAW = re.compile(r"(?P<indent>[ \t]*)`{3,}\{raw\} html\n(?![ \t]*:class:)")


def rewritten(context: Context, body: str, lines: Sequence[int], links: Links) -> Source:
    """Return *body* rewritten, with what was found; *lines*: where each of its lines is in the file."""
    source = Source(body, context.document.path, lines=lines)
    set_comments_aside(source)
    include_files(source, context)
    set_comments_aside(source)
    put_results(source, context.results)
    context.hides_code = hides_code(source.text, context)
    fill_values(source, context)
    rewrite_cells(source, context)
    rewrite_drawn_tables(source)
    set_code_aside(source)
    separate_markdown(source)
    number_lists(source)
    label_formulas(source, context)
    rewrite_formulas(source, single=True)
    rewrite_shortcodes(source, context)
    _label_divs(source, context)
    rewrite_figures(source, context)
    rewrite_citations(source, context)
    rewrite_spans(source, context)
    rewrite_html_images(source)
    _rewrite_links(source, context, links)
    rewrite_divs(source, context)
    source.sub(_NAMED_HTML, lambda match: _with_name(source, match))
    keep_anchors(source, context.anchors, pandoc_id)
    if context.footnotes:
        source.append("\n".join(("", *context.footnotes, "")))
    keep_within_limits(source)
    return source


def _with_name(source: Source, match: re.Match[str]) -> str | None:
    text = source.restored(match["html"])
    raw = _RAW.match(text)
    if raw is None:
        return None
    named = f"{raw[0]}{raw['indent']}:class: figure\n{text[raw.end() :]}"
    return f"{match['target']}{source.aside(named)}"


def _label_divs(source: Source, context: Context) -> None:
    """Know the labels of divs before references to them are read."""
    words = {"fig": "the figure", "tbl": "the table"}
    for match in _LABELS_OF_DIVS.finditer(source.text):
        text = words.get(match["id"][:3], "the box")
        context.references.setdefault(match["id"], f"{{ref}}`{text} <{context.label(match['id'])}>`")


def _rewrite_links(source: Source, context: Context, links: Links) -> None:
    """Write links to other sources as links to the documents here."""

    def found(address: str) -> str | None:
        # A feed is no document, but a build makes it where it was.
        feed = context.feeds.get(context.path(address))
        return feed or links.found(context.document, address)

    rewrite_addresses(source, found)
