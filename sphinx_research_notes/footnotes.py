"""The footnotes of what a build does not show: written beside it, they belong to it, and go with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from sphinx.transforms import SphinxTransform

from .desk import desk_of
from .parts import EMPTIED

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.docutils import SphinxDirective

#: Marks a call that stands in the place of a hidden one.
HIDDEN_CALL = "hidden"

#: A call of a footnote by its name, in Markdown and in reStructuredText.
_CALL = re.compile(r"\[\^([^\]\s]+)\]|\[#?([^\]\s#*^]+)\]_")
#: A call of a footnote without a name, in reStructuredText.
_UNNAMED = re.compile(r"\[([#*])\]_(?!\w)")


def is_emptied(directive: SphinxDirective) -> bool:
    """Whether the text of *directive*, which this build does not show, has been taken out of its source."""
    return any(argument.startswith(EMPTIED) for argument in directive.arguments)


def note_calls(env: BuildEnvironment, text: str) -> str:
    """Note which footnotes are called in *text*, which this build does not show; the calls without a name."""
    desk_of(env).hidden_calls |= {name[1] or name[2] for name in _CALL.finditer(text)}
    return " ".join(f"[{mark}]_" for mark in _UNNAMED.findall(text))


def in_place_of(directive: SphinxDirective) -> list[nodes.Node]:
    """What stands in the place of *directive*, whose text this build does not show.

    That is nothing but, till :class:`KeepFootnotes` has looked, the calls of footnotes without a name: only
    reStructuredText has such, and goes by their order.
    """
    text = "\n".join([*directive.arguments, *directive.content])
    note_calls(directive.env, text)
    state: Any = directive.state
    if not isinstance(state, RSTState):
        return []
    found: list[nodes.Node] = []
    for mark in _UNNAMED.findall(text):
        call = nodes.footnote_reference(auto=1 if mark == "#" else "*")
        call[HIDDEN_CALL] = True
        document = state.document
        (document.note_autofootnote_ref if mark == "#" else document.note_symbol_footnote_ref)(call)
        found.append(call)
    return found


class KeepFootnotes(SphinxTransform):
    """Takes out the footnotes that only something hidden calls; they are written beside it, and belong to it.

    Before MyST sorts footnotes and docutils numbers them (619, 620).
    """

    default_priority = 610

    def apply(self, **kwargs: Any) -> None:
        self._take_out_unnamed()
        hidden = {nodes.fully_normalize_name(name) for name in desk_of(self.env).hidden_calls}
        while hidden:
            calls = list(self.document.findall(nodes.footnote_reference))
            called = {name.lower() for call in calls if (name := call.get("refname"))}
            found = []
            for note in self.document.findall(nodes.footnote):
                names = {name.lower() for name in note["names"]}
                if hidden & names and not called & names:
                    found.append(note)
            if not found:
                return
            for note in found:
                # What such a footnote calls, only it may call.
                hidden.update(call["refname"].lower() for call in note.findall(nodes.footnote_reference)
                              if call.get("refname"))  # fmt: skip
                self._remove(note)

    def _take_out_unnamed(self) -> None:
        """Footnotes without a name belong to their calls by their order, hidden calls among them."""
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

    def _remove(self, note: nodes.footnote) -> None:
        """Take *note*, and the calls in it, from the document."""
        self._forget([note, *note.findall(nodes.footnote_reference)])
        note.parent.remove(note)

    def _forget(self, gone: list[nodes.Element]) -> None:
        """Take *gone* from what docutils has yet to number."""
        document = self.document
        lists: list[list[Any]] = [document.footnotes, document.autofootnotes, document.symbol_footnotes,
                 document.autofootnote_refs, document.symbol_footnote_refs,
                 *document.footnote_refs.values()]  # fmt: skip
        for each in lists:
            each[:] = [node for node in each if not any(node is other for other in gone)]


def setup_footnotes(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(KeepFootnotes)
