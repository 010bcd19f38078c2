"""Choose the fonts of a text: those of this package, and others of the system for what these lack."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .font_files import Face, coverage, installed, shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .records import Card, Word

#: The styles of a text, each with the fonts of this package that are tried in turn.
STYLES = {
    "serif": (shipped("serif"), shipped("mathematics"), shipped("sans")),
    "italic": (shipped("italic"), shipped("mathematics"), shipped("serif")),
    "sans": (shipped("sans"), shipped("mathematics")),
}
#: Blocks of scripts whose letters change with their neighbours or are written from right to left: they need a
#: library for complex text. In other scripts, a character is a glyph.
_COMPLEX = (
    (0x0590, 0x10A0), (0x1700, 0x1CFF), (0x1800, 0x18B0), (0xA800, 0xA8FF), (0xA980, 0xABFF),
    (0xFB1D, 0xFDFF), (0xFE70, 0xFEFE), (0x10800, 0x11FFF), (0x1E800, 0x1EFFF),
)  # fmt: skip
#: What joins emoji, and what changes them: how one looks, its skin, halves of flags, the box around a key.
_JOINER = "\u200d"
_MODIFIERS = ((0xFE00, 0xFE0F), (0x1F3FB, 0x1F3FF), (0x1F1E6, 0x1F1FF), (0x20E3, 0x20E3))
#: For each language, a part of the names of fonts that have its forms of Chinese characters.
_HAN = {
    "ja": ("jp", "mincho", "yumin"),
    "ko": ("kr",),
    "zh-hant": ("tc", "hk"),
    "zh": ("sc", "songti", "simsun"),
}
#: In a collection for Chinese, Japanese and Korean, the font of each language.
_IN_COLLECTION = {"ja": 0, "ko": 1, "zh": 2, "zh-hant": 3}


#: Spaces that are left free instead of being drawn.
_GAPS = {0x2009: None, 0x202F: None}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text in one font."""

    text: str
    face: Face
    #: Whether it needs a library for complex text.
    is_complex: bool = False


class MissingError(LookupError):
    """No font has a character of a text."""

    def __init__(self, character: str) -> None:
        super().__init__(character)
        self.character = character


def is_complex(character: str) -> bool:
    """Return whether *character* cannot be drawn by itself: it changes with its neighbours, or combines."""
    if character < "\u0300":
        return False
    code = ord(character)
    return any(start <= code <= end for start, end in _COMPLEX) or unicodedata.combining(character) > 0


def is_right_to_left(text: str) -> bool:
    """Return whether the first letter of *text* is of a script that runs from right to left."""
    directions = map(unicodedata.bidirectional, text)
    return next((each != "L" for each in directions if each in {"L", "R", "AL"}), False)


def drawable(text: str) -> str:
    """Return *text* without ornaments that no font has, and with the first of several joined emoji.

    A card is complete without an emoji, but not without a letter.
    """
    if text.isascii():
        return text
    kept: list[str] = []
    after_ornament = joined = False
    for character in text:
        if character == _JOINER:
            joined = after_ornament
        elif any(start <= ord(character) <= end for start, end in _MODIFIERS):
            continue
        elif _is_ornament(character):
            if not joined and _find(character, STYLES["serif"], ""):
                kept.append(character)
            after_ornament, joined = True, False
        else:
            kept.append(character)
            after_ornament = joined = False
    return "".join(kept)


def visible(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return those *words* of which something can be seen on a card."""
    return tuple(word for word in words if drawable(word.text).strip())


def _is_ornament(character: str) -> bool:
    return unicodedata.category(character) == "So"


def pieces(text: str, style: str, lang: str = "") -> tuple[Piece, ...]:
    """Return *text* in pieces of one font each; raises :class:`MissingError`.

    *style*: a key of :data:`STYLES`; *lang*: decides between forms of Chinese characters.
    """
    fonts = STYLES[style]
    if text.isascii() or all(character in coverage(fonts[0]) for character in text):
        return (Piece(text, fonts[0]),)
    found: list[Piece] = []
    for character, face in _faced(text, fonts, lang):
        last = found[-1] if found else None
        special = is_complex(character)
        if last and last.face == face:
            found[-1] = Piece(last.text + character, face, last.is_complex or special)
        else:
            found.append(Piece(character, face, special))
    return tuple(found)


def _faced(text: str, fonts: tuple[Face, ...], lang: str) -> Iterator[tuple[str, Face]]:
    """Yield each character with its font; marks and spaces stay in that of the character before them."""
    whole = _of_all(text, lang) if any(map(is_complex, text)) else None
    last: Face | None = None
    for character in text:
        follows = last is not None and is_complex(character)
        if whole is not None:
            last = whole
        elif not (follows and last is not None and character in coverage(last)):
            last = _find(character, fonts, lang)
        if last is None:
            raise MissingError(character)
        yield character, last


@cache
def _of_all(text: str, lang: str) -> Face | None:
    """Return a font of the system that has all characters of *text*, which makes the best of shaping."""
    return next((face for face in _candidates(lang) if all(each in coverage(face) for each in text)), None)


@cache
def _find(character: str, fonts: tuple[Face, ...], lang: str) -> Face | None:
    """Return the first font that has *character*; None if there is none."""
    for face in fonts:
        if character in coverage(face):
            return face
    return next((face for face in _candidates(lang) if character in coverage(face)), None)


@cache
def _candidates(lang: str) -> tuple[Face, ...]:
    """Return the fonts of the system, those for *lang* first."""
    tag = lang.lower()
    key = "zh-hant" if tag.startswith(("zh-hant", "zh-tw", "zh-hk")) else tag.partition("-")[0]
    marks, index = _HAN.get(key, ()), _IN_COLLECTION.get(key, 0)

    def suits(face: Face) -> bool:
        name = face.path.rpartition("/")[2].lower()
        if "cjk" in name and name.endswith((".ttc", ".otc")):
            return face.index == index
        return any(mark in name for mark in marks)

    return tuple(sorted(installed(), key=lambda face: not suits(face))) if marks else installed()


def system_faces(card: Card) -> tuple[Face, ...]:
    """Return the fonts of the system that *card* needs; raises :class:`MissingError`."""
    if all(text.isascii() for text in card.texts):
        return ()
    title = "".join(word.text for word in card.title)
    if title and not drawable(title).strip():
        raise MissingError(title[0])
    found: set[Face] = set()
    for style, texts in (("serif", [word.text for word in card.title]), ("sans", card.small_texts)):
        for text in texts:
            found |= {piece.face for piece in pieces(drawable(text).translate(_GAPS), style, card.lang)}
    return tuple(
        sorted((each for each in found if not each.is_shipped), key=lambda each: (each.path, each.index))
    )
