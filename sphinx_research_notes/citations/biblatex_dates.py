"""Dates of BibLaTeX, in ISO 8601, as the year and month of BibTeX. Pure."""

from __future__ import annotations

import re

from ..model.month_names import ENGLISH_MONTHS

#: A date with its uncertainty: ``2019-04-23``, ``199X``, ``1850~``; BibLaTeX has seasons as months.
_DATE = re.compile(
    r"(?P<year>[-+]?\d{4}|\d{3}[XxuU]|\d{2}[XxuU]{2})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?"
    r"(?:[T ]\S*)?(?P<mark>[?~%]?)"
)
_SLASHES = re.compile(r"(\d{4})/(\d\d?)/(\d\d?)")
_SEASONS = dict(enumerate(("Spring", "Summer", "Autumn", "Winter"), 21))
_YEAR = re.compile(r"\d{4}")


def put_date(fields: dict[str, str]) -> None:
    """Put the ``date`` and the ``day`` in *fields* into ``year`` and ``month``, if there is anything new."""
    date = _SLASHES.sub(r"\1-\2-\3", fields.get("date", "").strip())
    year, month = _spoken(date) if date else ("", "")
    given = fields.get("year", "").strip("{} ")
    if year and not given:
        fields["year"] = year
    if month and not fields.get("month", "").strip("{} ") and given in {"", year}:
        fields["month"] = month
    day, month = fields.get("day", "").strip("{} "), fields.get("month", "").strip()
    if day and month and not re.search(r"\d", month):
        fields["month"] = f"{day.removeprefix('0')} {month}"


def written_date(date: str) -> str:
    """Return *date*, a date or a range, as styles write it: ``23–25 April 2019``."""
    year, month = _spoken(_SLASHES.sub(r"\1-\2-\3", date.strip()))
    return f"{month} {year}".strip()


def _spoken(date: str) -> tuple[str, str]:
    """Return the year and the month of *date*, a date or a range, with days before the month."""
    first, slash, last = date.partition("/")
    if not slash:
        return _year_and_month(first)
    (year, month), (last_year, last_month) = _year_and_month(first), _year_and_month(last)
    if year == last_year:
        day, _, name = month.rpartition(" ")
        if day and name == last_month.rpartition(" ")[2] and month != last_month:
            month = day
        return year, "–".join(dict.fromkeys(filter(None, [month, last_month])))
    if month and last_year:
        return last_year, f"{month} {year}–{last_month}"
    return f"{year}–{last_year}", month or last_month


def _year_and_month(date: str) -> tuple[str, str]:
    """Return the year and the month of a single *date*; other forms than ISO 8601 stay as written."""
    if date.strip() in {"", ".."}:
        return "", ""
    match = _DATE.fullmatch(date.strip())
    if match is None:
        found = _YEAR.search(date)
        return (found[0], date.replace(found[0], "", 1).strip(" ,/-.")) if found else (date, "")
    year = match["year"].removeprefix("+")
    if not year.removeprefix("-").isdecimal():
        year = re.sub("[XxuU]", "0", year) + "s"
    year = f"{'c. ' if match['mark'] in set('~%') else ''}{year}{'?' if match['mark'] in set('?%') else ''}"
    return year, _month(int(match["month"] or 0), int(match["day"] or 0))


def _month(month: int, day: int) -> str:
    """Return the month or season and the day, such as ``23 April``."""
    if month in _SEASONS:
        return _SEASONS[month]
    if not 0 < month <= len(ENGLISH_MONTHS):
        return ""
    return f"{day} {ENGLISH_MONTHS[month - 1]}" if day else ENGLISH_MONTHS[month - 1]
