"""Words of LaTeX, its packages and MathJax that the converter lacks, said with those that it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lexer import (
    Missing,
    Reader,
    check,
    joined,
    signs,
    step,
)
from .macros import Macros, expand
from .rows import arranged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Words that mean the same as another, or nothing where there are no pages to break and no lines to number.
_SAME: dict[str, tuple[str, ...]] = {
    r"\pmb": (r"\boldsymbol",),
    **dict.fromkeys((r"\mathbbm", r"\mathds"), (r"\mathbb",)),
    **dict.fromkeys((r"\dotsc", r"\dotso", r"\hdots"), (r"\ldots",)),
    **dict.fromkeys((r"\dotsb", r"\dotsm", r"\dotsi"), (r"\cdots",)),
    r"\cr": ("\\\\",),
    r"\*": ("*",),
    **dict.fromkeys((r"\hfill", r"\hfil"), (r"\quad",)),
    r"\varlimsup": (r"\overline", "{", r"\lim", "}"),
    r"\varliminf": (r"\underline", "{", r"\lim", "}"),
    **dict.fromkeys(
        r"\nonumber \notag \nobreak \allowbreak \strut \mathstrut \displaylimits \tiny \scriptsize"
        r" \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge".split(),
        (),
    ),
}

#: Words that set text, in the converter's.
_TEXTS = {
    **dict.fromkeys((r"\text", r"\mbox", r"\hbox", r"\textnormal", r"\textup", r"\textmd"), r"\text"),
    **dict.fromkeys((r"\textit", r"\textsl"), r"\textit"),
    **{word: word for word in (r"\textrm", r"\textbf", r"\texttt", r"\textsf", r"\textsc", r"\fbox")},
}

#: Characters that mean something to TeX and are only themselves in the text of a formula.
_PROSE = {"_": r"\_", "&": r"\&", "#": r"\#", "$": r"\$", "^": r"\textasciicircum"}

_DIMENSION = re.compile(r"\s*-?[\d.]+\s*(?:pt|pc|bp|in|cm|mm|em|ex|mu)\s*")
_MU = re.compile(r"\s*(-?[\d.]+)\s*mu\s*")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{\s*(.*?)\s*\}", re.DOTALL)
#: Environments whose star says how columns are aligned, which we leave to the converter.
_MATRIX = re.compile(r"([pbBvV]?)(small)?matrix\*?")
_FENCES = {"p": "()", "b": "[]", "v": "||"}


def rewritten(
    tex: str, *, display: bool, macros: Macros = (), colourless: frozenset[str] = frozenset()
) -> str:
    """*tex* as the converter understands it; what is not known here stays as it is.

    Takes the names of colours that are to be left out as *colourless*. Raises :class:`~.lexer.TexError` for
    what is too long, too deep or without end.
    """
    parts = expand(signs(tex), macros)
    check(parts)
    parts = arranged(_words(parts, colourless), display=display)
    check(parts)
    return joined(parts)


def _words(parts: Sequence[str], colourless: frozenset[str] = frozenset()) -> list[str]:
    """*parts* with every word that is known here replaced."""
    reader, out = Reader(parts), []
    while reader:
        sign = reader.next()
        if sign[0] != "\\":
            out.append(sign)
            continue
        handle = _HANDLERS.get(sign)
        reader.mark()
        try:
            if sign in _COLOURS:
                out += _colour(sign, reader, colourless)
            elif handle:
                out += handle(sign, reader)
            elif sign.endswith("}") and (match := _ENVIRONMENT.fullmatch(sign)):
                out += _environment(match[1] == "begin", match[2], reader)
            else:
                out += _SAME.get(sign, [sign])
        except Missing:
            reader.undo()
            out.append(sign)
    return out


def _text(sign: str, reader: Reader) -> list[str]:
    return _prose(_TEXTS[sign], reader.argument())


def _prose(word: str, parts: Sequence[str]) -> list[str]:
    """Text with formulas between dollars in it, as texts and formulas in turn."""
    pieces: list[list[str]] = [[]]
    reader, depth = Reader(parts), 0
    while reader:
        sign = reader.next()
        depth += step(sign)
        if sign in {"$", r"\(", r"\)"} and not depth:
            pieces.append([])
        elif sign in _TEXTS and len(pieces) % 2 and reader.peek() == "{":
            inner = reader.argument()
            said = [sign, "{", *inner, "}"]
            # A text with formulas in a text stands beside it.
            pieces[-1:] = [pieces[-1], said, []] if "$" in inner and not depth else [[*pieces[-1], *said]]
        else:
            pieces[-1].append(sign)
    if len(pieces) % 2 == 0:
        # A dollar that nothing closes is one.
        pieces = [*pieces[:-2], [*pieces[-2], r"\$", *pieces[-1]]]
    out: list[str] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            out += ["{", *_words(piece), "}"]
        elif piece or len(pieces) == 1:
            out += [word, "{", *_plain(piece), "}"]
    return out if len(pieces) == 1 else ["{", *out, "}"]


def _plain(parts: Sequence[str]) -> list[str]:
    """The text of a formula, with what only formulas know said as text."""
    reader, out = Reader(parts), []
    while reader:
        sign = reader.next()
        reader.mark()
        try:
            if sign in {r"\ref", r"\eqref"}:
                out += _named(sign, reader)
            elif len(sign) == 2 and sign[0] == "#":
                out += [r"\#", sign[1]]
            else:
                out.append(_PROSE.get(sign) or _TEXTS.get(sign, sign))
        except Missing:
            reader.undo()
            out.append(sign)
    return out


def _named(sign: str, reader: Reader) -> list[str]:
    """The name of a formula that is referred to: nobody here knows its number."""
    name = _plain(reader.argument())
    return ["(", *name, ")"] if sign == r"\eqref" else name


def _reference(sign: str, reader: Reader) -> list[str]:
    return [r"\text", "{", *_named(sign, reader), "}"]


def _tag(sign: str, reader: Reader) -> list[str]:
    """A tag as :mod:`.rows` takes it: a formula that says all of it."""
    starred = reader.takes("*")
    text = reader.argument()
    return [sign, "{", *_prose(r"\text", text if starred else ["(", *text, ")"]), "}"]


def _dropped(sign: str, reader: Reader) -> list[str]:
    reader.takes("*")
    reader.argument()
    return []


def _kept(sign: str, reader: Reader) -> list[str]:
    """What changes only the room around its argument."""
    reader.option()
    return ["{", *_words(reader.argument()), "}"]


def _array(sign: str, reader: Reader) -> list[str]:
    name, columns = {r"\substack": ("subarray", "{c}")}.get(sign, (sign[1:], ""))
    inner = _words(reader.argument())
    return [f"\\begin{{{name}}}", *signs(columns), *inner, f"\\end{{{name}}}"]


def _row_end(sign: str, reader: Reader) -> list[str]:
    """The end of a row, without what it says of the distance to the next."""
    reader.takes("*")
    if (option := reader.option()) is not None and not _DIMENSION.fullmatch(joined(option)):
        reader.put(["[", *option, "]"])
    return [sign]


def _space(sign: str, reader: Reader) -> list[str]:
    reader.takes("*")
    wide = reader.argument()
    word = r"\mspace" if _MU.fullmatch(joined(wide)) else r"\hspace"
    return [word, "{", *wide, "}"]


def _delimiter(sign: str, reader: Reader) -> list[str]:
    for angle, word in (("<", r"\langle"), (">", r"\rangle")):
        if reader.takes(angle):
            return [sign, word]
    return [sign]


def _operator(sign: str, reader: Reader) -> list[str]:
    r"""``\mathop{…}\limits_{…}^{…}`` with what stands below and above it there."""
    inner = [sign, "{", *_words(reader.argument()), "}"]
    if not (reader.takes(r"\limits") or reader.peek() in {"_", "^"}):
        return inner
    for script, word in (("_", r"\underset"), ("^", r"\overset")) * 2:
        if reader.takes(script):
            inner = [word, "{", *_words(reader.argument()), "}", "{", *inner, "}"]
    return inner


def _cancelled(sign: str, reader: Reader) -> list[str]:
    value, inner = reader.argument(), reader.argument()
    return [r"\cancel", "{", *_words(inner), "}", "^", "{", *_words(value), "}"]


def _slashed(sign: str, reader: Reader) -> list[str]:
    above, below = _words(reader.argument()), _words(reader.argument())
    return ["{", "{", "}", "^", "{", *above, "}", r"\!", "/", "_", "{", *below, "}", "}"]


def _between(sign: str, reader: Reader) -> list[str]:
    return [*_prose(r"\text", reader.argument()), "\\\\"]


def _dots(sign: str, reader: Reader) -> list[str]:
    count = joined(reader.argument())
    number = min(int(count), 50) if count in {str(n) for n in range(1, 100)} else 1
    return [each for _ in range(number) for each in (r"\ldots", "&")][:-1]


#: ``\color`` takes an argument in MathJax, and colours what follows in LaTeX: both are read.
_COLOURS = {r"\color", r"\textcolor"}


def _colour(sign: str, reader: Reader, colourless: frozenset[str]) -> list[str]:
    model = "".join(reader.option() or [])
    name = "".join(reader.argument()).strip()
    takes = sign == r"\textcolor" or reader.peek() == "{"
    inner = ["{", *_words(reader.argument(), colourless), "}"] if takes else None
    value = _hexadecimal(model, name)
    if (value is None and (model or name in colourless)) or not name:
        return inner or []
    said = ["[", *"HTML", "]", "{", *value, "}"] if value else ["{", *name, "}"]
    if inner is None:
        return [r"\color", *said]
    return ["{", r"\color", *said, *inner, "}"]


def _hexadecimal(model: str, name: str) -> str | None:
    """The colour as six digits, where it is given by numbers."""
    if (
        (model == "HTML" or not model)
        and re.fullmatch(r"#?[0-9A-Fa-f]{6}", name)
        and (model or name[0] == "#")
    ):
        return name.lstrip("#").upper()
    if not model and re.fullmatch(r"#[0-9A-Fa-f]{3}", name):
        return "".join(2 * digit for digit in name[1:]).upper()
    full = {"rgb": 1.0, "gray": 1.0, "RGB": 255.0}.get(model)
    shares = re.findall(r"\d*\.?\d+", name)
    if full is None or len(shares) != (1 if model == "gray" else 3):
        return None
    values = [min(255, round(255 * float(each) / full)) for each in shares]
    return "".join(f"{each:02X}" for each in (values * 3)[:3])


def _environment(begins: bool, name: str, reader: Reader) -> list[str]:
    """The beginning or end of an environment by a name that is known later, without what we can't show."""
    base = name.rstrip("*")
    matrix = _MATRIX.fullmatch(name)
    if base in {"subequations", "math", "displaymath"}:
        return []
    if matrix and (matrix[2] or name.endswith("*")):
        if begins:
            reader.option()
        fence = _FENCES.get(matrix[1], "  ") if matrix[2] else "  "
        inner = "subarray" if matrix[2] else base
        if begins:
            opened = [r"\left", fence[0]] if fence.strip() else []
            return [*opened, f"\\begin{{{inner}}}", *(["{", "c", "}"] if matrix[2] else [])]
        return [f"\\end{{{inner}}}", *([r"\right", fence[1]] if fence.strip() else [])]
    if begins and base in {"aligned", "alignedat", "gathered", "split", "array", "darray"}:
        reader.option()
    if begins and base in {"alignat", "xalignat", "alignedat"}:
        reader.argument()
    if begins and base in {"array", "darray"}:
        return [f"\\begin{{{base}}}", "{", *_columns(reader.argument()), "}"]
    return [f"\\{'begin' if begins else 'end'}{{{name}}}"]


