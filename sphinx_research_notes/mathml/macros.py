"""Macros: words for TeX that a project gives or a formula defines, replaced by what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from .lexer import (
    MAX_SIGNS,
    WORD,
    Missing,
    Reader,
    TexError,
    joined,
    signs,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: How often macros may be replaced in one formula, and by how many signs: one may stand for itself.
MAX_EXPANSIONS, MAX_REPLACED = 1_000, 5 * MAX_SIGNS


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
    reader, out, count, total = Reader(parts), [], 0, 0
    while reader:
        sign = reader.next()
        define, macro = _DEFINING.get(sign), known.get(sign)
        reader.mark()
        try:
            if define:
                name, meaning = define(reader)
                known[name] = meaning
            elif macro:
                replaced = _replaced(reader, macro)
                count, total = count + 1, total + len(replaced)
                if count > MAX_EXPANSIONS or len(replaced) > MAX_SIGNS or total > MAX_REPLACED:
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
    for sign in _signs_of(macro.body):
        number = int(sign[1]) if sign[0] == "#" and len(sign) == 2 else 0
        out += values[number - 1] if 0 < number <= len(values) else [sign]
    return out


@lru_cache(maxsize=1_000)
def _signs_of(body: str) -> tuple[str, ...]:
    """The signs of the *body* of a macro, which may be used many times."""
    return tuple(signs(body))


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
    if len(parts) != 1 or not WORD.fullmatch(parts[0]):
        raise Missing
    return parts[0]


_DEFINING: dict[str, Callable[[Reader], tuple[str, Macro]]] = {
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), _new_command),
    **dict.fromkeys((r"\def", r"\gdef"), _def),
    r"\DeclareMathOperator": _operator,
}
