"""What is within paragraphs: spans with attributes, notes in the text, raised and lowered letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.inline_marks import rewrite_marks
from ..markdown.pandoc_attributes import BRACES, read_attributes
from ..records import Outcome
from .divs import unseen

if TYPE_CHECKING:
    from ..markdown.source import Source
    from .context import Context

_INNER = r"(?:[^\[\]\\\n]|\n(?![ \t]*\n)|\\.|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])*"
_NOTE = re.compile(rf"(?<!\\)\^\[(?P<text>{_INNER})\]")
_SPAN = re.compile(rf"(?<![\\!\]])\[(?P<text>{_INNER})\](?P<attributes>{BRACES})")
_LINES = re.compile(r"(?:^\|[ ][^\n|]*(?:\n|\Z)){2,}", re.MULTILINE)
#: An example of a list that goes on through the whole text, and a reference to one.
_EXAMPLE = re.compile(
    r"^(?P<indent>[ ]{0,3})(?:\((?P<round>@[\w-]*)\)|(?P<bare>@[\w-]*)[.)])(?=[ \t])", re.MULTILINE
)
_TO_EXAMPLE = re.compile(r"(?<![\w\\])@(?P<label>[\w-]+)")
_NUMBERED = re.compile(r"^(?P<indent>[ \t]*)(?:#\.|\((?P<number>\d+)\))(?=[ \t])", re.MULTILINE)
_GRID = re.compile(r"^\+(?:[-=:]+\+)+[ \t]*\n(?:[|+][^\n]*\n?)+", re.MULTILINE)
#: Classes with an element of HTML of their own.
_ELEMENTS = {"mark": "mark", "underline": "u", "ul": "u", "kbd": "kbd", "smallcaps": "", "strike": "s"}


def rewrite_spans(source: Source, context: Context) -> None:
    """Rewrite them in *source*; notes go into *context*, for the end of the text."""
    source.sub(_GRID, lambda match: _grid(source, match))
    source.sub(_NOTE, lambda match: _note(source, context, match))
    source.sub(_SPAN, lambda match: _span(source, match))
    rewrite_marks(source, ("~~", "~", "^"))
    source.sub(_LINES, lambda match: _lines(source, match))


def number_lists(source: Source) -> None:
    """Write numbers before the items of lists that Pandoc numbers, ``#.`` and ``(@label)``, in *source*.

    The labels are known before citations are read, which begin with the same sign.
    """
    numbers: dict[str, int] = {}
    count = 0

    def item(match: re.Match[str]) -> str | None:
        nonlocal count
        label = (match["round"] or match["bare"])[1:]
        if match["bare"] and label:
            return None
        count += 1
        if label:
            numbers[label] = count
        source.changed("example of a list", match.start(), label)
        return f"{match['indent']}{count}."

    source.sub(_EXAMPLE, item)
    if numbers:
        source.sub(
            _TO_EXAMPLE,
            lambda match: str(numbers[match["label"]]) if match["label"] in numbers else None,
        )
    source.sub(_NUMBERED, lambda match: f"{match['indent']}{match['number'] or 1}.")


def _note(source: Source, context: Context, match: re.Match[str]) -> str:
    context.notes += 1
    label = f"note-{context.notes}"
    context.footnotes.append(f"[^{label}]: {' '.join(match['text'].split())}")
    source.changed("note within the text", match.start(), label)
    return f"[^{label}]"


def _span(source: Source, match: re.Match[str]) -> str:
    given = read_attributes(match["attributes"])
    if (reason := unseen(given)) is not None:
        source.found(Outcome.LEFT_OUT, "span that isn't seen", match.start(), reason)
        return ""
    source.changed("span with attributes", match.start(), match["attributes"])
    element = next((_ELEMENTS[name] for name in given.classes if _ELEMENTS.get(name)), "")
    if element:
        opening, closing = source.aside(f"<{element}>"), source.aside(f"</{element}>")
        return f"{opening}{match['text']}{closing}"
    written = given.written()
    return f"[{match['text']}]{source.aside(written)}" if written else match["text"]


def _lines(source: Source, match: re.Match[str]) -> str:
    source.changed("lines that begin with |", match.start())
    rows = [row[2:].rstrip() for row in match[0].rstrip("\n").split("\n")]
    return "\\\n".join(rows) + "\n"


def _grid(source: Source, match: re.Match[str]) -> str:
    source.unknown("table drawn with + and -", match.start(), "shown as it is written")
    return source.aside(f"```text\n{match[0].rstrip()}\n```\n")
