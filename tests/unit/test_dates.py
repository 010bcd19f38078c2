"""Dates: every accepted form, every refused one, and properties that hold for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.model.date_formats import format_when, listed_pattern, short_pattern
from sphinx_research_notes.model.dates import DateError, When, file_name_date, parse_when, time_zone

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    "text",
    [
        "2023-10-05",
        "2023-10-5",
        "  2023-10-05\n",
        "'2023-10-05'",
        '"2023-10-05"',
        "\u201c2023-10-05\u201d",
        "2023/10/05",
        "20231005",
        "Oct 5, 2023",
        "Oct. 5, 2023",
        "oct 5 2023",
        "October 5, 2023",
        "October 5th, 2023",
        "OCTOBER 05 2023",
        "5 Oct 2023",
        "5th October 2023",
        "5th of October, 2023",
        "5\u00a0October\u202f2023",
        20231005,
        date(2023, 10, 5),
    ],
)
def test_a_day_is_read_in_every_form(text: object) -> None:
    """Without a time of day, the moment is midnight in the given zone."""
    when = parse_when(text, PARIS)
    assert when == When(datetime(2023, 10, 5, tzinfo=PARIS), has_time=False)
    assert when.iso == "2023-10-05"
    assert (when.year, when.day) == (2023, date(2023, 10, 5))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2014-06-24 11:07:00", "2014-06-24T11:07:00+02:00"),
        ("2014-06-24 11:07", "2014-06-24T11:07:00+02:00"),
        ("2014-06-24T11:07:00", "2014-06-24T11:07:00+02:00"),
        ("2014-06-24t11:07:00z", "2014-06-24T11:07:00+00:00"),
        ("2014-06-24T11:07:00.123456789Z", "2014-06-24T11:07:00+00:00"),
        ("2014-06-24 11:07:00 Z", "2014-06-24T11:07:00+00:00"),
        ("2014-06-24 11:07:00+0800", "2014-06-24T11:07:00+08:00"),
        ("2014-06-24 11:07:00 +08:00", "2014-06-24T11:07:00+08:00"),
        ("2014-06-24 11:07:00 +08", "2014-06-24T11:07:00+08:00"),
        ("2014-06-24 11:07:00-500", "2014-06-24T11:07:00-05:00"),
        ("2014-06-24 11:07:00 -5", "2014-06-24T11:07:00-05:00"),
        ("2014-06-24 11:07:00 -0400", "2014-06-24T11:07:00-04:00"),
        ("2014-06-24 11:07 -0330", "2014-06-24T11:07:00-03:30"),
        ("2014-06-24 11:07:00 UTC+01:00", "2014-06-24T11:07:00+01:00"),
        ("2014-06-24 11:07:00 UTC", "2014-06-24T11:07:00+00:00"),
        ("2014-06-24 11:07:00 GMT", "2014-06-24T11:07:00+00:00"),
        ("2014-06-24 11:07:00 +1400", "2014-06-24T11:07:00+14:00"),
        ("2014-06-24 1:07", "2014-06-24T01:07:00+02:00"),
        ("2014-06-24 11:07:0 +0000", "2014-06-24T11:07:00+00:00"),
        ("2014-06-24 1:7:5", "2014-06-24T01:07:05+02:00"),
        ("Jan 9, 2020 11:07", "2020-01-09T11:07:00+01:00"),
        ("Jan 9, 2020, 11:07 UTC", "2020-01-09T11:07:00+00:00"),
        ("January 9 2020 at 3:04 PM", "2020-01-09T15:04:00+01:00"),
        ("Mon, 07 Feb 2011 14:30:43 +0000", "2011-02-07T14:30:43+00:00"),
        ("Mon, 07 Feb 2011 14:30:43 GMT", "2011-02-07T14:30:43+00:00"),
        ("Mon, 7 Feb 2011 14:30 -0500", "2011-02-07T14:30:00-05:00"),
        ("Mon, 07 Feb 2011 14:30:43 EST", "2011-02-07T14:30:43-05:00"),
        ("07 Feb 2011 14:30:43 UT", "2011-02-07T14:30:43+00:00"),
        ("Monday, 07-Feb-11 14:30:43 GMT", "2011-02-07T14:30:43+00:00"),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37+00:00"),
        ("Mon Feb  7 14:30:43 2011", "2011-02-07T14:30:43+01:00"),
        ("Mon Feb  7 14:30:43 UTC 2011", "2011-02-07T14:30:43+00:00"),
        ("Mon  7 Feb 02:30:43 PM CET 2011", "2011-02-07T14:30:43+01:00"),
        ("Mon Feb 07 2011 14:30:43 GMT+0100 (CET)", "2011-02-07T14:30:43+01:00"),
        ("07-Feb-2011 14:30", "2011-02-07T14:30:00+01:00"),
        ("2014-06-24 11:07 CEST", "2014-06-24T11:07:00+02:00"),
        ("14.03.2025 10:30", "2025-03-14T10:30:00+01:00"),
        ("14.03.2025, 10.30 Uhr", "2025-03-14T10:30:00+01:00"),
        ("14. März 2025 um 10:30 Uhr", "2025-03-14T10:30:00+01:00"),
        ("14 mars 2025 à 10h30", "2025-03-14T10:30:00+01:00"),
        ("14 mars 2025 10:30 +02:00", "2025-03-14T10:30:00+02:00"),
        ("2025-03-14 10h", "2025-03-14T10:00:00+01:00"),
        ("March 14, 2025 at 2 pm", "2025-03-14T14:00:00+01:00"),
        ("2025-03-14T10:30", "2025-03-14T10:30:00+01:00"),
        ("2025-03-14 10:30 +1", "2025-03-14T10:30:00+01:00"),
        ("20250314T093000Z", "2025-03-14T09:30:00+00:00"),
        ("202503141030", "2025-03-14T10:30:00+01:00"),
        ("20250314103000", "2025-03-14T10:30:00+01:00"),
        ("1741000000", "2025-03-03T12:06:40+01:00"),
        (1741000000, "2025-03-03T12:06:40+01:00"),
        (1741000000123, "2025-03-03T12:06:40+01:00"),
        ("03/14/2025 2:30 PM", "2025-03-14T14:30:00+01:00"),
        ("9 January 2020 12:30 a.m.", "2020-01-09T00:30:00+01:00"),
        ("3rd Mar 2020 12:30pm", "2020-03-03T12:30:00+01:00"),
        (datetime(2014, 6, 24, 11, 7), "2014-06-24T11:07:00+02:00"),  # noqa: DTZ001
        (datetime(2014, 6, 24, 11, 7, tzinfo=UTC), "2014-06-24T11:07:00+00:00"),
        # A repeated hour: the first one. A skipped hour: as if the clock had not been changed yet.
        ("2023-10-29 02:30", "2023-10-29T02:30:00+02:00"),
        ("2023-03-26 02:30", "2023-03-26T02:30:00+01:00"),
        # Local mean time, +00:09:21, rounded to minutes.
        ("1880-01-01 12:00", "1880-01-01T12:00:00+00:09"),
    ],
)
def test_a_time_of_day_is_read_with_its_offset(text: object, iso: str) -> None:
    """A time without an offset is in the given zone, here Paris."""
    when = parse_when(text, PARIS)
    assert when.has_time
    assert when.iso == iso


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-04-7", date(2018, 4, 7)),
        ("Sept 3, 2021", date(2021, 9, 3)),
        ("3rd Mar 2020", date(2020, 3, 3)),
        ("1st May 2020", date(2020, 5, 1)),
        ("14.03.2025", date(2025, 3, 14)),
        ("03-14-2025", date(2025, 3, 14)),
        ("14. 3. 2025", date(2025, 3, 14)),
        ("03/03/2025", date(2025, 3, 3)),
        ("2025.03.14", date(2025, 3, 14)),
        ("2025. 3. 4.", date(2025, 3, 4)),
        ("2025年3月4日", date(2025, 3, 4)),
        ("2025년 3월 4일", date(2025, 3, 4)),
        ("Tuesday, 4 March 2025", date(2025, 3, 4)),
        ("Tues. March 4, 2025", date(2025, 3, 4)),
        ("Thursday, 3rd of Mar 2011", date(2011, 3, 3)),
        ("4-Mar-2025", date(2025, 3, 4)),
        ("29 February 2024", date(2024, 2, 29)),
        ("14. März 2025", date(2025, 3, 14)),
        ("14. Maerz 2025", date(2025, 3, 14)),
        ("14. Mrz. 2025", date(2025, 3, 14)),
        ("1. Dez. 2024", date(2024, 12, 1)),
        ("1. Jänner 2024", date(2024, 1, 1)),
        ("Montag, den 3. März 2025", date(2025, 3, 3)),
        ("le 3 mars 2025", date(2025, 3, 3)),
        ("lundi 1er août 2022", date(2022, 8, 1)),
        ("12 aout 2024", date(2024, 8, 12)),
        ("1 déc. 2024", date(2024, 12, 1)),
        ("3 de marzo de 2025", date(2025, 3, 3)),
        ("lunes, 3 de marzo de 2025", date(2025, 3, 3)),
        ("3 de março de 2025", date(2025, 3, 3)),
        ("marzo 3, 2025", date(2025, 3, 3)),
        ("3 maart 2025", date(2025, 3, 3)),
        ("d. 3. marts 2025", date(2025, 3, 3)),
        ("3. maaliskuuta 2025", date(2025, 3, 3)),
        ("3 března 2025", date(2025, 3, 3)),
        ("3 марта 2025 г.", date(2025, 3, 3)),
        ("2025. március 3.", date(2025, 3, 3)),
        ("2025-Mar-03", date(2025, 3, 3)),
        ("2025 March 3", date(2025, 3, 3)),
        ("3/Mar/2025", date(2025, 3, 3)),
        ("March 3rd, 2025", date(2025, 3, 3)),
        ("Mar. 3, 2025", date(2025, 3, 3)),
        ("2025年3月3日", date(2025, 3, 3)),
        ("２０２５-０３-０３", date(2025, 3, 3)),
        ("2025\u201303\u201103", date(2025, 3, 3)),
        ("2025-W10-1", date(2025, 3, 3)),
        ("2025W101", date(2025, 3, 3)),
        ("2025-062", date(2025, 3, 3)),
        ("0025-03-03", date(25, 3, 3)),
        ("0001-01-01", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
    ],
)
def test_other_days(text: str, day: date) -> None:
    """Single digits, other months and the ends of the calendar are accepted."""
    assert parse_when(text, UTC).day == day


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "''"),
        ("soon", "'soon'"),
        ("2023", "'2023'"),
        ("2023-10", "2023-10"),
        ("2023.10", "2023.10"),
        ("2023-10/05", "2023-10/05"),
        ("2023-13-05", "month must be in 1..12"),
        ("2023-02-30", "day"),
        ("0000-01-01", "year"),
        ("Foo 9, 2020", "'Foo' is not a month"),
        ("Octo 9, 2020", "'Octo' is not a month"),
        ("03/04/2020", "day or month first; write 2020-04-03 or 2020-03-04"),
        ("3-4-2020", "day or month first; write 2020-04-03 or 2020-03-04"),
        ("03.04.2020 10:30", "day or month first; write 2020-04-03 or 2020-03-04"),
        ("2025-W10", ": 2025-03-03 or 2025-03-09 (a whole week)"),
        ("2025-W60", "expected a date such as"),
        ("2025-366", "expected a date such as"),
        (45719, ": 2025-03-03 or 2029-03-04 (a spreadsheet's day number)"),
        ("45719", "ambiguous date '45719': 2025-03-03 or 2029-03-04"),
        ("2025030310", ": 2025-03-03T10:00:00 or 2034-03-03T"),
        ("25-03-04", ": 2004-03-25 or 2025-03-04 (two-digit year)"),
        ("3/14/25", ": 2025-03-14 or 1925-03-14 (two-digit year)"),
        ("3 Mar 25", ": 3 Mar 2025 or 3 Mar 1925 (two-digit year)"),
        ("3. listopada 2024", ": 2024-10-3 or 2024-11-3 (the month name differs by language)"),
        ("31 avril 2025", "day is out of range"),
        ("2025-03-03 10:00 IST", "ambiguous time zone in '2025-03-03 10:00 IST': +05:30, +02:00 or +01:00"),
        ("2025-03-03 10:00 BST", "ambiguous time zone in '2025-03-03 10:00 BST': +01:00 or +06:00"),
        ("around 3 mars 2025", "expected a date such as"),
        ("before 3 March 2025", "expected a date such as"),
        ("3–5 March 2025", "expected a date such as"),
        ("0025", "expected a date such as"),
        ("13.13.2020", "neither"),
        ("31.02.2020", "neither"),
        ("14.03.2020 25:00", "hour"),
        ("14/03-2020", "14/03-2020"),
        ("14.03.20", "14.03.20"),
        ("07 Feb 11", "07 Feb 11"),
        ("Mon, 31 Feb 2011 14:30:43 GMT", "day"),
        ("Mon, 07 Feb 2011 14:30:43 XYZ", "XYZ"),
        ("Mon", "'Mon'"),
        ("Mond, 7 Feb 2011", "Mond"),
        ("2023-10-05 24:00", "hour"),
        ("2023-10-05 11:60", "minute"),
        ("2023-10-05 11:07:60", "second"),
        ("2023-10-05 13:00 pm", "hour"),
        ("2023-10-05 0:30 am", "hour"),
        ("2023-10-05 11", "2023-10-05 11"),
        ("2023-10-05-11", "2023-10-05-11"),
        ("2023-10-05 11:07 +14:01", "offset"),
        ("2023-10-05 11:07 -1500", "offset"),
        ("2023-10-05 11:07 +01:60", "offset"),
        ("2023-10-05 11:07 XST", "XST"),
        ("\u0662\u0660\u0662\u0663-10-05", "expected a date such as"),
        ("2023-10-05" + " " * 100, "110 characters"),
        ("0001-01-01 00:00 +01:00", "expected a date such as"),
        ("9999-12-31 23:59 -01:00", "expected a date such as"),
        (datetime(2023, 10, 5, tzinfo=timezone(timedelta(hours=15))), "offset"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=1))), "0001-01-01"),
        (None, "None"),
        (True, "True"),
        (2023, "2023"),
        (2023100, "2023100"),
        pytest.param(10**5000, "type int", id="an int of 5,000 digits"),
        (20231305, "month"),
        (2023.5, "2023.5"),
        (["2023-10-05"], "type list"),
        (time(11, 7), "type time"),
    ],
)
def test_what_is_no_date_is_refused(value: object, reason: str) -> None:
    """The message says what was found and what is accepted."""
    with pytest.raises(DateError) as caught:
        parse_when(value, UTC)
    assert reason in str(caught.value)
    assert "2023-10-05" in str(caught.value) or "2020-04-03" in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_record_needs_a_zone() -> None:
    """A naive moment can't be compared with others."""
    with pytest.raises(ValueError, match="time zone"):
        When(datetime(2023, 10, 5))  # noqa: DTZ001


