"""Dates as Pelican reads them, which is with dateutil: it guesses more than we do."""

from __future__ import annotations

import re

_TIME = r"(?:[\sT,-]+(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2}))?(?P<rest>.*))?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}")
#: The month is first where it can be.
_YEAR_LAST = re.compile(rf"(?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})[-/.](?P<year>\d{{4}}){_TIME}")
_MONTH = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})")


def readable(text: str) -> str:
    """Return the date *text* as we read it: with the year first, and two digits each.

    What has another form stays as it is. A month is its first day; Pelican takes today's.
    """
    text = text.strip()
    if found := _MONTH.fullmatch(text):
        return f"{found['year']}-{int(found['month']):02}-01"
    found = _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text)
    if found is None:
        return text
    month, day = int(found["month"]), int(found["day"])
    if month > 12 and found.re is _YEAR_LAST:
        month, day = day, month
    date = f"{found['year']}-{month:02}-{day:02}"
    if found["hour"] is None:
        return date
    time = ":".join(f"{int(each):02}" for each in (found["hour"], found["minute"], found["second"]) if each)
    return f"{date} {time}{found['rest']}"
