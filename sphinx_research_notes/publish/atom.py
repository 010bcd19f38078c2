"""Write a feed in Atom (RFC 4287), with the links of paged and archived feeds (RFC 5005). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ..model.characters import scrubbed

if TYPE_CHECKING:
    from datetime import datetime

    from .feed_records import Entry, Feed, Person


def write(feed: Feed) -> bytes:
    """Return the document in UTF-8."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom"})
    if feed.language:
        root.set("xml:lang", feed.language)
    if feed.current:
        root.set("xmlns:fh", "http://purl.org/syndication/history/1.0")
        ET.SubElement(root, "fh:archive")
    add(root, "id", feed.id)
    add(root, "title", feed.title)
    add(root, "updated", timestamp(feed.updated))
    _link(root, "self", feed.url, "application/atom+xml")
    _link(root, "alternate", feed.home, "text/html")
    for rel, address in (("hub", feed.hub), ("current", feed.current),
                         ("prev-archive", feed.previous), ("next-archive", feed.next)):  # fmt: skip
        _link(root, rel, address)
    for person in feed.authors:
        _person(root, person)
    add(root, "generator", "sphinx-research-notes", uri="https://sphinx-research-notes.readthedocs.io")
    for entry in feed.entries:
        _entry(ET.SubElement(root, "entry"), entry, has_authors=bool(feed.authors))
    return document(root)


def _entry(element: ET.Element, entry: Entry, *, has_authors: bool) -> None:
    if entry.language:
        element.set("xml:lang", entry.language)
    add(element, "id", entry.id)
    add(element, "title", entry.title)  # Required, so empty for an untitled note.
    add(element, "updated", timestamp(entry.updated))
    add(element, "published", timestamp(entry.published))
    _link(element, "alternate", entry.url, "text/html")
    _link(element, "related", entry.external_url)
    _link(element, "license", entry.license_url)
    for person in entry.authors:
        _person(element, person)
    if not entry.authors and not has_authors:
        # RFC 4287 requires an author somewhere.
        add(ET.SubElement(element, "author"), "name", "Anonymous")
    for tag in entry.tags:
        ET.SubElement(element, "category", {"term": scrubbed(tag)})
    add(element, "rights", entry.rights, required=False)
    add(element, "summary", entry.summary, required=False, type="text")
    add(element, "content", entry.content or "", required=False, type="html")


def _person(parent: ET.Element, person: Person) -> None:
    element = ET.SubElement(parent, "author")
    add(element, "name", person.name)
    add(element, "uri", person.url, required=False)


def _link(parent: ET.Element, rel: str, address: str, media_type: str = "") -> None:
    if address:
        kind = {"type": media_type} if media_type else {}
        ET.SubElement(parent, "link", {"rel": rel, **kind, "href": scrubbed(address)})


def add(parent: ET.Element, tag: str, text: str, *, required: bool = True, **attributes: str) -> None:
    """Add an element with *text*; an empty one only if it is *required*."""
    if text or required:
        ET.SubElement(parent, tag, attributes).text = scrubbed(text)


def timestamp(moment: datetime) -> str:
    """Return *moment* as RFC 3339 has it."""
    return moment.isoformat(timespec="seconds")


def document(root: ET.Element) -> bytes:
    """Return the XML document of *root* in UTF-8, an element a line."""
    ET.indent(root, space="")
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
