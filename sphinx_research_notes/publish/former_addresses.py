"""The addresses that a site used to have, from its last sitemap, feed or output folder. Pure.

It can be told by a sitemap (https://www.sitemaps.org/protocol.html), in XML or with an address a line, with
those that it lists if they are files beside it; by Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1; by each of
these compressed with gzip; or by a folder with the pages of the site.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from ..model.values import Unusable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from urllib.parse import SplitResult

#: No sitemap may be larger (50 MiB uncompressed), nor has a feed reason to be.
LARGEST = 50 * 1024 * 1024
_PAGES = {".html", ".htm", ".xhtml", ".pdf"}
_FEEDS = {"atom.xml", "feed.xml", "index.xml", "rss.xml", "feed.json", "feed_rss_created.xml", "rss"}
#: The query of a page of WordPress without permalinks.
_PAGE_ID = re.compile(r"(?:^|&)(?:p|page_id|cat|tag|author|m|attachment_id)=")
#: Elements whose text is an address of the site, by the element that they are in.
_TEXTS = {
    ("url", "loc"), ("item", "link"), ("channel", "link"), ("sitemap", "loc"), ("entry", "title"),
    ("item", "title"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormerPage:
    """A page that the site had."""

    #: Its path on the server, unquoted, from the root of the site and without the leading slash.
    path: str
    #: The line that has it, from 1; None for a file of a folder.
    line: int | None = None
    #: Empty if only the address is known.
    title: str = ""


@dataclass(frozen=True, slots=True)
class FormerSite:
    """What a file or folder tells of the site it comes from."""

    pages: tuple[FormerPage, ...]
    #: The number of addresses on other hosts or outside of the site, which are left out.
    elsewhere: int = 0
    #: Those of the home page with a query, such as ``/?p=12``: other pages, which no file can be.
    queries: int = 0
    #: The addresses of sitemaps that are listed, but are no files beside the one that lists them.
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Listed:
    url: str
    line: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Listing:
    """What is in a sitemap or feed."""

    listed: tuple[_Listed, ...]
    #: The address of the home page, if the file tells it.
    home: str = ""
    #: The addresses of the sitemaps that it lists.
    sitemaps: tuple[str, ...] = ()


def former_site(path: Path, base: str) -> FormerSite:
    """Return what *path*, a sitemap, a feed or a folder, tells of the last site.

    *base*: the URL of the site now; empty if it is unknown.

    Raises OSError, and :class:`~sphinx_research_notes.model.values.Unusable` for what is none of these.
    """
    if path.is_dir():
        return _in_folder(path)
    listing = _read(path)
    listed, queue, absent = list(listing.listed), list(listing.sitemaps), []
    for url in queue:
        part = path.with_name(urlsplit(url).path.rpartition("/")[2])
        if part != path and part.is_file():
            listed += (_Listed(each.url, None, each.title) for each in _read(part).listed)
        else:
            absent.append(url)
    if queue and not listed:
        raise Unusable(f"the sitemaps it lists as files beside it, such as {queue[0]!r}", "none of them")
    return replace(_of_site(listed, listing.home, base), absent=tuple(absent))


def _in_folder(folder: Path) -> FormerSite:
    """Return the pages and feeds in *folder*."""
    files = (
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix.lower() in _PAGES or file.name in _FEEDS
    )
    return FormerSite(tuple(FormerPage(file) for file in sorted(files) if file != "404.html"))


def _read(path: Path) -> _Listing:
    data = _unpacked(path)
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith((b"http://", b"https://")):
        lines = text.decode("utf-8", "replace").split("\n")
        return _Listing(tuple(_Listed(line, at) for at, line in enumerate(lines, 1) if line.strip()))
    return _read_json(text) if text.startswith((b"{", b"[")) else _read_xml(text)


def _unpacked(path: Path) -> bytes:
    """Return the content of the file, decompressed if it is compressed."""
    with path.open("rb") as file:
        is_compressed = file.read(2) == b"\x1f\x8b"
    try:
        with gzip.open(path) if is_compressed else path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise Unusable("a file that gzip can unpack", str(error)) from None
    if len(data) > LARGEST:
        raise Unusable(f"a file of at most {LARGEST >> 20} MiB", "a larger one")
    return data


def _read_json(data: bytes) -> _Listing:
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unusable("a sitemap or a feed", str(error)) from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Unusable("a JSON feed with items", type(feed).__name__)
    pages = (item for item in items if isinstance(item, dict) and isinstance(item.get("url"), str))
    listed = tuple(_Listed(item["url"], None, str(item.get("title") or "")) for item in pages)
    return _Listing(listed, str(feed.get("home_page_url") or ""))


class _XmlReader:
    """Collects the addresses in a sitemap or feed, with their lines."""

    def __init__(self) -> None:
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._refuse
        parser.buffer_text = True
        self._open: list[str] = []
        self._text: list[str] | None = None
        self._url, self._line, self._title = "", 0, ""
        self._listed: list[_Listed] = []
        self._home = ""
        self._sitemaps: list[str] = []

    def read(self, data: bytes) -> _Listing:
        """Return what *data* lists."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Unusable("a sitemap or a feed", str(error)) from None
        return _Listing(tuple(self._listed), self._home, tuple(self._sitemaps))

    def _refuse(self, *_: object) -> None:
        # Entities can multiply without end, and no sitemap or feed needs its own.
        raise Unusable("a sitemap or a feed without entities of its own", "one")

    def _parent(self) -> str:
        return self._open[-1] if self._open else ""

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2].lower()
        parent = self._parent()
        if local == "link" and attributes.get("href"):
            self._atom_link(parent, attributes)
        elif (parent, local) in _TEXTS:
            self._text = []
        if local in {"url", "item", "entry"}:
            self._url = self._title = ""
        self._open.append(local)

    def _atom_link(self, parent: str, attributes: Mapping[str, str]) -> None:
        if attributes.get("rel", "alternate") != "alternate":
            return
        if parent == "feed":
            self._home = self._home or attributes["href"]
        elif parent == "entry" and not self._url:
            self._url, self._line = attributes["href"], self._parser.CurrentLineNumber

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        local = self._open.pop()
        if self._text is not None and (self._parent(), local) in _TEXTS:
            self._take(self._parent(), local, "".join(self._text).strip())
            self._text = None
        if local in {"url", "item", "entry"} and self._url:
            self._listed.append(_Listed(self._url, self._line, self._title))

    def _take(self, parent: str, local: str, text: str) -> None:
        if local == "title":
            self._title = text
        elif parent == "sitemap":
            self._sitemaps.append(text)
        elif parent == "channel":
            self._home = self._home or text
        else:
            self._url, self._line = text, self._parser.CurrentLineNumber


