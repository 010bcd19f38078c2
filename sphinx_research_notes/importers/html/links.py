"""Links in HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRAGMENT = re.compile(r"""\bhref\s*=\s*["']?[^"'#\s>]*#([^"'\s>]+)""", re.IGNORECASE)
_ID = re.compile(
    r"""<(?:a\b[^<>]*?\s(?:id|name)|[a-z]\w*\b[^<>]*?\sid)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE
)


def ids_in_html(html: str) -> Iterator[str]:
    """Yield the ids in *html* that links can lead to."""
    for match in _ID.finditer(html):
        yield unescape(match[1])


def fragments_in_html(html: str) -> Iterator[str]:
    """Yield the fragments that links in *html* lead to."""
    for match in _FRAGMENT.finditer(html):
        yield unquote(unescape(match[1]))
