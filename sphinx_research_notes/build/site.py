"""The site as of this build: all notes in order and all places resolved, computed once from the records."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote
from weakref import ReferenceType, WeakKeyDictionary, ref

from ..citations.cite_this import Offer, offers_of
from ..citations.works import (
    Facts,
    Work,
    facts_of,
    work_of,
)
from ..config import NotesConfig, notes_config
from ..constants import PAGED, THEME
from ..diagnostics import report_error, warn
from ..doctree.excerpts import NAME_OF
from ..extension_points import added
from ..model.collection import Catalogue
from ..model.permalinks import Places, output_file, settle
from ..model.site_addresses import AddressIndex, divided
from ..model.taxonomy import TITLES, cut, first_words
from ..model.urls import web_address
from ..reading.backlinks import (
    Backlink,
    backlinks,
    may_be_shown,
    spoken,
)
from ..state.project_files import project_file
from ..state.records import pages
from .foreign_redirects import (
    rediraffe_redirects,
    rediraffed,
    reredirected,
    reredirects,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model.note import Note, Passage


class Site:
    """Everything derived from all records together; none of it is stored."""

    def __init__(self, builder: Builder) -> None:
        # A weak reference: the builder holds the environment, which keeps the site.
        self._builder = ref(builder)
        self.config: NotesConfig = notes_config(builder.config)
        self.paged = builder.name in PAGED
        self._works: dict[str, Work] = {}
        self._facts: dict[str, Facts | None] = {}
        self._single = builder.name == "singlehtml"
        self._spoken: dict[tuple[str, str], Note] = {}
        self._addresses: dict[str, str] = {}
        #: Whether the home page shows :meth:`navigation`, which only our theme does.
        self.has_navigation = builder.config.html_theme == THEME

    @property
    def builder(self) -> Builder:
        """The builder of this build."""
        builder = self._builder()
        assert builder is not None
        return builder

    @property
    def env(self) -> BuildEnvironment:
        """The environment of this build."""
        return self.builder.env

    def _default_uri(self, docname: str) -> str:
        default: Any = getattr(self.builder, "default_uri", self.builder.get_target_uri)
        return str(default(docname))

    @cached_property
    def catalogue(self) -> Catalogue:
        """All notes in order."""
        notes = (self.spoken(note) for page in pages(self.env).values() for note in page.notes)
        return Catalogue(notes, without=() if self.config.works else {"works"}, shown=self.may_show)

    def spoken(self, note: Note) -> Note:
        """Return *note* with the titles and numbers of the targets that its first words refer to."""
        if NAME_OF not in note.lead and not note.opening:
            return note
        key = note.docname, note.anchor
        if key not in self._spoken:
            name = first_words(spoken(self.env, note.opening)) if note.opening else note.name
            lead = cut(spoken(self.env, note.lead))
            self._spoken[key] = replace(note, lead=lead, name=name, opening="")
        return self._spoken[key]

    def renew(self) -> None:
        """Discard what was computed before everything had its number."""
        if self._spoken:
            self._spoken = {}
            for name in ("catalogue", "backlinks", "offers"):
                self.__dict__.pop(name, None)

    def may_show(self, place: Passage) -> bool:
        """Return whether this build shows *place* on a page, as far as is known before that is written."""
        return may_be_shown(place, self.builder.tags)

    @cached_property
    def has_notes(self) -> bool:
        """Whether the project has any notes. Without notes, the package adds nothing to the output."""
        return any(page.notes for page in pages(self.env).values())

    @cached_property
    def places(self) -> Places:
        """Where documents with permalinks are; empty for builders without a page for each document."""
        heads = [page.head for page in pages(self.env).values() if page.head]
        if not self.paged or not (
            self.config.permalink or any(head.permalink or head.aliases for head in heads)
        ):
            return Places()
        defaults = {d: unquote(self._default_uri(d)) for d in self.env.all_docs}
        if self.has_navigation:
            defaults.setdefault("404", "404.html")
        indices = [
            f"{each.name}-{index.name}" for each in self.env.domains.sorted() for index in each.indices
        ]
        for name in (
            "search",
            "genindex",
            "404",
            *indices,
            *self.generated_names(),
            *added(self.env.config).pages,
        ):
            defaults.setdefault(name, unquote(self._default_uri(name)))
        plain = {docname for docname, page in pages(self.env).items() if not page.is_note}
        known = [head for head in heads if head.docname in defaults]
        return settle(known, defaults, self.config.permalink, plain=plain, others=self.redirected)

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
        return unquote(self._default_uri(docname))

    @cached_property
    def whereabouts(self) -> AddressIndex:
        """The documents by address, for links that use one. All builders use the addresses of HTML."""
        env, base = self.env, str(self.env.config.html_baseurl or "")
        if self.paged:
            default, places = self._default_uri, self.places
        else:
            heads = [
                page.head for docname, page in pages(env).items() if page.head and docname in env.all_docs
            ]
            plain = {docname for docname, page in pages(env).items() if not page.is_note}
            default = "{}.html".format
            places = settle(heads, {d: default(d) for d in env.all_docs}, self.config.permalink, plain=plain)
        defaults = {d: unquote(default(d)) for d in env.all_docs}
        made = {name: unquote(default(name)) for name in self.made}
        return AddressIndex(defaults | places.moved, places.redirects, defaults, base, made)

    @cached_property
    def made(self) -> dict[str, tuple[str, str]]:
        """The generated pages, each with the kind and label of what it lists.

        For builders that generate no pages, those that the site has in HTML.
        """
        found = {"search": ("search", "")}
        if self.env.config.html_use_index:
            found["genindex"] = ("index", "")
        found |= {name: (kind, label) for name, kind, label in self._generated()}
        return {
            name: said for name, said in found.items()
            if name not in self.env.all_docs and not (self.paged and self.file(name).casefold() in self.files)
        }  # fmt: skip

    def made_title(self, name: str) -> str:
        """Return the text of a link without one to the page *name*, a key of :attr:`made`."""
        kind, label = self.made[name]
        if kind == "notes":
            return self.config.title or "Notes"
        if not label:
            return TITLES[kind][0] if kind in TITLES else kind.capitalize()
        if kind == "works":
            return self.work(label).short
        return f"{TITLES[kind][1]}: {label}" if kind in TITLES else label

    def led_to(self, address: str, docname: str) -> tuple[str, str] | None:
        """Return the page and the anchor that *address* leads to from the page of *docname*.

        A document can be addressed by the location of its page or, as in raw HTML, by its source file.
        """
        if found := self.whereabouts.find(address, docname):
            return found
        path, part = divided(address)
        if not path.endswith(tuple(self.env.config.source_suffix)):
            return None
        named = self.env.path2doc(self.env.relfn2path(path, docname)[1])
        return (named, part) if named in self.env.all_docs else None

    def place(self, docname: str) -> str:
        """Return the place of *docname* if it is not the default one, otherwise ``""``."""
        return self.places.moved.get(docname, "")

    def address(self, docname: str) -> str:
        """Return the unquoted address of *docname*, relative to the root of the site."""
        found = self._addresses.get(docname)
        if found is None:
            found = self._addresses[docname] = self.place(docname) or self._plain_uri(docname)
        return found

    def file(self, docname: str) -> str:
        """Return the file of *docname*, relative to the output folder."""
        place = self.place(docname)
        return output_file(place) if place else self.default_file(self._default_uri(docname))

    def default_file(self, uri: str) -> str:
        """Return the file of a page at its default address *uri*, relative to the output folder."""
        file = output_file(unquote(uri))
        if self.builder.name != "dirhtml" or not file.endswith("index.html"):
            return file
        suffix: str = getattr(self.builder, "out_suffix", ".html")
        return file.removesuffix(".html") + suffix

    def public_url(self, name: str, base: str = "") -> str:
        """Return the full URL of the page *name*; ``""`` if the URL of the site is not known.

        *base*: the URL of the site in the configuration of another extension, used without ``html_baseurl``.
        """
        base = web_address(str(self.env.config.html_baseurl or base))
        if not base:
            return ""
        return base.rstrip("/") + "/" + self.public_uri(name)

    def public_uri(self, name: str) -> str:
        """Return the public address of the page *name*, relative to the root of the site."""
        uri = self.builder.get_target_uri(name)
        if self.place(name):
            uri = uri.removesuffix("index.html") if uri.endswith("/index.html") else uri
        return uri

    @property
    def name(self) -> str:
        """The name of the site."""
        return self.config.title or str(self.env.config.project)

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """The citations of the notes whose pages show how to cite them, by docname."""
        return offers_of(self)

    def picture(self, note: Note) -> str:
        """Return the image file of *note* in the output; ``""`` if it has none, or one at a URL."""
        if note.image is None or "://" in note.image.source:
            return ""
        try:
            path = project_file(self.env, note.image.source, note.docname)[0]
        except OSError:
            return ""
        known = self.env.images.get(path)
        if known is None:
            return ""
        # The builder copies the images listed here; by itself it lists only those in documents.
        images: dict[str, str] = self.builder.images
        images.setdefault(path, str(known[1]))
        return str(known[1])

    def picture_url(self, note: Note) -> str:
        """Return the full URL of the image of *note*; ``""`` if it is not known."""
        if note.image is not None and "://" in note.image.source:
            return web_address(note.image.source)
        base, name = web_address(str(self.env.config.html_baseurl or "")), self.picture(note)
        return f"{base.rstrip('/')}/_images/{quote(name)}" if base and name else ""

    def work(self, key: str) -> Work:
        """Return the cited work *key*; formatted only once, because its page and the index show it."""
        if key not in self._works:
            self._works[key] = work_of(self.env, key)
        return self._works[key]

    @cached_property
    def backlinks(self) -> dict[str, tuple[Backlink, ...]]:
        """The documents that link to each note; empty if backlinks are not shown."""
        if not self.config.backlinks:
            return {}
        return backlinks(self.env, self.catalogue, self.builder.tags, self.led_to)

    def facts(self, key: str) -> Facts | None:
        """Return the bibliographic data of the work *key*, if any; looked up only once."""
        if key not in self._facts:
            self._facts[key] = facts_of(self.env, key)
        return self._facts[key]

    def holds(self, docname: str) -> bool:
        """Return whether the build contains *docname*; ``singlehtml`` leaves out orphans."""
        return self._assembled is None or docname in self._assembled

    @cached_property
    def images(self) -> dict[str, list[tuple[str, str]]]:
        """The images of each document as pairs of path and name in the output, sorted by path."""
        found: dict[str, list[tuple[str, str]]] = {}
        for path, (docnames, name) in sorted(self.env.images.items()):
            for docname in docnames:
                found.setdefault(docname, []).append((path, name))
        return found

    @cached_property
    def _assembled(self) -> set[str] | None:
        """The documents on the page of ``singlehtml``; None for other builders."""
        if not self._single:
            return None
        found: set[str] = set()
        waiting = [str(self.env.config.root_doc)]
        while waiting:
            docname = waiting.pop()
            if docname not in found:
                found.add(docname)
                waiting += self.env.toctree_includes.get(docname, [])
        return found

    @cached_property
    def files(self) -> frozenset[str]:
        """The casefolded files of all documents and redirects, including those of other extensions."""
        taken = [self.file(docname) for docname in self.env.all_docs]
        taken += [*map(output_file, self.places.redirects), *self.redirected]
        return frozenset(name.casefold() for name in taken)

    # Names of generated pages.

    def page_name(self, kind: str, label: str = "") -> str | None:
        """Return the generated page that lists *label* of *kind*, or without a label the index of *kind*.

        None if there is no such page, which requires a listed note with that label.
        """
        if not self.paged:
            return None
        if not label:
            known = self.catalogue.by_label.get(kind)
            return f"{self.config.path}/{kind}/index" if known else None
        found = self.catalogue.find(kind, label)
        return f"{self.config.path}/{kind}/{found.slug}" if found else None

    def generated_names(self) -> Iterator[str]:
        """Return the names of all pages of all generated lists."""
        return (name for name, _, _ in self._generated())

    def _generated(self) -> Iterator[tuple[str, str, str]]:
        """Yield the name of each page of all generated lists, with the kind and label of what it lists."""
        catalogue, path = self.catalogue, self.config.path
        if not self.has_notes:
            return
        lists = {f"{path}/index": ("notes", "", catalogue.listed)}
        lists[f"{path}/stream"] = ("stream", "", catalogue.stream)
        lists |= {f"{path}/{year}": ("year", str(year), notes) for year, notes in catalogue.years.items()}
        for kind, found in catalogue.by_label.items():
            if found:
                yield f"{path}/{kind}/index", kind, ""
            for each in found.values():
                series = each.notes[0].series if kind == "series" else None
                notes = catalogue.series(series) if series else each.notes
                lists[f"{path}/{kind}/{each.slug}"] = (kind, each.label, notes)
        for name, (kind, label, notes) in lists.items():
            if notes or name == f"{path}/index":
                yield name, kind, label
            base = name.removesuffix("/index")
            for n in range(2, -(-len(notes) // self.config.page_size) + 1):
                yield f"{base}/page/{n}", kind, label

    def listed_at(self, kind: str, label: str) -> tuple[str, str] | None:
        """Return the page that lists *label*, and its place.

        The place is needed because a document may replace the generated page, and have a permalink.
        """
        name = self.page_name(kind, label)
        return (name, self.place(name)) if name else None

    def navigation(self) -> list[tuple[str, str]]:
        """Return text and name of each link on the home page: generated lists, then toctree entries."""
        catalogue, path, env = self.catalogue, self.config.path, self.env
        if not self.paged:
            return []
        found = [("Notes", f"{path}/index")] if self.has_notes else []
        if catalogue.stream:
            found.append(("Stream", f"{path}/stream"))
        for kind, text in (("tags", "Tags"), ("categories", "Categories"), ("series", "Series"),
                           ("works", "Works cited")):  # fmt: skip
            if catalogue.by_label[kind]:
                found.append((text, f"{path}/{kind}/index"))
        for docname in env.toctree_includes.get(env.config.root_doc, []):
            page = pages(env).get(docname)
            if docname in env.titles and not (page and page.is_note):
                text = env.titles[docname].astext()
                # A page with the same title replaces the generated one.
                found = [each for each in found if each[0] != text] + [(text, docname)]
        return found


_builders: WeakKeyDictionary[BuildEnvironment, ReferenceType[Builder]] = WeakKeyDictionary()
_sites: WeakKeyDictionary[BuildEnvironment, Site] = WeakKeyDictionary()


def remember_builder(app: Sphinx) -> None:
    """``builder-inited``: remember the builder, which Sphinx has no public way to get from an environment."""
    _builders[app.env] = ref(app.builder)


def site_of(env: BuildEnvironment) -> Site:
    """Return the site of *env*. It is recomputed after the sources have been read."""
    site = _sites.get(env)
    if site is None:
        builder = _builders[env]()
        assert builder is not None
        site = _sites[env] = Site(builder)
    return site


def forget_site(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: discard the site that was computed before reading."""
    _sites.pop(env, None)


def report_permalink_conflicts(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report pages that claim the same place."""
    for docname, fault in site_of(env).places.faults:
        words = fault.message.split(" ")
        # Authors know file names better than docnames.
        named = [str(env.doc2path(w, base=False)) if w in env.all_docs else w for w in words]
        report_error(fault.subtype, " ".join(named), (docname, 1))


def report_home(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report a home link without a target."""
    site = site_of(env)
    target = site.config.home[1] if site.config.home else ""
    if site.has_notes and site.paged and target and target not in env.all_docs and not is_address(target):
        expected = "expected a docname, an http(s) URL or a path starting with '/'"
        warn("config", f"notes_home: {expected}, got {target!r}; omitting the link")


def report_addresses(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report an invalid ``html_baseurl``."""
    site, base = site_of(env), str(app.config.html_baseurl or "")
    if not site.has_notes or not site.paged:
        return
    if base and not web_address(base) and not base.startswith("/"):
        warn("config", f"html_baseurl: expected an http(s) URL, got {base!r}; omitting the URLs of pages")


def is_address(target: str) -> bool:
    """Return whether *target*, of a home link, is a URL or an absolute path rather than a docname."""
    return bool(web_address(target)) or (target.startswith("/") and not target.startswith("//"))