def test_a_long_local_mean_offset_of_a_zone_counts() -> None:
    """Only offsets that authors write are limited to 14 hours."""
    assert parse_when("1840-01-01", ZoneInfo("Asia/Manila")).year == 1840


@pytest.mark.parametrize(
    ("stem", "day", "rest"),
    [
        ("2023-10-05-a-break", "2023-10-05", "a-break"),
        ("2023-10-5-a-break", "2023-10-05", "a-break"),
        ("2023-10-05_a_break", "2023-10-05", "a_break"),
        ("2023-10-05 a break", "2023-10-05", "a break"),
        ("2023-10-05", "2023-10-05", ""),
        ("2023-10-05-12-30-notes", "2023-10-05", "12-30-notes"),
        ("2023-10-055-x", None, "2023-10-055-x"),
        ("2023-02-30-x", None, "2023-02-30-x"),
        ("2023-10-05x", None, "2023-10-05x"),
        ("a-break", None, "a-break"),
        ("x-2023-10-05", None, "x-2023-10-05"),
        ("", None, ""),
    ],
)
def test_the_date_of_a_file_name(stem: str, day: str | None, rest: str) -> None:
    """An impossible date is part of the name."""
    when, slug = file_name_date(stem, UTC)
    assert (when.iso if when else None, slug) == (day, rest)


