"""Measure text: which font each piece of a line is drawn with, how wide it is, and where the next begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from PIL import ImageFont, features

from .faces import STYLES, MissingError, Piece, drawable, pieces
from .formula_runs import THIN
from .records import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .font_files import Face

#: The sizes of fonts that have pictures of one size only.
_STRIKES = (109, 136, 128, 160, 96, 64)


@cache
def can_shape() -> bool:
    """Return whether text can be drawn whose letters depend on their neighbours."""
    return bool(features.check("raqm") and features.check("fribidi"))


class Strip(NamedTuple):
    """A piece of a line that has been measured."""

    piece: Piece
    size: int
    #: How far above the baseline.
    shift: float
    width: float
    #: Where the next one begins.
    advance: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line that has been measured."""

    strips: tuple[Strip, ...]

    @property
    def width(self) -> float:
        """From its beginning to where the next strip would begin."""
        return sum(strip.advance for strip in self.strips)


@cache
def _font(face: Face, size: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(face.path, size, face.index, layout_engine=engine)


def fitting(piece: Piece, size: int) -> tuple[ImageFont.FreeTypeFont, float]:
    """Return the font of *piece* and what it is to be scaled by; 1 unless it has fixed sizes only."""
    if piece.is_complex and not can_shape():
        raise MissingError(piece.text[0])
    try:
        return _font(piece.face, size, shaped=piece.is_complex), 1.0
    except OSError:
        for strike in _STRIKES:
            try:
                return _font(piece.face, strike, shaped=piece.is_complex), 0.9 * size / strike
            except OSError:
                continue
    raise MissingError(piece.text[0])


def measured(runs: Iterable[Run], style: str, size: int, lang: str) -> Line:
    """Return *runs* as strips, superscripts above the subscripts they belong to."""
    strips: list[Strip] = []
    low: list[Strip] = []
    high: list[Strip] = []
    for run in (*runs, Run("")):
        if (high and run.stack != "high") or (low and not run.stack):
            strips += _stacked(low, high)
            low, high = [], []
        scaled = max(round(size * run.scale), 12)
        made = list(_strips_of(run, style, scaled, size * run.shift, lang))
        if made and run.italic and not run.stack:
            # A slanted letter leans over what follows it.
            made[-1] = made[-1]._replace(advance=made[-1].advance + 0.04 * scaled)
        {"low": low, "high": high}.get(run.stack, strips).extend(made)
    return Line(tuple(strips))


def _stacked(low: Sequence[Strip], high: Sequence[Strip]) -> list[Strip]:
    """Return *low* and *high* so that both begin at the same place, and take the room of the wider one."""
    if not (low and high):
        return [*low, *high]
    below, above = (sum(strip.advance for strip in strips) for strips in (low, high))
    back = low[-1]._replace(advance=low[-1].advance - below)
    ahead = high[-1]._replace(advance=high[-1].advance + max(below - above, 0))
    return [*low[:-1], back, *high[:-1], ahead]


def _strips_of(run: Run, style: str, size: int, shift: float, lang: str) -> Iterator[Strip]:
    text = drawable(run.text).replace("\u202f", THIN)
    for number, part in enumerate(text.split(THIN)):
        if number:
            yield Strip(Piece("", STYLES["serif"][0]), size, 0, 0, size * 0.23)
        for piece in pieces(part, "italic" if run.italic else style, lang) if part else ():
            font, scale = fitting(piece, size)
            width = font.getlength(piece.text) * scale
            if run.accent:
                yield from _accented(Strip(piece, size, shift, width, width), run, lang)
            else:
                yield Strip(piece, size, shift, width, width)


def _accented(base: Strip, run: Run, lang: str) -> tuple[Strip, Strip]:
    """Return *base* and the accent above its middle; a slanted letter has that further right."""
    arrow = run.accent == "→"
    size = round(base.size * 0.55) if arrow else base.size
    piece = pieces(run.accent, "serif", lang)[0]
    width = fitting(piece, size)[0].getlength(piece.text)
    is_tall = not run.text.islower() or run.text in "bdfhkltβδζθλξφψ"
    raised = (0.22 if is_tall else 0.0) + (0.44 if arrow else 0.0)
    before = (base.width - width) / 2 + base.size * (0.05 if run.italic else 0)
    shift = base.shift + base.size * raised
    return (
        base._replace(advance=before),
        Strip(piece, size, shift, width, base.width - before),
    )


def text_line(text: str, style: str, size: int, lang: str) -> Line:
    """Return *text* as a line, which has no strips if it is empty."""
    return measured([Run(text)], style, size, lang) if text else Line(())
