"""Who has funded a note: parse the value of ``funding``, in front matter and as an option. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .check_digits import is_consistent
from .note import Award, Funder, Funding
from .suggestions import one_typo
from .values import Unusable, checked_address, flat, is_true

_ROR = re.compile(
    r"(?:(?:https?://)?(?:www\.)?ror\.org/)?(?P<id>0[0-9a-hjkmnp-tv-z]{6}\d\d)/?", re.IGNORECASE
)
_EXPECTED = "{funder, award}, or a list of them"
_KEYS = {
    "funding": ("funder", "award"),
    "funder": ("name", "ror"),
    "award": ("number", "uri", "title"),
}


def read_funding(value: Any) -> tuple[Funding, ...]:
    """Return the funding given as ``{funder, award}``, or as a list of that; empty for None and False.

    A funder is a name or ``{name, ror}``, an award its number or ``{number, uri, title}``. Raises
    :class:`~.values.Unusable`.
    """
    if value in (None, "", (), {}) or (isinstance(value, (str, bool)) and is_true(value) is False):
        return ()
    return tuple(dict.fromkeys(_funding(each) for each in flat(value)))


def _funding(value: Any) -> Funding:
    fields = _fields("funding", value, _EXPECTED)
    funder, award = fields.get("funder"), fields.get("award")
    if not funder:
        raise Unusable("a funder", value)
    return Funding(_funder(funder), _award(award) if award else None)


def _funder(value: Any) -> Funder:
    if not isinstance(value, (Mapping, list, tuple)):
        return Funder(_text(value))
    fields = _fields("funder", value, "a name, or {name, ror}")
    name = _text(fields.get("name"))
    if not name:
        raise Unusable("a name of the funder", value)
    return Funder(name, _ror(_text(fields.get("ror"))))


def _award(value: Any) -> Award:
    if not isinstance(value, (Mapping, list, tuple)):
        return Award(_text(value))
    fields = _fields("award", value, "a number, or {number, uri, title}")
    number, title = _text(fields.get("number")), _text(fields.get("title"))
    uri = checked_address(_text(fields.get("uri")))
    if not (number or title or uri):
        raise Unusable("a number of the award", value)
    return Award(number, uri, title)


def _fields(kind: str, value: Any, expected: str) -> dict[str, Any]:
    """Return the fields of *value*, a mapping with only known keys."""
    if not isinstance(value, Mapping):
        raise Unusable(expected, value)
    for name in map(str, value):
        if name not in _KEYS[kind]:
            near = next((each for each in _KEYS[kind] if one_typo(name, each)), "")
            hint = f"did you mean {near!r}?" if near else ""
            raise Unusable(f"the keys {', '.join(_KEYS[kind])} in {kind}", name, hint)
    return {str(name): each for name, each in value.items()}


def _text(value: Any) -> str:
    if isinstance(value, (Mapping, list, tuple)):
        raise Unusable("a string", value)
    return " ".join(str("" if value is None else value).split())


def _ror(text: str) -> str:
    """Return the full URL of a ROR id; its last two digits are check digits (https://ror.org/facts/)."""
    if not text:
        return ""
    match = _ROR.fullmatch(text)
    if match is None or not is_consistent(match["id"].lower()):
        raise Unusable("a ROR id such as https://ror.org/021nxhr62", text)
    return f"https://ror.org/{match['id'].lower()}"
