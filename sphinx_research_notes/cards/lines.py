"""Break a title into lines of like length."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The widths of a word, and of the space before it unless it begins a line.
Size = tuple[float, float]

#: What an ugly line costs, as a share of the square of the longest line: one that ends in a colon or a dash
#: is good; a single word at the end, and a short word such as an article at the end of a line, are bad.
_ALONE, _SHORT, _PAUSE = 0.30, 0.03, -0.10


def break_lines(sizes: Sequence[Size], words: Sequence[str], limit: float) -> list[tuple[int, int]] | None:
    """Return the first word of each line and the one after its last, in as few lines as possible.

    The lines are as alike as can be. None if a word is wider than *limit*, or there are none.
    """
    if not sizes or any(width > limit for width, _ in sizes):
        return None

    def width(start: int, end: int) -> float:
        return sizes[start][0] + sum(a + b for a, b in sizes[start + 1 : end])

    @cache
    def best(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        """Return the cost of setting the words from *start* in *lines*, and where these end."""
        if lines == 1:
            wide = width(start, len(sizes))
            return (_cost(wide, start, len(sizes)), (len(sizes),)) if wide <= limit else (float("inf"), ())
        options: list[tuple[float, tuple[int, ...]]] = [(float("inf"), ())]
        for end in range(start + 1, len(sizes)):
            wide = width(start, end)
            if wide > limit:
                break
            rest, ends = best(end, lines - 1)
            options.append((rest + _cost(wide, start, end), (end, *ends)))
        return min(options)

    def _cost(wide: float, start: int, end: int) -> float:
        last, slack = words[end - 1], ((limit - wide) / limit) ** 2
        if end == len(sizes):
            lonely = end - start == 1 and start > 0 and sizes[start][1] > 0
            return slack + (_ALONE if lonely else 0)
        bonus = _PAUSE if last.endswith((":", "—", "–", "?", "!", ".")) else 0
        return slack + bonus + (_SHORT if len(last) <= 3 and sizes[end][1] > 0 else 0)

    # Sums of widths are rounded, and words may have none: the fewest lines may turn out to be too few.
    found = (best(0, lines)[1] for lines in range(_fewest(sizes, limit), len(sizes) + 1))
    ends = next(filter(None, found))
    return list(zip((0, *ends), ends, strict=False))


def _fewest(sizes: Sequence[Size], limit: float) -> int:
    """Return the number of lines if each takes as many words as it can."""
    lines, used = 1, 0.0
    for width, space in sizes:
        if used and used + space + width > limit:
            lines, used = lines + 1, width
        else:
            used += width + (space if used else 0)
    return lines
