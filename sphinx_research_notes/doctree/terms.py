"""The terms that the glossaries of a document define, each with its definition in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from .conditions import conditions_of
from .summary import plain

if TYPE_CHECKING:
    from collections.abc import Iterator


def terms_of(doctree: nodes.document) -> tuple[tuple[str, str, str], ...]:
    """Return the id, the name and the first paragraph of the definition of each term in *doctree*.

    With stand-ins for links whose text is not known yet, as :func:`.summary.lead_of` has them.
    """
    glossaries = list(doctree.findall(addnodes.glossary))
    return tuple(term for glossary in glossaries for term in _terms(glossary))


def _terms(glossary: addnodes.glossary) -> Iterator[tuple[str, str, str]]:
    for item in glossary.findall(nodes.definition_list_item):
        definitions = [child for child in item.children if isinstance(child, nodes.definition)]
        texts = [p for each in definitions for p in each.children if isinstance(p, nodes.paragraph)]
        if not texts or conditions_of(texts[0]):
            continue
        for term in item.children:
            if isinstance(term, nodes.term) and term["ids"]:
                yield str(term["ids"][0]), plain(term), plain(texts[0], marked=True)
