"""What the layouts of a Jekyll site tell: whether single dollar signs are formulas, and where its feed is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .config import Config
    from .documents import Document

#: MathJax 2 and 3, KaTeX's auto-render.
_SINGLE = re.compile(
    r"""inlineMath['"]?\s*[:=][^;{}]*?\[\s*['"]\$['"]\s*,|left['"]?\s*:\s*['"]\$['"]\s*,|["']\$["'],\s*["']\$["']"""
)
_KEY = re.compile(r"\{%-?\s*if[^%]*?\bpage\.(?P<name>\w*(?:math|katex|latex|tex)\w*)", re.IGNORECASE)
#: The front matter by which people ask for formulas.
_KEYS = ("math", "mathjax", "use_math", "usemath", "usemathjax", "katex", "latex", "enable_math", "mathjax3")
#: Themes that load MathJax with single dollar signs, and the option that switches it on for all pages.
_THEMES = {"al-folio": "enable_math", "chirpy": "", "distill": ""}


#: What mostly only the old theme needed.
_OF_THEME = {
    ".scss", ".sass", ".css", ".less", ".js", ".map", ".woff", ".woff2", ".ttf", ".eot", ".otf", ".coffee",
}  # fmt: skip
_NAMED = re.compile(r"""\b(?:src|href|data)=["'](?P<address>[^"'<>\n]{1,300})["']""")


@dataclass(frozen=True, slots=True)
class Dollars:
    """On which pages single dollar signs are formulas."""

    everywhere: bool = False
    #: Front matter that switches them on.
    keys: tuple[str, ...] = _KEYS

    def on(self, document: Document) -> bool:
        """Whether they are on the page of *document*."""
        said = [str(document.value(key)).lower() for key in self.keys if document.value(key) is not None]
        if any(each in {"false", "no", "off", "none"} for each in said):
            return False
        return self.everywhere or bool(said) or str(document.value("layout")) == "distill"


def kept_files(source: Path, files: Sequence[str], documents: Sequence[Document]) -> Iterator[str]:
    """Yield those of *files* that are not the old theme's.

    Scripts, styles and fonts are no theme's if they belong to pages in HTML that are copied, being beside or
    below them, or if a text names them.
    """
    pages = [path for path in files if path.endswith((".html", ".htm"))]
    folders = {path.rpartition("/")[0] for path in pages} - {""}
    texts = (*(each.front.body for each in documents), *(read_text(source / path) for path in pages))
    addresses = {match["address"] for text in texts for match in _NAMED.finditer(text)}
    names = {re.split("[?#]", each)[0].rpartition("/")[2] for each in addresses}
    for path in files:
        pure = PurePosixPath(path)
        if pure.suffix.lower() == ".map":  # only for those who write the script
            continue
        if (
            pure.suffix.lower() not in _OF_THEME
            or pure.name in names
            or any(str(folder) in folders for folder in pure.parents)
        ):
            yield path


def dollars_of(source: Path, config: Config) -> Dollars:
    """Return on which pages of the site in *source* single dollar signs are formulas."""
    names: set[str] = set()
    is_found = False
    for text in _scripts(source):
        if _SINGLE.search(text):
            is_found = True
        names.update(match["name"] for match in _KEY.finditer(text))
    options = [config.values.get(key) for key in _KEYS]
    if any(str(option).lower() == "true" for option in options):
        return Dollars(everywhere=True, keys=tuple({*_KEYS, *names}))
    return Dollars(everywhere=is_found and not names, keys=tuple({*_KEYS, *names}))


def _scripts(source: Path) -> Iterator[str]:
    for folder in ("_layouts", "_includes", "assets/js", "js", "javascripts", "scripts"):
        for file in sorted((source / folder).rglob("*")):
            if file.suffix in {".html", ".liquid", ".js", ".htm", ".md"} and file.stat().st_size < 200_000:
                yield read_text(file)


def feeds_of(documents: dict[str, str], config: Config) -> dict[str, str | dict[str, str]]:
    """Return the places of feeds with their formats.

    *documents*: the texts of the files in XML that have front matter, by path.
    """
    feeds: dict[str, str | dict[str, str]] = {}
    for path, text in documents.items():
        if "<rss" in text or "<rdf:RDF" in text:
            feeds[path] = "rss"
        elif "<feed" in text:
            feeds[path] = "atom"
    if config.has_plugin("jekyll-feed"):
        options = config.values.get("feed")
        path = str(options.get("path") or "feed.xml") if isinstance(options, dict) else "feed.xml"
        feeds[path.lstrip("/")] = "atom"
    return feeds
