"""What docutils has no place for: rules at an edge, images without a file, marks of missing footnotes.

Runs while code is set aside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..records import Outcome

if TYPE_CHECKING:
    from .source import Source

_RULE = re.compile(r"[ ]{0,3}(?:\*[ \t]*){3,}|[ ]{0,3}(?:-[ \t]*){3,}|[ ]{0,3}(?:_[ \t]*){3,}")
#: In a quotation, between lines without a text.
_QUOTED_RULE = re.compile(
    r"(?:(?<=\n\n)|(?<=\n>\n)|(?<=\n> \n))(?P<quote>[ ]{0,3}>[ >]*)"
    r"(?:-{3,}|\*{3,}|_{3,})[ \t]*(?=\n[ >]*(?:\n|\Z)|\Z)"
)
_HEADING = re.compile(r"[ ]{0,3}\#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-+)[ \t]*")
#: A footnote, which goes to the end, or the address of links, which isn't seen.
_DEFINITION = re.compile(r"[ ]{0,3}\[[^\]\n]+\]:")
_CONTINUED = re.compile(r"\t|[ ]{4}")
_NO_IMAGE = re.compile(r"""!\[(?P<text>[^\[\]\n]*)\]\([ \t]*(?:<>)?[ \t]*(?:"[^"\n]*"|'[^'\n]*')?[ \t]*\)""")
_FOOTNOTE = re.compile(r"^[ ]{0,3}\[\^(?P<name>[^\]\s]+)\]:", re.MULTILINE)
#: A formula, or the mark of a footnote.
_MARK = re.compile(r"\$[^$\n]+\$|(?<!\\)\[\^(?P<name>[^\]\n]{1,999})\]")


def keep_within_limits(source: Source) -> None:
    """Leave out of *source* what Sphinx only warns of: rules at an edge, and images without a file."""
    source.sub(_NO_IMAGE, lambda match: _without_file(source, match))
    source.sub(_QUOTED_RULE, lambda match: f"{match['quote']}<hr>")
    move_no_rules_to_edges(source)


def _without_file(source: Source, match: re.Match[str]) -> str:
    source.found(Outcome.LEFT_OUT, "![]()", match.start(), "an image without a file; its text stays")
    return match["text"]


def move_no_rules_to_edges(source: Source) -> None:
    """Leave out rules at the end of *source* or above its footnotes; at the beginning, make them HTML."""
    lines = source.text.split("\n")
    unseen = _definitions(lines)
    rules = {place for place, line in enumerate(lines) if _is_rule(lines, place)} - unseen
    seen = [place for place, line in enumerate(lines) if line.strip() and place not in rules | unseen]
    last = max(seen, default=-1)
    parts: list[tuple[int, int, str]] = []
    at, before = 0, "#"
    for place, line in enumerate(lines):
        if place in rules:
            if place > last:
                source.found(Outcome.LEFT_OUT, "rule at the end", at, "docutils allows none there")
                parts.append((at, at + len(line), ""))
            elif before in {"#", "-"}:
                # HTML goes on up to a blank line.
                below = "\n" if lines[place + 1].strip() else ""
                parts.append((at, at + len(line), f"<hr>{below}" if before == "#" else ""))
            before = "-" if before != "#" else "#"
        elif line.strip() and place not in unseen:
            under = place > 0 and lines[place - 1].strip() and _UNDERLINE.fullmatch(line)
            before = "#" if _HEADING.match(line) or under else "x"
        at += len(line) + 1
    source.replace_parts(parts)


def _definitions(lines: list[str]) -> set[int]:
    """Return the places of the *lines* of footnotes, and of addresses of links."""
    found: set[int] = set()
    is_inside = False
    for place, line in enumerate(lines):
        above = lines[place - 1].strip() if place else ""
        begins = _DEFINITION.match(line) and (not above or place - 1 in found or _is_rule(lines, place - 1))
        goes_on = is_inside and (_CONTINUED.match(line) or (above and not _is_rule(lines, place)))
        if line.strip():
            is_inside = bool(begins or goes_on)
        if is_inside:
            found.add(place)
    return found


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
