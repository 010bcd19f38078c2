"""Parse the value of each key of front matter. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..model import taxonomy
from ..model.author_names import named_author, named_authors
from ..model.dates import DateError, When, parse_when
from ..model.doi import read_doi
from ..model.funding import read_funding
from ..model.licenses import license_fault
from ..model.note import Author, Change, Epigraph, Funding, License, Picture, Series
from ..model.people import AUTHOR_KEYS, described_within, in_braces, institutions, near_author, read_author
from ..model.permalinks import PlaceError, site_path
from ..model.proofs import DOCUMENT, at_uri
from ..model.suggestions import one_typo
from ..model.values import (
    PICTURE_KEYS,
    Unusable,
    checked_address,
    flat,
    is_true,
    one_line,
    read_epigraph,
    read_license,
    read_picture,
    yes_or_no,
)
from .block import as_list
from .keys import READ
from .visibility import is_given

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from .key_values import KeyValues
    from .settings import Settings

#: The warning subtype for invalid values, if not ``value``.
_SUBTYPES = {
    "date": "date",
    "updated": "date",
    "updates": "date",
    "status": "status",
    "epigraph": "epigraph",
    "permalink": "place",
    "slug": "place",
    "aliases": "place",
}

#: BCP 47; registered languages have two or three letters.
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
#: Quarto's dates that depend on the build or the file.
_DYNAMIC_DATES = frozenset({"today", "now", "last-modified"})


class ValueParsers:
    """One method parses one key, and raises :class:`Unusable` for an invalid value."""

    def __init__(self, keys: KeyValues, settings: Settings) -> None:
        """*keys*: takes the faults within values, and has the institutions that authors refer to."""
        self._keys, self._settings = keys, settings

    def each(self, key: str, values: list[Any], parse: Callable[[Any], Any]) -> list[Any]:
        """Return each of *values* as parsed by *parse*; an invalid one is ignored with a fault."""
        parsed = []
        for value in values:
            try:
                parsed.append(parse(value))
            except (Unusable, DateError) as error:
                self._keys.fault(_SUBTYPES.get(key, "value"), key, f"{error}; ignoring it")
        return parsed

    def _check_keys(self, key: str, value: dict[Any, Any], known: Collection[str]) -> None:
        """Report keys of the mapping *value* that are typos for *known* ones."""
        for name in map(str, value):
            near = [each for each in known if one_typo(name.lower(), each)]
            if near and name not in known:
                self._keys.fault("key", key, f"unknown key {name!r}; did you mean {near[0]!r}?")

    def _without_bad_url(self, key: str, value: Any) -> Any:
        """Return *value* without an invalid ``url``, so that the rest of it can be used."""
        member = value.get("url") if isinstance(value, dict) else None
        if not isinstance(member, str):
            return value
        try:
            checked_address(member.strip())
        except Unusable as error:
            self._keys.fault(_SUBTYPES.get(key, "value"), key, f"url: {error}; ignoring it")
            return {name: each for name, each in value.items() if name != "url"}
        return value

    # Shapes shared by several keys.

    def text(self, value: Any) -> str:
        return one_line(value)

    def texts(self, key: str, value: Any, separator: str = ",") -> list[str]:
        if value is None:
            return []
        if isinstance(value, dict):
            raise Unusable("a list or a separated string", value)
        if isinstance(value, list):
            return self.each(key, value, lambda each: taxonomy.unquoted(self.text(each)))
        return taxonomy.split(str(value), separator)

    # One method per key; see :data:`PARSERS`.

    title = id = text

    def date(self, value: Any) -> When | None:
        if not is_given(value) or str(value).strip().lower() in _DYNAMIC_DATES:
            return None
        return parse_when(value, self._settings.zone)

    updated = date

    def updates(self, value: Any) -> tuple[Change, ...]:
        if not is_given(value):
            return ()
        changes = self.each("updates", as_list(value), self._change)
        return tuple(sorted(changes, key=lambda change: change.date, reverse=True))

    def _change(self, value: Any) -> Change:
        if not isinstance(value, dict) or "date" not in value:
            raise Unusable("a list of {date, comment}", value)
        self._check_keys("updates", value, ("date", "comment"))
        return Change(parse_when(value["date"], self._settings.zone), self.text(value.get("comment")))

    def authors(self, value: Any) -> tuple[Author, ...]:
        if isinstance(value, str):
            authors = named_authors(value, self._settings.authors)
            for author in authors:
                self._check_author(author.name)
        else:
            affiliations = self._keys.values.get("affiliations")
            known = institutions(affiliations, *described_within(value))
            authors = self.each("authors", self._split(value), lambda one: self._author(one, known))
        return tuple(dict.fromkeys(filter(None, authors)))

    def _split(self, value: Any) -> list[Any]:
        """Return the members of *value*; a string with several e-mail addresses names several people."""
        members: list[Any] = []
        for each in flat(value):
            several = isinstance(each, str) and each.count("@") > 1
            members += named_authors(each, self._settings.authors) if several else [each]
        return members

    def _author(self, value: Any, known: Mapping[str, str]) -> Author | None:
        if isinstance(value, Author):
            return value
        value = in_braces(value) or value
        if isinstance(value, dict):
            self._check_keys("authors", value, AUTHOR_KEYS)
            author, faults = read_author(value, known)
            for fault in faults:
                self._keys.fault("value", "authors", fault)
            return author
        name = self.text(value)
        if not name:
            return None
        author = named_author(name, self._settings.authors)
        self._check_author(author.name)
        return author

    def _check_author(self, name: str) -> None:
        """Report *name* if it is a typo for a configured author."""
        if near := near_author(name, self._settings.authors):
            self._keys.fault("value", "authors", f"unknown author {name!r}; did you mean {near!r}?")

    def tags(self, value: Any) -> tuple[str, ...]:
        labels = self.texts("tags", value, self._settings.tag_separator)
        if self._settings.wikilinks:
            labels = [label.removeprefix("#") for label in labels]  # As some write them in Obsidian.
        return taxonomy.unique(labels)

    def categories(self, value: Any) -> tuple[str, ...]:
        return taxonomy.unique(self.texts("categories", value, self._settings.category_separator))

    def series(self, value: Any) -> Series | None:
        if not isinstance(value, dict):
            name = self.text(value)
            return Series(name) if name else None
        name, part = self.text(value.get("name")), value.get("part")
        if not name:
            raise Unusable("a name, or {name, part}", value)
        self._check_keys("series", value, ("name", "part"))
        if part is not None and not re.fullmatch(r"\s*[0-9]{1,9}\s*", str(part)):
            self._keys.fault("value", "series", f"part: {Unusable('an integer', part)}; ignoring it")
            part = None
        return Series(name, int(part) if part is not None else None)

    def summary(self, value: Any) -> str | None:
        return self.text(value) or None

    def image(self, value: Any) -> Picture | None:
        picture = read_picture(value) if is_given(value) else None
        if isinstance(value, dict):
            self._check_keys("image", value, (*PICTURE_KEYS, "alt"))
        return picture

    def license(self, value: Any) -> License | None:
        if isinstance(value, dict):
            self._check_keys("license", value, ("name", "url"))
        # With an invalid URL, it is still this licence, not the site's default.
        license_ = read_license(self._without_bad_url("license", value))
        if license_ and (fault := license_fault(license_)):
            self._keys.fault("value", "license", fault)
        return license_

    def canonical_url(self, value: Any) -> str:
        return checked_address(self.text(value))

    external_url = canonical_url

    def at_uri(self, value: Any) -> str:
        return at_uri(text, DOCUMENT) if (text := self.text(value)) else ""

    def source(self, value: Any) -> str:
        text = self.text(value)
        if ":" in text or ".." in text.split("/"):
            return checked_address(text)
        return text

    def permalink(self, value: Any) -> str:
        return site_path(self.text(value))

    def slug(self, value: Any) -> str:
        text = self.text(value).strip("/").replace(" ", "-")
        try:
            site_path(f"/{text}/" if text else "")
        except PlaceError:
            raise Unusable("a part of a path such as my-note", value) from None
        return text

    def aliases(self, value: Any) -> tuple[str, ...]:
        texts = self.texts("aliases", value)
        if self._settings.wikilinks:
            texts = [text for text in texts if not _is_name(text)]
        paths = self.each("aliases", texts, self.permalink)
        return tuple(dict.fromkeys(path for path in paths if path))

    def names(self, value: Any) -> tuple[str, ...]:
        """Return the aliases that are names, as in Obsidian: those without a leading slash."""
        texts = self.texts("aliases", value) if self._settings.wikilinks else []
        return tuple(dict.fromkeys(text.strip() for text in texts if _is_name(text)))

    def doi(self, value: Any) -> str:
        text = self.text(value)
        return read_doi(text) if text else ""

    def lang(self, value: Any) -> str:
        text = self.text(value)
        if text and not _LANG.fullmatch(text):
            raise Unusable("a language tag such as en or pt-BR", text)
        return text.replace("_", "-")

    def feed(self, value: Any) -> bool | None:
        if not is_given(value):
            return None
        answer = is_true(value)
        if answer is None:
            message = f"{Unusable('true or false', value)}; keeping the note out of feeds"
            self._keys.fault("value", "feed", message)
        return bool(answer)

    def funding(self, value: Any) -> tuple[Funding, ...] | None:
        return read_funding(value) if is_given(value) else None

    def pinned(self, value: Any) -> int | None:
        if not is_given(value):
            return None
        if re.fullmatch("[0-9]{1,9}", str(value).strip()):
            return int(value)
        return int(yes_or_no(value, "true, false or a number such as 1"))

    def related(self, value: Any) -> tuple[str, ...] | bool | None:
        answer = is_true(value) if isinstance(value, (str, bool)) else None
        if answer is not None or not is_given(value):
            return answer
        if self._settings.wikilinks and isinstance(value, list):
            # What YAML reads as a list in a list, Obsidian writes as a link.
            value = [f"[[{each[0]}]]" if _is_nested(each) else each for each in value]
        return tuple(dict.fromkeys(filter(None, map(str.strip, self.texts("related", value)))))

    def translation_of(self, value: Any) -> str:
        return self.text(value)

    def epigraph(self, value: Any) -> Epigraph | None:
        return read_epigraph(self._without_bad_url("epigraph", value))

    def comments(self, value: Any) -> str | bool:
        answer = is_true(value)
        return self.text(value) or True if answer is None else answer


def _is_nested(value: Any) -> bool:
    """Return whether *value* is a list of a single text."""
    return isinstance(value, list) and len(value) == 1 and isinstance(value[0], str)


def _is_name(alias: str) -> bool:
    """Return whether *alias* is a name rather than an address."""
    return bool(alias.strip()) and not alias.strip().startswith("/") and "://" not in alias


#: The parser of each key, which is a field of FrontMatter, in the order of the fields.
PARSERS: dict[str, Callable[[ValueParsers, Any], Any]] = {key: getattr(ValueParsers, key) for key in READ}