@pytest.mark.parametrize(
    ("pattern", "locale", "text"),
    [
        ("d MMMM y", "en", "5 October 2023"),
        ("d MMMM y", "de", "5 Oktober 2023"),
        ("MMM d, y", "en_US", "Oct 5, 2023"),
        ("d MMMM y", "pt-BR", "5 outubro 2023"),
        ("d MMMM y", "fr_XX", "5 octobre 2023"),
        ("d MMMM y", "tlh", "5 October 2023"),
        ("d MMMM y", "", "5 October 2023"),
        ("d MMMM y", "../../x", "5 October 2023"),
        ("long", "en", "October 5, 2023"),
    ],
)
def test_a_day_is_written_in_the_readers_language(pattern: str, locale: str, text: str) -> None:
    """An unknown locale falls back to its language, then to English."""
    assert format_when(parse_when("2023-10-05 23:30 -1000", UTC), pattern, locale) == text


@pytest.mark.parametrize(
    ("locale", "text", "short"),
    [
        ("en", "3 January 2024", "03 Jan"),
        ("en_US", "3 January 2024", "03 Jan"),
        ("tlh", "3 January 2024", "03 Jan"),
        ("de", "3. Januar 2024", "03. Jan."),
        ("fr", "3 janvier 2024", "03 janv."),
        ("es", "3 de enero de 2024", "03 ene"),
        ("pt_BR", "3 de janeiro de 2024", "03 de jan."),
        ("it", "3 gennaio 2024", "03 gen"),
        ("nl", "3 januari 2024", "03 jan"),
        ("ja", "2024年1月3日", "01月03日"),
        ("zh_CN", "2024年1月3日", "01月03日"),
        ("ko", "2024년 1월 3일", "1월 03일"),
        ("hu", "2024. január 3.", "jan. 03."),
        ("cs", "3. ledna 2024", "03. 01."),
        ("ar", "3 يناير 2024", "03 يناير"),
    ],
)
def test_a_day_is_written_in_the_order_of_the_language(locale: str, text: str, short: str) -> None:
    """Without a pattern, day, month and year stand as readers expect them; short days have two digits."""
    when = parse_when("2024-01-03", UTC)
    assert format_when(when, "", locale) == text
    assert format_when(when, short_pattern(locale), locale).rstrip(".") == short.rstrip(".")


