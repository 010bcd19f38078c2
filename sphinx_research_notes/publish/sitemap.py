"""Write a sitemap (https://www.sitemaps.org/protocol.html). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The most addresses and bytes of one file.
MAX_ADDRESSES, MAX_SIZE = 50_000, 50_000_000
#: The length that no address may reach.
_LONGEST = 2048
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@dataclass(frozen=True, slots=True)
class Address:
    """A page."""

    url: str
    #: A date, or a time with its zone; empty if it is not known.
    modified: str = ""


def sitemap_files(addresses: Sequence[Address], base: str, limit: int = MAX_ADDRESSES) -> dict[str, bytes]:
    """Return the files of the sitemap with *addresses*, by name.

    That is ``sitemap.xml``; for more than *limit* addresses, it is an index of the others. *base*: the URL of
    the folder that they are in.
    """
    lines = [_line("url", each) for each in addresses if len(each.url) < _LONGEST]
    parts = list(_parts(lines, limit))
    if len(parts) <= 1:
        return {"sitemap.xml": _file("urlset", lines)}
    files = {f"sitemap-{number}.xml": _file("urlset", part) for number, part in enumerate(parts, 1)}
    index = [_line("sitemap", Address(base + name)) for name in files]
    return {"sitemap.xml": _file("sitemapindex", index)} | files


def _parts(lines: Iterable[str], limit: int) -> Iterable[list[str]]:
    part: list[str] = []
    size = 0
    for line in lines:
        length = len(line.encode())
        if part and (len(part) >= limit or size + length > MAX_SIZE - 1000):
            yield part
            part, size = [], 0
        part.append(line)
        size += length
    if part:
        yield part


def _line(tag: str, address: Address) -> str:
    modified = f"<lastmod>{address.modified}</lastmod>" if address.modified else ""
    return f"<{tag}><loc>{escape(address.url)}</loc>{modified}</{tag}>\n"


def _file(tag: str, lines: Iterable[str]) -> bytes:
    return f"{_HEAD.format(tag)}{''.join(lines)}</{tag}>\n".encode()


def robots_txt(sitemap: str, *, hidden: bool) -> bytes:
    """Return the content of ``robots.txt``, which asks robots to stay away from a *hidden* site.

    *sitemap*: the URL of the sitemap; empty if there is none.
    """
    if hidden:
        return b"User-agent: *\nDisallow: /\n"
    # An empty value allows everything.
    return f"User-agent: *\nDisallow:\n{f'{chr(10)}Sitemap: {sitemap}{chr(10)}' if sitemap else ''}".encode()
