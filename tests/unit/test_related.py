"""Which notes are related, by what they share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.model.related import LEVELS, WEIGHTS, Candidate, RelatedNotes

START = datetime(2024, 1, 1, tzinfo=UTC)


def note(key: str, *traits: str, series: str = "", day: int | None = 0) -> Candidate:
    """Return a note with *traits* such as ``tags entropy``."""
    pairs = frozenset((kind, name) for kind, _, name in (each.partition(" ") for each in traits))
    date = None if day is None else START + timedelta(days=day)
    return Candidate(key=key, traits=pairs, series=series, date=date)


def related(notes: list[Candidate], limit: int = 5) -> list[str]:
    """Return the keys of the notes related to the first of *notes*."""
    return [each.key for each in RelatedNotes(notes).of(notes[0], limit)]


def others(count: int, *traits: str) -> list[Candidate]:
    """Return *count* more notes with *traits*."""
    return [note(f"z{number:03}", *traits, day=None) for number in range(count)]


#: Notes, the first of which is asked for, and those related to it.
CASES: dict[str, tuple[list[Candidate], list[str]]] = {
    "nothing in common": ([note("a", "tags x"), note("b", "tags y")], []),
    "a work": ([note("a", "works w"), note("b", "works w")], ["b"]),
    "a tag": ([note("a", "tags x"), note("b", "tags x")], ["b"]),
    "a work is no tag": ([note("a", "works x"), note("b", "tags x")], []),
    "a link to a third": ([note("a", "links t"), note("b", "links t"), note("t")], ["b"]),
    "a link from it alone": ([note("a", "links b"), note("b")], []),
    "a link to it alone": ([note("a"), note("b", "links a")], []),
    "a category alone": ([note("a", "categories x"), note("b", "categories x")], []),
    "a category and a link": ([note("a", "categories x"), note("b", "categories x", "links a")], ["b"]),
    "two categories": (
        [note("a", "categories x", "categories y"), note("b", "categories x", "categories y")], ["b"]),
    "a work before a tag": (
        [note("a", "works w", "tags x"), note("b", "tags x"), note("c", "works w")], ["c", "b"]),
    "a rare tag before a frequent one": (
        [note("a", "tags f", "tags r"), note("b", "tags f"), note("c", "tags r"), *others(4, "tags f")],
        ["c", "b", "z000", "z001", "z002"]),
    "a tag that many have": ([note("a", "tags x"), note("b", "tags x"), *others(9, "tags x")], []),
    "two such tags": (
        [note("a", "tags x", "tags y"), note("b", "tags x", "tags y"), *others(9, "tags x"),
         *(note(f"y{n}", "tags y") for n in range(9))], ["b"]),
    "a work that many cite": (
        [note("a", "works w"), note("b", "works w"), *others(48, "works w")],
        ["b", "z000", "z001", "z002", "z003"]),
    "a work that nearly all cite": ([note("a", "works w"), note("b", "works w"), *others(49, "works w")], []),
    "a link adds to it": (
        [note("a", "tags x"), note("b", "tags x", day=1), note("c", "tags x", "links a", day=9)], ["c", "b"]),
    "and in the other direction": (
        [note("a", "tags x", "links c"), note("b", "tags x", day=1), note("c", "tags x", day=9)],
        ["c", "b"]),
    "a part of its series": (
        [note("a", "works w", series="s"), note("b", "works w", series="s"),
         note("c", "works w", series="t")],
        ["c"]),
    "the nearest in time first": (
        [note("a", "tags x"), note("b", "tags x", day=-3), note("c", "tags x", day=2)], ["c", "b"]),
    "then the newest": (
        [note("a", "tags x"), note("b", "tags x", day=-3), note("c", "tags x", day=3)], ["c", "b"]),
    "undated notes last": (
        [note("a", "tags x"), note("b", "tags x", day=None), note("c", "tags x", day=99)], ["c", "b"]),
    "near an undated note, the newest first": (
        [note("a", "tags x", day=None), note("b", "tags x", day=1), note("c", "tags x", day=9)], ["c", "b"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_related(case: str) -> None:
    """Each case names what counts."""
    notes, expected = CASES[case]
    assert related(notes) == expected


def test_at_most_as_many_as_asked_for() -> None:
    """The best of them, and none for 0."""
    notes = [note("a", "tags x", "works w"), note("b", "works w", day=50), *others(8, "tags x")]
    assert related(notes) == ["b", "z000", "z001", "z002", "z003"]
    assert related(notes, 1) == ["b"]
    assert related(notes, 0) == []


def test_shared() -> None:
    """What two notes share is named, the most telling first, and who links."""
    a = note("a", "tags y", "tags x", "works w", "categories c", "links b", "tags own")
    b = note("b", "tags x", "tags y", "works w", "categories c", "works other")
    [found] = RelatedNotes([a, b]).of(a, 5)
    assert found.shared == (("works", "w"), ("tags", "x"), ("tags", "y"), ("categories", "c"))
    assert (found.linking, found.linked) == (False, True)


def test_a_note_that_is_no_candidate() -> None:
    """An unlisted note has related notes, is none of others', and counts nowhere."""
    notes = [note("b", "tags x"), note("c", "tags x"), note("d", "tags x")]
    apart = note("a", "tags x")
    index = RelatedNotes(notes)
    assert [each.key for each in index.of(apart, 5)] == ["b", "c", "d"]
    assert index.between(notes[0], "a").shared == ()


