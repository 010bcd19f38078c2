"""The HTML builders with pages at their permalinks, a search that knows, and indexes without the unlisted."""

from __future__ import annotations

import html
import re
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from sphinx.builders.dirhtml import DirectoryHTMLBuilder
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder
from sphinx.search import IndexBuilder

from .indexing import ExactIndex, PlacedIndex, Terms
from .indices import unlisted_documents
from .mathml import NAME
from .places import output_file
from .site import THEME, site_of
from .store import pages
from .views import digest
from .written import INDEX, build_of

if TYPE_CHECKING:
    from collections.abc import Set

    from docutils import nodes
    from sphinx.application import Sphinx


#: What an e-book's list of contents says of a page.
_ITEM = re.compile(r'<item id="[^"]*" href="([^"]+)" media-type="application/xhtml\+xml" */>')

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


class PlacesMixin(StandaloneHTMLBuilder):
    """Puts pages at their places; everything else about a page follows from its URI and its path."""

    #: Whether the search index of the last build stays as it is.
    _index_kept = False

    def default_uri(self, docname: str) -> str:
        """The address of *docname* before permalinks, quoted, from the root of the site."""
        return super().get_target_uri(docname)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        place = self.place(docname)
        if not place:
            return super().get_target_uri(docname, typ)
        # Named in full by the plain builder, so that a site opened from the disk works as well.
        return quote(place if self.name == "dirhtml" else output_file(place))

    def get_output_path(self, page_name: str, /) -> Path:
        place = self.place(page_name)
        return Path(self.outdir, output_file(place)) if place else super().get_output_path(page_name)

    def place(self, page_name: str) -> str:
        """The place of a page that is not at its default one, else nothing."""
        if page_name == "404" and page_name not in self.env.all_docs:
            return "404.html" if self.config.html_theme == THEME else ""
        return site_of(self.env).place(page_name)

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        page = pages(self.env).get(pagename)
        if page is None or page.head is None or page.head.listed:
            super().index_page(pagename, doctree, title)

    def load_indexer(self, docnames: Set[str]) -> None:
        # Also where the last note has gone: what it left in the index must go too.
        if self.indexer is not None and (site_of(self.env).has_notes or self._had_notes()):
            # The class is not ours to choose where Sphinx makes the index.
            self.indexer.__class__ = PlacedIndex
            assert isinstance(self.indexer, PlacedIndex)
            self.indexer._mapping = Terms(self.indexer._mapping)
            self.indexer.suffixes = tuple(self.config.source_suffix)
            self.indexer.entries = self.env.domains["index"].data["entries"]
            moved = site_of(self.env).places.moved
            self.indexer.placed = {d: self.search_name(place) or d for d, place in moved.items()}
            if self._keeps_index(self.indexer, docnames):
                return
        super().load_indexer(docnames)

    def _keeps_index(self, indexer: PlacedIndex, docnames: Set[str]) -> bool:
        """Whether the index of the last build is that of this one, of which *docnames* are written."""
        build = build_of(self.env)
        shown = digest((sorted(self.env.all_docs), sorted(indexer.placed.items()), self.config.language))
        build.now.views[INDEX] = shown
        written = Path(self.outdir, self.searchindex_filename).is_file()
        self._index_kept = not docnames and written and build.is_current(INDEX, shown)
        return self._index_kept

    def dump_search_index(self) -> None:
        # Reading and writing it is half of a build in which nothing changed, and grows with the site.
        if not self._index_kept:
            super().dump_search_index()

    def dump_inventory(self) -> None:
        """Write ``objects.inv`` without unlisted notes, which no list shows."""
        super().dump_inventory()
        if kept_back := unlisted_documents(self.env):
            path = Path(self.outdir, INVENTORY_FILENAME)
            path.write_bytes(_without(path.read_bytes(), {self.get_target_uri(d) for d in kept_back}))

    def _had_notes(self) -> bool:
        """Whether an earlier build of ours wrote into this folder: its index has our placed names."""
        written = Path(self.outdir, self.searchindex_filename).is_file()
        return written and build_of(self.env).before.files != {}

    def search_name(self, place: str) -> str:
        """The docname from which Sphinx's search script makes the address of *place*; empty if none."""
        if self.name == "dirhtml":
            return place.removesuffix("/") if place.endswith("/") else ""
        return output_file(place).removesuffix(".html") if output_file(place).endswith(".html") else ""


class NotesHTMLBuilder(PlacesMixin):
    """``html`` with permalinks."""

    name = "html"


class NotesDirectoryHTMLBuilder(PlacesMixin, DirectoryHTMLBuilder):
    """``dirhtml`` with permalinks."""

    name = "dirhtml"


class NotesEpubBuilder(Epub3Builder):
    """``epub`` whose list of contents says which pages hold MathML, as it has to.

    (https://www.w3.org/TR/epub-33/#sec-mathml, which Sphinx leaves out as it knows no MathML.)
    """

    def build_content(self) -> None:
        """Write the list of contents, and mark in it the pages with formulas."""
        super().build_content()
        if self.config.html_math_renderer != NAME:
            return
        path = Path(self.outdir, "content.opf")
        path.write_text(_ITEM.sub(self._marked, path.read_text("utf-8")), "utf-8")

    def _marked(self, match: re.Match[str]) -> str:
        page = Path(self.outdir, unquote(html.unescape(match[1])))
        holds = page.suffix == self.out_suffix and page.is_file() and "<math " in page.read_text("utf-8")
        return f'{match[0][:-2].rstrip()} properties="mathml"/>' if holds else match[0]


def keep_index_exact(app: Sphinx) -> list[Any]:
    """``html-collect-pages``: the index of ``json`` and ``pickle`` holds no word of what is hidden now."""
    indexer = getattr(app.builder, "indexer", None)
    if type(indexer) is IndexBuilder and (site_of(app.env).has_notes or build_of(app.env).before.files):
        indexer.__class__ = ExactIndex
        indexer.prune(app.env.all_docs.keys() - unlisted_documents(app.env))
    return []


def setup_builders(app: Sphinx) -> None:
    """Take the places of Sphinx's own builders, and mend the index of the others."""
    app.add_builder(NotesHTMLBuilder, override=True)
    app.add_builder(NotesDirectoryHTMLBuilder, override=True)
    app.add_builder(NotesEpubBuilder, override=True)
    app.connect("html-collect-pages", keep_index_exact)
