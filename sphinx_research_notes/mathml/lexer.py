r"""TeX as people write it, put into the words that the converter to MathML knows: from text to text.

What is not known here stays as it is, to the letter; the converter says what it cannot read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from math_core import LatexError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Words, characters, beginnings and ends of environments, comments, blanks.
_SIGN = re.compile(
    r"\\(?:begin|end)\s*\{[^{}\\$%&#]*\}|\\[A-Za-z]+|\\.|%[^\n]*(?:\n[^\S\n]*)?|#[1-9]|\s+|.", re.DOTALL
)
#: A word of TeX.
WORD = re.compile(r"\\[A-Za-z]+")

#: More than any formula that is meant to be read; beyond, the converter can run out of its stack.
MAX_SIGNS, MAXWORDS, MAX_DEPTH = 20_000, 1_500, 100
#: More signs than any formula has groups that nothing closes to be looked through.
MAX_IN_VAIN = 10 * MAX_SIGNS


class TexError(LatexError):
    """What is wrong with a formula, in words for its author."""


class Missing(Exception):
    """A word lacks what should follow it."""


def signs(tex: str) -> list[str]:
    """*tex* in pieces; comments are left out."""
    return [_control_space(each) for each in _SIGN.findall(tex) if each[0] != "%"]


def _control_space(sign: str) -> str:
    r"""*sign*, where ``\`` before a blank of any kind, the end of a line among them, is TeX's ``\ ``."""
    return "\\ " if sign[0] == "\\" and not sign[1:].strip() else sign


def joined(parts: Sequence[str]) -> str:
    """The text of signs; a blank keeps a word from running into the next letter."""
    out: list[str] = []
    for part in parts:
        if part[0].isalpha() and out and WORD.fullmatch(out[-1]):
            out.append(" ")
        out.append(part)
    return "".join(out)


class Reader:
    """Takes signs one after the other; what was taken for nothing can be given back."""

    def __init__(self, parts: Sequence[str]) -> None:
        self._left = list(reversed(parts))
        self._taken: list[str] = []
        #: How many signs were taken for nothing: where each word does so, time would grow with the square.
        self._in_vain = 0

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
        self._in_vain += len(self._taken)
        if self._in_vain > MAX_IN_VAIN:
            raise TexError("The formula is too long or too deep.")
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


def check(parts: Sequence[str]) -> None:
    """Raise :class:`TexError` for what is too long or too deep to be converted."""
    depth = deepest = 0
    for sign in parts:
        if by := step(sign):
            depth += by
            deepest = max(deepest, depth)
    words = sum(sign[0] == "\\" for sign in parts)
    if len(parts) > MAX_SIGNS or words > MAXWORDS or deepest > MAX_DEPTH:
        raise TexError("The formula is too long or too deep.")


def step(sign: str) -> int:
    """By how much *sign* leads deeper into groups and environments."""
    if sign == "{" or (sign[-1] == "}" and sign.startswith(r"\begin")):
        return 1
    return -1 if sign[-1] == "}" and sign != r"\}" else 0
