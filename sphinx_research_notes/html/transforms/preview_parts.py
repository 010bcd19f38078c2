"""What a link to a figure, a formula or a theorem shows on its card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ...constants import BEFORE, ELSEWHERE
from ...doctree.deferred import resolved_citation
from ...doctree.excerpts import TEX, TEX_END
from ...doctree.nodes import element, markup, repeated, swap, words_of
from ...doctree.parts import theorem_name
from ...math.renderer import formula_mathml
from ...model.taxonomy import first_words
from ..quotes import with_formulas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config

    from ...model.part import Part

#: The most that a card weighs: characters of text, each of a formula in TeX counting as ten.
_LONGEST = 600
#: The most characters of MathML.
_HEAVIEST = 1_200

_FORMULA = re.compile(f"({TEX}[^{TEX_END}]*{TEX_END})")

#: What a copy leaves out.
_DROPPED = (nodes.footnote_reference, nodes.target, nodes.system_message, addnodes.index, repeated)


def card_of(node: nodes.Element, config: Config) -> list[nodes.Node]:
    """Return what a card shows of *node*, a node of the page that :func:`~.parts.has_card`.

    Empty if that would be too much.
    """
    if isinstance(node, nodes.math_block):
        return _formula(node.astext(), node.get(BEFORE, ""), config)
    if isinstance(node, nodes.figure):
        captions = [each for each in node.children if isinstance(each, nodes.caption)]
        return [*_pictures(node), *_first(captions)]
    return [*_name(theorem_name(node)), *_first(node.findall(nodes.paragraph))]


def card_of_other(part: Part, config: Config) -> list[nodes.Node]:
    """Return what a card shows of *part*, of another page; empty if that would be too much."""
    if part.tex:
        return _formula(part.tex, part.before, config)
    shown: list[nodes.Node] = []
    if part.picture:
        # The page itself has no other use for the file, so that it is loaded with the card.
        candidates = dict(part.candidates)
        shown = [nodes.image("", alt="", uri=part.picture, candidates=candidates, loading="lazy")]
    text = with_formulas(_cut(part.text), config, part.before)
    return [*shown, *_name(part.name), *([markup(f"<span>{text}</span>")] if text else [])]


def _formula(tex: str, before: str, config: Config) -> list[nodes.Node]:
    html = formula_mathml(tex, before, config, display=True)
    return [markup(html)] if html and len(html) <= _HEAVIEST else []


def _name(name: str) -> list[nodes.Node]:
    return [element("", nodes.Text(name), tag="b")] if name else []


def _pictures(figure: nodes.figure) -> list[nodes.Node]:
    """Return the picture of *figure*, small."""
    for image in figure.findall(nodes.image):
        names = ("uri", "candidates", "original_uri")
        return [nodes.image("", alt="", **{name: image[name] for name in names if name in image})]
    return []


def _first(paragraphs: Iterable[nodes.Element]) -> list[nodes.Node]:
    """Return the first of *paragraphs*, without links and ids, shortened."""
    for paragraph in paragraphs:
        return [element("", *_shortened(_bare(paragraph)), tag="span")]
    return []


def _bare(paragraph: nodes.Element) -> list[nodes.Node]:
    """Return a copy of the content of *paragraph* without links and ids."""
    copy = paragraph.deepcopy()
    for node in list(copy.findall(nodes.Element)):
        node["ids"], node["names"] = [], []
        if node is copy:
            continue
        if isinstance(node, _DROPPED) or (isinstance(node, nodes.raw) and not isinstance(node, markup)):
            node.parent.remove(node)
        elif isinstance(node, resolved_citation):
            swap(node, nodes.Text(node.astext()))
        elif isinstance(node, markup):
            swap(node, nodes.Text(words_of(node.html)))
        elif isinstance(node, (nodes.reference, nodes.inline, element)):
            swap(node, *node.children)
        elif isinstance(node, nodes.math):
            node[ELSEWHERE] = True
    parts, copy.children = copy.children, []
    return parts


def _shortened(parts: list[nodes.Node]) -> list[nodes.Node]:
    """Return as many of *parts* as a card may hold."""
    shown: list[nodes.Node] = []
    left = _LONGEST
    for part in parts:
        weight = _weight(part)
        if weight > left:
            rest = first_words(part.astext(), left) if isinstance(part, nodes.Text) and left > 1 else "…"
            return [*shown, nodes.Text(f" {rest}")]
        shown.append(part)
        left -= weight
    return shown


def _cut(text: str) -> str:
    """Return as much of *text*, with marked formulas, as a card may hold."""
    shown, left = "", _LONGEST
    for part in _FORMULA.split(text):
        weight = 10 * len(part) if part.startswith(TEX) else len(part)
        if weight > left:
            rest = first_words(part, left) if not part.startswith(TEX) and left > 1 else "…"
            return f"{shown.rstrip()} {rest}"
        shown += part
        left -= weight
    return shown


def _weight(part: nodes.Node) -> int:
    formulas = part.findall(nodes.math) if isinstance(part, nodes.Element) else ()
    return len(part.astext()) + sum(9 * len(each.astext()) for each in formulas)