def _columns(parts: Sequence[str]) -> list[str]:
    """The columns of an array, without what stands between them and how wide they are."""
    reader, out = Reader(parts), []
    while reader:
        sign = reader.next()
        if sign in {"@", "!", ">", "<"}:
            reader.argument()
        elif sign in {"p", "m", "b"}:
            reader.argument()
            out.append("l")
        elif sign == "*":
            count = joined(reader.argument())
            inner = _columns(reader.argument())
            out += inner * (min(int(count), 50) if count in {str(n) for n in range(1, 100)} else 1)
        elif not sign.isspace():
            out.append(sign)
    return out


_HANDLERS: dict[str, Callable[[str, Reader], list[str]]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys((r"\ref", r"\eqref"), _reference),
    **dict.fromkeys((r"\label", r"\require", r"\vspace", r"\cline"), _dropped),
    **dict.fromkeys((r"\smash", r"\vcenter", r"\ensuremath"), _kept),
    **dict.fromkeys((r"\substack", r"\matrix", r"\pmatrix", r"\bmatrix", r"\cases"), _array),
    **dict.fromkeys((r"\left", r"\right", r"\middle"), _delimiter),
    **dict.fromkeys(
        (f"\\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "m", "r")),
        _delimiter,
    ),
    **dict.fromkeys((r"\intertext", r"\shortintertext"), _between),
    **dict.fromkeys((r"\nicefrac", r"\sfrac"), _slashed),
    "\\\\": _row_end,
    r"\hspace": _space,
    r"\tag": _tag,
    r"\mathop": _operator,
    r"\cancelto": _cancelled,
    r"\hdotsfor": _dots,
}
