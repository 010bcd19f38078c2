"""Cards that show what links in the text lead to, without a request or a script, in our theme."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import escape
from sphinx import addnodes

from ...build.previews import first_words, previewed
from ...constants import FRAGMENT
from ...doctree.nodes import around, element, numbered_element, repeated, swap
from ..contexts import Preview
from ..quotes import with_formulas
from .base import NotesTransform, raw

if TYPE_CHECKING:
    from ...model.note import Note
    from ..presenter import Presenter

#: What is shown elsewhere too, or is no running text.
_EXCLUDED = (
    nodes.title, nodes.footnote, nodes.citation, nodes.attribution, nodes.topic, addnodes.desc_signature,
    addnodes.compact_paragraph, repeated, numbered_element,
)  # fmt: skip

#: The class of links, or of anything around them, that get no cards.
_WITHOUT = "no-preview"


class PlacePreviews(NotesTransform):
    """Add a card to the first link to each note.

    Before::

        paragraph       text, reference …

    After::

        paragraph       text, span.preview    reference
                                              button.preview-open
                                              span.preview-card

    A link shows the card next to it when it is hovered or focused; on devices without hover, the button opens
    it. Screen readers skip the card, so that it interrupts no sentence: it describes the button.
    """

    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        docname = self.env.docname
        if self.document.get(FRAGMENT) or not (notes := previewed(self.site, docname)):
            return
        presenter, builder = self.presenter(docname), self.site.builder
        targets = {builder.get_relative_uri(docname, target): target for target, _ in notes}
        new_ids = (f"preview.{number}" for number in count(1))
        for link in list(self.document.findall(nodes.reference)):
            address, _, anchor = str(link.get("refuri", "")).partition("#")
            if (target := targets.get(address)) is None or not _may_have_card(link):
                continue
            place = (target, anchor) if (target, anchor) in notes else (target, "")
            if (note := notes.pop(place, None)) is not None:
                _add_card(link, presenter, note, next(new_ids))


def _may_have_card(link: nodes.reference) -> bool:
    """Return whether *link* is in running text, and its author wants a card."""
    if not link.get("internal") or _WITHOUT in link["classes"]:
        return False
    excluded = {_WITHOUT, "toctree-wrapper"}
    return not any(isinstance(e, _EXCLUDED) or excluded.intersection(e["classes"]) for e in around(link))


def _add_card(link: nodes.reference, presenter: Presenter, note: Note, name: str) -> None:
    """Put *link* and the card of *note* with the id *name* in its place."""
    preview = Preview(
        id=name,
        label=note.name,
        name=_name(presenter, note) if note.titled else "",
        lang=note.lang,
        authors=tuple(author.name for author in note.authors),
        date=presenter.day(note.date),
        badges=presenter.badges(note.statuses),
        words=first_words(note),
    )
    holder = element("", tag="span", classes=["preview"])
    swap(link, holder)
    holder += [link, raw(presenter.render("preview.html", preview=preview).strip())]


def _name(presenter: Presenter, note: Note) -> str:
    """Return the name of *note* as HTML."""
    return with_formulas(note.formal, presenter.site.env.config) if note.formal else escape(note.name)
