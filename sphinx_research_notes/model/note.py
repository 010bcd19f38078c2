"""The records that the rest of the package works with: a note and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ..languages import gettext_noop
from .extra import NOTHING, Extra
from .loading import quick_to_load
from .reading_time import EMPTY, Length

if TYPE_CHECKING:
    from collections.abc import Callable

    from .dates import When
    from .statuses import Status


#: A condition of content that only some builds show, evaluated per build: its kind (``only``, ``ifconfig``,
#: ``todo`` or ``never``) and its expression.
Condition = tuple[str, str]


class Visibility(StrEnum):
    """Who may see a note, from the least to the most restricted."""

    PUBLIC = "public"
    #: Built and reachable by its address, but left out of lists, search, feeds and neighbours.
    UNLISTED = "unlisted"
    #: Built only if drafts are shown.
    DRAFT = "draft"
    #: Built only if private notes are shown.
    PRIVATE = "private"

    @property
    def hides(self) -> bool:
        """Whether a public build leaves the note out."""
        return self in {Visibility.DRAFT, Visibility.PRIVATE}

    def stricter(self, other: Visibility) -> Visibility:
        """Return the more restricted of the two."""
        order = list(Visibility)
        return max(self, other, key=order.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author of a note."""

    name: str
    url: str = ""
    #: The full URL, ``https://orcid.org/…``.
    orcid: str = ""
    affiliations: tuple[str, ...] = ()
    email: str = ""
    #: Whether pages may show the e-mail address.
    show_email: bool = False
    #: The family name, if it can't be derived from the name.
    family: str = ""
    #: Whether this is not a person, so the name has no parts.
    organization: bool = False
    #: An account in the fediverse, ``@user@host``.
    fediverse: str = ""
    #: The URLs of profiles elsewhere, which may link back.
    profiles: tuple[str, ...] = ()
    #: The AT URI of the site as a publication of this author.
    publication: str = ""
    #: What they have done, in lower case: terms of CRediT, or ``editor``, ``translator`` and the like.
    roles: tuple[str, ...] = ()

    @property
    def affiliation(self) -> str:
        """The institutions on one line."""
        return ", ".join(self.affiliations)


#: The last item of an author list that ends in "et al."
OTHERS = Author(name=gettext_noop("et al."), organization=True)


@dataclass(frozen=True, slots=True)
class License:
    """The licence of a note."""

    #: As displayed (``CC BY 4.0``).
    name: str
    #: The address of its text; empty if unknown.
    url: str = ""


