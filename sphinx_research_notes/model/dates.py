"""Parse the dates that authors write; no result depends on today's date. :mod:`.date_formats` writes them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .date_numbers import existing, readings, with_clock
from .loading import quick_to_load
from .month_names import ENGLISH_MONTHS, in_numbers

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = [
    "DateError",
    "When",
    "file_name_date",
    "parse_when",
    "time_zone",
    "without_date",
]

#: What messages say was expected.
EXPECTED = (
    "a date such as 2023-10-05, 2023-10-05 11:07, 2023-10-05T11:07:00+02:00, Jan 9, 2020 or 3rd Mar 2020"
)
#: Longer strings are rejected unread.
MAX_TEXT = 100
#: The largest offset of any zone today: Kiritimati's.
MAX_OFFSET = timedelta(hours=14)

#: English month names and their abbreviations, in lower case, to numbers.
_MONTH_NUMBERS = {"sept": 9} | {
    spelling.lower(): number for number, name in enumerate(ENGLISH_MONTHS, 1) for spelling in (name, name[:3])
}

#: Abbreviations of zones with a single meaning: those of RFC 2822, and the European and Japanese ones.
_NAMED_ZONES = {
    "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "wet": 0, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "jst": 9,
}  # fmt: skip
_NAMES = "|".join(sorted(_NAMED_ZONES, key=len, reverse=True))
_ZONE = rf"(?:UTC|GMT)?[ ]?[+-]\d{{1,2}}(?::?\d\d)?|Z|UTC|GMT|{_NAMES}"
_TIME = rf"""
    (?:(?:[ ]at[ ]|,?[ ]|T)
       (?P<hour>\d{{1,2}}):(?P<minute>\d{{1,2}})
       (?: :(?P<second>\d{{1,2}}) (?:[.,](?P<fraction>\d{{1,9}}))? )?
       (?:[ ]?(?P<half>[ap])\.?m\.?)?
       (?:[ ]?(?P<zone>{_ZONE}))?
    )?
"""
_YEAR, _MONTH, _DAY = r"(?P<year>\d{4})", r"(?P<month>[a-z]+)\.?", r"(?P<day>\d{1,2})"


@cache
def _family(pattern: str) -> re.Pattern[str]:
    # Compiled on first use: compiling all of them takes some milliseconds of every build.
    return re.compile(pattern + _TIME, re.ASCII | re.IGNORECASE | re.VERBOSE)


#: What programs add before or after a date without changing its meaning.
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?[ ]+", re.ASCII | re.IGNORECASE
)
_COMMENT = re.compile(r"(?<=[\dA-Z])[ ]\([^()]*\)$")
#: Two-digit years, as in RFC 850 and RFC 822; only a weekday before them distinguishes them from days.
_SHORT_YEAR = r"(?P<day>\d{1,2})[- ](?P<month>[a-z]{3})[- ](?P<short>\d\d)"
#: The year after the time, as C's ``asctime`` and the ``date`` command write it.
_YEAR_LAST = re.compile(
    rf"(?:{_MONTH}[ ]{_DAY}|(?P<day2>\d{{1,2}})[ ](?P<month2>[a-z]+)),?[ ]"
    rf"(?P<time>\d{{1,2}}:\d{{1,2}}(?::\d{{1,2}})?(?:[ ][ap]m)?)(?P<zone>[ ](?:{_ZONE}))?[ ]{_YEAR}",
    re.ASCII | re.IGNORECASE,
)

#: Unambiguous forms of a date.
_FAMILIES = (
    rf"{_YEAR} (?P<mark>[-/]) (?P<month>\d{{1,2}}) (?P=mark) {_DAY}",
    r"(?P<year>\d{4}) (?P<month>\d\d) (?P<day>\d\d)",
    rf"{_YEAR} \.[ ]? (?P<month>\d{{1,2}}) \.[ ]? {_DAY} \.?",
    rf"{_YEAR}[ ]?[年년][ ]? (?P<month>\d{{1,2}})[ ]?[月월][ ]? {_DAY}[ ]?[日일]",
    rf"{_DAY}-(?P<month>[a-z]+)-{_YEAR}",
    rf"{_MONTH}[ ] {_DAY} (?:st|nd|rd|th)? ,?[ ] {_YEAR}",
    rf"{_DAY} (?:st|nd|rd|th)? [ ] (?:of[ ])? {_MONTH} ,?[ ] {_YEAR}",
)
#: Abbreviations of zones with several meanings.
_SHARED_ZONES = {"IST": "+05:30, +02:00 or +01:00", "BST": "+01:00 or +06:00", "AST": "-04:00 or +03:00"}
_SHARED_ZONE = re.compile(rf"\d ?({'|'.join(_SHARED_ZONES)})$", re.IGNORECASE)
#: Characters used in place of a hyphen.
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_QUOTES = " '\"\u2018\u2019\u201c\u201d"
#: Day first or month first.
_EITHER = rf"(?P<one>\d{{1,2}}) (?P<mark>[-/.])[ ]? (?P<other>\d{{1,2}}) (?P=mark)[ ]? {_YEAR}"
_OFFSET = re.compile(
    r"(?:UTC|GMT)?[ ]?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?",
    re.ASCII | re.IGNORECASE,
)
_UNIX = re.compile(r"\d{10}|\d{13}", re.ASCII)
_FILE_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(.*))?", re.ASCII | re.DOTALL)


class DateError(ValueError):
    """A value that is not a date; the message says what was expected and what was found."""


@quick_to_load
@dataclass(frozen=True, slots=True, order=True)
class When:
    """A day, or a moment of it; any two can be compared.

    The offset is stored as a fixed number of minutes. Python compares two datetimes of one zone with summer
    time by their wall clocks, and one in a repeated hour equals nothing in another zone, so such values
    could not be sorted.
    """

    #: Always aware; midnight when no time of day is known.
    moment: datetime
    #: Whether the author gave a time of day.
    has_time: bool = True

    def __post_init__(self) -> None:
        offset = self.moment.utcoffset()
        if offset is None:
            raise ValueError("a moment needs a time zone")
        # HTML and Atom allow no seconds in an offset, as in local mean time.
        fixed = timezone(timedelta(minutes=round(offset / timedelta(minutes=1))))
        object.__setattr__(self, "moment", self.moment.replace(tzinfo=fixed, fold=0))

    @property
    def iso(self) -> str:
        """The value of an HTML ``datetime`` attribute: a day, or a time with its offset."""
        return self.moment.isoformat(timespec="seconds") if self.has_time else self.day.isoformat()

    @property
    def year(self) -> int:
        """The year in the author's own zone."""
        return self.moment.year

    @property
    def day(self) -> date:
        """The day in the author's own zone."""
        return self.moment.date()


