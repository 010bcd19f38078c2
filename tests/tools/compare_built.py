"""Compare what readers saw on an old site with what they see on the new one, page by page, by address.

Prints the share of words kept (of formulas: of their TeX), titles that differ, old addresses that don't
answer, links that led somewhere on the old site and lead nowhere now, with their anchors, and pictures that
are no longer shown.
Lists that themes make, with excerpts of posts, are no text of a page: ``--skip`` leaves them out.

Usage: ``python compare_built.py OLD-OUTPUT NEW-OUTPUT [--article SELECTOR] [--base PATH] [--skip REGEX]
[--words]``; OLD-OUTPUT as the old tool made it, best with plain layouts: each page's content in an element of
its own.
"""

from __future__ import annotations

import argparse
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from compare_import import join_code, words

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What isn't text: the old theme's frame, what a script typesets again, prompts and numbers beside code.
_TO_HEADINGS = ".headerlink, .heading-anchor, .anchor-link"
_FRAME = f"""script, style, nav, template, noscript, {_TO_HEADINGS}, .lnt, .ln, .linenos,
.jp-InputPrompt, .jp-OutputPrompt, .prompt.input_prompt, .prompt.output_prompt"""
_TYPESET = ".MathJax, .katex-html, .katex-mathml math > semantics > :not(annotation)"
_BLOCKS = """p div li dd dt td th tr h1 h2 h3 h4 h5 h6 pre br hr blockquote figure figcaption img table ul ol
section header footer article summary details option button label math annotation""".split()
#: What nbconvert writes for images without one.
_NO_ALTERNATIVE = "No description has been provided for this image"
#: Units from one letter to the next in diagrams that are drawn from text, letter by letter.
_STEP = 8
#: Anchors of footnotes and of lines of code, which each tool names in its own way.
_OWN = re.compile(r"#(?:fn|footnote|sn-|mn-|__codelineno|cb\d)")
_ONWARD = re.compile(r'<meta\b[^>]*?http-equiv="?refresh"?[^>]*?url=([^"\'>]+)', re.IGNORECASE)


@dataclass(frozen=True)
class Built:
    """A page of a built site."""

    file: Path
    selector: str

    @cached_property
    def html(self) -> BeautifulSoup:
        """The page as it is in its file."""
        return BeautifulSoup(self.file.read_text("utf-8", "replace"), "lxml")

    @cached_property
    def ids(self) -> set[str]:
        """Targets of anchors."""
        return {str(each[name]) for name in ("id", "name") for each in self.html.select(f"[{name}]")}

    @property
    def article(self) -> Tag | None:
        """What is the page's own."""
        return self.html.select_one(self.selector)

    def links(self) -> list[str]:
        """Return where links of the article lead, but for those to footnotes and lines of code."""
        found = self.article.select(f"a[href]:not({_TO_HEADINGS})") if self.article else ()
        return [str(each["href"]) for each in found if not _OWN.match(str(each["href"]))]

    def pictures(self) -> list[str]:
        """Return the addresses of what the article shows."""
        found = self.article.select("img[src]") if self.article else ()
        return [str(each["src"]) for each in found]

    def words(self) -> Counter[str]:
        """Return the words of the article and of images' texts, and take what is no text out of the page."""
        article = self.article or self.html
        for each in article.select(f"{_FRAME}, {_TYPESET}"):
            each.decompose()
        texts = (str(each.get("alt", "")) for each in article.select("img"))
        alternatives = " ".join(text for text in texts if text != _NO_ALTERNATIVE)
        join_code(article)
        for each in article.select("svg:has(text)"):
            each.string = _lines(each)
        for each in article.find_all(_BLOCKS):
            each.insert_before(" ")
            each.insert_after(" ")
        return words(f"{article.get_text('')} {alternatives}")


def _lines(drawing: Tag) -> str:
    """Return the text of a *drawing*; letters that stand beside one another are a word."""
    lines: dict[float, dict[float, str]] = {}
    texts = drawing.select("text")
    for number, each in enumerate(texts):
        places = [str(each.get(name, "")) for name in "yx"]
        if not all(re.fullmatch(r"-?[\d.]+", place) for place in places) or len(each.get_text()) > 1:
            return " ".join(text.get_text(" ") for text in texts)
        y, x = (float(place) for place in places)
        lines.setdefault(y, {})[x + number / 10**6] = each.get_text()
    found = []
    for line in lines.values():
        before = float("-inf")
        for x, letter in sorted(line.items()):
            found.append(letter if x - before < _STEP + 1 else f" {letter}")
            before = x
        found.append(" ")
    return "".join(found)


