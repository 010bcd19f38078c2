"""Text in a few words: its lead, and a name for an untitled note."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..constants import ENTRY
from ..model import taxonomy
from ..model.date_formats import format_when
from ..model.dates import file_name_date
from ..model.reading_time import Length
from .conditions import CONDITIONAL
from .deferred import resolved_citation
from .excerpts import BLANK, SILENT, TEX, TEX_END, unnamed
from .nodes import around, repeated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..config import NotesConfig
    from ..model.note import FrontMatter


def lead_of(body: nodes.Element, *, marked: bool = False) -> str:
    """Return the plain text before ``<!--more-->``, or else of the first paragraph.

    *marked*: with stand-ins for links whose text is not known yet.
    """
    before: list[nodes.Node] = []
    texts = (text for node in before if _is_text(node, body) and (text := plain(node, marked=marked)))
    for node in body.findall():
        if isinstance(node, nodes.paragraph):
            before.append(node)
        elif isinstance(node, (nodes.comment, nodes.raw)) and _is_more(node):
            return " ".join(texts)
    # A page with a long list of notes has thousands of paragraphs.
    return next(texts, "")


@cache
def _word() -> re.Pattern[str]:
    """Return a pattern for a character of Chinese or Japanese, which have no spaces, or else for a word."""
    # Compiled on first use: such wide ranges take milliseconds, which most builds can save.
    return re.compile(r"([\u3040-\u30ff\u3400-\u9fff])|[^\W\u3040-\u30ff\u3400-\u9fff]+(?:['’-]\w+)*")


#: What has no words: code, formulas and marks.
_WORDLESS = (
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.comment,
    nodes.label,
    nodes.footnote_reference,
    nodes.system_message,
)


def length_of(body: nodes.Element) -> Length:
    """Return how many words, lines of code, formulas and so on *body* has."""
    # An item of the pattern's findall is a character, or empty for a word.
    found: list[str] = []
    counts = dict.fromkeys((nodes.math, nodes.math_block, nodes.image), 0)
    code_lines = 0
    for node in body.findall():
        if isinstance(node, (nodes.Text, resolved_citation)):
            if not isinstance(node.parent, _WORDLESS):
                text = node.words() if isinstance(node, resolved_citation) else node.astext()
                found += _word().findall(text)
        elif isinstance(node, nodes.literal_block):
            code_lines += sum(bool(line.strip()) for line in node.astext().splitlines())
        elif type(node) in counts:
            counts[type(node)] += 1
    words = found.count("")
    return Length(
        words=words,
        characters=len(found) - words,
        code_lines=code_lines,
        formulas=counts[nodes.math],
        displayed_formulas=counts[nodes.math_block],
        figures=counts[nodes.image],
    )


def _is_more(node: nodes.Element) -> bool:
    return node.astext().replace("<!--", "").replace("-->", "").strip().lower() == "more"


#: Content beside the text, parser messages, and content that only some builds show.
_BESIDE = (
    *CONDITIONAL,
    nodes.footnote,
    nodes.citation,
    nodes.sidebar,
    nodes.Admonition,
    nodes.topic,
    nodes.table,
    nodes.figure,
    nodes.field_list,
    nodes.system_message,
)


def _is_text(node: nodes.Node, body: nodes.Element) -> bool:
    """Return whether a paragraph is body text, not tags or in a footnote, aside, quotation or entry."""
    if isinstance(node, nodes.Element) and node["classes"] == ["tags"]:
        return False  # The tags of a page, from sphinx-tags.
    return not any(
        isinstance(parent, _BESIDE) or {ENTRY, "note-aside", "epigraph"}.intersection(parent["classes"])
        for parent in itertools.takewhile(lambda each: each is not body, around(node))
    )


def plain(node: nodes.Node, *, marked: bool = False) -> str:
    """Return the text of *node* without footnote marks, citations in brackets, and raw markup."""
    text = " ".join("".join(_texts(node, marked=marked)).split())
    return re.sub(r" ([,.;:!?])", r"\1", text)


def heading_text(title: nodes.Element) -> str:
    """Return the text of a heading, with its formulas as TeX between the marks of :mod:`.excerpts`."""
    return text_with_tex(title)


def text_with_tex(node: nodes.Element, *, marked: bool = False) -> str:
    """Return the text of *node* as :func:`plain` does, with its formulas as TeX between the marks."""
    copy = node.deepcopy()
    for formula in list(copy.findall(nodes.math)):
        formula.parent.replace(formula, nodes.Text(f"{TEX}{BLANK.join(formula.astext().split())}{TEX_END}"))
    return plain(copy, marked=marked)


def _texts(node: nodes.Node, *, marked: bool) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield str(node)
    elif isinstance(node, resolved_citation):
        yield node.running()
    elif isinstance(node, (*SILENT, *CONDITIONAL, repeated)) or _is_mark(node):
        return
    elif marked and (name := unnamed(node)):
        yield name
    else:
        for child in node.children:
            yield from _texts(child, marked=marked)


def _is_mark(node: nodes.Node) -> bool:
    """Return whether *node* is a badge or a citation."""
    if isinstance(node, addnodes.pending_xref):
        return bool(node.get("refdomain") == "cite")
    return isinstance(node, nodes.Element) and ("note-status" in node["classes"] or "cites" in node)


def name_from(body: nodes.Element, front: FrontMatter, docname: str, config: NotesConfig, locale: str) -> str:
    """Return the name of an untitled note: its first words, else its date, else its file name."""
    if words := taxonomy.first_words(lead_of(body)):
        return words
    when = front.date or file_name_date(stem_of(docname), config.zone)[0]
    return format_when(when, config.date_format, locale) if when else stem_of(docname)


def stem_of(docname: str) -> str:
    """Return the file name of a document; for a folder's ``index`` the name of the folder."""
    parts = docname.split("/")
    return parts[-2] if parts[-1] in {"index", "README"} and len(parts) > 1 else parts[-1]
