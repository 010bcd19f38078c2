"""The figures, formulas and theorems of a document, for the cards of links to them on other pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docutils import nodes

from ..model.part import Part
from .conditions import conditions_of
from .summary import text_with_tex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: Formulas with more characters of TeX are too long for a card.
_LONGEST = 600


#: The pictures that browsers show as they are; what is converted is so on its own page only.
_SHOWN = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


def has_card(node: nodes.Node) -> bool:
    """Return whether *node* is a figure, a formula or a theorem (of sphinx-proof)."""
    return isinstance(node, (nodes.figure, nodes.math_block)) or (
        isinstance(node, nodes.Element) and "realtype" in node.attributes
    )


def theorem_name(theorem: nodes.Element) -> str:
    """Return the name of *theorem*; empty if it has none."""
    titles = [each for each in theorem.children if isinstance(each, nodes.title)]
    return titles[0].astext().strip().removeprefix("(").removesuffix(")") if titles else ""


def parts_of(doctree: nodes.document, before: Mapping[nodes.Element, str]) -> tuple[Part, ...]:
    """Return the figures, formulas and theorems of *doctree* that links can name, except under conditions.

    *before*: the definitions of macros before each formula.
    """
    return tuple(_parts(doctree, before))


def _parts(doctree: nodes.document, before: Mapping[nodes.Element, str]) -> Iterator[Part]:
    for node in doctree.findall(has_card):
        assert isinstance(node, nodes.Element)
        named = node["names"] or node.get("label")
        if not node["ids"] or not named or conditions_of(node):
            continue
        formulas = node.findall(lambda each: isinstance(each, (nodes.math, nodes.math_block)))
        defined = next((before.get(each, "") for each in formulas), "")  # type: ignore[call-overload]
        part = Part(ids=tuple(map(str, node["ids"])), before=defined)
        if isinstance(node, nodes.figure):
            text = _first(each for each in node.children if isinstance(each, nodes.caption))
            yield _with_picture(replace(part, text=text), node)
        elif not isinstance(node, nodes.math_block):
            yield replace(part, name=theorem_name(node), text=_first(node.findall(nodes.paragraph)))
        elif len(tex := node.astext()) <= _LONGEST:
            yield replace(part, tex=tex)


def _with_picture(part: Part, figure: nodes.figure) -> Part:
    """Return *part* with the picture of *figure*, if that is a file of the project."""
    for image in figure.findall(nodes.image):
        # A card makes no request to another host.
        if "://" not in image["uri"] and not conditions_of(image):
            candidates: Iterable[tuple[str, str]] = image.get("candidates", {}).items()
            named = ((str(kind), str(path)) for kind, path in candidates)
            pictures = tuple(sorted(each for each in named if each[1].lower().endswith(_SHOWN)))
            return replace(part, picture=str(image["uri"]), candidates=pictures) if pictures else part
        break
    return part


def _first(paragraphs: Iterable[nodes.Element]) -> str:
    """Return the text of the first of *paragraphs*; empty if there is none, or only under conditions."""
    for paragraph in paragraphs:
        return "" if conditions_of(paragraph) else text_with_tex(paragraph, marked=True)
    return ""