def test_dates_of_lists_have_two_digits() -> None:
    """With the year, in the order of the language."""
    when = parse_when("2024-01-03", UTC)
    shown = {locale: format_when(when, listed_pattern(locale), locale) for locale in ("en", "de", "ja", "es")}
    assert shown == {"en": "03 Jan 2024", "de": "03. Jan. 2024", "ja": "2024年01月03日", "es": "03 ene 2024"}


@pytest.mark.parametrize("pattern", ["HH:mm", "MMMMMMM", "dddd"])
def test_a_pattern_that_is_no_date_is_refused(pattern: str) -> None:
    """A date pattern can't contain a time of day."""
    with pytest.raises(ValueError, match=r"."):
        format_when(parse_when("2023-10-05", UTC), pattern, "en")


@pytest.mark.parametrize(
    ("name", "offset"),
    [
        ("UTC", 0),
        ("utc", 0),
        ("Z", 0),
        ("Etc/UTC", 0),
        ("Europe/Paris", 60),
        ("+02:00", 120),
        ("-0500", -300),
        ("UTC+05:30", 330),
        (" +1 ", 60),
    ],
)
def test_a_zone_is_found_by_name_or_offset(name: str, offset: int) -> None:
    """IANA names and plain offsets are accepted."""
    winter = datetime(2023, 1, 1, tzinfo=time_zone(name))
    assert winter.utcoffset() == timedelta(minutes=offset)


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Base", "Europe", "../../passwd", "/etc/passwd", "+15:00", "+01:75", "\0", "x" * 999],
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    """Whatever error the file system raises for the name, the result is a ValueError."""
    with pytest.raises(ValueError, match=r"time zone|offset"):
        time_zone(name)


