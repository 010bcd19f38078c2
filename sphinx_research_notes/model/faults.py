"""What is wrong with an input, said by code that knows nothing of Sphinx."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a source, found by code that knows nothing of Sphinx."""

    #: A subtype of :data:`CATALOGUE`.
    subtype: str
    #: What was found and what is accepted, in one sentence.
    message: str
    #: Line in the source, counted from 1, where known.
    line: int | None = None


def name_of(function: object) -> str:
    """What *function* is called in messages."""
    while isinstance(function, partial):
        function = function.func
    return str(getattr(function, "__qualname__", None) or type(function).__qualname__)


def failure(function: object, error: Exception) -> str:
    """What is said of a *function* of others that has failed with *error*."""
    said = f": {error}" if str(error) else ""
    return f"{name_of(function)}() failed with {type(error).__name__}{said}"
