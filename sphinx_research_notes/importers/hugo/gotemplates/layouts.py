"""Dates in the layouts of Go: ``2 Jan 2006`` is how the second of January 2006 is to be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .values import Unknown

if TYPE_CHECKING:
    from datetime import datetime

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PART = re.compile(r"January|Jan|Monday|Mon|2006|Z07:00|-07:00|-0700|MST|15|PM|pm|0[1-6]|[1-6]|_2")
_NAMED = {":date_full": "Monday, January 2, 2006", ":date_long": "January 2, 2006",
          ":date_medium": "Jan 2, 2006", ":date_short": "1/2/06"}  # fmt: skip


def formatted(date: datetime, layout: str) -> str:
    """Return *date* in *layout*; raises Unknown for what has no digits in it."""
    if layout.startswith(":") and layout not in _NAMED:
        raise Unknown(f"the layout {layout}")
    zone = date.strftime("%z") or "+0000"
    hour = date.hour % 12 or 12
    parts = {
        "January": _MONTHS[date.month - 1], "Jan": _MONTHS[date.month - 1][:3], "2006": f"{date.year:04}",
        "Monday": _DAYS[date.weekday()], "Mon": _DAYS[date.weekday()][:3], "01": f"{date.month:02}",
        "1": str(date.month), "02": f"{date.day:02}", "2": str(date.day), "_2": f"{date.day:2}",
        "15": f"{date.hour:02}", "03": f"{hour:02}", "3": str(hour), "04": f"{date.minute:02}",
        "4": str(date.minute), "05": f"{date.second:02}", "5": str(date.second),
        "06": f"{date.year % 100:02}",
        "6": f"{date.year % 100:02}", "PM": "PM" if date.hour >= 12 else "AM",
        "pm": "pm" if date.hour >= 12 else "am", "-0700": zone, "-07:00": f"{zone[:3]}:{zone[3:]}",
        "Z07:00": "Z" if zone == "+0000" else f"{zone[:3]}:{zone[3:]}", "MST": "UTC",
    }  # fmt: skip
    return _PART.sub(lambda match: parts[match[0]], _NAMED.get(layout, layout))
