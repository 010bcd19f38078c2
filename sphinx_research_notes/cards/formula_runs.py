"""Turn a formula in MathML into pieces of text: letters, operators, and smaller ones above and below.

What needs a second dimension is written on the line as far as that can be read: ``(a + b)/2``, ``√(x + 1)``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from .font_files import Coverage, coverage, shipped
from .records import Run

if TYPE_CHECKING:
    from collections.abc import Callable

Runs = list[Run]

#: Operators with space on both sides, unless nothing is before them: relations, arrows, plus and the like.
_SPACED = frozenset("=+−±∓×⋅·÷∗<>∧∨∩∪⊂⊃⊆⊇∈∉∋∖⊕⊗⊙∘∣∥⊢⊨≪≫") | {
    chr(n) for start, end in ((0x2190, 0x2200), (0x2241, 0x228C), (0x27F5, 0x2800), (0x2A7D, 0x2AC7))
    for n in range(start, end)
}  # fmt: skip
#: Followed by a space.
_PUNCTUATION = frozenset(",;")
#: Invisible operators, and variation selectors.
_SILENT = dict.fromkeys([*range(0x2061, 0x2065), *range(0xFE00, 0xFE10)])
#: A space that is narrower than that between words.
THIN = "\u2009"

#: How scripts are set: their size, and how far superscripts and subscripts are from the line.
_SCALE, _UP, _DOWN = 0.68, 0.36, -0.16

#: Accents, and the characters that they are drawn with.
_ACCENTS = {"^": "ˆ", "~": "˜", "‾": "¯", "\u20d7": "→"} | {mark: mark for mark in "ˆ˜¯˘˙¨ˇ´`˚→"}


class UnreadableError(ValueError):
    """A formula that makes no sense on one line, such as a matrix."""


def formula_runs(markup: str) -> tuple[Run, ...]:
    """Return the runs of a formula, given as a ``math`` element; raises :class:`UnreadableError`."""
    runs = _joined(_runs(ElementTree.fromstring(markup)))
    if not runs:
        raise UnreadableError
    return runs


def _joined(runs: Runs) -> tuple[Run, ...]:
    """Return *runs* with neighbours of one style put together."""
    joined: Runs = []
    for run in runs:
        text = run.text.translate(_SILENT)
        last = joined[-1] if joined else None
        if text and last and not last.accent and replace(last, text="") == replace(run, text=""):
            joined[-1] = replace(last, text=last.text + text)
        elif text:
            joined.append(replace(run, text=text))
    return tuple(joined)


def _runs(element: ElementTree.Element) -> Runs:
    """Return the runs of *element*; raises :class:`UnreadableError` if it is not known."""
    if element.tag in _WRITERS:
        return _WRITERS[element.tag](element)
    raise UnreadableError(element.tag)


def _row(element: ElementTree.Element) -> Runs:
    runs: Runs = []
    for child in element:
        operator = (child.text or "").strip() if child.tag == "mo" else ""
        if operator in _SPACED and runs and not _ends_open(runs) and child.get("lspace") != "0":
            runs += [Run(THIN), Run(operator), Run(THIN)]
        else:
            runs += _runs(child)
        after_function = operator == "\u2061" and child.get("lspace") not in {None, "0"}
        if operator in _PUNCTUATION or after_function:
            runs.append(Run(THIN))
    return runs


def _ends_open(runs: Runs) -> bool:
    """Whether an operator after *runs* is a sign: after an opening bracket, or another operator."""
    text = "".join(run.text for run in runs)
    return text[-1:] in {"(", "[", "{", THIN, ""}


def _letters(element: ElementTree.Element) -> Runs:
    text = "".join(map(_usual, (element.text or "").strip().translate(_SILENT)))
    upright = element.get("mathvariant") == "normal" or len(text) != 1 or not text.isalpha()
    # Double-struck and other letters come from the font of formulas, which has them in one style.
    plain = text < "\u2100" and not (text.isupper() and "Α" <= text <= "Ω")
    return [Run(text, italic=not upright and plain)]


def _usual(character: str) -> str:
    """Return *character*, or the usual letter for one in a style that the font of formulas lacks."""
    is_styled = "\U0001d400" <= character <= "\U0001d7ff"
    return character if not is_styled or character in _styled() else unicodedata.normalize("NFKC", character)


@cache
def _styled() -> Coverage:
    return coverage(shipped("mathematics"))


def _as_it_is(element: ElementTree.Element) -> Runs:
    return [Run(unicodedata.normalize("NFC", element.text or ""))]


def _space(element: ElementTree.Element) -> Runs:
    width = element.get("width", "")
    return [Run(THIN)] if width and not width.startswith(("0e", "-")) and width != "0" else []


def _first(element: ElementTree.Element) -> Runs:
    return _runs(element[0])


def _nothing(element: ElementTree.Element) -> Runs:
    return []


def _placed(runs: Runs, shift: float) -> Runs:
    """Return *runs* as a script, without spaces around operators."""
    return [
        replace(run, shift=shift + run.shift * _SCALE, scale=run.scale * _SCALE, stack="")
        for run in runs
        if run.text != THIN
    ]


def _with_scripts(element: ElementTree.Element, *, below: bool, above: bool) -> Runs:
    children = list(element)
    runs = _runs(children.pop(0))
    lower = _placed(_runs(children.pop(0)), _DOWN) if below else []
    upper = _runs(children.pop(0)) if above else []
    if upper and all(run.text in "′″‴" for run in upper):
        return [*runs, *upper, *lower]  # Primes are raised by themselves.
    higher = _placed(upper, _UP)
    if lower and higher:
        lower = [replace(run, stack="low") for run in lower]
        higher = [replace(run, stack="high") for run in higher]
    return [*runs, *lower, *higher]


def _sub(element: ElementTree.Element) -> Runs:
    return _with_scripts(element, below=True, above=False)


def _sup(element: ElementTree.Element) -> Runs:
    return _with_scripts(element, below=False, above=True)


def _both(element: ElementTree.Element) -> Runs:
    return _with_scripts(element, below=True, above=True)


def _over(element: ElementTree.Element) -> Runs:
    if element.get("accent") != "true":
        return _sup(element)
    mark = "".join(element[1].itertext()).strip()
    base = _joined(_runs(element[0]))
    if len(base) == 1 and len(base[0].text) == 1 and not base[0].accent and mark in _ACCENTS:
        return [replace(base[0], accent=_ACCENTS[mark])]
    raise UnreadableError(mark)


def _fraction(element: ElementTree.Element) -> Runs:
    return [*_grouped(element[0]), Run("/"), *_grouped(element[1])]


def _root(element: ElementTree.Element) -> Runs:
    if element.tag == "mroot":
        return [*_placed(_runs(element[1]), _UP), Run("√"), *_grouped(element[0])]
    return [Run("√"), *(_grouped(element[0]) if len(element) == 1 else _parenthesized(_row(element)))]


def _grouped(element: ElementTree.Element) -> Runs:
    """Return the runs of *element*, in parentheses if it is more than a number or a name."""
    runs = _runs(element)
    parts = [run for run in runs if run.scale == 1]
    simple = len(parts) <= 1 or all(run.text.isalnum() for run in parts)
    return runs if simple else _parenthesized(runs)


def _parenthesized(runs: Runs) -> Runs:
    return [Run("("), *runs, Run(")")]


_ROWS = ("math", "mrow", "mstyle", "mpadded")
_WRITERS: dict[str, Callable[[ElementTree.Element], Runs]] = {
    **dict.fromkeys(_ROWS, _row),
    "semantics": _first, "annotation": _nothing, "mphantom": _nothing, "mspace": _space,
    "mi": _letters, "mn": _as_it_is, "mo": _as_it_is, "mtext": _as_it_is,
    "msub": _sub, "msup": _sup, "msubsup": _both, "munder": _sub, "mover": _over, "munderover": _both,
    "mfrac": _fraction, "msqrt": _root, "mroot": _root,
}  # fmt: skip


def readable_tex(tex: str) -> str:
    """Return *tex* for a formula that cannot be drawn: as its author wrote it."""
    return " ".join(tex.split())
