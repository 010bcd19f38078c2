"""The front matter schema: how the value of every key is parsed."""

from __future__ import annotations

import pickle
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..model import taxonomy
from ..model.author_names import named_author, named_authors
from ..model.dates import DateError, When, parse_when
from ..model.extra import Extra, frozen
from ..model.faults import Fault, failure
from ..model.licenses import license_fault
from ..model.note import Author, Change, Epigraph, FrontMatter, License, Picture, Series, Visibility
from ..model.people import AUTHOR_KEYS, described_within, in_braces, institutions, near_author, read_author
from ..model.permalinks import PlaceError, site_path
from ..model.statuses import Status, Vocabulary
from ..model.suggestions import one_typo
from ..model.urls import has_scheme, web_address
from ..model.values import Unusable, checked_address, flat, is_true, read_epigraph, read_license
from .block import FOREIGN, HIDING, Block
from .keys import (
    ALIASES,
    AXES,
    KEYS,
    KINDS,
    SHOWN_ELSEWHERE,
    TOLERATED,
    AddedKey,
    as_written,
    canonical,
    nearest,
)
from .visibility import (
    HIDING_ELSEWHERE,
    HIDING_LABELS,
    LONG_FLAGS,
    VisibilityReader,
    is_given,
    readings,
    says_private,
    treatment,
    visibility_of_other_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = ["ALIASES", "KEYS", "KINDS", "TOLERATED", "Settings", "understand"]

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

_DOI = re.compile(
    r"(?:(?P<url>(?:https?://)?(?:dx\.|www\.)?doi\.org/)|doi:\s*)?(?P<doi>10\.\d{4,9}(?:\.\d+)*/\S+)",
    re.IGNORECASE | re.ASCII,
)
#: BCP 47; registered languages have two or three letters.
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
#: Quarto's dates that depend on the build or the file.
_DYNAMIC_DATES = frozenset({"today", "now", "last-modified"})


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration that affects how front matter is parsed."""

    zone: tzinfo = UTC
    tag_separator: str = ","
    category_separator: str = ","
    #: Known authors by key.
    authors: Mapping[str, Author] = field(default_factory=dict)
    draft_statuses: frozenset[str] = frozenset({"draft"})
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    #: The keys added by extensions, by name.
    added: Mapping[str, AddedKey] = field(default_factory=dict)


def understand(block: Block, settings: Settings) -> tuple[FrontMatter, list[Fault]]:
    """Return the typed front matter of *block*, and its faults.

    An invalid value is ignored with a fault; the others are used. An invalid value for draft, published or
    visibility makes the note a draft, so that no note is published by mistake.
    """
    return _Reader(block, settings).read()


class _Reader:
    """Parse one block: each method parses one key, and raises :class:`Unusable` for an invalid value."""

    def __init__(self, block: Block, settings: Settings) -> None:
        self.settings = settings
        self.faults = list(block.faults)
        self.values: dict[str, Any] = {}
        #: The visibility set by misspelt keys and labels.
        self.mistyped = Visibility.PUBLIC
        #: The visibility set by keys of other generators.
        self.by_other_keys = Visibility.PUBLIC
        #: The values of keys added by extensions, each with the key as written and its line.
        self.added: dict[str, tuple[Any, str, int | None]] = {}
        self.lines: dict[str, int] = {}
        #: Each key as the author wrote it.
        self.written: dict[str, str] = {}
        for name, value in block.values.items():
            self._take(name, value, block.lines.get(name))

    def _take(self, name: str, value: Any, line: int | None) -> None:
        """Store the value of one key of the block under its canonical name."""
        if name in FOREIGN:
            return
        # A stray or invisible character next to a key, or full-width letters, must not make it ineffective.
        lowered = re.sub(r"^\W+|\W+$", "", unicodedata.normalize("NFKC", name)).lower()
        key = canonical(lowered)
        if key not in HIDING:
            self._take_other(name, lowered, value, line)
        if key == "permalink" and str(value).strip().lower() == "false":
            return  # In Eleventy, this disables the page.
        if key is None and as_written(lowered) in self.settings.added:
            self.added.setdefault(as_written(lowered), (value, name, line))
            return
        if key is None:
            self._report_typo(name, nearest(lowered), value, line)
            return
        if key == "published" and lowered != key and not is_given(value):
            # An unticked checkbox property in Obsidian.
            value = "false"
        if key in HIDING and key in self.values:
            value = [self.values[key], value]
        elif is_given(self.values.get(key)) and (lowered != key or not is_given(value)):
            return
        self.values[key], self.written[key] = value, name
        if line is not None:
            self.lines[key] = line

    def _take_other(self, name: str, lowered: str, value: Any, line: int | None) -> None:
        """Take the visibility that a key of another generator sets, and report it if it is unclear."""
        visibility, problem = visibility_of_other_key(lowered, value)
        self.by_other_keys = self.by_other_keys.stricter(visibility)
        if problem:
            self.faults.append(Fault("visibility", f"{name}: {problem}", line))

    def _report_typo(self, name: str, near: str, value: Any, line: int | None) -> None:
        """Report the unknown key *name* if it is a typo for *near*; one that may hide the note does."""
        if (place := SHOWN_ELSEWHERE.get(as_written(name))) and is_given(value):
            message = f"unknown key {name!r}; expected such text in {place}; not shown"
            self.faults.append(Fault("key", message, line))
            return
        if not near:
            self._take_other_typo(name, value, line)
            return
        message, subtype = f"unknown key {name!r}; did you mean {near!r}?", "key"
        if canonical(near) in HIDING - {"status"}:
            # Reported even if the note is not built: it must not disappear silently.
            subtype = "visibility"
            message += f" {self._hide(private=canonical(near) == 'private' or says_private(str(value)))}"
        self.faults.append(Fault(subtype, message, line))

    def _take_other_typo(self, name: str, value: Any, line: int | None) -> None:
        """Hide the note, and report it, if the key *name* is a typo for one of another generator."""
        bare = as_written(name).strip("_")
        near = next((each for each in LONG_FLAGS if bare != each and one_typo(bare, each)), "")
        if near and visibility_of_other_key(near, value)[0] is not Visibility.PUBLIC:
            message = f"unknown key {name!r}; did you mean {near!r}? {self._hide(private=False)}"
            self.faults.append(Fault("visibility", message, line))

    def _hide(self, *, private: bool) -> str:
        """Hide the note; return the end of the message about it."""
        self.mistyped = self.mistyped.stricter(Visibility.PRIVATE if private else Visibility.DRAFT)
        return treatment(Visibility.PRIVATE if private else Visibility.DRAFT)

    def read(self) -> tuple[FrontMatter, list[Fault]]:
        fields: dict[str, Any] = {}
        for key, parse in _READERS.items():
            if key in self.values:
                for value in self._each(key, [self.values[key]], partial(parse, self)):
                    if value is not None:
                        fields[key] = value
        fields["statuses"] = self._statuses()
        if self.settings.added:
            fields["extra"] = Extra(tuple(map(self._added, self.settings.added)))
        reader = VisibilityReader(
            self.values, self.settings.draft_statuses, self.settings.zone, self._unclear
        )
        visibility = reader.visibility().stricter(self.by_other_keys)
        fields["visibility"] = visibility.stricter(self.mistyped)
        if reader.date is not None:
            fields.setdefault("date", reader.date)
        return FrontMatter(**fields), sorted(self.faults, key=lambda fault: fault.line or 0)

    def _added(self, key: str) -> tuple[str, Any]:
        """Return the name of an added key, and its value; the default if the value is missing or invalid."""
        added = self.settings.added[key]
        value, written, line = self.added.get(key, (None, key, None))
        if value is None:
            return added.name, added.default
        try:
            parsed = frozen(added.read(value))
            pickle.dumps(parsed)  # As the environment will be.
            return added.name, parsed
        except ValueError as error:
            self.faults.append(Fault("value", f"{written}: {error}", line))
        except Exception as error:  # The function of an extension may raise anything.
            message = f"{written}: {failure(added.read, error)}; ignored"
            self.faults.append(Fault("extension", message, line))
        return added.name, added.default

    def _fault(self, subtype: str, key: str, message: str) -> None:
        text = f"{self.written.get(key, key)}: {message}"
        self.faults.append(Fault(subtype, text, self.lines.get(key)))

    def _each(self, key: str, values: list[Any], parse: Callable[[Any], Any]) -> list[Any]:
        """Return each of *values* as parsed by *parse*; an invalid one is ignored with a fault."""
        parsed = []
        for value in values:
            try:
                parsed.append(parse(value))
            except (Unusable, DateError) as error:
                self._fault(_SUBTYPES.get(key, "value"), key, f"{error}; ignored")
        return parsed

    def _check_keys(self, key: str, value: dict[Any, Any], known: Collection[str]) -> None:
        """Report keys of the mapping *value* that are typos for *known* ones."""
        for name in map(str, value):
            near = [each for each in known if one_typo(name.lower(), each)]
            if near and name not in known:
                self._fault("key", key, f"unknown key {name!r}; did you mean {near[0]!r}?")

    def _without_bad_url(self, key: str, value: Any) -> Any:
        """Return *value* without an invalid ``url``, so that the rest of it can be used."""
        member = value.get("url") if isinstance(value, dict) else None
        if not isinstance(member, str):
            return value
        try:
            checked_address(member.strip())
        except Unusable as error:
            self._fault(_SUBTYPES.get(key, "value"), key, f"url: {error}; ignored")
            return {name: each for name, each in value.items() if name != "url"}
        return value

    # Shapes shared by several keys.

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            raise Unusable("a string", value)
        return " ".join(str(value).split())

    def texts(self, key: str, value: Any, separator: str = ",") -> list[str]:
        if value is None:
            return []
        if isinstance(value, dict):
            raise Unusable("a list or a separated string", value)
        if isinstance(value, list):
            return self._each(key, value, lambda each: taxonomy.unquoted(self.text(each)))
        return taxonomy.split(str(value), separator)

    # One method per key.

    def title(self, value: Any) -> str:
        return self.text(value)

    def date(self, value: Any) -> When | None:
        if not is_given(value) or str(value).strip().lower() in _DYNAMIC_DATES:
            return None
        return parse_when(value, self.settings.zone)

    def updates(self, value: Any) -> tuple[Change, ...]:
        if not is_given(value):
            return ()
        items = value if isinstance(value, list) else [value]
        changes = self._each("updates", items, self._change)
        return tuple(sorted(changes, key=lambda change: change.date, reverse=True))

    def _change(self, value: Any) -> Change:
        if not isinstance(value, dict) or "date" not in value:
            raise Unusable("a list of {date, comment}", value)
        self._check_keys("updates", value, ("date", "comment"))
        return Change(parse_when(value["date"], self.settings.zone), self.text(value.get("comment")))

    def authors(self, value: Any) -> tuple[Author, ...]:
        if isinstance(value, str):
            authors = named_authors(value, self.settings.authors)
            for author in authors:
                self._check_author(author.name)
        else:
            affiliations = self.values.get("affiliations")
            known = institutions(affiliations, *described_within(value))
            authors = self._each("authors", self._split(value), lambda one: self._author(one, known))
        return tuple(dict.fromkeys(filter(None, authors)))

    def _split(self, value: Any) -> list[Any]:
        """Return the members of *value*; a string with several e-mail addresses names several people."""
        members: list[Any] = []
        for each in flat(value):
            several = isinstance(each, str) and each.count("@") > 1
            members += named_authors(each, self.settings.authors) if several else [each]
        return members

    def _author(self, value: Any, known: Mapping[str, str]) -> Author | None:
        if isinstance(value, Author):
            return value
        value = in_braces(value) or value
        if isinstance(value, dict):
            self._check_keys("authors", value, AUTHOR_KEYS)
            author, faults = read_author(value, known)
            for fault in faults:
                self._fault("value", "authors", fault)
            return author
        name = self.text(value)
        if not name:
            return None
        author = named_author(name, self.settings.authors)
        self._check_author(author.name)
        return author

    def _check_author(self, name: str) -> None:
        """Report *name* if it is a typo for a configured author."""
        if near := near_author(name, self.settings.authors):
            self._fault("value", "authors", f"unknown author {name!r}; did you mean {near!r}?")

    def tags(self, value: Any) -> tuple[str, ...]:
        return taxonomy.unique(self.texts("tags", value, self.settings.tag_separator))

    def categories(self, value: Any) -> tuple[str, ...]:
        return taxonomy.unique(self.texts("categories", value, self.settings.category_separator))

    def series(self, value: Any) -> Series | None:
        if not isinstance(value, dict):
            name = self.text(value)
            return Series(name) if name else None
        name, part = self.text(value.get("name")), value.get("part")
        if not name:
            raise Unusable("a name, or {name, part}", value)
        self._check_keys("series", value, ("name", "part"))
        if part is not None and not re.fullmatch(r"\s*[0-9]{1,9}\s*", str(part)):
            self._fault("value", "series", f"part: {Unusable('an integer', part)}; ignored")
            part = None
        return Series(name, int(part) if part is not None else None)

    def summary(self, value: Any) -> str | None:
        return self.text(value) or None

    def image(self, value: Any) -> Picture | None:
        if isinstance(value, dict):
            names = ("path", "src", "url", "file", "image")
            source = next(filter(None, (self.text(value.get(name)) for name in names)), "")
            if not source:
                raise Unusable("a path, or {path, alt}", value)
            self._check_keys("image", value, (*names, "alt"))
            return Picture(self._picture(source), self.text(value.get("alt")))
        return Picture(self._picture(self.text(value))) if is_given(value) else None

    @staticmethod
    def _picture(source: str) -> str:
        """Return *source*, a path or web address: other schemes would not work for readers."""
        if not has_scheme(source) and not source.startswith("//"):
            return source
        address = web_address(source.replace(" ", "%20"))
        if not address:
            raise Unusable("a path or an http(s) URL", source)
        return address

    def license(self, value: Any) -> License | None:
        if isinstance(value, dict):
            self._check_keys("license", value, ("name", "url"))
        # With an invalid URL, it is still this licence, not the site's default.
        license_ = read_license(self._without_bad_url("license", value))
        if license_ and (fault := license_fault(license_)):
            self._fault("value", "license", fault)
        return license_

    def canonical_url(self, value: Any) -> str:
        return self._address(value)

    def _address(self, value: Any) -> str:
        return checked_address(self.text(value))

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
        paths = self._each("aliases", self.texts("aliases", value), self.permalink)
        return tuple(dict.fromkeys(path for path in paths if path))

    def doi(self, value: Any) -> str:
        text = self.text(value)
        if not text:
            return ""
        match = _DOI.fullmatch(text)
        if match is None:
            raise Unusable("a DOI such as 10.1000/182", text)
        return unquote(match["doi"]) if match["url"] else match["doi"]

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
            self._fault("value", "feed", message)
        return bool(answer)

    def epigraph(self, value: Any) -> Epigraph | None:
        return read_epigraph(self._without_bad_url("epigraph", value))

    def comments(self, value: Any) -> str | bool:
        answer = is_true(value)
        return self.text(value) or True if answer is None else answer

    # Keys that depend on one another.

    def _statuses(self) -> tuple[Status, ...]:
        statuses: list[Status] = []
        for key in ("status", *AXES):
            try:
                value = self.values.get(key)
                labels = self.texts(key, flat(value) if isinstance(value, list) else value)
            except Unusable as error:
                self._fault("status", key, f"{error}; ignored")
                continue
            axis = "" if key == "status" else key
            statuses += [self._status(key, label, axis) for label in taxonomy.unique(labels)]
        return tuple(dict.fromkeys(statuses))

    def _status(self, key: str, label: str, axis: str) -> Status:
        """Return *label* as a status; a typo is reported, but not corrected."""
        vocabulary = self.settings.vocabulary
        if key == "status" and readings(label) & HIDING_ELSEWHERE and not vocabulary.knows(label):
            expected = "draft, private, or a label in 'notes_statuses'"
            self._fault("visibility", key, f"{Unusable(expected, label)}; {self._hide(private=False)}")
        elif near := self._near_hidden(key, label):
            action = self._hide(private=near == "private")
            self._fault("visibility", key, f"unknown label {label!r}; did you mean {near!r}? {action}")
        elif message := vocabulary.fault(label, axis):
            self._fault("status", key, message)
        return vocabulary.status(label, axis)

    def _near_hidden(self, key: str, label: str) -> str:
        """Return the hiding label that *label* may be a typo for; empty if it is a known label."""
        hiding = {*self.settings.draft_statuses, *(HIDING_LABELS if key == "status" else ())}
        if readings(label) & set(map(taxonomy.squeezed, hiding)):
            return ""
        return self.settings.vocabulary.near_hidden(label, hiding)

    def _unclear(self, key: str, message: str) -> None:
        self._fault("visibility", key, message)


#: The parser of each key, which is a field of FrontMatter, in the order of the fields.
_READERS: dict[str, Callable[[_Reader, Any], Any]] = {
    "title": _Reader.title,
    "date": _Reader.date,
    "updated": _Reader.date,
    "updates": _Reader.updates,
    "authors": _Reader.authors,
    "tags": _Reader.tags,
    "categories": _Reader.categories,
    "series": _Reader.series,
    "summary": _Reader.summary,
    "image": _Reader.image,
    "license": _Reader.license,
    "source": _Reader.source,
    "canonical_url": _Reader.canonical_url,
    "permalink": _Reader.permalink,
    "slug": _Reader.slug,
    "aliases": _Reader.aliases,
    "id": _Reader.text,
    "doi": _Reader.doi,
    "lang": _Reader.lang,
    "epigraph": _Reader.epigraph,
    "comments": _Reader.comments,
    "external_url": _Reader.canonical_url,
    "feed": _Reader.feed,
}
