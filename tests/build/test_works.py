"""Cited works, on a built site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once


def test_a_note_with_a_bibliography_lists_itself_in_full(site: Callable[..., Built]) -> None:
    """The page and the copy of the note on it get the same nodes from bibtex; each has its own copy."""
    conf = (
        'extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]\n'
        'html_theme = "research_notes"\nbibtex_bibfiles = ["w.bib"]\n'
    )
    bib = "@book{good,\n author = {Good, Irving}, title = {Weighing}, year = {1950}, publisher = {P}\n}\n"
    text = "# A\n\n{cite}`good`\n\n```{notes}\n:style: full\n```\n\n```{bibliography}\n```\n"
    for extensions in (conf, conf.replace('"sphinxcontrib.bibtex", "sphinx_research_notes"',
                                          '"sphinx_research_notes", "sphinxcontrib.bibtex"')):  # fmt: skip
        built = site({"conf.py": extensions, "index.md": "# H\n", "w.bib": bib, "2024-01-02-a.md": text})
        assert built.text("2024-01-02-a.html").count("<em>Weighing</em>") == 2
