"""Write the sitemap, ``robots.txt``, ``llms.txt`` and the copies of notes, if they have changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .._upstream.memory import collecting_later
from .._upstream.workers import for_each
from ..build.manifest import build_of
from ..build.markdown_copies import copied_notes, copy_of
from ..build.site import site_of
from ..companions import llms_txt as llms_txt_extension
from ..companions import sitemap as sitemap_extension
from ..constants import THEME
from ..diagnostics import warn
from ..html.generated_pages import write_bytes
from ..model.collection import by_year
from ..model.digests import value_digest
from .llms_txt import Item, llms_txt
from .markdown_copy import VERSION, CopiedPage, copy_text
from .page_facts import FactStore, PageFacts, file_state
from .public_pages import PublicPage, public_pages
from .sitemap import MAX_ADDRESSES, Address, robots_txt, sitemap_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx.application import Sphinx

    from ..build.site import Site


def write(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: write these files."""
    site = site_of(app.env)
    if exception is not None or not site.paged:
        return
    if site.has_notes:
        SiteFiles(app, site).write()
    else:
        _facts_path(app).unlink(missing_ok=True)


def _facts_path(app: Sphinx) -> Path:
    """Return the file that keeps what pages say of themselves."""
    return build_of(app.env).path.with_suffix(".facts")


@dataclass(frozen=True, slots=True)
class _Planned:
    """A file."""

    #: Relative to the output folder.
    name: str
    #: Everything that it shows, or a digest of it.
    view: str
    #: Returns its content; nothing if that is not known.
    make: Callable[[], bytes]


