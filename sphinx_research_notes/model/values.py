"""Shapes that values come in, in front matter and configuration alike: texts, licences, epigraphs. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .licenses import license_of
from .note import Epigraph, License
from .urls import web_address

_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0"})


class Unusable(ValueError):
    """A value that its key does not accept; the message says what was found and what is accepted."""


def is_true(value: object) -> bool | None:
    """*value* as yes or no; None when it says neither."""
    text = str(value).strip().casefold()
    return True if text in _YES else False if text in _NO else None


def shown(value: Any) -> str:
    """*value* as a message shows it, cut to size."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def flat(value: Any) -> list[Any]:
    """The members of a list and of the lists in it; anything else by itself."""
    return [inner for each in value for inner in flat(each)] if isinstance(value, list) else [value]


def leaves(value: Any) -> list[str]:
    """Every text in *value*, whatever its shape."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return [text for each in value for text in leaves(each)]
    return [] if value is None else [str(value)]


def texts_of(value: Mapping[Any, Any], accepted: str) -> dict[str, str]:
    """A mapping whose values are all texts, or lists of them; raises :class:`Unusable`."""
    found = {}
    for key, each in value.items():
        members = each if isinstance(each, (list, tuple)) else [each]
        if any(isinstance(member, (Mapping, list, tuple)) for member in members):
            raise Unusable(f"found {shown(value)}; accepted is {accepted}")
        found[str(key)] = ", ".join(str(m).strip() for m in members if m is not None)
    return found


def checked_address(text: str) -> str:
    """*text*, an address on the web or nothing; raises :class:`Unusable` for whatever is neither."""
    if text and not web_address(text):
        raise Unusable(f"found {text!r}; accepted is an address that begins with https://")
    return text


def read_license(value: Any) -> License | None:
    """The licence that an SPDX id or ``{name, url}`` names; raises :class:`Unusable` for other shapes."""
    accepted = "an SPDX id, or {name, url}"
    if isinstance(value, Mapping):
        given = texts_of(value, accepted)
        name, url = given.get("name", ""), checked_address(given.get("url", ""))
        if name or url:
            return License(name, url) if name and url else license_of(name or url)
    elif not isinstance(value, (list, tuple)):
        text = " ".join(str(value or "").split())
        return license_of(text) if text else None
    raise Unusable(f"found {shown(value)}; accepted is {accepted}")


def read_epigraph(value: Any) -> Epigraph | None:
    """The epigraph that a text or ``{text, by, source, url, cite}`` gives; raises :class:`Unusable`.

    A last line that starts with a dash is the attribution, as in the directive.
    """
    accepted = "a text, or {text, by, source, url, cite, lang, verse}"
    if isinstance(value, (list, tuple)):
        raise Unusable(f"found {shown(value)}; accepted is {accepted}")
    given = texts_of(value if isinstance(value, Mapping) else {"text": value or ""}, accepted)
    if not isinstance(value, Mapping) and not given["text"]:
        return None
    unknown = given.keys() - {"text", "by", "source", "url", "cite", "lang", "verse"}
    if not given.get("text") or unknown:
        raise Unusable(f"found {shown(value)}; accepted is {accepted}")
    checked_address(given.get("url", ""))
    if not given.get("by"):
        given["text"], given["by"] = split_attribution(given["text"])
    verse = is_true(given.pop("verse", ""))
    # Lines that YAML was asked to keep are meant to be kept.
    return Epigraph(**given, verse="\n" in given["text"] if verse is None else verse)


def split_attribution(text: str) -> tuple[str, str]:
    """*text* and the attribution on its last line, where that begins with a dash."""
    body, _, last = text.rstrip().rpartition("\n")
    match = re.match(r"\s*(?:—|―|–|---?)\s*(?=\S)", last)
    return (body.rstrip(), last[match.end() :].strip()) if body and match else (text, "")
