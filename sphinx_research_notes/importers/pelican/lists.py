"""The lists and feeds that Pelican made: where they were, and what answers there now."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...model.taxonomy import slug
from ..redirects import redirect
from .articles import labels_in
from .config import filled, with_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from ..documents import Document
    from ..records import TextFile
    from .config import Config

#: Kind of label, the list here, and the pages of all labels.
_KINDS = (("TAG", "tags", "TAGS"), ("CATEGORY", "categories", "CATEGORIES"), ("AUTHOR", "authors", "AUTHORS"))
#: The place of each feed of all articles if no setting says it, and its format; see
#: https://docs.getpelican.com/en/latest/settings.html#feed-settings.
_FEEDS = {
    "FEED_ALL_ATOM": ("feeds/all.atom.xml", "atom"),
    "FEED_ATOM": ("", "atom"),
    "FEED_ALL_RSS": ("", "rss"),
    "FEED_RSS": ("", "rss"),
}
#: The same for the feeds of lists.
_FEEDS_OF = {
    "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_RSS": "feeds/{slug}.rss.xml",
    "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml",
}
_PERIODS = ("YEAR", "MONTH", "DAY")


def entry_id(document: Document, url: str, zone: tzinfo) -> str:
    """Return the id of the entry of *document* in feeds, a ``tag:`` URI; empty if it had none."""
    if not url or not is_published(document) or document.date is None:
        return ""
    day = document.date.moment.astimezone(zone)
    return f"tag:{urlsplit(url).hostname},{day:%Y-%m-%d}:{urlsplit(url).path}{_linked(document)}"


def _linked(document: Document) -> str:
    """Return the address of *document* as Pelican linked to it."""
    given = document.front.text_of("url")
    return f"/{given.lstrip('/')}" if given else document.address


def labelled(documents: Sequence[Document], config: Config) -> dict[str, dict[str, list[Document]]]:
    """Return the published articles by kind of label and label, as they are in the new site."""
    found: dict[str, dict[str, list[Document]]] = {kind: defaultdict(list) for kind, _, _ in _KINDS}
    for each in documents:
        if is_published(each):
            values = each.front.values
            authors = labels_in(values.get("authors") or values.get("author")) or [config.text("AUTHOR")]
            categories = values.get("categories") or values.get("category") or []
            categories = [categories] if isinstance(categories, str) else categories
            for kind, labels in (
                ("TAG", labels_in(values.get("tags"))),
                ("CATEGORY", categories),
                ("AUTHOR", authors),
            ):
                for label in labels:
                    found[kind][str(label)].append(each)
    return found


def feeds(config: Config, documents: Sequence[Document]) -> Iterator[tuple[str, str | dict[str, str]]]:
    """Yield the former addresses of feeds, each with what ``notes_feeds`` needs to know of it."""
    for name, (default, form) in _FEEDS.items():
        if path := config.text(name, "" if name in config.values else default):
            yield path.lstrip("/"), form
    by_kind = labelled(documents, config)
    for kind, of_kind, _ in _KINDS:
        for form in ("atom", "rss"):
            pattern = _feed_pattern(config, f"{kind}_FEED_{form.upper()}")
            for label in by_kind[kind] if pattern else ():
                path = filled(pattern, None, {"slug": config.slug(label, kind)}).lstrip("/")
                if label and path:
                    yield path, {"format": form, "of": f"{of_kind}/{slug(label)}"}
            if kind == "CATEGORY" and pattern and _has_no_category(documents):
                yield filled(pattern, None, {"slug": _misc(config)}).lstrip("/"), form
    yield from _feeds_of_languages(config, documents)


def _has_no_category(documents: Sequence[Document]) -> bool:
    """Whether there are articles that Pelican put into a category of its own; here, they are in none."""
    return any(
        not {"category", "categories"} & each.front.values.keys() for each in documents if is_published(each)
    )


def _misc(config: Config) -> str:
    return config.slug(config.text("DEFAULT_CATEGORY", "misc"), "CATEGORY")


def _feed_pattern(config: Config, name: str) -> str:
    return with_fields(config.text(name, "" if name in config.values else _FEEDS_OF.get(name, "")))


def _feeds_of_languages(
    config: Config, documents: Sequence[Document]
) -> Iterator[tuple[str, str | dict[str, str]]]:
    """Yield the former addresses of the feeds of each language."""
    default = config.text("DEFAULT_LANG", "en").lower()
    langs = sorted({str(each.value("lang") or default).lower() for each in documents if is_published(each)})
    for form in ("atom", "rss"):
        pattern = _feed_pattern(config, f"TRANSLATION_FEED_{form.upper()}")
        for lang in langs if pattern else ():
            path = filled(pattern, None, {"lang": lang, "slug": lang}).lstrip("/")
            yield path, form if len(langs) == 1 else {"format": form, "of": f"languages/{lang}"}


def is_published(document: Document) -> bool:
    """Whether *document* is an article that lists and feeds had."""
    is_seen = document.defaults["status"] == "published" and not document.defaults["is_early"]
    return document.is_note and bool(document.address) and is_seen


def moved_lists(documents: Sequence[Document], config: Config, path: str, zone: tzinfo) -> Iterator[TextFile]:
    """Yield the pages that lead from the old lists to those in the folder *path*."""
    taken = {each.address.strip("/") for each in documents}
    by_kind = labelled(documents, config)
    found: dict[str, tuple[str, str]] = {}
    for kind, name, every in _KINDS:
        for label, notes in by_kind[kind].items():
            target = f"{path}/{name}/{slug(label)}.html"
            pattern = config.address(kind)
            address = filled(pattern, None, {"slug": config.slug(label, kind)}) if label and pattern else ""
            for each in _with_further(address, len(notes), config):
                found.setdefault(each, (target, label))
        if any(by_kind[kind]) and (address := config.address(every)):
            found.setdefault(f"/{address}", (f"{path}/{name}/index.html", name))
    if (address := config.address("CATEGORY")) and _has_no_category(documents):
        found.setdefault(filled(address, None, {"slug": _misc(config)}), ("index.html", "Home"))
    found |= _by_date(documents, config, path, zone)
    for address, (target, title) in sorted(found.items()):
        if address.strip("/") and address.strip("/") not in taken:
            yield redirect(address.removesuffix("index.html"), target, title)


def _by_date(
    documents: Sequence[Document], config: Config, path: str, zone: tzinfo
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the old lists of all articles and of periods."""
    shown = [each for each in documents if is_published(each)]
    if shown and (address := config.address("ARCHIVES")):
        yield f"/{address}", ("index.html", "Archives")
    for each in _with_further("/index.html", len(shown), config):
        if each != "/index.html":
            yield each, ("index.html", "Home")
    for document in shown:
        date: datetime | None = document.date.moment.astimezone(zone) if document.date else None
        for period in _PERIODS:
            if date and (pattern := config.address(f"{period}_ARCHIVE")):
                yield filled(pattern, date, {}), (f"{path}/{date:%Y}.html", f"{date:%Y}")


def _with_further(address: str, count: int, config: Config) -> Iterator[str]:
    """Yield *address* and those of the further pages of a list with *count* articles."""
    if not address:
        return
    yield address
    size = config.values.get("DEFAULT_PAGINATION")
    address = f"{address}index.html" if address.endswith("/") else address
    stem, dot, suffix = address.rpartition(".")
    if isinstance(size, int) and size > 0 and not config.values.get("PAGINATION_PATTERNS") and dot:
        yield from (f"{stem}{number}.{suffix}" for number in range(2, -(-count // size) + 1))
