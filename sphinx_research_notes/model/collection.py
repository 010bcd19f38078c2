"""Query many notes: selecting, sorting, grouping, neighbours. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from itertools import groupby
from typing import TYPE_CHECKING

from . import taxonomy
from .ablog_options import KINDS as ABLOG_KINDS
from .patterns import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from .dates import When
    from .note import Note, Passage, Series
    from .post_form import PostForm


def _extra(key: str, note: Note) -> tuple[str, ...]:
    labels: tuple[str, ...] = note.extra.get(key, ())
    return labels


#: The kinds of label that have an index and a page per label (except cited works), and how to get a note's.
KINDS: dict[str, Callable[[Note], tuple[str, ...]]] = {
    "tags": lambda note: note.tags,
    "categories": lambda note: note.categories,
    "statuses": lambda note: taxonomy.unique([status.listed_as for status in note.statuses]),
    "authors": lambda note: taxonomy.unique([author.name for author in note.named]),
    "series": lambda note: (note.series.name,) if note.series else (),
    # Only posts of ABlog have these.
    **{kind: partial(_extra, key) for kind, (key, _) in ABLOG_KINDS.items()},
}

#: What ``:sort:`` accepts, beginning with its default.
SORTS = ("pinned", "newest", "oldest", "updated", "title")

#: What ``:show:`` accepts.
DETAILS = ("summary", "reading-time")

_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


def newest_key(note: Note) -> tuple[bool, timedelta, bool, str, str]:
    """Sort key: newest first, undated notes last, ties broken by name."""
    return _latest_key(note, note.date)


def _latest_key(note: Note, when: When | None) -> tuple[bool, timedelta, bool, str, str]:
    # A float of seconds could not tell microseconds apart.
    back = _LONG_AGO - when.moment if when else timedelta()
    has_time = bool(note.date and note.date.has_time)
    return when is None, back, not has_time, note.docname, note.anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class ListForm:
    """What a list shows of its notes, and how."""

    style: str = "list"
    #: Whether there is a heading for each year.
    by_year: bool = False
    #: Whether pinned notes come first, and are marked.
    pins: bool = False
    #: Whether the page says the year of all notes, so that dates need not.
    one_year: bool = False
    #: Whether each note has its summary below it.
    summaries: bool = False
    #: Whether it says how long each note takes to read; None: as ``notes_reading_time`` says.
    minutes: bool | None = None
    #: From how many notes on it can be narrowed by year, tag and status; 0: never.
    filters: int = 0
    #: What a list of ABlog shows of each post; None for other lists.
    posts: PostForm | None = None

    def fits(self, count: int) -> ListForm:
        """Return the form of a page with *count* notes, which cannot be narrowed if these are too few."""
        return self if count >= self.filters else replace(self, filters=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A selection of notes, as ``{notes}`` and the generated pages ask for it."""

    # The labels of each of the KINDS, one of which a note must have.
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    #: Patterns of document names.
    match: tuple[str, ...] = ()
    #: Only entries and untitled notes.
    short: bool = False
    sort: str = "newest"
    limit: int | None = None
    style: str = "list"
    by_year: bool = False
    #: Which of the DETAILS each note has; None: as for other lists.
    show: tuple[str, ...] | None = None
    #: Whether the list can be narrowed by the reader.
    filter: bool = False

    @property
    def form(self) -> ListForm:
        """How the list shows the notes."""
        return ListForm(
            style=self.style,
            by_year=self.by_year,
            pins=self.sort == "pinned",
            summaries="summary" in (self.show or ()),
            minutes=None if self.show is None else "reading-time" in self.show,
            filters=2 if self.filter else 0,
        )

    def __call__(self, notes: Sequence[Note]) -> tuple[Note, ...]:
        """Return the selected notes in order; *notes* must be listed notes, newest first."""
        selected = [note for note in notes if self._takes(note)]
        if self.sort == "pinned":
            selected = list(pinned_first(selected))
        elif self.sort == "oldest":
            selected = _oldest(selected)
        elif self.sort == "updated":
            selected.sort(key=lambda note: _latest_key(note, note.updated or note.date))
        elif self.sort == "title":
            selected.sort(key=lambda note: (note.name.casefold(), newest_key(note)))
        return tuple(selected[: self.limit])

    def _takes(self, note: Note) -> bool:
        for kind, labels_of in KINDS.items():
            wanted = set(map(taxonomy.key, getattr(self, kind)))
            if wanted and wanted.isdisjoint(map(taxonomy.key, labels_of(note))):
                return False
        if self.years and (note.date is None or note.date.year not in self.years):
            return False
        if self.short and not note.short:
            return False
        return not self.match or any(matches(note.docname, each) for each in self.match)


