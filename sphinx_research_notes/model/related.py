"""Find the notes related to a note, by what they share: works, links, tags and categories. Pure.

A trait counts the more, the fewer notes have it. The numbers enter only as a few coarse levels, so that a new
note changes what is related to others only where it matters.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import nlargest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A note related to another one, and what they share."""

    key: str
    #: The common traits, the most telling first.
    shared: tuple[Trait, ...] = ()
    #: Whether it links to the other note.
    linking: bool = False
    #: Whether the other note links to it.
    linked: bool = False


class RelatedNotes:
    """The notes that may be related to others, by trait."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates = {each.key: each for each in candidates}
        holders: dict[Trait, list[str]] = defaultdict(list)
        for each in self._candidates.values():
            for trait in each.traits:
                holders[trait].append(each.key)
        self._weights = {trait: weight for trait, keys in holders.items() if (weight := _weight(trait, keys))}
        self._holders = {trait: holders[trait] for trait in self._weights}
        #: Also for notes to which too many link for it to be a telling trait.
        self._linking = {key: keys for (kind, key), keys in holders.items() if kind == "links"}

    def of(self, note: Candidate, limit: int) -> tuple[Related, ...]:
        """Return at most *limit* notes related to *note*, which need not be one of the candidates.

        Those that share most come first, and of equals those that are nearest in time, then the newest.
        """
        scores: dict[str, int] = {}
        for trait in note.traits:
            if weight := self._weights.get(trait):
                for key in self._holders[trait]:
                    scores[key] = scores.get(key, 0) + weight
        scores.pop(note.key, None)
        for key in self._linking.get(note.key, ()):
            if key in scores:
                scores[key] += LINK
        for kind, key in note.traits:
            if kind == "links" and key in scores:
                scores[key] += LINK
        found = [each for each in scores.items() if each[1] >= ENOUGH and not self._is_part(note, each[0])]
        if len(found) > limit:
            # Most notes are worse than these, and need no further comparison.
            least = nlargest(limit, (score for _, score in found))[-1] if limit else 0
            found = [each for each in found if each[1] >= least]
        found.sort(key=lambda each: (-each[1], *_distance(note, self._candidates[each[0]])))
        return tuple(self.between(note, key) for key, _ in found[:limit])

    def between(self, note: Candidate, key: str) -> Related:
        """Return what *note* shares with the note *key*, even if they aren't related."""
        other = self._candidates.get(key)
        if other is None:
            return Related(key=key)
        shared = [trait for trait in note.traits & other.traits if trait in self._weights]
        shared.sort(key=lambda trait: (-self._weights[trait], _ORDER[trait[0]], trait[1]))
        return Related(
            key=key, shared=tuple(shared), linking=other.links_to(note), linked=note.links_to(other)
        )

    def _is_part(self, note: Candidate, key: str) -> bool:
        """Return whether the note *key* is in the series of *note*."""
        return bool(note.series) and self._candidates[key].series == note.series


_ORDER = {kind: place for place, kind in enumerate(WEIGHTS)}


def _weight(trait: Trait, holders: list[str]) -> int:
    """Return what the *trait* counts that the notes *holders* have; 0 if too many have it."""
    for most, weight in zip(LEVELS, WEIGHTS[trait[0]], strict=True):
        if len(holders) <= most:
            return weight
    return 0


def _distance(note: Candidate, other: Candidate) -> tuple[bool, timedelta, timedelta, str]:
    """Sort key: how far *other* is from *note* in time, undated notes last; then the newest; then by key."""
    if note.date is None or other.date is None:
        newness = _EPOCH - other.date if other.date else timedelta()
        return other.date is None, timedelta(), newness, other.key
    return False, abs(other.date - note.date), _EPOCH - other.date, other.key
