"""The lists of notes that have a feed: pages announce them, and so depend on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..languages import name_of, punctuation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..languages import NullTranslations
    from ..model.collection import Catalogue
    from ..model.note import Note
    from .translations import Translations

#: The kinds of list with feeds of their own.
KINDS = ("tags", "categories", "authors", "series")


@dataclass(frozen=True, slots=True)
class NoteFeed:
    """The feed of a list, whatever its format."""

    #: The folder that its files are in.
    folder: str
    #: The page that it is the feed of.
    page: str
    title: str
    #: Newest first.
    notes: tuple[Note, ...]
    #: The kind of list, and its label; empty for the feed of all notes.
    kind: str = ""
    label: str = ""
    #: The language of its notes; empty for that of the site.
    language: str = ""


class NoteFeeds:
    """The feeds of a site; none without a public note that has a date."""

    def __init__(
        self, catalogue: Catalogue, *, path: str, home: str, title: str, wanted: bool,
        words: NullTranslations, translations: Translations,
    ) -> None:  # fmt: skip
        """*path*: the folder of the generated pages; *home*: the page of the feed of all notes.

        *title*: the name of the site; *wanted*: whether there may be feeds at all;
        *words*: ours, in the language of the site; *translations*: the notes in several languages.
        """
        self._catalogue, self._path, self._home, self._title = catalogue, path, home, title
        self._wanted, self._words, self._translations = wanted, words, translations

    @cached_property
    def all(self) -> NoteFeed | None:
        """The feed of all notes."""
        notes = _published(self._catalogue.listed) if self._wanted else ()
        return NoteFeed(self._path, self._home, self._title, notes) if notes else None

    @cached_property
    def of_lists(self) -> tuple[NoteFeed, ...]:
        """The feeds of the stream, and of each tag, category, author and series."""
        return tuple(self._of_lists()) if self.all else ()

    def _of_lists(self) -> Iterator[NoteFeed]:
        if notes := _published(self._catalogue.stream):
            folder = f"{self._path}/stream"
            label = self._words.gettext("Stream")
            yield NoteFeed(folder, folder, self._titled(label), notes, "", label)
        for language in self._translations.languages:
            found = [each for each in self._catalogue.listed if self._translations.language(each) == language]
            if notes := _published(tuple(found)):
                folder, label = f"{self._path}/languages/{language.lower()}", name_of(language)
                title = self._titled(label)
                yield NoteFeed(folder, self._home, title, notes, "languages", label, language)
        for kind in KINDS:
            for each in self._catalogue.by_label.get(kind, {}).values():
                folder = f"{self._path}/{kind}/{each.slug}"
                if notes := _published(each.notes):
                    yield NoteFeed(folder, folder, self._titled(each.label), notes, kind, each.label)

    def _titled(self, label: str) -> str:
        """Return the title of the feed of *label*."""
        return f"{self._title}{punctuation(self._words).colon}{label}"

    @cached_property
    def _by_page(self) -> dict[str, NoteFeed]:
        return {feed.page: feed for feed in self.of_lists}

    @cached_property
    def _languages(self) -> dict[str, tuple[NoteFeed, bool]]:
        """The feed of its language for each note, by docname, and whether that is not the site's.

        Empty on a site whose notes are all in the same.
        """
        feeds = {each.language: each for each in self.of_lists if each.language}
        found = {}
        for note in self._catalogue.all if feeds else ():
            if not note.is_entry and (feed := feeds.get(self._translations.language(note))):
                found[note.docname] = feed, bool(note.lang)
        return found

    def on(self, page: str) -> tuple[NoteFeed, ...]:
        """Return the feeds that *page* announces: of its own list or language, and of all notes.

        Readers take the first; for a note in the language of the site, that is the feed of all notes.
        """
        if page in self._languages:
            feed, is_foreign = self._languages[page]
            both = (feed, self.all) if is_foreign else (self.all, feed)
            return tuple(each for each in both if each)
        # Most pages are no lists, and need no search through all of them.
        kind = page.removeprefix(f"{self._path}/").partition("/")[0]
        own = self._by_page.get(page.partition("/page/")[0]) if kind in (*KINDS, "stream") else None
        return tuple(feed for feed in (own, self.all) if feed)

    def announced_on(self, page: str) -> tuple[tuple[str, str, str], ...]:
        """Return what *page* shows of its feeds: their folders, titles and languages."""
        return tuple((feed.folder, feed.title, feed.language) for feed in self.on(page))


def _published(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.in_feeds)
