"""TeX macros, configured by a project or defined in a formula, and their expansion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ..model.values import Unusable
from .lexer import COMMAND, MAX_TOKENS, MissingArgument, Reader, TexError, join_tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: The maximum number of expansions in one formula, and of their tokens: a macro may be recursive.
MAX_EXPANSIONS, MAX_EXPANDED = 1_000, 5 * MAX_TOKENS


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: TeX with ``#1`` to ``#9`` for its arguments, as in MathJax's ``tex.macros``."""

    body: str
    arguments: int = 0
    #: The default of the first argument, which is then optional and given in brackets.
    default: str | None = None


#: Macros with their names, without the backslash; a tuple, so that it is hashable.
Macros = tuple[tuple[str, Macro], ...]


def read_macros(value: object) -> dict[str, Macro]:
    """Return macros by name from a mapping as in MathJax: to TeX, or to [TeX, number of arguments, default].

    Raises :class:`~sphinx_research_notes.model.values.Unusable`.
    """
    if not isinstance(value, Mapping):
        raise Unusable("a mapping of names to TeX, or to [TeX, number of arguments]", value)
    return {_macro_name(name): _macro(definition) for name, definition in value.items()}


def _macro_name(name: object) -> str:
    bare = str(name).removeprefix("\\")
    if not re.fullmatch(r"[A-Za-z]+|[^A-Za-z\s]", bare):
        raise Unusable("a name of letters, or one non-letter", name)
    return bare


def _macro(definition: object) -> Macro:
    fields = [definition] if isinstance(definition, str) else definition
    match fields:
        case [str(body)]:
            return Macro(body)
        case [str(body), int(count)] if 0 <= count <= 9:
            return Macro(body, int(count))
        case [str(body), int(count), str(default)] if 1 <= count <= 9:
            return Macro(body, int(count), default)
    raise Unusable("TeX, or [TeX, number of arguments from 0 to 9]", definition)


def expand(tokens: Sequence[str], macros: Macros) -> list[str]:
    r"""Expand *macros* in *tokens*, and those that the formula itself defines (``\newcommand``)."""
    return _expanded(tokens, {f"\\{name}": macro for name, macro in macros})


def macros_in(definitions: str) -> Macros:
    """Return the macros that *definitions*, from earlier formulas, define; none if they can't be read."""
    try:
        return defined(definitions)
    except TexError:
        return ()


@cache
def defined(tex: str) -> Macros:
    """Return the macros that *tex* defines."""
    known: dict[str, Macro] = {}
    _expanded(tokenize(tex), known)
    return tuple((name.removeprefix("\\"), macro) for name, macro in known.items())


def is_definition(tex: str) -> bool:
    """Whether *tex* only defines macros and produces no output."""
    known: dict[str, Macro] = {}
    output = "".join(_expanded(tokenize(tex), known))
    return bool(known) and not output.strip()


def _expanded(tokens: Sequence[str], known: dict[str, Macro]) -> list[str]:
    """Expand the *known* macros in *tokens*, adding definitions to them along the way."""
    if not {*known, *_DEFINING}.intersection(tokens):
        return list(tokens)
    reader, out, count, total = Reader(tokens), [], 0, 0
    while reader:
        token = reader.next()
        define, macro = _DEFINING.get(token), known.get(token)
        reader.mark()
        try:
            if define:
                name, definition = define(reader)
                known[name] = definition
            elif macro:
                expansion = _expansion(reader, macro)
                count, total = count + 1, total + len(expansion)
                if count > MAX_EXPANSIONS or len(expansion) > MAX_TOKENS or total > MAX_EXPANDED:
                    raise TexError(f"infinite expansion of macro '{token}'")
                reader.put(expansion)
            else:
                out.append(token)
        except MissingArgument:
            reader.undo()
            out.append(token)
        if len(out) > MAX_TOKENS:
            break
    return out


def _expansion(reader: Reader, macro: Macro) -> list[str]:
    """Return the expansion of *macro* with the arguments that follow."""
    values: list[list[str]] = []
    if macro.default is not None and macro.arguments:
        option = reader.option()
        values.append(tokenize(macro.default) if option is None else option)
    values += [reader.argument() for _ in range(macro.arguments - len(values))]
    out: list[str] = []
    for token in _tokens_of(macro.body):
        number = int(token[1]) if token[0] == "#" and len(token) == 2 else 0
        out += values[number - 1] if 0 < number <= len(values) else [token]
    return out


@lru_cache(maxsize=1_000)
def _tokens_of(body: str) -> tuple[str, ...]:
    """Tokenize the *body* of a macro, cached because it may be used many times."""
    return tuple(tokenize(body))


def _new_command(reader: Reader) -> tuple[str, Macro]:
    reader.takes("*")
    name = _name(reader.argument())
    count = join_tokens(reader.option() or ["0"])
    default = reader.option()
    body = join_tokens(reader.argument())
    arguments = int(count) if count in set("0123456789") else 0
    return name, Macro(body, arguments, None if default is None else join_tokens(default))


def _def(reader: Reader) -> tuple[str, Macro]:
    name, arguments = _name(reader.argument()), 0
    while reader.peek() == f"#{arguments + 1}":
        reader.argument()
        arguments += 1
    if reader.peek() != "{":
        raise MissingArgument
    return name, Macro(join_tokens(reader.argument()), arguments)


def _operator(reader: Reader) -> tuple[str, Macro]:
    star = "*" if reader.takes("*") else ""
    name = _name(reader.argument())
    return name, Macro(rf"\operatorname{star}{{{join_tokens(reader.argument())}}}")


def _name(tokens: list[str]) -> str:
    if len(tokens) != 1 or not COMMAND.fullmatch(tokens[0]):
        raise MissingArgument
    return tokens[0]


_DEFINING: dict[str, Callable[[Reader], tuple[str, Macro]]] = {
    **dict.fromkeys((r"\newcommand", r"\renewcommand", r"\providecommand"), _new_command),
    **dict.fromkeys((r"\def", r"\gdef"), _def),
    r"\DeclareMathOperator": _operator,
}
