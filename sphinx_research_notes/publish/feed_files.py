"""The files with feeds: where they are, in which format, and which notes they have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..model.feed_options import FORMATS
from . import atom, json_feed, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..build.note_feeds import NoteFeed
    from ..build.site import Site
    from ..model.note import Note
    from .feed_records import Feed

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
    title: str
    #: The page that it is the feed of.
    page: str
    notes: tuple[Note, ...]
    #: Whether it has the full text of its notes.
    full: bool
    #: The file of the feed that this is another copy of, or a part of the archive of; empty for others.
    of: str = ""
    is_archive: bool = False
    #: The files of the parts of the archive before and after it.
    previous: str = ""
    next: str = ""


def feed_files(site: Site) -> Iterator[FeedFile]:
    """Yield every file with a feed."""
    options, whole = site.config.feeds, site.feeds.all
    if whole is None:
        return
    files = {name: f"{whole.folder}/{FORMATS[name].file}" for name in options.formats}
    recent = FeedFile(file="", format="", title=whole.title, page=whole.page, full=True,
                      notes=whole.notes[: options.entries])  # fmt: skip
    for name, file in files.items():
        if name == "atom":
            yield from _with_archive(replace(recent, file=file, format=name), whole, options.entries)
        else:
            yield replace(recent, file=file, format=name)
    if "json" in files:
        yield replace(recent, file=f"{whole.folder}/all.json", format="json", notes=whole.notes)
    for file, name in options.addresses:
        yield replace(recent, file=file, format=name, of=files.get(name, ""))
    for feed in site.feeds.of_lists:
        of_list = replace(recent, title=feed.title, page=feed.page, full=options.full,
                          notes=feed.notes[: options.entries])  # fmt: skip
        for name in options.formats:
            yield replace(of_list, file=f"{feed.folder}/{FORMATS[name].file}", format=name)


def _with_archive(recent: FeedFile, whole: NoteFeed, size: int) -> Iterator[FeedFile]:
    """Yield the Atom feed of the site, and the parts of its archive (RFC 5005, section 4).

    A part is full when it is first written, and changes only when one of its notes does or an older one is
    added. The feed itself has the notes that no part has yet, and the newest part's as well, so that it is
    never short.
    """
    notes = whole.notes
    count = max((len(notes) - 1) // size, 0)
    parts = [f"{whole.folder}/archive/{number}.xml" for number in range(1, count + 1)]
    newest = notes[: len(notes) - max(count - 1, 0) * size]
    yield replace(recent, notes=newest, previous=parts[-1] if parts else "")
    around = ["", *parts, ""]
    for number, part in enumerate(parts, 1):
        end = len(notes) - (number - 1) * size
        yield replace(
            recent, file=part, of=recent.file, is_archive=True, notes=notes[end - size : end],
            previous=around[number - 1], next=around[number + 1],
        )  # fmt: skip
