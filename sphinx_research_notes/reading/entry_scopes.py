"""Give an entry of a stream its own names while it is parsed, apart from those of its document.

An entry is a note: its footnotes, links, targets, substitutions and citations are its own. docutils has one
namespace for a document, and so has MyST. :mod:`.entry_references` resolves references inside the entry.
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

#: The attributes in which docutils keeps the names of a document.
_NAMES = ("nameids", "nametypes", "substitution_defs", "substitution_names")


@contextmanager
def own_names(directive: SphinxDirective) -> Iterator[Scope]:
    """Give the entry *directive* its own namespace while its content is parsed."""
    document, state = directive.state.document, read_state(directive.env)
    scope = Scope()
    before = {name: getattr(document, name) for name in _NAMES}
    calls, state.hidden_calls = state.hidden_calls, scope.hidden_calls
    for name in _NAMES:
        setattr(document, name, {})
    try:
        with _own_links(directive, scope), _unique_ids(document):
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
            # The footnote of a work (``footcite``) is placed in the document later.
            document.nameids[name] = identifier
            document.nametypes[name] = found["nametypes"][name]
    state.scopes.append(scope)


@contextmanager
def _unique_ids(document: nodes.document) -> Iterator[None]:
    """Give nodes that MyST takes over from ``eval-rst`` ids of their own.

    The content is parsed as a separate document, whose ids start at ``id1`` again, and then registered as it
    is, which is an error if two of them are equal (MyST 4.0 to 5.2).
    """
    if "note_explicit_target" in vars(document):
        yield  # A nested entry.
        return
    note = document.note_explicit_target

    def note_unique(target: nodes.Element, msgnode: nodes.Element | None = None) -> None:
        register_ids(document, target)
        note(target, msgnode)

    document.note_explicit_target = note_unique  # type: ignore[method-assign]
    try:
        yield
    finally:
        del document.note_explicit_target


@contextmanager
def _own_links(directive: SphinxDirective, scope: Scope) -> Iterator[None]:
    """In Markdown, give the entry its own link definitions (``[name]: address``)."""
    markdown_env = markdown_environment(directive)
    if markdown_env is None:
        yield
        return
    outer: dict[str, Any] = markdown_env.get("references", {})
    markdown_env["references"] = {}
    try:
        yield
    finally:
        inner = markdown_env["references"]
        markdown_env["references"] = outer
        defined = read_state(directive.env).links_defined
        for name in _called_links(scope.content, (outer.keys() | defined) - inner.keys()):
            name_missing(f"link [{name}]", directive.get_location())
        defined.update(inner)


def _called_links(content: list[nodes.Node], labels: set[str]) -> Iterator[str]:
    """Yield the names among *labels*, in upper case, that unresolved links in *content* refer to."""
    text_content = " ".join(
        str(text)
        for part in content
        for text in part.findall(nodes.Text)
        if not isinstance(text.parent, (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.raw))
    )
    for name in dict.fromkeys(re.findall(r"\[([^\[\]^]+)\](?![(:_])", text_content)):
        if " ".join(name.split()).upper() in labels:
            yield name
