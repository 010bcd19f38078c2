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

#: A host that no test uses: represents the root of the output folder.
ROOT = "https://here.invalid/"


@lru_cache(maxsize=500)
def soup_of(text: str) -> BeautifulSoup:
    """Return a page as parsed by the rules of HTML 5."""
    return BeautifulSoup(text, "html5lib")


def page(path: Path) -> BeautifulSoup:
    """Return the page in the file *path*."""
    return soup_of(path.read_text("utf-8"))


def pages(outdir: Path) -> dict[str, BeautifulSoup]:
    """Yield every HTML page of an output folder by its path, without files that belong to themes."""
    return {
        path.relative_to(outdir).as_posix(): page(path)
        for path in sorted(outdir.rglob("*.html"))
        if "_static" not in path.parts
    }


def parse_errors(text: str) -> list[str]:
    """Return the parse errors of a page by the rules of HTML 5, each with its line."""
    parser = html5lib.HTMLParser()
    parser.parse(text)
    lines = text.split("\n")
    return [f"{code} at {line}: {lines[line - 1][:100]}" for (line, _), code, _ in parser.errors]


def repeated_ids(soup: BeautifulSoup) -> list[str]:
    """Return the ids that occur twice on a page."""
    counted = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    return sorted(name for name, count in counted.items() if count > 1)


def dead_references(soup: BeautifulSoup) -> list[str]:
    """Return the attributes that refer to a missing id on the same page."""
    ids = {str(tag["id"]) for tag in soup.find_all(id=True)}
    found = []
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "popovertarget"):
        for tag in soup.find_all(attrs={name: True}):
            found += [f"{name}={each}" for each in str(tag[name]).split() if each not in ids]
    return found


def addresses(soup: BeautifulSoup) -> Iterator[tuple[Tag, str]]:
    """Yield every address on a page, with its element."""
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
    """Return every address on every page that leads to no file or no anchor of the site.

    *baseurl*: where the site will be; addresses that begin with it are checked too, all others are not.
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
    """Return the addresses that a browser requests by itself when it shows a page."""
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
    """Return the only element that *selector* matches."""
    found = soup.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def words(tag: Tag) -> str:
    """Return the text of an element with normalized whitespace."""
    return " ".join(tag.get_text().split())
