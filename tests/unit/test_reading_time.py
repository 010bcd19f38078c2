"""How long a text is, and how long it takes to read."""

from __future__ import annotations

import pytest
from docutils.core import publish_doctree
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.doctree.summary import length_of
from sphinx_research_notes.model.note import Note
from sphinx_research_notes.model.reading_time import Length, minutes


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        (Length(), 0),
        (Length(words=1), 1),
        (Length(words=230), 1),
        (Length(words=344), 1),
        (Length(words=345), 2),
        (Length(words=2300), 10),
        (Length(characters=2500), 5),
        (Length(words=460, characters=1000), 4),
        (Length(code_lines=40), 2),
        (Length(displayed_formulas=15), 2),
        (Length(formulas=120), 2),
        (Length(figures=15), 2),
        (Length(words=230, code_lines=20, figures=1), 2),
    ],
)
def test_minutes(length: Length, expected: int) -> None:
    """Words, characters, code, formulas and figures each take their time; the sum is rounded."""
    assert minutes(length) == expected


LENGTHS = st.builds(Length, **dict.fromkeys(Length.__dataclass_fields__, st.integers(0, 5000)))


@given(LENGTHS, LENGTHS)
def test_more_takes_no_less(one: Length, other: Length) -> None:
    """A text takes at least as long as a part of it, and at least a minute unless it is empty."""
    both = Length(**{name: getattr(one, name) + getattr(other, name) for name in Length.__dataclass_fields__})
    assert minutes(both) >= max(minutes(one), minutes(other))
    assert (minutes(one) == 0) == (one == Length())


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", Length()),
        ("Some words of *it*, isn't it?", Length(words=6)),
        ("雨が降る and stops.", Length(words=2, characters=4)),
        ("비가 온다.", Length(words=2)),
        ("Code::\n\n   a = 1\n\n   b = 2", Length(words=1, code_lines=2)),
        ("Let :math:`x + y = z`.\n\n.. math:: x^2", Length(words=1, formulas=1, displayed_formulas=1)),
        (".. figure:: a.png\n\n   A caption.", Length(words=2, figures=1)),
        (".. image:: a.png\n\n.. a comment", Length(figures=1)),
        ("A note [1]_.\n\n.. [1] Its text.", Length(words=4)),
    ],
)
def test_lengths(text: str, length: Length) -> None:
    """What a text consists of; code and formulas have no words."""
    assert length_of(publish_doctree(text)) == length


def test_words() -> None:
    """A note's words include the characters of languages without spaces."""
    assert Note(docname="a", length=Length(words=3, characters=4, code_lines=5)).words == 7
