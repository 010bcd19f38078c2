"""Rows and numbers of a formula: what stands around it, and where what it says of its number goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .lexer import (
    Missing,
    Reader,
    joined,
    step,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Environments of a whole formula, by what they are inside another; Sphinx numbers, so they don't.
_INSIDE = {
    **dict.fromkeys(("align", "flalign", "alignat", "xalignat", "eqnarray"), "aligned"),
    **dict.fromkeys(("split", "alignedat", "aligned"), "aligned"),
    **dict.fromkeys(("gather", "gathered", "equation"), "gathered"),
    "multline": "multline*",
}
#: The same with a tag at the end of a row.
_TAGGED = {"aligned": "align*", "gathered": "gather*", "multline*": "multline*"}

_BOUND = re.compile(r"\\(begin|end)\s*\{\s*([^}]*?)\s*\}", re.DOTALL)
#: What the converter accepts as a tag.
_SIMPLE = re.compile(r"\\text\{([\w .,:;/+*()=!?|@<>-]*)\}", re.ASCII)
_EMPTY_LINE = re.compile(r"\n\s*\n")


def arranged(parts: Sequence[str], *, display: bool) -> list[str]:
    """*parts* in rows, each row with its tag at its end; in a line of text, tags follow the formula."""
    parts = _stripped(parts)
    name, inner = _whole(parts)
    if name == "equation":
        return arranged(inner, display=display)
    tagged = r"\tag" in parts
    if name in _INSIDE:
        kind = _INSIDE[name]
        if name == "eqnarray":
            inner = _two_columns(inner)
        if not tagged or not display:
            return _surrounded(kind, _without_tags(inner) if tagged else _inside(inner))
        return _surrounded(_TAGGED[kind], _rows(inner))
    if tagged and not display:
        return _without_tags(parts)
    if tagged:
        return _surrounded("equation*", _row(_broken(parts)))
    return _broken(parts) if display else _inside(parts)


def _stripped(parts: Sequence[str]) -> list[str]:
    found = list(parts)
    while found and found[-1].isspace():
        found.pop()
    start = next((n for n, each in enumerate(found) if not each.isspace()), 0)
    return found[start:]


def _surrounded(name: str, inner: Sequence[str]) -> list[str]:
    return [f"\\begin{{{name}}}", *inner, f"\\end{{{name}}}"]


def _whole(parts: Sequence[str]) -> tuple[str, list[str]]:
    """The environment that *parts* are as a whole, without its star, and what is in it; else no name."""
    first = _BOUND.fullmatch(parts[0]) if parts else None
    if first and first[1] == "begin":
        depth = 0
        for number, sign in enumerate(parts):
            depth += step(sign)
            if depth == 0:
                if number == len(parts) - 1 and _BOUND.fullmatch(sign):
                    return first[2].rstrip("*"), list(parts[1:-1])
                break
    return "", list(parts)


def _inside(parts: Sequence[str]) -> list[str]:
    """*parts* with environments of whole formulas as those that stand inside one."""
    out = []
    for sign in parts:
        bound = _BOUND.fullmatch(sign)
        kind = _INSIDE.get(bound[2].rstrip("*")) if bound else None
        out.append(f"\\{bound[1]}{{{kind}}}" if bound and kind else sign)
    return out


def _broken(parts: Sequence[str]) -> list[str]:
    """A formula without an environment, in rows where it has ends of rows or, as in Sphinx, empty lines."""
    rows: list[list[str]] = [[]]
    depth = 0
    for sign in parts:
        depth += step(sign)
        if depth == 0 and (sign == "\\\\" or _EMPTY_LINE.search(sign)):
            rows.append([])
        else:
            rows[-1].append(sign)
    rows = [row for row in rows if _stripped(row)]
    if len(rows) < 2:
        return _inside(parts)
    inner = [each for row in rows for each in ("\\\\", *_inside(row))]
    return _surrounded("aligned", inner[1:])


def _split_rows(parts: Sequence[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    depth = 0
    for sign in parts:
        depth += step(sign)
        if sign == "\\\\" and depth == 0:
            rows.append([])
        else:
            rows[-1].append(sign)
    return rows


def _two_columns(parts: Sequence[str]) -> list[str]:
    """The rows of an ``eqnarray``, ``a &=& b``, as those of an ``align``."""
    out: list[str] = []
    for row in _split_rows(parts):
        depth = seen = 0
        out.append("\\\\")
        for sign in row:
            depth += step(sign)
            seen += sign == "&" and depth == 0
            if sign != "&" or depth or seen != 2:
                out.append(sign)
    return out[1:]


def _rows(parts: Sequence[str]) -> list[str]:
    return [each for row in _split_rows(parts) for each in ("\\\\", *_row(row))][1:]


def _row(parts: Sequence[str]) -> list[str]:
    """One row with all its tags at its end; a tag that is more than letters stands after it as a formula."""
    inner, tags = _pulled(_inside(parts))
    found = [_SIMPLE.fullmatch(joined(tag)) for tag in tags]
    if not tags or not all(found):
        return [*inner, *_said(tags)]
    return [*inner, r"\tag", "*", "{", *", ".join(each[1] for each in found if each), "}"]


def _without_tags(parts: Sequence[str]) -> list[str]:
    """The formula with its tags after it."""
    inner, tags = _pulled(_inside(parts))
    return [*inner, *_said(tags)]


def _said(tags: Sequence[Sequence[str]]) -> list[str]:
    return [each for tag in tags for each in (r"\qquad", *tag)]


def _pulled(parts: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """*parts* without its tags, and those."""
    reader, out, tags = Reader(parts), [], []
    while reader:
        sign = reader.next()
        reader.mark()
        try:
            if sign == r"\tag":
                tags.append(reader.argument())
            else:
                out.append(sign)
        except Missing:
            reader.undo()
            out.append(sign)
    return out, tags
