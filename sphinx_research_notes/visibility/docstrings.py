"""The hidden parts of the docstrings in a Python file, and its code without them. Pure."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..frontmatter.syntax import Syntax
from .hidden_parts import hidden_parts
from .marks import may_hide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from ..config import NotesConfig
    from .hidden_parts import Part

_OPENING = re.compile(r"\s*[rRuUbB]{0,2}(?:\"\"\"|'''|[\"'])")
_CLOSING = re.compile(r"(?:\"\"\"|'''|[\"'])[\s)]*(?:#.*)?$")
#: A comment that documents the next statement.
_COMMENT = re.compile(r"\s*#:")


def docstring_parts(code: str, config: NotesConfig) -> tuple[Part, ...]:
    """Return the hidden parts of the docstrings, and of the documentation comments, in *code*."""
    clock = config.settings.clock
    parts, asked = _docstring_parts(code, config, clock.now)
    clock.repeat(asked)
    return parts


@lru_cache(maxsize=50)
def _docstring_parts(
    code: str, config: NotesConfig, now: datetime
) -> tuple[tuple[Part, ...], frozenset[datetime]]:
    """Return the parts *now*, and the moments that they depend on.

    Cached because viewcode asks once for each object of a module.
    """
    with config.settings.clock.listening() as asked:
        parts = tuple(_parts_in(code, config))
    return parts, frozenset(asked)


def _parts_in(code: str, config: NotesConfig) -> Iterator[Part]:
    if not may_hide(code, by_date=config.settings.future == "hide"):
        return
    lines = code.split("\n")
    for first, last in sorted({*_docstrings(code), *_comments(lines)}):
        text = _dedented([_bare(line) for line in lines[first - 1 : last]])
        for part in hidden_parts(text, Syntax.UNKNOWN, config):
            yield _shifted(part, first - 1)


def _shifted(part: Part, lines: int) -> Part:
    """Return *part* of a docstring as a part of its file, which has so many *lines* above the docstring."""
    kept = tuple((number + lines, text) for number, text in part.kept)
    return replace(part, first=part.first + lines, last=part.last + lines, kept=kept, read=False)


def without_docstring_parts(code: str, parts: Sequence[Part]) -> str:
    """Return *code* with the lines of *parts* emptied, except for the quotes around a docstring."""
    lines = code.split("\n")
    for part in parts:
        kept = dict(part.kept)
        for number in range(part.first - 1, part.last):
            line = lines[number]
            opening = _OPENING.match(line) or _COMMENT.match(line)
            closing = _CLOSING.search(line, opening.end() if opening else 0)
            text = kept.get(number + 1, "")
            margin = opening[0] if opening else line[: len(line) - len(line.lstrip())] if text else ""
            lines[number] = margin + text + (closing[0] if closing else "")
    return "\n".join(lines)


def _docstrings(code: str) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each string that is an expression statement or assigned to ``__doc__``."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        is_doc = isinstance(node, ast.Assign) and any("__doc__" in ast.dump(each) for each in node.targets)
        if not (is_doc or isinstance(node, ast.Expr)):
            continue
        value = node.value  # type: ignore[attr-defined]
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield node.lineno, value.end_lineno or value.lineno  # type: ignore[attr-defined]


def _comments(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    first = 0
    for number, line in enumerate([*lines, ""], 1):
        if _COMMENT.match(line):
            first = first or number
        elif first:
            yield first, number - 1
            first = 0


def _bare(line: str) -> str:
    """Return *line* without quotes and comment sign; the remaining text keeps its column."""
    if match := _COMMENT.match(line):
        return " " * match.end() + line[match.end() :]
    return _CLOSING.sub("", line)


def _dedented(lines: list[str]) -> str:
    """Return the dedented text of *lines*; the first line of a docstring follows its quotes."""
    first = _OPENING.sub("", lines[0]).lstrip()
    depths = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    depth = min(depths, default=0)
    return "\n".join([first, *(line[depth:] for line in lines[1:])])
