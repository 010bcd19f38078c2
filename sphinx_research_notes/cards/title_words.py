"""Divide a title into words: between spaces, and between the characters of scripts that have none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..model.characters import scrubbed
from .records import Run, Word

#: A title with more characters is cut. Titles of research are long: this is about four lines.
LONGEST = 110
#: Characters of scripts without spaces take the room of two others.
_WIDE = {"W", "F"}
#: What may neither begin nor end a line among such characters.
_NOT_FIRST = frozenset("、。，．：；？！）］｝〕〉》」』】〙〗〟ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥")
_NOT_LAST = frozenset("（［｛〔〈《「『【〘〖〝")
#: Longer words may be broken after these characters: file names, addresses, compounds.
_LONG = 18
_BREAKS = re.compile(r"(?<=[-/_.:@–])(?=\w)")
_BLANKS = re.compile(r"[ \t\r\n\f\v\u2000-\u2008\u200a\u2028\u2029\u3000]+")
#: Invisible characters that a card does not need: soft hyphens, marks of direction, and the like.
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

#: Returns the runs of a formula in TeX.
FormulaReader = Callable[[str], tuple[Run, ...]]


def plain(text: str) -> str:
    """Return *text* as it is drawn: composed, on one line, without invisible characters."""
    return " ".join(_BLANKS.split(unicodedata.normalize("NFC", _INVISIBLE.sub("", scrubbed(text))))).strip()


def title_words(pieces: Iterable[tuple[str, bool]], read_formula: FormulaReader) -> tuple[Word, ...]:
    """Return the words of a title, cut with an ellipsis if it is long.

    *pieces*: its text in pieces, each with whether it is a formula in TeX.
    """
    return cut(list(_words(pieces, read_formula)))


def _words(pieces: Iterable[tuple[str, bool]], read_formula: FormulaReader) -> Iterator[Word]:
    runs: list[Run] = []
    spaced, held = True, False
    for text, is_formula in pieces:
        if is_formula:
            runs += read_formula(text)
            held = True
            continue
        shown = unicodedata.normalize("NFC", _INVISIBLE.sub("", scrubbed(text)))
        for number, part in enumerate(_BLANKS.split(shown)):
            if number and runs:
                yield from _divided(tuple(runs), spaced=spaced, held=held)
                runs, held = [], False
            spaced = True if number else spaced
            if part:
                runs.append(Run(part))
    if runs:
        yield from _divided(tuple(runs), spaced=spaced, held=held)


def _divided(runs: tuple[Run, ...], *, spaced: bool, held: bool) -> Iterator[Word]:
    """Yield the parts of what stands between two spaces; *held*: whether it has a formula: it stays whole."""
    if held or len(runs) > 1:
        yield Word(runs, spaced)
        return
    parts = _BREAKS.split(runs[0].text) if len(runs[0].text) > _LONG else [runs[0].text]
    for part in parts:
        for piece in _between_wide(part):
            yield Word((Run(piece),), spaced)
            spaced = False


def _between_wide(text: str) -> Iterator[str]:
    """Yield *text* in pieces between which a line may break: around each Chinese or Japanese character."""
    piece = ""
    for character in text:
        breaks = piece and (_is_ideograph(character) or _is_ideograph(piece[-1]))
        if breaks and character not in _NOT_FIRST and piece[-1] not in _NOT_LAST:
            yield piece
            piece = ""
        piece += character
    yield piece


def _is_ideograph(character: str) -> bool:
    """Whether *character* is of a script that breaks lines anywhere: not Korean, which has spaces."""
    hangul = "\uac00" <= character <= "\ud7a3"
    return unicodedata.east_asian_width(character) in _WIDE and character < "\U0001f000" and not hangul


def _room(word: Word) -> int:
    return word.spaced + sum(
        2 if unicodedata.east_asian_width(character) in _WIDE else 1
        for character in word.text
        if not unicodedata.combining(character)
    )


def cut(words: list[Word], limit: int = LONGEST) -> tuple[Word, ...]:
    """Return *words* if they have at most *limit* characters, else as many as have, and an ellipsis."""
    room = 0
    for number, word in enumerate(words):
        room += _room(word)
        if room > limit + 1:
            return _with_ellipsis(words[:number] or [_shortened(word, limit)])
    return tuple(words)


def _shortened(word: Word, limit: int) -> Word:
    """Return the beginning of a *word* that is too long by itself."""
    return replace(word, runs=(replace(word.runs[0], text=word.runs[0].text[:limit]),))


def _with_ellipsis(words: list[Word]) -> tuple[Word, ...]:
    """Return *words* with an ellipsis, which replaces a comma or dash at the end."""
    while len(words) > 1 and not words[-1].text.strip(",;:–—-("):
        words.pop()
    last = words[-1]
    end = last.runs[-1]
    end = replace(end, text=end.text.rstrip(",;:–—-.") or end.text)
    runs = (*last.runs[:-1], end, Run("…")) if end.special else (
        *last.runs[:-1], replace(end, text=f"{end.text}…"))  # fmt: skip
    return (*words[:-1], replace(last, runs=runs))
