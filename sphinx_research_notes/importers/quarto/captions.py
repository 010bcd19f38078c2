"""Captions of tables, ``: Numbers {#tbl-n}``, which stand below or above them.

https://pandoc.org/MANUAL.html#tables and https://quarto.org/docs/authoring/cross-references.html#tables
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..markdown.pandoc_attributes import BRACES, Attributes, read_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..markdown.source import Source
    from .context import Context

_CAPTION = re.compile(r"[ \t]*(?:Table)?:[ \t]+(?P<text>\S[^\n]*)")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
#: At the end of a caption or a heading.
ATTRIBUTES_AT_END = re.compile(rf"[ \t]*(?P<attributes>{BRACES})[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Caption:
    text: str
    #: Its first line and the line after its last one.
    first: int
    end: int


def rewrite_captions(source: Source, context: Context) -> None:
    """Write each table that has a caption as a directive."""
    lines = source.text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    parts, done = [], 0
    for first, end in _tables(source, lines):
        caption = _below(lines, end) or _above(lines, first, done)
        if caption is None:
            continue
        start, done = min(first, caption.first), max(end, caption.end)
        new = _written(source, context, starts[start], caption.text, lines[first:end])
        parts.append((starts[start], min(starts[done] - 1, len(source.text)), new))
    source.replace_parts(parts)


def _tables(source: Source, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each table, and the line after its last one."""
    place = 0
    while place < len(lines):
        end = place
        if "|" in lines[place] and place + 1 < len(lines) and _is_rule(lines[place + 1]):
            end = place + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
        elif source.restored(lines[place]).startswith(":::{list-table}\n"):
            end = place + 1
            while end < len(lines) and source.restored(lines[end]) != ":::":
                end += 1
            end += 1
        if end > place:
            yield place, end
        place = max(end, place + 1)


def _is_rule(line: str) -> bool:
    return ("|" in line or "-" in line) and _RULE.fullmatch(line) is not None


def _below(lines: Sequence[str], end: int) -> _Caption | None:
    first = end if end < len(lines) and lines[end].strip() else end + 1
    if first >= len(lines) or not (found := _CAPTION.fullmatch(lines[first])):
        return None
    texts, last = [found["text"]], first + 1
    while last < len(lines) and lines[last].strip() and not texts[-1].rstrip().endswith("}"):
        texts.append(lines[last])
        last += 1
    return _Caption(" ".join(texts), first, last)


def _above(lines: Sequence[str], first: int, done: int) -> _Caption | None:
    """Return the caption above a table, which isn't that of the table before: *done* is where that ended."""
    last = first - 1 if first and lines[first - 1].strip() else first - 2
    if last < done or not (found := _CAPTION.fullmatch(lines[last])):
        return None
    return _Caption(found["text"], last, last + 1)


def _written(source: Source, context: Context, place: int, text: str, table: Sequence[str]) -> str:
    caption, given = divided(text)
    source.changed("table with a caption", place, given.id)
    name = ""
    if given.id:
        name = f":name: {context.label(given.id)}\n"
        context.references[given.id] = f"{{numref}}`{context.label(given.id)}`"
    words = " ".join(caption.split())
    head = source.restored(table[0])
    if head.startswith(":::{list-table}\n"):
        options = head.partition("\n")[2]
        return "\n".join(
            [f"{source.aside(':::{list-table} ')}{words}", source.aside(name + options), *table[1:]]
        )
    opening = f"{source.aside(':::{table} ')}{words}"
    return "\n".join([opening, source.aside(name) if name else "", *table, source.aside(":::")])


def divided(caption: str) -> tuple[str, Attributes]:
    """Return *caption* without the attributes at its end, and these."""
    found = ATTRIBUTES_AT_END.search(caption)
    if not found:
        return caption.strip(), Attributes()
    return caption[: found.start()].strip(), read_attributes(found["attributes"])
