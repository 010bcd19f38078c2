"""Names of authors and editors, split into parts by the rules of BibTeX and BibLaTeX.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from pybtex import errors
from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person
from pybtex.exceptions import PybtexError

from .latex_symbols import LETTERS
from .latex_text import printed
from .protect_math import OTHERS, in_tex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: The attributes of a pybtex person, in the order in which a name is spoken.
PARTS = ("first_names", "middle_names", "prelast_names", "last_names", "lineage_names")

#: Ways to write that there are further, unnamed authors.
_REST = r"(?:et\.?[\s~]+al\b\.?|\.\.\.|…|\\(?:dots|ldots|textellipsis)\b(?:\{\})?)"
_IS_REST = re.compile(rf"\s*(?:(?:and\s+)?others|\{{?\s*{_REST}\s*\}}?)\s*", re.IGNORECASE)
_ENDS_IN_REST = re.compile(rf"(.*[^\s,&]),?\s+(?:\\?&\s*)?{_REST}\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|jun|sen|i{2,3}|iv)\b\.?", re.IGNORECASE)
#: A part of a name in BibLaTeX's extended format, such as ``family=Beumont``.
_NAMED_PART = re.compile(r'\s*"?\s*([A-Za-z][A-Za-z-]*)\s*=\s*(.*)', re.DOTALL)
_NAMED_PARTS = frozenset({"given", "family", "prefix", "suffix"})
#: Commands for accents and letters, followed by a space.
_ACCENT = re.compile(r"\\([uvHcdbkrthfCGU])\s+(\\[ij](?![A-Za-z])|[A-Za-z])")
_LETTER = re.compile(rf"\\({'|'.join(LETTERS)})\s+(?=[a-z])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
#: Letters of scripts that put the family name first, without a space.
EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff・·\s]+"
)


def people_of(value: str) -> list[Person]:
    """Return the people named in the *value* of a field, such as ``Brook, Ada and others``.

    As in BibTeX, a last person called ``others`` stands for further authors.
    """
    names = [name for each in split_name_list(_brace_letters(value)) for name in _split(each.strip()) if name]
    people = []
    for place, name in enumerate(names):
        last = place == len(names) - 1
        if last and place and _IS_REST.fullmatch(name):
            people.append(Person("others"))
        elif last and (match := _ENDS_IN_REST.fullmatch(name)):
            people += [person_of(match[1]), Person("others")]
        else:
            people.append(person_of(name))
    return people


def lenient_people_of(value: str) -> list[Person]:
    """Return the people named in *value*; one person of that name if pybtex cannot parse it."""
    with errors.capture():
        try:
            return people_of(value)
        except PybtexError:
            return [_unsplit(value)]


def _unsplit(name: str) -> Person:
    """Return the person called *name*, which is not parsed."""
    person = Person()
    person.last_names.append(name)
    return person


def _brace_letters(value: str) -> str:
    r"""Return *value* with braces around letters that contain a space: ``Dvo\v r\'ak``, ``\O rsted``."""
    value = _ACCENT.sub(r"{\\\1{\2}}", value) if "\\" in value else value
    return _LETTER.sub(r"{\\\1}", value) if "\\" in value else value


def _split(name: str) -> list[str]:
    """Split *name* at separators other than *and*, if each part reads *family, given*."""
    if "{" in name:
        return [name]
    if name.endswith((",", ";")):
        # A comma before *and*: ``Ada Brook, Bo Lind, and Nora Hale``.
        name = name.rstrip(",; ")
        parts = [part.strip() for part in re.split("[,;]", name)]
        if all(" " in part and not part[0].islower() and not _INITIALS.search(part) for part in parts):
            return parts
    for separator in (r"\s*;\s*", r"\s+\\?&\s+"):
        parts = re.split(separator, name.strip("; "))
        if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
            return parts
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 3 and not len(parts) % 2 and all(map(_INITIALS.fullmatch, parts[1::2])):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [name]


def person_of(name: str) -> Person:
    """Return the person called *name*, a single name in TeX; pybtex reports errors in it."""
    parts = [each.strip() for each in split_tex_string(name, ",")]
    if extended := _extended(parts):
        return extended
    if len(parts) == 1 and EAST_ASIAN.fullmatch(name):
        return _unsplit(name)
    if len(parts) == 2 and _SUFFIX.fullmatch(parts[1]):
        # ``Bo Lind, Jr.``: given name first.
        person = Person(parts[0])
        person.lineage_names.append(parts[1])
        return person
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]) and not _SUFFIX.fullmatch(parts[1]):
        return Person(", ".join([parts[0], parts[2], parts[1]]))
    return Person(name)


def _extended(parts: Iterable[str]) -> Person | None:
    """Return the person with *parts* in BibLaTeX's extended format; None for any other format."""
    values: dict[str, str] = {}
    for part in parts:
        match = _NAMED_PART.fullmatch(part)
        if match is None:
            return None
        values[match[1].lower()] = match[2].strip().strip('"').strip()
    if not _NAMED_PARTS & values.keys():
        return None
    given, prefix = values.get("given", ""), values.get("prefix", "")
    if values.get("useprefix", "").lower() == "false":
        given, prefix = f"{given} {prefix}", ""  # The name is sorted and cited without the prefix.
    family = values.get("family", "")
    # Spaces inside braces do not separate names.
    first, *rest = split_tex_string(given) or [""]
    middle = " ".join(rest)
    if not family:
        return Person(last=given, lineage=values.get("suffix", ""))
    return Person(first=first, middle=middle, prelast=prefix, last=family, lineage=values.get("suffix", ""))


class Others(Person):  # type: ignore[misc]
    """Further authors without names: ``et al.`` in every style, whatever separates its names."""

    def __init__(self) -> None:
        super().__init__(last=OTHERS)

    def __str__(self) -> str:
        # Styles compare with this.
        return "others"


def tidy_people(people: list[Person]) -> list[Person]:
    """Return copies of *people* in Unicode, which any style can format."""
    if len(people) > 1 and str(people[-1]) == "others":
        return [*map(_tidy, people[:-1]), Others()]
    return [_tidy(person) for person in people]


def _tidy(person: Person) -> Person:
    copy = _with_names(person, lambda names: filter(None, map(printed, names)))
    given = [*copy.first_names, *copy.middle_names]
    letters = "".join([*copy.last_names, *copy.prelast_names, *given])
    if given and copy.last_names and EAST_ASIAN.fullmatch(letters):
        copy.last_names[:] = ["".join([*copy.prelast_names, *copy.last_names, *given])]
        for part in ("first_names", "middle_names", "prelast_names"):
            getattr(copy, part).clear()
    return copy


def in_words_of_tex(person: Person) -> Person:
    """Return a copy of a tidied *person* in plain TeX, without our private characters."""
    return Person("others") if str(person) == "others" else _with_names(person, partial(map, in_tex))


def _with_names(person: Person, change: Callable[[list[str]], Iterable[str]]) -> Person:
    """Return a copy of *person* with the names that *change* returns for those of each part."""
    copy = Person()
    for part in PARTS:
        getattr(copy, part).extend(change(getattr(person, part)))
    return copy


def spoken(person: Person) -> str:
    """Return the whole name of *person* as it is spoken."""
    return " ".join(name for part in PARTS for name in getattr(person, part))
