"""Which notes, terms, figures, formulas and theorems links show on cards, and what of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..model.taxonomy import cut
from ..reading.backlinks import spoken
from ..state.records import page_of
from .cross_references import places_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.note import Note
    from ..model.part import Part
    from .site import Site

#: The number of characters of the first words, so that a card weighs little.
_LONGEST = 240

#: The document and the anchor of an entry, which is empty for a document.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Linked:
    """What the links in the text of a document lead to, by place; empty if no cards are shown.

    The texts of links in it are known.
    """

    notes: dict[Place, Note] = field(default_factory=dict)
    #: The name and the definition of each term.
    terms: dict[Place, tuple[str, str]] = field(default_factory=dict)
    #: The figures, formulas and theorems of other documents.
    parts: dict[Place, Part] = field(default_factory=dict)


def linked(site: Site, docname: str) -> Linked:
    """Return what the links in the text of *docname* lead to."""
    found = Linked()
    for link in page_of(site.env, docname).links if site.has_previews else ():
        for target, anchor in places_of(site, docname, link):
            if target != docname:
                _add(site, found, target, anchor)
        kind, name, role = link
        if kind == "std" and role in {"term", "any", "myst"}:
            found.terms.update(_terms(site, name))
    return found


def _add(site: Site, found: Linked, target: str, anchor: str) -> None:
    """Add to *found* the note, and the part of it, that are at the *anchor* in the document *target*."""
    page = page_of(site.env, target)
    entry = next((e for e in page.entries if anchor and e.anchor == anchor), None)
    note = entry or (page.head if page.is_note else None)
    if note is not None and site.shows(note):
        found.notes[target, note.anchor] = site.spoken(note)
    if anchor and (part := next((each for each in page.parts if anchor in each.ids), None)):
        found.parts[target, anchor] = replace(part, text=spoken(site.env, part.text))


def _terms(site: Site, name: str) -> Iterator[tuple[Place, tuple[str, str]]]:
    """Yield the terms called *name*, each with its place, and its definition shortened."""
    for sort, _, docname, anchor in site.objects.by_name.get(name.lower(), ()):
        if sort == "term":
            for each, term, text in page_of(site.env, docname).terms:
                if each == anchor:
                    yield (docname, anchor), (term, cut(spoken(site.env, text), _LONGEST))


def first_words(note: Note) -> str:
    """Return the first words of *note*, as a card shows them."""
    return cut(note.lead, _LONGEST)


def shown(site: Site, docname: str) -> object:
    """Return what the cards on the page of *docname* show of other documents, and of glossaries."""
    cards, images = linked(site, docname), site.env.images
    notes = tuple(
        (place, note.name, note.formal, note.titled, note.lang, note.date, note.authors, note.statuses,
         first_words(note))
        for place, note in cards.notes.items()
    )  # fmt: skip
    parts = tuple(
        (place, part, [images[path][1] for _, path in part.candidates if path in images])
        for place, part in cards.parts.items()
    )
    return notes, tuple(cards.terms.items()), parts
