"""Images in raw HTML that Markdown can say as well."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from typing import TYPE_CHECKING

from .directives import image, sized
from .html_blocks import HTML_BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

_IMAGE = re.compile(r"<img\b(?P<attributes>[^<>]*?)/?>(?:\s*</img>)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
#: What is nothing that a reader sees.
_SILENT = {
    "loading",
    "decoding",
    "border",
    "hspace",
    "vspace",
    "title",
    "height",
    "name",
    "data-zoomable",
    "id",
}
_WIDTH = re.compile(r"\s*(?:max-)?width\s*:\s*([\d.]+\s*(?:px|%|em))\s*;?\s*")


def attributes_of(text: str) -> dict[str, str]:
    """Return the attributes of a tag of HTML by name in lower case."""
    return {match[1].lower(): unescape((match[2] or "").strip("\"'")) for match in _ATTRIBUTE.finditer(text)}


def rewrite_html_images(source: Source) -> None:
    """Write ``<img>`` as Markdown, where Markdown has words for all of it.

    An element in other HTML stays: Markdown isn't read there.
    """
    blocks = list(_blocks(source.text))
    starts = [start for start, _ in blocks]

    def replace(match: re.Match[str]) -> str | None:
        place = bisect_right(starts, match.start()) - 1
        is_inside = place >= 0 and match.start() < blocks[place][1]
        return None if is_inside else _image(source, match)

    source.sub(_IMAGE, replace)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where blocks of HTML begin, with a tag on a line, and end, with the next blank one."""
    place, start = 0, None
    for line in text.splitlines(keepends=True):
        if not line.strip():
            if start is not None:
                yield start, place
            start = None
        elif start is None and HTML_BLOCK.match(line):
            start = place
        place += len(line)
    if start is not None:
        yield start, place


def _image(source: Source, match: re.Match[str]) -> str | None:
    given = attributes_of(match["attributes"])
    address = given.pop("src", "")
    width = given.pop("width", "")
    if style := _WIDTH.fullmatch(given.get("style", "none")):
        given.pop("style")
        width = style[1]
    alt, classes, title = given.pop("alt", ""), given.pop("class", ""), given.get("title", "")
    text = source.text
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    line_end = text.find("\n", match.end())
    after = text[match.end() : len(text) if line_end < 0 else line_end]
    if not address or set(given) - _SILENT or (width and not sized(width)):
        return None
    # A line that begins with a tag is a block of HTML, up to a blank line.
    if re.match(r" {0,3}</?[A-Za-z]", before) or re.search(r"<\w+[^>]*>\s*$", before) or "<" in after:
        return None
    source.changed("<img>", match.start(), "an image of Markdown")
    return image(address, alt, width, classes, title if '"' not in title else "")
