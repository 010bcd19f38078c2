"""Write the feeds that have changed."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.manifest import build_of
from ..build.site import site_of
from ..config import language_of
from ..diagnostics import warn
from ..extension_points import additions_to
from ..html.added_pages import Claims
from ..html.generated_pages import write_bytes
from ..languages import direction, words_near
from ..model.characters import scrubbed
from ..model.digests import value_digest
from . import json_feed
from .entry_frame import before_text
from .entry_records import entry_of
from .entry_store import FEED, EntryPage, EntryStore, Key, remove_store
from .feed_files import WRITERS, FeedFile, feed_files, feeds_by_list
from .spliced_feed import write_spliced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from ..build.site import Site
    from ..model.note import Note
    from .feed_records import Entry

#: Increment when a feed is written differently from the same entries.
VERSION = 3


def write_feeds(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: write the feeds that are stale; no page is left for Sphinx to write."""
    site = site_of(app.env)
    if site.feeds.all:
        with closing(EntryStore(_store_path(app))) as store:
            FeedWriter(app, site, store).write()
    else:
        remove_store(_store_path(app))  # It has the texts of notes that may be hidden now.
    return []


def _store_path(app: Sphinx) -> Path:
    """Return the folder that keeps the texts of notes."""
    return build_of(app.env).path.with_suffix(".entries")


def _key(note: Note) -> Key:
    return note.docname, note.anchor


class FeedWriter:
    """Compares what feeds show with what they were last written with."""

    def __init__(self, app: Sphinx, site: Site, store: EntryStore) -> None:
        self._app, self._site, self._store = app, site, store
        self._build = build_of(app.env)
        notes = site.feeds.all.notes if site.feeds.all else ()
        self._notes = {_key(note): note for note in notes}
        self._repeated = _repeated_ids(notes)
        self._entries: dict[Key, Entry] = {}
        self._digests = store.update(app, self._pages(notes))

    def _pages(self, notes: Iterable[Note]) -> dict[str, EntryPage]:
        """Return the pages that the texts of *notes* are on."""
        by_page: dict[str, list[Note]] = {}
        for note in notes:
            by_page.setdefault(note.docname, []).append(note)
        addresses, outdir = self._site.addresses, self._app.outdir
        return {
            docname: EntryPage(f"{outdir}/{addresses.file(docname)}", addresses.public_url(docname), on_page)
            for docname, on_page in by_page.items()
        }

    def write(self) -> None:
        """Write the feeds that are stale."""
        self._check_lists()
        stale = [file for file in self._free(feed_files(self._site)) if self._is_stale(file)]
        if stale:
            self._build.announce(self._site.addresses.files)
        for file in stale:
            path = Path(self._app.outdir, file.file)
            try:
                if file.whole:
                    self._splice(file, path)
                else:
                    write_bytes(path, self._written(file))
            except OSError as error:  # A file is in the place of its folder.
                warn("extension", f"feed {file.file!r}: {error.strerror}; leaving it out")

    def _check_lists(self) -> None:
        """Report further addresses of feeds whose lists don't exist."""
        if not (wanted := self._site.config.feeds.of_lists):
            return
        known = feeds_by_list(self._site)
        for file, _, name in wanted:
            if name not in known:
                expected = f"notes_feeds: expected a list with public notes, got {name!r}"
                warn("config", f"{expected}; writing no {file}")

    def _free(self, files: Iterable[FeedFile]) -> list[FeedFile]:
        """Return those *files* that nothing else claims; others are reported."""
        claims, others = Claims(self._app, self._site), additions_to(self._app.config).files
        return [
            each for each in files if each.file not in others and claims.take("feed", each.file, each.file)
        ]

    def _shown(self, key: Key, *, full: bool) -> tuple[str, str, bool]:
        """Return what an entry depends on: what its page shows, its text, and whether its id is taken."""
        text = self._digests.get(key, "") if full else ""
        return self._build.now.views[key[0]], text, key in self._repeated

    def _is_stale(self, file: FeedFile) -> bool:
        """Record the feed, and return whether its file needs to be rewritten."""
        shown = {key: self._shown(key, full=file.full) for key in map(_key, file.notes)}
        fingerprint = (VERSION, file.format, file.feed, shown)
        return self._build.is_stale(f"/{file.file}", fingerprint, file.file)

    def _written(self, file: FeedFile) -> bytes:
        """Return the content of the file."""
        entries = tuple(self._entry(key, full=file.full) for key in map(_key, file.notes))
        return WRITERS[file.format](replace(file.feed, entries=entries))

    def _splice(self, file: FeedFile, path: Path) -> None:
        """Write the *file* with all notes to *path*."""
        # Not digests of all this once more: a site may have very many notes.
        keys = {key: " ".join(map(str, self._shown(key, full=True))) for key in map(_key, file.notes)}
        record, head = _store_path(self._app) / FEED, json_feed.head(file.feed)
        common = value_digest((VERSION, self._site.addresses.base))
        write_spliced(
            path, record, head, common, keys, lambda key: json_feed.item(self._entry(key, full=True))
        )

    def _entry(self, key: Key, *, full: bool) -> Entry:
        note = self._notes[key]
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = entry_of(self._site, note, by_default=key in self._repeated)
        if not full:
            return entry
        text = scrubbed(self._store.html(key)) or (f"<p>{escape(entry.summary)}</p>" if entry.summary else "")
        site_words = self._site.words
        words = words_near(note.lang, site_words) if note.lang else site_words
        content = before_text(note, words) + text
        around = language_of(self._site.env.config)
        if note.lang and direction(note.lang) != direction(around):
            # Readers show the entry in their own direction, whatever the language of the feed says.
            content = f'<div lang="{escape(note.lang)}" dir="{direction(note.lang)}">{content}</div>'
        return replace(entry, content=content)


def _repeated_ids(notes: Sequence[Note]) -> set[Key]:
    """Return the notes whose own id is that of an older note, and report them: ids must be unique.

    *notes*: newest first.
    """
    owners: dict[str, Note] = {}
    repeated: set[Key] = set()
    for note in reversed(notes):
        if own := note.id or note.doi:
            first = owners.setdefault(own, note)
            if first is not note:
                message = (
                    f"expected an id of its own, got {own!r}, which {first.docname!r} has; using the default"
                )
                warn("value", message, (note.docname, 1))
                repeated.add(_key(note))
    return repeated
