"""Text normalized for matching: lower case, look-alikes replaced, invisible characters removed. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Unicode categories of invisible characters.
_INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me"})
#: Fillers, which Unicode classifies as letters, and the replacement of a null character.
_FILLERS = "\u115f\u1160\u3164\uffa0\ufffd"
#: Line breaks and the tab; all other ASCII control characters are invisible.
_BREAKS = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x85")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_COLONS, _TICKS = "\u2236\ua789\u02d0\uff1a\ufe55", "\u00b4\u2018\u2019\u2032\uff40\u02cb"
_DASHES, _BLANKS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "\u00a0\u2007\u202f\u3000\u2800"
#: Cyrillic, Greek and other letters that look like the letters of the words that hide.
_LETTERS = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0456\u0455\u0501\u0442\u0475\u0433"
        "\u03b1\u03b5\u03b9\u03bf\u03c1\u03c4\u03bd\u0131",
        "aeopcyisdtvraeioptvi",
        strict=True,
    )
)
_REPLACEMENTS = {
    **dict.fromkeys(_FILLERS, ""),
    **dict.fromkeys(_COLONS, ":"),
    **dict.fromkeys(_TICKS, "`"),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_BLANKS, " "),
}


def is_plain(text: str) -> bool:
    """Return whether *text*, in lower case, has nothing to normalize except tabs."""
    return text.isascii() and not _CONTROLS.search(text)


def normalize(text: str) -> str:
    """Return *text* in lower case, with look-alikes as plain characters; lines keep their numbers."""
    if text.isascii():
        return _CONTROLS.sub("", text).replace("\t", "        ").lower()
    for sign, plain in _REPLACEMENTS.items():
        # Faster than ``str.translate``, as most texts contain few of them.
        text = text.replace(sign, plain)
    text = unicodedata.normalize("NFKD", text).lower()
    for sign in set(text):
        if sign in _LETTERS:
            text = text.replace(sign, _LETTERS[sign])
        elif unicodedata.category(sign) in _INVISIBLE and sign not in _BREAKS:
            text = text.replace(sign, "")
    return text.replace("\t", "        ")


@lru_cache(maxsize=20_000)
def normalize_line(line: str) -> str:
    """Return *line* normalized; cached, as each line is normalized more than once."""
    return normalize(line)
