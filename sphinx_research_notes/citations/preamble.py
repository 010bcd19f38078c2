r"""Words of TeX that a bibliography defines in its ``@preamble``, put into the values that use them.

``\newcommand{\project}{Rain Project}`` and its like; what we know ourselves (``\noopsort``) stays a word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .bibtex_names import PARTS
from .latex_text import is_known
from .normalize import VERBATIM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pybtex.database import BibliographyData, Entry

#: A definition up to its body: LaTeX's, and TeX's own.
_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|providecommand|DeclareRobustCommand)\*?\s*\{?\s*\\([A-Za-z@]+)\s*\}?"
    r"\s*(?:\[(\d)\])?\s*(?=\{)"
    r"|\\(?:long\\)?[gex]?def\s*\\([A-Za-z@]+)\s*((?:#\d)*)\s*(?=\{)"
)
_WORD = re.compile(r"\\([A-Za-z@]+)[ \t]*")
#: How often words stand for words, and how long a value may become.
_DEEPEST, _LONGEST = 10, 20_000


def definitions(preamble: str) -> dict[str, tuple[int, str]]:
    """The words that *preamble* defines, each with the number of its arguments and what it stands for."""
    found: dict[str, tuple[int, str]] = {}
    for match in _DEFINITION.finditer(preamble[:_LONGEST]):
        name = match[1] or match[3]
        count = int(match[2] or 0) if match[1] else match[4].count("#")
        body, _ = _group(preamble, match.end())
        if not is_known(name):
            found[name] = count, body
    return found


def expand(data: BibliographyData, words: Mapping[str, tuple[int, str]]) -> None:
    """Put what *words* stand for into every entry of *data*."""
    if not words:
        return
    for entry in data.entries.values():
        _expand_entry(entry, words)


def _expand_entry(entry: Entry, words: Mapping[str, tuple[int, str]]) -> None:
    for name, value in entry.fields.items():
        if "\\" in value and name.lower() not in VERBATIM:
            entry.fields[name] = expanded(value, words)
    for persons in entry.persons.values():
        for person in persons:
            for part in PARTS:
                names = getattr(person, part)
                names[:] = [expanded(each, words) if "\\" in each else each for each in names]


def expanded(value: str, words: Mapping[str, tuple[int, str]]) -> str:
    """*value* with what *words* stand for; as it is where that has no end."""
    said = value
    for _ in range(_DEEPEST):
        once = _once(said, words)
        if once == said:
            return said
        if len(once) > _LONGEST:
            return value
        said = once
    return value


def _once(value: str, words: Mapping[str, tuple[int, str]]) -> str:
    parts: list[str] = []
    place = length = 0
    for match in _WORD.finditer(value):
        if match.start() < place or match[1] not in words:
            continue
        count, body = words[match[1]]
        arguments, end = [], match.end()
        for _ in range(count):
            braced = value[end : end + 1] == "{"
            argument, end = _group(value, end) if braced else (value[end : end + 1], end + 1)
            arguments.append(argument)
        said = _filled(body, arguments)
        # A group behind a word without arguments only ends the word.
        end += 2 if not count and value[end : end + 2] == "{}" else 0
        parts += [value[place : match.start()], said]
        place, length = end, length + len(said)
        if length > _LONGEST:
            break
    return "".join([*parts, value[place:]])


def _filled(body: str, arguments: list[str]) -> str:
    """*body* with *arguments* in the place of ``#1`` and so on."""
    return re.sub(r"#([1-9])", lambda found: "".join(arguments[int(found[1]) - 1 : int(found[1])]), body)


def _group(text: str, start: int) -> tuple[str, int]:
    """What stands in the braces that open at *start*, and the place behind them."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return text[start + 1 : place], place + 1
    return text[start + 1 :], len(text)
