r"""Macros of TeX that a bibliography defines in its ``@preamble``, expanded in its entries.

An example is ``\newcommand{\project}{Rain Project}``. Commands that are supported anyway (``\noopsort``)
are not expanded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .bibtex_names import PARTS
from .latex_text import is_known
from .normalize import VERBATIM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pybtex.database import BibliographyData

#: A definition up to its body, by LaTeX's or TeX's own commands.
_DEFINITION = re.compile(
    r"\\(?:(?:re|provide)?newcommand|providecommand|DeclareRobustCommand)\*?\s*\{?\s*\\([A-Za-z@]+)\s*\}?"
    r"\s*(?:\[(\d)\])?\s*(?=\{)"
    r"|\\(?:long\\)?[gex]?def\s*\\([A-Za-z@]+)\s*((?:#\d)*)\s*(?=\{)"
)
_WORD = re.compile(r"\\([A-Za-z@]+)[ \t]*")
#: Limits of expansion: rounds, and characters of a value.
_MAX_ROUNDS, _MAX_LENGTH = 10, 20_000


def definitions(preamble: str) -> dict[str, tuple[int, str]]:
    """Return the macros that *preamble* defines: number of arguments and body by name."""
    macros: dict[str, tuple[int, str]] = {}
    for match in _DEFINITION.finditer(preamble[:_MAX_LENGTH]):
        name = match[1] or match[3]
        count = int(match[2] or 0) if match[1] else match[4].count("#")
        body, _ = _group(preamble, match.end())
        if not is_known(name):
            macros[name] = count, body
    return macros


def expand(data: BibliographyData, macros: Mapping[str, tuple[int, str]]) -> None:
    """Expand *macros* in every entry of *data*."""
    for entry in data.entries.values() if macros else ():
        for name, value in entry.fields.items():
            if "\\" in value and name.lower() not in VERBATIM:
                entry.fields[name] = expanded(value, macros)
        for person in (person for persons in entry.persons.values() for person in persons):
            for part in PARTS:
                names = getattr(person, part)
                names[:] = [expanded(each, macros) for each in names]


def expanded(value: str, macros: Mapping[str, tuple[int, str]]) -> str:
    """Return *value* with *macros* expanded; unchanged if the expansion exceeds a limit."""
    text = value
    for _ in range(_MAX_ROUNDS):
        once = _once(text, macros)
        if once == text:
            return text
        if len(once) > _MAX_LENGTH:
            return value
        text = once
    return value


def _once(value: str, macros: Mapping[str, tuple[int, str]]) -> str:
    parts: list[str] = []
    index = length = 0
    for match in _WORD.finditer(value):
        if match.start() < index or match[1] not in macros:
            continue
        count, body = macros[match[1]]
        arguments, end = [], match.end()
        for _ in range(count):
            braced = value[end : end + 1] == "{"
            argument, end = _group(value, end) if braced else (value[end : end + 1], end + 1)
            arguments.append(argument)
        replacement = _filled(body, arguments)
        # An empty group after a macro without arguments only ends its name.
        end += 2 if not count and value[end : end + 2] == "{}" else 0
        parts += [value[index : match.start()], replacement]
        index, length = end, length + len(replacement)
        if length > _MAX_LENGTH:
            break
    return "".join([*parts, value[index:]])


def _filled(body: str, arguments: list[str]) -> str:
    """Return *body* with *arguments* in place of ``#1`` and so on."""
    return re.sub(r"#([1-9])", lambda match: "".join(arguments[int(match[1]) - 1 : int(match[1])]), body)


def _group(text: str, start: int) -> tuple[str, int]:
    """Return the content of the braces that open at *start*, and the index after them."""
    depth = 0
    for index in range(start, len(text)):
        depth += (text[index] == "{") - (text[index] == "}")
        if not depth:
            return text[start + 1 : index], index + 1
    return text[start + 1 :], len(text)
