"""Footnotes that only hidden text refers to: they belong to it, and are removed with it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx.transforms import SphinxTransform

from ..state.read_state import read_state
from .part_removal import EMPTIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective

#: Attribute of the reference that replaces a hidden one.
HIDDEN_CALL = "hidden"

#: A reference to a named footnote, in Markdown and in reStructuredText.
_CALL = re.compile(r"\[\^([^\]\s]+)\]|\[#?([^\]\s#*^]+)\]_")
#: A reference to a substitution, and to a named target, in reStructuredText.
_SUBSTITUTION = re.compile(r"\|([^|\s](?:[^|]*[^|\s])?)\|")
_NAMED = re.compile(r"`([^`<>]+)`_|(?<![\w`])(\w[\w.+-]*)_(?!\w)")
#: A footnote definition in Markdown.
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_MARKDOWN_CALL = re.compile(r"\[\^([^\]\s]+)\](?!:)")
#: A reference to an auto-numbered or auto-symbol footnote without a name, in reStructuredText.
_UNNAMED = re.compile(r"\[([#*])\]_(?!\w)")
#: The definition of such a footnote.
_UNNAMED_NOTE = re.compile(r"^\s*\.\.[ \t]+\[([#*])\](?:\s|$)", re.MULTILINE)


def is_emptied(directive: SphinxDirective) -> bool:
    """Return whether the content of *directive*, hidden in this build, was removed from its source."""
    return any(argument.startswith(EMPTIED) for argument in directive.arguments)


def note_calls(env: BuildEnvironment, text: str) -> str:
    """Record the footnotes that the hidden *text* refers to; return its references without a name."""
    state = read_state(env)
    state.hidden_calls |= {name[1] or name[2] for name in _CALL.finditer(text)}
    state.hidden_names |= {name[1] for name in _SUBSTITUTION.finditer(text)}
    state.hidden_names |= {name[1] or name[2] for name in _NAMED.finditer(text)}
    return " ".join(f"[{mark}]_" for mark in _unnamed(text).elements())


def _unnamed(text: str) -> Counter[str]:
    """Count the unnamed footnote references in *text* that have no definition in it, by their marks."""
    return Counter(_UNNAMED.findall(text)) - Counter(_UNNAMED_NOTE.findall(text))


def replacement_for(directive: SphinxDirective) -> list[nodes.Node]:
    """Return the nodes that replace *directive*, whose content is hidden in this build.

    They are its unnamed footnote references, until :class:`RemoveHiddenFootnotes` has run: only
    reStructuredText has these, and matches them to footnotes by order.
    """
    text = "\n".join([*directive.arguments, *directive.content])
    note_calls(directive.env, text)
    state: Any = directive.state
    if not isinstance(state, RSTState):
        return []
    calls: list[nodes.Node] = []
    for mark in _unnamed(text).elements():
        call = nodes.footnote_reference(auto=1 if mark == "#" else "*")
        call[HIDDEN_CALL] = True
        document = state.document
        (document.note_autofootnote_ref if mark == "#" else document.note_symbol_footnote_ref)(call)
        calls.append(call)
    return calls


def without_footnotes(texts: Sequence[str], hidden: Iterable[str]) -> list[str]:
    """Return the *texts* of a notebook's cells without the footnotes that only *hidden* text refers to."""
    lines = [text.split("\n") for text in texts]
    gone: set[tuple[int, int]] = set()
    suspects = {name.lower() for name in hidden}
    while suspects:
        remaining = "\n".join(
            line for cell, each in enumerate(lines) for n, line in enumerate(each) if (cell, n) not in gone
        )
        suspects -= {name.lower() for name in _MARKDOWN_CALL.findall(remaining)}
        matched = [
            (cell, n)
            for cell, each in enumerate(lines)
            for place, line in enumerate(each)
            if (match := _FOOTNOTE.match(line)) and match[1].lower() in suspects
            for n in range(place, _end_of_footnote(each, place))
        ]
        # A removed footnote may hold the only reference to another one.
        suspects = {name.lower() for cell, n in matched for name in _MARKDOWN_CALL.findall(lines[cell][n])}
        gone.update(matched)
    for cell, n in gone:
        lines[cell][n] = ""
    return ["\n".join(each) for each in lines]


def _end_of_footnote(lines: Sequence[str], place: int) -> int:
    """Return the index after the footnote that begins at index *place*."""
    end = place + 1
    while end < len(lines):
        line, before = lines[end], lines[end - 1]
        lazy = line.strip() and before.strip() and not _FOOTNOTE.match(line)
        deeper = line.startswith(("    ", "\t")) or (
            not line.strip() and "".join(lines[end:]).startswith(("    ", "\t"))
        )
        if not (lazy or deeper):
            break
        end += 1
    return end


