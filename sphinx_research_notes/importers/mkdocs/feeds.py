"""The feeds of mkdocs-rss-plugin (https://guts.github.io/mkdocs-rss-plugin): their places and their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..documents import Document
    from .config import Config

_FILES = {
    "rss_created": "feed_rss_created.xml",
    "rss_updated": "feed_rss_updated.xml",
    "json_created": "feed_json_created.json",
    "json_updated": "feed_json_updated.json",
}
#: As many entries as a feed has, if the site doesn't say.
_LENGTH = 20


def feeds_of(config: Config) -> dict[str, str]:
    """Return the addresses of the feeds, each with its format."""
    options = _options(config)
    if options is None or not config.url:
        return {}
    given = options.get("feeds_filenames")
    names: dict[str, Any] = {**_FILES, **(given if isinstance(given, dict) else {})}
    formats = [each for each in ("rss", "json") if options.get(f"{each}_feed_enabled") is not False]
    return {
        str(names[name]).lstrip("/"): name.partition("_")[0]
        for name in _FILES
        if name.partition("_")[0] in formats
    }


def feed_ids(config: Config, documents: Iterable[Document]) -> dict[str, str]:
    """Return the ids of the notes that were in a feed, by path: readers must not see them again."""
    options = _options(config)
    if options is None or not config.url:
        return {}
    notes = [each for each in documents if each.is_note and each.date and each.address and not each.is_draft]
    notes.sort(key=lambda each: each.date.moment.timestamp() if each.date else 0, reverse=True)
    length = options.get("length")
    most = max(length if isinstance(length, int) else _LENGTH, _LENGTH)
    return {each.path: f"{config.url.rstrip('/')}{each.address}" for each in notes[:most]}


def _options(config: Config) -> dict[str, Any] | None:
    options = config.options_of("plugins", "rss")
    return None if options is None or options.get("enabled") is False else options
