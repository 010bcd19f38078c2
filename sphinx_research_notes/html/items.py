"""What templates are handed of a note in a list: a date in words, links, badges, and the item itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model.dates import When
    from ..model.note import Note
    from ..model.statuses import Status


@dataclass(frozen=True, slots=True)
class Day:
    """A date as it is written."""

    #: For ``datetime`` attributes.
    iso: str
    #: ``14 March 2024``.
    text: str
    #: ``14 Mar``, where the year stands above.
    short: str
    #: With the time of day, where the author gave one.
    full: str


@dataclass(frozen=True, slots=True)
class Link:
    """Some words and where they lead; no address where there is no page."""

    text: str
    url: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as a badge."""

    axis: str
    value: str
    label: str
    meaning: str
    url: str


@dataclass(frozen=True, slots=True)
class Image:
    """The picture that stands for a note: its address, and in words what it shows."""

    url: str
    alt: str


class Shows(Protocol):
    """What an item asks of the page that it is on: :class:`.presenter.Presenter`."""

    def day(self, when: When | None) -> Day | None:
        """*when* in words."""
        ...

    def badges(self, statuses: tuple[Status, ...]) -> list[Badge]:
        """*statuses* as badges."""
        ...

    def label(self, kind: str, label: str) -> Link:
        """*label* with the address of its listing, where there is one."""
        ...

    def authors(self, note: Note) -> list[Link]:
        """The authors, each with the page about them."""
        ...

    def image(self, note: Note) -> Image | None:
        """The picture that stands for *note*."""
        ...


class Item:
    """A note as a line, row, card or entry of a list; what a template does not ask for is not worked out."""

    def __init__(self, display: Shows, note: Note, url: str, passages: Sequence[Link] = ()) -> None:
        self._display, self._note = display, note
        self.url, self.passages = url, passages
        self.name, self.titled, self.lead = note.name, note.titled, note.lead
        self.external = bool(note.external_url)

    @cached_property
    def date(self) -> Day | None:
        """Its day in words."""
        return self._display.day(self._note.date)

    @cached_property
    def badges(self) -> list[Badge]:
        """What it is marked with."""
        return self._display.badges(self._note.statuses)

    @cached_property
    def tags(self) -> list[Link]:
        """Its tags, each with its list."""
        return [self._display.label("tags", tag) for tag in self._note.tags]

    @cached_property
    def authors(self) -> list[Link]:
        """Who wrote it."""
        return self._display.authors(self._note)

    @cached_property
    def image(self) -> Image | None:
        """The picture that stands for it."""
        return self._display.image(self._note)


class NoteItem(Item):
    """A note in a list of a style that others have added: with its record.

    Only there, as a page with a list of such a style depends on whole records.
    """

    @property
    def note(self) -> Note:
        """The record."""
        return self._note
