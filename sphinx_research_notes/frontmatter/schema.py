"""The front matter schema: every key, the names it is also read as, and how its value is understood."""

from __future__ import annotations

import pickle
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..model import taxonomy
from ..model.author_names import named_author, named_authors
from ..model.dates import DateError, When, parse_when
from ..model.extra import Extra, frozen
from ..model.faults import Fault, failure
from ..model.licenses import license_fault
from ..model.note import (
    Author,
    Change,
    Epigraph,
    FrontMatter,
    License,
    Picture,
    Series,
    Visibility,
)
from ..model.people import (
    WRITTEN,
    described_within,
    in_braces,
    institutions,
    near_author,
    read_author,
)
from ..model.permalinks import PlaceError, site_path
from ..model.statuses import Status, Vocabulary
from ..model.suggestions import one_typo
from ..model.urls import has_scheme, web_address
from ..model.values import (
    Unusable,
    checked_address,
    flat,
    is_true,
    read_epigraph,
    read_license,
    shown,
)
from .block import FOREIGN, HIDING, Block
from .keys import ALIASES, AXES, KEYS, KINDS, TOLERATED, AddedKey, as_written, canonical, nearest
from .visibility import (
    SAID,
    Seen,
    is_given,
    plain_label,
    readings,
    said_by_others,
    says_private,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = ["ALIASES", "KEYS", "KINDS", "TOLERATED", "Settings", "understand"]

#: The kind of warning for a wrong value, where it is not ``value``.
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
#: BCP 47; no registered language has more than three letters.
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
#: What Quarto takes for a day that it reads elsewhere: the day of the build, or of the file.
_ELSEWHERE = frozenset({"today", "now", "last-modified"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What of the configuration decides how front matter is understood."""

    zone: tzinfo = UTC
    tag_separator: str = ","
    category_separator: str = ","
    #: Known authors by key.
    authors: Mapping[str, Author] = field(default_factory=dict)
    draft_statuses: frozenset[str] = frozenset({"draft"})
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    #: The keys that others have added, by their names.
    added: Mapping[str, AddedKey] = field(default_factory=dict)


def understand(block: Block, settings: Settings) -> tuple[FrontMatter, list[Fault]]:
    """The typed front matter of *block*, and what is wrong with it.

    A value that cannot be used is left out with a fault; all others count. A value for draft, published
    or visibility that is unclear makes a draft: a note is never shown by mistake.
    """
    return _Reader(block, settings).read()


class _Reader:
    """Reads one block: each method understands one key, and raises :class:`Unusable` if it cannot."""

    def __init__(self, block: Block, settings: Settings) -> None:
        self.settings = settings
        self.faults = list(block.faults)
        self.values: dict[str, Any] = {}
        #: What a key or a label says that may hide the note and is one typo away: then it does.
        self.mistyped = Visibility.PUBLIC
        #: Who may see the note by what keys of other generators say.
        self.elsewhere = Visibility.PUBLIC
        #: What stands under the keys that others have added, with the key as written and its line.
        self.added: dict[str, tuple[Any, str, int | None]] = {}
        self.lines: dict[str, int] = {}
        #: The key as the author wrote it.
        self.written: dict[str, str] = {}
        for name, value in block.values.items():
            self._take(name, value, block.lines.get(name))

    def _take(self, name: str, value: Any, line: int | None) -> None:
        """Put one key of the block in its place."""
        if name in FOREIGN:
            return
        # A stray mark or an invisible character beside a key must not show what it hides.
        # Wide letters are letters.
        lowered = re.sub(r"^\W+|\W+$", "", unicodedata.normalize("NFKC", name)).lower()
        self.elsewhere = self.elsewhere.stricter(said_by_others(lowered, value))
        known = canonical(lowered)
        if known == "permalink" and str(value).strip().lower() == "false":
            return  # Eleventy's way to write no page.
        if known is None and as_written(lowered) in self.settings.added:
            self.added.setdefault(as_written(lowered), (value, name, line))
            return
        if known is None:
            self._mistake(name, nearest(lowered), value, line)
            return
        if known == "published" and lowered != known and not is_given(value):
            # A box of Obsidian's that nobody has ticked.
            value = "false"
        if known in HIDING and known in self.values:
            value = [self.values[known], value]
        elif is_given(self.values.get(known)) and (lowered != known or not is_given(value)):
            return
        self.values[known], self.written[known] = value, name
        if line is not None:
            self.lines[known] = line

    def _mistake(self, name: str, near: str, value: Any, line: int | None) -> None:
        """Name the key *name* where it is one typo away from *near*; one that may hide hides."""
        if not near:
            return
        message, subtype = f"unknown key {name!r}: did you mean {near!r}?", "key"
        if canonical(near) in HIDING - {"status"}:
            # Told even where the note is not read: it must not vanish without a word.
            subtype = "visibility"
            message += f" {self._keep_back(canonical(near) == 'private' or says_private(str(value)))}."
        self.faults.append(Fault(subtype, message, line))

    def _keep_back(self, private: bool) -> str:
        """Hide the note; what is said of that."""
        self.mistyped = self.mistyped.stricter(Visibility.PRIVATE if private else Visibility.DRAFT)
        return f"The note is kept {'private' if private else 'as a draft'}"

    def read(self) -> tuple[FrontMatter, list[Fault]]:
        found: dict[str, Any] = {}
        for key, understood in _READERS.items():
            if key in self.values:
                self._try(key, found, lambda u=understood, k=key: u(self, self.values[k]))  # type: ignore[misc]
        found["statuses"] = self._statuses()
        if self.settings.added:
            found["extra"] = Extra(tuple(map(self._added, self.settings.added)))
        seen = Seen(self.values, self.settings.draft_statuses, self.settings.zone, self._unclear)
        visible = seen.visibility().stricter(self.elsewhere)
        found["visibility"] = visible.stricter(self.mistyped)
        if seen.date is not None:
            found.setdefault("date", seen.date)
        return FrontMatter(**found), sorted(self.faults, key=lambda fault: fault.line or 0)

    def _added(self, key: str) -> tuple[str, Any]:
        """The name of a key that others have added, and its value."""
        added = self.settings.added[key]
        value, written, line = self.added.get(key, (None, key, None))
        if value is None:
            return added.name, added.default
        try:
            found = frozen(added.read(value))
            pickle.dumps(found)  # As the environment will be.
            return added.name, found
        except ValueError as error:
            self.faults.append(Fault("value", f"{written}: {error}", line))
        except Exception as error:  # Whatever a function of others may raise.
            said = f"{written}: {failure(added.read, error)}; the value is left out"
            self.faults.append(Fault("extension", said, line))
        return added.name, added.default

    def _try(self, key: str, found: dict[str, Any], reader: Callable[[], Any]) -> None:
        try:
            value = reader()
        except (Unusable, DateError) as error:
            self._fault(_SUBTYPES.get(key, "value"), key, str(error))
        else:
            if value is not None:
                found[key] = value

    def _fault(self, subtype: str, key: str, message: str) -> None:
        text = f"{self.written.get(key, key)}: {message}"
        self.faults.append(Fault(subtype, text, self.lines.get(key)))

    def _each(self, key: str, values: list[Any], reader: Callable[[Any], Any]) -> list[Any]:
        """What *reader* makes of each of *values*; one it cannot use is a fault, the others count."""
        found = []
        for value in values:
            try:
                found.append(reader(value))
            except (Unusable, DateError) as error:
                self._fault(_SUBTYPES.get(key, "value"), key, str(error))
        return found

    def _members(self, key: str, value: dict[Any, Any], known: Collection[str]) -> None:
        """Name what in the mapping *value* is one typo away from what it may hold."""
        for name in map(str, value):
            near = [each for each in known if one_typo(name.lower(), each)]
            if near and name not in known:
                self._fault("key", key, f"unknown key {name!r}: did you mean {near[0]!r}?")

    def _sound(self, key: str, value: Any) -> Any:
        """*value* without an address that is none: its licence, say, is still the licence."""
        member = value.get("url") if isinstance(value, dict) else None
        if not isinstance(member, str):
            return value
        try:
            checked_address(member.strip())
        except Unusable as error:
            self._fault(_SUBTYPES.get(key, "value"), key, f"url: {error}")
            return {name: each for name, each in value.items() if name != "url"}
        return value

    # Shapes that several keys share.

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            raise Unusable(f"found {shown(value)}; accepted is a text")
        return " ".join(str(value).split())

    def texts(self, key: str, value: Any, separator: str = ",") -> list[str]:
        if value is None:
            return []
        if isinstance(value, dict):
            raise Unusable(f"found {shown(value)}; accepted is a list, or a text that is split")
        if isinstance(value, list):
            return self._each(key, value, lambda each: taxonomy.unquoted(self.text(each)))
        return taxonomy.split(str(value), separator)

    # One method a key.

    def title(self, value: Any) -> str:
        return self.text(value)

    def date(self, value: Any) -> When | None:
        if not is_given(value) or str(value).strip().lower() in _ELSEWHERE:
            return None
        return parse_when(value, self.settings.zone)

    def updates(self, value: Any) -> tuple[Change, ...]:
        if not is_given(value):
            return ()
        given = value if isinstance(value, list) else [value]
        changes = self._each("updates", given, self._change)
        return tuple(sorted(changes, key=lambda change: change.date, reverse=True))

    def _change(self, value: Any) -> Change:
        if not isinstance(value, dict) or "date" not in value:
            raise Unusable(f"found {shown(value)}; accepted is a list of {{date, comment}}")
        self._members("updates", value, ("date", "comment"))
        return Change(parse_when(value["date"], self.settings.zone), self.text(value.get("comment")))

    def authors(self, value: Any) -> tuple[Author, ...]:
        if isinstance(value, str):
            found = named_authors(value, self.settings.authors)
            for author in found:
                self._misspelt(author.name)
        else:
            given = self.values.get("affiliations")
            known = institutions(given, *described_within(value))
            found = self._each("authors", self._apart(value), lambda one: self._author(one, known))
        return tuple(dict.fromkeys(filter(None, found)))

    def _apart(self, value: Any) -> list[Any]:
        """The members of *value*; a text with several addresses names several people."""
        found: list[Any] = []
        for each in flat(value):
            several = isinstance(each, str) and each.count("@") > 1
            found += named_authors(each, self.settings.authors) if several else [each]
        return found

    def _author(self, value: Any, known: Mapping[str, str]) -> Author | None:
        if isinstance(value, Author):
            return value
        value = in_braces(value) or value
        if isinstance(value, dict):
            self._members("authors", value, WRITTEN)
            author, faults = read_author(value, known)
            for fault in faults:
                self._fault("value", "authors", fault)
            return author
        name = self.text(value)
        if not name:
            return None
        author = named_author(name, self.settings.authors)
        self._misspelt(author.name)
        return author

    def _misspelt(self, name: str) -> None:
        """Name an author who is nearly one that the configuration knows."""
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
        said = f"found {shown(value)}; accepted is a name, or {{name, part}}"
        if not name:
            raise Unusable(said)
        self._members("series", value, ("name", "part"))
        if part is not None and not re.fullmatch(r"\s*[0-9]{1,9}\s*", str(part)):
            self._fault("value", "series", f"{said} with a whole number")
            part = None
        return Series(name, int(part) if part is not None else None)

    def summary(self, value: Any) -> str | None:
        return self.text(value) or None

    def image(self, value: Any) -> Picture | None:
        if isinstance(value, dict):
            names = ("path", "src", "url", "file", "image")
            source = next((found for n in names if (found := self.text(value.get(n)))), "")
            if not source:
                raise Unusable(f"found {shown(value)}; accepted is a path, or {{path, alt}}")
            self._members("image", value, (*names, "alt"))
            return Picture(self._picture(source), self.text(value.get("alt")))
        return Picture(self._picture(self.text(value))) if is_given(value) else None

    @staticmethod
    def _picture(source: str) -> str:
        """*source*, a file or an address on the web: of any other kind a reader's machine has none."""
        if not has_scheme(source) and not source.startswith("//"):
            return source
        address = web_address(source.replace(" ", "%20"))
        if not address:
            raise Unusable(
                f"found {shown(source)}; accepted is a path, or an address that begins with https://"
            )
        return address

    def license(self, value: Any) -> License | None:
        if isinstance(value, dict):
            self._members("license", value, ("name", "url"))
        # Without its address the licence is still this one, and not the site's.
        found = read_license(self._sound("license", value))
        if found and (fault := license_fault(found)):
            self._fault("value", "license", fault)
        return found

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
        try:
            return site_path(self.text(value))
        except PlaceError as error:
            raise Unusable(str(error)) from None

    def slug(self, value: Any) -> str:
        text = self.text(value).strip("/").replace(" ", "-")
        try:
            site_path(f"/{text}/" if text else "")
        except PlaceError:
            raise Unusable(
                f"found {shown(value)}; accepted is a part of an address such as my-note"
            ) from None
        return text

    def aliases(self, value: Any) -> tuple[str, ...]:
        found = self._each("aliases", self.texts("aliases", value), self.permalink)
        return tuple(dict.fromkeys(each for each in found if each))

    def doi(self, value: Any) -> str:
        text = self.text(value)
        if not text:
            return ""
        match = _DOI.fullmatch(text)
        if match is None:
            raise Unusable(f"found {text!r}; accepted is a DOI such as 10.1000/182")
        return unquote(match["doi"]) if match["url"] else match["doi"]

    def lang(self, value: Any) -> str:
        text = self.text(value)
        if text and not _LANG.fullmatch(text):
            raise Unusable(f"found {text!r}; accepted is a language tag such as en or pt-BR")
        return text.replace("_", "-")

    def epigraph(self, value: Any) -> Epigraph | None:
        return read_epigraph(self._sound("epigraph", value))

    def comments(self, value: Any) -> str | bool:
        answer = is_true(value)
        return self.text(value) or True if answer is None else answer

    # Keys that depend on one another.

    def _statuses(self) -> tuple[Status, ...]:
        found: list[Status] = []
        for key in ("status", *AXES):
            try:
                value = self.values.get(key)
                given = self.texts(key, flat(value) if isinstance(value, list) else value)
            except Unusable as error:
                self._fault("status", key, str(error))
                continue
            axis = "" if key == "status" else key
            found += [self._status(key, label, axis) for label in taxonomy.unique(given)]
        return tuple(dict.fromkeys(found))

    def _status(self, key: str, label: str, axis: str) -> Status:
        """*label* as a status; one that is nearly a known one is named, and stays what it is."""
        vocabulary = self.settings.vocabulary
        if near := self._near_hidden(key, label):
            said = self._keep_back(near == "private")
            self._fault("visibility", key, f"unknown label {label!r}; did you mean {near!r}? {said}")
        elif message := vocabulary.fault(label, axis):
            self._fault("status", key, message)
        return vocabulary.status(label, axis)

    def _near_hidden(self, key: str, label: str) -> str:
        """The label that hides for which *label* may be meant; nothing where it is one, or is another."""
        hiding = {*self.settings.draft_statuses, *(SAID if key == "status" else ())}
        if readings(label) & set(map(plain_label, hiding)):
            return ""
        return self.settings.vocabulary.near_hidden(label, hiding)

    def _unclear(self, key: str, message: str) -> None:
        self._fault("visibility", key, message)


#: How each key is understood, in the order of the record. A key here is a field of FrontMatter.
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
}