def _read_xml(data: bytes) -> _Listing:
    listing = _XmlReader().read(data)
    if not listing.listed and not listing.sitemaps:
        raise Unusable("a sitemap, or an Atom, RSS or JSON feed, with addresses", "none")
    return listing


def _of_site(listed: Iterable[_Listed], home: str, base: str) -> FormerSite:
    """Return the pages of the site among those *listed*, by their paths from its root."""
    parsed = [(each, urlsplit(each.url.strip())) for each in listed]
    host, root = _root([parts for _, parts in parsed], home, base)
    pages: dict[str, FormerPage] = {}
    elsewhere = queries = 0
    for each, parts in parsed:
        path = unquote(parts.path) or "/"
        if _host(parts) not in {host, ""} or not f"{path}/".startswith(root):
            elsewhere += 1
            continue
        path = path[len(root) :]
        if not path and _PAGE_ID.search(parts.query):
            queries += 1
            continue
        pages.setdefault(path, FormerPage(path, each.line, each.title))
    return FormerSite(tuple(pages.values()), elsewhere, queries)


def _host(parts: SplitResult) -> str:
    """Return the host; hosts send readers from the one with ``www.`` to the one without, or back."""
    return parts.netloc.lower().removeprefix("www.")


def _root(listed: list[SplitResult], home: str, base: str) -> tuple[str, str]:
    """Return the host of the last site, and the path of its root, with a slash at its end.

    On the host of the site now, the root is that of the site now. On another, it is the address of the home
    page, or the shortest one, if all others begin with it.
    """
    hosts = [_host(parts) for parts in listed if parts.netloc]
    now, told = urlsplit(base), urlsplit(home)
    host = _host(now) if _host(now) in hosts else _host(told)
    host = host or (max(hosts, key=hosts.count) if hosts else "")
    if not host or host == _host(now):
        return host, f"{unquote(now.path).rstrip('/')}/"
    paths = [unquote(parts.path) or "/" for parts in listed if _host(parts) in {host, ""}]
    shortest = unquote(told.path) if _host(told) == host else min(paths, key=len)
    folder = f"{shortest.rstrip('/')}/"
    return host, folder if all(f"{path}/".startswith(folder) for path in paths) else "/"
