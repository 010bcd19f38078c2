"""Find what has a beginning and an end: shortcodes around a text, and elements that stay as they are.

Each name is looked for on its own, and only as far as the last of its ends: else, each beginning without an
end would be searched for to the end of the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..markdown.source import Source


def sub_enclosing(source: Source, name: str, replace: Callable[[re.Match[str]], str | None]) -> None:
    """Replace each shortcode *name* with its text, ``[name options]body[/name]``."""
    known = re.escape(name)
    pattern = re.compile(
        rf"(?<!\[)\[(?P<name>{known})(?P<options>(?:\s[^\[\]]*)?)\](?P<body>.*?)\[/{known}\]",
        re.DOTALL | re.IGNORECASE,
    )
    if end := _last(source.text, rf"\[/{known}\]"):
        source.sub(pattern, replace, closing=end)


def sub_elements(text: str, names: Iterable[str], replace: Callable[[re.Match[str]], str]) -> str:
    """Return *text* with each element called one of *names* replaced, with all that is in it."""
    for name in names:
        if end := _last(text, rf"</{name}\s*>"):
            place = text.rindex(end) + len(end)
            pattern = rf"<(?P<tag>{name})\b[^<>]*>.*?</{name}\s*>"
            text = re.sub(pattern, replace, text[:place], flags=re.DOTALL | re.IGNORECASE) + text[place:]
    return text


def set_elements_aside(source: Source, names: Iterable[str]) -> None:
    """Set each element called one of *names* aside."""
    for name in names:
        if end := _last(source.text, rf"</{name}\s*>"):
            pattern = re.compile(rf"<{name}\b[^<>]*>.*?</{name}\s*>", re.DOTALL | re.IGNORECASE)
            source.set_aside(pattern, closing=end)


def _last(text: str, pattern: str) -> str:
    """Return the last text that *pattern* matches; empty if there is none."""
    found = ""
    for match in re.finditer(pattern, text, re.IGNORECASE):
        found = match[0]
    return found
