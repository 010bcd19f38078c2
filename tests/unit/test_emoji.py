"""Emoji in a PDF: pdfLaTeX stops at them, so they are replaced by their names."""

from __future__ import annotations

import pytest

from sphinx_research_notes.html.emoji import spelled

SPELLED = [
    ("Good \U0001f44d\U0001f3fd work", "Good [thumbs up] work"),
    ("\u2764\ufe0f\U0001f680", "[heart][rocket]"),
    ("\U0001f469\u200d\U0001f4bb", "[woman][personal computer]"),
    ("\U0001f1e9\U0001f1ea", "[DE]"),
    ("1\ufe0f\u20e3 \u2713 \u2b50", "1 [check mark] [white medium star]"),
    # What pdfLaTeX supports, and what isn't an emoji.
    ("5 * 3 \u2192 \u00a9 \u2122 \u2500 \u738b", "5 * 3 \u2192 \u00a9 \u2122 \u2500 \u738b"),
]


@pytest.mark.parametrize(("text", "said"), SPELLED)
def test_spelled(text: str, said: str) -> None:
    """Each is replaced by its name in brackets; variation selectors are dropped."""
    assert spelled(text) == said


@pytest.mark.parametrize(
    "setup", [r"\DeclareUnicodeCharacter{1F680}{R}", r"\declareunicodecharacter{1f680}", "\U0001f680"]
)
def test_what_the_author_provides_for_stays(setup: str) -> None:
    """A character that the author has defined for LaTeX is kept."""
    assert spelled("\U0001f680 \U0001f44d", setup) == "\U0001f680 [thumbs up]"
