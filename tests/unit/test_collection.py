"""Queries: which notes are selected, in which order, and which are neighbours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sphinx.util.matching import patmatch

from sphinx_research_notes.model import taxonomy
from sphinx_research_notes.model.collection import KINDS, SORTS, Catalogue, Query, by_year, newest_key
from sphinx_research_notes.model.dates import When, parse_when
from sphinx_research_notes.model.note import Author, Note, Series, Visibility
from sphinx_research_notes.model.patterns import matches
from sphinx_research_notes.model.statuses import Status

if TYPE_CHECKING:
    import random


def note(docname: str, date: str = "", **more: Any) -> Note:
    """Return a note, with a date if one is given, named after its document."""
    more.setdefault("name", docname)
    return Note(docname=docname, date=parse_when(date, UTC) if date else None, **more)


def order(notes: Any) -> str:
    """Return the docnames, and anchors, of *notes*."""
    return " ".join(n.docname + (f"#{n.anchor}" if n.anchor else "") for n in notes)


def ask(notes: list[Note], **query: Any) -> str:
    """Return what a query selects, in order."""
    return order(Query(**query)(Catalogue(notes).listed))


# Orders.


def test_newest_first_undated_last() -> None:
    """At the same moment, a note with a time of day comes first; ties are broken by name."""
    notes = [
        note("z"), note("a"), note("old", "2019-01-01"), note("new", "2021-01-01"), note("c", "2020-01-01"),
        note("b", "2020-01-01"), note("t", "2020-01-01 10:00"), note("m", "2020-01-01 00:00"),
        note("b", "2020-01-01", anchor="e"), note("west", "2020-01-01 23:00 -0800"),
    ]  # fmt: skip
    assert order(Catalogue(notes).all) == "new west t m b b#e c old a z"


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("pinned", "z b d c a y"),
        ("newest", "d c b a y z"),
        ("oldest", "a b c d y z"),
        ("updated", "b d c a y z"),
        ("title", "z d c b a y"),
    ],
)
def test_every_order_there_is(sort: str, expected: str) -> None:
    """Undated notes come last, except by title; an update moves a note up; titles ignore case."""
    notes = [
        note("a", "2020-01-01", name="Zebra"),
        note("b", "2020-02-01", name="mole", updated=parse_when("2024-01-01", UTC), pinned=2),
        note("c", "2020-03-01", name="Lion"), note("d", "2020-04-01", name="cat"),
        note("y", name="zzz"), note("z", name="Ant", pinned=1),
    ]  # fmt: skip
    assert sort in SORTS
    assert ask(notes, sort=sort) == expected


MOMENTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)
NOTES = st.lists(
    st.builds(
        lambda docname, anchor, moment, has_time, updated, part, tags, pinned: Note(
            docname=docname,
            anchor=anchor,
            name=docname.upper(),
            titled=not anchor,
            date=When(moment, has_time) if moment else None,
            updated=When(updated) if updated else None,
            series=Series("S", part) if part is not None else None,
            tags=taxonomy.unique(tags),
            pinned=pinned,
        ),
        st.sampled_from(["a", "b", "c", "x/a", "x/b"]),
        st.sampled_from(["", "", "e", "f"]),
        st.none() | MOMENTS,
        st.booleans(),
        st.none() | MOMENTS,
        st.none() | st.integers(0, 3),
        st.lists(st.sampled_from(["t", "T", "two words", "Two-Words", "C", "C++"])),
        st.integers(0, 2),
    ),
    unique_by=lambda n: (n.docname, n.anchor),
)


@settings(max_examples=50)
@given(NOTES, st.sampled_from(SORTS), st.randoms())
def test_an_order_is_total(notes: list[Note], sort: str, chance: random.Random) -> None:
    """The same notes in any order give the same list, with each note once."""
    shuffled = list(notes)
    chance.shuffle(shuffled)
    query = Query(sort=sort)
    found = query(Catalogue(notes).listed)
    assert found == query(Catalogue(shuffled).listed)
    assert sorted(found, key=newest_key) == sorted(notes, key=newest_key)


@settings(max_examples=50)
@given(NOTES)
def test_dates_fall_and_undated_notes_follow(notes: list[Note]) -> None:
    """Dates descend in lists, and ascend with ``oldest``."""
    found = Catalogue(notes).all
    dated = [n.date.moment for n in found if n.date]
    assert dated == sorted(dated, reverse=True)
    assert all(n.date is None for n in found[len(dated) :])
    oldest = Query(sort="oldest")(found)
    assert [n.date.moment for n in oldest if n.date] == dated[::-1]
    assert all(n.date is None for n in oldest[len(dated) :])


def test_dates_a_microsecond_apart_are_apart() -> None:
    """Microseconds count even for dates in distant years."""
    late = datetime(9999, 1, 1, tzinfo=UTC)
    notes = [
        Note(docname="a", date=When(late)),
        Note(docname="b", date=When(late + timedelta(microseconds=1))),
    ]
    assert order(Catalogue(notes).all) == "b a"


# Selections.

SHELF = [
    note("one", "2020-05-01", tags=("Two Words", "C++"), categories=("Work",), series=Series("S"),
         authors=(Author(name="Ann B"),), statuses=(Status("growth", "Budding"),)),
    note("two", "2021-05-01", tags=("C",), authors=(Author(name="Bob"), Author(name="Ann B")),
         statuses=(Status("importance", "7"), Status("", "7"))),
    note("x/three", "2021-01-01", tags=("two-words",), titled=False),
    note("x/three", "2021-02-01", anchor="e", categories=("work", "Play")),
    note("four", tags=("C", "c#")),
    note("secret", "2022-01-01", tags=("C",), visibility=Visibility.UNLISTED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "two x/three#e x/three one four"),
        ({"tags": ("two words",)}, "x/three one"),
        ({"tags": ("TWO-WORDS",)}, "x/three one"),
        ({"tags": ("C",)}, "two four"),
        ({"tags": ("c++", "C#")}, "one four"),
        ({"tags": ("nothing",)}, ""),
        ({"categories": ("Work",)}, "x/three#e one"),
        ({"authors": ("ann b",)}, "two one"),
        ({"series": ("s",)}, "one"),
        ({"statuses": ("budding",)}, "one"),
        ({"statuses": ("importance 7",)}, "two"),
        ({"statuses": ("7",)}, "two"),
        ({"years": (2021,)}, "two x/three#e x/three"),
        ({"years": (2020, 2021)}, "two x/three#e x/three one"),
        ({"match": ("x/*",)}, "x/three#e x/three"),
        ({"match": ("x/**", "four")}, "x/three#e x/three four"),
        ({"match": ("*",)}, "two one four"),
        ({"short": True}, "x/three#e x/three"),
        ({"tags": ("C",), "years": (2021,)}, "two"),
        ({"tags": ("C",), "authors": ("nobody",)}, ""),
        ({"limit": 2}, "two x/three#e"),
        ({"limit": 0}, ""),
        ({"limit": 99, "sort": "oldest"}, "one x/three x/three#e two four"),
        ({"limit": 1, "sort": "oldest"}, "one"),
    ],
)
def test_filters_select(query: dict[str, Any], expected: str) -> None:
    """A note must match any value of each filter; unlisted notes are never selected."""
    assert ask(SHELF, **query) == expected


@given(
    NOTES,
    st.sampled_from(SORTS),
    st.none() | st.integers(0, 5),
    st.sampled_from([(), ("t",), ("two words",)]),
)
def test_a_limit_cuts_and_a_filter_only_leaves_out(
    notes: list[Note], sort: str, limit: int | None, tags: tuple[str, ...]
) -> None:
    """A limited result is the start of the unlimited one, and keeps the order of all notes."""
    listed = Catalogue(notes).listed
    found = Query(sort=sort, limit=limit, tags=tags)(listed)
    every = Query(sort=sort, tags=tags)(listed)
    assert found == every[:limit]
    assert [n for n in Query(sort=sort)(listed) if n in every] == list(every)


# The catalogue.


def test_unlisted_notes_are_in_no_list() -> None:
    """Unlisted notes are not in labels, years, the stream or among neighbours."""
    found = Catalogue(SHELF)
    assert "secret" in order(found.all)
    for notes in (found.listed, found.stream, found.years.get(2022, ())):
        assert "secret" not in order(notes)
    assert found.find("tags", "C") is not None
    assert all("secret" not in order(each.notes) for each in found.by_label["tags"].values())
    assert found.neighbours("secret") == (None, None)


def test_labels_are_grouped_whatever_their_spelling() -> None:
    """Labels have their most frequent spelling, are sorted, and have one page each."""
    found = Catalogue(SHELF)
    assert set(found.by_label) == {*KINDS, "works"}
    tags = found.by_label["tags"]
    assert list(tags) == ["c", "c#", "c++", "two-words"]
    assert order(tags["two-words"].notes) == "x/three one"
    assert tags["two-words"].slug == "two-words"
    assert len({each.slug for each in tags.values()}) == 4
    assert found.by_label["categories"]["work"].label == "Work"
    assert list(found.by_label["statuses"]) == ["7", "budding", "importance-7"]
    assert order(found.by_label["authors"]["ann-b"].notes) == "two one"


@pytest.mark.parametrize(
    ("spellings", "label"),
    [(["b", "B", "b"], "b"), (["B", "b"], "B"), (["two words", "Two-Words", "Two-Words"], "Two-Words")],
)
def test_a_label_is_spelled_as_most_spell_it(spellings: list[str], label: str) -> None:
    """On a tie, the alphabetically first spelling is used."""
    notes = [note(f"n{number}", tags=(each,)) for number, each in enumerate(spellings)]
    found = Catalogue(notes).find("tags", spellings[0])
    assert found is not None
    assert found.label == label


@settings(max_examples=50)
@given(NOTES)
def test_every_label_of_a_note_leads_back_to_it(notes: list[Note]) -> None:
    """A listing contains exactly the notes with the label."""
    found = Catalogue(notes)
    for each in found.listed:
        for tag in each.tags:
            listing = found.find("tags", tag)
            assert listing is not None
            assert each in listing.notes
    for name, listing in found.by_label["tags"].items():
        assert len(set(map(id, listing.notes))) == len(listing.notes)
        assert all(name in {taxonomy.key(tag) for tag in each.tags} for each in listing.notes)


def test_a_label_that_nobody_carries_has_no_listing() -> None:
    """This holds for labels of any kind."""
    assert all(Catalogue(SHELF).find(kind, "nothing") is None for kind in (*KINDS, "works"))


def test_years_and_stream() -> None:
    """The latest year comes first; the stream has entries and untitled notes."""
    found = Catalogue(SHELF)
    assert {year: order(notes) for year, notes in found.years.items()} == {
        2021: "two x/three#e x/three",
        2020: "one",
    }
    assert list(found.years) == [2021, 2020]
    assert order(found.stream) == "x/three#e x/three"


def test_groups_of_years_follow_the_list() -> None:
    """Undated notes are grouped under None."""
    groups = by_year(Catalogue(SHELF).listed)
    assert [(year, order(notes)) for year, notes in groups] == [
        (2021, "two x/three#e x/three"),
        (2020, "one"),
        (None, "four"),
    ]
    assert by_year([]) == []


def test_neighbours_are_dated_documents() -> None:
    """Neighbours are the next newer and the next older note; entries and undated notes have none."""
    found = Catalogue(SHELF)
    newer, older = found.neighbours("x/three")
    assert newer is not None
    assert older is not None
    assert (newer.docname, older.docname) == ("two", "one")
    assert found.neighbours("two")[0] is None
    assert found.neighbours("one")[1] is None
    assert found.neighbours("four") == found.neighbours("nowhere") == (None, None)


@settings(max_examples=50)
@given(NOTES)
def test_neighbours_are_symmetric(notes: list[Note]) -> None:
    """My older neighbour has me as its newer one, and the chain has every dated document."""
    found = Catalogue(notes)
    chain = [n for n in found.listed if n.date and not n.is_entry]
    for each in chain:
        newer, older = found.neighbours(each.docname)
        assert newer is None or found.neighbours(newer.docname)[1] is each
        assert older is None or found.neighbours(older.docname)[0] is each
        assert (newer is None) == (each is chain[0])
        assert (older is None) == (each is chain[-1])


def test_a_series_goes_by_its_parts() -> None:
    """Notes without a part number follow from oldest to newest, undated ones last."""
    notes = [
        note("undated", series=Series("S")), note("late", "2022-01-01", series=Series("s")),
        note("early", "2020-01-01", series=Series("S")), note("third", "2019-01-01", series=Series("S", 3)),
        note("first", "2023-01-01", series=Series("S", 1)), note("also", "2024-01-01", series=Series("S", 1)),
        note("zero", series=Series("S", 0)), note("other", series=Series("T", 1)),
    ]  # fmt: skip
    found = Catalogue(notes)
    assert order(found.series(Series("S", 3))) == "zero first also third early late undated"
    assert found.series(Series("none")) == ()


@settings(max_examples=50)
@given(NOTES)
def test_the_parts_of_a_series_rise(notes: list[Note]) -> None:
    """Every listed note of the series is in it once."""
    found = Catalogue(notes).series(Series("S"))
    parts = [n.series.part for n in found if n.series and n.series.part is not None]
    assert parts == sorted(parts)
    assert len(found) == sum(n.series is not None for n in notes)


@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")
@given(
    st.text("ab/.-^!]", max_size=6),
    st.lists(st.sampled_from([*"ab/.-^!][*?", "**"]), max_size=6).map("".join),
)
def test_patterns_are_those_of_sphinx(name: str, pattern: str) -> None:
    """If Sphinx accepts a pattern, ours gives the same result for every name."""
    try:
        expected = patmatch(name, pattern) is not None
    except re.error:
        return
    assert matches(name, pattern) == expected