class SiteFiles:
    """The files of one build."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        self._app, self._site = app, site
        self._base = site.addresses.base
        self._build = build_of(app.env)
        self._taken = {name.casefold() for files in self._build.now.files.values() for name in files}
        self._pages: list[PublicPage] = []
        self._facts: dict[str, PageFacts] = {}
        copies = ((docname, copy_of(site, docname)) for docname in sorted(app.env.all_docs))
        #: The copies by document.
        self._copies = {docname: file for docname, file in copies if file}
        #: Whether there is a sitemap, and no other extension makes it.
        self._has_sitemap = bool(
            self._base and not site.config.is_preview and sitemap_extension.EXTENSION not in app.extensions
        )

    def write(self) -> None:
        """Write the files that are stale."""
        with collecting_later():
            if self._copies or self._has_sitemap:
                self._read_pages()
            else:
                _facts_path(self._app).unlink(missing_ok=True)  # It describes pages that may be hidden now.
            stale = [each for each in self._planned() if self._is_free(each.name) and self._is_stale(each)]
        if stale:
            self._build.announce(self._site.addresses.files)
        made = {each.name: each.make for each in stale}
        for_each(self._app, [*made], lambda name: made[name](), self._write)

    def _is_stale(self, planned: _Planned) -> bool:
        """Record the file, and return whether it needs to be written."""
        name = f"/{planned.name}"
        self._build.now.views[name] = planned.view
        self._build.owns(name, [planned.name])
        return not (
            self._build.is_current(name, planned.view) and self._build.has_still(name, [planned.name])
        )

    def _write(self, name: str, content: bytes) -> None:
        """Write a file, if its content is known."""
        if not content:
            return
        try:
            write_bytes(Path(self._app.outdir, name), content)
        except OSError as error:  # A folder has its name, or a file that of its folder.
            warn("extension", f"file {name!r}: {error.strerror}; leaving it out")

    def _is_free(self, name: str) -> bool:
        """Whether nothing else has the file *name*: that of an author, for instance."""
        return name.casefold() not in self._taken

    def _read_pages(self) -> None:
        """Find the public pages, except those that ask not to be found."""
        found = list(public_pages(self._app, self._site))
        store = FactStore(_facts_path(self._app))
        self._facts = store.read({page.file: f"{self._app.outdir}/{page.file}" for page in found})
        store.save()
        self._pages = [
            page for page in found if not self._facts.get(page.file, PageFacts(no_index=True)).no_index
        ]

    def _planned(self) -> Iterator[_Planned]:
        """Yield the files of this build."""
        extensions, sitemap = self._app.extensions, ""
        if self._base and sitemap_extension.EXTENSION in extensions:
            sitemap = self._base + str(self._app.config.sitemap_filename)
        elif self._has_sitemap:
            sitemap = f"{self._base}sitemap.xml"
            yield from self._sitemap()
        hidden = self._site.is_preview
        if (self._base or hidden) and self._is_free("_static/robots.txt"):
            robots = robots_txt(sitemap, hidden=hidden)
            yield _Planned("robots.txt", value_digest(robots), lambda: robots)
        if self._copies:
            yield from map(self._planned_copy, self._copies)
            if llms_txt_extension.EXTENSION not in extensions:
                yield self._llms_txt()

    def _sitemap(self) -> Iterator[_Planned]:
        """Yield the files of the sitemap."""
        addresses = self._addresses()
        files = cache(partial(sitemap_files, addresses, self._base))
        view = value_digest((VERSION, self._base, addresses))
        # Few sites have so many pages that the sitemap has to be written to find out its files.
        names = files() if len(addresses) > MAX_ADDRESSES // 4 else ("sitemap.xml",)
        for name in names:
            yield _Planned(name, view, partial(lambda name: files()[name], name))

    def _addresses(self) -> list[Address]:
        """Return the addresses of the sitemap, the home page first."""
        root = str(self._app.config.root_doc)
        addresses = [
            (page.name != root, Address(self._site.addresses.public_url(page.name), page.modified))
            for page in self._pages
        ]
        return [address for _, address in sorted(addresses, key=lambda pair: (pair[0], pair[1].url))]

    def _planned_copy(self, docname: str) -> _Planned:
        """Return the copy of *docname*. Its page shows whatever it shows: it changes only with the page."""
        state = file_state(f"{self._app.outdir}/{self._site.addresses.file(docname)}")
        return _Planned(
            self._copies[docname], f"{VERSION} {state} {self._base}", partial(self._text, docname)
        )

    def _text(self, docname: str) -> bytes:
        """Return the content of the copy; empty if its page could not be written."""
        site, env = self._site, self._app.env
        page = CopiedPage(
            url=site.addresses.public_url(docname),
            title=env.titles[docname].astext(),
            language=str(self._app.config.language or ""),
            notes=[site.spoken(note) for note in copied_notes(site, docname)],
        )
        try:
            html = Path(self._app.outdir, site.addresses.file(docname)).read_text("utf-8", "replace")
        except OSError:
            return b""
        return copy_text(page, html).encode()

    def _llms_txt(self) -> _Planned:
        title, description = self._site.name, self._description()
        pages = self._site.words.gettext("Pages"), self._documents()
        # This heading has a meaning in the format.
        sections = (*self._years(), pages, ("Optional", tuple(self._optional())))
        view = value_digest((VERSION, title, description, sections))
        return _Planned("llms.txt", view, partial(llms_txt, title, description, sections))

    def _description(self) -> str:
        """Return what the site is: its tagline, or the description of its home page."""
        config = self._app.config
        tagline = config.html_theme_options.get("tagline", "") if config.html_theme == THEME else ""
        home = self._facts.get(self._site.addresses.file(config.root_doc), PageFacts())
        return str(tagline or home.description)

    def _years(self) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """Yield the notes of each year."""
        listed, words = self._site.catalogue.listed, self._site.words
        notes = [note for note in listed if note.docname in self._copies and not note.is_entry]
        for year, of_year in by_year(notes):
            items = tuple(Item(note.name, self._copy_url(note.docname), note.lead) for note in of_year)
            heading = words.gettext("Notes of %(year)s") % {"year": year}
            yield heading if year else words.gettext("Undated"), items

    def _documents(self) -> tuple[Item, ...]:
        """Return the other documents in the order of the navigation; one with entries has a copy."""
        site, env = self._site, self._app.env
        # The home page is what the file is about.
        listed = {str(self._app.config.root_doc)}
        listed |= {note.docname for note in site.catalogue.listed if not note.is_entry}
        public = {page.name: page for page in self._pages if page.name in env.all_docs}
        items = []
        for docname in _in_order(self._app):
            if docname in listed or docname not in public:
                continue
            copied = docname in self._copies
            url = self._copy_url(docname) if copied else site.addresses.public_url(docname)
            description = self._facts[public[docname].file].description
            if copied and not description:
                count = len(copied_notes(site, docname))
                text = site.words.ngettext("%(count)s short note", "%(count)s short notes", count)
                description = text % {"count": count}
            items.append(Item(env.titles[docname].astext(), url, description))
        return tuple(items)

    def _optional(self) -> Iterator[Item]:
        """Yield what is of use to few."""
        whole = self._site.feeds.all
        if whole and "json" in self._site.config.feeds.formats:
            title = self._site.words.gettext("All notes in one file")
            yield Item(title, f"{self._base}{quote(whole.folder)}/all.json", "JSON Feed")

    def _copy_url(self, docname: str) -> str:
        return self._base + quote(self._copies[docname])


def _in_order(app: Sphinx) -> Iterable[str]:
    """Return all documents, those in toctrees in their order, then the others by name."""
    queue = [str(app.config.root_doc)]
    found: dict[str, None] = {}
    while queue:
        docname = queue.pop()
        if docname not in found and docname in app.env.all_docs:
            found[docname] = None
            queue += reversed(app.env.toctree_includes.get(docname, []))
    return [*found, *sorted(app.env.all_docs.keys() - found.keys())]
