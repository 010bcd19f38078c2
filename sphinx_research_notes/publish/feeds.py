"""Write the feeds that have changed, and the page that lists all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..build.manifest import build_of
from ..build.site import site_of
from ..extension_points import added
from ..html.added_pages import Claims
from ..model.characters import scrubbed
from ..model.digests import value_digest
from .entry_frame import before_text
from .entry_store import EntryPage, EntryStore
from .feed_entries import entry_of, id_prefix, people
from .feed_lists import WRITERS, FeedFile, feed_files
from .feed_records import Feed

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    return []


@dataclass(frozen=True, slots=True)
class _Planned:
    """A feed file with its entries, which have no text yet."""

    file: FeedFile
    feed: Feed


class FeedWriter:
    """Compares what feeds show with what they were last written with."""

    def __init__(self, app: Sphinx, site: Site) -> None:
        self._app, self._site = app, site
        self._build = build_of(app.env)
        self._store = EntryStore(self._build.path.with_suffix(".entries"))
        notes = site.feeds.all.notes if site.feeds.all else ()
        self._entries = {(note.docname, note.anchor): entry_of(site, note) for note in notes}
        self._views = {key: value_digest(entry) for key, entry in self._entries.items()}
        self._digests = self._store.update(self._pages(notes))

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def _pages(self, notes: Iterable[Note]) -> dict[str, EntryPage]:
        """Return the pages that the texts of *notes* are on."""
        anchors: dict[str, list[tuple[str, str]]] = {}
        for note in notes:
            anchors.setdefault(note.docname, []).append((note.anchor, id_prefix(note)))
        addresses = self._site.addresses
        return {
            docname: EntryPage(
                Path(self._app.outdir, addresses.file(docname)),
                addresses.public_url(docname),
                tuple(sorted(prefixes)),
            )
            for docname, prefixes in anchors.items()
        }

    def write(self) -> None:
        """Write the feeds that are stale."""
        stale = []
        for file in self._free(feed_files(self._site)):
            planned = _Planned(file, self._feed(file))
            if self._is_stale(planned):
                stale.append(planned)
        if stale:
            self._build.announce(self._site.addresses.files)
        for planned in stale:
            path = Path(self._app.outdir, planned.file.file)
            content = WRITERS[planned.file.format](self._with_text(planned))
            if not path.is_file() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)

    def _free(self, files: Iterable[FeedFile]) -> list[FeedFile]:
        """Return those *files* that nothing else claims; others are reported."""
        claims, others = Claims(self._app, self._site), added(self._app.config).files
        return [
            each for each in files if each.file not in others and claims.take("feed", each.file, each.file)
        ]

    def _feed(self, file: FeedFile) -> Feed:
        site = self._site
        base = site.addresses.base
        url = base + quote(file.file)
        return Feed(
            id=base + quote(file.of) if file.of and not file.is_archive else url,
            url=url,
            home=base if file.page == site.env.config.root_doc else site.addresses.public_url(file.page),
            title=file.title,
            entries=tuple(self._entries[note.docname, note.anchor] for note in file.notes),
            authors=people(site.config.default_authors),
            language=str(site.env.config.language or ""),
            hub="" if file.is_archive else site.config.feeds.hub,
            is_archive=file.is_archive,
            current=base + quote(file.of) if file.is_archive else "",
            previous=base + quote(file.previous) if file.previous else "",
            next=base + quote(file.next) if file.next else "",
        )

    def _is_stale(self, planned: _Planned) -> bool:
        """Record the feed, and return whether its file needs to be rewritten."""
        file = planned.file
        keys = [(note.docname, note.anchor) for note in file.notes]
        shown: list[object] = [VERSION, file.format, replace(planned.feed, entries=())]
        shown.append([self._views[key] for key in keys])
        if file.full:
            shown.append([self._digests.get(key, "") for key in keys])
            shown.append([note.statuses for note in file.notes])
        view = value_digest(shown)
        name = f"/{file.file}"
        self._build.now.views[name] = view
        self._build.owns(name, [file.file])
        return not (self._build.is_current(name, view) and self._build.has_still(name, [file.file]))

    def _with_text(self, planned: _Planned) -> Feed:
        if not planned.file.full:
            return planned.feed
        entries = (
            replace(entry, content=self._content(note))
            for note, entry in zip(planned.file.notes, planned.feed.entries, strict=True)
        )
        return replace(planned.feed, entries=tuple(entries))

    def _content(self, note: Note) -> str:
        """Return the text of *note*, with its statuses before it."""
        return before_text(note) + scrubbed(self._store.html(note.docname, note.anchor))