@dataclass(frozen=True, slots=True)
class Listed:
    """A label and the notes that carry it."""

    label: str
    slug: str
    notes: tuple[Note, ...]


class Catalogue:
    """All notes of a site in order, and what is derived from them; computed once per build."""

    def __init__(
        self,
        notes: Iterable[Note],
        *,
        without: Container[str] = (),
        shown: Callable[[Passage], bool] = lambda _: True,
    ) -> None:
        """*without*: kinds of label without lists; *shown*: whether the build includes a passage."""
        self.all = tuple(sorted(notes, key=newest_key))
        self._without = without
        self._kinds = KINDS | {"works": lambda note: note.works(shown)}

    @cached_property
    def listed(self) -> tuple[Note, ...]:
        """The notes that lists show, newest first, undated ones last."""
        return tuple(note for note in self.all if note.listed)

    @cached_property
    def by_label(self) -> dict[str, dict[str, Listed]]:
        """For each kind, its labels by key, in alphabetical order."""
        labels: dict[str, dict[str, Listed]] = {}
        for kind, of in self._kinds.items():
            grouped: dict[str, list[Note]] = {}
            spellings: dict[str, list[str]] = {}
            for note in self.listed if kind not in self._without else ():
                for label in of(note):
                    grouped.setdefault(taxonomy.key(label), []).append(note)
                    spellings.setdefault(taxonomy.key(label), []).append(label)
            labels[kind] = {
                key: Listed(_common(spellings[key]), taxonomy.slug(spellings[key][0]), tuple(grouped[key]))
                for key in sorted(grouped, key=lambda k: (k.strip("#.+-"), k))
            }
        return labels

    @cached_property
    def years(self) -> dict[int, tuple[Note, ...]]:
        """The notes of each year, latest year first."""
        by_year: dict[int, list[Note]] = {}
        for note in self.listed:
            if note.date:
                by_year.setdefault(note.date.year, []).append(note)
        return {year: tuple(notes) for year, notes in by_year.items()}

    @cached_property
    def stream(self) -> tuple[Note, ...]:
        """Entries and untitled notes."""
        return tuple(note for note in self.listed if note.short)

    @cached_property
    def _neighbours(self) -> dict[str, tuple[Note | None, Note | None]]:
        chain = [note for note in self.listed if note.date and not note.is_entry]
        around: list[Note | None] = [None, *chain, None]
        return {note.docname: (around[place], around[place + 2]) for place, note in enumerate(chain)}

    def neighbours(self, docname: str) -> tuple[Note | None, Note | None]:
        """Return the next newer and next older dated note of *docname*, ignoring entries of streams."""
        return self._neighbours.get(docname, (None, None))

    def find(self, kind: str, label: str) -> Listed | None:
        """Return the listing of *label*, or None if no listed note carries it."""
        return self.by_label[kind].get(taxonomy.key(label))

    def series(self, series: Series) -> tuple[Note, ...]:
        """Return the notes of *series* by part number, then oldest first."""
        listing = self.find("series", series.name)
        notes = listing.notes if listing else ()
        return tuple(sorted(_oldest(notes), key=_part))


def pinned_first(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return *notes* with the pinned ones first, lower numbers before higher ones, otherwise in order."""
    return tuple(sorted(notes, key=lambda note: (not note.pinned, note.pinned)))


def _oldest(notes: Iterable[Note]) -> list[Note]:
    """Reverse *notes*, given newest first, to oldest first; undated ones stay last."""
    notes = list(notes)
    return [note for note in reversed(notes) if note.date] + [note for note in notes if not note.date]


def _part(note: Note) -> tuple[bool, int]:
    """Sort key: part number in a series, notes without one last."""
    part = note.series.part if note.series else None
    return part is None, part or 0


def _common(spellings: list[str]) -> str:
    """Return the most frequent spelling; on a tie, the alphabetically first."""
    return min(set(spellings), key=lambda each: (-spellings.count(each), each))


def by_year(notes: Iterable[Note]) -> list[tuple[int | None, tuple[Note, ...]]]:
    """Group consecutive *notes* by year, keeping their order; undated ones are under None."""
    groups = groupby(notes, key=lambda note: note.date.year if note.date else None)
    return [(year, tuple(group)) for year, group in groups]
