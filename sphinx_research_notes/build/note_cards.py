"""The cards of the site: which pages have one, and where it is.

A page names the card in its metadata, and so depends on it; what draws cards is in
:mod:`sphinx_research_notes.publish.cards`. Both ask here, so that no page names a card that is not drawn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

from ..cards.faces import MissingError, is_complex, system_faces, visible
from ..cards.records import HEIGHT, VERSION, WIDTH, Card
from ..math.mathjax import known_macros
from ..model.digests import value_digest
from ..model.note import Visibility
from ..state.records import Page, pages
from .card_contents import Contents, formula_reader, home_card, list_card, note_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..cards.font_files import Face
    from ..model.note import Note
    from .site_images import SiteImages

#: The folder of the cards, relative to the output folder.
FOLDER = "_images/cards"
#: Lists without a card of their own: there may be as many works as one cites.
_WITHOUT = frozenset({"works", "feeds"})


@dataclass(frozen=True, slots=True)
class PageCard:
    """The card of a page, as its metadata describes it."""

    url: str
    #: What it shows, in words.
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class CardFile:
    """A card and its file."""

    #: Relative to the output folder.
    file: str
    card: Card
    #: The fonts of the system that it is drawn with.
    faces: tuple[Face, ...]
    #: What the pages that have it say of it.
    of_page: PageCard


@dataclass(frozen=True, slots=True)
class SiteCards:
    """The cards of a site."""

    #: By docname or name of a generated page.
    by_page: dict[str, CardFile] = field(default_factory=dict)
    #: The pages whose card cannot be drawn, each with the character for which there is no font.
    missing: dict[str, str] = field(default_factory=dict)


class Publication(Contents, Protocol):
    """What this module needs of :class:`.site.Site`."""

    paged: bool
    has_navigation: bool
    images: SiteImages

    @property
    def is_preview(self) -> bool:
        """Whether this build is not for the public."""

    @property
    def has_notes(self) -> bool:
        """Whether the project has any notes."""

    @property
    def cards(self) -> SiteCards:
        """The cards of the site."""

    def spoken(self, note: Note) -> Note:
        """Return *note* with the titles and numbers of the targets that its first words refer to."""


def card_of(site: Publication, note: Note) -> PageCard | None:
    """Return the card of *note*; None for an entry of a stream, and for a note with an image of its own."""
    found = site.cards.by_page.get(note.docname) if not note.anchor else None
    return found.of_page if found else None


def card_of_page(site: Publication, name: str) -> PageCard | None:
    """Return the card of a page: its own, that of the list that it continues, or else that of the site.

    *name*: a docname or the name of a generated page. None for notes without a card of their own, for
    documents that are not public, and without a card of the site, which only our theme has.
    """
    cards = site.cards.by_page
    page = pages(site.env).get(name)
    if page is not None and page.head is not None:
        if page.is_note:
            return card_of(site, page.head)
        if page.head.visibility is not Visibility.PUBLIC:
            return None
    found = cards.get(name)
    if not found and name not in site.env.all_docs:
        first = name.partition("/page/")[0]
        found = cards.get(first) or cards.get(f"{first}/index")
    found = found or cards.get(str(site.env.config.root_doc))
    return found.of_page if found else None


@cache
def can_draw() -> bool:
    """Return whether Pillow is installed, as the extra ``cards`` installs it."""
    return find_spec("PIL") is not None


def site_cards(site: Publication) -> SiteCards:
    """Return all cards of *site*; none if it is not known where it will be, or something else makes cards."""
    # ``ogp_site_url`` is an option of sphinxext-opengraph, which draws cards itself.
    others = "ogp_site_url" in site.env.config
    found = SiteCards()
    if not (site.paged and site.has_notes and site.config.cards and site.addresses.base) or others:
        return found
    if can_draw():
        for name, card, alt in _cards(site):
            if not visible(card.title):
                continue
            try:
                faces = _faces(card)
            except MissingError as error:
                found.missing[name] = error.character
                continue
            file = f"{FOLDER}/{_stem(name)}{value_digest((VERSION, card), 16)}.png"
            of_page = PageCard(site.addresses.base + quote(file), alt)
            found.by_page[name] = CardFile(file, card, faces, of_page)
    return found


def _stem(name: str) -> str:
    """Return the readable part of the name of a card's file: the end of the page's name, in ASCII."""
    stem = re.sub("[^a-z0-9]+", "-", "-".join(name.lower().split("/")[-2:])).strip("-")[-48:].strip("-")
    return f"{stem}-" if stem else ""


def _faces(card: Card) -> tuple[Face, ...]:
    """Return the fonts of the system that *card* needs; raises :class:`MissingError`."""
    faces = system_faces(card)
    texts = (text for text in card.texts if not text.isascii())
    if special := next((each for text in texts for each in text if is_complex(each)), ""):
        from ..cards.measuring import can_shape

        if not can_shape():
            raise MissingError(special)
    return faces


def _cards(site: Publication) -> Iterator[tuple[str, Card, str]]:
    """Yield the name of each page with a card, the card, and what it shows in words."""
    read_formula = formula_reader(known_macros(site.env.config))
    for docname, page in pages(site.env).items():
        if page.is_note and page.head and _is_shown(site, page.head):
            yield docname, *note_card(site, site.spoken(page.head), read_formula)
    home = str(site.env.config.root_doc)
    page = pages(site.env).get(home, Page())
    if site.has_navigation and not page.is_note and not (page.head and site.images.url(page.head)):
        yield home, *home_card(site)
    # The lists of a preview have drafts, too.
    if not site.is_preview:
        yield from _of_lists(site)


def _is_shown(site: Publication, note: Note) -> bool:
    return note.visibility is Visibility.PUBLIC and bool(note.name) and not site.images.url(note)


def _of_lists(site: Publication) -> Iterator[tuple[str, Card, str]]:
    """Yield the cards of generated lists, each on its first page."""
    for name, kind, label in site.lists.pages():
        if "/page/" not in name and name not in site.env.all_docs and kind not in _WITHOUT:
            yield name, *list_card(site, kind, label)
