"""Split a template into texts and actions, and these into words."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"\{\{(?P<before>-\s)?\s*/\*(?P<text>.*?)\*/\s*(?P<after>(?<=\s)-)?\}\}", re.DOTALL)
_OPEN = re.compile(r"\{\{(?:-(?=\s))?")
_CLOSE = re.compile(r"\s+-\}\}|\s*\}\}")
_WORD = re.compile(
    r"""(?P<space>\s+)|(?P<string>"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])+')"""
    r"""|(?P<number>[-+]?(?:0x[\da-fA-F]+|\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+))(?![\w])"""
    r"""|(?P<field>(?:\.[^\W\d]\w*)+)|(?P<variable>\$\w*(?:\.[^\W\d]\w*)*)|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"""
    r"""|(?P<sign>:=|[=|(),.])"""
)

#: Of Python, or of nobody.
_UNKNOWN_ESCAPE = re.compile(r"""(?<!\\)(?:\\\\)*\\(?![abfnrtvxuU0-7"'\\])""")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an action."""

    kind: str
    text: str
    #: Whether there is space before it.
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """What stands between braces."""

    words: tuple[Word, ...]


def parts_of(text: str) -> Iterator[str | Action]:
    """Yield the texts and actions of a template; raises Unknown if it isn't one."""
    place = 0
    trims = False
    while True:
        match = _OPEN.search(text, place)
        before = text[place : match.start()] if match else text[place:]
        if trims:
            before = before.lstrip()
        if match is None:
            yield before
            return
        if comment := _COMMENT.match(text, match.start()):
            yield before.rstrip() if comment["before"] else before
            trims, place = bool(comment["after"]), comment.end()
            continue
        yield before.rstrip() if match[0].endswith("-") else before
        words, place, trims = _words(text, match.end())
        yield Action(tuple(words))


def _words(text: str, place: int) -> tuple[list[Word], int, bool]:
    """Return the words from *place* on, where their action ends, and whether it trims."""
    words: list[Word] = []
    spaced = False
    while True:
        if end := _CLOSE.match(text, place):
            return words, end.end(), end[0].endswith("-}}")
        match = _WORD.match(text, place)
        if match is None:
            raise Unknown("the template isn't understood")
        if match.lastgroup == "space":
            spaced = True
        else:
            words.append(Word(str(match.lastgroup), match[0], spaced))
            spaced = False
        place = match.end()


def literal(word: Word) -> Any:
    """Return the value of a word that is a string or a number."""
    if word.text.startswith("`"):
        return word.text[1:-1]
    if _UNKNOWN_ESCAPE.search(word.text):
        raise Unknown(f"the value {word.text}")
    try:
        value = ast.literal_eval(word.text)
    except (ValueError, SyntaxError):
        raise Unknown(f"the value {word.text}") from None
    return ord(value) if word.text.startswith("'") and len(value) == 1 else value
