"""Replace commands of LaTeX, its packages and MathJax that the converter lacks by ones it supports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lexer import Reader, check_size, converted, join_tokens, step, tokenize
from .macros import Macros, expand
from .rows import arranged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Synonyms of other commands, and commands without effect on the web, such as those for page breaks.
_SYNONYMS: dict[str, tuple[str, ...]] = {
    r"\pmb": (r"\boldsymbol",),
    **dict.fromkeys((r"\mathbbm", r"\mathds"), (r"\mathbb",)),
    **dict.fromkeys((r"\dotsc", r"\dotso", r"\hdots"), (r"\ldots",)),
    **dict.fromkeys((r"\dotsb", r"\dotsm", r"\dotsi"), (r"\cdots",)),
    r"\cr": ("\\\\",),
    r"\*": ("*",),
    **dict.fromkeys((r"\hfill", r"\hfil"), (r"\quad",)),
    r"\TeX": (r"\text", "{", "T", "e", "X", "}"),
    r"\LaTeX": (r"\text", "{", "L", "a", "T", "e", "X", "}"),
    r"\varlimsup": (r"\overline", "{", r"\lim", "}"),
    r"\varliminf": (r"\underline", "{", r"\lim", "}"),
    **dict.fromkeys(
        r"\nonumber \notag \nobreak \allowbreak \strut \mathstrut \displaylimits \tiny \scriptsize"
        r" \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge".split(),
        (),
    ),
}

#: Commands that set text, and the converter's equivalents.
_TEXTS = {
    **dict.fromkeys((r"\text", r"\mbox", r"\hbox", r"\textnormal", r"\textup", r"\textmd"), r"\text"),
    **dict.fromkeys((r"\textit", r"\textsl"), r"\textit"),
    **{word: word for word in (r"\textrm", r"\textbf", r"\texttt", r"\textsf", r"\textsc", r"\fbox")},
}

#: Characters that are special in TeX, escaped for the text in a formula.
_ESCAPES = {"_": r"\_", "&": r"\&", "#": r"\#", "$": r"\$", "^": r"\textasciicircum"}

_DIMENSION = re.compile(r"\s*-?[\d.]+\s*(?:pt|pc|bp|in|cm|mm|em|ex|mu)\s*")
_MU = re.compile(r"\s*(-?[\d.]+)\s*mu\s*")
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{\s*(.*?)\s*\}", re.DOTALL)
#: Matrix environments; their starred variants take an alignment, which is left to the converter.
_MATRIX = re.compile(r"([pbBvV]?)(small)?matrix\*?")
_FENCES = {"p": "()", "b": "[]", "v": "||"}


def rewritten(
    tex: str, *, display: bool, macros: Macros = (), colourless: frozenset[str] = frozenset()
) -> str:
    """Rewrite *tex* for the converter; unknown commands are left for it to report.

    *colourless*: names of colours to ignore. Raises :class:`~.lexer.TexError` if the formula is too long,
    nested too deeply, or expands infinitely.
    """
    tokens = expand(tokenize(tex), macros)
    check_size(tokens)
    tokens = arranged(_rewrite_tokens(tokens, colourless), display=display)
    check_size(tokens)
    return join_tokens(tokens)


def _rewrite_tokens(tokens: Sequence[str], colourless: frozenset[str] = frozenset()) -> list[str]:
    """Replace all supported commands in *tokens*."""

    def rewritten(token: str, reader: Reader) -> Sequence[str]:
        if token[0] != "\\":
            return (token,)
        if token in _COLOURS:
            return _colour(token, reader, colourless)
        if handle := _HANDLERS.get(token):
            return handle(token, reader)
        if token.endswith("}") and (match := _ENVIRONMENT.fullmatch(token)):
            return _environment(match[1] == "begin", match[2], reader)
        return _SYNONYMS.get(token, (token,))

    return converted(tokens, rewritten)


def _text(token: str, reader: Reader) -> list[str]:
    return _prose(_TEXTS[token], reader.argument())


def _prose(command: str, tokens: Sequence[str]) -> list[str]:
    """Split text with formulas between dollars into text and formulas; *command* is the text command."""
    pieces: list[list[str]] = [[]]
    reader, depth = Reader(tokens), 0
    while reader:
        token = reader.next()
        depth += step(token)
        if token in {"$", r"\(", r"\)"} and not depth:
            pieces.append([])
        elif token in _TEXTS and len(pieces) % 2 and reader.peek() == "{":
            inner = reader.argument()
            nested = [token, "{", *inner, "}"]
            # Nested text with formulas in it is placed next to the outer text.
            pieces[-1:] = [pieces[-1], nested, []] if "$" in inner and not depth else [[*pieces[-1], *nested]]
        else:
            pieces[-1].append(token)
    if len(pieces) % 2 == 0:
        # An unclosed dollar is literal.
        pieces = [*pieces[:-2], [*pieces[-2], r"\$", *pieces[-1]]]
    out: list[str] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            out += ["{", *_rewrite_tokens(piece), "}"]
        elif piece or len(pieces) == 1:
            out += [command, "{", *_plain(piece), "}"]
    return out if len(pieces) == 1 else ["{", *out, "}"]


def _plain(tokens: Sequence[str]) -> list[str]:
    """Return text in a formula, with special characters escaped and references resolved to their names."""

    def escaped(token: str, reader: Reader) -> list[str]:
        if token in {r"\ref", r"\eqref"}:
            return _reference_name(token, reader)
        if len(token) == 2 and token[0] == "#":
            return [r"\#", token[1]]
        return [_ESCAPES.get(token) or _TEXTS.get(token, token)]

    return converted(tokens, escaped)


def _reference_name(token: str, reader: Reader) -> list[str]:
    """Return the label of a referenced formula, whose number is not known here."""
    name = _plain(reader.argument())
    return ["(", *name, ")"] if token == r"\eqref" else name


def _reference(token: str, reader: Reader) -> list[str]:
    return [r"\text", "{", *_reference_name(token, reader), "}"]


def _tag(token: str, reader: Reader) -> list[str]:
    """Return a tag as expected by :mod:`.rows`: with its parentheses, as a formula."""
    starred = reader.takes("*")
    text = reader.argument()
    return [token, "{", *_prose(r"\text", text if starred else ["(", *text, ")"]), "}"]


def _dropped(token: str, reader: Reader) -> list[str]:
    reader.takes("*")
    reader.argument()
    return []


def _unwrapped(token: str, reader: Reader) -> list[str]:
    """Return the argument of a command that only affects the space around it."""
    reader.option()
    return ["{", *_rewrite_tokens(reader.argument()), "}"]


def _array(token: str, reader: Reader) -> list[str]:
    name, columns = {r"\substack": ("subarray", "{c}")}.get(token, (token[1:], ""))
    inner = _rewrite_tokens(reader.argument())
    return [f"\\begin{{{name}}}", *tokenize(columns), *inner, f"\\end{{{name}}}"]


def _row_end(token: str, reader: Reader) -> list[str]:
    """Return the end of a row, without the extra space to the next one."""
    reader.takes("*")
    if (option := reader.option()) is not None and not _DIMENSION.fullmatch(join_tokens(option)):
        reader.put(["[", *option, "]"])
    return [token]


def _space(token: str, reader: Reader) -> list[str]:
    reader.takes("*")
    width = reader.argument()
    command = r"\mspace" if _MU.fullmatch(join_tokens(width)) else r"\hspace"
    return [command, "{", *width, "}"]


def _delimiter(token: str, reader: Reader) -> list[str]:
    for angle, command in (("<", r"\langle"), (">", r"\rangle")):
        if reader.takes(angle):
            return [token, command]
    return [token]


def _operator(token: str, reader: Reader) -> list[str]:
    r"""Return ``\mathop{…}\limits_{…}^{…}`` with its limits below and above."""
    inner = [token, "{", *_rewrite_tokens(reader.argument()), "}"]
    if not (reader.takes(r"\limits") or reader.peek() in {"_", "^"}):
        return inner
    for script, command in (("_", r"\underset"), ("^", r"\overset")) * 2:
        if reader.takes(script):
            inner = [command, "{", *_rewrite_tokens(reader.argument()), "}", "{", *inner, "}"]
    return inner


def _cancelled(token: str, reader: Reader) -> list[str]:
    value, inner = reader.argument(), reader.argument()
    return [r"\cancel", "{", *_rewrite_tokens(inner), "}", "^", "{", *_rewrite_tokens(value), "}"]


def _slashed(token: str, reader: Reader) -> list[str]:
    above, below = _rewrite_tokens(reader.argument()), _rewrite_tokens(reader.argument())
    return ["{", "{", "}", "^", "{", *above, "}", r"\!", "/", "_", "{", *below, "}", "}"]


def _between(token: str, reader: Reader) -> list[str]:
    return [*_prose(r"\text", reader.argument()), "\\\\"]


def _dots(token: str, reader: Reader) -> list[str]:
    return ([r"\ldots", "&"] * _count(reader))[:-1]


def _count(reader: Reader) -> int:
    """Read an argument with a number of repetitions, at most 50; 1 if it is none."""
    text = join_tokens(reader.argument())
    return min(int(text), 50) if re.fullmatch("[1-9][0-9]?", text) else 1


#: In MathJax, ``\color`` takes an argument; in LaTeX, it colours the rest of the group. Both are supported.
_COLOURS = {r"\color", r"\textcolor"}


def _colour(token: str, reader: Reader, colourless: frozenset[str]) -> list[str]:
    model = "".join(reader.option() or [])
    name = "".join(reader.argument()).strip()
    takes = token == r"\textcolor" or reader.peek() == "{"
    inner = ["{", *_rewrite_tokens(reader.argument(), colourless), "}"] if takes else None
    value = _hexadecimal(model, name)
    if (value is None and (model or name in colourless)) or not name:
        return inner or []
    colour = ["[", *"HTML", "]", "{", *value, "}"] if value else ["{", *name, "}"]
    if inner is None:
        return [r"\color", *colour]
    return ["{", r"\color", *colour, *inner, "}"]


def _hexadecimal(model: str, name: str) -> str | None:
    """Return a colour given by numbers as six hexadecimal digits; None for a name."""
    is_marked = model == "HTML" or (not model and name.startswith("#"))
    if is_marked and re.fullmatch(r"#?[0-9A-Fa-f]{6}", name):
        return name.lstrip("#").upper()
    if not model and re.fullmatch(r"#[0-9A-Fa-f]{3}", name):
        return "".join(2 * digit for digit in name[1:]).upper()
    scale = {"rgb": 1.0, "gray": 1.0, "RGB": 255.0}.get(model)
    numbers = re.findall(r"\d*\.?\d+", name)
    if scale is None or len(numbers) != (1 if model == "gray" else 3):
        return None
    values = [min(255, round(255 * float(each) / scale)) for each in numbers]
    return "".join(f"{each:02X}" for each in (values * 3)[:3])


def _environment(begins: bool, name: str, reader: Reader) -> list[str]:
    """Return the beginning or end of an environment as the converter supports it."""
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


def _columns(tokens: Sequence[str]) -> list[str]:
    """Return the columns of an array, without separators and widths."""
    reader, out = Reader(tokens), []
    while reader:
        token = reader.next()
        if token in {"@", "!", ">", "<"}:
            reader.argument()
        elif token in {"p", "m", "b"}:
            reader.argument()
            out.append("l")
        elif token == "*":
            count = _count(reader)
            out += _columns(reader.argument()) * count
        elif not token.isspace():
            out.append(token)
    return out


_HANDLERS: dict[str, Callable[[str, Reader], list[str]]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys((r"\ref", r"\eqref"), _reference),
    **dict.fromkeys((r"\label", r"\require", r"\vspace", r"\cline"), _dropped),
    **dict.fromkeys((r"\smash", r"\vcenter", r"\ensuremath"), _unwrapped),
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
