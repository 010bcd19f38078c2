"""Reads built pages as a browser would: parse errors, dead links, ids, the parts of a page."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

import html5lib
from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: A host that no test's site has: stands for the root of the output folder.
ROOT = "https://here.invalid/"


@lru_cache(maxsize=500)
def soup_of(text: str) -> BeautifulSoup:
    """A page as the parsing rules of HTML 5 read it."""
    return BeautifulSoup(text, "html5lib")


def page(path: Path) -> BeautifulSoup:
    """The page in the file *path*."""
    return soup_of(path.read_text("utf-8"))


def pages(outdir: Path) -> dict[str, BeautifulSoup]:
    """Every HTML page of an output folder by its path, without what themes bring as files of theirs."""
    return {
        path.relative_to(outdir).as_posix(): page(path)
        for path in sorted(outdir.rglob("*.html"))
        if "_static" not in path.parts
    }


def parse_errors(text: str) -> list[str]:
    """What is wrong with a page by the parsing rules of HTML 5, each with the line it stands at."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    lines = text.split("\n")
    return [f"{code} at {line}: {lines[line - 1][:100]}" for (line, _), code, _ in parser.errors]


def repeated_ids(soup: BeautifulSoup) -> list[str]:
    """The ids that stand twice on a page."""
    counted = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    return sorted(name for name, count in counted.items() if count > 1)


def dead_references(soup: BeautifulSoup) -> list[str]:
    """The attributes that name an id of the same page which is not there."""
    ids = {str(tag["id"]) for tag in soup.find_all(id=True)}
    found = []
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"):
        for tag in soup.find_all(attrs={name: True}):
            found += [f"{name}={each}" for each in str(tag[name]).split() if each not in ids]
    return found


def addresses(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Every address that a page names, with the element that names it."""
    for tag in soup.find_all(True):
        for name in ("href", "src", "action", "poster", "cite", "data"):
            if tag.has_attr(name) and not (tag.name == "data" and name == "data"):
                yield tag, str(tag[name])
        if tag.has_attr("srcset"):
            for part in str(tag["srcset"]).split(","):
                yield tag, part.split()[0]
        if tag.name == "meta" and str(tag.get("http-equiv", "")).lower() == "refresh":
            yield tag, str(tag["content"]).partition("url=")[2]


def dead_links(outdir: Path, baseurl: str = ROOT) -> list[str]:
    """Every address on every page that leads to no file or no anchor of the site.

    *baseurl*: where the site will be; addresses that begin with it are its own, all others are not looked up.
    """
    found = pages(outdir)
    anchors = {
        name: {str(tag.get("id") or tag.get("name")) for tag in soup.select("[id], a[name]")}
        for name, soup in found.items()
    }  # fmt: skip
    dead = []
    for name, soup in found.items():
        for tag, address in addresses(soup):
            whole, anchor = urldefrag(urljoin(baseurl + name, address))
            if not whole.startswith(baseurl):
                continue
            path = unquote(whole.removeprefix(baseurl).partition("?")[0])
            file = outdir / path / "index.html" if (outdir / path).is_dir() else outdir / path
            if path and not path.endswith("/") and (outdir / path).is_dir():
                dead.append(f"{name}: <{tag.name}> {address} (a folder without its slash)")
            elif not file.is_file():
                dead.append(f"{name}: <{tag.name}> {address}")
            elif anchor and unquote(anchor) not in anchors.get(
                file.relative_to(outdir).as_posix(), {unquote(anchor)}
            ):
                dead.append(f"{name}: <{tag.name}> {address} (no such anchor)")
    return dead


def fetched(soup: BeautifulSoup) -> list[str]:
    """The addresses that a browser asks for by itself when it shows a page."""
    asked = []
    for tag, address in addresses(soup):
        rel = set(tag.get("rel") or ())
        if tag.name in {"script", "img", "iframe", "source", "video", "audio", "embed", "object"} or (
            tag.name == "link"
            and rel
            & {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch", "manifest"}
        ):
            asked.append(address)
    return asked


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The one element that *selector* finds."""
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def words(tag: Tag) -> str:
    """The text of an element with its blanks evened out."""
    return " ".join(tag.get_text().split())
