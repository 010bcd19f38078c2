"""Take names and dates from the headers of e-mails, and from what stands above quotations."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from .mail_text import PREPOSITIONS, VERBS
from .personal import public_name, without_mail_addresses
from .values import line, moment

#: A day and a time, and a name after them.
_WHEN = re.compile(
    r"(?P<date>.*?\b\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?(?:Uhr|UTC|GMT|[+-]\d{4}|[A-Z]{3,4}(?=,)))?"
    r"|.*?\b\d{4})[,;]?\s+(?P<name>\D.*)"
)
_WORDS_BETWEEN = (
    "at|um|à|à\\(s\\)|alle ore|alle|ore|kl\\.?|klo|в|о|u|o|a las|às|om|o godz\\.|v|saat|[^\\W\\d_]+,?"
)
_DAY_ONLY = re.compile(r".*?(?:\d{4}\D+\d{1,2}\D+\d{1,2}|\b\d{1,2}\D{1,20}\d{4}|[^\W\d_]+ \d{1,2},? \d{4})")


def sender_name(sender: str) -> str:
    """Return the name in the header *sender*, without an address."""
    bracketed = re.fullmatch(r"\S+(?:@| at )\S+\s+\((?P<name>.+)\)", sender.strip())
    name = _decoded(bracketed["name"] if bracketed else sender)
    # Some programs add on whose behalf it was sent, or the list that it came by.
    name = re.sub(r"\s+(?:via|on behalf of|im Auftrag von|de la part de)\s.*$", "", name, flags=re.IGNORECASE)
    return public_name(line(without_mail_addresses(name).replace("…", " "))).strip("\"'<>[]()«»,*_ ")


def _decoded(sender: str) -> str:
    try:
        return str(make_header(decode_header(sender)))
    except (ValueError, LookupError, HeaderParseError):
        return sender


def plain_date(text: str) -> str:
    """Return the date *text* without the words that programs put between the day and the time.

    Of a time in a zone that isn't known, only the day is certain.
    """
    text = re.sub(r"\s*\([^()]*\)\s*$", "", " ".join(text.split()))
    text = re.sub(r"^[^\W\d_]+(?:-feira)?, ?(?=\d)|^[^\W\d_]{2,3} (?=\d{1,2}\. )", "", text)
    text = re.sub(r"(?<=\d\.) (?=\d)", "", text)
    text = re.sub(rf"(?<=\d)(?:[ ]?[гр]\.|\.)?,? (?:{_WORDS_BETWEEN}) (?=\d{{1,2}}[:.h]\d\d)", " ", text)
    text = re.sub(r"(?<=\d{4},)\s+(?=\d{1,2}[:.])|(?<=\d{4}) [^\W\d_]+, (?=\d{1,2}:)", " ", text)
    text = re.sub(r"(?<=\d{4} )(\d{1,2})[.h](\d\d)(?:\.(\d\d))?(?= |$)", r"\1:\2", text).strip()
    if moment(text) is None and (day := _DAY_ONLY.match(text)):
        return day[0].rstrip(" .,")
    return text


def said_by(text: str) -> dict[str, str]:
    """Return the sender and the date in *text*, such as ``On 3 May 2025, Ada wrote:``, as headers."""
    said = re.sub(rf"^(?:{PREPOSITIONS})\s+", "", without_mail_addresses(text).replace("…", " ").strip())
    said = " ".join(re.sub(rf"\b(?:{VERBS})\b|[:：]\s*$", " ", said).split()).strip(" ,;<>()[]")
    found = _WHEN.fullmatch(said)
    if found:
        return {"date": found["date"].strip(" ,"), "from": found["name"]}
    # Some languages begin with the name.
    reversed_ = re.fullmatch(r"(?P<name>\D+?)[,;]?\s+(?P<date>\d.*)", said)
    return {"from": reversed_["name"], "date": reversed_["date"]} if reversed_ else {"from": said}
