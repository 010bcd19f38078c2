"""Find the notes related to a note, by what they share: works, links, tags and categories. Pure.

A trait counts the more, the fewer notes have it. The numbers enter only as a few coarse levels, so that a new
note changes what is related to others only where it matters.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: How many related notes a note lists, unless the project says otherwise.
USUAL = 5

#: Something that several notes may have: its kind, one of :data:`WEIGHTS`, and its key.
Trait = tuple[str, str]

#: How many notes may have a trait at each level. What more of them have says nothing about two of them.
LEVELS = (3, 10, 50)

#: What a common trait counts, by kind, at each of the levels; the most telling kind first.
WEIGHTS: dict[str, tuple[int, int, int]] = {
    "works": (8, 6, 3),
    "links": (5, 3, 1),
    "tags": (5, 3, 2),
    "categories": (2, 1, 1),
}

#: What a link from one of the notes to the other counts. It doesn't make them related: pages show it anyway.
LINK = 3

#: How much makes two notes related: a rare trait in common, or several of them.
ENOUGH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A note as compared with others."""

    key: str
    #: The works it cites, the notes it links to (kind ``links``), its tags and categories.
    traits: frozenset[Trait] = frozenset()
    #: The key of its series; pages list the other parts anyway. May be empty.
    series: str = ""
    date: datetime | None = None

    def links_to(self, other: Candidate) -> bool:
        """Return whether it links to *other*."""
        return ("links", other.key) in self.traits


class Related(NamedTuple):
    """A note related to another one, and what they share; a tuple, because every build makes thousands."""

    key: str
    #: The common traits, the most telling first.
    shared: tuple[Trait, ...] = ()
    #: Whether it links to the other note.
    linking: bool = False
    #: Whether the other note links to it.
    linked: bool = False


class RelatedNotes:
    """The notes that may be related to others, by trait.

    Notes and traits are numbered, because a large site has many pairs of them: notes from the newest to the
    oldest, and traits from the most to the least telling.
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._notes = sorted(candidates, key=lambda each: (-_time(each.date, -_FAR), each.key))
        self._numbers = {each.key: number for number, each in enumerate(self._notes)}
        self._times = [_time(each.date, -_FAR) for each in self._notes]
        holders: dict[Trait, list[int]] = defaultdict(list)
        for number, each in enumerate(self._notes):
            for trait in each.traits:
                holders[trait].append(number)
        weights = {trait: weight for trait, notes in holders.items() if (weight := _weight(trait, notes))}
        self._traits = sorted(weights, key=lambda each: (-weights[each], _ORDER[each[0]], each[1]))
        self._trait_numbers = {trait: number for number, trait in enumerate(self._traits)}
        self._weights = [weights[trait] for trait in self._traits]
        self._holders = [holders[trait] for trait in self._traits]
        self._traits_of = [self._numbered(each) for each in self._notes]
        #: Also those to notes that too many link to for it to be a telling trait.
        self._linking = {key: notes for (kind, key), notes in holders.items() if kind == "links"}

    def of(self, note: Candidate, limit: int) -> tuple[Related, ...]:
        """Return at most *limit* notes related to *note*, which need not be one of the candidates.

        Those that share most come first, and of equals those that are nearest in time, then the newest.
        """
        scores: dict[int, int] = {}
        traits = self._numbered(note)
        for trait in traits:
            weight = self._weights[trait]
            for number in self._holders[trait]:
                scores[number] = scores.get(number, 0) + weight
        scores.pop(self._numbers.get(note.key, -1), None)
        for number in (*self._linking.get(note.key, ()), *self._linked(note)):
            if number in scores:
                scores[number] += LINK
        # A note without a date is far from all others, which are the nearer to it the newer they are.
        times, now, series = self._times, _time(note.date, _FAR), note.series
        found = sorted(
            [
                (-score, abs(times[number] - now), number)
                for number, score in scores.items()
                if score >= ENOUGH and not (series and self._notes[number].series == series)
            ]
        )
        return tuple([self._related(note, traits, number) for _, _, number in found[:limit]])

    def between(self, note: Candidate, key: str) -> Related:
        """Return what *note* shares with the note *key*, even if they aren't related."""
        number = self._numbers.get(key)
        if number is None:
            return Related(key=key)
        return self._related(note, self._numbered(note), number)

    def _related(self, note: Candidate, traits: frozenset[int], number: int) -> Related:
        """Return what *note* with the telling *traits* shares with the note of that *number*."""
        other = self._notes[number]
        shared = tuple([self._traits[each] for each in sorted(traits & self._traits_of[number])])
        return Related(other.key, shared, other.links_to(note), note.links_to(other))

    def _numbered(self, note: Candidate) -> frozenset[int]:
        """Return the telling traits of *note*."""
        numbers = self._trait_numbers
        return frozenset([numbers[trait] for trait in note.traits if trait in numbers])

    def _linked(self, note: Candidate) -> Iterator[int]:
        """Yield the notes that *note* links to."""
        return (self._numbers[key] for kind, key in note.traits if kind == "links" and key in self._numbers)


_ORDER = {kind: place for place, kind in enumerate(WEIGHTS)}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: Further than any date, in microseconds.
_FAR = 10**18


def _time(date: datetime | None, without: int) -> int:
    return (date - _EPOCH) // _MICROSECOND if date else without


def _weight(trait: Trait, holders: list[int]) -> int:
    """Return what the *trait* counts that the notes *holders* have; 0 if too many have it."""
    for most, weight in zip(LEVELS, WEIGHTS[trait[0]], strict=True):
        if len(holders) <= most:
            return weight
    return 0
