"""The front matter schema: every key, the names it is also read as, and how its value is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from . import labels
from .block import HIDING, Block
from .dates import DateError, When, parse_when
from .frontmatter import FOREIGN
from .licenses import license_fault
from .note import Author, Change, Epigraph, FrontMatter, License, Picture, Series, Visibility
from .places import PlaceError, site_path
from .shapes import (
    AUTHOR_ANSWERS,
    AUTHOR_TEXTS,
    Unusable,
    flat,
    is_true,
    leaves,
    named_author,
    read_author,
    read_epigraph,
    read_license,
    shown,
    sound_author,
    web_address,
)
from .statuses import Status, Vocabulary
from .warnings import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

#: Other names of keys, as other generators write them; the first that is present counts.
ALIASES: dict[str, tuple[str, ...]] = {
    "updated": ("date-modified", "last_modified_at", "lastmod", "modified"),
    "authors": ("author",),
    "tags": ("keywords",),
    "categories": ("category",),
    "summary": ("description", "excerpt", "tldr"),
    "image": ("cover", "thumbnail"),
    "canonical_url": ("original", "canonical_link"),
    "aliases": ("redirect_from",),
    "id": ("guid",),
    "lang": ("language",),
    "external_url": ("external_link",),
}

#: Keys that say what kind of page it is, and those of others that are taken as they are.
KINDS = ("layout", "kind", "blogpost")
TOLERATED = frozenset(
    {"mathjax", "slug", "toc", "math", "render_with_liquid", "weight", "type", "uid", "images"}
)

#: The kind of warning for a wrong value, where it is not ``value``.
_SUBTYPES = {
    "date": "date",
    "updated": "date",
    "updates": "date",
    "status": "status",
    "epigraph": "epigraph",
    "permalink": "place",
    "aliases": "place",
}

#: The further badge axes that have a key of their own.
AXES = ("confidence", "importance", "effort", "audience")

_DOI = re.compile(
    r"(?:(?P<url>(?:https?://)?(?:dx\.|www\.)?doi\.org/)|doi:\s*)?(?P<doi>10\.\d{4,9}(?:\.\d+)*/\S+)",
    re.IGNORECASE | re.ASCII,
)
#: BCP 47; no registered language has more than three letters.
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_BETWEEN_NAMES = re.compile(r"\s?[,;]\s?(?:and\s)?|\sand\s")


@dataclass(frozen=True, slots=True)
class Settings:
    """What of the configuration decides how front matter is understood."""

    zone: tzinfo = UTC
    tag_separator: str = ","
    #: Known authors by key.
    authors: Mapping[str, Author] = field(default_factory=dict)
    draft_statuses: frozenset[str] = frozenset({"draft"})
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


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
        #: Whether a key that may hide the note is one typo away: then it does.
        self.mistyped = False
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
        lowered = re.sub(r"^\W+|\W+$", "", name).lower()
        known = _CANONICAL.get(lowered) or _CANONICAL.get(lowered.replace("-", "_"))
        if known is None:
            if near := _nearest(lowered):
                message = f"unknown key {name!r}: did you mean {near!r}?"
                subtype = "key"
                if near in HIDING - {"status"}:
                    # Told even where the note is not read: it must not vanish without a word.
                    self.mistyped, subtype = True, "visibility"
                    message += " The note is kept as a draft."
                self.faults.append(Fault(subtype, message, line))
            return
        if known in HIDING and known in self.values:
            value = [self.values[known], value]
        elif self._given(self.values.get(known)) and (lowered != known or not self._given(value)):
            return
        self.values[known], self.written[known] = value, name
        if line is not None:
            self.lines[known] = line

    def read(self) -> tuple[FrontMatter, list[Fault]]:
        found: dict[str, Any] = {}
        for key, understood in _READERS.items():
            if key in self.values:
                self._try(key, found, lambda u=understood, k=key: u(self, self.values[k]))  # type: ignore[misc]
        found["statuses"] = self._statuses()
        found["visibility"] = self._visibility(found)
        return FrontMatter(**found), sorted(self.faults, key=lambda fault: fault.line or 0)

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
            near = [each for each in known if _one_typo(name.lower(), each)]
            if near and name not in known:
                self._fault("key", key, f"unknown key {name!r}: did you mean {near[0]!r}?")

    def _sound(self, key: str, value: Any) -> Any:
        """*value* without an address that is none: its licence, say, is still the licence."""
        member = value.get("url") if isinstance(value, dict) else None
        if not isinstance(member, str):
            return value
        try:
            web_address(member.strip())
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
            return self._each(key, value, self.text)
        return str(value).split() if separator == " " else str(value).split(separator)

    # One method a key.

    def title(self, value: Any) -> str:
        return self.text(value)

    def date(self, value: Any) -> When | None:
        return parse_when(value, self.settings.zone) if self._given(value) else None

    @staticmethod
    def _given(value: Any) -> bool:
        return value is not None and str(value).strip() != ""

    def updates(self, value: Any) -> tuple[Change, ...]:
        if not self._given(value):
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
            value = self._split_names(value)
        found = self._each("authors", value if isinstance(value, list) else [value], self._author)
        return tuple(dict.fromkeys(author for author in found if author is not None))

    def _split_names(self, text: str) -> list[str]:
        text = " ".join(text.split())
        return [text] if text in self.settings.authors else _BETWEEN_NAMES.split(text)

    def _author(self, value: Any) -> Author | None:
        if isinstance(value, dict):
            self._members("authors", value, (*AUTHOR_TEXTS, *AUTHOR_ANSWERS))
            sound, faults = sound_author(value)
            for fault in faults:
                self._fault("value", "authors", fault)
            return read_author(sound)
        name = self.text(value)
        return (self.settings.authors.get(name) or named_author(name)) if name else None

    def tags(self, value: Any) -> tuple[str, ...]:
        return labels.unique(self.texts("tags", value, self.settings.tag_separator))

    def categories(self, value: Any) -> tuple[str, ...]:
        return labels.unique(self.texts("categories", value))

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
            names = ("path", "src", "url", "file")
            source = next((found for n in names if (found := self.text(value.get(n)))), "")
            if not source:
                raise Unusable(f"found {shown(value)}; accepted is a path, or {{path, alt}}")
            self._members("image", value, (*names, "alt"))
            return Picture(source, self.text(value.get("alt")))
        return Picture(self.text(value)) if self._given(value) else None

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
        return web_address(self.text(value))

    def source(self, value: Any) -> str:
        text = self.text(value)
        if ":" in text or ".." in text.split("/"):
            return web_address(text)
        return text

    def permalink(self, value: Any) -> str:
        try:
            return site_path(self.text(value))
        except PlaceError as error:
            raise Unusable(str(error)) from None

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
            found += [self.settings.vocabulary.status(label, axis) for label in labels.unique(given)]
        return tuple(dict.fromkeys(found))

    def _visibility(self, found: dict[str, Any]) -> Visibility:
        visible = Visibility.DRAFT if self.mistyped else Visibility.PUBLIC
        # In a status of a wrong shape, too.
        texts = (text for key in ("status", *AXES) for text in leaves(self.values.get(key)))
        said = {labels.key(part) for text in texts for part in text.split(",")}
        if not said.isdisjoint(self.settings.draft_statuses):
            visible = Visibility.DRAFT
        if any(self._answer("draft", each, default=False) for each in self._all("draft")):
            visible = visible.stricter(Visibility.DRAFT)
        if any(self._answer("private", each, default=False) for each in self._all("private")):
            visible = visible.stricter(Visibility.PRIVATE)
        if not all(self._published(each, found) for each in self._all("published")):
            visible = visible.stricter(Visibility.DRAFT)
        for each in self._all("visibility"):
            visible = visible.stricter(self._visible(each))
        return visible

    def _all(self, key: str) -> list[Any]:
        """Every value that stands for *key*."""
        return flat(self.values[key]) if key in self.values else []

    def _visible(self, value: Any) -> Visibility:
        try:
            return Visibility(str(value).strip().casefold() if self._given(value) else "public")
        except ValueError:
            self._unclear("visibility", f"accepted is one of {', '.join(Visibility)}")
            private = Visibility.PRIVATE in str(value).casefold()
            return Visibility.PRIVATE if private else Visibility.DRAFT

    def _published(self, value: Any, found: dict[str, Any]) -> bool:
        """Whether ``published`` lets the note be seen; some generators write the date there."""
        try:
            when = parse_when(value, self.settings.zone)
        except DateError:
            return self._answer("published", value, default=True)
        found.setdefault("date", when)
        return True

    def _answer(self, key: str, value: Any, *, default: bool) -> bool:
        if not self._given(value):
            return default
        answer = is_true(value)
        if answer is None:
            self._unclear(key, "accepted is true or false")
            return not default
        return answer

    def _unclear(self, key: str, accepted: str) -> None:
        found = shown(self.values[key])
        self._fault("visibility", key, f"found {found}; {accepted}; the note is kept as a draft")


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
    "aliases": _Reader.aliases,
    "id": _Reader.text,
    "doi": _Reader.doi,
    "lang": _Reader.lang,
    "epigraph": _Reader.epigraph,
    "comments": _Reader.comments,
    "external_url": _Reader.canonical_url,
}

#: Every key with its readers; the guide's table is checked against it.
KEYS = (*_READERS, "status", *AXES, "draft", "private", "published", "visibility")

_CANONICAL = {
    **{key: key for key in KEYS},
    **{key: key for key in KINDS},
    **{alias: key for key, also in ALIASES.items() for alias in also},
}


@lru_cache(maxsize=1000)
def _nearest(name: str) -> str:
    """The known key that *name* is one typo away from; empty when there is none."""
    if len(name) < 3 or name in TOLERATED or name in FOREIGN:
        return ""
    return next((each for each in _CANONICAL if len(each) > 2 and _one_typo(name, each)), "")


def _one_typo(one: str, other: str) -> bool:
    """Whether a letter more, less, other or swapped turns *one* into *other*."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
