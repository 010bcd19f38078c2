"""Write a feed in RSS 2.0 (https://www.rssboard.org/rss-specification). Pure."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .atom import add, document

if TYPE_CHECKING:
    from .feed_records import Entry, Feed


def write(feed: Feed) -> bytes:
    """Return the document in UTF-8."""
    root = ET.Element("rss", {
        "version": "2.0",
        "xmlns:atom": "http://www.w3.org/2005/Atom",
        "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    })  # fmt: skip
    channel = ET.SubElement(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.title)
    add(channel, "atom:link", "", rel="self", type="application/rss+xml", href=feed.url)
    if feed.hub:
        add(channel, "atom:link", "", rel="hub", href=feed.hub)
    add(channel, "language", feed.language, required=False)
    add(channel, "lastBuildDate", format_datetime(feed.updated))
    add(channel, "generator", "sphinx-research-notes")
    for entry in feed.entries:
        _item(ET.SubElement(channel, "item"), entry)
    return document(root)


def _item(element: ET.Element, entry: Entry) -> None:
    add(element, "title", entry.title, required=False)
    # As the format understands it: for a link note, what it is about.
    add(element, "link", entry.external_url or entry.url)
    add(element, "guid", entry.id, isPermaLink="false")
    add(element, "pubDate", format_datetime(entry.published))
    for person in entry.authors:
        add(element, "dc:creator", person.name)
    for tag in entry.tags:
        add(element, "category", tag)
    add(element, "dc:rights", entry.rights, required=False)
    add(element, "description", entry.summary, required=not entry.title)
    add(element, "content:encoded", entry.content or "", required=False)
