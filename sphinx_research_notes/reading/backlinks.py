"""Compute backlinks, the links from all documents to notes, from the records; once per build."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..constants import WIKILINK
from ..doctree.excerpts import EQUATION, NAME_END, NAME_OF, NUMBER, THEOREM, WIKI
from ..model.note import Passage
from ..state.records import page_of, pages
from .numbering import exercise, numbered_as, theorem_at
from .obsidian.vault import text_of_wikilink, vault_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.environment import BuildEnvironment

    from ..model.collection import Catalogue
    from ..state.records import Mention

    #: Resolves an address from a docname: returns the docname and the fragment that it leads to, or None.
    Find = Callable[[str, str], tuple[str, str] | None]

_NAME = re.compile(f"{NAME_OF}([^{NAME_END}]*){NAME_END}")


@dataclass(frozen=True, slots=True)
class Backlink:
    """A document that links to a note."""

    docname: str
    #: The sentences with a link, each once, in the order of the text.
    passages: tuple[Passage, ...]


def backlinks(
    env: BuildEnvironment, catalogue: Catalogue, shown: Callable[[Passage], bool], find: Find
) -> dict[str, tuple[Backlink, ...]]:
    """Return the documents that link to each note, by the note's docname: notes newest first, then by name.

    Links from unlisted documents are ignored. *shown*: whether the build shows a passage; *find*: resolves an
    address from a docname.
    """
    linking: dict[str, dict[str, list[Passage]]] = {}
    for docname, page in pages(env).items():
        for mention in page.mentions if page.listed else ():
            target = _target(env, mention, docname, find) if shown(mention.passage) else ""
            if target and target != docname and page_of(env, target).is_note:
                linking.setdefault(target, {}).setdefault(docname, []).append(mention.passage)
    order = {note.docname: place for place, note in enumerate(catalogue.all)}
    return {
        target: tuple(
            Backlink(docname, once(env, sources[docname], docname, find))
            for docname in sorted(sources, key=lambda each: (order.get(each, len(order)), each))
        )
        for target, sources in linking.items()
    }


def _target(env: BuildEnvironment, mention: Mention, docname: str, find: Find) -> str:
    """Return the document that *mention* in *docname* leads to, as resolved on its page; empty for none."""
    if mention.kind == "address":
        return (find(mention.target, docname) or ("", ""))[0]
    if mention.kind == WIKILINK:
        found = vault_of(env).find(mention.target, docname)
        return found.docname if found else ""
    if mention.kind == "doc":
        return mention.target if mention.target in env.all_docs else ""
    return _named(env, mention.target)[0]


def _named(env: BuildEnvironment, target: str) -> tuple[str, str]:
    """Return the document that holds *target*, a label or docname, and the text of a link to it."""
    if target.startswith(EQUATION):
        return "", _number(env, target.removeprefix(EQUATION))
    if target.startswith(NUMBER):
        label, _, form = target[1:].partition(NUMBER)
        return "", numbered_as(env, label, form) or form or label
    if target.startswith(THEOREM):
        return "", theorem_at(env, target[1:])[1] or target[1:]
    if target.startswith(WIKI):
        name, _, here = target[1:].partition(WIKI)
        return "", text_of_wikilink(env, name, here)
    if link_text := exercise(env, target):
        return link_text
    standard = env.domains.standard_domain
    if found := standard.labels.get(target.lower()):
        return str(found[0]), str(found[2])
    if plain := standard.anonlabels.get(target.lower()):
        return str(plain[0]), target
    if (math := env.domains.math_domain.equations.get(target)) is not None:
        return str(math[0]), _number(env, target)
    docname = target.lstrip("/")
    if docname in env.all_docs:
        return docname, env.titles[docname].astext() if docname in env.titles else target
    return "", target


def _number(env: BuildEnvironment, label: str) -> str:
    """Return the text of a reference to the equation *label*; the label if there is none."""
    math: Any = env.domains.math_domain
    if (found := math.equations.get(label)) is None:
        return label
    docname, number = found
    if env.config.math_numfig and env.config.numfig:
        numbers = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
        number = ".".join(map(str, numbers.get(nodes.make_id(f"equation-{label}"), ())))
    try:
        return str(env.config.math_eqref_format or "({number})").format(number=number)
    except KeyError:
        return f"({number})"  # Sphinx reports the error in the format.


def spoken(env: BuildEnvironment, text: str, docname: str = "", find: Find | None = None) -> str:
    """Return *text*, from a passage of *docname*, with the titles and numbers of its link targets filled in.

    *find*: resolves an address from a docname; without it, a link without text shows its address.
    """

    def title(match: re.Match[str]) -> str:
        target, link_text = _named(env, match[1])
        resolved = find(match[1], docname) if find and not target and "/" in match[1] else None
        return env.titles[resolved[0]].astext() if resolved and resolved[0] in env.titles else link_text

    text = _NAME.sub(title, text)
    return text.replace(NAME_OF, "").replace(NAME_END, "")


def once(env: BuildEnvironment, passages: Iterable[Passage], docname: str, find: Find) -> tuple[Passage, ...]:
    """Return *passages* of *docname* as a reader sees them, without those that repeat the same text.

    *find*: resolves an address from a docname.
    """
    unique: dict[str, Passage] = {}
    for passage in passages:
        text = spoken(env, passage.text, docname, find)
        unique.setdefault(text, Passage(passage.anchor, text))
    return tuple(unique.values())
