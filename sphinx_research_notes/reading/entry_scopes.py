"""While an entry of a stream is parsed, the names of its document are not there, and its own stay with it.

An entry is a note: its footnotes, links, targets, substitutions and citations are its own. docutils knows one
set of names for a document, and so does MyST. What an entry calls is found in it by :mod:`.entry_references`.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes

from .._upstream.myst_renderer import markdown_environment
from ..state.read_state import Scope, read_state
from .entry_references import name_missing, register_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.util.docutils import SphinxDirective

#: Where docutils keeps the names of a document.
_NAMES = ("nameids", "nametypes", "substitution_defs", "substitution_names")


@contextmanager
def own_names(directive: SphinxDirective) -> Iterator[Scope]:
    """While the content of the entry *directive* is parsed: its names are not those of its document."""
    document, state = directive.state.document, read_state(directive.env)
    scope = Scope()
    before = {name: getattr(document, name) for name in _NAMES}
    calls, state.hidden_calls = state.hidden_calls, scope.hidden_calls
    for name in _NAMES:
        setattr(document, name, {})
    try:
        with _own_links(directive, scope), _ids_apart(document):
            yield scope
    finally:
        found = {name: getattr(document, name) for name in _NAMES}
        for name, value in before.items():
            setattr(document, name, value)
        state.hidden_calls = calls
    scope.explicit = {name for name, explicit in found["nametypes"].items() if explicit}
    inside = {id(node) for part in scope.content for node in part.findall(nodes.Element)}
    for name, identifier in found["nameids"].items():
        if identifier and id(document.ids.get(identifier)) not in inside:
            # The footnote of a work (``footcite``) waits for its place in the document.
            document.nameids[name] = identifier
            document.nametypes[name] = found["nametypes"][name]
    state.scopes.append(scope)


@contextmanager
def _ids_apart(document: nodes.document) -> Iterator[None]:
    """Give what MyST takes over from ``eval-rst`` ids of its own.

    It is parsed as a document by itself, whose ids begin at ``id1`` again, and then noted as it is, which
    is an error where two of them are equal (MyST 4.0 to 5.2).
    """
    if "note_explicit_target" in vars(document):
        yield  # An entry in an entry.
        return
    note = document.note_explicit_target

    def note_apart(target: nodes.Element, msgnode: nodes.Element | None = None) -> None:
        register_ids(document, target)
        note(target, msgnode)

    document.note_explicit_target = note_apart  # type: ignore[method-assign]
    try:
        yield
    finally:
        del document.note_explicit_target


@contextmanager
def _own_links(directive: SphinxDirective, scope: Scope) -> Iterator[None]:
    """In Markdown: the definitions of links (``[name]: address``) are those of the entry."""
    known = markdown_environment(directive)
    if known is None:
        yield
        return
    outer: dict[str, Any] = known.get("references", {})
    known["references"] = {}
    try:
        yield
    finally:
        inner = known["references"]
        known["references"] = outer
        defined = read_state(directive.env).links_defined
        for name in _called_links(scope.content, (outer.keys() | defined) - inner.keys()):
            name_missing(f"link [{name}]", directive.get_location())
        defined.update(inner)


def _called_links(content: list[nodes.Node], labels: set[str]) -> Iterator[str]:
    """The names among *labels*, in capitals, by which the text of *content* calls a link in vain."""
    said = " ".join(
        str(text)
        for part in content
        for text in part.findall(nodes.Text)
        if not isinstance(text.parent, (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw))
    )
    for name in dict.fromkeys(re.findall(r"\[([^\[\]^]+)\](?![(:_])", said)):
        if " ".join(name.split()).upper() in labels:
            yield name
