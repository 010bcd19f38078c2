"""Dates as readers see them, in the order of their language."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton

from ..languages import locale_of

if TYPE_CHECKING:
    from .dates import When

#: The fields and literals of a pattern.
_FIELDS = re.compile(r"'[^']*'|([a-zA-Z])\1*|.")


@lru_cache(maxsize=10_000)
def format_when(when: When, pattern: str, locale: str) -> str:
    """Format the day by a Babel (LDML) date pattern such as ``d MMMM y``, or else in the language's order.

    An unknown locale falls back to its language, then to English. A bad pattern raises ValueError.
    """
    try:
        return format_date(when.day, format=pattern or day_pattern(locale), locale=locale_of(locale))
    except (AttributeError, KeyError) as error:
        raise ValueError(f"expected a Babel date pattern, got {pattern!r} ({error})") from None


@cache
def day_pattern(locale: str) -> str:
    """Return the pattern of a whole date in *locale*: ``d MMMM y``, ``d. MMMM y``, ``y年M月d日``."""
    found = locale_of(locale)
    # Of the orders that English has, the one that needs no comma.
    return "d MMMM y" if found.language == "en" else str(found.date_formats["long"].pattern)


@cache
def short_pattern(locale: str) -> str:
    """Return the pattern of day and month in *locale*, with two digits: ``dd MMM``, ``MM月dd日``."""
    return _padded(locale, "MMMd", "d MMM")


@cache
def listed_pattern(locale: str) -> str:
    """Return the pattern of a whole date as lists show it, with two digits: ``dd MMM y``, ``y年MM月dd日``."""
    return _padded(locale, "yMMMd", "d MMM y")


@cache
def year_text(year: int, locale: str) -> str:
    """Return *year* as a title or heading in *locale*: ``2024``, ``2024年``, ``2024 г.``."""
    found = locale_of(locale)
    # Not those that say which era it is.
    if found.language == "en" or "G" in str(found.datetime_skeletons.get("y", "")):
        return str(year)
    return format_skeleton("y", date(year, 1, 1), locale=found)


def _padded(locale: str, skeleton: str, english: str) -> str:
    """Return the pattern of *skeleton* in *locale*, with two digits for days and months that are numbers."""
    found = locale_of(locale)
    pattern = english if found.language == "en" else str(found.datetime_skeletons.get(skeleton) or english)
    return _FIELDS.sub(lambda match: match[0] * 2 if match[0] in {"d", "M"} else match[0], pattern)


def is_date_pattern(pattern: str) -> bool:
    """Return whether *pattern* is a Babel (LDML) pattern for a day, and shows anything of it."""
    try:
        return bool(format_date(date(2000, 1, 1), format=pattern, locale="en").strip())
    except Exception:  # Babel has no error of its own: a part of a time is an AttributeError.
        return False
