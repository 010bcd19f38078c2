"""Parse descriptions of authors, in all the shapes used in front matter and configuration. Pure.

Quarto (https://quarto.org/docs/journals/authors.html), MyST (https://mystmd.org/guide/frontmatter), JOSS,
CFF, Zenodo and DataCite each use their own keys for the same few facts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .author_names import from_parts, named_author
from .author_roles import author_role
from .note import Author
from .proofs import PUBLICATION, at_uri, fediverse_account
from .suggestions import one_typo
from .values import Unusable, checked_address, flat, yes_or_no

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?",
    re.IGNORECASE | re.ASCII,
)

#: The fields of an author, each with the keys that are accepted for it, without hyphens and underscores.
AUTHOR_FIELDS: dict[str, tuple[str, ...]] = {
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
    "fediverse": ("fediverse", "mastodon"),
    "profiles": ("profiles", "profile", "sameas"),
    "publication": ("publication",),
    "roles": ("roles",),
}
_FIELD_OF = {name: field for field, names in AUTHOR_FIELDS.items() for name in names}
#: Keys as authors write them, for suggestions on typos.
AUTHOR_KEYS = (
    *("name", "given", "family", "url", "orcid", "affiliation", "affiliations", "email", "show_email"),
    *("organization", "literal", "suffix", "roles", "fediverse", "mastodon", "profiles", "publication"),
)
_EXPECTED = "a mapping {name, url, orcid, affiliation, email} with a name"

#: Keys that may hold the name of an institution.
_INSTITUTION = ("name", "institution", "literal", "organization", "label", "title", "value")


def read_author(value: Any, institutions: Mapping[str, str] | None = None) -> tuple[Author, list[str]]:
    """Return the author described by the mapping *value*, and messages about fields that were ignored.

    *institutions* maps ids and numbers to the names of institutions. Raises :class:`~.values.Unusable` if
    there is no name.
    """
    if not isinstance(value, Mapping):
        raise Unusable(_EXPECTED, value)
    parser = _AuthorParser(value, institutions or {})
    return parser.author(), parser.faults


def in_braces(value: Any) -> str:
    """Return the braced name that YAML parsed as a mapping, as in ``{Institute for Rain}``; else empty."""
    if not isinstance(value, Mapping) or [*value.values()] != [None]:
        return ""
    name = str(next(iter(value)))
    return "" if _normalized(name) in _FIELD_OF else f"{{{name}}}"


def _normalized(key: object) -> str:
    """Return *key* as in :data:`AUTHOR_FIELDS`: in lower case, without hyphens, underscores and spaces."""
    return re.sub("[-_ ]", "", str(key)).lower()


class _AuthorParser:
    """Parse one description, each field on its own."""

    def __init__(self, value: Mapping[Any, Any], institutions: Mapping[str, str]) -> None:
        self.value = value
        self.institutions = institutions
        self.faults: list[str] = []
        self.fields: dict[str, Any] = {}
        self._add(value)

    def _add(self, value: Mapping[Any, Any]) -> None:
        for name, each in value.items():
            key = _normalized(name)
            if key == "personororg" and isinstance(each, Mapping):
                self._add(each)
            elif key in {"identifiers", "nameidentifiers"}:
                self._add_identifiers(each)
            elif key in {"type", "nametype", "@type"} and "organi" in str(each).lower():
                self.fields.setdefault("organization", "true")
            elif (field := _FIELD_OF.get(key)) and not _is_empty(each):
                self.fields.setdefault(field, each)

    def _add_identifiers(self, value: Any) -> None:
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and "orcid" in str([*each.values()]).lower():
                identifier = each.get("identifier") or each.get("nameIdentifier")
                if isinstance(identifier, str):
                    self.fields.setdefault("orcid", identifier)

    def author(self) -> Author:
        name, family = self._name()
        if not name:
            raise Unusable(_EXPECTED, self.value)
        author = named_author(name)
        return Author(
            name=author.name,
            url=self._parsed("url", checked_address) or author.url,
            orcid=self._parsed("orcid", orcid) or "",
            affiliations=self._affiliations() or author.affiliations,
            email=self._parsed("email", _mail) or author.email,
            show_email=self._parsed("show_email", yes_or_no) or False,
            family=family,
            organization=self._parsed("organization", yes_or_no) or author.organization,
            fediverse=self._parsed("fediverse", fediverse_account) or "",
            profiles=self._profiles(),
            roles=self._roles(),
            publication=self._parsed("publication", partial(at_uri, collection=PUBLICATION)) or "",
        )

    def _name(self) -> tuple[str, str]:
        """Return the full name, and the family name if it can't be derived from the full name."""
        name = self.fields.get("name")
        if braced := in_braces(name):
            return braced, ""
        if isinstance(name, Mapping):
            parts = _AuthorParser(name, {})
            full, family = parts._name()
            self.faults += parts.faults
            return full, family
        full_name, family = self._text("name"), self._text("family")
        if full_name:
            return full_name, family
        given = " ".join(part for part in (self._text("given"), self._text("particle")) if part)
        if not family or not given:
            return family or given, ""
        author = from_parts(family, given, self._text("suffix"))
        return author.name, author.family

    def _text(self, field: str) -> str:
        """Return the text of *field* on one line."""
        value = self.fields.get(field)
        if isinstance(value, (list, tuple)):
            value = " ".join(str(each) for each in value if not isinstance(each, (Mapping, list, tuple)))
        if isinstance(value, Mapping):
            self.faults.append(f"{field}: {Unusable('a string', value)}; ignoring it")
            return ""
        return " ".join(str("" if value is None else value).split())

    def _parsed(self, field: str, check: Callable[[str], Any]) -> Any:
        """Return *field* as parsed by *check*, or None, with a fault if it is invalid."""
        if field not in self.fields or not (text := self._text(field)):
            return None
        try:
            return check(text)
        except Unusable as error:
            self.faults.append(f"{field}: {error}; ignoring it")
            return None

    def _profiles(self) -> tuple[str, ...]:
        found = []
        for each in flat(self.fields.get("profiles", [])):
            try:
                found.append(checked_address(str(each)))
            except Unusable as error:
                self.faults.append(f"profiles: {error}; ignoring it")
        return tuple(dict.fromkeys(found))

    def _affiliations(self) -> tuple[str, ...]:
        names: list[str] = []
        for each in flat(self.fields.get("affiliation")):
            try:
                names += institution_names(each, self.institutions)
            except Unusable as error:
                self.faults.append(f"affiliation: {error}; ignoring it")
        return tuple(dict.fromkeys(names))

    def _roles(self) -> tuple[str, ...]:
        """Return the roles; Quarto has ``{software: lead}`` for some, others have ``{role: software}``."""
        roles = []
        for each in flat(self.fields.get("roles")):
            named = [each["role"]] if isinstance(each, Mapping) and "role" in each else each
            for one in named if isinstance(named, (Mapping, list)) else str(named or "").split(","):
                try:
                    roles += [author_role(str(one))] if str(one).strip() else []
                except Unusable as error:
                    self.faults.append(f"roles: {error}; ignoring it")
        return tuple(dict.fromkeys(roles))


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], {}, ())