_MONTHS = "January February March April May June July August September October November December"


def _english(day: date, *, short: bool) -> str:
    month = _MONTHS.split()[day.month - 1]
    return month[:3] if short else month


@given(st.dates(), st.booleans())
def test_every_day_survives_every_family(day: date, short: bool) -> None:
    """A day written in any form is read back unchanged."""
    month = _english(day, short=short)
    for text in (
        day.isoformat(),
        f"{day.year:04}/{day.month}/{day.day}",
        f"{day.year:04}{day.month:02}{day.day:02}",
        f"{month} {day.day}, {day.year:04}",
        f"{day.day}th {month} {day.year:04}",
    ):
        assert parse_when(text, UTC) == When(datetime.combine(day, time(), UTC), has_time=False)


_OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_MOMENTS = st.datetimes(
    datetime(2, 1, 1),  # noqa: DTZ001
    datetime(9998, 12, 31),  # noqa: DTZ001
    timezones=_OFFSETS,
)


@given(_MOMENTS)
def test_every_moment_survives_iso(moment: datetime) -> None:
    """A moment is read back from its ISO form, and from the ISO form of its record."""
    when = parse_when(moment.isoformat(), UTC)
    assert when == When(moment)
    assert parse_when(when.iso, UTC).moment == moment.replace(microsecond=0)


