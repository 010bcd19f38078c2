"""The lists and feeds that Pelican made: where they were, and what answers there now."""

from __future__ import annotations

import posixpath
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
        counts: dict[str, int] = defaultdict(int)
        for label, notes in by_kind[kind].items():
            pattern = config.address(kind)
            address = filled(pattern, None, {"slug": config.slug(label, kind)}) if label and pattern else ""
            # Labels that differ in case had one list.
            counts[address] += len(notes)
            found.setdefault(address, (f"{path}/{name}/{slug(label)}.html", label))
        for address, count in counts.items():
            found |= dict.fromkeys(further_pages(address, count, config, kind.lower()), found[address])
        if any(by_kind[kind]) and (address := config.address(every)):
            found.setdefault(f"/{address}", (f"{path}/{name}/index.html", name))
    if (address := config.address("CATEGORY")) and _has_no_category(documents):
        found.setdefault(filled(address, None, {"slug": _misc(config)}), ("index.html", "Home"))
    found |= _by_date(documents, config, path, zone)
    for address, (target, title) in sorted(found.items()):
        if address.strip("/") and address.strip("/") not in taken:
            if address.endswith("/index.html"):
                address = address.removesuffix("index.html")
            yield redirect(address, target, title)


def _by_date(
    documents: Sequence[Document], config: Config, path: str, zone: tzinfo
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the old lists of all articles and of periods."""
    shown = [each for each in documents if is_published(each)]
    for name, title in (("INDEX", "Home"), ("ARCHIVES", "Archives")):
        if shown and (address := config.address(name)):
            if address != "index.html":
                yield f"/{address}", ("index.html", title)
            for each in further_pages(f"/{address}", len(shown), config, name.lower()):
                yield each, ("index.html", title)
    for document in shown:
        date: datetime | None = document.date.moment.astimezone(zone) if document.date else None
        for period in _PERIODS:
            if date and (pattern := config.address(f"{period}_ARCHIVE")):
                yield filled(pattern, date, {}), (f"{path}/{date:%Y}.html", f"{date:%Y}")


def further_pages(address: str, count: int, config: Config, template: str) -> Iterator[str]:
    """Yield the addresses of the further pages of the list at *address* with *count* articles.

    *template*: the name of what Pelican wrote it with, as in ``PAGINATED_TEMPLATES``.
    """
    size = config.values.get("DEFAULT_PAGINATION")
    sizes = config.mapping("PAGINATED_TEMPLATES") or dict.fromkeys(("index", "tag", "category", "author"))
    if not address or not size or template not in sizes:
        return
    size = sizes[template] or size
    orphans = config.values.get("DEFAULT_ORPHANS")
    count -= orphans if isinstance(orphans, int) else 0
    if not isinstance(size, int) or size < 1:
        return
    file = f"{address}index.html" if address.endswith("/") else address
    stem, dot, suffix = file.rpartition(".")
    fields = {"name": stem, "base_name": posixpath.dirname(stem), "extension": dot + suffix}
    for number in range(2, -(-count // size) + 1):
        pattern = _pattern_of_page(number, config)
        yield filled(pattern, None, {**fields, "number": str(number)})


def _pattern_of_page(number: int, config: Config) -> str:
    """Return the pattern of the file of the page *number* of a list."""
    found = "{name}{number}{extension}"
    rules = config.values.get("PAGINATION_PATTERNS")
    for rule in rules if isinstance(rules, (list, tuple)) else ():
        is_rule = isinstance(rule, (list, tuple)) and len(rule) > 1 and isinstance(rule[0], int)
        if is_rule and rule[0] <= number and isinstance(rule[-1], str):
            found = rule[-1] or rule[1]
    return found
