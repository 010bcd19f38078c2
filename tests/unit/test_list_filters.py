"""By what a list can be narrowed: its groups and values, the classes of its rows, and their rules."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from sphinx_research_notes.build.stylesheets import FILTERS, stylesheet
from sphinx_research_notes.model.dates import parse_when
from sphinx_research_notes.model.list_filters import GROUPS, VALUES, ListFilters, filters_of
from sphinx_research_notes.model.note import Note
from sphinx_research_notes.model.statuses import Vocabulary

WORDS = Vocabulary({"mood": ["calm", "wild"]})


def _note(docname: str, date: str = "", tags: str = "", status: str = "", **more: Any) -> Note:
    return Note(
        docname=docname,
        date=parse_when(date, UTC) if date else None,
        tags=tuple(tags.split()),
        statuses=tuple(map(WORDS.status, status.split())),
        **more,
    )


def _shown(filters: ListFilters) -> list[str]:
    """Return a line for each group: its name, and its values with their counts."""
    return [
        f"{group.axis or group.kind}: " + ", ".join(f"{v.label} {v.count}" for v in group.values)
        for group in filters.groups
    ]


NOTES = (
    _note("a", "2024-03-01", "rain Snow", "evergreen wild"),
    _note("b", "2023-03-01", "RAIN rain snow", "seedling"),
    _note("c", "2023-02-01", "rain", "seedling budding odd"),
    _note("c", "", "rain hail", "calm", anchor="e"),
)


def test_groups() -> None:
    """Years, tags, then axes by use; labels count once a note however written; what all have is left out."""
    filters = filters_of(NOTES, WORDS)
    assert _shown(filters) == [
        "years: 2024 1, 2023 2",
        "tags: Snow 2, hail 1",
        "growth: seedling 2, budding 1, evergreen 1",
        "mood: calm 1, wild 1",
        "statuses: odd 1",
    ]
    assert [" ".join(filters.classes(each)) for each in NOTES] == [
        "f-a1 f-b1 f-c3 f-d2",
        "f-a2 f-b1 f-c1",
        "f-a2 f-c1 f-c2 f-e1",
        "f-b2 f-d1",
    ]


def test_nothing_to_choose() -> None:
    """A list of notes that are alike, or of none, has no groups."""
    alike = [_note(name, "2024-01-01", "rain", "seedling") for name in "ab"]
    assert filters_of(alike, WORDS) == filters_of([], WORDS) == ListFilters((), {})
    assert filters_of(alike, WORDS).classes(alike[0]) == ()


def test_no_more_than_there_are_rules_for() -> None:
    """The latest years and the most frequent values are kept, and the last box is for the rest of them; each
    class has its rule, and each group its own.
    """
    tags = [" ".join(f"t{n}" for n in range(20) if n >= i) for i in range(20)]
    axes = [f"a{n}" for n in range(9)]
    words = Vocabulary({axis: [f"{axis}x", f"{axis}y"] for axis in axes})
    notes = [
        Note(docname=str(i), tags=tuple(each.split()), date=parse_when(f"{2000 + i}-01-01", UTC),
             statuses=tuple(words.status(f"{axis}{'xy'[i % 2]}") for axis in axes))
        for i, each in enumerate(tags)
    ]  # fmt: skip
    filters = filters_of(notes, words)
    assert len(filters.groups) == len(GROUPS)
    assert _shown(filters)[:2] == [
        f"years: {', '.join(f'{2019 - n} 1' for n in range(7))}, 2000–2012 13",
        f"tags: {', '.join(f't{n} {n + 1}' for n in range(18, 11, -1))},  12",
    ]
    assert all("f-a8" in filters.classes(note) for note in notes[:13])
    css = stylesheet(FILTERS)
    for group in GROUPS:
        assert f".note-filters:has(.f-{group} :checked) + .note-listing .h-entry{{--{group}:none}}" in css
        assert f"var(--{group}," in css
        for number in range(1, VALUES + 1):
            mark = f".f-{group}{number}"
            assert f".note-filters:has({mark}:checked) + .note-listing {mark}" in css
