"""Remove hidden parts from a source; all other lines keep their numbers. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..frontmatter.syntax import Syntax
from .hidden_parts import CLOSING, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .hidden_parts import Part

#: Replaces the title of a hidden directive whose content was removed.
EMPTIED = "!notes-hidden!"


def without(source: str, parts: Sequence[Part], syntax: Syntax = Syntax.UNKNOWN) -> str:
    """Return *source* with the lines of *parts* emptied, so that all others keep their numbers."""
    return emptied(source, [replace(part, read=False) for part in parts], syntax) if parts else source


def emptied(source: str, parts: Sequence[Part], syntax: Syntax, titles: Sequence[str] = ()) -> str:
    """Return *source* with *parts* emptied; those that are read as directives stay, without content.

    This way the text around them is parsed as before. *titles*: text to keep in the first line of each part.
    """
    lines = lines_of(source, syntax)
    for place, part in enumerate(parts):
        if not part.read:
            _blank(lines, part.first, part.last)
            for number, text in part.kept:
                lines[number - 1] = text
        elif not part.beside:
            first = lines[part.first - 1]
            head = re.search(rf"(?:\{{|\.\.[ \t]+){re.escape(part.name)}", first.lower())
            end = head.end() if head else first.lower().index(part.name) + len(part.name)
            end += 2 if first[end : end + 2] == "::" else 1
            title = f" {EMPTIED} {titles[place] if titles else ''}".rstrip()
            lines[part.first - 1] = first[:end] + title
            closing = part.last > part.first and CLOSING.fullmatch(lines[part.last - 1])
            _blank(lines, part.first + 1, part.last - bool(closing))
    return "\n".join(lines)


def _blank(lines: list[str], first: int, last: int) -> None:
    """Empty the lines from *first* to *last*; a quotation stays a quotation."""
    for number in range(first, last + 1):
        line = lines[number - 1]
        quote = re.match(r"[ \t]*(?:>[ \t]*)+", line) if number > first else None
        lines[number - 1] = quote[0].rstrip() if quote else ""
