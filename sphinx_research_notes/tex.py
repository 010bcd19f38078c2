r"""TeX as people write it, put into the words that the converter to MathML knows: from text to text.

What is not known here stays as it is, to the letter; the converter says what it cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from math_core import LatexError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Words, characters, beginnings and ends of environments, comments, blanks.
_SIGN = re.compile(
    r"\\(?:begin|end)\s*\{[^{}\\$%&#]*\}|\\[A-Za-z]+|\\.|%[^\n]*(?:\n[^\S\n]*)?|#[1-9]|\s+|.", re.DOTALL
)
_WORD = re.compile(r"\\[A-Za-z]+")

#: More than any formula that is meant to be read; beyond, the converter can run out of its stack.
MAX_SIGNS, MAX_WORDS, MAX_DEPTH = 20_000, 1_500, 100

#: How often macros may be replaced in one formula: one may stand for itself.
MAX_EXPANSIONS = 1_000


class TexError(LatexError):
    """What is wrong with a formula, in words for its author."""


class Missing(Exception):
    """A word lacks what should follow it."""


@dataclass(frozen=True, slots=True)
class Macro:
    """What stands for a word: TeX with ``#1`` to ``#9`` for its arguments, as in MathJax's ``tex.macros``."""

    body: str
    arguments: int = 0
    #: What the first argument is where it is not given in brackets.
    default: str | None = None


#: Macros by their names, without the backslash; a tuple, so that it can be a key.
Macros = tuple[tuple[str, Macro], ...]


def read_macros(value: object) -> dict[str, Macro]:
    """Macros by name, from a mapping as MathJax takes it: to TeX, or to [TeX, number of arguments, default].

    Raises ValueError that says what is accepted.
    """
    if not isinstance(value, Mapping):
        raise ValueError("accepted is a mapping of names to TeX, or to [TeX, number of arguments]")
    return {_macro_name(name): _macro(given) for name, given in value.items()}


def _macro_name(name: object) -> str:
    found = str(name).removeprefix("\\")
    if not re.fullmatch(r"[A-Za-z]+|[^A-Za-z\s]", found):
        raise ValueError(f"found the name {name!r}; accepted are letters, or a single other sign")
    return found


def _macro(given: object) -> Macro:
    parts = [given] if isinstance(given, str) else given
    match parts:
        case [str(body)]:
            return Macro(body)
        case [str(body), int(count)] if 0 <= count <= 9:
            return Macro(body, int(count))
        case [str(body), int(count), str(default)] if 1 <= count <= 9:
            return Macro(body, int(count), default)
    raise ValueError(f"found the macro {given!r}; accepted is TeX, or [TeX, number of arguments from 0 to 9]")


def signs(tex: str) -> list[str]:
    """*tex* in pieces; comments are left out."""
    return [each for each in _SIGN.findall(tex) if each[0] != "%"]


def joined(parts: Sequence[str]) -> str:
    """The text of signs; a blank keeps a word from running into the next letter."""
    out: list[str] = []
    for part in parts:
        if part[0].isalpha() and out and _WORD.fullmatch(out[-1]):
            out.append(" ")
        out.append(part)
    return "".join(out)


