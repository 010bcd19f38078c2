"""Notes that are translations of each other, as their front matter says."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ..config import language_of
from ..diagnostics import warn
from ..model.note import Visibility
from ..state.records import page_of, pages, withheld
from .builder_reference import BuilderReference
from .related_notes import docnames

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model.collection import Catalogue
    from ..model.note import Note

    #: Resolves what is written in a document: returns the docname and the anchor that it leads to, or None.
    Resolve = Callable[[str, str], tuple[str, str] | None]


class Translation(NamedTuple):
    """A note in one of several languages."""

    #: As BCP 47 has it.
    language: str
    docname: str


class Translations(BuilderReference):
    """The other languages of each note: those of the same original, each language once."""

    def __init__(self, builder: Builder, catalogue: Catalogue, resolve: Resolve) -> None:
        super().__init__(builder)
        self._catalogue, self._resolve = catalogue, resolve

    def language(self, note: Note) -> str:
        """Return the language of *note*."""
        return (note.lang or language_of(self.env.config)).replace("_", "-")

    @cached_property
    def _notes(self) -> dict[str, Note]:
        return {note.docname: note for note in self._catalogue.all if not note.is_entry}

    @cached_property
    def _originals(self) -> dict[str, str]:
        """The original of each translation, by docname; a chain of translations leads to the first text."""
        named = {}
        for docname, note in self._notes.items():
            found = self._resolve(note.translation_of, docname) if note.translation_of else None
            if found and found[0] in self._notes and found[0] != docname:
                named[docname] = found[0]
        originals = {}
        for docname in named:
            way = [docname]
            while (following := named.get(way[-1])) and following not in way:
                way.append(following)
            # Notes that name each other in a circle are translations of the first by name.
            originals[docname] = min(way) if following else way[-1]
        return originals

    @cached_property
    def _groups(self) -> dict[str, tuple[Translation, ...]]:
        """The notes that are public or shown to all, by their original: that first, then by language."""
        members: dict[str, list[str]] = {}
        for docname in sorted(self._originals):
            original = self._originals[docname]
            each = members.setdefault(original, [original])
            each.extend([docname] if docname not in each else [])
        return {original: self._in_order(each) for original, each in members.items()}

    def _in_order(self, docnames: list[str]) -> tuple[Translation, ...]:
        by_language: dict[str, str] = {}
        for docname in docnames:
            note = self._notes[docname]
            if note.visibility is not Visibility.UNLISTED:
                by_language.setdefault(self.language(note), docname)
        first, *others = by_language.items() if by_language else [("", "")]
        return tuple(Translation(*each) for each in [first, *sorted(others)] if each[1])

    def of(self, docname: str) -> tuple[Translation, ...]:
        """Return the note *docname* in all its languages, the note itself included; empty if it has one."""
        group = self._groups.get(self._originals.get(docname, docname), ())
        return group if any(each.docname != docname for each in group) else ()

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of all notes, if any note is a translation."""
        return (
            tuple(sorted({self.language(note) for note in self._notes.values()})) if self._originals else ()
        )


def report_unknown_originals(env: BuildEnvironment, resolve: Resolve) -> None:
    """Report what notes are said to be translations of and does not exist. Drafts may be named."""
    hidden = withheld(env)
    for docname, page in pages(env).items():
        name = page.head.translation_of if page.head is not None and page.is_note else ""
        if not name or not hidden.isdisjoint(docnames(name.partition(".")[0], docname)):
            continue
        found = resolve(name, docname)
        if found is None or not page_of(env, found[0]).is_note:
            message = f"translation_of: expected a note of this site, got {name!r}; leaving it out"
            warn("related", message, (docname, 1))
