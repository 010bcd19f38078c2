"""The front matter schema: every key, the names it is also read as, and how its value is understood."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from . import labels
from .dates import DateError, When, parse_when
from .frontmatter import FOREIGN, Block
from .licenses import license_of
from .note import Author, Change, Epigraph, FrontMatter, License, Picture, Series, Visibility
from .places import PlaceError, site_path
from .statuses import Status, Vocabulary
from .warnings import Fault

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
TOLERATED = frozenset({"mathjax", "slug", "toc", "math", "render_with_liquid", "weight", "type"})

#: The further badge axes that have a key of their own.
AXES = ("confidence", "importance", "effort", "audience")

_ORCID = re.compile(r"(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_LANG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")
_YES = frozenset({"true", "yes", "on", "y", "1"})
_NO = frozenset({"false", "no", "off", "n", "0"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What of the configuration decides how front matter is understood."""

    zone: tzinfo = UTC
    tag_separator: str = ","
    #: Known authors by key.
    authors: Mapping[str, Author] = field(default_factory=dict)
    draft_statuses: frozenset[str] = frozenset({"draft"})
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


class Unusable(ValueError):
    """A value that its key does not accept; the message says what was found and what is accepted."""


def is_true(value: object) -> bool | None:
    """*value* as yes or no; None when it says neither."""
    text = str(value).strip().casefold()
    return True if text in _YES else False if text in _NO else None


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
        self.lines: dict[str, int] = {}
        #: The key as the author wrote it.
        self.written: dict[str, str] = {}
        for name, value in block.values.items():
            self._take(name, value, block.lines.get(name))

    def _take(self, name: str, value: Any, line: int | None) -> None:
        """Put one key of the block in its place."""
        if name in FOREIGN:
            return
        lowered = name.strip().lower()
        known = _CANONICAL.get(lowered) or _CANONICAL.get(lowered.replace("-", "_"))
        if known is None:
            if near := _nearest(lowered):
                message = f"unknown key {name!r}: did you mean {near!r}?"
                self.faults.append(Fault("key", message, line))
            return
        if known in self.values and lowered != known:
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
        found["visibility"] = self._visibility(found["statuses"], found)
        return FrontMatter(**found), self.faults

    def _try(self, key: str, found: dict[str, Any], reader: Callable[[], Any]) -> None:
        try:
            value = reader()
        except (Unusable, DateError) as error:
            subtype = {"date": "date", "updated": "date", "updates": "date"}.get(key, "value")
            subtype = {"epigraph": "epigraph", "permalink": "place", "aliases": "place"}.get(
                key, subtype
            )
            self._fault(subtype, key, str(error))
        else:
            if value is not None:
                found[key] = value

    def _fault(self, subtype: str, key: str, message: str) -> None:
        text = f"{self.written.get(key, key)}: {message}"
        self.faults.append(Fault(subtype, text, self.lines.get(key)))

    # Shapes that several keys share.

    def text(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, (dict, list)):
            raise Unusable(f"found {_shown(value)}; accepted is a text")
        return " ".join(str(value).split())

    def texts(self, value: Any, separator: str = ",") -> list[str]:
        if value is None:
            return []
        if isinstance(value, dict):
            raise Unusable(f"found {_shown(value)}; accepted is a list, or a text that is split")
        if isinstance(value, list):
            return [self.text(each) for each in value]
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
        if value is None:
            return ()
        changes = []
        for each in value if isinstance(value, list) else [value]:
            if not isinstance(each, dict) or "date" not in each:
                raise Unusable(f"found {_shown(each)}; accepted is a list of {{date, comment}}")
            changes.append(
                Change(
                    parse_when(each["date"], self.settings.zone), self.text(each.get("comment"))
                )
            )
        return tuple(sorted(changes, key=lambda change: change.date, reverse=True))

    def authors(self, value: Any) -> tuple[Author, ...]:
        if value is None:
            return ()
        if isinstance(value, str):
            value = self._split_names(value)
        return tuple(
            author
            for each in (value if isinstance(value, list) else [value])
            if (author := self._author(each)) is not None
        )

    def _split_names(self, text: str) -> list[str]:
        if text.strip() in self.settings.authors:
            return [text.strip()]
        return [n.strip() for n in re.split(r"[,;]|\s+(?:and|&)\s+", text) if n.strip()]

    def _author(self, value: Any) -> Author | None:
        if isinstance(value, dict):
            return read_author(value)
        name = self.text(value)
        return (self.settings.authors.get(name) or Author(name=name)) if name else None

    def tags(self, value: Any) -> tuple[str, ...]:
        return labels.unique(self.texts(value, self.settings.tag_separator))

    def categories(self, value: Any) -> tuple[str, ...]:
        return labels.unique(self.texts(value))

    def series(self, value: Any) -> Series | None:
        if not isinstance(value, dict):
            name = self.text(value)
            return Series(name) if name else None
        name, part = self.text(value.get("name")), value.get("part")
        if not name or (part is not None and not str(part).strip().isdecimal()):
            raise Unusable(f"found {_shown(value)}; accepted is a name, or {{name, part}}")
        return Series(name, int(part) if part is not None else None)

    def summary(self, value: Any) -> str | None:
        return self.text(value) or None

    def image(self, value: Any) -> Picture | None:
        if isinstance(value, dict):
            source = value.get("path") or value.get("src") or value.get("url") or value.get("file")
            if not source:
                raise Unusable(f"found {_shown(value)}; accepted is a path, or {{path, alt}}")
            return Picture(self.text(source), self.text(value.get("alt")))
        return Picture(self.text(value)) if self._given(value) else None

    def license(self, value: Any) -> License | None:
        return read_license(value)

    def canonical_url(self, value: Any) -> str:
        return self._address(value)

    def _address(self, value: Any) -> str:
        text = self.text(value)
        if text and not re.match(r"https?://[^\s/]", text):
            raise Unusable(f"found {text!r}; accepted is an address that begins with https://")
        return text

    def permalink(self, value: Any) -> str:
        try:
            return site_path(self.text(value))
        except PlaceError as error:
            raise Unusable(str(error)) from None

    def aliases(self, value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.permalink(each) for each in self.texts(value)))

    def doi(self, value: Any) -> str:
        text = self.text(value)
        if text and not (match := _DOI.fullmatch(text)):
            raise Unusable(f"found {text!r}; accepted is a DOI such as 10.1000/182")
        return match[1] if text and match else ""

    def lang(self, value: Any) -> str:
        text = self.text(value)
        if text and not _LANG.fullmatch(text):
            raise Unusable(f"found {text!r}; accepted is a language tag such as en or pt-BR")
        return text.replace("_", "-")

    def epigraph(self, value: Any) -> Epigraph | None:
        return read_epigraph(value)

    def comments(self, value: Any) -> str | bool:
        answer = is_true(value)
        return True if value is None else self.text(value) if answer is None else answer

    # Keys that depend on one another.

    def _statuses(self) -> tuple[Status, ...]:
        found: list[Status] = []
        for key in ("status", *AXES):
            try:
                given = self.texts(self.values.get(key))
            except Unusable as error:
                self._fault("status", key, str(error))
                continue
            axis = "" if key == "status" else key
            found += [self.settings.vocabulary.status(label, axis) for label in labels.unique(given)]
        return tuple(dict.fromkeys(found))

    def _visibility(self, statuses: tuple[Status, ...], found: dict[str, Any]) -> Visibility:
        visible = Visibility.PUBLIC
        if any(status.value in self.settings.draft_statuses for status in statuses):
            visible = Visibility.DRAFT
        if "draft" in self.values and self._answer("draft", default=False):
            visible = visible.stricter(Visibility.DRAFT)
        if "published" in self.values and not self._published(found):
            visible = visible.stricter(Visibility.DRAFT)
        said = str(self.values.get("visibility") or "").strip().casefold()
        if said:
            try:
                visible = visible.stricter(Visibility(said))
            except ValueError:
                accepted = ", ".join(Visibility)
                self._unclear("visibility", f"accepted is one of {accepted}")
                visible = visible.stricter(Visibility.DRAFT)
        return visible

    def _published(self, found: dict[str, Any]) -> bool:
        """Whether ``published`` lets the note be seen; some generators write the date there."""
        try:
            when = parse_when(self.values["published"], self.settings.zone)
        except DateError:
            return self._answer("published", default=True)
        found.setdefault("date", when)
        return True

    def _answer(self, key: str, *, default: bool) -> bool:
        value = self.values[key]
        if not self._given(value):
            return default
        answer = is_true(value)
        if answer is None:
            self._unclear(key, "accepted is true or false")
            return not default
        return answer

    def _unclear(self, key: str, accepted: str) -> None:
        found = _shown(self.values[key])
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
    "source": _Reader.text,
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
KEYS = (*_READERS, "status", *AXES, "draft", "published", "visibility")

