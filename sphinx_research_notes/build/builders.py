"""The HTML builders with pages at their permalinks, a search that knows, and indexes without the unlisted."""

from __future__ import annotations

import html
import re
import shutil
import zlib
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder
from sphinx.search import IndexBuilder

from .._upstream.patching import replaced
from .._upstream.search_index import PlacedIndex, adopt, make_exact
from ..constants import PAGED, THEME
from ..mathml.convert import NAME
from ..model.permalinks import output_file
from ..state.records import pages, unlisted
from .book_media import MEDIA, in_book
from .fingerprints import digest
from .manifest import (
    ASSETS,
    INDEX,
    build_of,
    coming_build,
)
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from docutils import nodes
    from sphinx.application import Sphinx


#: What an e-book's list of contents says of a page.
_ITEM = re.compile(r'<item id="[^"]*" href="([^"]+)" media-type="application/xhtml\+xml" */>')

#: What a page of an e-book may hold that the list of contents has to name.
_HELD = {
    "mathml": re.compile("<math "),
    "remote-resources": re.compile('<(?:audio|video|source|track)\\s(?:[^<>]*\\s)?src="https?:'),
    "svg": re.compile("<svg[ >]"),
}
_DOWNLOAD = re.compile('_downloads/[^"#]+')

#: A line of ``objects.inv``: name, type, priority, address, title.
_INVENTORY_LINE = re.compile(r".+?\s+\S+\s+-?\d+\s+(?P<address>[^\s#]*)\S*\s+.*")


def _without(inventory: bytes, addresses: set[str]) -> bytes:
    """*inventory* without what leads to one of *addresses*."""
    *head, packed = inventory.split(b"\n", 4)
    lines = zlib.decompress(packed).decode().split("\n")
    kept = (
        line
        for line in lines
        if not (match := _INVENTORY_LINE.match(line)) or match["address"] not in addresses
    )
    return b"\n".join([*head, zlib.compress("\n".join(kept).encode(), 9)])


class PermalinkBuilder:
    """Puts pages at their places; everything else about a page follows from its URI and its path.

    Its methods stand in the place of those of *builder*, which is and stays one of Sphinx's own: other
    extensions compare its class.
    """

    #: What is replaced, and what is added.
    METHODS = (
        "get_target_uri", "get_output_path", "get_outdated_docs", "index_page", "load_indexer",
        "dump_search_index", "dump_inventory",
    )  # fmt: skip
    MORE = ("default_uri", "search_name")

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self.builder = builder
        #: Its methods as they were before.
        self.plain = SimpleNamespace(**{name: getattr(builder, name) for name in self.METHODS})
        #: Whether the search index of the last build stays as it is.
        self._index_kept = False

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """The address of *docname*, quoted, from the root of the site."""
        place = self.place(docname)
        if not place:
            return str(self.plain.get_target_uri(docname, typ))
        # Named in full by the plain builder, so that a site opened from the disk works as well.
        return quote(place if self.builder.name == "dirhtml" else output_file(place))

    def get_output_path(self, page_name: str, /) -> Path:
        """The file of the page *page_name*."""
        place = self.place(page_name)
        return Path(
            self.builder.outdir, output_file(place) if place else self.plain.get_output_path(page_name)
        )

    def place(self, page_name: str) -> str:
        """The place of a page that is not at its default one, else nothing."""
        env, config = self.builder.env, self.builder.config
        if page_name == "404" and page_name not in env.all_docs:
            return "404.html" if config.html_theme == THEME else ""
        return site_of(env).place(page_name)

    def get_outdated_docs(self) -> Iterator[str]:
        """The documents whose pages are to be written, before it is known what has changed.

        Without those that the times of files alone speak for: a source or a template that has its time from a
        clock that was ahead is newer than its pages in every build. What has changed is found by contents.
        """
        known = self._written() if self._is_configured_as_before() else frozenset()
        # Sphinx looks at the time of every source and of every page, of which nothing would be left.
        if self.builder.env.found_docs - known:
            yield from (docname for docname in self.plain.get_outdated_docs() if docname not in known)

    def _is_configured_as_before(self) -> bool:
        """Whether the folder was last written with this configuration; asked before Sphinx notes it there."""
        try:
            info = self.builder.build_info
            return bool(type(info).load(Path(self.builder.outdir, ".buildinfo")) == info)
        except (OSError, ValueError):
            return False

    def _written(self) -> frozenset[str]:
        """The documents whose pages are there, where it is known what these were written with."""
        env = self.builder.env
        build = coming_build(env)
        views, files = build.before.views, build.before.files
        if not views.get(ASSETS):
            return frozenset()
        return frozenset(
            docname
            for docname in env.found_docs
            if views.get(docname)
            and (build.has_still(docname, files.get(docname)) or self.get_output_path(docname).is_file())
        )

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Let the search know a page, unless it is unlisted."""
        page = pages(self.builder.env).get(pagename)
        if page is None or page.head is None or page.head.listed:
            self.plain.index_page(pagename, doctree, title)

    def load_indexer(self, docnames: Set[str]) -> None:
        """Read the index of the last build, of which *docnames* are written anew."""
        env, indexer = self.builder.env, self.builder.indexer
        # Also where the last note has gone: what it left in the index must go too.
        if indexer is not None and (site_of(env).has_notes or self._had_notes()):
            ours = adopt(indexer, tuple(self.builder.config.source_suffix))
            if ours is None:
                self.plain.load_indexer(docnames)
                return
            indexer = ours
            indexer.entries = env.domains["index"].data["entries"]
            moved = site_of(env).places.moved
            indexer.placed = {d: self.search_name(place) or d for d, place in moved.items()}
            if self._keeps_index(indexer, docnames):
                return
        self.plain.load_indexer(docnames)

    def _keeps_index(self, indexer: PlacedIndex, docnames: Set[str]) -> bool:
        """Whether the index of the last build is that of this one, of which *docnames* are written."""
        env, builder = self.builder.env, self.builder
        build = build_of(env)
        shown = digest((sorted(env.all_docs), sorted(indexer.placed.items()), builder.config.language))
        build.now.views[INDEX] = shown
        written = Path(builder.outdir, builder.searchindex_filename).is_file()
        self._index_kept = not docnames and written and build.is_current(INDEX, shown)
        return self._index_kept

    def dump_search_index(self) -> None:
        """Write the index."""
        # Reading and writing it is half of a build in which nothing changed, and grows with the site.
        if not self._index_kept:
            self.plain.dump_search_index()

    def dump_inventory(self) -> None:
        """Write ``objects.inv`` without unlisted notes, which no list shows."""
        self.plain.dump_inventory()
        if withheld_docs := unlisted(self.builder.env):
            path = Path(self.builder.outdir, INVENTORY_FILENAME)
            path.write_bytes(_without(path.read_bytes(), {self.get_target_uri(d) for d in withheld_docs}))

    def default_uri(self, docname: str) -> str:
        """The address of *docname* before permalinks, quoted, from the root of the site."""
        return str(self.plain.get_target_uri(docname))

    def search_name(self, place: str) -> str:
        """The docname from which Sphinx's search script makes the address of *place*; empty if none."""
        if self.builder.name == "dirhtml":
            return place.removesuffix("/") if place.endswith("/") else ""
        return output_file(place).removesuffix(".html") if output_file(place).endswith(".html") else ""

    def _had_notes(self) -> bool:
        """Whether an earlier build of ours wrote into this folder: its index has our placed names."""
        written = Path(self.builder.outdir, self.builder.searchindex_filename).is_file()
        return written and build_of(self.builder.env).before.files != {}


