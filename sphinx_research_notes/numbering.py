"""Numbers of figures, tables, code, equations and theorems in notes, which need no toctree to have them.

Sphinx numbers what its toctrees reach (``TocTreeCollector.assign_figure_numbers``). All that looks a number
up finds it in ``env.toc_fignumbers``, so that is where those of notes go, note by note.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.domains.std import StandardDomain

from .desk import ENTRY, anchor_of
from .store import pages

if TYPE_CHECKING:
    from collections.abc import Container

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Something that can have a number: the anchor of the entry that it stands in, its kind, its id.
Numbered = tuple[str, str, str]


def numbered(env: BuildEnvironment, doctree: nodes.document, entries: Container[str]) -> tuple[Numbered, ...]:
    """What in *doctree*, with the anchors of its *entries*, gets a number, in the order of the text."""
    if not env.config.numfig:
        return ()
    domains = list(env.domains.sorted())
    kinds = {kind for domain in domains for kind in domain.enumerable_nodes}
    found = doctree.findall(lambda node: type(node) in kinds)
    return tuple(
        (_entry(node, entries), kind, str(node["ids"][0]))
        for node in found
        if isinstance(node, nodes.Element) and node["ids"] and (kind := _kind(domains, node))
    )


def _kind(domains: list[Any], node: nodes.Element) -> str:
    """What Sphinx numbers *node* as; empty for what has no number."""
    for domain in domains:
        kind = domain.get_enumerable_node_type(node)
        if kind and not (isinstance(domain, StandardDomain) and not domain.get_numfig_title(node)):
            return str(kind)
    return ""


def _entry(node: nodes.Node, entries: Container[str]) -> str:
    """The anchor of the entry that *node* stands in; empty where it stands in none."""
    parent = node.parent
    while parent is not None:
        if ENTRY in parent["classes"] and (anchor := anchor_of(parent)) in entries:
            return anchor
        parent = parent.parent
    return ""


def number_equations(env: BuildEnvironment, doctree: nodes.document, entries: Container[str]) -> None:
    """Number the equations of a document with *entries* note by note; Sphinx counts by documents."""
    known: dict[str, tuple[str, int]] = env.domains.math_domain.equations
    counted: Counter[str] = Counter()
    for node in doctree.findall(nodes.math_block):
        label = node.get("label")
        if label and node.get("number") and known.get(label, ("",))[0] == env.docname:
            entry = _entry(node, entries)
            counted[entry] += 1
            node["number"] = counted[entry]
            known[label] = (env.docname, counted[entry])


def number_notes(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: number what is in notes and streams that Sphinx has found in no toctree.

    After Sphinx, which begins anew in each build. Which pages show other numbers now, their views tell.
    """
    if env.config.numfig:
        for docname, page in pages(env).items():
            if page.numbered and docname not in env.toc_fignumbers:
                env.toc_fignumbers[docname] = _numbers(page.numbered)
    return []


def _numbers(found: tuple[Numbered, ...]) -> dict[str, dict[str, tuple[int, ...]]]:
    """The number of each id, by kind: from 1 in each note."""
    numbers: dict[str, dict[str, tuple[int, ...]]] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for entry, kind, name in found:
        counted[entry, kind] += 1
        numbers.setdefault(kind, {})[name] = (counted[entry, kind],)
    return numbers


def numbers_at(env: BuildEnvironment, docname: str, prefix: str) -> dict[str, dict[str, tuple[int, ...]]]:
    """The numbers of *docname* for ids that begin with *prefix*, as on a page that shows it too."""
    numbers: dict[str, Any] = env.toc_fignumbers.get(docname, {})
    return {kind: {prefix + name: each for name, each in ids.items()} for kind, ids in numbers.items()}


def setup_numbering(app: Sphinx) -> None:
    """Connect it: before the pages are found that show other numbers now."""
    app.connect("env-get-updated", number_notes)
