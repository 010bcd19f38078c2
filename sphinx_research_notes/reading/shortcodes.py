"""Report shortcodes and tags of other generators, which Sphinx shows as text: once for each file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..diagnostics import warn
from ..state.records import page_of
from .address_links import is_in_entry
from .wikilinks import is_verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: The pattern and name of each syntax. Sets (``{{a}, {b}}``, ``{{ a, b }}``) and TeX don't match.
_FORMS = (
    (re.compile(r"\{\{[<%]\s*/?\s*[^\W_][\w./-]*"), "a Hugo shortcode"),
    (re.compile(r"(?<!\{)\{%[-+]?\s*[A-Za-z_]\w*(?=[\s%-])"), "a Jekyll or Jinja tag"),
    (
        re.compile(
            r"""\{\{-?(?:\s+[A-Za-z_]\w+(?:\.\w+|\[[^\[\]{}\n]*\])*(?:\s*\|[^{}\n]*)?\s*
            |[A-Za-z_]\w*(?:\.\w+)+[^{},\n]*|[A-Za-z_]\w*\s*\|[^{}\n]*
            |(?:embed|query|video|youtube|tweet|twitter|renderer)\b[^{}\n]*)-?\}\}""",
            re.VERBOSE,
        ),
        "a template variable",
    ),
    (
        re.compile(r"(?<!\{)\{:\s*(?:[.#][A-Za-z][\w-]*|toc\b|[\w-]+=)[^{}\n]{0,200}\}"),
        "a kramdown attribute list",
    ),
)
#: HTML elements with code or examples.
_CODE = r"<(?:code|pre|kbd|samp|script|style|template|textarea)\b"
_OPENS_CODE = re.compile(rf"{_CODE}[^<>]*>\s*", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_HOLDS_CODE = re.compile(_CODE, re.IGNORECASE)


def shortcodes_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the shortcodes and tags in *text*: position, text, and name of the syntax."""
    if "{{" not in text and "{%" not in text and "{:" not in text:
        return
    for pattern, syntax in _FORMS:
        for match in pattern.finditer(text):
            shown, closing = match[0], {"{{<": ">}}", "{{%": "%}}"}
            if not shown.endswith("}"):
                shown += f" {closing.get(shown[:3], '%}')}"
            yield match.start(), shown, syntax


def report_shortcodes(app: Sphinx, doctree: nodes.document) -> None:
    """``doctree-read``: report the shortcodes and tags left in the text of a note."""
    env = app.env
    page = page_of(env, env.docname)
    if page.head is None and not page.entries:
        return
    found = [
        (node, shown, syntax)
        for node, text in texts_in(doctree)
        if page.head is not None or is_in_entry(node)
        for _, shown, syntax in sorted(shortcodes_in(text))
    ]
    if not found:
        return
    node, shown, syntax = found[0]
    more = f" (and {len(found) - 1} more in this file)" if len(found) > 1 else ""
    expected = "expected Markdown" if not str(env.doc2path(env.docname)).endswith(".rst") else "expected text"
    message = f"{expected} or directives, found {shown!r}{more}, {syntax}; leaving it as text"
    warn("shortcode", message, node.parent if isinstance(node, nodes.Text) else node)


def texts_in(doctree: nodes.document) -> Iterator[tuple[nodes.Node, str]]:
    """Yield the text and raw HTML of *doctree* in pieces, each with a node for its line."""
    for node in doctree.findall():
        if isinstance(node, nodes.raw):
            html = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), node.astext())
            if "html" in node.get("format", "").split() and not _HOLDS_CODE.search(html):
                yield node, html
        elif isinstance(node, nodes.reference) and "{" in node.get("refuri", ""):
            yield node, node["refuri"]
        elif isinstance(node, nodes.Text) and "{" in node and not is_verbatim(node):
            before, after = _beside(node, -1), _beside(node, 1)
            if not _OPENS_CODE.fullmatch(before):
                # Without a space before its name, Markdown reads a Hugo shortcode as an HTML tag.
                yield node, str(node) + (after if node.endswith("{{") else "")


def _beside(node: nodes.Text, step: int) -> str:
    """Return the raw HTML right before or after *node*; empty if there is none."""
    place = next(i for i, each in enumerate(node.parent) if each is node) + step
    sibling = node.parent[place] if 0 <= place < len(node.parent) else None
    return sibling.astext() if isinstance(sibling, nodes.raw) else ""
