"""DOIs that are chosen before a note is published, and the check digits in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.model.check_digits import ALPHABET, is_consistent
from sphinx_research_notes.model.doi import has_wrong_check_digits, mint_doi

#: A DOI with the suffix of one that is in use, and the number that it encodes.
KNOWN, NUMBER = "10.5555/6kfyy-nq280", 227095303906


def test_a_known_one() -> None:
    """The number of a known suffix gives that suffix; a slash after the prefix is no harm."""
    assert mint_doi("10.5555", NUMBER) == mint_doi(" 10.5555/ ", NUMBER) == KNOWN


@given(st.integers(0, 2**40 - 1), st.integers(0, 8), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(number: int, place: int, other: str) -> None:
    """A new DOI is right; with one other character, it is not."""
    doi = mint_doi("10.5555", number)
    assert len(doi) == len("10.5555/") + 11
    assert not has_wrong_check_digits(doi)
    assert not has_wrong_check_digits(doi.upper())
    at = len("10.5555/") + place + (place >= 5)
    wrong = doi[:at] + other + doi[at + 1 :]
    if place < 8 and other != doi[at]:
        assert has_wrong_check_digits(wrong)


def test_random_ones() -> None:
    """Without a number, each is another."""
    assert len({mint_doi("10.5555") for _ in range(50)}) == 50


@pytest.mark.parametrize("doi", ["10.5555/rain.1", "10.5555/rain-river", "10.5555/6kfyynq281", "", "10.1/x"])
def test_other_suffixes(doi: str) -> None:
    """A DOI of another form has no check digits to be wrong."""
    assert not has_wrong_check_digits(doi)


@pytest.mark.parametrize(
    ("prefix", "number"),
    [
        ("doi", 1),
        ("10.5555/x", 1),
        (None, None),
        (5, 1),
        (10.5555, None),
        (b"10.5555", 1),
        ("10.5555", -1),
        ("10.5555", 2**40),
        ("10.5555", "7"),
        ("10.5555", 7.0),
        ("10.5555", True),
    ],
)
def test_refused(prefix: Any, number: Any) -> None:
    """A wrong prefix or number is refused, with what is expected."""
    with pytest.raises(ValueError, match="expected a"):
        mint_doi(prefix, number)


@pytest.mark.parametrize(
    ("ror", "right"),
    [
        ("05gq02987", True),
        ("00k4n6c32", True),
        ("02h1qnm70", True),
        ("05gq02978", False),
        ("il", False),
        ("", False),
    ],
)
def test_check_digits(ror: str, right: bool) -> None:
    """The same check digits are in the ids of organizations."""
    assert is_consistent(ror) == right
