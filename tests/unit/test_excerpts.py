"""The sentence around a citation or link, as lists show it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.doctree.excerpts import LONGEST, sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two is [it] there. Three.", "Two is it there."),
        ("[It] begins. No.", "It begins."),
        ("No. The last is [it]", "The last is it"),
        ("See e.g. Good (cf. [it]). Next.", "See e.g. Good (cf. it)."),
        ("By J. Good [it], p. 3. Next.", "By J. Good it, p. 3."),
        ("He said “no.” Then [it] was.", "Then it was."),
        ("It was 3.5 m deep at [it]. Ä is next.", "It was 3.5 m deep at it."),
        ("Is it [it]? It is!", "Is it it?"),
        ("[One] two.\n  Three", "One two."),
        ("这是。那是[它]的。完。", "那是它的。"),
        ("As shown [it] , so.", "As shown it, so."),
        ("Smith et al. [it] say so. Next.", "Smith et al. it say so."),
        ("All of [it]. (And more.)", "All of it."),
        ("[it]", "it"),
    ],
)
def test_a_sentence(text: str, expected: str) -> None:
    """A sentence ends at a stop that isn't part of an abbreviation."""
    assert sentence(text.replace("[", "\ue000").replace("]", "\ue001")) == expected


def test_a_long_sentence_is_cut_at_words() -> None:
    """The excerpt is cut around the citation or link."""
    text = "before " * 100 + "\ue000here\ue001" + " after" * 100
    found = sentence(text)
    assert len(found) <= LONGEST + 10
    assert found.startswith("… before")
    assert found.endswith("after …")
    assert "here" in found


@given(st.text(), st.text(), st.text())
def test_any_text(before: str, inside: str, after: str) -> None:
    """The excerpt contains the citation or link, unless that is longer than the limit."""
    found = sentence(f"{before}\ue000{inside}\ue001{after}")
    words = " ".join(inside.replace("\ue000", "").replace("\ue001", "").split())
    assert len(found) <= LONGEST + 10
    if len(words) == 1 and words.isalnum():
        assert words in found
