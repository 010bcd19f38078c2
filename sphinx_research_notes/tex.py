r"""TeX as people write it, put into the words that the converter to MathML knows: from text to text.

What is not known here stays as it is, to the letter; the converter says what it cannot read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from math_core import LatexError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Words, characters, beginnings and ends of environments, comments, blanks.
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{[^{}\\$%&#]*\}|\\[A-Za-z]+|\\.|%[^\n]*(?:\n[^\S\n]*)?|#[1-9]|\s+|.", re.DOTALL
)
_WORD = re.compile(r"\\[A-Za-z]+")

#: More than any formula that is meant to be read; beyond, the converter can run out of its stack.
MAX_TOKENS, MAX_WORDS, MAX_DEPTH = 20_000, 1_500, 100

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


def tokens(tex: str) -> list[str]:
    """*tex* in pieces; comments are left out."""
    return [each for each in _TOKEN.findall(tex) if each[0] != "%"]


def joined(parts: Sequence[str]) -> str:
    """The text of tokens; a blank keeps a word from running into the next letter."""
    out: list[str] = []
    for part in parts:
        if part[0].isalpha() and out and _WORD.fullmatch(out[-1]):
            out.append(" ")
        out.append(part)
    return "".join(out)


class Reader:
    """Takes tokens one after the other; what was taken for nothing can be given back."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._left = list(reversed(parts))
        self._taken: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._left)

    def next(self) -> str:
        """The next token."""
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
        """The next token that is no blank, which stays; nothing at the end."""
        return next((each for each in reversed(self._left[-2:]) if not each.isspace()), "")

    def takes(self, token: str) -> bool:
        """Whether *token* comes next; then it is taken."""
        if self.peek() != token:
            return False
        while self.next() != token:
            pass
        return True

    def argument(self) -> list[str]:
        """What the word before takes: a group without its braces, or one token."""
        if self.takes("{"):
            return self._until("}")
        if self.peek() in {"", "}", "&", "\\\\"} or self.peek().startswith((r"\begin", r"\end")):
            raise Missing
        while (token := self.next()).isspace():
            pass
        return [token]

    def option(self) -> list[str] | None:
        """What stands in brackets, if anything does."""
        return self._until("]") if self.takes("[") else None

    def _until(self, end: str) -> list[str]:
        found: list[str] = []
        depth = 0
        while (token := self.next()) != end or depth:
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth < 0:
                raise Missing
            found.append(token)
        return found


def expand(parts: Sequence[str], macros: Macros) -> list[str]:
    r"""*parts* with each of *macros* replaced, and those that the formula defines itself (``\newcommand``)."""
    known = {f"\\{name}": macro for name, macro in macros}
    if not {*known, *_DEFINING}.intersection(parts):
        return list(parts)
    reader, out, count = Reader(parts), [], 0
    while reader:
        token = reader.next()
        define, macro = _DEFINING.get(token), known.get(token)
        reader.mark()
        try:
            if define:
                name, defined = define(reader)
                known[name] = defined
            elif macro:
                count += 1
                replaced = _replaced(reader, macro)
                if count > MAX_EXPANSIONS or len(replaced) > MAX_TOKENS:
                    raise TexError(f'The macro "{token}" has no end.')
                reader.put(replaced)
            else:
                out.append(token)
        except Missing:
            reader.undo()
            out.append(token)
        if len(out) > MAX_TOKENS:
            break
    return out


def _replaced(reader: Reader, macro: Macro) -> list[str]:
    """What *macro* stands for with the arguments that come next."""
    values: list[list[str]] = []
    if macro.default is not None and macro.arguments:
        option = reader.option()
        values.append(tokens(macro.default) if option is None else option)
    values += [reader.argument() for _ in range(macro.arguments - len(values))]
    out: list[str] = []
    for token in tokens(macro.body):
        number = int(token[1]) if token[0] == "#" and len(token) == 2 else 0
        out += values[number - 1] if 0 < number <= len(values) else [token]
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
    for token in parts:
        if by := step(token):
            depth += by
            deepest = max(deepest, depth)
    words = sum(token[0] == "\\" for token in parts)
    if len(parts) > MAX_TOKENS or words > MAX_WORDS or deepest > MAX_DEPTH:
        raise TexError("The formula is too long or too deep.")


def step(token: str) -> int:
    """By how much *token* leads deeper into groups and environments."""
    if token == "{" or (token[-1] == "}" and token.startswith(r"\begin")):
        return 1
    return -1 if token[-1] == "}" and token != r"\}" else 0
