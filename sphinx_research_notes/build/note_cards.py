"""The cards of the site: which pages have one, what is on it, and where it is.

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
from xml.etree.ElementTree import ParseError

from math_core import LatexError

from ..cards.faces import MissingError, is_complex, system_faces, visible
from ..cards.formula_runs import UnreadableError, formula_runs, readable_tex
from ..cards.records import HEIGHT, VERSION, WIDTH, Badge, Card, Run
from ..cards.title_words import plain, title_words
from ..doctree.excerpts import BLANK, TEX, TEX_END
from ..math.mathjax import known_macros
from ..mathml.convert import mathml
from ..model.dates import format_when
from ..model.digests import value_digest
from ..model.note import Visibility
from ..model.taxonomy import TITLES, plural
from ..model.urls import host_of
from ..state.records import Page, pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.environment import BuildEnvironment

    from ..cards.font_files import Face
    from ..cards.records import Word
    from ..cards.title_words import FormulaReader
    from ..config import NotesConfig
    from ..mathml.macros import Macros
    from ..model.collection import Catalogue
    from ..model.note import Note
    from ..model.statuses import Status
    from .addresses import Addresses
    from .generated_lists import GeneratedLists
    from .site_images import SiteImages

#: The folder of the cards, relative to the output folder.
FOLDER = "_images/cards"
#: The most statuses on a card.
_MOST_BADGES = 3
#: Lists without a card of their own: there may be as many works as one cites.
_WITHOUT = frozenset({"works", "feeds"})

#: How full the discs of statuses are, in percent, as in ``theme/css/badges.css``.
SHARES: Mapping[str, Mapping[str, int]] = {
    "growth": {"seedling": 0, "budding": 50, "evergreen": 100},
    "progress": {"notes": 0, "draft": 25, "in-progress": 50, "finished": 100},
    "confidence": {
        "certain": 100, "highly-likely": 88, "likely": 72, "possible": 50, "unlikely": 28,
        "highly-unlikely": 14, "remote": 6, "impossible": 0,
    },
    "importance": {str(number): 10 * number for number in range(11)},
}  # fmt: skip
_BROKEN = frozenset({"abandoned", "obsolete"})

_FORMULA = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")
_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


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


class Publication(Protocol):
    """What this module needs of :class:`.site.Site`."""

    config: NotesConfig
    paged: bool
    has_navigation: bool
    images: SiteImages
    addresses: Addresses

    @property
    def env(self) -> BuildEnvironment:
        """The environment of this build."""

    @property
    def is_preview(self) -> bool:
        """Whether this build is not for the public."""

    @property
    def has_notes(self) -> bool:
        """Whether the project has any notes."""

    @property
    def name(self) -> str:
        """The name of the site."""

    @property
    def catalogue(self) -> Catalogue:
        """All notes that this build shows, in order."""

    @property
    def lists(self) -> GeneratedLists:
        """The generated lists of the notes."""

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
    read_formula = _reader(known_macros(site.env.config))
    for docname, page in pages(site.env).items():
        if page.is_note and page.head and _is_shown(site, page.head):
            yield docname, *_of_note(site, site.spoken(page.head), read_formula)
    home = str(site.env.config.root_doc)
    page = pages(site.env).get(home, Page())
    if site.has_navigation and not page.is_note and not (page.head and site.images.url(page.head)):
        card = Card(
            title=_words(site.name), site=host_of(site.addresses.base), authors=_default_authors(site)
        )
        yield home, card, _alt(site.name, ", ".join(card.authors))
    # The lists of a preview have drafts, too.
    if not site.is_preview:
        yield from _of_lists(site)


def _is_shown(site: Publication, note: Note) -> bool:
    return note.visibility is Visibility.PUBLIC and bool(note.name) and not site.images.url(note)


def _of_note(site: Publication, note: Note, read_formula: FormulaReader) -> tuple[Card, str]:
    parts = _FORMULA.split(note.formal or note.name)
    pieces = [(text.replace(BLANK, " "), number % 2 == 1) for number, text in enumerate(parts) if text]
    title = title_words(pieces, read_formula)
    names = tuple(plain(author.name) for author in note.authors)
    date = format_when(note.date, site.config.date_format, _locale(site)) if note.date else ""
    card = Card(
        title=title,
        site=plain(site.name),
        # On the site of one person, it says enough that it is theirs.
        authors=names if names != (plain(site.name),) else (),
        date=plain(date),
        badges=tuple(map(_badge, note.statuses[:_MOST_BADGES])),
        lang=_han(note.lang or _locale(site), note.name, *names),
    )
    return card, _alt(note.name, ", ".join(filter(None, (*names, date))))


def _of_lists(site: Publication) -> Iterator[tuple[str, Card, str]]:
    """Yield the cards of generated lists, each on its first page."""
    for name, kind, label in site.lists.pages():
        if "/page/" in name or name in site.env.all_docs or kind in _WITHOUT:
            continue
        title, of_kind, count = _list_title(site, kind, label)
        authors = tuple(each for each in _default_authors(site) if each != label)
        card = Card(
            title=_words(title), kind=of_kind, date=plural(count, "note") if count else "", authors=authors,
            site=plain(site.name) if title != site.name else host_of(site.addresses.base),
            lang=_han(_locale(site), title),
        )  # fmt: skip
        yield name, card, _alt(f"{of_kind}: {title}" if of_kind else title, card.date)


def _list_title(site: Publication, kind: str, label: str) -> tuple[str, str, int]:
    """Return the title of a list, what it is a list of (``Tag``), and its number of notes; 0 for an index."""
    catalogue = site.catalogue
    if kind == "notes":
        return site.config.title or "Notes", "", len(catalogue.listed)
    if kind == "stream":
        return "Stream", "", len(catalogue.stream)
    if kind == "year":
        years = {str(year): notes for year, notes in catalogue.years.items()}
        return label, "", len(years.get(label, ()))
    if not label:
        return TITLES[kind][0], "", 0
    listed = catalogue.find(kind, label)
    return label, TITLES[kind][1], len(listed.notes) if listed else 0


def _words(text: str) -> tuple[Word, ...]:
    return title_words([(text, False)], lambda tex: (Run(tex),))


def _default_authors(site: Publication) -> tuple[str, ...]:
    names = (plain(author.name) for author in site.config.default_authors)
    return tuple(name for name in names if name != plain(site.name))


def _locale(site: Publication) -> str:
    return str(site.env.config.language or "en")


def _han(lang: str, *texts: str) -> str:
    """Return *lang* if it makes a difference: Chinese characters have other forms in Japanese."""
    return lang if any(map(_HAN.search, texts)) else ""


def _badge(status: Status) -> Badge:
    share = SHARES.get(status.axis, {}).get(status.value)
    broken = status.axis == "progress" and status.value in _BROKEN
    return Badge(plain(status.listed_as), share, broken)


def _alt(title: str, rest: str) -> str:
    """Return what a card shows, in words: ``title. author, date``."""
    sentence = plain(title)
    stop = "" if not rest else " " if sentence.endswith((".", "!", "?", "…")) else ". "
    return f"{sentence}{stop}{rest}"


@cache
def _reader(macros: Macros) -> FormulaReader:
    """Return the function that reads formulas with *macros*."""

    @cache
    def read(tex: str) -> tuple[Run, ...]:
        try:
            return formula_runs(mathml(tex, display=False, macros=macros))
        except (LatexError, UnreadableError, ParseError):
            return (Run(readable_tex(tex)),)

    return read
