"""Feeds as text: the rules of each format, and what is read back from them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import feed_rules
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_research_notes.model.characters import scrubbed
from sphinx_research_notes.model.feed_options import FORMATS, FeedOptions, read_feed_options
from sphinx_research_notes.model.values import Unusable
from sphinx_research_notes.publish import atom, json_feed, rss
from sphinx_research_notes.publish.feed_files import WRITERS
from sphinx_research_notes.publish.feed_records import Entry, Feed, Person

#: What breaks careless writers: markup, the end of CDATA, emoji, text from right to left, entities.
NASTY = st.lists(
    st.sampled_from(["<b>", "</title>", "]]>", "<![CDATA[", "&amp;", "&", '"', "'", "\U0001f300", "שלום",
                     "\u202e", "\u2028", "<script>x</script>", "é", " ", "a", "\t", "--", "%20", "#"])
    | st.text(max_size=4),
    max_size=8,
).map("".join).map(scrubbed)  # fmt: skip
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ORCID = "https://orcid.org/0000-0002-1825-0097"
JUNE = datetime(2024, 6, 1, tzinfo=UTC)
#: Seconds since 1970.
TIMES = st.integers(0, 4 * 10**9)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry."""
    number = draw(st.integers(0, 10**6))
    moment = datetime.fromtimestamp(draw(TIMES), draw(ZONES))
    return Entry(
        id=f"tag:example.org,2024-05-06:{number}",
        url=f"https://example.org/{number}",
        title=draw(NASTY),
        published=moment,
        updated=moment + timedelta(days=draw(st.integers(0, 9))),
        authors=tuple(Person(f"A {name}", ORCID) for name in draw(st.lists(NASTY, max_size=3))),
        summary=draw(NASTY),
        tags=tuple(f"x{each}" for each in draw(st.lists(NASTY, max_size=3))),
        language=draw(st.sampled_from(["", "en", "he", "zh-Hant"])),
        external_url=draw(st.sampled_from(["", "https://example.com/?a=b&c=d"])),
        rights=draw(NASTY),
        content=draw(st.none() | NASTY),
    )  # fmt: skip


FEEDS = st.builds(
    Feed, id=st.just("https://example.org/atom.xml"), url=st.just("https://example.org/atom.xml"),
    home=st.just("https://example.org/"), title=NASTY, updated=st.just(JUNE),
    language=st.sampled_from(["", "en"]),
    entries=st.lists(entries(), min_size=1, max_size=4, unique_by=lambda each: each.id).map(tuple),
)  # fmt: skip


@settings(max_examples=60)
@given(FEEDS)
def test_what_is_written_can_be_read(feed: Feed) -> None:
    """Every text comes back as it was, in every format, and no rule is broken."""
    root = feed_rules.atom(atom.write(feed))
    for entry, element in zip(feed.entries, root.findall(f"{feed_rules.ATOM}entry"), strict=True):
        for name, text in (("title", entry.title), ("summary", entry.summary), ("content", entry.content)):
            assert (element.findtext(f"{feed_rules.ATOM}{name}") or "") == _lines(text or "")
        terms = [each.get("term") for each in element.findall(f"{feed_rules.ATOM}category")]
        assert terms == list(entry.tags)
    found = feed_rules.json_feed(json_feed.write(feed))
    for entry, item in zip(feed.entries, found["items"], strict=True):
        assert item.get("title", "") == entry.title
        assert item.get("content_html") == entry.content
        assert item.get("tags", []) == list(entry.tags)
        assert datetime.fromisoformat(item["date_modified"]) == entry.updated
    channel = feed_rules.rss(rss.write(feed))
    for entry, element in zip(feed.entries, channel.findall("item"), strict=True):
        assert (element.findtext("title") or "") == _lines(entry.title)


