"""Which works and notes the text of a document refers to, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes
from sphinx.util import docname_join

from ..citations.entry_digests import entry_of
from ..config import notes_config
from ..constants import DOMAIN, WIKILINK, anchor_of
from ..doctree.excerpts import passage_of, place_of
from ..doctree.nodes import around, placeholder
from ..model.cito import reason_of
from ..model.note import Passage, Visibility
from ..state.records import Mention
from .obsidian.vault import targets_in_vault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from ..state.read_state import ReadState


#: The key of a work, the place where it is cited, and the reason, if one is given.
Cited = tuple[str, Passage, str]

#: Roles that refer to a document, or a place in one.
_NAMING = frozenset({"ref", "any", "myst", "numref"})


def citing_of(
    env: BuildEnvironment, state: ReadState, found: Iterable[tuple[nodes.Element, list[str]]]
) -> Iterator[Cited]:
    """Yield each known work that the citations *found* refer to, with the place.

    The place includes the sentence around the citation if some page will show it.
    """
    shows_passages = notes_config(env.config).works
    for node, keys in found:
        known_keys = [key for key in dict.fromkeys(keys) if entry_of(env, key) is not None]
        if known_keys and not _is_unlisted(state, node):
            where = passage_of(node) if shows_passages else place_of(node)
            yield from ((key, where, reason_of(key, node.get("cito", ()))) for key in known_keys)


def mentions_of(env: BuildEnvironment, state: ReadState, doctree: nodes.document) -> Iterator[Mention]:
    """Yield the links in the text of *doctree* that may lead to a note."""
    for node in doctree.findall(addnodes.pending_xref):
        if _is_unlisted(state, node):
            continue
        target = str(node.get("reftarget", ""))
        is_absolute = node.get("refdomain") == "doc"
        if is_absolute or node.get("reftype") == "doc":
            docname = target.lstrip("/") if is_absolute else docname_join(env.docname, target)
            if docname != env.docname:
                yield Mention("doc", docname, passage_of(node))
        elif node.get("refdomain") == DOMAIN or targets_in_vault(env, node):
            yield Mention(WIKILINK, target, passage_of(node))
        elif node.get("refdomain") in {"std", "", None} and node.get("reftype") in _NAMING:
            yield Mention("std", target, passage_of(node))


def mentions_by_embedding(state: ReadState, doctree: nodes.document) -> Iterator[Mention]:
    """Yield the notes that the text of *doctree* embeds."""
    for node in doctree.findall(placeholder):
        if node["kind"] == "embed" and not _is_unlisted(state, node):
            yield Mention(WIKILINK, str(node["target"]), passage_of(node))


def mentions_by_address(
    state: ReadState, address_links: Iterable[tuple[nodes.Element, str]]
) -> Iterator[Mention]:
    """Yield the links by address, which may lead to a note."""
    for node, address in address_links:
        if not _is_unlisted(state, node):
            yield Mention("address", address, passage_of(node))


def is_in_entry(state: ReadState, node: nodes.Node) -> bool:
    """Return whether *node* is in an entry."""
    return any(anchor_of(each) in state.entries for each in around(node))


def _is_unlisted(state: ReadState, node: nodes.Node) -> bool:
    """Return whether *node* is in an unlisted entry, which no other page refers to."""
    for each in around(node) if state.entries else ():
        if front := state.entries.get(anchor_of(each)):
            return front.visibility is Visibility.UNLISTED
    return False
