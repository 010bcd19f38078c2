"""Formulas in fields of entries: sealed while pybtex is at work, which would take them apart.

A style makes the letters of a title small, and pybtex forgets the braces that it reads. A sealed formula has
none: its signs are private ones, of which neither makes anything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from .desk import ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMULA = re.compile(r"(?<!\\)\$((?:[^$\\]|\\.)+)\$|\\\((.+?)\\\)")
#: A number that is raised or lowered, as in ``CO$_2$``; and what stands for that without TeX.
_SCRIPT = re.compile(r"\s*(?:\{\})?([_^])\s*(?:\{\s*)?([0-9+-]+)\s*\}?\s*")
_TEXT_SCRIPT = re.compile(r"\\text(sub|super)script\s*\{([0-9+-]+)\}")
_SIGNS = "0123456789+-"
_LOWERED, _RAISED = str.maketrans(_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋"), str.maketrans(_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")

#: Where the private signs begin, which is also the one that ends a formula, and what they can stand for.
_FIRST, _LAST = 0xF0000, 0xFFFD
_SEALED = re.compile(f"([{chr(_FIRST + 1)}-{chr(_FIRST + _LAST)}]+){chr(_FIRST)}")


def sealed(tex: str) -> str:
    """The TeX of a field with its formulas sealed."""
    return _FORMULA.sub(_seal, _TEXT_SCRIPT.sub(_script, tex))


def _script(found: re.Match[str]) -> str:
    return found[2].translate(_LOWERED if found[1] in {"_", "sub"} else _RAISED)


def _seal(found: re.Match[str]) -> str:
    formula = found[1] or found[2]
    if script := _SCRIPT.fullmatch(formula):
        return _script(script)
    tex = " ".join(formula.split())
    if not tex or not all(0 < ord(sign) <= _LAST for sign in tex):
        return f"{{{found[0]}}}"
    return "{" + "".join(chr(_FIRST + ord(sign)) for sign in tex) + chr(_FIRST) + "}"


def _opened(found: re.Match[str]) -> str:
    return "".join(chr(ord(sign) - _FIRST) for sign in found[1])


def in_words(text: str) -> str:
    """*text* with its formulas in TeX."""
    return _SEALED.sub(lambda found: f"${_opened(found)}$", text)


def unsealed(found: Iterable[nodes.Node]) -> list[nodes.Node]:
    """*found* with nodes for the formulas."""
    parts: list[nodes.Node] = []
    for node in found:
        if isinstance(node, nodes.Text):
            parts += _divided(node)
        else:
            if isinstance(node, nodes.Element) and not isinstance(node, nodes.math):
                children = unsealed(node.children)
                node.children = []
                node += children
            parts.append(node)
    return parts


def _divided(text: nodes.Text) -> list[nodes.Node]:
    """*text* as pieces of text and formulas."""
    if not _SEALED.search(text):
        return [text]
    pieces: list[nodes.Node] = []
    last = 0
    for found in _SEALED.finditer(text):
        pieces += [
            nodes.Text(text[last : found.start()]),
            nodes.math("", _opened(found), **{ELSEWHERE: True}),
        ]
        last = found.end()
    return [piece for piece in [*pieces, nodes.Text(text[last:])] if piece.astext()]
