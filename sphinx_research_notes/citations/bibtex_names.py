"""The names of authors and editors in their parts, by the rules of BibTeX and BibLaTeX.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person

from .latex_symbols import LETTERS
from .latex_text import printed
from .protect_math import OTHERS, in_tex

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The parts of a person, in the order in which they are spoken.
PARTS = ("first_names", "middle_names", "prelast_names", "last_names", "lineage_names")

#: Authors that an entry does not name, as programs and people write them.
_REST = r"(?:et\.?[\s~]+al\b\.?|\.\.\.|…|\\(?:dots|ldots|textellipsis)\b(?:\{\})?)"
_IS_REST = re.compile(rf"\s*(?:(?:and\s+)?others|\{{?\s*{_REST}\s*\}}?)\s*", re.IGNORECASE)
_ENDS_IN_REST = re.compile(rf"(.*[^\s,&]),?\s+(?:\\?&\s*)?{_REST}\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|jun|sen|i{2,3}|iv)\b\.?", re.IGNORECASE)
#: A part of a name in BibLaTeX's extended format: ``family=Beumont``.
_NAMED_PART = re.compile(r'\s*"?\s*([A-Za-z][A-Za-z-]*)\s*=\s*(.*)', re.DOTALL)
_NAMED_PARTS = frozenset({"given", "family", "prefix", "suffix"})
#: Accents and letters in TeX, with a blank behind the word.
_ACCENT = re.compile(r"\\([uvHcdbkrthfCGU])\s+(\\[ij](?![A-Za-z])|[A-Za-z])")
_LETTER = re.compile(rf"\\({'|'.join(LETTERS)})\s+(?=[a-z])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]*)+")
#: Letters of scripts that write the family name first, and no blank between names.
EAST_ASIAN = re.compile(
    r"[\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U0003ffff・·\s]+"
)


def people_of(value: str) -> list[Person]:
    """The people whom the *value* of a field names, such as ``Brook, Ada and others``.

    An unnamed rest is a last person called ``others``, as for BibTeX.
    """
    names = [name for each in split_name_list(_together(value)) for name in _divided(each.strip()) if name]
    people = []
    for place, name in enumerate(names):
        last = place == len(names) - 1
        if last and place and _IS_REST.fullmatch(name):
            people.append(Person("others"))
        elif last and (found := _ENDS_IN_REST.fullmatch(name)):
            people += [person_of(found[1]), Person("others")]
        else:
            people.append(person_of(name))
    return people


def _together(value: str) -> str:
    r"""*value* with letters in TeX in braces, where a blank divides them: ``Dvo\v r\'ak``, ``\O rsted``."""
    value = _ACCENT.sub(r"{\\\1{\2}}", value) if "\\" in value else value
    return _LETTER.sub(r"{\\\1}", value) if "\\" in value else value


def _divided(name: str) -> list[str]:
    """The names in *name*, which people also divide by other signs than *and*: each is family, given."""
    if "{" in name:
        return [name]
    for mark in (r"\s*;\s*", r"\s+\\?&\s+"):
        parts = re.split(mark, name.strip("; "))
        if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
            return parts
    parts = [part.strip() for part in name.split(",")]
    if len(parts) > 3 and not len(parts) % 2 and all(map(_INITIALS.fullmatch, parts[1::2])):
        return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]
    return [name]


def person_of(name: str) -> Person:
    """The person called *name*, one name in TeX; pybtex reports what is wrong with it."""
    parts = [each.strip() for each in split_tex_string(name, ",")]
    if extended := _extended(parts):
        return extended
    if len(parts) == 1 and EAST_ASIAN.fullmatch(name):
        whole = Person()
        whole.last_names.append(name)
        return whole
    if len(parts) == 2 and _SUFFIX.fullmatch(parts[1]):
        # ``Bo Lind, Jr.``: as it is spoken.
        person = Person(parts[0])
        person.lineage_names.append(parts[1])
        return person
    if len(parts) == 3 and _SUFFIX.fullmatch(parts[2]) and not _SUFFIX.fullmatch(parts[1]):
        return Person(", ".join([parts[0], parts[2], parts[1]]))
    return Person(name)


def _extended(parts: Iterable[str]) -> Person | None:
    """The person whose *parts* are named, as BibLaTeX has it; None where they are not."""
    found: dict[str, str] = {}
    for part in parts:
        said = _NAMED_PART.fullmatch(part)
        if said is None:
            return None
        found[said[1].lower()] = said[2].strip().strip('"').strip()
    if not _NAMED_PARTS & found.keys():
        return None
    given, prefix = found.get("given", ""), found.get("prefix", "")
    if found.get("useprefix", "").lower() == "false":
        given, prefix = f"{given} {prefix}", ""  # It is no part of what the name is sorted and cited by.
    family = found.get("family", "")
    # A blank within braces divides no names.
    first, *rest = split_tex_string(given) or [""]
    middle = " ".join(rest)
    if not family:
        return Person(last=given, lineage=found.get("suffix", ""))
    return Person(first=first, middle=middle, prelast=prefix, last=family, lineage=found.get("suffix", ""))


class Others(Person):  # type: ignore[misc]
    """Those whom an entry does not name: ``et al.`` in every style, whatever it puts between names."""

    def __init__(self) -> None:
        super().__init__(last=OTHERS)

    def __str__(self) -> str:
        # Styles ask for this.
        return "others"


def tidy_people(people: list[Person]) -> list[Person]:
    """Copies of *people* in Unicode, for any style to write."""
    if len(people) > 1 and str(people[-1]) == "others":
        return [*map(_tidy, people[:-1]), Others()]
    return [_tidy(person) for person in people]


def _tidy(person: Person) -> Person:
    copy = Person()
    for part in PARTS:
        getattr(copy, part).extend(said for name in getattr(person, part) if (said := printed(name)))
    given = [*copy.first_names, *copy.middle_names]
    named = "".join([*copy.last_names, *copy.prelast_names, *given])
    if given and copy.last_names and EAST_ASIAN.fullmatch(named):
        copy.last_names[:] = ["".join([*copy.prelast_names, *copy.last_names, *given])]
        for part in ("first_names", "middle_names", "prelast_names"):
            getattr(copy, part).clear()
    return copy


def in_words_of_tex(person: Person) -> Person:
    """A copy of a tidied *person* without what only we understand."""
    if str(person) == "others":
        return Person("others")
    copy = Person()
    for part in PARTS:
        getattr(copy, part).extend(map(in_tex, getattr(person, part)))
    return copy
