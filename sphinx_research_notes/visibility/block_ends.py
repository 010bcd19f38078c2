"""How far a block reaches in a source, where no parser says so; rather too far than too short. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .marks import Style, mark_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .marks import Mark

#: The line under a title.
_ADORNMENT = re.compile(r"([=\-~^\"'*+#.:_`])\1{2,}\s*")


def end_of(mark: Mark, lines: Sequence[str], most: int = 0) -> int:
    """The last line of what *mark* opens in *lines*, which are evened; rather too far than too short.

    *most*: how many lines are looked at, if not all.
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
            # Whoever writes a block into another with fences of one length means it to nest.
            depth += 1 if _opens(match) else -1
            if depth == 0:
                return number
        elif mark.style is Style.BRACE and re.match(r"\W*\{+[%<]?\s*(?:end|/)", line):
            return number
    return end


@lru_cache(maxsize=100)
def _fences_like(sign: str) -> re.Pattern[str]:
    """What a line with a fence is that opens or closes a block within, or with, the fence *sign*."""
    run = f"{re.escape(sign[0])}{{{max(len(sign), 2)},}}"
    rest = rf"(?:(?!{run}).)*" if sign[0] == "`" else ".*"  # Code in a line of text is no fence.
    return re.compile(rf"[\s>%;/#]*(?P<item>(?:(?:[-*+]|\d{{1,9}}[.)])\s+)*){run}(?P<rest>{rest})")


def _opens(fence: re.Match[str]) -> bool:
    """Whether a line with a *fence* opens a block; otherwise it closes one."""
    return bool(fence["item"]) or fence["rest"].strip() not in {"", "-->"}


def nests(mark: Mark, lines: Sequence[str], last: int) -> bool:
    """Whether a block with a fence like that of *mark* begins in it, which for a parser ends at *last*.

    For the parser the end of the inner block is that of the outer one.
    """
    if mark.style is not Style.FENCE:
        return False
    fence = _fences_like(mark.sign)
    within = (fence.fullmatch(lines[number - 1]) for number in range(mark.line + 1, last + 1))
    return any(match and _opens(match) for match in within)


def _end_of_bars(mark: Mark, lines: Sequence[str], end: int) -> int:
    """The last line of what *mark* opens in a row of a table, or in a block of lines with a bar each."""
    last = mark.line
    if "|" not in mark.rest or (mark.style is Style.RST and _is_grid(lines, mark.line)):
        for number in range(last + 1, end + 1):
            line = lines[number - 1].strip()
            if line and not line.startswith(("|", "+") if mark.style is Style.RST else "|"):
                break
            last = number if line else last
    return last


def _is_grid(lines: Sequence[str], line: int) -> bool:
    """Whether *line* stands in a table with borders, so that its row may have more lines."""
    for number in range(line - 1, max(line - 100, 0), -1):
        if not (above := lines[number - 1].lstrip()).startswith(("|", "+")):
            return False
        if above.startswith("+"):
            return True
    return line > 99


def _end_of_quote(mark: Mark, lines: Sequence[str], end: int) -> int:
    """The last of the quoted lines, from *mark* on."""
    last = mark.line
    while last < end and (">" not in mark.before or lines[last].lstrip().startswith(">")):
        if not lines[last].strip():
            break
        last += 1
    return last


def _end_of_block(mark: Mark, lines: Sequence[str], end: int) -> int:
    """The last line that is deeper than *mark*; with options in it that are not indented."""
    place = mark.line
    while place < end and re.match(r"\s*:\s*[\w-]+\s*:", lines[place]):
        place += 1
    last, indent = place, mark.indent
    text = next((line for line in lines[place:end] if line.strip()), "")
    own, below = _depth(lines[mark.line - 1]), _depth(text)
    if own < below <= indent:
        indent = own  # Its text is deeper than its line, though not than the mark.
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
    """The last line of what stands right under the line *place*, no deeper than it.

    After *own* lines of options, which stand no deeper either, a blank line may come first.
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
