"""The elements of Distill's template, which al-folio has for posts: citations, footnotes, formulas, code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.directives import cited

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_CITE = re.compile(
    r"""<d-cite\s+(?:bibtex-)?key\s*=\s*["'](?P<keys>[^"']*)["']\s*>\s*(?:</d-cite>|(?=[^<]))"""
)
_FOOTNOTE = re.compile(r"<d-footnote>(?P<text>.*?)</d-footnote>", re.DOTALL)
_MATH = re.compile(r"<d-math(?P<block>\s+block)?[^>]*>(?P<text>.*?)</d-math>", re.DOTALL)
_CODE = re.compile(
    r"""<d-code\s+(?P<block>block\s+)?language=["'](?P<name>[\w+-]+)["'][^>]*>(?P<text>.*?)</d-code>""",
    re.DOTALL,
)
_HOLDER = re.compile(
    r"<d-(?:footnote-list|citation-list|bibliography|appendix|contents)\b[^>]*>\s*(?:</d-[\w-]+>)?"
)


def rewrite_distill(source: Source, context: Context) -> None:
    """Rewrite the elements in *source*; footnotes go into *context*, for the end of the text."""
    source.sub(_CITE, lambda match: _cite(source, context, match))
    source.sub(_MATH, lambda match: _math(source, match), closing="</d-math>")
    source.sub(_CODE, lambda match: _code(source, match), closing="</d-code>")
    source.sub(_FOOTNOTE, lambda match: _footnote(source, context, match), closing="</d-footnote>")
    source.sub(_HOLDER, lambda match: _holder(source, match))


def _cite(source: Source, context: Context, match: re.Match[str]) -> str:
    keys = [key.strip() for key in match["keys"].split(",") if key.strip()]
    source.changed("<d-cite>", match.start(), ", ".join(keys))
    before = source.text[: match.start()]
    # Distill puts the mark right after a word.
    space = " " if re.search(r"[\w.,;:)\]\"'’”*]$", before) else ""
    return f"{space}{source.aside(cited([context.keys.get(key, key) for key in keys]))}"


def _footnote(source: Source, context: Context, match: re.Match[str]) -> str:
    source.changed("<d-footnote>", match.start())
    label = f"note-{len(context.footnotes) + 1}"
    text = " ".join(match["text"].split())
    context.footnotes.append(f"[^{label}]: {text}")
    return source.aside(f"[^{label}]")


def _math(source: Source, match: re.Match[str]) -> str:
    source.changed("<d-math>", match.start())
    body = match["text"].strip()
    return f"\n\n$$\n{body}\n$$\n\n" if match["block"] else f"$${body}$$"


def _code(source: Source, match: re.Match[str]) -> str:
    source.changed("<d-code>", match.start())
    code = match["text"].strip("\n")
    return source.aside(f"\n```{match['name']}\n{code}\n```\n" if match["block"] else f"`{code.strip()}`")


def _holder(source: Source, match: re.Match[str]) -> str:
    source.changed(match[0].split(">")[0].split()[0] + ">", match.start(), "made by itself")
    return ""