@dataclass(frozen=True, slots=True)
class Funder:
    """An organization that has paid for the work on a note."""

    name: str
    #: The full URL, ``https://ror.org/…``; empty if unknown.
    ror: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A grant; at least one of the fields is not empty."""

    number: str = ""
    uri: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Funding:
    """Who has funded a note, and with which grant."""

    funder: Funder
    award: Award | None = None


@quick_to_load
@dataclass(frozen=True, slots=True)
class Series:
    """A note's place in a series; notes without a part number are ordered by date."""

    name: str
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The image that represents a note."""

    #: A URL, or a path relative to the note's folder.
    source: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Epigraph:
    """A quotation at the beginning of a note."""

    text: str
    by: str = ""
    source: str = ""
    url: str = ""
    #: A BibTeX key.
    cite: str = ""
    lang: str = ""
    verse: bool = False


@quick_to_load
@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that mentions something."""

    #: The id of its element on the page; empty for the page itself.
    anchor: str
    #: The surrounding sentence as plain text; empty if there is none, as in an image.
    text: str
    #: The conditions of the content around it.
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of a note's public change log."""

    date: When
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The typed front matter of a note."""

    #: None if not given; empty for an explicitly untitled note.
    title: str | None = None
    date: When | None = None
    updated: When | None = None
    updates: tuple[Change, ...] = ()
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    series: Series | None = None
    #: Labels of all axes, in the order status, confidence, importance, effort, audience.
    statuses: tuple[Status, ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    #: None to derive it from the text.
    summary: str | None = None
    image: Picture | None = None
    license: License | None = None
    #: A URL or path for the Source link, overriding the configured pattern.
    source: str = ""
    canonical_url: str = ""
    #: A site path without the leading slash (``leverage/``, ``x/three.html``); empty for the default path.
    permalink: str = ""
    #: The value of ``{slug}`` in the permalink pattern; empty for the file name.
    slug: str = ""
    #: Old site paths, in the form of *permalink*.
    aliases: tuple[str, ...] = ()
    #: Other names, by which wikilinks may refer to it.
    names: tuple[str, ...] = ()
    id: str = ""
    #: Without a prefix (``10.1000/182``).
    doi: str = ""
    lang: str = ""
    epigraph: Epigraph | None = None
    #: A thread file next to the note; False to disable comments.
    comments: str | bool = True
    external_url: str = ""
    #: Whether it may be in feeds.
    feed: bool = True
    #: The AT URI of the record of this page in the author's repository (https://standard.site).
    at_uri: str = ""
    #: None for that of the site.
    funding: tuple[Funding, ...] | None = None
    #: Its place among the notes that come first in lists, from 1; 0 if it is not one of them.
    pinned: int = 0
    #: Documents or addresses that are shown as related before others; False to show no related notes.
    related: tuple[str, ...] | bool = True
    #: The document or address of the note that it is a translation of; empty for an original.
    translation_of: str = ""
    #: The values of the keys added by extensions, by name.
    extra: Extra = NOTHING

    @property
    def named(self) -> tuple[Author, ...]:
        """The authors, without a trailing "et al."."""
        return tuple(author for author in self.authors if author != OTHERS)

    @property
    def changed(self) -> When | None:
        """The date of the last change: as given, else of the latest change log entry."""
        return self.updated or (self.updates[0].date if self.updates else None)


@quick_to_load
@dataclass(frozen=True, slots=True, kw_only=True)
class Note(FrontMatter):
    """A note of the site: a document, or an entry of a stream."""

    docname: str
    #: The id of an entry's element in *docname*; empty for a document.
    anchor: str = ""
    #: Its name in links: the title, else the first words, else the date.
    name: str = ""
    #: The name with its TeX formulas marked, as in passages; empty if it has no formulas.
    formal: str = ""
    #: False if *name* is derived from the text or the date.
    titled: bool = True
    #: The file name without its date, for permalink patterns.
    stem: str = ""
    #: The beginning as plain text, with marks around link texts whose title or number is resolved later.
    lead: str = ""
    #: The first words that name an untitled note, in the form of *lead*, if they contain such marks.
    opening: str = ""
    #: How much text, code and so on it has; empty for an entry.
    length: Length = EMPTY
    #: Its citations in text order: BibTeX key, passage, and the reason in CiTO, empty if none is given.
    citing: tuple[tuple[str, Passage, str], ...] = ()
    #: A digest of its text, for the fingerprints of pages that show the text.
    digest: str = ""
    #: Whether the public build leaves out a part of the document.
    withheld: bool = False
    #: The conditions of the content around an entry.
    conditions: tuple[Condition, ...] = ()

    def works(self, shown: Callable[[Passage], bool]) -> tuple[str, ...]:
        """Return the BibTeX keys cited in passages that are *shown*."""
        return tuple(sorted({key for key, place, _ in self.citing if shown(place)}))

    def reasons(self, key: str, shown: Callable[[Passage], bool]) -> tuple[str, ...]:
        """Return the reasons for citing the work *key*, as given in passages that are *shown*."""
        given = (reason for cited, place, reason in self.citing if cited == key and reason and shown(place))
        return tuple(dict.fromkeys(given))

    @property
    def words(self) -> int:
        """The number of words in its text; in Chinese and Japanese, of characters."""
        return self.length.words + self.length.characters

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of a stream, inside another document."""
        return bool(self.anchor)

    @property
    def listed(self) -> bool:
        """Whether it appears in lists, neighbours, search and feeds."""
        return self.visibility is not Visibility.UNLISTED

    @property
    def last_modified(self) -> When | None:
        """The date of its last change, which is that of its publication if none is given."""
        return max(self.date, self.changed) if self.date and self.changed else self.changed or self.date

    @property
    def in_feeds(self) -> bool:
        """Whether it is in feeds: public and dated, unless its front matter says ``feed: false``."""
        return self.visibility is Visibility.PUBLIC and self.date is not None and self.feed

    @property
    def short(self) -> bool:
        """Whether it belongs in the stream: an entry, or an untitled document."""
        return self.is_entry or not self.titled
