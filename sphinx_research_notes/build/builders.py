"""Adapt Sphinx's builders: HTML pages at their permalinks, an exact search index, media in e-books."""

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

from .._upstream.parallel_writing import may_resolve_in_workers, write_in_workers
from .._upstream.patching import replaced
from .._upstream.search_index import PlacedIndex, adopt, make_exact
from ..constants import PAGED, THEME
from ..mathml.convert import NAME
from ..model.digests import value_digest
from ..model.permalinks import output_file
from ..state.records import page_of, unlisted
from .book_media import MEDIA, in_book
from .manifest import ASSETS, INDEX, build_of, coming_build
from .pagefind_index import PagefindIndex, report_unused
from .search_facts import search_facts
from .search_texts import texts_path, uses_pagefind
from .search_words import divide_cjk
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from docutils import nodes
    from sphinx.application import Sphinx

    from .site import Site


#: The entry of a page in an e-book's manifest (``content.opf``).
_ITEM = re.compile(r'<item id="[^"]*" href="([^"]+)" media-type="application/xhtml\+xml" */>')

#: The properties that the manifest has to declare for a page, with the content that requires each.
_PROPERTIES = {
    "mathml": re.compile("<math "),
    "remote-resources": re.compile('<(?:audio|video|source|track)\\s(?:[^<>]*\\s)?src="https?:'),
    "svg": re.compile("<svg[ >]"),
}
_DOWNLOAD = re.compile('_downloads/[^"#]+')

#: A line of ``objects.inv``: name, type, priority, address, title.
_INVENTORY_LINE = re.compile(r".+?\s+\S+\s+-?\d+\s+(?P<address>[^\s#]*)\S*\s+.*")


def _without(inventory: bytes, addresses: set[str]) -> bytes:
    """Return *inventory* without the objects at *addresses*."""
    *header, compressed = inventory.split(b"\n", 4)
    lines = zlib.decompress(compressed).decode().split("\n")
    remaining = (
        line
        for line in lines
        if not (match := _INVENTORY_LINE.match(line)) or match["address"] not in addresses
    )
    return b"\n".join([*header, zlib.compress("\n".join(remaining).encode(), 9)])


