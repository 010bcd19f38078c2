"""Problems in an input, reported by code that does not use Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in a source file, to be reported as a warning."""

    #: A subtype from :data:`sphinx_research_notes.diagnostics.CATALOGUE`.
    subtype: str
    #: What was expected, what was found, and what is done about it.
    message: str
    #: The line in the source, from 1, if known.
    line: int | None = None


def name_of(function: object) -> str:
    """Return the name of *function* for messages."""
    while isinstance(function, partial):
        function = function.func
    return str(getattr(function, "__qualname__", None) or type(function).__qualname__)


def failure(function: object, error: Exception) -> str:
    """Return a message saying that *function*, of another package, failed with *error*."""
    detail = f": {error}" if str(error) else ""
    return f"{name_of(function)}() failed with {type(error).__name__}{detail}"