def test_what_says_little() -> None:
    """A trait counts less the more notes have it, and each kind less than the ones before it."""
    for weights in WEIGHTS.values():
        assert list(weights) == sorted(weights, reverse=True)
    for level in range(len(LEVELS)):
        assert [w[level] for w in (WEIGHTS["works"], WEIGHTS["tags"], WEIGHTS["categories"])] == sorted(
            (w[level] for w in (WEIGHTS["works"], WEIGHTS["tags"], WEIGHTS["categories"])), reverse=True
        )


_TRAITS = st.frozensets(
    st.tuples(st.sampled_from(sorted(WEIGHTS)), st.sampled_from(("n0", "n1", "n2", "x", "y"))), max_size=6
)
_NOTES = st.lists(
    st.tuples(_TRAITS, st.sampled_from(("", "s")), st.none() | st.integers(0, 4)), min_size=1, max_size=12
).map(
    lambda drawn: [
        Candidate(
            key=f"n{place}",
            traits=traits - {("links", f"n{place}")},
            series=series,
            date=None if day is None else START + timedelta(days=day),
        )
        for place, (traits, series, day) in enumerate(drawn)
    ]
)


@given(_NOTES, st.randoms(use_true_random=False), st.integers(0, 6))
def test_the_order_of_the_notes_makes_no_difference(
    notes: list[Candidate], random: object, limit: int
) -> None:
    """The same notes in another order have the same related notes."""
    shuffled = list(notes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = RelatedNotes(notes), RelatedNotes(shuffled)
    for each in notes:
        assert one.of(each, limit) == other.of(each, limit)


@given(_NOTES)
def test_two_notes_share_the_same_both_ways(notes: list[Candidate]) -> None:
    """If one is related to the other, then the other to the one, for the same reasons."""
    index = RelatedNotes(notes)
    found = {(each.key, r.key): r for each in notes for r in index.of(each, len(notes))}
    for (one, other), there in found.items():
        back = found[other, one]
        assert back.shared == there.shared
        assert (back.linking, back.linked) == (there.linked, there.linking)
        assert one != other


@given(_NOTES, st.integers(0, 6))
def test_fewer_are_the_first_of_more(notes: list[Candidate], limit: int) -> None:
    """A limit only cuts off."""
    index = RelatedNotes(notes)
    for each in notes:
        assert index.of(each, limit) == index.of(each, len(notes))[:limit]
