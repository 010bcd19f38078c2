"""Find where a page wants its webmentions (https://www.w3.org/TR/webmention/, section 3.1.2). Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable

_REL = "webmention"
#: One link of a ``Link`` header (RFC 8288): an address, and its parameters with or without quotation marks.
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\",;]+))?)*)")
_PARAMETER = re.compile(r";\s*([^\s=;,]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))")


def endpoint_of(url: str, links: Iterable[str], html: str) -> str:
    """Return the address to send webmentions for the page *url* to; empty if it wants none.

    *links*: the values of its ``Link`` headers; *html*: its text, empty if it isn't HTML. The first header
    counts, else the first element of the text.
    """
    for value in links:
        for target, parameters in _LINK.findall(value):
            if any(
                name.lower() == "rel" and _REL in (quoted or plain).lower().split()
                for name, quoted, plain in _PARAMETER.findall(parameters)
            ):
                return _absolute(url, target)
    reader = _Reader()
    reader.feed(html)
    # An empty address is that of the page itself.
    return "" if reader.found is None else _absolute(url, reader.found)


def _absolute(url: str, target: str) -> str:
    try:
        return urljoin(url, target.strip())
    except ValueError:
        return ""


class _Reader(HTMLParser):
    """Takes the address of the first ``link`` or ``a`` with the relation, unless it has no address at all."""

    def __init__(self) -> None:
        super().__init__()
        self.found: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.found is None and tag in {"link", "a"}:
            values = dict(attrs)
            if _REL in (values.get("rel") or "").lower().split() and "href" in values:
                self.found = values["href"] or ""