class Output:
    """The folder of a built site."""

    def __init__(self, folder: Path, selector: str) -> None:
        """*selector*: the element with what is a page's own."""
        self.folder, self._selector = folder.resolve(), selector
        self._pages: dict[Path, Built] = {}

    def page(self, file: Path) -> Built:
        """Return the page in *file*."""
        return self._pages.setdefault(file, Built(file, self._selector))

    def forget(self, file: Path) -> None:
        """Give back the memory of a page."""
        self._pages.pop(file, None)

    def file(self, address: str) -> Path | None:
        """Return the file that a server sends for *address*, redirects followed; None: there is none."""
        for _ in range(4):
            found = self._sent(unquote(address).lstrip("/"))
            if found is None or found.suffix != ".html":
                return found
            onward = _ONWARD.search(found.read_text("utf-8", "replace"))
            if onward is None:
                return found
            parts = urlsplit(onward[1])
            if parts.netloc and not parts.path.strip("/"):
                return None
            address = posixpath.join("/", found.parent.relative_to(self.folder).as_posix(), parts.path)
            address = posixpath.normpath(address)
        return None

    def _sent(self, path: str) -> Path | None:
        if ".." in path.split("/"):
            path = posixpath.normpath(f"/{path}").lstrip("/")
        names = (
            path,
            f"{path}/index.html",
            f"{path.rstrip('/')}.html",
            f"{path.removesuffix('.html')}/index.html",
        )
        for name in names:
            file = self.folder / name.lstrip("/")
            try:
                if file.is_file():
                    return file
            except OSError:  # A name that is too long.
                return None
        return None


def path_of(link: str, page: Built, output: Output) -> str | None:
    """Return the path from the root to which *link* of *page* leads; None: it leads to another site."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or link.startswith("//"):
        return None
    here = f"/{page.file.relative_to(output.folder).as_posix()}"
    path = unquote(parts.path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here


def shown_files(page: Built, output: Output) -> list[str]:
    """Return the names of the files that *page* shows or links to, and that are there."""
    paths = (path_of(link, page, output) for link in (*page.pictures(), *page.links()))
    return [posixpath.basename(path) for path in paths if path and output.file(path) is not None]


def is_among(name: str, names: list[str]) -> bool:
    """Whether a file *name* is among *names*: Sphinx numbers files that have the same name."""
    stem, suffix = posixpath.splitext(name)
    numbered = re.compile(rf"{re.escape(stem)}\d*{re.escape(suffix)}")
    return any(numbered.fullmatch(each) for each in names)


def dead(old: Output, new: Output, page: Built, link: str, base: str, files: list[str]) -> bool:
    """Whether *link* of the old *page* led to something of the site, and leads to nothing now.

    *files*: those that the new page has; beside a note, they may have another address there.
    """
    path = path_of(link, page, old)
    if path is None or ("#" not in link and is_among(posixpath.basename(path), files)):
        return False
    parts = urlsplit(link)
    path = path.removeprefix(base) or "/"
    before, now = old.file(path), new.file(path)
    if before is None or now is None:
        return before is not None
    anchor = unquote(parts.fragment)
    if not anchor or ".html" not in (before.suffix, now.suffix) or anchor not in old.page(before).ids:
        return False
    return anchor not in new.page(now).ids


def compare(old: Output, new: Output, options: argparse.Namespace) -> Iterator[tuple[str, str, int]]:
    """Yield kinds, texts and numbers: words of each page, those that are gone, and what else differs."""
    for file in sorted(old.folder.rglob("*.html")):
        address = f"/{file.relative_to(old.folder).as_posix()}"
        page = old.page(file)
        if (options.skip and re.search(options.skip, address)) or _ONWARD.search(
            file.read_text("utf-8", "replace")
        ):
            continue
        moved = new.file(address.removeprefix(options.base))
        if moved is None:
            yield "missing", address + ("" if page.article else " (no article)"), 1
        elif page.article is not None:
            now = Built(moved, "article, main, body")
            yield from _titles(page, now, address)
            files = shown_files(now, new)
            for kind, links in (("dead", page.links()), ("unseen", page.pictures())):
                for each in dict.fromkeys(links):
                    if dead(old, new, page, each, options.base, files):
                        yield kind, f"{address}: {each}", 1
            yield from _words(page, now, address)
            old.forget(file)


def _titles(old: Built, new: Built, address: str) -> Iterator[tuple[str, str, int]]:
    title = str(old.article.get("data-title") or "") if old.article else ""
    heading = new.html.find("h1")
    if title and heading is not None:
        before = BeautifulSoup(title, "lxml").get_text()
        now = heading.get_text().rstrip("¶#")
        if re.sub(r"\W", "", before) != re.sub(r"\W", "", now):
            yield "title", f"{address}: {before!r} is {now!r}", 1


def _words(old: Built, new: Built, address: str) -> Iterator[tuple[str, str, int]]:
    before = old.words()
    gone = before - new.words()
    yield "words", address, before.total()
    yield "gone", f"{address}: of {before.total()}: {' '.join(list(gone)[:30])}", gone.total()


def main() -> int:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--article", default="article", help="CSS selector of a page's own text (old site)")
    parser.add_argument(
        "--base", default="", help="path that all old addresses begin with, and new ones don't"
    )
    parser.add_argument("--skip", help="addresses of generated lists")
    parser.add_argument("--words", action="store_true", help="list the words that each page has lost")
    options = parser.parse_args()
    found: Counter[str] = Counter()
    pages = 0
    old, new = Output(options.old, options.article), Output(options.new, "article, main, body")
    for kind, text, number in compare(old, new, options):
        found[kind] += number
        pages += kind == "words"
        if kind in ("missing", "title", "dead", "unseen"):
            print(kind.upper(), text)
        elif kind == "gone" and options.words and number:
            print(f"{number:5} {text}")
    kept = 100 * (1 - found["gone"] / max(1, found["words"]))
    print(
        f"pages {pages}; words {found['words']:,}, kept {kept:.2f} %; titles {found['title']}; "
        f"addresses missing {found['missing']}; dead links {found['dead']}; pictures unseen {found['unseen']}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
