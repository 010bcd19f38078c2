"""Write a feed in JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..model.characters import scrubbed
from .atom import timestamp

if TYPE_CHECKING:
    from ..model.note import Funding
    from .feed_records import CitedWork, Entry, Feed, Person


#: What stands between two items, and after the last one.
SEPARATOR, END = b",\n", b"\n]}\n"


def write(feed: Feed) -> bytes:
    """Return the document in UTF-8, an item a line."""
    # One text of all would take four bytes a character if there is an emoji in one of them.
    return head(feed) + SEPARATOR.join(item(each).encode() for each in feed.entries) + END


def head(feed: Feed) -> bytes:
    """Return what precedes the items of *feed*."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "language": feed.language,
        "authors": _people(feed.authors),
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    fields = ",\n".join(
        f"{_dump(name)}: {_dump(value)}" for name, value in values.items() if value or name == "title"
    )
    return f'{{{fields},\n"items": [\n'.encode()


def item(entry: Entry) -> str:
    """Return *entry* as an item, without what it does not have; an untitled note has no title."""
    fields: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.external_url,
        "title": entry.title,
        "summary": entry.summary if entry.content is not None else "",
        "image": entry.image,
        "date_published": timestamp(entry.published),
        "date_modified": timestamp(entry.updated),
        "authors": _people(entry.authors),
        "tags": list(entry.tags),
        "language": entry.language,
        # As Rogue Scholar reads it (https://rogue-scholar.org).
        "_references": [_reference(each) for each in entry.references],
        "_funding": [_funding(each) for each in entry.funding],
        "_license": {"name": entry.rights, "url": entry.license_url} if entry.rights else None,
    }
    fields = _given(fields)
    # One of these is required, and may be empty.
    if entry.content is not None:
        fields["content_html"] = entry.content
    else:
        fields["content_text"] = entry.summary or entry.title
    return _dump(fields)


def _reference(work: CitedWork) -> dict[str, Any]:
    return _given({"url": work.url, "doi": work.doi, "cito": list(work.reasons)})


def _funding(funding: Funding) -> dict[str, dict[str, str]]:
    parts = {"funder": funding.funder, "award": funding.award}
    return {name: _given(asdict(part)) for name, part in parts.items() if part}


def _people(authors: tuple[Person, ...]) -> list[dict[str, Any]]:
    return [_given({"name": each.name, "url": each.url, "_roles": list(each.roles)}) for each in authors]


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """Return *fields* without empty ones."""
    return {name: value for name, value in fields.items() if value}


def _dump(value: object) -> str:
    return scrubbed(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
