"""By what a list can be narrowed without a script: years, tags and statuses. Pure.

Each choice has a class, such as ``f-b2`` for the second value of the second group, which its rows
carry as well. ``css/filters.css`` has a rule for each of these classes, and so works for any list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from .note import Note
    from .statuses import Vocabulary

#: The letters of the groups, and how many values one may have: as many as the stylesheet has rules for.
GROUPS = "abcde"
VALUES = 8


@dataclass(frozen=True, slots=True)
class FilterValue:
    """A value that a list can be narrowed to; the last of many stands for the rest."""

    #: Empty for the rest of tags and statuses.
    label: str
    #: The number of notes that have it.
    count: int
    #: The class of its rows.
    mark: str


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """Values of one kind."""

    #: ``years``, ``tags`` or ``statuses``.
    kind: str
    #: The axis of statuses; empty for those without one, and for other kinds.
    axis: str
    #: Its class.
    mark: str
    values: tuple[FilterValue, ...]


@dataclass(frozen=True, slots=True)
class ListFilters:
    """All groups of values of a list, and which rows have them."""

    groups: tuple[FilterGroup, ...] = ()
    #: The classes of each note that has any, by document and anchor.
    marks: Mapping[tuple[str, str], tuple[str, ...]] | None = None

    def classes(self, note: Note) -> tuple[str, ...]:
        """Return the classes of the row of *note*."""
        return (self.marks or {}).get((note.docname, note.anchor), ())


NO_FILTERS = ListFilters()


def filters_of(notes: Sequence[Note], vocabulary: Vocabulary) -> ListFilters:
    """Return by what *notes* can be narrowed: groups with a value that only some have."""
    found: dict[tuple[str, str], dict[str, list[Note]]] = {}
    labels: dict[str, str] = {}
    for note in notes:
        for kind, axis, key, label in _values_of(note):
            having = found.setdefault((kind, axis), {}).setdefault(key, [])
            having += [note] if note not in having[-1:] else []
            labels.setdefault(key, label)
    groups: list[FilterGroup] = []
    marks: dict[tuple[str, str], list[str]] = {}
    for (kind, axis), by_key in sorted(found.items(), key=_importance):
        # What all notes have narrows nothing.
        useful = [key for key in by_key if len(by_key[key]) < len(notes)]
        if not useful or len(groups) == len(GROUPS):
            continue
        group, values = f"f-{GROUPS[len(groups)]}", []
        for number, keys in enumerate(_choices(kind, axis, useful, by_key, vocabulary), 1):
            places = dict.fromkeys((note.docname, note.anchor) for key in keys for note in by_key[key])
            label, mark = _label([labels[key] for key in keys], kind), f"{group}{number}"
            values.append(FilterValue(label, len(places), mark))
            for place in places:
                marks.setdefault(place, []).append(mark)
        groups.append(FilterGroup(kind, axis, group, tuple(values)))
    return ListFilters(tuple(groups), {place: tuple(each) for place, each in marks.items()})


def _choices(
    kind: str, axis: str, keys: list[str], by_key: Mapping[str, Sequence[Note]], vocabulary: Vocabulary
) -> list[list[str]]:
    """Return what can be chosen in a group, as lists of *keys*: each alone, the last perhaps the rest.

    Kept are the latest years, and the most frequent of all others.
    """
    keys = sorted(keys, key=int, reverse=True) if kind == "years" else sorted(keys, key=_use(by_key))
    shown = len(keys) if len(keys) <= VALUES else VALUES - 1
    rest = [keys[shown:]] if keys[shown:] else []
    return [[key] for key in _in_order(kind, axis, keys[:shown], vocabulary)] + rest


def _label(labels: Sequence[str], kind: str) -> str:
    """Return the label of a choice: of one value, or of the rest."""
    if not labels[1:]:
        return labels[0]
    return f"{labels[-1]}–{labels[0]}" if kind == "years" else ""


def _values_of(note: Note) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, axis, key and label of each value of *note*."""
    if note.date:
        yield "years", "", str(note.date.year), str(note.date.year)
    for tag in note.tags:
        yield "tags", "", taxonomy.key(tag), tag
    for status in note.statuses:
        yield "statuses", status.axis, status.value, status.label


def _importance(group: tuple[tuple[str, str], dict[str, list[Note]]]) -> tuple[bool, bool, int, str]:
    """Sort key: years and tags first, then the axes that most notes are on."""
    (kind, axis), by_key = group
    return kind != "years", kind != "tags", -sum(map(len, by_key.values())), axis


def _use(by_key: Mapping[str, Sequence[Note]]) -> Callable[[str], tuple[int, str]]:
    """Return the sort key of a value: the most frequent first."""
    return lambda key: (-len(by_key[key]), key)


def _in_order(kind: str, axis: str, keys: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return *keys* in the order of the list: statuses as on their axis."""
    if kind != "statuses":
        return list(keys)
    ranks = {word: rank for rank, word in enumerate(vocabulary.axes.get(axis, ()))}
    return sorted(keys, key=lambda key: ranks.get(taxonomy.squeezed(key), len(ranks)))