class Reader:
    """Takes signs one after the other; what was taken for nothing can be given back."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._left = list(reversed(parts))
        self._taken: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._left)

    def next(self) -> str:
        """The next sign."""
        if not self._left:
            raise Missing
        self._taken.append(self._left.pop())
        return self._taken[-1]

    def mark(self) -> None:
        """From here on, what is taken can be given back."""
        self._taken.clear()

    def undo(self) -> None:
        """Give back everything since the mark."""
        self.put(self._taken)
        self._taken = []

    def put(self, parts: Sequence[str]) -> None:
        """Have *parts* read next."""
        self._left.extend(reversed(parts))

    def peek(self) -> str:
        """The next sign that is no blank, which stays; nothing at the end."""
        return next((each for each in reversed(self._left[-2:]) if not each.isspace()), "")

    def takes(self, sign: str) -> bool:
        """Whether *sign* comes next; then it is taken."""
        if self.peek() != sign:
            return False
        while self.next() != sign:
            pass
        return True

    def argument(self) -> list[str]:
        """What the word before takes: a group without its braces, or one sign."""
        if self.takes("{"):
            return self._until("}")
        if self.peek() in {"", "}", "&", "\\\\"} or self.peek().startswith((r"\begin", r"\end")):
            raise Missing
        while (sign := self.next()).isspace():
            pass
        return [sign]

    def option(self) -> list[str] | None:
        """What stands in brackets, if anything does."""
        return self._until("]") if self.takes("[") else None

    def _until(self, end: str) -> list[str]:
        found: list[str] = []
        depth = 0
        while (sign := self.next()) != end or depth:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth < 0:
                raise Missing
            found.append(sign)
        return found


def expand(parts: Sequence[str], macros: Macros) -> list[str]:
    r"""*parts* with *macros* replaced, and those that the formula defines itself (``\newcommand``)."""
    return _expanded(parts, {f"\\{name}": macro for name, macro in macros})


@cache
def defined(tex: str) -> Macros:
    """The macros that *tex* defines, as it stands after the last of its words."""
    known: dict[str, Macro] = {}
    parts = signs(tex)
    if not _DEFINING.keys().isdisjoint(parts):
        _expanded(parts, known)
    return tuple((name.removeprefix("\\"), macro) for name, macro in known.items())


def is_definition(tex: str) -> bool:
    """Whether *tex* defines macros and shows nothing."""
    parts = signs(tex)
    if _DEFINING.keys().isdisjoint(parts):
        return False
    return not "".join(_expanded(parts, {})).strip()


def _expanded(parts: Sequence[str], known: dict[str, Macro]) -> list[str]:
    """*parts* with the *known* macros replaced; what they define is known from then on."""
    if not {*known, *_DEFINING}.intersection(parts):
        return list(parts)
    reader, out, count = Reader(parts), [], 0
    while reader:
        sign = reader.next()
        define, macro = _DEFINING.get(sign), known.get(sign)
        reader.mark()
        try:
            if define:
                name, meaning = define(reader)
                known[name] = meaning
            elif macro:
                count += 1
                replaced = _replaced(reader, macro)
                if count > MAX_EXPANSIONS or len(replaced) > MAX_SIGNS:
                    raise TexError(f'The macro "{sign}" has no end.')
                reader.put(replaced)
            else:
                out.append(sign)
        except Missing:
            reader.undo()
            out.append(sign)
        if len(out) > MAX_SIGNS:
            break
    return out


def _replaced(reader: Reader, macro: Macro) -> list[str]:
    """What *macro* stands for with the arguments that come next."""
    values: list[list[str]] = []
    if macro.default is not None and macro.arguments:
        option = reader.option()
        values.append(signs(macro.default) if option is None else option)
    values += [reader.argument() for _ in range(macro.arguments - len(values))]
    out: list[str] = []
    for sign in signs(macro.body):
        number = int(sign[1]) if sign[0] == "#" and len(sign) == 2 else 0
        out += values[number - 1] if 0 < number <= len(values) else [sign]
    return out


def _new_command(reader: Reader) -> tuple[str, Macro]:
    reader.takes("*")
    name = _name(reader.argument())
    count = joined(reader.option() or ["0"])
    default = reader.option()
    body = joined(reader.argument())
    arguments = int(count) if count in set("0123456789") else 0
    return name, Macro(body, arguments, None if default is None else joined(default))


def _def(reader: Reader) -> tuple[str, Macro]:
    name, arguments = _name(reader.argument()), 0
    while reader.peek() == f"#{arguments + 1}":
        reader.argument()
        arguments += 1
    if reader.peek() != "{":
        raise Missing
    return name, Macro(joined(reader.argument()), arguments)


def _operator(reader: Reader) -> tuple[str, Macro]:
    star = "*" if reader.takes("*") else ""
    name = _name(reader.argument())
    return name, Macro(rf"\operatorname{star}{{{joined(reader.argument())}}}")


def _name(parts: list[str]) -> str:
    if len(parts) != 1 or not _WORD.fullmatch(parts[0]):
        raise Missing
    return parts[0]


_DEFINING: dict[str, Callable[[Reader], tuple[str, Macro]]] = {
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), _new_command),
    **dict.fromkeys((r"\def", r"\gdef"), _def),
    r"\DeclareMathOperator": _operator,
}


def check(parts: Sequence[str]) -> None:
    """Raise :class:`TexError` for what is too long or too deep to be converted."""
    depth = deepest = 0
    for sign in parts:
        if by := step(sign):
            depth += by
            deepest = max(deepest, depth)
    words = sum(sign[0] == "\\" for sign in parts)
    if len(parts) > MAX_SIGNS or words > MAX_WORDS or deepest > MAX_DEPTH:
        raise TexError("The formula is too long or too deep.")


def step(sign: str) -> int:
    """By how much *sign* leads deeper into groups and environments."""
    if sign == "{" or (sign[-1] == "}" and sign.startswith(r"\begin")):
        return 1
    return -1 if sign[-1] == "}" and sign != r"\}" else 0
