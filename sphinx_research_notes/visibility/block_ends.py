"""Find the end of a block that no parser recognizes; when in doubt, too late rather than too early. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .marks import Style, mark_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .marks import Mark

#: The underline of a title.
_ADORNMENT = re.compile(r"([=\-~^\"'*+#.:_`])\1{2,}\s*")


def end_of(mark: Mark, lines: Sequence[str], most: int = 0) -> int:
    """Return the last line of the block that *mark* opens in *lines*, normalized.

    *most*: the maximum number of lines to examine; 0 for all.
    """
    end = min(len(lines), mark.line + most) if most else len(lines)
    sign = mark.sign or "`"
    if mark.style is Style.FENCE and sign[0] == "`" and sign in mark.rest:
        return mark.line
    if mark.before.lstrip(" >").startswith("|"):
        return _end_of_bars(mark, lines, end)
    if mark.style is Style.CALLOUT:
        return _end_of_quote(mark, lines, end)
    if mark.style in {Style.RST, Style.INDENTED}:
        return _end_of_block(mark, lines, end)
    depth = 1
    fence = _fences_like(sign)
    for number in range(mark.line + 1, end + 1):
        line = lines[number - 1]
        if match := fence.fullmatch(line):
            # Authors who put a block into another with a fence of the same length mean to nest it.
            depth += 1 if _opens(match) else -1
            if depth == 0:
                return number
        elif mark.style is Style.BRACE and re.match(r"\W*\{+[%<]?\s*(?:end|/)", line):
            return number
    return end


@lru_cache(maxsize=100)
def _fences_like(sign: str) -> re.Pattern[str]:
    """Return the pattern of a line with a fence like *sign*, or longer, which opens or closes a block."""
    run = f"{re.escape(sign[0])}{{{max(len(sign), 2)},}}"
    rest = rf"(?:(?!{run}).)*" if sign[0] == "`" else ".*"  # Inline code is not a fence.
    return re.compile(rf"[\s>%;/#]*(?P<item>(?:(?:[-*+]|\d{{1,9}}[.)])\s+)*){run}(?P<rest>{rest})")


def _opens(fence: re.Match[str]) -> bool:
    """Return whether a line with a *fence* opens a block rather than closing one."""
    return bool(fence["item"]) or fence["rest"].strip() not in {"", "-->"}


def nests(mark: Mark, lines: Sequence[str], last: int) -> bool:
    """Return whether a block inside that of *mark*, which a parser ends at *last*, has an equal fence.

    The parser takes the end of the inner block for that of the outer one.
    """
    if mark.style is not Style.FENCE:
        return False
    fence = _fences_like(mark.sign)
    within = (fence.fullmatch(lines[number - 1]) for number in range(mark.line + 1, last + 1))
    return any(match and _opens(match) for match in within)


def _end_of_bars(mark: Mark, lines: Sequence[str], end: int) -> int:
    """Return the last line of what *mark* opens in a table row or in a line block."""
    last = mark.line
    if "|" not in mark.rest or (mark.style is Style.RST and _is_grid(lines, mark.line)):
        for number in range(last + 1, end + 1):
            line = lines[number - 1].strip()
            if line and not line.startswith(("|", "+") if mark.style is Style.RST else "|"):
                break
            last = number if line else last
    return last


def _is_grid(lines: Sequence[str], line: int) -> bool:
    """Return whether *line* is in a grid table, whose rows may have several lines."""
    for number in range(line - 1, max(line - 100, 0), -1):
        if not (above := lines[number - 1].lstrip()).startswith(("|", "+")):
            return False
        if above.startswith("+"):
            return True
    return line > 99


def _end_of_quote(mark: Mark, lines: Sequence[str], end: int) -> int:
    """Return the last quoted line from *mark* on."""
    last = mark.line
    while last < end and (">" not in mark.before or lines[last].lstrip().startswith(">")):
        if not lines[last].strip():
            break
        last += 1
    return last


def _end_of_block(mark: Mark, lines: Sequence[str], end: int) -> int:
    """Return the last line indented deeper than *mark*, after options that are not indented."""
    place = mark.line
    while place < end and re.match(r"\s*:\s*[\w-]+\s*:", lines[place]):
        place += 1
    last, indent = place, mark.indent
    text = next((line for line in lines[place:end] if line.strip()), "")
    own, below = _depth(lines[mark.line - 1]), _depth(text)
    if own < below <= indent:
        indent = own  # The content is deeper than the line of the mark, but not than the mark itself.
    for number in range(place, end):
        line = lines[number]
        if line.strip():
            if _depth(line) <= indent:
                break
            last = number + 1
    return last if last > place else _end_of_paragraph(lines, place, end, own=place - mark.line)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end_of_paragraph(lines: Sequence[str], place: int, end: int, *, own: int) -> int:
    """Return the last line of the paragraph right after the line *place*, not indented deeper.

    After *own* lines of options at the same depth, blank lines may come first.
    """
    start = place
    if own and _depth(lines[place - 1]) <= _depth(lines[place - own - 1]):
        while start < end and not lines[start].strip():
            start += 1
    last = start
    while last < end and (line := lines[last].strip()) and not line.startswith((".. ", "```", ":::")):
        if last > place and (mark := mark_in(lines[last])) and mark.kind:
            break
        last += 1
    is_title = last > start + 1 and _ADORNMENT.fullmatch(lines[start + 1])
    return place if is_title or last == start else last
