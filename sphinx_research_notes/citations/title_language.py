"""Whether the title of an entry is in English, so that styles may change it to lower case. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Names of English in BibLaTeX, babel, ISO 639 and real files.
_ENGLISH = re.compile(
    r"(?:us|uk)?english|american|british|canadian|australian|newzealand|eng?(?:[_-].*)?|englisch|anglais|ingl[eé]s"
    r"|английский",
    re.IGNORECASE,
)
#: The fields that name a language: of the entry, then of the work.
_FIELDS = ("langid", "hyphenation", "language")


def is_english(fields: Mapping[str, str]) -> bool:
    """Return whether an entry with *fields* is in English, by its fields or else by its letters."""
    for name in _FIELDS:
        names = [word for word in re.split(r"[\s,;/{}]+", fields.get(name, "")) if word]
        if names:
            return any(_ENGLISH.fullmatch(word) for word in names)
    return not _is_foreign(fields.get("title", ""))


def _is_foreign(title: str) -> bool:
    """Return whether most letters of *title* are not Latin."""
    if title.isascii():
        return False
    letters = [each for each in title if each.isalpha()]
    latin = sum(unicodedata.name(each, "").startswith("LATIN") for each in letters)
    return latin * 2 < len(letters)