@contextmanager
def permalinks(app: Sphinx) -> Iterator[None]:
    """``html`` and ``dirhtml`` with permalinks."""
    builder = app.builder
    if builder.name not in PAGED or not isinstance(builder, StandaloneHTMLBuilder):
        yield
        return
    ours = PermalinkBuilder(builder)
    with replaced(builder, **{name: getattr(ours, name) for name in (*ours.METHODS, *ours.MORE)}):
        yield


def mark_formulas(app: Sphinx) -> None:
    """``builder-inited``: let ``epub`` say in its list of contents what its pages hold, MathML too.

    (https://www.w3.org/TR/epub-33/#sec-item-resource-properties; Sphinx knows no MathML.)
    """
    builder: Any = app.builder
    if not isinstance(builder, Epub3Builder) or app.config.html_math_renderer != NAME:
        return
    plain = builder.build_content

    def build_content() -> None:
        plain()
        _mark(builder)

    vars(builder)["build_content"] = build_content


@contextmanager
def book_files(app: Sphinx) -> Iterator[None]:
    """``epub`` with what its pages play."""
    builder: Any = app.builder
    if not isinstance(builder, Epub3Builder):
        yield
        return
    plain = builder.build_content

    def build_content() -> None:
        _copy_played(builder)
        plain()
        _mark(builder)

    with replaced(builder, build_content=build_content, media_types=MEDIA | builder.media_types):
        yield


def _mark(builder: Epub3Builder) -> None:
    """Let the list of contents of the book say what its pages hold."""
    path = Path(builder.outdir, "content.opf")
    path.write_text(_ITEM.sub(lambda found: _marked(builder, found), path.read_text("utf-8")), "utf-8")


def _copy_played(builder: Epub3Builder) -> None:
    """Put into the book what its pages play."""
    files = in_book(builder.env)
    if not files:
        return
    pages = Path(builder.outdir).rglob(f"*{builder.out_suffix}")
    named = {name for page in pages for name in _DOWNLOAD.findall(page.read_text("utf-8"))}
    for name, source in files.items():
        path = Path(builder.outdir, name)
        if quote(name) not in named:
            path.unlink(missing_ok=True)
        elif source.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)


def _marked(builder: Epub3Builder, match: re.Match[str]) -> str:
    page = Path(builder.outdir, unquote(html.unescape(match[1])))
    if page.suffix != builder.out_suffix or not page.is_file():
        return match[0]
    text = page.read_text("utf-8")
    held = " ".join(name for name, sign in _HELD.items() if sign.search(text))
    return f'{match[0][:-2].rstrip()} properties="{held}"/>' if held else match[0]


def keep_index_exact(app: Sphinx) -> list[Any]:
    """``html-collect-pages``: the index of ``json`` and ``pickle`` holds no word of what is hidden now."""
    indexer = getattr(app.builder, "indexer", None)
    if type(indexer) is IndexBuilder and (site_of(app.env).has_notes or build_of(app.env).before.files):
        make_exact(indexer)
        indexer.prune(app.env.all_docs.keys() - unlisted(app.env))
    return []
