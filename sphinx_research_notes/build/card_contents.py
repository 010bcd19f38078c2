"""What is on the cards of notes, of the home page and of generated lists, and what they show in words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Protocol
from xml.etree.ElementTree import ParseError

from math_core import LatexError

from ..cards.formula_runs import UnreadableError, formula_runs, readable_tex
from ..cards.records import Badge, Card, Run
from ..cards.title_words import plain, title_words
from ..doctree.excerpts import BLANK, TEX, TEX_END
from ..languages import note_count, shown_label
from ..mathml.convert import mathml
from ..model.date_formats import format_when
from ..model.taxonomy import TITLES
from ..model.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from ..cards.records import Word
    from ..cards.title_words import FormulaReader
    from ..config import NotesConfig
    from ..languages import NullTranslations
    from ..mathml.macros import Macros
    from ..model.collection import Catalogue
    from ..model.note import Note
    from ..model.statuses import Status
    from .addresses import Addresses
    from .generated_lists import GeneratedLists

#: The most statuses on a card.
_MOST_BADGES = 3
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


class Contents(Protocol):
    """What this module needs of :class:`.site.Site`."""

    config: NotesConfig
    addresses: Addresses

    @property
    def env(self) -> BuildEnvironment:
        """The environment of this build."""

    @property
    def words(self) -> NullTranslations:
        """Our words in the language of the site."""

    @property
    def name(self) -> str:
        """The name of the site."""

    @property
    def catalogue(self) -> Catalogue:
        """All notes that this build shows, in order."""

    @property
    def lists(self) -> GeneratedLists:
        """The generated lists of the notes."""


def note_card(site: Contents, note: Note, read_formula: FormulaReader) -> tuple[Card, str]:
    """Return the card of *note*, and what it shows in words."""
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


def home_card(site: Contents) -> tuple[Card, str]:
    """Return the card of the site, and what it shows in words."""
    card = Card(title=_words(site.name), site=host_of(site.addresses.base), authors=_default_authors(site))
    return card, _alt(site.name, ", ".join(card.authors))


def list_card(site: Contents, kind: str, label: str) -> tuple[Card, str]:
    """Return the card of a generated list, and what it shows in words."""
    title, of_kind, count = _list_title(site, kind, label)
    authors = tuple(each for each in _default_authors(site) if each != label)
    notes = note_count(site.words, count) if count else ""
    card = Card(
        title=_words(title), kind=of_kind, date=notes, authors=authors,
        site=plain(site.name) if title != site.name else host_of(site.addresses.base),
        lang=_han(_locale(site), title),
    )  # fmt: skip
    return card, _alt(f"{of_kind}: {title}" if of_kind else title, card.date)


@cache
def formula_reader(macros: Macros) -> FormulaReader:
    """Return the function that reads formulas with *macros*."""

    @cache
    def read(tex: str) -> tuple[Run, ...]:
        try:
            return formula_runs(mathml(tex, display=False, macros=macros))
        except (LatexError, UnreadableError, ParseError):
            return (Run(readable_tex(tex)),)

    return read


def _list_title(site: Contents, kind: str, label: str) -> tuple[str, str, int]:
    """Return the title of a list, what it is a list of (``Tag``), and its number of notes; 0 for an index."""
    catalogue, words = site.catalogue, site.words
    if kind == "notes":
        return site.config.title or words.gettext("Notes"), "", len(catalogue.listed)
    if kind == "stream":
        return words.gettext("Stream"), "", len(catalogue.stream)
    if kind == "year":
        years = {str(year): notes for year, notes in catalogue.years.items()}
        return label, "", len(years.get(label, ()))
    if not label:
        return words.gettext(TITLES[kind][0]), "", 0
    listed = catalogue.find(kind, label)
    return shown_label(words, kind, label), words.gettext(TITLES[kind][1]), len(listed.notes) if listed else 0


def _words(text: str) -> tuple[Word, ...]:
    return title_words([(text, False)], lambda tex: (Run(tex),))


def _default_authors(site: Contents) -> tuple[str, ...]:
    names = (plain(author.name) for author in site.config.default_authors)
    return tuple(name for name in names if name != plain(site.name))


def _locale(site: Contents) -> str:
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
