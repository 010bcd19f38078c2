"""What docutils has no place for: rules at an edge, and marks of footnotes that aren't there.

Runs while code is set aside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .source import Source

_RULE = re.compile(r"[ ]{0,3}(?:\*[ \t]*){3,}|[ ]{0,3}(?:-[ \t]*){3,}|[ ]{0,3}(?:_[ \t]*){3,}")
_HEADING = re.compile(r"[ ]{0,3}\#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^(?P<name>[^\]\s]+)\]:", re.MULTILINE)
#: A formula, or the mark of a footnote.
_MARK = re.compile(r"\$[^$\n]+\$|(?<!\\)\[\^(?P<name>[^\]\n]{1,999})\]")


def move_no_rules_to_edges(source: Source) -> None:
    """Leave out rules that are at the end of *source*; at the beginning of a section, make them HTML."""
    lines = source.text.split("\n")
    last = max(
        (place for place, line in enumerate(lines) if line.strip() and not _is_rule(lines, place)), default=-1
    )
    parts: list[tuple[int, int, str]] = []
    at, before = 0, "#"
    for place, line in enumerate(lines):
        if _is_rule(lines, place):
            if place > last:
                parts.append((at, at + len(line), ""))
            elif before in {"#", "-"}:
                parts.append((at, at + len(line), "<hr>" if before == "#" else ""))
            before = "-" if before != "#" else "#"
        elif line.strip():
            under = place > 0 and lines[place - 1].strip() and _UNDERLINE.fullmatch(line)
            before = "#" if _HEADING.match(line) or under else "x"
        at += len(line) + 1
    source.replace_parts(parts)


def _is_rule(lines: list[str], place: int) -> bool:
    """Whether the line at *place* is a rule, and not the underline of a heading."""
    line = lines[place]
    if not _RULE.fullmatch(line):
        return False
    is_underline = "-" in line and place > 0 and bool(lines[place - 1].strip()) and _UNDERLINE.fullmatch(line)
    return not is_underline


def escape_marks_without_footnote(source: Source) -> None:
    """Escape what looks like the mark of a footnote in *source*, such as ``[^"]*``, where there is none."""
    known = {match["name"] for match in _FOOTNOTE.finditer(source.text)}
    known_or_formula = {*known, None}
    source.sub(_MARK, lambda match: None if match["name"] in known_or_formula else f"\\{match[0]}")
