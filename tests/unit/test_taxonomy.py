"""Labels: when two are the same, what their pages are called, and truncating text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.model.taxonomy import first_words, free_name, key, plural, slug, unique, use


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("sphinx", "sphinx"),
        ("two words", "two-words"),
        ("two-words", "two-words"),
        ("  Two \t Words\n", "two-words"),
        ("two\u00a0words", "two-words"),
        ("two - words", "two-words"),
        ("snake_case", "snake_case"),
        ("2024", "2024"),
        ("Straße", "strasse"),
        ("ÉCOLE", "école"),
        ("e\u0301cole", "école"),
        ("日本語", "日本語"),
        ("हिन्दी", "हिन्दी"),
        ("ไทย", "ไทย"),
        ("עִבְרִית", "עִבְרִית"),
        ("Ελλάδα", "ελλάδα"),
    ],
)
def test_a_slug_reads_like_its_label(label: str, expected: str) -> None:
    """It is in lower case, with hyphens for spaces, and keeps letters of any script with their marks."""
    assert slug(label) == expected


@pytest.mark.parametrize(
    ("label", "start"),
    [
        ("C++", "c-"),
        ("C#", "c-"),
        ("C-", "c-"),
        (".NET", "net-"),
        ("a/b", "a-b-"),
        ("a.b & c", "a-b-c-"),
        ("../../etc", "etc-"),
        ("100%", "100-"),
        ("don't", "dont-"),
        ('"quoted"', "quoted-"),
        ("what?", "what-"),
        ("index", "index-"),
        ("Index", "index-"),
        ("page", "page-"),
        ("atom.xml", "atom-xml-"),
        ("I ❤️ maths", "i-maths-"),
        ("x" * 500, "x" * 80 + "-"),
    ],
)
def test_a_label_that_loses_characters_gets_a_digest(label: str, start: str) -> None:
    """So does a label whose slug is reserved."""
    assert slug(label).startswith(start)
    assert len(slug(label)) == len(start) + 6


@pytest.mark.parametrize("label", ["🎲", "❤️", "???", "/", "..", "%", "-", "--", "1\ufe0f\u20e3 "])
def test_a_label_without_letters_is_a_digest(label: str) -> None:
    """Emoji and symbols have pages too."""
    assert len(slug(label).split("-")[-1]) == 6


def test_labels_that_look_alike_when_cut_are_apart() -> None:
    """C, C++, C# and C- differ; so do two emoji, and two long labels with the same beginning."""
    labels = ["C", "C++", "C#", "C-", "🎲", "🎲🎲", "x" * 90, "x" * 91, "index", "a.b", "ab", "a'b"]
    assert len({slug(label) for label in labels}) == len(labels)


@pytest.mark.parametrize("label", ["x" * 5000, "語" * 5000, "𠮷" * 300, "é" * 300, "ﷺ" * 100])
def test_a_slug_fits_into_a_file_name(label: str) -> None:
    """The limit is 255 bytes, including ``.html``."""
    assert len(slug(label).encode()) < 200


@given(st.text())
def test_a_slug_is_safe_in_any_address(label: str) -> None:
    """It isn't empty, and has no characters that are special in paths, URLs or HTML."""
    found = slug(label)
    assert found
    assert found not in {"index", "page"}
    assert not set(found) & set("/\\.%?#&<>\"' \t\n:*|\x00")
    assert found == "".join(found.split())
    assert not found.startswith("-")
    found.encode()


@given(st.text())
def test_a_key_is_its_own_key(label: str) -> None:
    """Normalizing is idempotent; a slug depends only on the key."""
    assert key(key(label)) == key(label)
    assert slug(key(label)) == slug(label)


@given(st.text())
def test_letter_case_never_tells_labels_apart(label: str) -> None:
    """Labels that are equal when casefolded have the same key and page."""
    assert key(label.casefold()) == key(label)
    assert slug(f"  {label} ") == slug(label)


@given(st.text(), st.text())
def test_different_keys_have_different_pages(one: str, other: str) -> None:
    """No two labels share a page."""
    assert (slug(one) == slug(other)) == (key(one) == key(other))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([], ()),
        (["a", "b", "a"], ("a", "b")),
        ([" A ", "a"], ("A",)),
        (["two words", "Two-Words"], ("two words",)),
        (["", "  ", "a"], ("a",)),
        (["C", "C++", "C#"], ("C", "C++", "C#")),
        (["\u200b", "\u200b"], ("\u200b",)),
    ],
)
def test_unique_labels_keep_order_and_spelling(labels: list[str], expected: tuple[str, ...]) -> None:
    """The first spelling is kept."""
    assert unique(labels) == expected


@given(st.lists(st.text()))
def test_unique_labels_are_unique(labels: list[str]) -> None:
    """The function is idempotent."""
    found = unique(labels)
    assert len({key(label) for label in found if key(label)}) == len([f for f in found if key(f)])
    assert unique(list(found)) == found


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, ""),
        ("one two", 10, "one two"),
        ("one two three", 10, "one two …"),
        ("one two, three", 10, "one two …"),
        ("one – two three", 6, "one …"),
        ("  one \n two ", 10, "one two"),
        ("abcdefghijklm", 10, "abcdefghij …"),
        (" " * 5000 + "one", 10, "one"),
        ("-----------", 5, "----- …"),
    ],
)
def test_first_words(text: str, limit: int, expected: str) -> None:
    """Words are whole if possible, and an ellipsis marks truncation."""
    assert first_words(text, limit) == expected


@given(st.text(), st.integers(1, 30))
def test_first_words_are_no_longer_than_asked(text: str, limit: int) -> None:
    """The ellipsis is extra; text that fits is unchanged."""
    found = first_words(text, limit)
    assert len(found.removesuffix(" …")) <= limit
    if len(" ".join(text.split())) <= limit:
        assert found == " ".join(text.split())


def test_long_labels_are_no_burden() -> None:
    """Computing a key is quick for any label."""
    before = time.process_time()
    for label in ("a" + " " * 200_000 + "b", "-" * 200_000, "e\u0301" * 100_000, "\u200d" * 200_000):
        slug(label)
    assert time.process_time() - before < 5


@pytest.mark.parametrize(("count", "text"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes")])
def test_plural(count: int, text: str) -> None:
    """One is singular."""
    assert plural(count, "note") == text


def test_a_free_name_is_the_first_that_nobody_has() -> None:
    """As it is, or else with a number from 2."""
    assert free_name("a", {"b"}, ["c"]) == "a"
    assert free_name("a", {"a", "a-3"}, ["a-2", "a-5"]) == "a-4"


@pytest.mark.parametrize(
    ("most", "counts"),
    [
        (1, {1: 1}),
        (2, {1: 1, 2: 1}),
        (3, {1: 1, 2: 4, 3: 5}),
        (99, {1: 1, 2: 2, 4: 2, 10: 3, 31: 4, 99: 5}),
    ],
)
def test_use(most: int, counts: dict[int, int]) -> None:
    """From 1 to 5, in steps that get larger; where no label stands out, all are the same."""
    assert {count: use(count, most) for count in counts} == counts
