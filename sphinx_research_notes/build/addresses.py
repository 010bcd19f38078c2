"""Where the pages of the site are: places, files, addresses and URLs."""

from __future__ import annotations

import posixpath
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..constants import PAGED, THEME
from ..extension_points import additions_to
from ..model.permalinks import Places, output_file, settle
from ..model.urls import site_address
from ..state.records import pages
from .builder_reference import BuilderReference
from .foreign_redirects import rediraffe_redirects, rediraffed, reredirected, reredirects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx.builders import Builder

    #: Returns the pages of all generated lists: name, kind and label of what each lists.
    ListPages = Callable[[], Iterable[tuple[str, str, str]]]


class Addresses(BuilderReference):
    """The addresses of documents and of generated pages, with permalinks and redirects resolved."""

    def __init__(self, builder: Builder, permalink: str, generated: ListPages) -> None:
        """*permalink*: the configured pattern; *generated*: returns all list pages, kinds and labels."""
        super().__init__(builder)
        self.permalink = permalink
        self._generated = generated
        self._paged = builder.name in PAGED
        self._known: dict[str, str] = {}

    def default_uri(self, docname: str) -> str:
        """Return the quoted address of *docname* before permalinks."""
        default: Any = getattr(self.builder, "default_uri", self.builder.get_target_uri)
        return str(default(docname))

    @cached_property
    def places(self) -> Places:
        """Where documents with permalinks are; empty for builders without a page for each document."""
        heads = [page.head for page in pages(self.env).values() if page.head]
        if not self._paged or not (self.permalink or any(head.permalink or head.aliases for head in heads)):
            return Places()
        defaults = {d: self.default_place(d) for d in self.env.all_docs}
        if str(self.env.config.html_theme) == THEME:
            defaults.setdefault("404", "404.html")
        names = ["search", "genindex", "404"]
        names += [f"{each.name}-{index.name}" for each in self.env.domains.sorted() for index in each.indices]
        names += [name for name, _, _ in self._generated()]
        for name in (*names, *additions_to(self.env.config).pages):
            defaults.setdefault(name, self.default_place(name))
        plain = {docname for docname, page in pages(self.env).items() if not page.is_note}
        known = [head for head in heads if head.docname in defaults]
        return settle(known, defaults, self.permalink, plain=plain, others=self.redirected)

    @cached_property
    def redirected(self) -> dict[str, str]:
        """The files to which other extensions write redirects, each with a description of its entry."""
        config = self.env.config
        suffix = config.html_file_suffix or ".html"
        found = {
            file: f"the entry {source!r} of redirects in conf.py"
            for file, source in reredirected(reredirects(config), self._plain_uri, suffix)
        }
        entries = rediraffe_redirects(config, Path(self.env.srcdir))
        folders = self.builder.name == "dirhtml"
        return found | {
            file: f"the entry {source!r} of rediraffe_redirects"
            for file, source in rediraffed(entries, tuple(config.source_suffix), folders=folders)
        }

    def _plain_uri(self, docname: str) -> str:
        return unquote(self.default_uri(docname))

    def place(self, docname: str) -> str:
        """Return the place of *docname* if it is not the default one, otherwise ``""``."""
        return self.places.moved.get(docname, "")

    def address(self, docname: str) -> str:
        """Return the place of *docname*, by permalink or by default."""
        address = self._known.get(docname)
        if address is None:
            address = self._known[docname] = self.place(docname) or self.default_place(docname)
        return address

    def file(self, docname: str) -> str:
        """Return the file of *docname*, relative to the output folder."""
        place = self.place(docname)
        return output_file(place) if place else self.default_file(docname)

    def default_file(self, name: str) -> str:
        """Return the file of the page *name* before permalinks, relative to the output folder.

        Addresses do not tell: with ``html_link_suffix = ""``, servers find the files.
        """
        suffix: str = getattr(self.builder, "out_suffix", ".html")
        if self.builder.name != "dirhtml":
            return name + suffix
        folder, _, last = name.rpartition("/")
        return posixpath.join(folder if last == "index" else name, f"index{suffix}")

    @property
    def are_folders_free(self) -> bool:
        """Whether a page may have a folder of its own name beside it: not with ``html_file_suffix = ""``."""
        return self.builder.name == "dirhtml" or bool(getattr(self.builder, "out_suffix", ".html"))

    def default_place(self, name: str) -> str:
        """Return the place of the page *name* before permalinks."""
        return self._plain_uri(name) if self.builder.name == "dirhtml" else self.default_file(name)

    @property
    def base(self) -> str:
        """The URL of the site, with a slash at the end; empty if it is not known."""
        base = site_address(str(self.env.config.html_baseurl or ""))
        return f"{base}/" if base else ""

    def public_url(self, name: str, base: str = "") -> str:
        """Return the full URL of the page *name*; ``""`` if the URL of the site is unknown.

        *base*: the URL of the site in the configuration of another extension, used without ``html_baseurl``.
        """
        base = site_address(str(self.env.config.html_baseurl or base))
        return f"{base}/{self.public_uri(name)}" if base else ""

    def public_uri(self, name: str) -> str:
        """Return the public address of the page *name*, relative to the root of the site."""
        uri = self.builder.get_target_uri(name)
        is_folder = self.place(name) and uri.endswith("/index.html")
        return uri.removesuffix("index.html") if is_folder else uri

    @cached_property
    def files(self) -> frozenset[str]:
        """The casefolded files of all documents and redirects, including those of other extensions."""
        files = [self.file(docname) for docname in self.env.all_docs]
        files += [*map(output_file, self.places.redirects), *self.redirected]
        return frozenset(name.casefold() for name in files)
