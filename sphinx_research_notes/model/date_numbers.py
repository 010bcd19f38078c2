"""Dates written as numbers, weeks or with two-digit years, converted to ISO 8601. Pure.

An ambiguous date is converted to every day it may mean.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.ASCII | re.IGNORECASE)
_ORDINAL = re.compile(r"(\d{4})-(\d{3})", re.ASCII)
_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)[T ]?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)
_SHORT = re.compile(r"(\d{1,2})([-/.])[ ]?(\d{1,2})\2[ ]?(\d\d)", re.ASCII)
#: A time of day in another form: ``10h30``, ``10.30 Uhr``, ``10 am``.
_CLOCK = re.compile(
    r"(?<=\d)(?P<gap>,?[ ]|T)(?:(?:um|à|at|kl\.?|alle|às|o|v)[ ])?(?P<hour>\d{1,2})"
    r"(?:(?::(?P<minute>\d\d)|[.](?P<point>\d\d)(?=[ ]?Uhr))?[ ]?Uhr|[ ]?h[ ]?(?P<french>\d\d)?"
    r"|(?::(?P<colon>\d\d))?(?=[ ]?[ap]\.?m)|:(?P<plain>\d\d))",
    re.IGNORECASE,
)
_UNIX = range(10**9, 41 * 10**8)
_DAYS = range(20_000, 80_000)


def readings(text: str) -> tuple[list[str], str]:
    """Return the days or moments *text* may mean, in ISO 8601, and how it was interpreted.

    The list is empty for any other text. If it has several items, the author has to choose.
    """
    if match := _WEEK.fullmatch(text):
        return _week(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _ORDINAL.fullmatch(text):
        day = date(int(match[1]), 1, 1) + timedelta(days=int(match[2]) - 1)
        return ([day.isoformat()] if day.year == int(match[1]) else []), ""
    if match := _SHORT.fullmatch(text):
        return _short(int(match[1]), int(match[3]), int(match[4])), "two-digit year"
    moments = _compact(text)
    if text.isascii() and re.fullmatch(r"\d{10}|\d{13}", text):
        seconds = int(text[:10])
        if seconds in _UNIX:
            moments.append(datetime.fromtimestamp(seconds, UTC).isoformat())
        return moments, "Unix time, or the digits of a date"
    if text.isascii() and text.isdigit() and int(text[:9]) in _DAYS and len(text) == 5:
        counted = (date(1899, 12, 30), date(1904, 1, 1))
        return [f"{start + timedelta(days=int(text))}" for start in counted], "a spreadsheet's day number"
    return moments, ""


def with_clock(text: str) -> str:
    """Return the date *text* with its time of day written as ``10:30``."""

    def normalize(match: re.Match[str]) -> str:
        minute = match["minute"] or match["point"] or match["french"] or match["colon"] or match["plain"]
        return f" {int(match['hour'])}:{minute or '00'}"

    return _CLOCK.sub(normalize, text, count=1)


def _week(year: int, week: int, day: int) -> tuple[list[str], str]:
    try:
        days = [date.fromisocalendar(year, week, each).isoformat() for each in ((day,) if day else (1, 7))]
    except ValueError:
        return [], ""
    return days, "a whole week"


def existing(*days: tuple[int, int, int]) -> list[date]:
    """Return those *days*, given as year, month and day, that are in the calendar, each once."""
    found: dict[date, None] = {}
    for year, month, day in days:
        with suppress(ValueError):
            found[date(year, month, day)] = None
    return list(found)


def _short(one: int, two: int, three: int) -> list[str]:
    days = existing((2000 + three, two, one), (2000 + three, one, two), (2000 + one, two, three))
    # Never return a single reading: the century is a guess.
    other = [days[0].isoformat().replace("20", "19", 1)] if len(days) == 1 else []
    return [*(day.isoformat() for day in days), *other]


def _compact(text: str) -> list[str]:
    """Return the moment in text like ``20250303T100000Z``, ``202503031000`` or ``2025030310``."""
    match = _COMPACT.fullmatch(text) or re.fullmatch(
        r"((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)()()()", text, re.ASCII
    )
    if not match or not 1900 <= int(match[1]) < 2200:
        return []
    try:
        moment = datetime(*(int(each or 0) for each in match.groups()[:6]))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return []
    return [f"{moment.isoformat()}{(match[7] or '').upper()}"]
