"""List items as templates see them, and their parts: dates, links and badges."""

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
    """A formatted date."""

    #: For ``datetime`` attributes.
    iso: str
    #: ``14 March 2024``.
    text: str
    #: ``14 Mar``, for lists with a heading for each year.
    short: str
    #: :attr:`text`, with the time of day if the author gave one.
    full: str


@dataclass(frozen=True, slots=True)
class Link:
    """Text and its target; the URL is empty if there is no page."""

    text: str
    url: str = ""
    #: The number of notes, in an index of labels.
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
    """The image of a note: its address and alternative text."""

    url: str
    alt: str


class ItemPresenter(Protocol):
    """The part of :class:`.presenter.Presenter` that items use."""

    def day(self, when: When | None) -> Day | None:
        """Format *when*."""
        ...

    def badges(self, statuses: tuple[Status, ...]) -> list[Badge]:
        """Return *statuses* as badges."""
        ...

    def label(self, kind: str, label: str) -> Link:
        """Return a link to the list of notes with *label*; without an address if there is no list."""
        ...

    def authors(self, note: Note) -> list[Link]:
        """Return the authors of *note*, each with a link to a page about them."""
        ...

    def image(self, note: Note) -> Image | None:
        """Return the image of *note*."""
        ...


class Item:
    """A note as a line, row, card or entry of a list. What a template does not use is not computed."""

    def __init__(self, presenter: ItemPresenter, note: Note, url: str, passages: Sequence[Link] = ()) -> None:
        self._presenter, self._note = presenter, note
        self.url, self.passages = url, passages
        self.name, self.titled, self.lead = note.name, note.titled, note.lead
        self.external = bool(note.external_url)

    @cached_property
    def date(self) -> Day | None:
        """Its formatted date."""
        return self._presenter.day(self._note.date)

    @cached_property
    def badges(self) -> list[Badge]:
        """Its statuses as badges."""
        return self._presenter.badges(self._note.statuses)

    @cached_property
    def tags(self) -> list[Link]:
        """Its tags, each with a link to the notes that have it."""
        return [self._presenter.label("tags", tag) for tag in self._note.tags]

    @cached_property
    def authors(self) -> list[Link]:
        """Its authors."""
        return self._presenter.authors(self._note)

    @cached_property
    def image(self) -> Image | None:
        """Its image."""
        return self._presenter.image(self._note)


class NoteItem(Item):
    """A note, with its record, in a list whose style another extension has added.

    Other items have no record, because only pages with a list of such a style depend on whole records.
    """

    @property
    def note(self) -> Note:
        """The record of the note."""
        return self._note
