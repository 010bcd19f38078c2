"""Read a feed of twtxt: a time, a tab and a text on each line; lines with ``#`` are comments.

https://twtxt.readthedocs.io/en/latest/user/twtxtfile.html, with line separators for lines as in
https://twtxt.dev/exts/multiline.html
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from .entries import Update

#: A mention, ``@<nick address>`` or ``@<address>``, and an address that is no link yet.
_MENTION = re.compile(r"@<(?:(?P<nick>[^\s<>]+)[ ]+)?(?P<address>[a-z]+://[^\s<>]+)>")
_ADDRESS = re.compile(r"(?<![@\w<(\[\"'=/`])https?://(?:[^\s<>()\"`]|\([^\s<>()\"`]*\))+")
_LINE_SEPARATOR = "\u2028"


def is_twtxt(text: str) -> bool:
    """Whether the first line of *text* that is no comment is an update of twtxt."""
    first = next((line for line in text.split("\n") if line.strip() and not line.startswith("#")), "")
    return isinstance(read_line(first), Update)


def read_line(line: str) -> Update | str:
    """Return the update in *line*, or why there is none; an empty text for a comment or an empty line."""
    if not line.strip() or line.startswith("#"):
        return ""
    time, tab, text = line.partition("\t")
    try:
        moment = datetime.fromisoformat(time.strip())
    except ValueError:
        return f"expected a time and a tab, found {time[:60]!r}; leaving it out"
    if not tab or not text.strip():
        return "expected a tab and a text after the time, found none; leaving it out"
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return Update(moment.timestamp(), moment, _as_markdown(text))


def _as_markdown(text: str) -> str:
    """Return *text* with links: most programs show the rest as Markdown."""
    text = _MENTION.sub(lambda match: f"[@{match['nick'] or match['address']}]({match['address']})", text)
    return _ADDRESS.sub(_link, text).replace(_LINE_SEPARATOR, "\n").strip()


def _link(match: re.Match[str]) -> str:
    address = match[0].rstrip(".,;:!?*_]'")
    return f"<{address}>{match[0][len(address) :]}"
