"""Dates in the layouts of Go: ``2 Jan 2006`` is how the second of January 2006 is to be shown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ....model.dates import DateError, parse_when
from .values import Thing, Unknown, as_text

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PART = re.compile(r"January|Jan|Monday|Mon|2006|Z07:00|-07:00|-0700|MST|15|PM|pm|0[1-6]|[1-6]|_2")
_NAMED = {":date_full": "Monday, January 2, 2006", ":date_long": "January 2, 2006",
          ":date_medium": "Jan 2, 2006", ":date_short": "1/2/06"}  # fmt: skip


def formatted(given: datetime, layout: str) -> str:
    """Return *given* in *layout*; raises Unknown for what has no digits in it."""
    if layout.startswith(":") and layout not in _NAMED:
        raise Unknown(f"the layout {layout}")
    zone = given.strftime("%z") or "+0000"
    hour = given.hour % 12 or 12
    parts = {
        "January": _MONTHS[given.month - 1], "Jan": _MONTHS[given.month - 1][:3], "2006": f"{given.year:04}",
        "Monday": _DAYS[given.weekday()], "Mon": _DAYS[given.weekday()][:3], "01": f"{given.month:02}",
        "1": str(given.month), "02": f"{given.day:02}", "2": str(given.day), "_2": f"{given.day:2}",
        "15": f"{given.hour:02}", "03": f"{hour:02}", "3": str(hour), "04": f"{given.minute:02}",
        "4": str(given.minute), "05": f"{given.second:02}", "5": str(given.second),
        "06": f"{given.year % 100:02}",
        "6": f"{given.year % 100:02}", "PM": "PM" if given.hour >= 12 else "AM",
        "pm": "pm" if given.hour >= 12 else "am", "-0700": zone, "-07:00": f"{zone[:3]}:{zone[3:]}",
        "Z07:00": "Z" if zone == "+0000" else f"{zone[:3]}:{zone[3:]}", "MST": "UTC",
    }  # fmt: skip
    return _PART.sub(lambda match: parts[match[0]], _NAMED.get(layout, layout))


class Moment(Thing):
    """A date."""

    __slots__ = ("value",)

    def __init__(self, value: datetime) -> None:
        self.value = value

    def __lt__(self, other: Moment) -> bool:
        return self.value < other.value

    def later(self, years: int, months: int, days: int) -> Moment:
        """Return the moment some years, months and days later."""
        month = self.value.month - 1 + months
        first = self.value.replace(year=self.value.year + years + month // 12, month=month % 12 + 1, day=1)
        return Moment(first + timedelta(days=self.value.day - 1 + days))

    def isoformat(self) -> str:
        """Return it as data files have it."""
        return self.value.isoformat()

    def member(self, name: str) -> Any:
        """Return one of its parts, or its ``Format``; raises Unknown."""
        if name == "Format":
            return lambda layout: formatted(self.value, as_text(layout))
        if name == "AddDate":
            return self.later
        if name in {"Year", "Day", "Hour", "Minute", "Second"}:
            return getattr(self.value, name.lower())
        if name == "Unix":
            return int(self.value.timestamp())
        if name == "IsZero":
            return False
        raise Unknown(f".{name}")


def moment(value: Any) -> Moment:
    """Return the date that *value* is; raises Unknown."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, date):
        at = value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)
        return Moment(at if at.tzinfo else at.replace(tzinfo=UTC))
    try:
        return Moment(parse_when(as_text(value), UTC).moment)
    except DateError:
        raise Unknown(f"the date {value}") from None


def with_moments(value: Any, known: dict[int, Any] | None = None) -> Any:
    """Return *value*, of a data file, with its dates as templates see them; raises RecursionError.

    What a file has in several places, by a name of YAML, is made once: *known*.
    """
    known = {} if known is None else known
    if isinstance(value, (dict, list)):
        if id(value) not in known:
            known[id(value)] = (
                {key: with_moments(each, known) for key, each in value.items()}
                if isinstance(value, dict)
                else [with_moments(each, known) for each in value]
            )
        return known[id(value)]
    return moment(value) if isinstance(value, date) else value
