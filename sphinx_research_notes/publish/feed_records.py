"""What a feed consists of, whatever its format. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from ..model.note import Funding


@dataclass(frozen=True, slots=True)
class Person:
    """An author."""

    name: str
    #: An ORCID, or else a page about them; empty if neither is known.
    url: str = ""
    #: What they have done, such as ``editor`` or ``software``.
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that a note cites."""

    #: Its URL, or that of its DOI.
    url: str
    #: Without a prefix; empty if it has none.
    doi: str = ""
    #: Why it is cited: properties of CiTO.
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A note in a feed. All strings except *content* are plain text."""

    #: Never changes, wherever the note is moved.
    id: str
    #: The URL of the note.
    url: str
    #: Empty for an untitled note.
    title: str
    published: datetime
    #: Changes only when the note does.
    updated: datetime
    authors: tuple[Person, ...] = ()
    #: A summary, or the first words; may be empty.
    summary: str = ""
    #: Tags and categories.
    tags: tuple[str, ...] = ()
    #: A BCP 47 tag; empty for that of the feed.
    language: str = ""
    #: The URL that a link note is about.
    external_url: str = ""
    #: The URL of the image that represents the note.
    image: str = ""
    #: The name of the licence, and the URL of its text.
    rights: str = ""
    license_url: str = ""
    #: The works it cites that have an address.
    references: tuple[CitedWork, ...] = ()
    #: Who has funded it.
    funding: tuple[Funding, ...] = ()
    #: Self-contained HTML; None in a feed of summaries.
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed and its entries, newest first."""

    #: Never changes as long as the feed is at its place; copies at other addresses have the same.
    id: str
    #: The URL of the feed itself, and of the page that it is the feed of.
    url: str
    home: str
    title: str
    #: When an entry of it was last changed.
    updated: datetime
    entries: tuple[Entry, ...] = ()
    authors: tuple[Person, ...] = ()
    language: str = ""
    #: The URL of a WebSub hub; may be empty.
    hub: str = ""
    #: RFC 5005: for a part of an archive, the URLs of the feed that the archive belongs to, of the part
    #: before it, and of the part after it.
    current: str = ""
    previous: str = ""
    next: str = ""
