"""The site as of this build: all notes in order and everything derived from them, computed once."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import ReferenceType, WeakKeyDictionary, ref

from ..citations.works import CitedWorks
from ..config import NotesConfig, notes_config, words_of
from ..constants import PAGED, THEME, on_screen
from ..doctree.conditions import are_met
from ..doctree.excerpts import NAME_OF
from ..model.collection import Catalogue
from ..model.reading_time import minutes
from ..model.taxonomy import cut, first_words
from ..reading.backlinks import Backlink, backlinks, spoken
from ..state.records import pages
from .addresses import Addresses
from .builder_reference import BuilderReference
from .cite_this import Offer, offers_of
from .generated_lists import GeneratedLists
from .link_targets import LinkTargets
from .manual import Manual
from .navigation import SiteLink, chosen_links, links
from .note_cards import SiteCards, site_cards
from .note_feeds import NoteFeeds
from .possible_targets import PossibleTargets
from .related_notes import Relations
from .sidebars import Sidebars
from .site_images import SiteImages
from .site_label_texts import SiteLabelTexts
from .translations import Translations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..model.collection import ListForm
    from ..model.note import Note, Passage
    from ..state.records import Aside


class Site(BuilderReference):
    """Everything derived from all records together; none of it is stored."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self.config: NotesConfig = notes_config(builder.config)
        #: Our words in the language of the site.
        self.words = words_of(builder.config)
        self.paged = builder.name in PAGED
        self._single = builder.name == "singlehtml"
        self._shows_minutes = self.config.reading_time and on_screen(builder)
        self._spoken: dict[tuple[str, str], Note] = {}
        #: Digests of what lists show of a note, by the note's id and the form of the list.
        self.items: dict[tuple[int, ListForm], tuple[Note, str]] = {}
        self.works = CitedWorks(builder.env)
        self.images = SiteImages(builder)
        self.label_texts = SiteLabelTexts(builder, self.config)
        self.addresses = Addresses(builder, self.config.permalink, self._list_pages)
        self.objects = PossibleTargets(builder, self.addresses)
        self.link_targets = LinkTargets(builder, self.addresses, self.works, self._list_pages)
        #: Whether pages have links to others around the text, which they have only in our theme.
        self.has_navigation = builder.config.html_theme == THEME

    @property
    def has_previews(self) -> bool:
        """Whether links to notes show them on cards, for which only our theme has styles."""
        return self.config.previews and self.paged and self.has_navigation

    def _list_pages(self) -> Iterator[tuple[str, str, str]]:
        return self.lists.pages()

    @cached_property
    def lists(self) -> GeneratedLists:
        """The generated lists of the notes."""
        path, page_size = self.config.path, self.config.page_size
        own = {f"{path}/index", path} & self.env.all_docs.keys() if self.config.ablog else ()
        return GeneratedLists(
            self.catalogue, path, page_size, paged=self.paged, feeds=bool(self.feeds.all), archive=bool(own)
        )

    @cached_property
    def catalogue(self) -> Catalogue:
        """All notes that this build shows, in order."""
        found = (note for page in pages(self.env).values() for note in page.notes)
        notes = (self.spoken(note) for note in found if self.shows(note))
        return Catalogue(notes, without=() if self.config.works else {"works"}, shown=self.shows)

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
        """Discard what was computed before everything was numbered."""
        if self._spoken:
            self._spoken, self.items = {}, {}
            for name in (
                "catalogue",
                "lists",
                "_linking",
                "relations",
                "translations",
                "offers",
                "feeds",
                "cards",
            ):
                self.__dict__.pop(name, None)

    def shows(self, record: Aside | Note | Passage) -> bool:
        """Return whether this build shows *record* on its page, or whether a condition excludes it."""
        return not record.conditions or are_met(record.conditions, self.builder)

    def minutes(self, note: Note, *, shown: bool | None = None) -> int:
        """Return how long *note* takes to read, as bylines and lists show it; 0 if they don't.

        *shown*: whether this list shows it; None: if ``notes_reading_time`` says so. Entries of streams are
        short, and a link note is about what stands elsewhere.
        """
        wanted = self._shows_minutes if shown is None else shown and on_screen(self.builder)
        is_shown = wanted and not note.is_entry and not note.external_url
        return minutes(note.length) if is_shown else 0

    @cached_property
    def has_notes(self) -> bool:
        """Whether the project has any notes. Without notes, the package adds nothing to the output."""
        return any(page.notes for page in pages(self.env).values())

    @property
    def name(self) -> str:
        """The name of the site."""
        return self.config.title or str(self.env.config.project)

    @property
    def is_preview(self) -> bool:
        """Whether this build is not for the public: a preview, or one that shows drafts or private notes."""
        return self.config.is_preview or self.config.show_drafts or self.config.show_private

    @cached_property
    def feeds(self) -> NoteFeeds:
        """The feeds of the site."""
        config, addresses = self.config, self.addresses
        possible = self.paged and bool(addresses.base) and addresses.are_folders_free
        # Nobody should subscribe to a preview.
        wanted = possible and bool(config.feeds.formats) and not self.is_preview
        home = str(self.env.config.root_doc)
        return NoteFeeds(
            self.catalogue,
            path=config.path,
            home=home,
            title=self.name,
            wanted=wanted,
            words=self.words,
            translations=self.translations,
        )

    @cached_property
    def navigation(self) -> tuple[tuple[SiteLink, str], ...]:
        """The links in the line on top of each page, each with its place; empty in other themes."""
        if not self.has_navigation or not self.paged:
            return ()
        config, names = self.env.config, {*self.env.all_docs, *self.lists.names()}
        chosen = chosen_links(config.html_theme_options.get("nav"), names, tuple(config.source_suffix))
        if chosen is None:
            chosen = links(self.env, self.catalogue, self.config.path, self.words, has_notes=self.has_notes)
        return tuple((link, self.addresses.place(link.page) if link.page else "") for link in chosen)

    @cached_property
    def manual(self) -> Manual | None:
        """The documents in toctrees, which have links to each other in our theme; None in other themes."""
        return Manual(self.env, self.named_lists) if self.has_navigation and self.paged else None

    @property
    def named_lists(self) -> dict[str, str]:
        """The titles of the generated lists that toctrees may name."""
        targets = self.link_targets
        return {name: targets.title(name) for name in self.config.index_pages if name in targets.generated}

    @cached_property
    def sidebars(self) -> Sidebars | None:
        """What other themes show of toctrees beside every page; None in ours."""
        if self.has_navigation or not self.paged:
            return None
        return Sidebars(self.builder, self.addresses, self.named_lists)

    @cached_property
    def cards(self) -> SiteCards:
        """The cards of notes and lists."""
        return site_cards(self)

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """The citations of the notes whose pages show how to cite them, by docname."""
        if not self.paged or not self.config.cite_this:
            return {}
        return offers_of(self.catalogue.all, self.addresses, self.config, self.name)

    @cached_property
    def _linking(self) -> dict[str, tuple[Backlink, ...]]:
        """The documents that link to each note."""
        return backlinks(self.env, self.catalogue, self.shows, self.link_targets.find)

    @property
    def backlinks(self) -> dict[str, tuple[Backlink, ...]]:
        """The documents that link to each note; empty if backlinks are not shown."""
        return self._linking if self.config.backlinks else {}

    @cached_property
    def relations(self) -> Relations:
        """What is related to each note; nothing for builders whose pages don't show it."""
        limit = self.config.related if self.paged else 0
        linking = self._linking if limit else {}
        return Relations(
            self.builder, self.catalogue, linking, self.link_targets, shown=self.shows, limit=limit
        )

    @cached_property
    def translations(self) -> Translations:
        """The notes that are translations of each other."""
        return Translations(self.builder, self.catalogue, self._resolved)

    def _resolved(self, name: str, docname: str) -> tuple[str, str] | None:
        # Looked up only when needed: relations know the page of all feeds, which need translations.
        return self.relations.resolved(name, docname)

    def holds(self, docname: str) -> bool:
        """Return whether the build contains *docname*; ``singlehtml`` leaves out orphans."""
        return self._assembled is None or docname in self._assembled

    @cached_property
    def _assembled(self) -> set[str] | None:
        """The documents on the page of ``singlehtml``; None for other builders."""
        if not self._single:
            return None
        docnames: set[str] = set()
        queue = [str(self.env.config.root_doc)]
        while queue:
            docname = queue.pop()
            if docname not in docnames:
                docnames.add(docname)
                queue += self.env.toctree_includes.get(docname, [])
        return docnames

    def listed_at(self, kind: str, label: str) -> tuple[str, str] | None:
        """Return the page that lists *label*, and its place.

        The place is needed because a document may replace the generated page, and have a permalink.
        """
        name = self.lists.page_name(kind, label)
        return (name, self.addresses.place(name)) if name else None


_builders: WeakKeyDictionary[BuildEnvironment, ReferenceType[Builder]] = WeakKeyDictionary()
_sites: WeakKeyDictionary[BuildEnvironment, Site] = WeakKeyDictionary()


def remember_builder(app: Sphinx) -> None:
    """``builder-inited``: remember the builder: Sphinx has no public way to get it from an environment."""
    _builders[app.env] = ref(app.builder)


def site_of(env: BuildEnvironment) -> Site:
    """Return the site of *env*. It is recomputed after the sources have been read."""
    if env not in _sites:
        builder = _builders[env]()
        assert builder is not None
        _sites[env] = Site(builder)
    return _sites[env]


def forget_site(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: discard the site that was computed before reading."""
    _sites.pop(env, None)