_NEAR_DATES = st.from_regex(
    r"\A[0-9A-Za-z]{1,9}[-/. ,]{1,2}[0-9a-z]{1,4}[-/ ,T]{1,2}"
    r"[0-9]{0,4}( [0-9:]{0,8})?[-+ZUTC0-9:]*\Z"
)


def _date_or_none(value: object, zone: tzinfo) -> When | None:
    try:
        return parse_when(value, zone)
    except DateError:
        return None


@given(st.text() | _NEAR_DATES, st.sampled_from([UTC, PARIS, ZoneInfo("Pacific/Kiritimati")]))
def test_no_text_raises_anything_but_a_date_error(text: str, zone: tzinfo) -> None:
    """Any text is a date or a DateError."""
    for value in (text, text[:10]):
        when = _date_or_none(value, zone)
        assert when is None or when.moment.astimezone(UTC)
    file_name_date(text, zone)


class _NoZone(tzinfo):
    """A zone without an offset."""


_OBJECTS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.binary()
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.timezones() | st.builds(_NoZone))
    | st.times()
    | st.lists(st.integers())
    | st.builds(object)
)


@given(_OBJECTS, st.timezones())
def test_no_object_raises_anything_but_a_date_error(value: object, zone: tzinfo) -> None:
    """Any value that YAML may give is a date or a DateError."""
    if when := _date_or_none(value, zone):
        assert when.moment.astimezone(UTC)
        assert when.iso
        assert format_when(when, "d MMMM y", "en")


_WHENS = st.builds(
    When, st.datetimes(timezones=st.timezones() | _OFFSETS, allow_imaginary=True), st.booleans()
)


@given(_WHENS, _WHENS, _WHENS)
def test_the_order_is_total(first: When, second: When, third: When) -> None:
    """Any two can be compared, even at the ends of the calendar and in repeated hours."""
    assert (first < second) + (first == second) + (first > second) == 1
    assert (first <= second) == (not second < first)
    low, middle, high = sorted([first, second, third])
    assert low <= middle <= high
    assert low <= high
    if first == second:
        assert hash(first) == hash(second)


def test_a_day_stands_before_its_first_moment() -> None:
    """At midnight, the record without a time comes first."""
    assert parse_when("2023-10-05", UTC) < parse_when("2023-10-05 00:00", UTC)


def test_a_unix_time_is_in_the_zone_of_the_site() -> None:
    """A Unix time has no zone of its own, and its day may differ there."""
    assert parse_when(1741129200, timezone(timedelta(hours=1))).iso == "2025-03-05T00:00:00+01:00"
    assert parse_when("1741129200", UTC).iso == "2025-03-04T23:00:00+00:00"
