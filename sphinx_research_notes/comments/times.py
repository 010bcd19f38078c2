"""Parse the dates in exports of comment systems: Unix times, and dates as in e-mail."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from ..model.dates import parse_when

if TYPE_CHECKING:
    from datetime import tzinfo

    from ..model.dates import When

_NUMBER = re.compile(r"\d{9,19}(?:\.\d{0,20})?|\d\.\d{1,20}e\+?\d\d?", re.ASCII | re.IGNORECASE)
_COMPACT = re.compile(r"(?:19|20)\d{10}(?:\d\d)?", re.ASCII)
#: The parser of dates in e-mail ignores whether an hour is of the afternoon.
_MAIL = re.compile(r"(?!.*\d\s?[ap]\.?m\b)[a-z]{3,9},?\s+\S.{5,60}", re.IGNORECASE | re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def machine_time(text: str, zone: tzinfo) -> When | None:
    """Return the moment given as a Unix time, as ``20250304100000``, or as in e-mail; None for anything else.

    A Unix time may have a fraction, or be in milli-, micro- or nanoseconds; it is converted to *zone*. Other
    dates without a zone are in *zone*.
    """
    text = text.strip()
    with suppress(ValueError, OverflowError, TypeError, IndexError, InvalidOperation):
        if _COMPACT.fullmatch(text):
            return parse_when(text, zone)
        if _NUMBER.fullmatch(text):
            return _unix_time(Decimal(text), zone)
        if _MAIL.fullmatch(text):
            return parse_when(parsedate_to_datetime(text), zone)
    return None


def _unix_time(number: Decimal, zone: tzinfo) -> When:
    """Return the moment of a Unix time, in the unit that gives a plausible date."""
    while number >= 10**11:  # The year 5138 in seconds, or March 1973 in milliseconds.
        number /= 1000
    return parse_when((_EPOCH + timedelta(seconds=int(number))).astimezone(zone), zone)
