"""The value of the option ``notes_feeds``, and the formats it knows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .permalinks import PlaceError, site_path
from .urls import web_address
from .values import Unusable, is_true, positive, yes_or_no


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """A format of feeds."""

    #: As people call it.
    title: str
    #: The name of its file beside a list.
    file: str
    media_type: str


#: The formats, by the names that the option has for them.
FORMATS = {
    "atom": FeedFormat("Atom", "atom.xml", "application/atom+xml"),
    "json": FeedFormat("JSON Feed", "feed.json", "application/feed+json"),
    "rss": FeedFormat("RSS", "rss.xml", "application/rss+xml"),
}
#: Of files with feeds.
_SUFFIXES = (".atom", ".json", ".rss", ".rdf", ".xml")
#: The kinds of list that have feeds.
LISTS = ("tags", "categories", "authors", "series", "languages", "stream")
#: What stands for the label in an address that is one of each list of a kind.
SLUG = "{slug}"
_KEYS = ("formats", "entries", "full", "addresses", "hub")


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """What ``notes_feeds`` says."""

    #: Empty for no feeds.
    formats: tuple[str, ...] = ("atom", "json")
    #: The most entries of a feed that is not of all notes, and the entries of a part of the archive.
    entries: int = 20
    #: Whether feeds of tags and other lists have full text, as that of the site has.
    full: bool = False
    #: Further files of the site's feed, with the format of each.
    addresses: tuple[tuple[str, str], ...] = ()
    #: Further files of the feeds of lists: path, format, and the kind of list, or one such as ``tags/rust``.
    of_lists: tuple[tuple[str, str, str], ...] = ()
    #: The URL of a WebSub hub.
    hub: str = ""


def read_feed_options(value: Any) -> FeedOptions:
    """Return the options: True, False, a list of formats or a mapping; raises :class:`Unusable`."""
    if isinstance(value, Mapping):
        return _read_mapping(value)
    if (answer := is_true(value)) is not None:
        return FeedOptions() if answer else FeedOptions(formats=())
    return FeedOptions(formats=_formats(value))


def _read_mapping(value: Mapping[Any, Any]) -> FeedOptions:
    if unknown := [str(name) for name in value if name not in _KEYS]:
        raise Unusable(f"the keys {', '.join(_KEYS)}", unknown[0])
    default = FeedOptions()
    entries = positive(value.get("entries", default.entries), "entries: a positive integer")
    full = yes_or_no(value.get("full", default.full), "full: True or False")
    hub = str(value.get("hub", ""))
    if hub and not web_address(hub):
        raise Unusable("hub: an http(s) URL", hub)
    found = list(_addresses(value))
    return FeedOptions(
        _formats(value.get("formats", default.formats)),
        entries,
        full,
        tuple((file, name) for file, name, of in found if not of),
        tuple(each for each in found if each[2]),
        web_address(hub),
    )


def _formats(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(name in FORMATS for name in names):
        raise Unusable(f"formats among {', '.join(FORMATS)}", value)
    return tuple(name for name in FORMATS if name in names)


def _addresses(value: Mapping[Any, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the further files with their formats, and the list that each is of; empty for all notes."""
    given = value.get("addresses", {})
    if not isinstance(given, Mapping):
        raise Unusable("addresses: a mapping such as {'feed.xml': 'rss'}", given)
    for path, said in given.items():
        if isinstance(said, Mapping) and (unknown := set(said) - {"format", "of"}):
            raise Unusable("addresses: the keys format and of", ", ".join(sorted(map(str, unknown))))
        name, of = (said.get("format"), said.get("of", "")) if isinstance(said, Mapping) else (said, "")
        if name not in FORMATS:
            raise Unusable(f"addresses: a format among {', '.join(FORMATS)}", name)
        kind, _, label = str(of).partition("/")
        if of and kind not in LISTS:
            raise Unusable(f"addresses: of: a list such as 'tags' or 'tags/rain', of {', '.join(LISTS)}", of)
        is_pattern = bool(of) and not label and kind != "stream"
        file = feed_file(path)
        if not file or (SLUG in file) != is_pattern:
            example = f"tags/{SLUG}/index.xml" if is_pattern else "blog/atom.xml"
            raise Unusable(f"addresses: a path inside the site such as '{example}'", path)
        yield file, name, str(of)


def feed_file(path: Any) -> str:
    """Return the file at the address *path*, which may be a folder or have :data:`SLUG` in it.

    Empty if it isn't inside the site, or no file can be called so.
    """
    text = str(path).strip().removeprefix("/")
    file = f"{text}index.xml" if text.endswith("/") else text
    one = file.replace(SLUG, "x")
    try:
        # What has no suffix of a page would be the folder of one.
        place = site_path(f"/{one}").removesuffix("/") if one.endswith(_SUFFIXES) else site_path(f"/{one}")
        return file if one and place == one else ""
    except PlaceError:
        return ""
