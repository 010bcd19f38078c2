"""Draw a card as a PNG file: the same bytes each time, with the same Pillow and fonts.

This module decides where everything is, and how large.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import PIL
from PIL import features

from ..model.note import OTHERS
from .canvas import ACCENT, BOTTOM, INK, LEFT, MUTED, RIGHT, TOP, Canvas
from .faces import is_right_to_left, visible
from .lines import break_lines
from .measuring import Line, can_shape, measured, text_line
from .records import Card, Run, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Sizes of titles from the largest, each with the most lines it may have.
_SIZES = ((104, 1), (96, 2), (86, 3), (76, 3), (66, 4), (58, 4), (52, 5), (46, 6))
_LEADING = 1.17
#: The height of capitals, in ems.
_CAPITALS = 0.67
#: The size of all other text, and of the disc of a status.
_SMALL, _DISC = 31, 20


def libraries() -> tuple[object, ...]:
    """Return the libraries that the bytes of a card depend on."""
    return PIL.__version__, features.version("freetype2"), zlib.ZLIB_RUNTIME_VERSION, can_shape()


def draw(card: Card) -> bytes:
    """Return *card* as a PNG file; raises :class:`.faces.MissingError` if a character cannot be drawn."""
    card = replace(card, title=visible(card.title))
    canvas = Canvas(mirrored=is_right_to_left("".join(word.text for word in card.title)))
    _draw_top(canvas, card)
    _draw_bottom(canvas, card)
    _draw_title(canvas, card)
    return canvas.png()


def _draw_top(canvas: Canvas, card: Card) -> None:
    """Draw the name of the site, and the statuses at the other end of its line."""
    baseline = TOP + 24
    labels = [(badge, text_line(badge.label, "sans", _SMALL, card.lang)) for badge in card.badges]
    widths = [label.width + (_DISC + 10 if badge.has_disc else 0) for badge, label in labels]
    while labels and sum(widths) + 34 * (len(widths) - 1) > (RIGHT - LEFT) / 2:
        labels.pop()
        widths.pop()
    place = start = RIGHT - sum(widths) - 34 * max(len(widths) - 1, 0)
    for (badge, label), width in zip(labels, widths, strict=True):
        if badge.has_disc:
            canvas.disc(badge, place, baseline, _DISC)
        canvas.line(label, place + width - label.width, baseline, MUTED)
        place += width + 34
    room = start - LEFT - (60 if labels else 0)
    canvas.line(_shortened(card.site, "sans", _SMALL, card.lang, room), LEFT, baseline, ACCENT)


def _draw_bottom(canvas: Canvas, card: Card) -> None:
    """Draw authors and date below a rule."""
    baseline = BOTTOM - 6
    date = text_line(card.date, "sans", _SMALL, card.lang)
    if card.authors or card.date:
        canvas.rule(baseline - 62)
    if not card.authors:
        canvas.line(date, LEFT, baseline, MUTED)
        return
    room = RIGHT - LEFT - (date.width + 60 if card.date else 0)
    for names in _shorter(card.authors):
        line = text_line(names, "sans", _SMALL, card.lang)
        if line.width <= room:
            break
    else:
        line = _shortened(card.authors[0], "sans", _SMALL, card.lang, room)
    canvas.line(line, LEFT, baseline, INK)
    canvas.line(date, RIGHT - date.width, baseline, MUTED)


def _shorter(authors: Sequence[str]) -> Iterable[str]:
    """Yield *authors* in full, then fewer and fewer of them."""
    names = [name for name in authors if name != OTHERS.name]
    if len(names) == len(authors):
        yield ", ".join(names)
    for count in range(len(names) - (len(names) == len(authors)), 0, -1):
        yield f"{', '.join(names[:count])} et al."


def _shortened(text: str, style: str, size: int, lang: str, room: float) -> Line:
    """Return *text*, with an ellipsis if it has no room."""
    line = text_line(text, style, size, lang)
    while line.width > room and len(text) > 1:
        text = text[: max(int(len(text) * 0.95) - 1, 1)].rstrip(" ,.…")
        line = text_line(f"{text}…", style, size, lang)
    return line


def _draw_title(canvas: Canvas, card: Card) -> None:
    """Draw the title in the largest size that has room, in the optical middle of what is left."""
    top, bottom = TOP + 70, BOTTOM - 104
    kind = text_line(card.kind, "sans", _SMALL, card.lang)
    above = 62 if card.kind else 0
    size, lines = _set(card, bottom - top - above)
    height = above + _height(size, len(lines))
    start = top + max(bottom - top - height, 0) * 0.5
    if card.kind:
        canvas.line(kind, LEFT, start + 22, MUTED)
    baseline = start + above + _CAPITALS * size
    for number, line in enumerate(lines):
        # Letters have room at their left, which a small text does not show.
        canvas.line(line, LEFT - size * 0.03, baseline + number * size * _LEADING, INK)


def _set(card: Card, room: float) -> tuple[int, list[Line]]:
    """Return the size of the title, and its lines.

    A somewhat smaller size is better than a single word on the last line.
    """
    words = card.title
    if not words:
        return _SIZES[-1][0], []
    second_best: tuple[int, list[Line]] | None = None
    for size, most in _SIZES:
        breaks = _breaks(words, size, card.lang)
        if not breaks or len(breaks) > most or _height(size, len(breaks)) > room:
            continue
        if second_best and size < 0.72 * second_best[0]:
            break
        lines = [measured(_one_line(words[a:b]), "serif", size, card.lang) for a, b in breaks]
        start, end = breaks[-1]
        if start == 0 or end - start > 1 or not words[start].spaced:
            return size, lines
        second_best = second_best or (size, lines)
    return second_best or _squeezed(words, room, card.lang)


def _squeezed(words: Sequence[Word], room: float, lang: str) -> tuple[int, list[Line]]:
    """Return the smallest size and lines for a title with words that are wider than a line."""
    size = _SIZES[-1][0]
    while (breaks := _breaks(words, size, lang)) is None:
        halved = [part for word in words for part in _halves(word, size, lang)]
        if len(halved) == len(words):  # A single character is wider than a line.
            breaks = [(number, number + 1) for number in range(len(words))]
            break
        words = halved
    lines = [measured(_one_line(words[a:b]), "serif", size, lang) for a, b in breaks]
    return size, lines[: max(int(room / (size * _LEADING)), 1)]


def _height(size: int, count: int) -> float:
    """Return the height of *count* lines, from the capitals of the first to the baseline of the last."""
    return size * (_CAPITALS + (count - 1) * _LEADING)


def _halves(word: Word, size: int, lang: str) -> tuple[Word, ...]:
    """Return *word* in two if it is too wide for a line, and more than one character."""
    if len(word.text) <= 1 or measured(word.runs, "serif", size, lang).width <= RIGHT - LEFT:
        return (word,)
    if len(word.runs) > 1:
        middle = len(word.runs) // 2
        return replace(word, runs=word.runs[:middle]), Word(word.runs[middle:], spaced=False)
    run = word.runs[0]
    middle = (len(run.text) + 1) // 2
    first, second = replace(run, text=run.text[:middle]), replace(run, text=run.text[middle:])
    return replace(word, runs=(first,)), Word((second,), spaced=False)


def _breaks(words: Sequence[Word], size: int, lang: str) -> list[tuple[int, int]] | None:
    """Return where the lines of *words* begin and end; None if one of them has no room, or there are none."""
    space = size * 0.225
    sizes = [(measured(w.runs, "serif", size, lang).width, space if w.spaced else 0.0) for w in words]
    return break_lines(sizes, [word.text for word in words], RIGHT - LEFT)


def _one_line(words: Sequence[Word]) -> Iterable[Run]:
    """Return the runs of a line; plain ones are put together, so that they are shaped and kerned as one."""
    runs: list[Run] = []
    for number, word in enumerate(words):
        for place, run in enumerate(word.runs):
            text = f" {run.text}" if number and not place and word.spaced else run.text
            plain = not run.special
            last = runs[-1] if runs else None
            if last and plain and not last.special:
                runs[-1] = replace(last, text=last.text + text)
            elif last and text is not run.text and not plain:
                if last.special:
                    runs += [Run(" "), run]
                else:
                    runs[-1] = replace(last, text=f"{last.text} ")
                    runs.append(run)
            else:
                runs.append(replace(run, text=text))
    return runs
