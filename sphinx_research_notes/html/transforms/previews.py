"""Cards that show what links in the text lead to, without a request or a script, in our theme."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes

from ...build.previews import first_words, linked
from ...constants import FRAGMENT
from ...doctree.nodes import around, element, markup, numbered_element, repeated, swap
from ...doctree.parts import has_card
from ...languages import language_attributes
from ...model.taxonomy import first_words as shortened
from ..contexts import Preview
from ..quotes import with_formulas
from .base import NotesTransform
from .preview_parts import card_of, card_of_other

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...languages import NullTranslations
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
    """Add a card to the first link to each note, term, figure, formula and theorem.

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
        if not self.site.has_previews or not self.site.has_notes or self.document.get(FRAGMENT):
            return
        targets = _Targets(self.presenter(self.env.docname), self.document)
        # Unique on the page: ids of docutils contain no dots.
        new_ids = (f"preview.{number}" for number in count(1))
        for link in list(self.document.findall(nodes.reference)):
            if (key := targets.key(link)) and _may_have_card(link) and (found := targets.take(key)):
                _add_card(link, found, next(new_ids), targets.presenter.words)


@dataclass(frozen=True, slots=True)
class _Card:
    """What a card shows."""

    content: list[nodes.Node]
    #: What its button says it previews; empty for the text of the link.
    label: str = ""
    #: The attributes of its language, if that is not the one of the page.
    language: Mapping[str, str] = field(default_factory=dict)


class _Targets:
    """What the links on a page lead to and have not shown yet."""

    def __init__(self, presenter: Presenter, document: nodes.document) -> None:
        site, here = presenter.site, presenter.page
        self.presenter, self.document = presenter, document
        cards = linked(site, here)
        self.notes, self.terms, self.others = cards.notes, cards.terms, cards.parts
        places = {docname for docname, _ in (*self.notes, *self.terms, *self.others)} - {here}
        self.docnames = {site.builder.get_relative_uri(here, docname): docname for docname in places}
        self.taken: set[tuple[str, str]] = set()

    @cached_property
    def parts(self) -> dict[str, nodes.Element]:
        """The figures, formulas and theorems on the page, by id."""
        found = (node for node in self.document.findall(nodes.Element) if has_card(node))
        return {name: node for node in found for name in node["ids"]}

    def key(self, link: nodes.reference) -> tuple[str, str] | None:
        """Return the document and the anchor that *link* leads to, if it may have a card."""
        if "refid" in link:
            return self.presenter.page, str(link["refid"])
        address, _, anchor = str(link.get("refuri", "")).partition("#")
        docname = self.docnames.get(address)
        if docname is None or not link.get("internal"):
            return None
        place = docname, anchor
        known = place in self.notes or place in self.terms or place in self.others
        return place if known else (docname, "")

    def take(self, key: tuple[str, str]) -> _Card | None:
        """Return the card for *key*; None if it has none, or it was taken before."""
        if key in self.taken:
            return None
        self.taken.add(key)
        if (note := self.notes.get(key)) is not None:
            html = self.presenter.render("preview.html", preview=_preview(self.presenter, note))
            language = language_attributes(note.lang, self.presenter.locale)
            return _Card([markup(html.strip())], note.name, language)
        if term := self.terms.get(key):
            name, text = (escape(each) for each in term)
            return _Card([markup(f"<b>{name}</b> <span>{text}</span>")])
        config = self.presenter.site.env.config
        if other := self.others.get(key):
            self.taken.update((key[0], name) for name in other.ids)
            content = card_of_other(other, config)
            # A formula that is too long is at least in a note.
            return _Card(content) if content else self.take((key[0], ""))
        part = self.parts.get(key[1]) if key[0] == self.presenter.page else None
        content = card_of(part, config) if part is not None else []
        return _Card(content) if content else None


def _may_have_card(link: nodes.reference) -> bool:
    """Return whether *link* is in running text, and its author wants a card."""
    excluded = {_WITHOUT, "toctree-wrapper"}
    return _WITHOUT not in link["classes"] and not any(
        isinstance(each, _EXCLUDED) or excluded.intersection(each["classes"]) for each in around(link)
    )


def _preview(presenter: Presenter, note: Note) -> Preview:
    """Return what a card shows of *note*."""
    formal = with_formulas(note.formal, presenter.site.env.config) if note.formal else escape(note.name)
    return Preview(
        name=formal if note.titled else Markup(),
        authors=tuple(author.text for author in presenter.authors(note)),
        date=presenter.day(note.date),
        # Without their links, which a card may not hold.
        badges=[replace(each, url="", meaning="") for each in presenter.badges(note.statuses)],
        words=first_words(note),
    )


def _add_card(link: nodes.reference, card: _Card, name: str, words: NullTranslations) -> None:
    """Put *link* with its *card*, with the id *name*, in its place."""
    attrs = {"type": "button", "popovertarget": name, "aria-describedby": name}
    label = card.label or shortened(link.astext())
    attrs["aria-label"] = words.gettext("Preview: %(name)s") % {"name": label}
    button = repeated("", tag="button", classes=["preview-open"], attrs=attrs)
    attrs = {"popover": "", "aria-hidden": "true", **card.language}
    body = repeated("", *card.content, tag="span", classes=["preview-card"], ids=[name], attrs=attrs)
    holder = element("", tag="span", classes=["preview"])
    swap(link, holder)
    holder += [link, button, body]
