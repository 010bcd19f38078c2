"""In what order works stand, and what the alpha style calls them: with every alphabet, and as BibTeX does.

Imported only where sphinxcontrib-bibtex is used. pybtex sorts and shortens names letter by letter as they are
written, braces and all, and knows no letters but those of ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pybtex.database import Entry
from pybtex.style.labels import alpha
from pybtex.style.sorting import author_year_title

from .bibtex_names import EAST_ASIAN
from .protect_math import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Letters that are no letter of ASCII with a mark on it, as they are sorted.
_LIKE = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n"}
)


class Sorting(author_year_title.SortingStyle):  # type: ignore[misc]
    """pybtex's order by author, year and title, without regard to accents and braces."""

    def sorting_key(self, entry: Any) -> Any:
        """What *entry* is sorted by; what is alike is told apart as it is written."""
        key = super().sorting_key(_sorted_copy(entry))
        return tuple(map(_purified, key)), key

    def person_key(self, person: Any) -> str:
        """The name of *person*, family name first; those who are not named are ``et al`` as for BibTeX."""
        return "et al" if str(person) == "others" else str(super().person_key(person))


def _sorted_copy(entry: Any) -> Any:
    """*entry* with what its author has hidden in it to sort it by."""
    hidden = getattr(entry, "sorted_by", None)
    if not hidden:
        return entry
    copy = Entry(entry.type, fields=dict(entry.fields.items()) | hidden, persons=dict(entry.persons))
    copy.key = entry.key
    return copy


def _purified(text: str) -> str:
    """*text* as BibTeX sorts it: without braces, accents and punctuation, in small letters."""
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = in_words(text).casefold().translate(_LIKE)
    plain = "".join(each for each in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(each))
    # Parts of names are two blanks apart, names three.
    return re.sub(r"[^\w\s]|_", "", re.sub(r"[-\u00a0]", " ", plain))


class Labels(alpha.LabelStyle):  # type: ignore[misc]
    """pybtex's labels of the alpha style, with the letters of every alphabet."""

    def format_label(self, entry: Any) -> str:
        """The label of *entry*, which another may have as well."""
        said = {name: _bare(entry.fields.get(name, "")) for name in ("key", "organization", "year")}
        said["organization"] = said["organization"].removeprefix("The ")[:3]
        said["year"] = _to_its_number(said["year"])
        fields = {name: text for name, text in said.items() if text}
        copy = Entry(entry.type, fields=fields, persons=dict(entry.persons))
        copy.key = entry.key
        return str(super().format_label(copy))

    def format_lab_names(self, persons: Any) -> str:
        """``BEŁ`` for three authors, ``Bir`` for one; a plus sign for those who are left out."""
        people = [person for person in persons if str(person) != "others"] or list(persons)
        others = len(people) < len(persons)
        shown = people if len(people) + others <= 4 else people[:3]
        initials = ["".join(_initials([*person.prelast_names, *person.last_names])) for person in shown]
        label = "".join(initials)
        if len(people) == 1 and not others and len(_letters(label)) < 2:
            label = "".join(_letters("".join(people[0].last_names))[:3])
        return label + ("+" if others or len(shown) < len(people) else "")


def _to_its_number(year: str) -> str:
    """*year* up to its last number; empty where it has none, as *in press*."""
    found = re.match(r".*[0-9]", year)
    return found[0] if found else ""


def _bare(text: str) -> str:
    return re.sub("[{}]", "", in_words(text))


def _initials(names: Iterable[str]) -> Iterable[str]:
    """The first letters of *names* and of what hyphens join; what stands in braces is one word."""
    for name in names:
        words = (
            [name] if name.startswith("{") or EAST_ASIAN.fullmatch(name) else re.split(r"[\s\u00a0‐-]+", name)
        )
        yield from (letters[0] for word in words if (letters := _letters(word)))


def _letters(text: str) -> list[str]:
    """The letters and digits of *text*; those of ASCII without their accents, others with their marks."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFC", _bare(text)):
        if sign.isalnum():
            base = unicodedata.normalize("NFD", sign)[0]
            found.append(base if base.isascii() else sign)
        elif found and unicodedata.category(sign).startswith("M") and not found[-1].isascii():
            found[-1] += sign
    return found


def sort_and_label(style: Any) -> None:
    """Give *style*, one of pybtex's own, these ways where it has those that they stand for."""
    if type(style.sorting_style) is author_year_title.SortingStyle:
        style.sorting_style = Sorting()
        style.sort = style.sorting_style.sort
    if type(style.label_style) is alpha.LabelStyle:
        style.label_style = Labels()
        style.format_labels = style.label_style.format_labels
