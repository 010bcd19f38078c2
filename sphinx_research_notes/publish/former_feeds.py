"""The feeds of lists at the places where ABlog had them, for readers who have subscribed to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..build.note_feeds import NoteFeed
from ..languages import shown_label
from ..model.ablog import former_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..build.site import Site
    from ..model.note import Note


def former_feeds(site: Site) -> Iterator[tuple[str, NoteFeed, tuple[Note, ...]]]:
    """Yield each file, the list that it is the feed of, and the notes that it has.

    There are none without ``blog_feed_archives``. Like the feeds that they continue, these have all notes,
    unless ``blog_feed_length`` says how many.
    """
    options, path = site.config.ablog, site.config.path
    if options is None or not options.feeds or site.feeds.all is None:
        return
    found: set[str] = set()
    for kind, label, page, notes in _lists(site):
        folder = former_folder(path, kind, label)
        if folder and notes and folder not in found:
            found.add(folder)
            feed = NoteFeed(folder, page, f"{site.feeds.all.title} - {label}", notes, kind, label)
            for name in options.feeds:
                yield f"{folder}/{name}.xml", feed, notes[: options.entries or None]


def _lists(site: Site) -> Iterator[tuple[str, str, str, tuple[Note, ...]]]:
    """Yield the kind, the label, the page and the notes with a place in feeds of each list."""
    path, catalogue = site.config.path, site.catalogue
    for year, notes in catalogue.years.items():
        yield "year", str(year), f"{path}/{year}", _published(notes)
    for kind, by_label in catalogue.by_label.items():
        for each in by_label.values():
            label = shown_label(site.words, kind, each.label)
            yield kind, label, f"{path}/{kind}/{each.slug}", _published(each.notes)


def _published(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    return tuple(note for note in notes if note.in_feeds)
