"""What is wrong with an input, said by code that knows nothing of Sphinx."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a source, found by code that knows nothing of Sphinx."""

    #: A subtype of :data:`CATALOGUE`.
    subtype: str
    #: What was found and what is accepted, in one sentence.
    message: str
    #: Line in the source, counted from 1, where known.
    line: int | None = None
