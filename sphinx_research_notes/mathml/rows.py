"""Arrange the rows and tags of a formula: choose the outer environment, and move tags to row ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lexer import Reader, converted, join_tokens, step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Display environments, with their inner variants, which have no numbers: Sphinx adds those.
_INNER = {
    **dict.fromkeys(("align", "flalign", "alignat", "xalignat", "eqnarray"), "aligned"),
    **dict.fromkeys(("split", "alignedat", "aligned"), "aligned"),
    **dict.fromkeys(("gather", "gathered", "equation"), "gathered"),
    "multline": "multline*",
}
#: The variants of these for rows with tags.
_TAGGED = {"aligned": "align*", "gathered": "gather*", "multline*": "multline*"}

_BOUND = re.compile(r"\\(begin|end)\s*\{\s*([^}]*?)\s*\}", re.DOTALL)
#: A tag that the converter supports.
_SIMPLE = re.compile(r"\\text\{([\w .,:;/+*()=!?|@<>-]*)\}", re.ASCII)
_ROW_END = re.compile(r"\A\\\\\Z")
_ROW_OR_EMPTY_LINE = re.compile(rf"{_ROW_END.pattern}|\n\s*\n")


def arranged(tokens: Sequence[str], *, display: bool) -> list[str]:
    """Arrange *tokens* in rows, each with its tags at its end; in inline formulas, tags come last."""
    tokens = _strip(tokens)
    name, inner = _enclosing(tokens)
    if name == "equation":
        return arranged(inner, display=display)
    tagged = r"\tag" in tokens
    if name in _INNER:
        kind = _INNER[name]
        if name == "eqnarray":
            inner = _two_columns(inner)
        if not tagged or not display:
            return _environment(kind, _row(inner, display=False))
        return _environment(_TAGGED[kind], _joined(_row(row) for row in _split_rows(inner)))
    if not display:
        return _row(tokens, display=False)
    return _environment("equation*", _row(_in_rows(tokens))) if tagged else _in_rows(tokens)


def _strip(tokens: Sequence[str]) -> list[str]:
    """Remove whitespace at both ends of *tokens*."""
    stripped = list(tokens)
    while stripped and stripped[-1].isspace():
        stripped.pop()
    start = next((n for n, each in enumerate(stripped) if not each.isspace()), 0)
    return stripped[start:]


def _environment(name: str, inner: Sequence[str]) -> list[str]:
    return [f"\\begin{{{name}}}", *inner, f"\\end{{{name}}}"]


def _enclosing(tokens: Sequence[str]) -> tuple[str, list[str]]:
    """Return the name, without a star, and content of the environment that encloses all *tokens*, if any."""
    first = _BOUND.fullmatch(tokens[0]) if tokens else None
    if first and first[1] == "begin":
        depth = 0
        for number, token in enumerate(tokens):
            depth += step(token)
            if depth == 0:
                if number == len(tokens) - 1 and _BOUND.fullmatch(token):
                    return first[2].rstrip("*"), list(tokens[1:-1])
                break
    return "", list(tokens)


def _with_inner(tokens: Sequence[str]) -> list[str]:
    """Replace display environments in *tokens* by their inner variants."""
    out = []
    for token in tokens:
        bound = _BOUND.fullmatch(token)
        kind = _INNER.get(bound[2].rstrip("*")) if bound else None
        out.append(f"\\{bound[1]}{{{kind}}}" if bound and kind else token)
    return out


def _in_rows(tokens: Sequence[str]) -> list[str]:
    r"""Split a formula without an environment into rows, at ``\\` or, as in Sphinx, at empty lines."""
    rows = [row for row in _split_rows(tokens, _ROW_OR_EMPTY_LINE) if _strip(row)]
    if len(rows) < 2:
        return _with_inner(tokens)
    return _environment("aligned", _joined(map(_with_inner, rows)))


def _joined(rows: Iterable[Sequence[str]]) -> list[str]:
    return [each for row in rows for each in ("\\\\", *row)][1:]


def _split_rows(tokens: Sequence[str], end: re.Pattern[str] = _ROW_END) -> list[list[str]]:
    """Split *tokens* at those that match *end* and are in no group or environment."""
    rows: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += step(token)
        if depth == 0 and end.search(token):
            rows.append([])
        else:
            rows[-1].append(token)
    return rows


def _two_columns(tokens: Sequence[str]) -> list[str]:
    """Convert the rows of an ``eqnarray``, ``a &=& b``, to those of an ``align``."""
    out: list[str] = []
    for row in _split_rows(tokens):
        depth = seen = 0
        out.append("\\\\")
        for token in row:
            depth += step(token)
            seen += token == "&" and depth == 0
            if token != "&" or depth or seen != 2:
                out.append(token)
    return out[1:]


def _row(tokens: Sequence[str], *, display: bool = True) -> list[str]:
    """Return a row with its tags at its end; unsupported and inline ones follow it as formulas."""
    inner, tags = _split_tags(_with_inner(tokens))
    simple = [_SIMPLE.fullmatch(join_tokens(tag)) for tag in tags]
    if display and tags and all(simple):
        return [*inner, r"\tag", "*", "{", *", ".join(each[1] for each in simple if each), "}"]
    return [*inner, *(each for tag in tags for each in (r"\qquad", *tag))]


def _split_tags(tokens: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Split *tokens* into the formula and its tags."""
    tags: list[list[str]] = []

    def untagged(token: str, reader: Reader) -> list[str]:
        if token != r"\tag":
            return [token]
        tags.append(reader.argument())
        return []

    return converted(tokens, untagged), tags