def _lines(text: str) -> str:
    """Return *text* with line ends as XML has them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def entry(**given: Any) -> Entry:
    """An entry with these values."""
    moment = datetime(2024, 5, 6, 7, 8, tzinfo=timezone(timedelta(hours=2)))
    fixed: dict[str, Any] = {"id": "tag:x.org,2024-05-06:a", "url": "https://x.org/a", "title": "T",
                             "published": moment, "updated": moment}  # fmt: skip
    return Entry(**(fixed | given))


def feed(*found: Entry, **given: Any) -> Feed:
    """A feed of these entries."""
    fixed: dict[str, Any] = {"id": "https://x.org/atom.xml", "url": "https://x.org/atom.xml",
                             "home": "https://x.org/", "title": "X", "updated": JUNE,
                             "entries": found or (entry(),)}  # fmt: skip
    return Feed(**(fixed | given))


def test_untitled() -> None:
    """Atom requires a title, and has an empty one; JSON Feed and RSS leave it out."""
    untitled = feed(entry(title="", content="<p>x</p>"))
    assert b"<title />" in atom.write(untitled)
    assert "title" not in feed_rules.json_feed(json_feed.write(untitled))["items"][0]
    item = feed_rules.rss(rss.write(untitled)).find("item")
    assert item is not None
    assert item.find("title") is None


def test_link_note() -> None:
    """What a link note is about is related in Atom, external in JSON Feed, and the link in RSS."""
    link = feed(entry(external_url="https://example.com/paper"))
    assert b'<link rel="related" href="https://example.com/paper" />' in atom.write(link)
    item = feed_rules.json_feed(json_feed.write(link))["items"][0]
    assert (item["url"], item["external_url"]) == ("https://x.org/a", "https://example.com/paper")
    assert feed_rules.rss(rss.write(link)).findtext("item/link") == "https://example.com/paper"


def test_all_authors() -> None:
    """Every author, with the address that says who it is."""
    several = feed(entry(authors=(Person("Ada Brook", ORCID), Person("Bo Stone"))))
    root = feed_rules.atom(atom.write(several))
    authors = root.findall(f"{feed_rules.ATOM}entry/{feed_rules.ATOM}author")
    assert [each.findtext(f"{feed_rules.ATOM}name") for each in authors] == ["Ada Brook", "Bo Stone"]
    assert [each.findtext(f"{feed_rules.ATOM}uri") for each in authors] == [ORCID, None]
    found = feed_rules.json_feed(json_feed.write(several))["items"][0]["authors"]
    assert found == [{"name": "Ada Brook", "url": ORCID}, {"name": "Bo Stone"}]
    assert rss.write(several).count(b"<dc:creator>") == 2


def test_times_keep_their_zone() -> None:
    """A time is written with the author's offset; the feed's is that of the latest change."""
    late = entry(id="tag:x.org,2024-05-06:b", updated=datetime(2024, 6, 1, tzinfo=UTC))
    written = atom.write(feed(entry(), late)).decode()
    assert "<published>2024-05-06T07:08:00+02:00</published>" in written
    assert written.index("<updated>2024-06-01T00:00:00+00:00</updated>") < written.index("<entry>")
    assert b"<pubDate>Mon, 06 May 2024 07:08:00 +0200</pubDate>" in rss.write(feed(entry()))


def test_archives() -> None:
    """The links of RFC 5005: a part of an archive says that it is one, and where its neighbours are."""
    part = feed(current="https://x.org/atom.xml", previous="https://x.org/1.xml",
                next="https://x.org/3.xml")  # fmt: skip
    root = feed_rules.atom(atom.write(part))
    assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{feed_rules.ATOM}link")}
    assert links["current"] == "https://x.org/atom.xml"
    assert (links["prev-archive"], links["next-archive"]) == ("https://x.org/1.xml", "https://x.org/3.xml")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, FeedOptions()),
        (False, FeedOptions(formats=())),
        ([], FeedOptions(formats=())),
        ("rss", FeedOptions(formats=("rss",))),
        (["json", "atom"], FeedOptions(formats=("atom", "json"))),
        ({"entries": 5, "full": "yes"}, FeedOptions(entries=5, full=True)),
        (
            {"addresses": {"/feed.xml": "rss", "feed/": "rss", "blog/atom.xml": "atom"}},
            FeedOptions(
                addresses=(("feed.xml", "rss"), ("feed/index.xml", "rss"), ("blog/atom.xml", "atom"))
            ),
        ),
        (
            {
                "addresses": {
                    "tags/{slug}/": {"format": "rss", "of": "tags"},
                    "old.xml": {"format": "atom", "of": "tags/rain"},
                }
            },
            FeedOptions(
                of_lists=(("tags/{slug}/index.xml", "rss", "tags"), ("old.xml", "atom", "tags/rain"))
            ),
        ),
        ({"hub": "https://hub.example.org/"}, FeedOptions(hub="https://hub.example.org/")),
    ],
)
def test_the_option(value: object, expected: FeedOptions) -> None:
    """Yes, no, formats, or a mapping."""
    assert read_feed_options(value) == expected


@pytest.mark.parametrize(
    "value",
    ["xml", ["atom", "html"], 3, None, {"format": "atom"}, {"entries": 0}, {"entries": True}, {"full": "x"},
     {"addresses": ["feed.xml"]}, {"addresses": {"../feed.xml": "rss"}}, {"addresses": {"": "rss"}},
     {"addresses": {"a.xml": {"format": "rss", "of": "tag/a"}}},
     {"addresses": {"a.xml": {"format": "rss", "of": "tags"}}},
     {"addresses": {"{slug}.xml": {"format": "rss", "of": "tags/a"}}}, {"addresses": {"{slug}.xml": "rss"}},
     {"addresses": {"../{slug}.xml": {"format": "rss", "of": "tags"}}},
     {"addresses": {"a.xml": {"of": "tags"}}}, {"addresses": {"a.xml": {"format": "rss", "list": "tags/a"}}},
     {"addresses": {"feed.xml": "xml"}}, {"hub": "hub"}],
)  # fmt: skip
def test_bad_options(value: object) -> None:
    """Anything else is refused, with what was expected."""
    with pytest.raises(Unusable, match="expected"):
        read_feed_options(value)


@given(st.text())
@example("\ud800\x00\ufffe")
def test_no_control_characters(text: str) -> None:
    """What XML forbids does not get into any format."""
    nasty = feed(entry(title=scrubbed(text), content=scrubbed(text)))
    for write in (atom.write, json_feed.write, rss.write):
        write(nasty)


def test_every_format_can_be_written() -> None:
    """What the option accepts has a writer."""
    assert WRITERS.keys() == FORMATS.keys()
