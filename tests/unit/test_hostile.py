"""Malicious formulas: time grows linearly with the text, and macros can't expand without limit."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from math_core import LatexError
from pybtex.database import BibliographyData, Entry

from sphinx_research_notes.citations.bibtex_output import bibtex
from sphinx_research_notes.citations.normalize import tidy
from sphinx_research_notes.mathml.convert import mathml
from sphinx_research_notes.mathml.lexer import tokenize
from sphinx_research_notes.mathml.macros import expand
from sphinx_research_notes.visibility.shingles import bare

if TYPE_CHECKING:
    from collections.abc import Callable


def _formula(unit: str) -> Callable[[int], object]:
    uncached = mathml.__wrapped__

    def convert(count: int) -> object:
        tex = "".join(unit.replace("N", str(number)) for number in range(count))
        try:
            return uncached(tex, display=True)
        except LatexError as error:
            return error

    return convert


def _chain(count: int) -> object:
    entries = BibliographyData()
    for number in range(count):
        fields = {"title": f"T {number}", "year": "1990", "publisher": "P", "crossref": f"k{number + 1}"}
        entries.add_entry(f"k{number}", Entry("book", fields))
    return [
        (tidy(entry, entries.entries), bibtex(entry, entries.entries)) for entry in entries.entries.values()
    ]


#: Inputs that grow, each with its size and the function that reads it.
GROWING: dict[str, tuple[int, Callable[[int], object]]] = {
    "colours that nobody knows": (300, _formula(r"\color{cN}x")),
    "macros that nothing ends": (3_000, _formula(r"\newcommand{")),
    "options that nothing ends": (700, _formula(r"\smash[1234567890")),
    "rows that nothing ends": (700, _formula(r"\\[1234567890")),
    "a role that is none": (16_000, lambda count: bare(":a" * count)),
    "works in works": (250, _chain),
}


def _seconds(read: Callable[[], object]) -> float:
    """Return the processor time of *read*, the best of three runs."""
    taken = []
    for _ in range(3):
        started = time.process_time()
        read()
        taken.append(time.process_time() - started)
    return min(taken)


@pytest.mark.parametrize("name", GROWING)
def test_time_grows_with_the_text(name: str) -> None:
    """Twice the text takes about twice the time, not four times, as in quadratic algorithms."""
    size, read = GROWING[name]

    read(size // 10)  # What is looked up once.
    short, long = _seconds(lambda: read(size)), _seconds(lambda: read(2 * size))
    # On a busy machine, a few milliseconds mean nothing.
    assert long < 3 * short + 0.1


def test_a_macro_in_itself() -> None:
    """The total length of all expansions is limited, not only their number."""

    def endless(count: int) -> None:
        with pytest.raises(LatexError, match="infinite expansion of macro"):
            expand(tokenize(rf"\def\a{{\a {'1' * count}}}\a"), ())

    short, long = _seconds(lambda: endless(190)), _seconds(lambda: endless(19_000))
    assert long < 10 * short + 0.1
