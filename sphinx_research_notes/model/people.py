"""The people that notes are by, in every shape that front matter and configuration describe them. Pure.

Quarto (https://quarto.org/docs/journals/authors.html), MyST (https://mystmd.org/guide/frontmatter), JOSS,
CFF, Zenodo and DataCite each have names of their own for the same few facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .author_names import from_parts, named_author
from .note import Author
from .suggestions import one_typo
from .values import (
    Unusable,
    checked_address,
    is_true,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?",
    re.IGNORECASE | re.ASCII,
)

#: What the description of an author may hold, by the name that we know it by; without hyphens and the like.
MEMBERS: dict[str, tuple[str, ...]] = {
    "name": ("name", "literal", "fullname", "displayname"),
    "given": ("given", "givenname", "givennames", "first", "firstname", "forename"),
    "family": ("family", "familyname", "familynames", "surname", "surnames", "last", "lastname"),
    "particle": ("droppingparticle", "nondroppingparticle", "nameparticle", "particle"),
    "suffix": ("suffix", "namesuffix"),
    "url": ("url", "website", "homepage"),
    "orcid": ("orcid", "orcidid"),
    "affiliation": ("affiliation", "affiliations", "institution", "institutions", "institute", "institutes"),
    "email": ("email", "mail"),
    "show_email": ("showemail",),
    "organization": ("organization", "organisation"),
}
_MEMBER_OF = {name: member for member, names in MEMBERS.items() for name in names}
#: The same as an author would write them, for those who make a typo.
WRITTEN = ("name", "given", "family", "url", "orcid", "affiliation", "affiliations", "email", "show_email",
           "organization", "literal", "suffix")  # fmt: skip
_ACCEPTED = "a mapping {name, url, orcid, affiliation, email} with a name"

#: Where an institution has its name.
_INSTITUTION = ("name", "institution", "literal", "organization", "label", "title", "value")


def read_author(value: Any, institutions: Mapping[str, str] | None = None) -> tuple[Author, list[str]]:
    """The author that the mapping *value* describes, and what is wrong with its members.

    A member that cannot be used costs nothing else. *institutions*: the name of each that is referred to by
    its id or number. Raises :class:`Unusable` for what names nobody.
    """
    if not isinstance(value, Mapping):
        raise Unusable(f"found {shown(value)}; accepted is {_ACCEPTED}")
    reader = _Author(value, institutions or {})
    return reader.author(), reader.faults


def in_braces(value: Any) -> str:
    """The name, in its braces, that YAML takes for a mapping: ``{Institute for Rain}``; else nothing."""
    if not isinstance(value, Mapping) or [*value.values()] != [None]:
        return ""
    name = str(next(iter(value)))
    return "" if re.sub("[-_ ]", "", name).lower() in _MEMBER_OF else f"{{{name}}}"


class _Author:
    """Reads one description: each member by itself."""

    def __init__(self, value: Mapping[Any, Any], institutions: Mapping[str, str]) -> None:
        self.value = value
        self.institutions = institutions
        self.faults: list[str] = []
        self.given: dict[str, Any] = {}
        self._take(value)

    def _take(self, value: Mapping[Any, Any]) -> None:
        for name, each in value.items():
            plain = re.sub("[-_ ]", "", str(name)).lower()
            if plain == "personororg" and isinstance(each, Mapping):
                self._take(each)
            elif plain in {"identifiers", "nameidentifiers"}:
                self._take_identifiers(each)
            elif plain in {"type", "nametype", "@type"} and "organi" in str(each).lower():
                self.given.setdefault("organization", "true")
            elif (member := _MEMBER_OF.get(plain)) and not _is_empty(each):
                self.given.setdefault(member, each)

    def _take_identifiers(self, value: Any) -> None:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and "orcid" in str([*each.values()]).lower():
                found = each.get("identifier") or each.get("nameIdentifier")
                if isinstance(found, str):
                    self.given.setdefault("orcid", found)

    def author(self) -> Author:
        name, family = self._name()
        if not name:
            raise Unusable(f"found {shown(self.value)}; accepted is {_ACCEPTED}")
        told = named_author(name)
        return Author(
            name=told.name,
            url=self._member("url", checked_address) or told.url,
            orcid=self._member("orcid", orcid) or "",
            affiliations=self._affiliations() or told.affiliations,
            email=self._member("email", _mail) or told.email,
            show_email=self._member("show_email", _answer) or False,
            family=family,
            organization=self._member("organization", _answer) or told.organization,
        )

    def _name(self) -> tuple[str, str]:
        """The whole name, and the family name where the words do not tell it."""
        name = self.given.get("name")
        if braced := in_braces(name):
            return braced, ""
        if isinstance(name, Mapping):
            parts = _Author(name, {})
            found, family = parts._name()
            self.faults += parts.faults
            return found, family
        whole, family = self._text("name"), self._text("family")
        if whole:
            return whole, family
        given = " ".join(part for part in (self._text("given"), self._text("particle")) if part)
        if not family or not given:
            return family or given, ""
        author = from_parts(family, given, self._text("suffix"))
        return author.name, author.family

    def _text(self, member: str) -> str:
        """The text of *member*, on one line."""
        value = self.given.get(member)
        if isinstance(value, (list, tuple)):
            value = " ".join(str(each) for each in value if not isinstance(each, (Mapping, list, tuple)))
        if isinstance(value, Mapping):
            self.faults.append(f"{member}: found {shown(value)}; accepted is a text")
            return ""
        return " ".join(str("" if value is None else value).split())

    def _member(self, member: str, check: Callable[[str], Any]) -> Any:
        """*member* as *check* has it; None, with a fault, where it cannot be used."""
        if member not in self.given or not (text := self._text(member)):
            return None
        try:
            return check(text)
        except Unusable as error:
            self.faults.append(f"{member}: {error}")
            return None

    def _affiliations(self) -> tuple[str, ...]:
        found: list[str] = []
        for each in _members(self.given.get("affiliation")):
            try:
                found += institution_names(each, self.institutions)
            except Unusable as error:
                self.faults.append(f"affiliation: {error}")
        return tuple(dict.fromkeys(found))


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}, ())


def _members(value: Any) -> Iterable[Any]:
    """The members of a list and of the lists in it; anything else by itself."""
    if not isinstance(value, (list, tuple)):
        return [value]
    return [inner for each in value for inner in _members(each)]


def institution_names(value: Any, known: Mapping[str, str]) -> list[str]:
    """The institutions that *value* names: a text, a mapping with a name, an id or number of *known*, a list.

    Raises :class:`Unusable` for a number that stands for none.
    """
    if _is_empty(value):
        return []
    if isinstance(value, (list, tuple)):
        return [name for each in value for name in institution_names(each, known)]
    if isinstance(value, Mapping):
        return _described(value, known)
    text = " ".join(str(value).split())
    if text in known:
        return [known[text]]
    parts = [part for each in re.split("[,;]", text) if (part := each.strip())]
    if parts and all(part in known for part in parts):
        return [known[part] for part in parts]
    if parts and all(part.isdigit() for part in parts):
        raise Unusable(
            f"found {text!r}; accepted is the name of an institution, or its index in affiliations"
        )
    return [part for each in text.split(";") if (part := each.strip())]


def _described(value: Mapping[Any, Any], known: Mapping[str, str]) -> list[str]:
    """The institution that a mapping describes; with its department, as one name."""
    if braced := in_braces(value):
        return [braced.strip("{}")]
    named = {str(name).lower(): each for name, each in value.items() if not _is_empty(each)}
    found = next((named[name] for name in _INSTITUTION if name in named), None)
    if found is None:
        other = [name for name in ("ref", "id", "index") if str(named.get(name)) in known]
        if other:
            return [known[str(named[other[0]])]]
        found = (
            next(iter(named.values()))
            if len(named) == 1 and not {"ref", "id", "index"} & named.keys()
            else None
        )
    if found is None:
        raise Unusable(f"found {shown(value)}; accepted is a name, or {{name}}")
    names = institution_names(found, known)
    department = named.get("department") or named.get("division")
    if department and len(names) == 1 and isinstance(department, str):
        return [f"{' '.join(department.split())}, {names[0]}"]
    return names


def institutions(*lists: Any) -> dict[str, str]:
    """The names of the institutions in *lists*, by their ids and numbers, and by their places."""
    found: dict[str, str] = {}
    for value in lists:
        for place, each in enumerate(value if isinstance(value, list) else [value], 1):
            if not isinstance(each, Mapping):
                if isinstance(each, str) and isinstance(value, list) and not each.strip().isdigit():
                    found.setdefault(str(place), each)
                continue
            try:
                names = institution_names(each, {})
            except Unusable:
                continue
            ids = [
                str(each[name]).strip() for name in ("id", "index", "number") if not _is_empty(each.get(name))
            ]
            for each_id in ids:
                found.setdefault(each_id, ", ".join(names))
    return found


def described_within(authors: Any) -> Iterable[Any]:
    """What the descriptions of *authors* say of their institutions, to which others may refer."""
    for author in authors if isinstance(authors, list) else [authors]:
        for name, each in author.items() if isinstance(author, Mapping) else ():
            if re.sub("[-_ ]", "", str(name)).lower() in MEMBERS["affiliation"]:
                yield each


def near_author(name: str, known: Mapping[str, Author]) -> str:
    """The key, or the name, of *known* that *name* is nearly; empty where it is one, or is none of them.

    A key is a word without a capital, so that ``Anna`` is no slip for ``ann``; of names those count that have
    eight letters or more.
    """
    if name in known or any(name == author.name for author in known.values()):
        return ""
    folded = name.casefold()
    for key, author in known.items():
        if folded == key.casefold() or (
            name.islower() and len(name) > 3 and len(key) > 2 and one_typo(name, key)
        ):
            return key
        if len(name) > 7 and (folded == author.name.casefold() or one_typo(folded, author.name.casefold())):
            return author.name
    return ""


def _mail(text: str) -> str:
    text = text.removeprefix("mailto:")
    if not re.fullmatch(r"[^\s@<>\"?&]+@[^\s@<>\"?&]+", text):
        raise Unusable(f"found {text!r}; accepted is an e-mail address")
    return text


def _answer(text: str) -> bool:
    answer = is_true(text)
    if answer is None:
        raise Unusable(f"found {text!r}; accepted is true or false")
    return answer


def orcid(text: str) -> str:
    """The full address of an ORCID iD; raises :class:`Unusable` when its check digit is wrong.

    The check digit is ISO 7064 MOD 11-2:
    https://support.orcid.org/hc/en-us/articles/360006897674
    """
    match = _ORCID.fullmatch(text.strip())
    accepted = f"found ORCID {text!r}; accepted is one such as 0000-0002-1825-0097"
    if match is None:
        raise Unusable(accepted)
    digits = match[1].upper().replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise Unusable(accepted)
    return f"https://orcid.org/{match[1].upper()}"
