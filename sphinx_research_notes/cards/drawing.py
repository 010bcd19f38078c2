"""Draw a card as a PNG file: the same bytes each time, with the same Pillow and fonts.

Each colour is drawn as a layer of its own, in shades of grey, and the layers become one picture with a
palette of steps from paper to that colour: an order of magnitude faster and smaller than in true colours.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import PIL
from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from ..model.note import OTHERS
from .faces import STYLES, MissingError, Piece, drawable, is_right_to_left, pieces, visible
from .formula_runs import THIN
from .lines import break_lines
from .records import HEIGHT, WIDTH, Badge, Card, Run, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .font_files import Face

#: The colours of the theme in light mode (``theme/css/tokens.css``).
PAPER, INK, MUTED, RULE, ACCENT = "#fdfaf4", "#27231d", "#655d50", "#dcd4c5", "#8f3216"
_LAYERS = (INK, MUTED, ACCENT)
#: The steps from paper to a colour.
_STEPS = 32

#: The area within the margins.
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, WIDTH - 84, 72, HEIGHT - 64
#: Sizes of titles from the largest, each with the most lines it may have.
_SIZES = ((104, 1), (96, 2), (86, 3), (76, 3), (66, 4), (58, 4), (52, 5), (46, 6))
_LEADING = 1.17
#: The height of capitals, in ems.
_CAPITALS = 0.67
#: The size of all other text, and of the disc of a status.
_SMALL, _DISC = 31, 20
#: The sizes of fonts that have pictures of one size only.
_STRIKES = (109, 136, 128, 160, 96, 64)


def libraries() -> tuple[object, ...]:
    """Return the libraries that the bytes of a card depend on."""
    return PIL.__version__, features.version("freetype2"), zlib.ZLIB_RUNTIME_VERSION, can_shape()


@cache
def can_shape() -> bool:
    """Return whether text can be drawn whose letters depend on their neighbours."""
    return bool(features.check("raqm") and features.check("fribidi"))


class _Strip(NamedTuple):
    """A piece of a line that has been measured."""

    piece: Piece
    size: int
    #: How far above the baseline.
    shift: float
    width: float
    #: Where the next one begins.
    advance: float


@dataclass(frozen=True, slots=True)
class _Line:
    strips: tuple[_Strip, ...]

    @property
    def width(self) -> float:
        return sum(strip.advance for strip in self.strips)


@cache
def _font(face: Face, size: int, *, shaped: bool) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if shaped else ImageFont.Layout.BASIC
    return ImageFont.truetype(face.path, size, face.index, layout_engine=engine)


def _fitting(piece: Piece, size: int) -> tuple[ImageFont.FreeTypeFont, float]:
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


def _measured(runs: Iterable[Run], style: str, size: int, lang: str) -> _Line:
    """Return *runs* as strips, superscripts above the subscripts they belong to."""
    strips: list[_Strip] = []
    low: list[_Strip] = []
    high: list[_Strip] = []
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
    return _Line(tuple(strips))


def _stacked(low: Sequence[_Strip], high: Sequence[_Strip]) -> list[_Strip]:
    """Return *low* and *high* so that both begin at the same place, and take the room of the wider one."""
    if not (low and high):
        return [*low, *high]
    below, above = (sum(strip.advance for strip in strips) for strips in (low, high))
    back = low[-1]._replace(advance=low[-1].advance - below)
    ahead = high[-1]._replace(advance=high[-1].advance + max(below - above, 0))
    return [*low[:-1], back, *high[:-1], ahead]


def _strips_of(run: Run, style: str, size: int, shift: float, lang: str) -> Iterator[_Strip]:
    text = drawable(run.text).replace("\u202f", THIN)
    for number, part in enumerate(text.split(THIN)):
        if number:
            yield _Strip(Piece("", STYLES["serif"][0]), size, 0, 0, size * 0.23)
        for piece in pieces(part, "italic" if run.italic else style, lang) if part else ():
            font, scale = _fitting(piece, size)
            width = font.getlength(piece.text) * scale
            if run.accent:
                yield from _accented(_Strip(piece, size, shift, width, width), run, lang)
            else:
                yield _Strip(piece, size, shift, width, width)


def _accented(base: _Strip, run: Run, lang: str) -> tuple[_Strip, _Strip]:
    """Return *base* and the accent above its middle; a slanted letter has that further right."""
    arrow = run.accent == "→"
    size = round(base.size * 0.55) if arrow else base.size
    piece = pieces(run.accent, "serif", lang)[0]
    width = _fitting(piece, size)[0].getlength(piece.text)
    is_tall = not run.text.islower() or run.text in "bdfhkltβδζθλξφψ"
    raised = (0.22 if is_tall else 0.0) + (0.44 if arrow else 0.0)
    before = (base.width - width) / 2 + base.size * (0.05 if run.italic else 0)
    shift = base.shift + base.size * raised
    return (
        base._replace(advance=before),
        _Strip(piece, size, shift, width, base.width - before),
    )


def _text(text: str, style: str, size: int, lang: str) -> _Line:
    return _measured([Run(text)], style, size, lang) if text else _Line(())


class _Canvas:
    """The layers of a card."""

    def __init__(self, *, mirrored: bool) -> None:
        #: Holds for each pixel the number of its colour in the palette.
        self._flat = Image.new("L", (WIDTH, HEIGHT))
        self._pictures: list[tuple[Image.Image, tuple[int, int]]] = []
        #: Whether lines begin at the right.
        self._mirrored = mirrored

    def line(self, line: _Line, x: float, baseline: float, colour: str) -> None:
        """Draw *line* from *x*, at its beginning."""
        if not line.strips:
            return
        left = WIDTH - x - line.width if self._mirrored else x
        size = max(strip.size for strip in line.strips)
        corner = max(int(left) - size // 2, 0), max(int(baseline) - 2 * size, 0)
        shades = Image.new("L", (int(line.width) + 2 * size, 3 * size))
        draw = ImageDraw.Draw(shades)
        for strip, start in _placed(line.strips, left, line.width, mirrored=self._mirrored):
            if strip.piece.text:
                self._strip(strip, draw, (start, baseline - strip.shift), corner)
        self._stamp(shades, corner, colour)

    def _stamp(self, shades: Image.Image, corner: tuple[int, int], colour: str) -> None:
        """Put *shades* of grey on the card, as shades of *colour*."""
        steps = shades.point(_steps(_LAYERS.index(colour)))
        box = (*corner, corner[0] + steps.width, corner[1] + steps.height)
        self._flat.paste(ImageChops.lighter(self._flat.crop(box), steps), corner)

    def _strip(
        self, strip: _Strip, draw: ImageDraw.ImageDraw, place: tuple[float, float], corner: tuple[int, int]
    ) -> None:
        font, scale = _fitting(strip.piece, strip.size)
        left, baseline = place
        if scale == 1.0 and not _has_pictures(strip.piece.face):
            here = (left - corner[0], baseline - corner[1])
            draw.text(here, strip.piece.text, 255, font, anchor="ls")
            return
        box = font.getbbox(strip.piece.text, anchor="ls")
        size = max(round(box[2] - box[0]), 1), max(round(box[3] - box[1]), 1)
        picture = Image.new("RGBA", size)
        ImageDraw.Draw(picture).text(
            (-box[0], -box[1]), strip.piece.text, INK, font, anchor="ls", embedded_color=True
        )
        scaled = (max(round(size[0] * scale), 1), max(round(size[1] * scale), 1))
        at = round(left + box[0] * scale), round(baseline + box[1] * scale)
        self._pictures.append((picture.resize(scaled, Image.Resampling.LANCZOS), at))

    def disc(self, badge: Badge, x: float, baseline: float, size: float) -> None:
        """Draw the disc of *badge*, as wide as *size*, from *x*."""
        left = WIDTH - x - size if self._mirrored else x
        fine = 8
        edge = round(size * fine)
        disc = Image.new("L", (edge, edge))
        draw = ImageDraw.Draw(disc)
        width = round(2.4 * fine)
        box = (0, 0, edge - 1, edge - 1)
        if badge.broken:
            for start in range(0, 360, 45):
                draw.arc(box, start, start + 27, 255, width)
        else:
            draw.ellipse(box, outline=255, width=width)
        if badge.share:
            draw.pieslice(box, -90, -90 + 3.6 * badge.share, 255)
        small = disc.resize((round(size), round(size)), Image.Resampling.BOX)
        self._stamp(small, (round(left), round(baseline - size)), MUTED)

    def rule(self, y: float) -> None:
        """Draw a thin line from margin to margin."""
        ImageDraw.Draw(self._flat).rectangle((_LEFT, y, _RIGHT - 1, y + 1), len(_LAYERS) * _STEPS)

    def png(self) -> bytes:
        """Return the file."""
        if not self._pictures:
            return _png(self._flat.tobytes(), _palette())
        flat = self._flat.copy()
        flat.putpalette(_palette())
        full = flat.convert("RGB")
        for picture, place in self._pictures:
            full.paste(picture, place, picture)
        few = full.quantize(256, dither=Image.Dither.NONE)
        return _png(few.tobytes(), bytes(few.getpalette() or ()))


def _placed(
    strips: Sequence[_Strip], left: float, width: float, *, mirrored: bool
) -> Iterator[tuple[_Strip, float]]:
    """Yield *strips* with the left edge of each; *mirrored*: from the right, but formulas from the left."""
    if not mirrored:
        for strip in strips:
            yield strip, left
            left += strip.advance
        return
    right = left + width
    for is_complex, group in groupby(strips, lambda strip: strip.piece.is_complex):
        block = list(group)
        if is_complex:
            for strip in block:
                right -= strip.advance
                yield strip, right
        else:
            right -= sum(strip.advance for strip in block)
            yield from _placed(block, right, 0, mirrored=False)


@cache
def _has_pictures(face: Face) -> bool:
    """Whether *face* has glyphs in colours: the tables of the three formats that Pillow can draw."""
    try:
        with open(face.path, "rb") as file:  # noqa: PTH123
            head = file.read(12 + 16 * 64)
    except OSError:
        return False
    return any(tag in head for tag in (b"CBDT", b"sbix", b"COLR"))


@cache
def _steps(number: int) -> list[int]:
    """Return which entry of the palette each shade of a layer is."""
    return [0] + [number * _STEPS + max(shade * (_STEPS - 1) // 255, 1) for shade in range(1, 256)]


@cache
def _palette() -> bytes:
    """Return the palette: for each layer the steps from paper to its colour, and the colour of rules."""
    colours: list[int] = []
    for colour in _LAYERS:
        for step in range(_STEPS):
            share = step / (_STEPS - 1)
            mixed = zip(_rgb(PAPER), _rgb(colour), strict=True)
            colours += [round(paper + (full - paper) * share) for paper, full in mixed]
    return bytes([*colours, *_rgb(RULE)])


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _png(pixels: bytes, palette: bytes) -> bytes:
    """Return the PNG file with *pixels* of one byte each.

    (https://www.w3.org/TR/png/)
    """
    rows = (pixels[start : start + WIDTH] for start in range(0, len(pixels), WIDTH))
    raw = b"\0" + b"\0".join(rows)
    packed = zlib.compressobj(6, zlib.DEFLATED, 15, 9)
    chunks = (
        (b"IHDR", struct.pack(">LLBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)),
        (b"PLTE", palette),
        (b"IDAT", packed.compress(raw) + packed.flush()),
        (b"IEND", b""),
    )
    written = (
        struct.pack(">L", len(data)) + tag + data + struct.pack(">L", zlib.crc32(tag + data))
        for tag, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def draw(card: Card) -> bytes:
    """Return *card* as a PNG file; raises :class:`.faces.MissingError` if a character cannot be drawn."""
    card = replace(card, title=visible(card.title))
    canvas = _Canvas(mirrored=is_right_to_left("".join(word.text for word in card.title)))
    _draw_top(canvas, card)
    _draw_bottom(canvas, card)
    _draw_title(canvas, card)
    return canvas.png()


def _draw_top(canvas: _Canvas, card: Card) -> None:
    """Draw the name of the site, and the statuses at the other end of its line."""
    baseline = _TOP + 24
    labels = [(badge, _text(badge.label, "sans", _SMALL, card.lang)) for badge in card.badges]
    widths = [label.width + (_DISC + 10 if badge.has_disc else 0) for badge, label in labels]
    while labels and sum(widths) + 34 * (len(widths) - 1) > (_RIGHT - _LEFT) / 2:
        labels.pop()
        widths.pop()
    place = start = _RIGHT - sum(widths) - 34 * max(len(widths) - 1, 0)
    for (badge, label), width in zip(labels, widths, strict=True):
        if badge.has_disc:
            canvas.disc(badge, place, baseline, _DISC)
        canvas.line(label, place + width - label.width, baseline, MUTED)
        place += width + 34
    room = start - _LEFT - (60 if labels else 0)
    canvas.line(_shortened(card.site, "sans", _SMALL, card.lang, room), _LEFT, baseline, ACCENT)


def _draw_bottom(canvas: _Canvas, card: Card) -> None:
    """Draw authors and date below a rule."""
    baseline = _BOTTOM - 6
    date = _text(card.date, "sans", _SMALL, card.lang)
    if card.authors or card.date:
        canvas.rule(baseline - 62)
    if not card.authors:
        canvas.line(date, _LEFT, baseline, MUTED)
        return
    room = _RIGHT - _LEFT - (date.width + 60 if card.date else 0)
    for names in _shorter(card.authors):
        line = _text(names, "sans", _SMALL, card.lang)
        if line.width <= room:
            break
    else:
        line = _shortened(card.authors[0], "sans", _SMALL, card.lang, room)
    canvas.line(line, _LEFT, baseline, INK)
    canvas.line(date, _RIGHT - date.width, baseline, MUTED)


def _shorter(authors: Sequence[str]) -> Iterable[str]:
    """Yield *authors* in full, then fewer and fewer of them."""
    names = [name for name in authors if name != OTHERS.name]
    if len(names) == len(authors):
        yield ", ".join(names)
    for count in range(len(names) - (len(names) == len(authors)), 0, -1):
        yield f"{', '.join(names[:count])} et al."


def _shortened(text: str, style: str, size: int, lang: str, room: float) -> _Line:
    """Return *text*, with an ellipsis if it has no room."""
    line = _text(text, style, size, lang)
    while line.width > room and len(text) > 1:
        text = text[: max(int(len(text) * 0.95) - 1, 1)].rstrip(" ,.…")
        line = _text(f"{text}…", style, size, lang)
    return line


def _draw_title(canvas: _Canvas, card: Card) -> None:
    """Draw the title in the largest size that has room, in the optical middle of what is left."""
    top, bottom = _TOP + 70, _BOTTOM - 104
    kind = _text(card.kind, "sans", _SMALL, card.lang)
    above = 62 if card.kind else 0
    size, lines = _set(card, bottom - top - above)
    height = above + _height(size, len(lines))
    start = top + max(bottom - top - height, 0) * 0.5
    if card.kind:
        canvas.line(kind, _LEFT, start + 22, MUTED)
    baseline = start + above + _CAPITALS * size
    for number, line in enumerate(lines):
        # Letters have room at their left, which a small text does not show.
        canvas.line(line, _LEFT - size * 0.03, baseline + number * size * _LEADING, INK)


def _set(card: Card, room: float) -> tuple[int, list[_Line]]:
    """Return the size of the title, and its lines.

    A somewhat smaller size is better than a single word on the last line.
    """
    words = card.title
    if not words:
        return _SIZES[-1][0], []
    second_best: tuple[int, list[_Line]] | None = None
    for size, most in _SIZES:
        breaks = _breaks(words, size, card.lang)
        if not breaks or len(breaks) > most or _height(size, len(breaks)) > room:
            continue
        if second_best and size < 0.72 * second_best[0]:
            break
        lines = [_measured(_one_line(words[a:b]), "serif", size, card.lang) for a, b in breaks]
        start, end = breaks[-1]
        if start == 0 or end - start > 1 or not words[start].spaced:
            return size, lines
        second_best = second_best or (size, lines)
    return second_best or _squeezed(words, room, card.lang)


def _squeezed(words: Sequence[Word], room: float, lang: str) -> tuple[int, list[_Line]]:
    """Return the smallest size and lines for a title with words that are wider than a line."""
    size = _SIZES[-1][0]
    while (breaks := _breaks(words, size, lang)) is None:
        halved = [part for word in words for part in _halves(word, size, lang)]
        if len(halved) == len(words):  # A single character is wider than a line.
            breaks = [(number, number + 1) for number in range(len(words))]
            break
        words = halved
    lines = [_measured(_one_line(words[a:b]), "serif", size, lang) for a, b in breaks]
    return size, lines[: max(int(room / (size * _LEADING)), 1)]


def _height(size: int, count: int) -> float:
    """Return the height of *count* lines, from the capitals of the first to the baseline of the last."""
    return size * (_CAPITALS + (count - 1) * _LEADING)


def _halves(word: Word, size: int, lang: str) -> tuple[Word, ...]:
    """Return *word* in two if it is too wide for a line, and more than one character."""
    if len(word.text) <= 1 or _measured(word.runs, "serif", size, lang).width <= _RIGHT - _LEFT:
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
    sizes = [(_measured(w.runs, "serif", size, lang).width, space if w.spaced else 0.0) for w in words]
    return break_lines(sizes, [word.text for word in words], _RIGHT - _LEFT)


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
