"""Liquid in code: Jekyll ran it there too, so that readers saw the values of variables and whole files.

What has no value, or isn't understood, stays: what a reader of code expects is mostly what stands there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..files import read_text
from .calls import ARGUMENTS
from .expressions import Unknown

if TYPE_CHECKING:
    from pathlib import Path

    from ..markdown.source import Source
    from .context import Context

_PART = re.compile(
    rf"\{{\{{-?\s*(?P<expression>(?:\"[^\"]*\"|'[^']*'|[^{{}}\"'])*?)\s*-?\}}\}}"
    rf"|\{{%-?\s*include(?P<relative>_relative)?\s+(?P<file>[\w./-]+)(?P<args>{ARGUMENTS})-?%\}}"
)
_OF_LIQUID = re.compile(r"\{[{%]")
#: An element of HTML, whose addresses are links.
_ELEMENT = re.compile(r"\s*<")


def fill_in_code(source: Source, context: Context) -> None:
    """Fill in what Liquid shows in the parts of *source* that are set aside."""
    source.rewrite_aside(lambda text: _filled(source, context, text) if _OF_LIQUID.search(text) else text)


def _filled(source: Source, context: Context, code: str) -> str:
    is_element = _ELEMENT.match(code) is not None

    def shown(match: re.Match[str]) -> str:
        new = (
            _file(match, context)
            if match["file"]
            else _value(match["expression"], context, is_element=is_element)
        )
        if new is None:
            return match[0]
        source.changed("Liquid in code", None, match[0])
        return new

    return _PART.sub(shown, code)


def _value(expression: str, context: Context, *, is_element: bool) -> str | None:
    """Return what *expression* shows; None if that cannot be told, or is nothing."""
    whole = {
        "site.url": context.scope.url.removesuffix(context.scope.base),
        "site.baseurl": context.scope.base,
    }
    if expression in whole:
        return "" if is_element else whole[expression]
    try:
        return context.scope.text(expression) or None
    except Unknown:
        made = context.templates.value(expression, context.scope) if context.templates else None
        return None if made is None or "\n" in made else made or None


def _file(match: re.Match[str], context: Context) -> str | None:
    """Return the text of an include without Liquid of its own; None if there is none."""
    if context.templates is None or match["args"].strip():
        return None
    source = context.templates.source
    folder = (source / context.document.path).parent if match["relative"] else source / "_includes"
    text = _text(folder.resolve(), match["file"])
    return None if _OF_LIQUID.search(text) else text.rstrip("\n") or None


def _text(folder: Path, name: str) -> str:
    file = (folder / name).resolve()
    return read_text(file) if folder in file.parents and file.is_file() else ""
