"""Emoji in what we put into a book: pdfLaTeX stops at them, and gets their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.html.emoji import spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

SPELLED = [
    ("Good \U0001f44d\U0001f3fd work", "Good [thumbs up] work"),
    ("\u2764\ufe0f\U0001f680", "[heart][rocket]"),
    ("\U0001f469\u200d\U0001f4bb", "[woman][personal computer]"),
    ("\U0001f1e9\U0001f1ea", "[DE]"),
    ("1\ufe0f\u20e3 \u2713 \u2b50", "1 [check mark] [white medium star]"),
    # What pdfLaTeX has, and what is somebody else's business.
    ("5 * 3 \u2192 \u00a9 \u2122 \u2500 \u738b", "5 * 3 \u2192 \u00a9 \u2122 \u2500 \u738b"),
]


@pytest.mark.parametrize(("text", "said"), SPELLED)
def test_spelled(text: str, said: str) -> None:
    """Each has its name in brackets; what only changes its look has none."""
    assert spelled(text) == said


@pytest.mark.parametrize(
    "setup", [r"\DeclareUnicodeCharacter{1F680}{R}", r"\declareunicodecharacter{1f680}", "\U0001f680"]
)
def test_what_the_author_provides_for_stays(setup: str) -> None:
    """Whoever has told LaTeX what to print for a sign gets that."""
    assert spelled("\U0001f680 \U0001f44d", setup) == "\U0001f680 [thumbs up]"


FILES = {
    "conf.py": (
        'project = "Emoji"\nextensions = ["myst_parser", "sphinx_research_notes"]\n'
        'notes_match = ["notes/**"]\nnotes_statuses = {"stage": {"\U0001f331": "New"}}\n'
    ),
    "index.md": (
        "# Home\n\n```{toctree}\nnotes/a\nstream\n```\n\n```{notes}\n```\n\n```{notes-to-self}\n```\n"
    ),
    "notes/a.md": (
        "---\ntitle: A \U0001f389\ndate: 2024-01-02\nstatus: \U0001f331\ncomments: /thread.yml\n"
        "updates: [{date: '2024-02-03', comment: \U0001f527 it}]\n---\n\nWords.\n\n"
        "```{note-to-self} \U0001f914\nHm.\n```\n"
    ),
    "stream.md": "# Stream\n\n```{entry} 2024-03-04\n:title: \U0001f680 up\n\nWords.\n```\n",
    "thread.yml": (
        "- author: Bo \U0001f47b\n  body: Great \U0001f44d\n"
        "  reactions: {\U0001f44d: 3, ':tada:': 1, '+1': 2}\n"
    ),
}


def test_books(site: Callable[..., Built]) -> None:
    """A thread, badges, titles and lists in a book for pdfLaTeX; others have the signs."""
    tex = site(FILES, builder="latex", into="latex").text("emoji.tex")
    for said in ("Bo {[}ghost{]}", "Great {[}thumbs up{]}", "{[}thumbs up{]} 3", ":tada: 1", "{[}seedling{]}",
                 "A {[}tada{]}", "{[}rocket{]} up", "{[}wrench{]} it"):  # fmt: skip
        assert said in tex, said
    assert "{[}thinking face{]}" in tex
    # What the author has written in the text is the author's business.
    assert [sign for sign in tex if ord(sign) > 0xFFFF] == ["\U0001f914"]
    other = site({}, "-D", "latex_engine=lualatex", builder="latex", into="lualatex").text("emoji.tex")
    assert "\U0001f44d 3" in other
    text = site({}, builder="text", into="text").text("notes/a.txt")
    assert "\U0001f44d 3 · :tada: 1 · +1 2" in text