class RemoveHiddenDefinitions(SphinxTransform):
    """Remove definitions that only hidden text uses: substitutions, and targets with a URL.

    Runs before docutils resolves substitutions (220).
    """

    def apply(self, **kwargs: Any) -> None:
        document = self.document
        suspects = _normalized(read_state(self.env).hidden_names)
        while suspects:
            unused = suspects - _uses(document)
            definitions = [node for node in document.findall(nodes.Element) if _is_definition(node)]
            gone = [node for node in definitions if node["names"] and _normalized(node["names"]) <= unused]
            suspects = {name for node in gone for name in _uses(node)}
            for node in gone:
                node.parent.remove(node)
                for name in node["names"]:
                    document.substitution_defs.pop(name, None)
                    document.substitution_names.pop(nodes.fully_normalize_name(name), None)


def _normalized(names: Iterable[str]) -> set[str]:
    return {nodes.fully_normalize_name(name) for name in names}


def _uses(node: nodes.Node) -> set[str]:
    """Return the names that *node* refers to."""
    return _normalized(name for each in node.findall(nodes.Element) if (name := each.get("refname")))


def _is_definition(node: nodes.Node) -> bool:
    """Return whether *node* defines a substitution, or is a target with a URL."""
    return isinstance(node, nodes.substitution_definition) or (
        isinstance(node, nodes.target) and "refuri" in node
    )


def forget_removed(app: Sphinx, doctree: nodes.document) -> None:
    """``doctree-read``: clear docutils' own lists of removed nodes, which the doctree file would keep."""
    if not read_state(app.env).hidden:
        return
    present = {id(node) for node in doctree.findall()}
    for name, value in vars(doctree).items():
        if isinstance(value, list) and name != "children":
            value[:] = [each for each in value if not isinstance(each, nodes.Node) or id(each) in present]
        elif isinstance(value, dict) and name != "attributes":
            for key, each in list(value.items()):
                if isinstance(each, nodes.Node) and id(each) not in present:
                    del value[key]
                elif isinstance(each, list):
                    each[:] = [n for n in each if not isinstance(n, nodes.Node) or id(n) in present]
    for key, anchor in list(doctree.nameids.items()):
        if anchor and anchor not in doctree.ids:
            del doctree.nameids[key]


class RemoveHiddenFootnotes(SphinxTransform):
    """Remove the footnotes that only hidden text refers to.

    Runs before MyST sorts footnotes (619) and docutils numbers them (620).
    """

    def apply(self, **kwargs: Any) -> None:
        self._remove_unnamed()
        hidden = _normalized(read_state(self.env).hidden_calls)
        while hidden:
            calls = [node for kind in (nodes.footnote_reference, nodes.citation_reference)
                     for node in self.document.findall(kind)]  # fmt: skip
            called = {name.lower() for call in calls if (name := call.get("refname"))}
            unused: list[nodes.Element] = []
            for note in self.document.findall(_is_note):
                assert isinstance(note, nodes.Element)
                names = {name.lower() for name in note["names"]}
                if hidden & names and not called & names:
                    unused.append(note)
            if not unused:
                return
            for note in unused:
                # A removed footnote may hold the only reference to another one.
                hidden.update(call["refname"].lower() for call in note.findall(nodes.footnote_reference)
                              if call.get("refname"))  # fmt: skip
                self._remove(note)

    def _remove_unnamed(self) -> None:
        """Remove unnamed footnotes of hidden references: docutils matches both by order."""
        document = self.document
        unnamed = [call for call in document.autofootnote_refs if not call.get("refname")]
        notes = [note for note in document.autofootnotes if not note["names"] and not note["dupnames"]]
        pairs = [*zip(unnamed, notes, strict=False),
                 *zip(document.symbol_footnote_refs, document.symbol_footnotes, strict=False)]  # fmt: skip
        for call, note in pairs:
            if HIDDEN_CALL in call:
                self._remove(note)
        for call in [*document.autofootnote_refs, *document.symbol_footnote_refs]:
            if HIDDEN_CALL in call:
                self._forget([call])
                call.parent.remove(call)

    def _remove(self, note: nodes.Element) -> None:
        """Remove *note*, and the references in it, from the document."""
        self._forget([note, *note.findall(nodes.footnote_reference)])
        note.parent.remove(note)

    def _forget(self, gone: list[nodes.Element]) -> None:
        """Remove the nodes *gone* from what docutils has yet to number."""
        document = self.document
        lists: list[list[Any]] = [document.citations, document.footnotes, document.autofootnotes,
                 document.symbol_footnotes,
                 document.autofootnote_refs, document.symbol_footnote_refs,
                 *document.footnote_refs.values()]  # fmt: skip
        for each in lists:
            each[:] = [node for node in each if not any(node is other for other in gone)]


def _is_note(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.footnote, nodes.citation))
