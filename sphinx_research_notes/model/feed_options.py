"""The value of the option ``notes_feeds``, and the formats it knows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
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
    #: Further files of the feeds of lists, with the format of each and the list, such as ``tags/mud``.
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
    whole, of_lists = _addresses(value)
    return FeedOptions(
        formats=_formats(value.get("formats", default.formats)), entries=entries, full=full,
        addresses=whole, of_lists=of_lists, hub=web_address(hub),
    )  # fmt: skip


def _formats(value: Any) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(name in FORMATS for name in names):
        raise Unusable(f"formats among {', '.join(FORMATS)}", value)
    return tuple(name for name in FORMATS if name in names)


def _addresses(
    value: Mapping[Any, Any],
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str, str], ...]]:
    """Return the further files with their formats: of the feed of the site, and of those of lists."""
    given = value.get("addresses", {})
    if not isinstance(given, Mapping):
        raise Unusable("addresses: a mapping such as {'feed.xml': 'rss'}", given)
    found: list[tuple[str, str]] = []
    of_lists: list[tuple[str, str, str]] = []
    for path, each in given.items():
        name, of_list = _form_and_list(each)
        if name not in FORMATS:
            raise Unusable(f"addresses: a format among {', '.join(FORMATS)}", name)
        file = _file(path)
        if not file:
            raise Unusable("addresses: a path inside the site such as 'blog/atom.xml'", path)
        if of_list:
            of_lists.append((file, name, of_list))
        else:
            found.append((file, name))
    return tuple(found), tuple(of_lists)


def _form_and_list(value: Any) -> tuple[Any, str]:
    """Return the format of a further file, and the list that it is of; an empty one is all notes."""
    if not isinstance(value, Mapping):
        return value, ""
    if set(value) != {"format", "list"} or not isinstance(value["list"], str) or not value["list"].strip("/"):
        raise Unusable(
            "addresses: a format, or a mapping such as {'format': 'rss', 'list': 'tags/mud'}", value
        )
    return value["format"], value["list"].strip("/")


def _file(path: Any) -> str:
    """Return the file at the address *path*, which may be a folder; empty if it is not inside the site."""
    text = str(path).strip().removeprefix("/")
    file = f"{text}index.xml" if text.endswith("/") else text
    try:
        return file if file and site_path(f"/{file}") == file else ""
    except PlaceError:
        return ""
