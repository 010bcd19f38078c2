"""Which language the title of an entry is in, as far as its letters may be made small. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What BibLaTeX, babel, ISO 639 and people call English.
_ENGLISH = re.compile(
    r"(?:us|uk)?english|american|british|canadian|australian|newzealand|eng?(?:[_-].*)?|englisch|anglais|ingl[eé]s"
    r"|английский",
    re.IGNORECASE,
)
#: The fields that name it; that of the entry comes before that of the work.
_FIELDS = ("langid", "hyphenation", "language")


def is_english(fields: Mapping[str, str]) -> bool:
    """Whether an entry with *fields* is in English, or may be: by what it says, else by its letters."""
    for name in _FIELDS:
        said = [word for word in re.split(r"[\s,;/{}]+", fields.get(name, "")) if word]
        if said:
            return any(_ENGLISH.fullmatch(word) for word in said)
    return not _is_foreign(fields.get("title", ""))


def _is_foreign(title: str) -> bool:
    """Whether most letters of *title* are of another alphabet than English is written in."""
    if title.isascii():
        return False
    letters = [each for each in title if each.isalpha()]
    latin = sum(unicodedata.name(each, "").startswith("LATIN") for each in letters)
    return latin * 2 < len(letters)
