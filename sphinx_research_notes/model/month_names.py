"""Dates with a month name in a language other than English, converted to ISO 8601. Pure.

The names are CLDR's, through Babel; they are looked up only for text that is not an English date.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from babel.core import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The months in English, from January.
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: Languages whose month and weekday names are recognized.
LANGUAGES = (
    "en", "de", "de_AT", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "nn", "fi", "is", "pl", "cs", "sk",
    "sl", "hr", "sr_Latn", "ru", "uk", "bg", "ro", "hu", "tr", "el", "ca", "gl", "et", "lv", "lt", "id", "eo",
)  # fmt: skip
#: Abbreviations in use that CLDR lacks.
_MORE = {"mrz": 3, "jan": 1, "sept": 9, "aug": 8}
#: Words before a day or month that carry no meaning.
_ARTICLES = frozenset({"le", "el", "il", "den", "der", "am", "d", "on", "the", "em", "dne", "op", "los"})
_AFTER_YEAR = r"(?:[ ]?(?:г|р|r|г\.|р\.|r\.|года|року|roku|god(?:ine)?\.?))?"
_WORD = r"[^\W\d_]+"
_OF = r"(?:[ ](?:(?:de|of|del|di)(?=[ ])|d[’']))?[ ]?"
_DAY = r"(?P<day>\d{1,2})(?:\.|er|re|º|ª|°|:?[ae]|ème|st|nd|rd|th)?"
_REST = rf"{_AFTER_YEAR}(?P<rest>[, T].*)?"
_FORMS = tuple(
    re.compile(rf"(?P<before>(?:{_WORD}\.?,?[ ]){{0,2}}){form}{_REST}", re.IGNORECASE)
    for form in (
        rf"{_DAY}{_OF}[-/]?(?P<month>{_WORD})\.?,?(?:[ ](?:de|del))?[ -/]?(?P<year>\d{{4}})",
        rf"(?P<month>{_WORD})\.?[ -]{_DAY},?(?:[ ](?:de|del))?[ -](?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})[.,]?[ -]?(?P<month>{_WORD})\.?[ -]{_DAY}",
    )
)


def in_numbers(text: str) -> list[str]:
    """Return the date *text* with its month as a number, in each possible reading; empty for other text.

    ``14. März 2025, 10:30`` becomes ``2025-3-14 10:30``. There are several readings if the name means
    different months in different languages, as ``listopad`` does.
    """
    for form in _FORMS:
        if (match := form.fullmatch(text)) and all(map(_is_filler, match["before"].split())):
            months = sorted(_months().get(_plain(match["month"]), ()))
            return [
                f"{match['year']}-{month}-{match['day']}{(match['rest'] or '').replace(', ', ' ')}"
                for month in months
            ]
    return []


def _is_filler(word: str) -> bool:
    """Whether *word* is an article or a weekday, which does not change the date."""
    plain = _plain(word)
    return plain in _ARTICLES or plain in _weekdays()


def _plain(name: str) -> str:
    """Return *name* in lower case, without accents and dots."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in decomposed if character.isalnum())


def _spellings(name: str) -> Iterator[str]:
    yield _plain(name)
    yield _plain(re.sub("[äöü]", lambda match: f"{'aou'['äöü'.index(match[0])]}e", name.casefold()))


def _names(kind: str) -> Iterable[tuple[int, str]]:
    """Yield the numbers and names of months, or of days, in all :data:`LANGUAGES`."""
    for language in LANGUAGES:
        of_contexts = getattr(Locale.parse(language), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                yield from of_contexts[context].get(width, {}).items()


@cache
def _months() -> dict[str, set[int]]:
    months: dict[str, set[int]] = {name: {number} for name, number in _MORE.items()}
    for number, name in _names("months"):
        for spelling in _spellings(name):
            if not spelling.isdigit():
                months.setdefault(spelling, set()).add(number)
    return months


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(spelling for _, name in _names("days") for spelling in _spellings(name))
