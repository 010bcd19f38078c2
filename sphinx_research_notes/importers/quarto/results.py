"""The results of cells, which are put in the place of the cells that they are of.

A result is text as Quarto's engines write it: ``::: {.cell}`` with code and what it printed. It is of the
cell with the same code; where that was hidden, of the one with the same label or after the same words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markdown.code import FENCED
from ..records import Outcome
from .cell_options import CELL, options_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..markdown.source import Source

#: As many characters are compared of what stands before a cell.
_ENOUGH = 40
_NO_WORDS = re.compile(r"\]\([^)\n]*\)|\{[^}\n]*\}|<[^>\n]*>|[\W_]+")


#: The number of a note on a line of code, which Quarto shows beside it.
#: What a line has printed, which knitr may put under it.
_PRINTED = re.compile(r"^[ \t]*#[#>].*\n?", re.MULTILINE)
_ANNOTATION = re.compile(r"[ \t]*(?:#|//|--|%)[ \t]*<\d+>[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Result:
    """What one cell has shown."""

    #: The code that was shown with it, without spaces; empty if it was hidden.
    code: str
    text: str
    label: str = ""
    #: The last letters before it.
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Cell:
    match: re.Match[str]
    code: str
    label: str
    before: str
    #: Whether nobody saw anything of it.
    is_silent: bool


def put_results(source: Source, results: Sequence[Result]) -> None:
    """Replace the cells in *source* by their *results*; those that have none stay."""
    cells = _cells(source.text) if results else []
    parts = []
    for number, result in sorted(_assigned(cells, results).items()):
        match = cells[number].match
        source.found(Outcome.KEPT, "result of a cell", match.start(), "as it was on the site")
        parts.append((match.start(), match.end(), _indented(result.text, match["before"])))
    source.replace_parts(parts)


def _indented(text: str, before: str) -> str:
    indent = before if before.strip() == "" else ""
    return "\n".join(f"{indent}{line}" if line else "" for line in text.strip("\n").split("\n"))


def comparable(code: str) -> str:
    """Return *code* without spaces, to compare it."""
    return re.sub(r"\s+", "", _ANNOTATION.sub("", _PRINTED.sub("", code)))


def last_words(text: str) -> str:
    """Return the last letters of *text*, without markup."""
    return _NO_WORDS.sub("", text[-1000:])[-_ENOUGH:]


def _cells(text: str) -> list[_Cell]:
    found, place = [], 0
    for match in FENCED.finditer(text):
        cell = CELL.fullmatch(match["info"].strip())
        if cell is None:
            continue
        options, code = options_of(cell, match["body"])
        before = last_words(text[place : match.start()])
        is_silent = options.get("include", "").lower() in {"false", "f"}
        found.append(_Cell(match, comparable(code), options.get("label", ""), before, is_silent))
        place = match.end()
    return found


def _assigned(cells: Sequence[_Cell], results: Sequence[Result]) -> dict[int, Result]:
    """Return the results by the numbers of their cells; both are in the order of the text."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, result in enumerate(results):
        if result.code:
            places[result.code].append(place)
    found: dict[int, Result] = {}
    first_cell = first = 0
    for number, cell in enumerate(cells):
        known = places.get(cell.code, [])
        at = bisect_left(known, first)
        if at == len(known):
            continue
        place = known[at]
        found |= _between(cells, range(first_cell, number), results[first:place])
        found[number] = results[place]
        first_cell, first = number + 1, place + 1
    return found | _between(cells, range(first_cell, len(cells)), results[first:])


def _same_words(one: str, other: str) -> bool:
    """Whether what stands before is the same: one of them may reach further back, over another cell."""
    return bool(one and other) and (one.endswith(other) or other.endswith(one))


def _between(cells: Sequence[_Cell], numbers: range, results: Sequence[Result]) -> dict[int, Result]:
    """Return the results whose code was hidden, by the *numbers* of the cells that they may be of."""
    hidden = [each for each in results if not each.code]
    found: dict[int, Result] = {}
    first = 0
    for result in hidden:
        for number in numbers[first:]:
            cell = cells[number]
            if cell.is_silent and result.text.strip():
                continue
            if (result.label and result.label == cell.label) or (
                not result.label and _same_words(result.before, cell.before)
            ):
                found[number] = result
                first = number - numbers.start + 1
                break
    shown = [number for number in numbers if not cells[number].is_silent]
    for those in (numbers, shown):
        if not found and len(hidden) == len(those):
            found = dict(zip(those, hidden, strict=True))
            found = {
                number: each for number, each in found.items() if number in shown or not each.text.strip()
            }
    return found
