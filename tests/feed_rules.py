"""The rules of feed formats, as far as a document alone can break them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser

ATOM = "{http://www.w3.org/2005/Atom}"
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def atom(data: bytes) -> ET.Element:
    """The feed, which keeps the rules of RFC 4287."""
    root = ET.fromstring(data)
    assert root.tag == f"{ATOM}feed"
    _once(root, "id", "title", "updated")
    assert [each.get("rel") for each in root.findall(f"{ATOM}link")].count("self") == 1
    entries = root.findall(f"{ATOM}entry")
    ids = [_text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for each in (root, *entries):
        assert urlsplit(_text(each, "id")).scheme, _text(each, "id")
        _date(_text(each, "updated"))
        for link in each.findall(f"{ATOM}link"):
            assert link.get("rel")
            assert urlsplit(link.get("href", "")).scheme in {"http", "https"}, link.get("href")
        pairs = [(link.get("type"), link.get("hreflang")) for link in each.findall(f"{ATOM}link")
                 if link.get("rel") == "alternate"]  # fmt: skip
        assert len(pairs) == len(set(pairs))
        for person in each.findall(f"{ATOM}author"):
            _once(person, "name")
            assert _text(person, "name").strip()
    for entry in entries:
        _once(entry, "id", "title", "updated", "published")
        assert entry.findall(f"{ATOM}author") or root.findall(f"{ATOM}author")
        for name in ("content", "summary"):
            assert len(entry.findall(f"{ATOM}{name}")) <= 1
            assert all(each.get("type") for each in entry.findall(f"{ATOM}{name}"))
        assert all(each.get("term") for each in entry.findall(f"{ATOM}category"))
        _date(_text(entry, "published"))
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert len(parsed.entries) == len(entries)
    return root


def json_feed(data: bytes) -> dict[str, Any]:
    """The feed, which keeps the rules of JSON Feed 1.1."""
    feed: dict[str, Any] = json.loads(data)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    for name in ("home_page_url", "feed_url"):
        assert urlsplit(feed[name]).scheme in {"http", "https"}
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert "content_html" in item or "content_text" in item
        for name in ("url", "external_url", "image"):
            assert urlsplit(item.get(name, "https:")).scheme in {"http", "https"}
        for name in ("title", "summary", "content_html", "content_text", "language"):
            assert isinstance(item.get(name, ""), str)
        for name in ("date_published", "date_modified"):
            _date(item[name])
        assert all(isinstance(tag, str) for tag in item.get("tags", ()))
        for author in item.get("authors", ()):
            assert author["name"]
        assert not [
            name for name in item if name.startswith("_") and not isinstance(item[name], (dict, list))
        ]
    return feed


def rss(data: bytes) -> ET.Element:
    """The channel, which keeps the rules of RSS 2.0."""
    root = ET.fromstring(data)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    for name in ("title", "link", "description"):
        assert len(channel.findall(name)) == 1
    guids = [item.findtext("guid") for item in channel.findall("item")]
    assert len(set(guids)) == len(guids)
    for item in channel.findall("item"):
        assert item.find("title") is not None or item.find("description") is not None
        assert item.find("author") is None  # It must be an e-mail address.
    parsed = feedparser.parse(data)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert len(parsed.entries) == len(guids)
    assert all(entry.get("published_parsed") for entry in parsed.entries)
    return channel


def _text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def _once(element: ET.Element, *names: str) -> None:
    for name in names:
        assert len(element.findall(f"{ATOM}{name}")) == 1, name


def _date(text: str) -> None:
    assert _RFC_3339.fullmatch(text), text
    datetime.fromisoformat(text)
