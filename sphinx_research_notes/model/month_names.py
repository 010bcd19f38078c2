"""Dates that are written with a month's name in another language than English, as ISO 8601 has them. Pure.

The names are CLDR's, by way of Babel; they are looked up only for a text that is no date in English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from babel.core import Locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The languages whose months and weekdays are known.
LANGUAGES = (
    "en", "de", "de_AT", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "nn", "fi", "is", "pl", "cs", "sk",
    "sl", "hr", "sr_Latn", "ru", "uk", "bg", "ro", "hu", "tr", "el", "ca", "gl", "et", "lv", "lt", "id", "eo",
)  # fmt: skip
#: Short forms that people write and CLDR has not.
_MORE = {"mrz": 3, "jan": 1, "sept": 9, "aug": 8}
#: What may stand before a day, before a month, and behind a year, and says nothing.
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
    """What the date *text* may say, with its month as a number; nothing where no language is known to.

    ``14. März 2025, 10:30`` is ``2025-3-14, 10:30``. More than one where a name stands for other months in
    other languages, as ``listopad`` does.
    """
    for form in _FORMS:
        if (found := form.fullmatch(text)) and all(map(_says_nothing, found["before"].split())):
            months = sorted(_months().get(_plain(found["month"]), ()))
            return [
                f"{found['year']}-{month}-{found['day']}{(found['rest'] or '').replace(', ', ' ')}"
                for month in months
            ]
    return []


def _says_nothing(word: str) -> bool:
    plain = _plain(word)
    return plain in _ARTICLES or plain in _weekdays()


def _plain(name: str) -> str:
    """*name* in small letters without accents and points."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(each for each in apart if each.isalnum())


def _spellings(name: str) -> Iterator[str]:
    yield _plain(name)
    yield _plain(re.sub("[äöü]", lambda found: f"{'aou'['äöü'.index(found[0])]}e", name.casefold()))


def _names(kind: str) -> Iterable[tuple[int, str]]:
    """The numbers and names of months, or of days, in all the languages that are known."""
    for language in LANGUAGES:
        of_contexts = getattr(Locale.parse(language), kind)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                yield from of_contexts[context].get(width, {}).items()


@cache
def _months() -> dict[str, set[int]]:
    found: dict[str, set[int]] = {name: {number} for name, number in _MORE.items()}
    for number, name in _names("months"):
        for spelling in _spellings(name):
            if not spelling.isdigit():
                found.setdefault(spelling, set()).add(number)
    return found


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(spelling for _, name in _names("days") for spelling in _spellings(name))