def parse_when(value: object, zone: tzinfo) -> When:
    """Parse a date in any accepted form; one without an offset is in *zone*.

    Raises :class:`DateError`, and nothing else, if *value* is not a date.
    """
    try:
        moment, has_time = _moment(value)
        if moment.tzinfo is not None and _UNIX.fullmatch(str(value).strip(_QUOTES)):
            moment = moment.astimezone(zone)  # A Unix time has no zone of its own.
        return _checked(moment, has_time, zone)
    except DateError:
        raise
    except (ValueError, OverflowError, TypeError, NotImplementedError) as error:
        raise DateError(f"expected {EXPECTED}, got {_shown(value)} ({error})") from None


def file_name_date(stem: str, zone: tzinfo) -> tuple[When | None, str]:
    """Split ``2023-10-05-a-break`` into its date and ``a-break``.

    A name without a date, or with an impossible one, is returned whole; for one that is only a date, the
    rest is empty.
    """
    match = _FILE_NAME.fullmatch(stem)
    if match is None:
        return None, stem
    try:
        return parse_when(match[1], zone), match[2] or ""
    except DateError:
        return None, stem


def without_date(stem: str) -> str:
    """Return *stem* without the date before it, even if no such day exists."""
    match = _FILE_NAME.fullmatch(stem)
    return (match[2] or "") if match else stem


def time_zone(name: str) -> tzinfo:
    """Return the zone with this name (``UTC``, ``Europe/Paris``) or offset (``-0500``); raises ValueError."""
    stripped = name.strip()
    if stripped.upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if match := _OFFSET.fullmatch(stripped):
        return _fixed_zone(match)
    try:
        return ZoneInfo(stripped)
    # A name that is a folder or a stray file of the time zone database raises an OSError.
    except (KeyError, OSError, ValueError):
        raise ValueError(f"expected a time zone such as UTC, Europe/Paris or +02:00, got {name!r}") from None


def _moment(value: object) -> tuple[datetime, bool]:
    """Convert *value* to a datetime, aware or naive, and whether it has a time of day."""
    if isinstance(value, datetime):
        return value, True
    if isinstance(value, date):
        return datetime.combine(value, time()), False
    text, shown = _text_of(value), _shown(value)
    if moment := _parsed(text, shown):
        return moment
    spellings = in_numbers(text)
    if len(spellings) == 1 and (moment := _parsed(with_clock(spellings[0]), shown)):
        return moment
    days, how = (spellings, "the month name differs by language") if spellings else readings(text)
    if len(days) == 1 and (moment := _parsed(days[0], shown)):
        return moment
    if len(days) > 1:
        raise DateError(f"ambiguous date {shown}: {' or '.join(days)} ({how}); write it as in 2023-10-05")
    if zone := _SHARED_ZONE.search(text):
        offsets = _SHARED_ZONES[zone[1].upper()]
        raise DateError(
            f"ambiguous time zone in {shown}: {offsets}; write the offset, as in 2023-10-05 11:07 +02:00"
        )
    raise DateError(f"expected {EXPECTED}, got {shown}")


def _text_of(value: object) -> str:
    """Return *value* as a one-line string with plain hyphens and digits; raises :class:`DateError`."""
    if isinstance(value, int) and not isinstance(value, bool) and 10**4 <= value < 10**14:
        value = str(value)
    if not isinstance(value, str):
        raise DateError(f"expected {EXPECTED}, got {_shown(value)}")
    if len(value) > MAX_TEXT:
        raise DateError(f"expected {EXPECTED}, got {len(value)} characters")
    plain = unicodedata.normalize("NFKC", value).translate(_HYPHENS)
    return " ".join(plain.split()).strip(_QUOTES)


