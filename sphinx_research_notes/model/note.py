"""The records that everything after the sources works with: a note, and the parts it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .extra import NOTHING, Extra
from .loading import quick_to_load

if TYPE_CHECKING:
    from collections.abc import Callable

    from .dates import When
    from .statuses import Status


class Visibility(StrEnum):
    """Who may see a note; later members are seen by fewer."""

    PUBLIC = "public"
    #: Built and reachable by its address, but absent from lists, search, feeds and neighbours.
    UNLISTED = "unlisted"
    #: Built only where drafts are shown.
    DRAFT = "draft"
    #: Built only where private notes are asked for.
    PRIVATE = "private"

    def stricter(self, other: Visibility) -> Visibility:
        """The one of the two that fewer may see."""
        order = list(Visibility)
        return max(self, other, key=order.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who wrote a note."""

    name: str
    url: str = ""
    #: The full address, ``https://orcid.org/…``.
    orcid: str = ""
    affiliations: tuple[str, ...] = ()
    email: str = ""
    #: Whether pages may show the e-mail address.
    show_email: bool = False
    #: The family name, where the words of the name do not tell it.
    family: str = ""
    #: Whether it is no person, so that its name has no parts.
    organization: bool = False

    @property
    def affiliation(self) -> str:
        """The institutions as a line says them."""
        return ", ".join(self.affiliations)


#: Stands at the end of a list for authors who are not named.
OTHERS = Author(name="et al.", organization=True)


@dataclass(frozen=True, slots=True)
class License:
    """The terms a note may be used under."""

    #: As a reader knows it (``CC BY 4.0``).
    name: str
    #: The address of its text; empty where none is known.
    url: str = ""


@quick_to_load
@dataclass(frozen=True, slots=True)
class Series:
    """A note's place in a series; without a part number, notes stand in the order of their dates."""

    name: str
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The image that stands for a note."""

    #: Address, or path from the note's folder.
    source: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Epigraph:
    """A quotation at the head of a text."""

    text: str
    by: str = ""
    source: str = ""
    url: str = ""
    #: A bibliography key.
    cite: str = ""
    lang: str = ""
    verse: bool = False


@quick_to_load
@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a text that mentions something."""

    #: The id of an element on its page; empty for the page itself.
    anchor: str
    #: The sentence around it, as plain text; empty where there is none, as in a picture.
    text: str
    #: The conditions of ``only`` that it stands under; whether they hold is for each build to say.
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a note's public change log."""

    date: When
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What an author says about a note at its head, understood and typed."""

    #: None where the author gave none; empty where the note is to be untitled.
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
    #: None where the text itself is to give it.
    summary: str | None = None
    image: Picture | None = None
    license: License | None = None
    #: An address or path shown as Source instead of the configured pattern.
    source: str = ""
    canonical_url: str = ""
    #: A site path without the leading slash (``leverage/``, ``x/three.html``); empty for the default place.
    permalink: str = ""
    #: What ``{slug}`` stands for in the pattern of permalinks; empty for the file's own name.
    slug: str = ""
    #: Old site paths, in the same form.
    aliases: tuple[str, ...] = ()
    id: str = ""
    #: Bare (``10.1000/182``).
    doi: str = ""
    lang: str = ""
    epigraph: Epigraph | None = None
    #: A thread file beside the note; False where the author wants none.
    comments: str | bool = True
    external_url: str = ""
    #: The values of the keys that others have added, by their names.
    extra: Extra = NOTHING

    @property
    def named(self) -> tuple[Author, ...]:
        """The authors without those of whom only is said that there are others."""
        return tuple(author for author in self.authors if author != OTHERS)

    @property
    def changed(self) -> When | None:
        """When it was last changed: what the author says, else the latest line of the change log."""
        return self.updated or (self.updates[0].date if self.updates else None)


@quick_to_load
@dataclass(frozen=True, slots=True, kw_only=True)
class Note(FrontMatter):
    """A note as the site knows it: one document, or one entry of a stream."""

    docname: str
    #: The id of an entry's element on the page of *docname*; empty for a document.
    anchor: str = ""
    #: What it is called wherever it is linked: its title, else its first words, else its date.
    name: str = ""
    #: The name with marks around its formulas in TeX, as in passages; empty where it has none.
    formal: str = ""
    #: False where *name* is made up from the text or the date.
    titled: bool = True
    #: The file's slug for permalink patterns: its name without the date.
    stem: str = ""
    #: Plain text, with marks around what a link names where that gets its title or number late.
    lead: str = ""
    #: The first words that an untitled one is called by, in the same form, where there are such marks.
    opening: str = ""
    #: How many words its text has.
    words: int = 0
    #: Where it cites each work: bibliography key and place, in the order of the text.
    citing: tuple[tuple[str, Passage], ...] = ()
    #: Digest of its text, so that a page that shows the text knows when it changed.
    digest: str = ""
    #: Whether the document holds something that the public build leaves out.
    withheld: bool = False

    def works(self, shown: Callable[[Passage], bool]) -> tuple[str, ...]:
        """The bibliography keys that it cites at places that are *shown*."""
        return tuple(sorted({key for key, place in self.citing if shown(place)}))

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of a stream, with its place inside another document."""
        return bool(self.anchor)

    @property
    def listed(self) -> bool:
        """Whether lists, neighbours, search and feeds show it."""
        return self.visibility is not Visibility.UNLISTED

    @property
    def short(self) -> bool:
        """Whether it belongs in the stream: an entry, or a document without a title."""
        return self.is_entry or not self.titled