def institution_names(value: Any, known: Mapping[str, str]) -> list[str]:
    """Return the institutions named by *value*: a string, a mapping, an id or number of *known*, or a list.

    Raises :class:`~.values.Unusable` for an unknown number.
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
        raise Unusable("the name of an institution, or its index in 'affiliations'", text)
    return [part for each in text.split(";") if (part := each.strip())]


def _described(value: Mapping[Any, Any], known: Mapping[str, str]) -> list[str]:
    """Return the institution described by a mapping, with its department, as one name."""
    if braced := in_braces(value):
        return [braced.strip("{}")]
    fields = {str(name).lower(): each for name, each in value.items() if not _is_empty(each)}
    name = next((fields[name] for name in _INSTITUTION if name in fields), None)
    if name is None:
        references = [str(fields[name]) for name in ("ref", "id", "index") if name in fields]
        if found := [known[each] for each in references if each in known]:
            return found[:1]
        if references or len(fields) != 1:
            raise Unusable("a name, or {name}", value)
        (name,) = fields.values()
    names = institution_names(name, known)
    department = fields.get("department") or fields.get("division")
    if department and len(names) == 1 and isinstance(department, str):
        return [f"{' '.join(department.split())}, {names[0]}"]
    return names


def institutions(*lists: Any) -> dict[str, str]:
    """Return the names of the institutions in *lists* by id, number and position."""
    by_id: dict[str, str] = {}
    for value in lists:
        for place, each in enumerate(value if isinstance(value, list) else [value], 1):
            if not isinstance(each, Mapping):
                if isinstance(each, str) and isinstance(value, list) and not each.strip().isdigit():
                    by_id.setdefault(str(place), each)
                continue
            try:
                names = institution_names(each, {})
            except Unusable:
                continue
            for key in ("id", "index", "number"):
                if not _is_empty(each.get(key)):
                    by_id.setdefault(str(each[key]).strip(), ", ".join(names))
    return by_id


def described_within(authors: Any) -> Iterable[Any]:
    """Yield the institutions described inside *authors*, which other authors may refer to."""
    for author in authors if isinstance(authors, list) else [authors]:
        for name, each in author.items() if isinstance(author, Mapping) else ():
            if _normalized(name) in AUTHOR_FIELDS["affiliation"]:
                yield each


def near_author(name: str, known: Mapping[str, Author]) -> str:
    """Return the key or name in *known* that *name* is a typo for; empty if *name* is known or no typo.

    Keys are compared only with lower-case words, so ``Anna`` isn't a typo for ``ann``; names only if they
    have at least eight letters.
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
        raise Unusable("an e-mail address", text)
    return text


def orcid(text: str) -> str:
    """Return the full URL of an ORCID iD; raises :class:`~.values.Unusable` if its check digit is wrong.

    The check digit is ISO 7064 MOD 11-2:
    https://support.orcid.org/hc/en-us/articles/360006897674
    """
    match = _ORCID.fullmatch(text.strip())
    expected = "an ORCID iD such as 0000-0002-1825-0097"
    if match is None:
        raise Unusable(expected, text)
    digits = match[1].upper().replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise Unusable(expected, text)
    return f"https://orcid.org/{match[1].upper()}"
