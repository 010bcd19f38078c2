"""Which notes, terms, figures, formulas and theorems links show on cards, and what of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..model.taxonomy import cut
from ..reading.backlinks import spoken
from ..state.records import page_of
from .cross_references import places_of

if TYPE_CHECKING:
    from ..model.note import Note
    from ..model.part import Part
    from .site import Site

#: The number of characters of the first words, so that a card weighs little.
_LONGEST = 240

#: The document and the anchor of an entry, which is empty for a document.
Place = tuple[str, str]


def previewed(site: Site, docname: str) -> dict[Place, Note]:
    """Return the notes that links in the text of *docname* lead to, by place; empty if no cards are shown."""
    if not site.has_previews:
        return {}
    found: dict[Place, Note] = {}
    for link in page_of(site.env, docname).links:
        for target, anchor in places_of(site, docname, link):
            page = page_of(site.env, target)
            entry = next((e for e in page.entries if anchor and e.anchor == anchor), None)
            note = entry or (page.head if page.is_note else None)
            if note is not None and target != docname and site.shows(note):
                found[target, note.anchor] = site.spoken(note)
    return found


def defined(site: Site, docname: str) -> dict[Place, tuple[str, str]]:
    """Return name and definition of the terms that *docname* refers to, by place.

    Empty if no cards are shown.
    """
    if not site.has_previews:
        return {}
    found: dict[Place, tuple[str, str]] = {}
    for kind, target, role in page_of(site.env, docname).links:
        for sort, _, where, anchor in site.objects.by_name.get(target.lower(), ()) if kind == "std" else ():
            if sort == "term" and role in {"term", "any", "myst"}:
                for name_id, name, text in page_of(site.env, where).terms:
                    if name_id == anchor:
                        found[where, anchor] = name, cut(spoken(site.env, text), _LONGEST)
    return found


def referred(site: Site, docname: str) -> dict[Place, Part]:
    """Return the figures, formulas and theorems of other documents that *docname* refers to, by place.

    The texts of links in them are known. Empty if no cards are shown.
    """
    if not site.has_previews:
        return {}
    found: dict[Place, Part] = {}
    for link in page_of(site.env, docname).links:
        for target, anchor in places_of(site, docname, link):
            parts = page_of(site.env, target).parts if anchor and target != docname else ()
            if part := next((each for each in parts if anchor in each.ids), None):
                found[target, anchor] = replace(part, text=spoken(site.env, part.text))
    return found


def first_words(note: Note) -> str:
    """Return the first words of *note*, as a card shows them."""
    return cut(note.lead, _LONGEST)


def shown(site: Site, docname: str) -> object:
    """Return what the cards on the page of *docname* show of other documents, and of glossaries."""
    notes = tuple(
        (place, note.name, note.formal, note.titled, note.lang, note.date, note.authors, note.statuses,
         first_words(note))
        for place, note in previewed(site, docname).items()
    )  # fmt: skip
    images = site.env.images
    parts = tuple(
        (place, part, [images[path][1] for _, path in part.candidates if path in images])
        for place, part in referred(site, docname).items()
    )
    return notes, tuple(defined(site, docname).items()), parts