_CANONICAL = {
    **{key: key for key in KEYS},
    **{key: key for key in KINDS},
    **{alias: key for key, also in ALIASES.items() for alias in also},
}


def _nearest(name: str) -> str:
    """The known key that *name* is one typo away from; empty when there is none."""
    if len(name) < 3 or name in TOLERATED:
        return ""
    for near in difflib.get_close_matches(name, _CANONICAL, n=3, cutoff=0.6):
        if _one_typo(name, near):
            return near
    return ""


def _one_typo(one: str, other: str) -> bool:
    """Whether a letter more, less, other or swapped turns *one* into *other*."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _shown(value: Any) -> str:
    """*value* as a message shows it, cut to size."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "…"


def read_author(value: Mapping[Any, Any]) -> Author:
    """The author that a mapping ``{name, url, orcid, affiliation, email}`` describes.

    Raises :class:`Unusable` without a name, or for an ORCID whose check digit is wrong.
    """
    given = {str(k): "" if v is None else str(v).strip() for k, v in value.items()}
    if not given.get("name"):
        raise Unusable(f"found {_shown(dict(value))}; accepted is a mapping with a name")
    if given.get("orcid"):
        given["orcid"] = orcid(given["orcid"])
    return Author(**{k: given.get(k, "") for k in ("name", "url", "orcid", "affiliation", "email")})


