"""Emoji in books, replaced with their names for pdfLaTeX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once

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
    """Threads, badges, titles and lists have the names in books for pdfLaTeX, and the emoji elsewhere."""
    tex = site(FILES, builder="latex", into="latex").text("emoji.tex")
    for said in ("Bo {[}ghost{]}", "Great {[}thumbs up{]}", "{[}thumbs up{]} 3", ":tada: 1", "{[}seedling{]}",
                 "A {[}tada{]}", "{[}rocket{]} up", "{[}wrench{]} it"):  # fmt: skip
        assert said in tex, said
    assert "{[}thinking face{]}" in tex
    # Emoji in the author's own text are left to the author.
    assert [sign for sign in tex if ord(sign) > 0xFFFF] == ["\U0001f914"]
    other = site({}, "-D", "latex_engine=lualatex", builder="latex", into="lualatex").text("emoji.tex")
    assert "\U0001f44d 3" in other
    text = site({}, builder="text", into="text").text("notes/a.txt")
    assert "\U0001f44d 3 · :tada: 1 · +1 2" in text