def _parsed(text: str, shown: str) -> tuple[datetime, bool] | None:
    """Parse *text* by one of the English or numeric forms; None if none matches.

    A month name that is not English may be of another language. *shown* is the value for messages.
    """
    bare = _COMMENT.sub("", _WEEKDAY.sub("", text, count=1))
    if match := _YEAR_LAST.fullmatch(bare):
        parts = match.groupdict(default="")
        bare = f"{parts['day'] or parts['day2']} {parts['month'] or parts['month2']} {parts['year']} "
        bare += parts["time"] + parts["zone"]
    for spelling in dict.fromkeys((bare, with_clock(bare))):
        for form in _FAMILIES:
            if match := _family(form).fullmatch(spelling):
                is_english = match["month"].isdigit() or match["month"].lower() in _MONTH_NUMBERS
                return _from_parts(match.groupdict()) if is_english or not in_numbers(spelling) else None
    match = _family(_SHORT_YEAR).fullmatch(bare)
    if match and bare == text and match["month"].lower() in _MONTH_NUMBERS:
        years = " or ".join(
            f"{match['day']} {match['month']} {century}{match['short']}" for century in (20, 19)
        )
        raise DateError(f"ambiguous date {shown}: {years} (two-digit year); write it as in 2023-10-05")
    if match:
        # The century by the rule of POSIX, which does not depend on today's date.
        short = int(match["short"])
        return _from_parts(match.groupdict() | {"year": f"{1900 + short if short > 68 else 2000 + short}"})
    match = _family(_EITHER).fullmatch(with_clock(bare))
    return _in_either_order(match, shown) if match else None


def _in_either_order(match: re.Match[str], shown: str) -> tuple[datetime, bool]:
    """Parse a date with the day or the month first, if only one order is possible."""
    year, one, other = (int(match[name]) for name in ("year", "one", "other"))
    days = existing((year, other, one), (year, one, other))
    if not days:
        raise ValueError("neither day first nor month first gives a valid date")
    if len(days) > 1:
        either = " or ".join(day.isoformat() for day in days)
        raise DateError(f"ambiguous date {shown}: day or month first; write {either}")
    return _from_parts(match.groupdict() | {"day": str(days[0].day), "month": str(days[0].month)})


def _from_parts(parts: Mapping[str, str | None]) -> tuple[datetime, bool]:
    """Convert the matched parts to a datetime; raises ValueError if there is no such day or time."""
    month = str(parts["month"]).lower()
    number = int(month) if month.isdigit() else _MONTH_NUMBERS.get(month)
    if number is None:
        raise ValueError(f"{parts['month']!r} is not a month")
    day = date(int(parts["year"] or 0), number, int(parts["day"] or 0))
    if parts["hour"] is None:
        return datetime.combine(day, time()), False
    clock = time(
        _hour(int(parts["hour"]), parts["half"]),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int((parts["fraction"] or "0")[:6].ljust(6, "0")),
        tzinfo=_zone(parts["zone"]) if parts["zone"] else None,
    )
    return datetime.combine(day, clock), True


def _zone(name: str) -> tzinfo:
    """Return the zone given after a time."""
    hours = _NAMED_ZONES.get(name.lower())
    return time_zone(name) if hours is None else timezone(timedelta(hours=hours))


def _hour(hour: int, half: str | None) -> int:
    """Convert an hour, with the ``a`` or ``p`` of am or pm if given, to 0–23."""
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("hour must be in 1..12 with am or pm")
    return hour % 12 + (12 if half.lower() == "p" else 0)


def _fixed_zone(match: re.Match[str]) -> timezone:
    minutes = int(match["minutes"] or 0)
    offset = timedelta(hours=int(match["hours"]), minutes=minutes)
    if minutes > 59 or offset > MAX_OFFSET:
        raise ValueError(f"expected an offset from -14:00 to +14:00, got {match[0].strip()!r}")
    return timezone(-offset if match["sign"] == "-" else offset)


def _checked(moment: datetime, has_time: bool, zone: tzinfo) -> When:
    """Return the record, having checked that its offset is sane and its UTC moment exists."""
    offset = moment.utcoffset()
    if offset is None:
        # Not limited to 14 hours: before 1845, Manila was 15:56 behind.
        moment = moment.replace(tzinfo=zone)
    elif abs(offset) > MAX_OFFSET:
        raise ValueError("its offset exceeds 14 hours")
    # A day at either end of the calendar has no UTC moment in some zones; converting it later, for a
    # feed say, would raise an OverflowError.
    when = When(moment, has_time)
    when.moment.astimezone(UTC)
    return when


def _shown(value: object) -> str:
    """Return *value* as messages show it: short ones as written, others by type."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    if value is None or isinstance(value, bool | float | str):
        text = repr(value)
        return text if len(text) <= 60 else text[:57] + "..."
    if isinstance(value, int) and abs(value) < 10**18:
        return str(value)
    return f"a value of type {type(value).__name__}"
