"""Problems in an input, reported by code that does not use Sphinx."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in a source file, to be reported as a warning."""

    #: A subtype from :data:`sphinx_research_notes.diagnostics.CATALOGUE`.
    subtype: str
    #: What was expected, what was found, and what is done about it.
    message: str
    #: The line in the source, from 1, if known.
    line: int | None = None
