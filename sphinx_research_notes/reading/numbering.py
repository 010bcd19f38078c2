"""Number figures, tables, code, equations and theorems in notes that are in no toctree.

Sphinx only numbers documents that its toctrees reach (``TocTreeCollector.assign_figure_numbers``). All
references look numbers up in ``env.toc_fignumbers``, so the numbers of notes are put there, note by note.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.locale import get_translation

from ..constants import anchor_of
from ..doctree.nodes import around
from ..state.records import page_of, pages

if TYPE_CHECKING:
    from collections.abc import Container

    from sphinx.environment import BuildEnvironment

#: A node that can have a number: the anchor of its entry, its kind, and its ids.
Numbered = tuple[str, str, tuple[str, ...]]


def numbered(env: BuildEnvironment, doctree: nodes.document, entries: Container[str]) -> tuple[Numbered, ...]:
    """Return what can be numbered in *doctree*, in order; *entries*: the anchors of its entries."""
    if not env.config.numfig:
        return ()
    domains = list(env.domains.sorted())
    kinds = {kind for domain in domains for kind in domain.enumerable_nodes}
    found = doctree.findall(lambda node: type(node) in kinds)
    return tuple(
        (_entry(node, entries), kind, tuple(map(str, node["ids"])))
        for node in found
        if isinstance(node, nodes.Element) and node["ids"] and (kind := _kind(domains, node))
    )


def _kind(domains: list[Any], node: nodes.Element) -> str:
    """Return the kind that Sphinx numbers *node* as; empty if it has no number."""
    for domain in domains:
        kind = domain.get_enumerable_node_type(node)
        if kind and not (isinstance(domain, StandardDomain) and not domain.get_numfig_title(node)):
            return str(kind)
    return ""


def _entry(node: nodes.Node, entries: Container[str]) -> str:
    """Return the anchor of the entry that *node* is in; empty if it is in none."""
    return next((anchor for each in around(node) if (anchor := anchor_of(each)) in entries), "")


def number_equations(env: BuildEnvironment, doctree: nodes.document, entries: Container[str]) -> None:
    """Number the equations of a document note by note, by its *entries*; Sphinx counts by document."""
    known: dict[str, tuple[str, int]] = env.domains.math_domain.equations
    counted: Counter[str] = Counter()
    for node in doctree.findall(nodes.math_block):
        label = node.get("label")
        if label and node.get("number") and known.get(label, ("",))[0] == env.docname:
            entry = _entry(node, entries)
            counted[entry] += 1
            node["number"] = counted[entry]
            known[label] = (env.docname, counted[entry])


def number_notes(env: BuildEnvironment) -> None:
    """Number the content of notes that are in no toctree; recomputed in each build."""
    if env.config.numfig:
        for docname, page in pages(env).items():
            if page.numbered and docname not in env.toc_fignumbers:
                env.toc_fignumbers[docname] = _numbers(page.numbered)


def _numbers(found: tuple[Numbered, ...]) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return the number of each id, by kind; each note starts at 1."""
    numbers: dict[str, dict[str, tuple[int, ...]]] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for entry, kind, names in found:
        counted[entry, kind] += 1
        numbers.setdefault(kind, {})[names[0]] = (counted[entry, kind],)
    return numbers


def numbers_at(env: BuildEnvironment, docname: str, prefix: str) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return the numbers of *docname* with *prefix* before each id, as on a page that embeds it."""
    numbers: dict[str, Any] = env.toc_fignumbers.get(docname, {})
    return {kind: {prefix + name: each for name, each in ids.items()} for kind, ids in numbers.items()}


def numbered_as(env: BuildEnvironment, label: str, form: str = "") -> str:
    """Return the text of a ``numref`` to *label*, in the format *form* if given; empty for none."""
    standard = env.domains.standard_domain
    docname, name, title = standard.labels.get(label) or (*standard.anonlabels.get(label, ("", "")), "")
    kind, number = number_of(env, docname, name)
    form = form or str(env.config.numfig_format.get(kind, ""))
    if not env.config.numfig or not kind or not number or ("{name}" in form and not title):
        return ""
    text = ".".join(map(str, number))
    try:
        return form.format(name=title, number=text) if "{" in form else form % text
    except (KeyError, IndexError, TypeError, ValueError):
        return ""  # Sphinx reports the error in the format.


def number_of(env: BuildEnvironment, docname: str, name: str) -> tuple[str, tuple[int, ...]]:
    """Return the kind and number of the id *name* in *docname*; empty if it has none."""
    known: dict[str, Any] = env.toc_fignumbers.get(docname, {})
    names = next((ids for _, _, ids in page_of(env, docname).numbered if name in ids), (name,))
    for kind, ids in known.items():
        if names[0] in ids:
            return kind, ids[names[0]]
    sections: dict[str, Any] = env.toc_secnumbers.get(docname, {})
    number = sections.get(f"#{name}", sections.get("")) if name else None
    return ("section", tuple(number)) if number else ("", ())


# Data of sphinx-proof (0.4) and sphinx-exercise (1.2), kept beside the numbers.


def theorem_at(env: BuildEnvironment, label: str) -> tuple[str, str]:
    """Return the document of the theorem *label*, and the text of a reference to it; empty for none."""
    known: dict[str, Any] = getattr(env, "proof_list", {}).get(label, {})
    if not known:
        return "", ""
    numbers = env.toc_fignumbers.get(known["docname"], {}).get(known["countertype"], {})
    text = ".".join(map(str, numbers.get(label, ())))
    return str(known["docname"]), f"{get_translation('proof')(known['realtype'].title())} {text}".strip()


def exercise(env: BuildEnvironment, label: str) -> tuple[str, str] | None:
    """Return the document of the numbered exercise *label*, and the text of a reference to it."""
    known: dict[str, Any] = getattr(env, "sphinx_exercise_registry", {}).get(label, {})
    text = numbered_as(env, label) if known else ""
    return (str(known["docname"]), text) if text else None
