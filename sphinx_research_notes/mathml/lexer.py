"""Tokenize TeX, and read arguments from tokens."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from math_core import LatexError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

#: The beginning or end of an environment, a command, a comment, a parameter, whitespace, or a character.
_TOKEN = re.compile(
    r"\\(?:begin|end)\s*\{[^{}\\$%&#]*\}|\\[A-Za-z]+|\\.|%[^\n]*(?:\n[^\S\n]*)?|#[1-9]|\s+|.", re.DOTALL
)
#: A command whose name consists of letters.
COMMAND = re.compile(r"\\[A-Za-z]+")

#: More than in any legitimate formula; beyond these limits, the converter's stack can overflow.
MAX_TOKENS, MAX_COMMANDS, MAX_DEPTH = 20_000, 1_500, 100
#: The limit of tokens read again after unclosed groups.
MAX_REREAD = 10 * MAX_TOKENS


class TexError(LatexError):
    """An error in a formula, with a message for its author."""


class MissingArgument(Exception):
    """A command lacks an argument."""


def tokenize(tex: str) -> list[str]:
    """Split *tex* into tokens, without comments."""
    return [_control_space(each) for each in _TOKEN.findall(tex) if each[0] != "%"]


def _control_space(token: str) -> str:
    r"""Return *token*, replacing ``\`` before whitespace of any kind, including line ends, by ``\ ``."""
    return "\\ " if token[0] == "\\" and not token[1:].strip() else token


def join_tokens(tokens: Sequence[str]) -> str:
    """Return the text of *tokens*, with a space between a command and a letter that follows."""
    out: list[str] = []
    for token in tokens:
        if token[0].isalpha() and out and COMMAND.fullmatch(out[-1]):
            out.append(" ")
        out.append(token)
    return "".join(out)


class Reader:
    """Read tokens one by one, with backtracking to a mark."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._remaining = list(reversed(tokens))
        self._since_mark: list[str] = []
        #: The number of tokens put back, limited to avoid quadratic time.
        self._reread = 0

    def __bool__(self) -> bool:
        return bool(self._remaining)

    def next(self) -> str:
        """Return the next token; raises :class:`MissingArgument` at the end."""
        if not self._remaining:
            raise MissingArgument
        self._since_mark.append(self._remaining.pop())
        return self._since_mark[-1]

    def mark(self) -> None:
        """Set the position to which :meth:`undo` returns."""
        self._since_mark.clear()

    def undo(self) -> None:
        """Return to the mark."""
        self._reread += len(self._since_mark)
        if self._reread > MAX_REREAD:
            raise TexError("too long or nested too deeply")
        self.put(self._since_mark)
        self._since_mark = []

    def put(self, tokens: Sequence[str]) -> None:
        """Insert *tokens* to be read next."""
        self._remaining.extend(reversed(tokens))

    def peek(self) -> str:
        """Return the next token that is not whitespace without reading it; empty at the end."""
        return next((each for each in reversed(self._remaining[-2:]) if not each.isspace()), "")

    def takes(self, token: str) -> bool:
        """Read *token* if it comes next, and return whether it did."""
        if self.peek() != token:
            return False
        while self.next() != token:
            pass
        return True

    def argument(self) -> list[str]:
        """Read an argument: a group, returned without its braces, or a single token."""
        if self.takes("{"):
            return self._until("}")
        if self.peek() in {"", "}", "&", "\\\\"} or self.peek().startswith((r"\begin", r"\end")):
            raise MissingArgument
        while (token := self.next()).isspace():
            pass
        return [token]

    def option(self) -> list[str] | None:
        """Read an optional argument in brackets; None if there is none."""
        return self._until("]") if self.takes("[") else None

    def _until(self, end: str) -> list[str]:
        tokens: list[str] = []
        depth = 0
        while (token := self.next()) != end or depth:
            depth += {"{": 1, "}": -1}.get(token, 0)
            if depth < 0:
                raise MissingArgument
            tokens.append(token)
        return tokens


def converted(tokens: Sequence[str], convert: Callable[[str, Reader], Iterable[str]]) -> list[str]:
    """Return what *convert* makes of each token and its arguments; a token without its argument stays."""
    reader, out = Reader(tokens), list[str]()
    while reader:
        token = reader.next()
        reader.mark()
        try:
            out += convert(token, reader)
        except MissingArgument:
            reader.undo()
            out.append(token)
    return out


def check_size(tokens: Sequence[str]) -> None:
    """Raise :class:`TexError` if a formula is too long, or nested too deeply, to be converted."""
    deepest = max(accumulate(map(step, tokens)), default=0)
    commands = sum(token[0] == "\\" for token in tokens)
    if len(tokens) > MAX_TOKENS or commands > MAX_COMMANDS or deepest > MAX_DEPTH:
        raise TexError("too long or nested too deeply")


def step(token: str) -> int:
    """Return the change of nesting depth at *token*: 1, -1 or 0."""
    if token == "{" or (token[-1] == "}" and token.startswith(r"\begin")):
        return 1
    return -1 if token[-1] == "}" and token != r"\}" else 0
