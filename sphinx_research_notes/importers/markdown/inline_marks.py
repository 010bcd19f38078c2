"""Marks around words that MyST has roles or elements for: raised, lowered, struck out, highlighted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .source import Source

#: By the sign: the pattern, and the role or the element.
_MARKS = {
    "~~": (re.compile(r"(?<![\\~])~~(?P<text>[^~\n]+?)~~(?!~)"), "s"),
    "^^": (re.compile(r"(?<![\\^])\^\^(?P<text>[^\s^](?:[^^\n]*[^\s^])?)\^\^(?!\^)"), "ins"),
    "==": (re.compile(r"(?<![\\=!])==(?P<text>[^\s=](?:[^=\n]*[^\s=])?)==(?!=)"), "mark"),
    "~": (re.compile(r"(?<![\\~])~(?P<text>(?:[^\s~\\]|\\[ ~])+)~(?!~)"), "sub"),
    "^": (re.compile(r"(?<![\\^])\^(?P<text>(?:[^\s^\[\\]|\\[ ^])+)\^(?!\^)"), "sup"),
}
_ROLES = {"sub", "sup"}


def rewrite_marks(source: Source, signs: Iterable[str]) -> None:
    """Rewrite the marks with one of the *signs* in *source*, whose code and formulas are aside."""
    for sign in signs:
        pattern, name = _MARKS[sign]
        source.sub(pattern, lambda match, sign=sign, name=name: _written(source, match, sign, name))  # type: ignore[misc]


def _written(source: Source, match: re.Match[str], sign: str, name: str) -> str:
    source.changed(f"{sign}…{sign}", match.start())
    if name in _ROLES:
        text = re.sub(r"\\(.)", r"\1", source.restored(match["text"])).replace("`", "'")
        return source.aside(f"{{{name}}}`{text}`")
    return element(source, name, match["text"])


def element(source: Source, name: str, text: str) -> str:
    """Return *text* in an element of HTML, in which it stays Markdown."""
    return f"{source.aside(f'<{name}>')}{text}{source.aside(f'</{name}>')}"
