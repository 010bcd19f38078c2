"""Prose that became a formula because of its dollar signs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from .findings import finding
from .places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from .findings import Finding

_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}(?![A-Za-z(])")
#: A command with its argument, which may be text.
_COMMAND = re.compile(r"\\[A-Za-z]+\*?\s*(?:\{[^{}]*\})?|%.*")
#: More words than a formula has beside its commands.
_MANY = 8
#: Names of functions and units, and words that people write between formulas without marking them as text.
_MATHEMATICAL = frozenset(
    "arg cos cosh cot det dim div else exp gcd grad hom if inf iff ker lcm lim ln log max min mod otherwise"
    " rank sgn sin sinh sup tan tanh tr var cov st cm db ev fm gb gev ghz hz kb kev kg khz km kpc kw mb mev"
    " mg mhz ml mm mol mpc ms mw nm ns pa pc rad sr tb tev".split()
)


def prose(env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Finding]:
    """Yield the formulas in *doctree* that are prose; of each paragraph the first, which explains others."""
    said: set[nodes.Node] = set()
    for node in doctree.findall(nodes.math):
        if node.parent in said:
            continue
        text, before = node.astext(), _text_before(node)
        shown = " ".join(text.split())
        shown = f"{shown[:40]}…" if len(shown) > 40 else shown
        if before.endswith("$") and not before.endswith("\\$"):
            message = (
                f"expected one dollar sign on each side of a formula within a line, found '$${shown}';"
                " what comes after it becomes a formula"
            )
        elif is_prose(text):
            message = f"expected a formula, found {shown!r} between dollar signs; write \\$ for an amount"
        else:
            continue
        said.add(node.parent)
        yield finding("formula", place_of(env, docname, node), message)


def swallowed(env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Finding]:
    """Yield the displayed formulas in *doctree* that have paragraphs of prose in them."""
    for node in doctree.findall(nodes.math_block):
        if has_paragraphs(node.astext()):
            message = "expected a formula between '$$' and '$$', found paragraphs of text; is a '$$' missing?"
            yield finding("formula", place_of(env, docname, node), message)


def has_paragraphs(tex: str) -> bool:
    """Return whether *tex*, a displayed formula, has a blank line and beside it more words than a formula."""
    if not re.search(r"\n\s*\n", tex):
        return False
    words = [word for word in _WORD.findall(_COMMAND.sub(" ", tex)) if word.lower() not in _MATHEMATICAL]
    return len(words) >= _MANY


def is_prose(tex: str) -> bool:
    """Return whether *tex*, a formula within a line, looks like a piece of a sentence."""
    if any(sign in tex for sign in "\\^_={}&"):
        return False
    words = [word for word in _WORD.findall(tex) if word.lower() not in _MATHEMATICAL]
    # No one writes a space beside the dollar sign of a formula, but after a word there is one.
    is_loose = tex != tex.strip()
    is_amount = tex[:1].isdigit()
    return len(words) >= (1 if is_loose else 2 if is_amount else 4)


def _text_before(node: nodes.Node) -> str:
    """Return the text right before *node*."""
    place = node.parent.index(node)
    before = node.parent[place - 1] if place else None
    return before.astext() if isinstance(before, nodes.Text) else ""
