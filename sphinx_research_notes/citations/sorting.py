"""The order of works and the labels of the alpha style, for every alphabet and as in BibTeX.

Imported only where sphinxcontrib-bibtex is used. pybtex compares and abbreviates names character by
character, including braces, and recognizes only ASCII letters.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from pybtex.style.labels import alpha
from pybtex.style.sorting import author_year_title

from .bibtex_names import EAST_ASIAN
from .entries import changed
from .latex_symbols import LIKE_ASCII
from .protect_math import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIKE = str.maketrans(LIKE_ASCII | {"ŋ": "n"})


class Sorting(author_year_title.SortingStyle):  # type: ignore[misc]
    """pybtex's order by author, year and title, ignoring accents and braces."""

    def sorting_key(self, entry: Any) -> Any:
        """Return the sort key of *entry*; ties are broken by the exact text."""
        key = super().sorting_key(_sorted_copy(entry))
        return tuple(map(_purified, key)), key

    def person_key(self, person: Any) -> str:
        """Return the sort key of *person*, family name first; ``et al`` for unnamed authors, as in BibTeX."""
        return "et al" if str(person) == "others" else str(super().person_key(person))


def _sorted_copy(entry: Any) -> Any:
    """Return *entry* with the sort keys that its author has set in TeX."""
    sort_keys = getattr(entry, "sorted_by", None)
    return changed(entry, fields=dict(entry.fields.items()) | sort_keys) if sort_keys else entry


def _purified(text: str) -> str:
    """Return *text* as BibTeX sorts it: in lower case, without braces, accents and punctuation."""
    if text.isascii() and text.isalnum():
        return text.lower()
    folded = in_words(text).casefold().translate(_LIKE)
    plain = "".join(each for each in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(each))
    # Keep spaces: two between parts of a name, three between names.
    return re.sub(r"[^\w\s]|_", "", re.sub(r"[-\u00a0]", " ", plain))


class Labels(alpha.LabelStyle):  # type: ignore[misc]
    """pybtex's labels of the alpha style, for every alphabet."""

    def format_label(self, entry: Any) -> str:
        """Return the label of *entry*, which need not be unique."""
        values = {name: _bare(entry.fields.get(name, "")) for name in ("key", "organization", "year")}
        values["organization"] = values["organization"].removeprefix("The ")[:3]
        values["year"] = _up_to_digit(values["year"])
        fields = {name: text for name, text in values.items() if text}
        return str(super().format_label(changed(entry, fields=fields)))

    def format_lab_names(self, persons: Any) -> str:
        """Return ``BEŁ`` for three authors, ``Bir`` for one; a plus sign stands for omitted ones."""
        people = [person for person in persons if str(person) != "others"] or list(persons)
        others = len(people) < len(persons)
        shown = people if len(people) + others <= 4 else people[:3]
        initials = ["".join(_initials([*person.prelast_names, *person.last_names])) for person in shown]
        label = "".join(initials)
        if len(people) == 1 and not others and len(_letters(label)) < 2:
            label = "".join(_letters("".join(people[0].last_names))[:3])
        return label + ("+" if others or len(shown) < len(people) else "")


def _up_to_digit(year: str) -> str:
    """Return *year* up to its last digit; empty without digits, as for *in press*."""
    match = re.match(r".*[0-9]", year)
    return match[0] if match else ""


def _bare(text: str) -> str:
    return re.sub("[{}]", "", in_words(text))


def _initials(names: Iterable[str]) -> Iterable[str]:
    """Yield the initials of *names* and their hyphenated parts; text in braces is one word."""
    for name in names:
        words = (
            [name] if name.startswith("{") or EAST_ASIAN.fullmatch(name) else re.split(r"[\s\u00a0‐-]+", name)
        )
        yield from (letters[0] for word in words if (letters := _letters(word)))


def _letters(text: str) -> list[str]:
    """Return the letters and digits of *text*, without accents only if the base letter is ASCII."""
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", _bare(text)):
        if character.isalnum():
            base = unicodedata.normalize("NFD", character)[0]
            letters.append(base if base.isascii() else character)
        elif letters and unicodedata.category(character).startswith("M") and not letters[-1].isascii():
            letters[-1] += character
    return letters


def sort_and_label(style: Any) -> None:
    """Replace pybtex's order and alpha labels in *style*, one of pybtex's own styles."""
    if type(style.sorting_style) is author_year_title.SortingStyle:
        style.sorting_style = Sorting()
        style.sort = style.sorting_style.sort
    if type(style.label_style) is alpha.LabelStyle:
        style.label_style = Labels()
        style.format_labels = style.label_style.format_labels
