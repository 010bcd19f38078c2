"""The files with feeds: where they are, in which format, and which notes they have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..model.feed_options import FORMATS
from . import atom, json_feed, rss
from .entry_records import people
from .feed_records import Feed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..build.note_feeds import NoteFeed
    from ..build.site import Site
    from ..model.note import Note

#: What writes each format.
WRITERS: dict[str, Callable[[Feed], bytes]] = {
    "atom": atom.write,
    "json": json_feed.write,
    "rss": rss.write,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """A file with a feed."""

    #: Relative to the output folder.
    file: str
    format: str
    #: Without its entries.
    feed: Feed
    notes: tuple[Note, ...]
    #: Whether it has the full text of its notes.
    full: bool = True
    #: Whether it has all notes, so that it is very large on large sites.
    whole: bool = False


def feed_files(site: Site) -> Iterator[FeedFile]:
    """Yield every file with a feed."""
    options, whole = site.config.feeds, site.feeds.all
    if whole is None:
        return
    files = {name: f"{whole.folder}/{FORMATS[name].file}" for name in options.formats}
    recent = whole.notes[: options.entries]
    for name, file in files.items():
        if name == "atom":
            yield from _with_archive(site, file, whole)
        else:
            yield _file(site, file, name, whole, recent)
    if "json" in files:
        yield replace(_file(site, f"{whole.folder}/all.json", "json", whole, whole.notes), whole=True)
    for file, name in options.addresses:
        copied = {"id": _url(site, files[name])} if name in files else {}
        yield _file(site, file, name, whole, recent, **copied)
    for feed in site.feeds.of_lists:
        for name in options.formats:
            path = f"{feed.folder}/{FORMATS[name].file}"
            of_list = _file(site, path, name, feed, feed.notes[: options.entries])
            yield replace(of_list, full=options.full)
    by_list = feeds_by_list(site)
    for file, name, of in options.of_lists:
        if (found := by_list.get(of)) is not None:
            same = f"{found.folder}/{FORMATS[name].file}"
            copied = {"id": _url(site, same)} if name in files else {}
            of_list = _file(site, file, name, found, found.notes[: options.entries], **copied)
            yield replace(of_list, full=options.full)


def feeds_by_list(site: Site) -> dict[str, NoteFeed]:
    """Return the feeds of lists by what ``notes_feeds`` calls these, such as ``tags/mud``."""
    prefix = f"{site.config.path}/" if site.config.path else ""
    return {each.folder.removeprefix(prefix): each for each in site.feeds.of_lists}


def _url(site: Site, file: str) -> str:
    return site.addresses.base + quote(file)


def _file(site: Site, file: str, form: str, of: NoteFeed, notes: tuple[Note, ...], **more: Any) -> FeedFile:
    """Return *file* with *notes*, in the format *form*; *more*: what is different in its feed."""
    url, base = _url(site, file), site.addresses.base
    changed = max(when for note in notes if (when := note.last_modified))
    feed = Feed(
        id=url,
        url=url,
        home=base if of.page == site.env.config.root_doc else site.addresses.public_url(of.page),
        title=of.title,
        updated=changed.moment,
        authors=people(site.config.default_authors),
        language=of.language or str(site.env.config.language or ""),
        hub=site.config.feeds.hub,
    )
    return FeedFile(file=file, format=form, feed=replace(feed, **more), notes=notes)


def _with_archive(site: Site, file: str, whole: NoteFeed) -> Iterator[FeedFile]:
    """Yield the Atom feed of the site, and the parts of its archive (RFC 5005, section 4).

    A part is full when it is first written, and changes only when one of its notes does or an older one is
    added. The feed itself has the notes that no part has yet, and the newest part's as well, so that it is
    never short.
    """
    notes, size = whole.notes, site.config.feeds.entries
    count = max((len(notes) - 1) // size, 0)
    parts = [f"{whole.folder}/archive/{number}.xml" for number in range(1, count + 1)]
    newest = notes[: len(notes) - max(count - 1, 0) * size]
    around = ["", *(_url(site, part) for part in parts), ""]
    yield _file(site, file, "atom", whole, newest, previous=around[-2])
    for number, part in enumerate(parts, 1):
        end = len(notes) - (number - 1) * size
        yield _file(
            site, part, "atom", whole, notes[end - size : end], hub="", current=_url(site, file),
            previous=around[number - 1], next=around[number + 1],
        )  # fmt: skip
