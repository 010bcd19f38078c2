"""Parse values shared by front matter and configuration: booleans, strings, licences, epigraphs. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .licenses import license_of
from .note import Epigraph, License, Picture
from .urls import has_scheme, web_address

YES = frozenset({"true", "yes", "on", "y", "1"})
#: What the path of a picture may be called in a mapping.
PICTURE_KEYS = ("path", "src", "url", "file", "image")
NO = frozenset({"false", "no", "off", "n", "0"})


class Unusable(ValueError):
    """A value that its key does not accept."""

    def __init__(self, expected: str, value: object, hint: str = "") -> None:
        """*expected* completes the message "expected …, got …"; *hint* follows it."""
        super().__init__(f"expected {expected}, got {_shortened(value)}" + (f"; {hint}" if hint else ""))
        self.expected = expected


def is_true(value: object) -> bool | None:
    """Return *value* as a boolean; None if it is neither yes nor no."""
    text = str(value).strip().casefold()
    return True if text in YES else False if text in NO else None


def yes_or_no(value: object, expected: str = "true or false") -> bool:
    """Return *value* as a boolean; raises :class:`Unusable` if it is neither yes nor no."""
    if (answer := is_true(value)) is None:
        raise Unusable(expected, value)
    return answer


def positive(value: object, expected: str = "a positive integer") -> int:
    """Return *value* if it is a positive integer; raises :class:`Unusable`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Unusable(expected, value)
    return value


def _shortened(value: object) -> str:
    """Return *value* for a message, truncated."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def one_line(value: Any) -> str:
    """Return *value*, a string or another scalar, on one line; raises :class:`Unusable`."""
    if isinstance(value, (dict, list, tuple)):
        raise Unusable("a string", value)
    return " ".join(str(value).split()) if value is not None else ""


def flat(value: Any) -> list[Any]:
    """Flatten nested lists; anything else is returned as the only item."""
    if not isinstance(value, (list, tuple)):
        return [value]
    return [inner for each in value for inner in flat(each)]


def leaves(value: Any) -> list[str]:
    """Return every scalar in *value*, at any depth, as a string."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        return [text for each in value for text in leaves(each)]
    return [] if value is None else [str(value)]


def texts_of(value: Mapping[Any, Any], expected: str) -> dict[str, str]:
    """Return a mapping with its values, strings or lists of them, as strings; raises :class:`Unusable`."""
    texts = {}
    for key, each in value.items():
        members = each if isinstance(each, (list, tuple)) else [each]
        if any(isinstance(member, (Mapping, list, tuple)) for member in members):
            raise Unusable(expected, value)
        texts[str(key)] = ", ".join(str(m).strip() for m in members if m is not None)
    return texts


def checked_address(text: str) -> str:
    """Return *text* if it is a web address or empty; raises :class:`Unusable`."""
    if text and not web_address(text):
        raise Unusable("an http(s) URL", text)
    return text


def read_license(value: Any) -> License | None:
    """Return the licence given as an SPDX identifier or ``{name, url}``; raises :class:`Unusable`."""
    expected = "an SPDX identifier, or {name, url}"
    if isinstance(value, Mapping):
        given = texts_of(value, expected)
        name, url = given.get("name", ""), checked_address(given.get("url", ""))
        if name or url:
            return License(name, url) if name and url else license_of(name or url)
    elif not isinstance(value, (list, tuple)):
        text = " ".join(str(value or "").split())
        return license_of(text) if text else None
    raise Unusable(expected, value)


def read_picture(value: Any) -> Picture | None:
    """Return the picture given as a path, a URL or ``{path, alt}``; raises :class:`Unusable`."""
    if isinstance(value, Mapping):
        source = next(filter(None, (one_line(value.get(name)) for name in PICTURE_KEYS)), "")
        if not source:
            raise Unusable("a path, or {path, alt}", value)
        return Picture(_picture_source(source), one_line(value.get("alt")))
    text = one_line(value)
    return Picture(_picture_source(text)) if text else None


def _picture_source(source: str) -> str:
    """Return *source*, a path or web address: other schemes would not work for readers."""
    if not has_scheme(source) and not source.startswith("//"):
        return source
    address = web_address(source.replace(" ", "%20"))
    if not address:
        raise Unusable("a path or an http(s) URL", source)
    return address


def read_epigraph(value: Any) -> Epigraph | None:
    """Return the epigraph given as a string or ``{text, by, source, url, cite}``; raises :class:`Unusable`.

    As in the directive, a last line that starts with a dash is the attribution.
    """
    expected = "a string, or {text, by, source, url, cite, lang, verse}"
    if isinstance(value, (list, tuple)):
        raise Unusable(expected, value)
    given = texts_of(value if isinstance(value, Mapping) else {"text": value or ""}, expected)
    if not isinstance(value, Mapping) and not given["text"]:
        return None
    unknown = given.keys() - {"text", "by", "source", "url", "cite", "lang", "verse"}
    if not given.get("text") or unknown:
        raise Unusable(expected, value)
    checked_address(given.get("url", ""))
    if not given.get("by"):
        given["text"], given["by"] = split_attribution(given["text"])
    verse = is_true(given.pop("verse", ""))
    # YAML folds lines unless told otherwise, so line breaks are intended.
    return Epigraph(**given, verse="\n" in given["text"] if verse is None else verse)


def split_attribution(text: str) -> tuple[str, str]:
    """Split off the attribution on the last line of *text*, which begins with a dash."""
    body, _, last = text.rstrip().rpartition("\n")
    match = re.match(r"\s*(?:—|―|–|---?)\s*(?=\S)", last)
    return (body.rstrip(), last[match.end() :].strip()) if body and match else (text, "")