class PermalinkBuilder:
    """Methods that put pages at their permalinks; Sphinx derives everything else from a page's URI and path.

    They replace methods of the *builder* instance, which keeps its class because other extensions check that.
    """

    #: The methods replaced, and those added.
    METHODS = (
        "get_target_uri", "get_output_path", "get_outdated_docs", "index_page", "load_indexer",
        "dump_search_index", "dump_inventory", "write_documents",
    )  # fmt: skip
    MORE = ("default_uri", "search_name")

    def __init__(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
        self._app = app
        self.builder = builder
        #: The builder's original methods.
        self.plain = SimpleNamespace(**{name: getattr(builder, name) for name in self.METHODS})
        #: Whether the search index of the last build is still current.
        self._index_kept = False
        #: The addresses of documents and other pages in this site.
        self._uris: dict[str, str] = {}
        self._site: Site | None = None
        #: The index that is written instead of Sphinx's, if any.
        self._pagefind: PagefindIndex | None = None

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the quoted address of *docname*, relative to the root of the site."""
        site = site_of(self.builder.env)
        if self._site is not site:
            self._site, self._uris = site, {}
        # A page asks for dozens of them, most of which others have asked for.
        if docname not in self._uris:
            place = self.place(docname)
            # The html builder includes the file name, so that the site also works when opened from disk.
            own = quote(place if self.builder.name == "dirhtml" else output_file(place)) if place else ""
            self._uris[docname] = own if place else self.default_uri(docname)
        return self._uris[docname]

    def get_output_path(self, page_name: str, /) -> Path:
        """Return the file of the page *page_name*."""
        place = self.place(page_name)
        return Path(
            self.builder.outdir, output_file(place) if place else self.plain.get_output_path(page_name)
        )

    def place(self, page_name: str) -> str:
        """Return the place of a page that is not at its default one, otherwise ``""``."""
        env, config = self.builder.env, self.builder.config
        if page_name == "404" and page_name not in env.all_docs:
            return "404.html" if config.html_theme == THEME else ""
        return site_of(env).addresses.place(page_name)

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield the documents to write regardless of their fingerprints, which are compared later.

        Documents that only look outdated by their file times are left out: a source or template saved while
        the clock was ahead is newer than its pages in every build. Changes are found by content instead.
        """
        written = self._written() if self._has_same_configuration() else frozenset()
        # Sphinx checks the times of all sources and pages, which is needless if all are excluded.
        if self.builder.env.found_docs - written:
            yield from (docname for docname in self.plain.get_outdated_docs() if docname not in written)

    def _has_same_configuration(self) -> bool:
        """Return whether the folder was last written with this configuration."""
        try:
            # Called before Sphinx updates the file.
            info = self.builder.build_info
            return bool(type(info).load(Path(self.builder.outdir, ".buildinfo")) == info)
        except (OSError, ValueError):
            return False

    def _written(self) -> frozenset[str]:
        """Return the documents whose pages exist and have known fingerprints."""
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
        """Add a page to the search index unless it is unlisted."""
        if not page_of(self.builder.env, pagename).listed:
            return
        if self._pagefind is not None:
            self._pagefind.add(pagename, doctree, title)
        else:
            self.plain.index_page(pagename, doctree, title)

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the pages of *docnames*, if possible in parallel from the doctree on."""
        builder = self.builder
        indexer = self._pagefind or getattr(builder, "indexer", None)
        known = indexer is None or isinstance(indexer, (PagefindIndex, PlacedIndex))
        if builder.parallel_ok and known and may_resolve_in_workers(self._app):
            write_in_workers(self._app, sorted(docnames), indexer)
        else:
            self.plain.write_documents(docnames)

    def load_indexer(self, docnames: Set[str]) -> None:
        """Load the search index of the last build, without *docnames*, which are rewritten."""
        env, indexer = self.builder.env, self.builder.indexer
        if uses_pagefind(site_of(env)):
            self._pagefind = PagefindIndex(self.builder, site_of(env))
            self._pagefind.load(docnames)
            return
        report_unused(site_of(env))
        # It has the texts of notes that may be hidden now.
        texts_path(build_of(env).path).unlink(missing_ok=True)
        # If the last note is gone, its entries have to be removed from the index.
        has_ours = site_of(env).has_notes or self._had_notes()
        suffixes = tuple(self.builder.config.source_suffix)
        if indexer is not None and has_ours and (placed_index := adopt(indexer, suffixes)):
            placed_index.entries = env.domains["index"].data["entries"]
            moved = site_of(env).addresses.places.moved
            placed_index.placed = {d: self.search_name(place) or d for d, place in moved.items()}
            if site_of(env).has_notes:
                divide_cjk(placed_index.lang)
                if self.builder.config.html_theme == THEME:
                    placed_index.facts = search_facts(site_of(env))
            if self._keeps_index(placed_index, docnames):
                return
        self.plain.load_indexer(docnames)

    def _keeps_index(self, indexer: PlacedIndex, docnames: Set[str]) -> bool:
        """Return whether the search index of the last build is still current if *docnames* are rewritten."""
        env, builder = self.builder.env, self.builder
        build = build_of(env)
        facts = sorted(indexer.facts.items()) if indexer.facts is not None else None
        shown = value_digest(
            (sorted(env.all_docs), sorted(indexer.placed.items()), builder.config.language, facts)
        )
        build.now.views[INDEX] = shown
        exists = Path(builder.outdir, builder.searchindex_filename).is_file()
        self._index_kept = not docnames and exists and build.is_current(INDEX, shown)
        return self._index_kept

    def dump_search_index(self) -> None:
        """Write the search index if it has changed."""
        # Reading and writing it takes half the time of a build without changes, and more on larger sites.
        if self._pagefind is not None:
            self._pagefind.write()
        elif not self._index_kept:
            self.plain.dump_search_index()

    def dump_inventory(self) -> None:
        """Write ``objects.inv`` without unlisted notes."""
        self.plain.dump_inventory()
        if withheld_docs := unlisted(self.builder.env):
            path = Path(self.builder.outdir, INVENTORY_FILENAME)
            path.write_bytes(_without(path.read_bytes(), {self.get_target_uri(d) for d in withheld_docs}))

    def default_uri(self, docname: str) -> str:
        """Return the quoted address of *docname* before permalinks, relative to the root of the site."""
        return str(self.plain.get_target_uri(docname))

    def search_name(self, place: str) -> str:
        """Return the docname that Sphinx's search script turns into *place*; ``""`` if there is none."""
        if self.builder.name == "dirhtml":
            return place.removesuffix("/") if place.endswith("/") else ""
        return output_file(place).removesuffix(".html") if output_file(place).endswith(".html") else ""

    def _had_notes(self) -> bool:
        """Return whether an earlier build with notes wrote the search index."""
        exists = Path(self.builder.outdir, self.builder.searchindex_filename).is_file()
        return exists and build_of(self.builder.env).before.files != {}


@contextmanager
def permalinks(app: Sphinx) -> Iterator[None]:
    """Make the ``html`` and ``dirhtml`` builders write pages at their permalinks."""
    builder = app.builder
    if builder.name not in PAGED or not isinstance(builder, StandaloneHTMLBuilder):
        yield
        return
    methods = PermalinkBuilder(app, builder)
    with replaced(builder, **{name: getattr(methods, name) for name in (*methods.METHODS, *methods.MORE)}):
        yield


def mark_formulas(app: Sphinx) -> None:
    """``builder-inited``: make ``epub`` declare in its manifest what its pages contain, MathML included.

    Sphinx doesn't declare MathML (https://www.w3.org/TR/epub-33/#sec-item-resource-properties).
    """
    builder: Any = app.builder
    if isinstance(builder, Epub3Builder) and app.config.html_math_renderer == NAME:
        vars(builder)["build_content"] = _declaring(builder, media=False)


@contextmanager
def book_files(app: Sphinx) -> Iterator[None]:
    """Make the ``epub`` builder include the media that its pages play."""
    builder: Any = app.builder
    if not isinstance(builder, Epub3Builder):
        yield
        return
    build_content = _declaring(builder, media=True)
    with replaced(builder, build_content=build_content, media_types=MEDIA | builder.media_types):
        yield


def _declaring(builder: Epub3Builder, *, media: bool) -> Callable[[], None]:
    """Wrap ``builder.build_content``: afterwards, declare in the book's manifest what its pages contain.

    *media*: whether to copy the media that pages play into the book before.
    """
    plain_build_content = builder.build_content

    def build_content() -> None:
        if media:
            _copy_media(builder)
        plain_build_content()
        path = Path(builder.outdir, "content.opf")
        text = path.read_text("utf-8")
        path.write_text(_ITEM.sub(lambda match: _with_properties(builder, match), text), "utf-8")

    return build_content


def _copy_media(builder: Epub3Builder) -> None:
    """Copy the media that pages play into the book."""
    files = in_book(builder.env)
    if not files:
        return
    pages = Path(builder.outdir).rglob(f"*{builder.out_suffix}")
    linked = {name for page in pages for name in _DOWNLOAD.findall(page.read_text("utf-8"))}
    for name, source in files.items():
        path = Path(builder.outdir, name)
        if quote(name) not in linked:
            path.unlink(missing_ok=True)
        elif source.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, path)


def _with_properties(builder: Epub3Builder, match: re.Match[str]) -> str:
    """Return the manifest entry *match* with the properties of its page."""
    page = Path(builder.outdir, unquote(html.unescape(match[1])))
    if page.suffix != builder.out_suffix or not page.is_file():
        return match[0]
    text = page.read_text("utf-8")
    properties = " ".join(name for name, pattern in _PROPERTIES.items() if pattern.search(text))
    return f'{match[0][:-2].rstrip()} properties="{properties}"/>' if properties else match[0]


def keep_index_exact(app: Sphinx) -> list[Any]:
    """``html-collect-pages``: remove what is hidden now from the search index of ``json`` and ``pickle``."""
    indexer = getattr(app.builder, "indexer", None)
    if type(indexer) is IndexBuilder and (site_of(app.env).has_notes or build_of(app.env).before.files):
        make_exact(indexer)
        indexer.prune(app.env.all_docs.keys() - unlisted(app.env))
    return []
