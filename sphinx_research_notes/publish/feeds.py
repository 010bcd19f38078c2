"""Write the feeds that have changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..build.manifest import build_of
from ..build.site import site_of
from ..diagnostics import warn
from ..extension_points import additions_to
from ..html.added_pages import Claims
from ..html.generated_pages import write_bytes
from ..model.characters import scrubbed
from ..model.digests import value_digest
from . import json_feed
from .entry_frame import before_text
from .entry_records import entry_of, id_prefix, people
from .entry_store import EntryPage, EntryStore, Key
from .feed_files import WRITERS, FeedFile, feed_files
from .feed_records import Entry, Feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx

    from ..build.site import Site
    from ..model.note import Note

#: Increment when a feed is written differently from the same entries.
VERSION = 1


def write_feeds(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: write the feeds that are stale; no page is left for Sphinx to write."""
    site = site_of(app.env)
    if site.feeds.all:
        writer = FeedWriter(app, site)
        try:
            writer.write()
        finally:
            writer.close()
    else:
        _store_path(app).unlink(missing_ok=True)  # It has the texts of notes that may be hidden now.
    return []


def _store_path(app: Sphinx) -> Path:
    """Return the file that keeps the texts of notes."""
    return build_of(app.env).path.with_suffix(".entries")


@dataclass(frozen=True, slots=True)
class _Planned:
    """A feed file, and the feed without its entries."""

    file: FeedFile
    feed: Feed
    #: Its notes.
    keys: tuple[Key, ...]


class FeedWriter:
    """Compares what feeds show with what they were last written with."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        self._app, self._site = app, site
        self._build = build_of(app.env)
        notes = site.feeds.all.notes if site.feeds.all else ()
        self._notes = {(note.docname, note.anchor): note for note in notes}
        self._repeated = _repeated_ids(notes)
        self._entries: dict[Key, Entry] = {}
        self._store = EntryStore(_store_path(app))
        self._digests = self._store.update(self._pages())

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def _pages(self) -> dict[str, EntryPage]:
        """Return the pages that the texts of notes are on."""
        anchors: dict[str, list[Note]] = {}
        for note in self._notes.values():
            anchors.setdefault(note.docname, []).append(note)
        addresses, outdir = self._site.addresses, self._app.outdir

        def details(docname: str) -> tuple[str, dict[str, str]]:
            prefixes = {note.anchor: id_prefix(note) for note in anchors[docname]}
            return addresses.public_url(docname), prefixes

        return {
            docname: EntryPage(
                outdir / addresses.file(docname),
                (addresses.base, [note.anchor for note in notes]),
                partial(details, docname),
            )
            for docname, notes in anchors.items()
        }

    def write(self) -> None:
        """Write the feeds that are stale."""
        stale = []
        for file in self._free(feed_files(self._site)):
            keys = tuple((note.docname, note.anchor) for note in file.notes)
            planned = _Planned(file, self._feed(file), keys)
            if self._is_stale(planned):
                stale.append(planned)
        if stale:
            self._build.announce(self._site.addresses.files)
        for planned in stale:
            path = Path(self._app.outdir, planned.file.file)
            content = self._written(planned)
            try:
                write_bytes(path, content)
            except OSError as error:  # A file is in the place of its folder.
                warn("extension", f"feed {planned.file.file!r}: {error.strerror}; leaving it out")

    def _free(self, files: Iterable[FeedFile]) -> list[FeedFile]:
        """Return those *files* that nothing else claims; others are reported."""
        claims, others = Claims(self._app, self._site), additions_to(self._app.config).files
        return [
            each for each in files if each.file not in others and claims.take("feed", each.file, each.file)
        ]

    def _feed(self, file: FeedFile) -> Feed:
        """Return the feed without its entries."""
        site = self._site
        base = site.addresses.base
        url = base + quote(file.file)
        changed = max(when for note in file.notes if (when := note.last_modified))
        return Feed(
            id=base + quote(file.of) if file.of and not file.is_archive else url,
            url=url,
            home=base if file.page == site.env.config.root_doc else site.addresses.public_url(file.page),
            title=file.title,
            updated=changed.moment,
            authors=people(site.config.default_authors),
            language=str(site.env.config.language or ""),
            hub="" if file.is_archive else site.config.feeds.hub,
            is_archive=file.is_archive,
            current=base + quote(file.of) if file.is_archive else "",
            previous=base + quote(file.previous) if file.previous else "",
            next=base + quote(file.next) if file.next else "",
        )

    def _shown(self, key: Key, *, full: bool) -> tuple[str, str, bool]:
        """Return what an entry depends on: what its page shows, its text, and whether its id is taken."""
        text = self._digests.get(key, "") if full else ""
        return self._build.now.views[key[0]], text, key in self._repeated

    def _is_stale(self, planned: _Planned) -> bool:
        """Record the feed, and return whether its file needs to be rewritten."""
        file = planned.file
        shown = [self._shown(key, full=file.full) for key in planned.keys]
        view = value_digest((VERSION, file.format, planned.feed, planned.keys, shown))
        name = f"/{file.file}"
        self._build.now.views[name] = view
        self._build.owns(name, [file.file])
        return not (self._build.is_current(name, view) and self._build.has_still(name, [file.file]))

    def _written(self, planned: _Planned) -> bytes:
        """Return the content of the file."""
        file = planned.file
        if file.format == "json" and file.full:
            base = self._site.addresses.base
            wanted = {key: repr((VERSION, base, *self._shown(key, full=True))) for key in planned.keys}
            made = self._store.items(wanted, lambda key: json_feed.item(self._entry(key, full=True)))
            return json_feed.join(planned.feed, made)
        entries = tuple(self._entry(key, full=file.full) for key in planned.keys)
        return WRITERS[file.format](replace(planned.feed, entries=entries))

    def _entry(self, key: Key, *, full: bool) -> Entry:
        note = self._notes[key]
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = entry_of(self._site, note, by_default=key in self._repeated)
        if not full:
            return entry
        text = scrubbed(self._store.html(key)) or (f"<p>{escape(entry.summary)}</p>" if entry.summary else "")
        return replace(entry, content=before_text(note) + text)


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
                repeated.add((note.docname, note.anchor))
    return repeated