def orcid(text: str) -> str:
    """The full address of an ORCID iD; raises :class:`Unusable` when its check digit is wrong.

    The check digit is ISO 7064 MOD 11-2:
    https://support.orcid.org/hc/en-us/articles/360006897674
    """
    match = _ORCID.fullmatch(text.strip())
    digits = match[1].upper().replace("-", "") if match else ""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if not digits or digits[-1] != ("X" if check == 10 else str(check)):
        raise Unusable(f"found ORCID {text!r}; accepted is one such as 0000-0002-1825-0097")
    return f"https://orcid.org/{match[1].upper()}" if match else ""


def read_license(value: Any) -> License | None:
    """The licence that an SPDX id or ``{name, url}`` names; raises :class:`Unusable` for other shapes."""
    if isinstance(value, Mapping):
        name, url = str(value.get("name") or "").strip(), str(value.get("url") or "").strip()
        if not name and not url:
            raise Unusable(f"found {_shown(value)}; accepted is an SPDX id, or {{name, url}}")
        return License(name or url, url) if url else license_of(name)
    if isinstance(value, list):
        raise Unusable(f"found {_shown(value)}; accepted is an SPDX id, or {{name, url}}")
    text = str(value or "").strip()
    return license_of(text) if text else None


def read_epigraph(value: Any) -> Epigraph | None:
    """The epigraph that a text or ``{text, by, source, url, cite}`` gives; raises :class:`Unusable`.

    A last line that starts with a dash is the attribution, as in the directive.
    """
    if isinstance(value, Mapping):
        given = {str(k): str(v).strip() for k, v in value.items() if v is not None}
        unknown = set(given) - {"text", "by", "source", "url", "cite", "lang", "verse"}
        if not given.get("text") or unknown:
            accepted = "a text, or {text, by, source, url, cite, lang, verse}"
            raise Unusable(f"found {_shown(dict(value))}; accepted is {accepted}")
        verse = is_true(given.pop("verse", "no")) is True
        return Epigraph(**given, verse=verse)
    if isinstance(value, list):
        raise Unusable(f"found {_shown(value)}; accepted is a text, or {{text, by, source, url}}")
    text = str(value or "").strip()
    if not text:
        return None
    text, by = split_attribution(text)
    return Epigraph(text=text, by=by, verse="\n" in text)


def split_attribution(text: str) -> tuple[str, str]:
    """*text* and the attribution on its last line, where that begins with a dash."""
    body, _, last = text.rstrip().rpartition("\n")
    match = re.match(r"\s*(?:—|―|–|---?)\s*(?=\S)", last)
    return (body.rstrip(), last[match.end() :].strip()) if body and match else (text, "")
