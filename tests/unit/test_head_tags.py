"""Metadata in the head of a note's page: every tag with its value, and nothing that isn't known."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pages import parse_errors

from sphinx_research_notes.citations.note_citation import plain
from sphinx_research_notes.citations.works import Facts
from sphinx_research_notes.html.contexts import CommentContext, Day
from sphinx_research_notes.html.head_tags import NoteMetadata, head_tags
from sphinx_research_notes.model.dates import parse_when
from sphinx_research_notes.model.note import OTHERS, Author, Change, License, Note, Picture
from sphinx_research_notes.model.reading_time import Length

if TYPE_CHECKING:
    from collections.abc import Sequence


def comment(
    name: str,
    text: str,
    author: str = "",
    url: str = "",
    *,
    date: str = "",
    replies: Sequence[CommentContext] = (),
) -> CommentContext:
    """Return a comment whose element has the id *name*."""
    return CommentContext(
        id=name, deleted=False, author=author, author_url=url, initials="", edited=None, url="",
        date=Day(date, date, date, date) if date else None, html=Markup(), text=text, long=False,
        reactions=(), replies=list(replies),
    )  # fmt: skip


ADA = Author(
    name="Ada Brook",
    url="https://example.org/ada",
    orcid="https://orcid.org/0000-0002-1825-0097",
    affiliations=("Rain Institute",),
    email="ada@example.org",
)
NOTE = Note(
    docname="notes/rain",
    name="Measuring rain",
    title="Measuring rain",
    date=parse_when("2024-03-14 10:20+01:00", UTC),
    updates=(Change(parse_when("2024-04-02", UTC), "More"),),
    authors=(ADA, Author(name="Rain & Gauge Society", organization=True)),
    tags=("rain", "field work"),
    lead="How much falls.",
    length=Length(words=1200),
    image=Picture("a.png", "A funnel"),
    license=License("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    doi="10.1000/182",
)
ABOUT = NoteMetadata(
    note=NOTE,
    url="https://example.org/rain/",
    site="Notes on rain",
    lang="en-GB",
    image="https://example.org/a.png",
    references=(
        Facts(title="Buckets; and more", authors=("Nora Hale", "Bo Lind"), year="1902", doi="10.1/x", url="https://e.org"),
        Facts(title="Untold"),
    ),
    comments=(
        comment("c-1", "It leaks.", "Bo", "https://e.org/bo", date="2024-04-01",
                replies=[comment("c-2", "No.")]),
    ),
)  # fmt: skip


def read(
    about: NoteMetadata, present: str = ""
) -> tuple[dict[str, list[str]], dict[str, Any], BeautifulSoup]:
    """Return the tags by name, the linked data, and the head."""
    html = (
        f"<!DOCTYPE html><html><head><title>T</title>{present}{head_tags(about, present)}</head><body></body>"
    )
    assert parse_errors(html) == []
    soup = BeautifulSoup(html, "html5lib")
    assert soup.head is not None
    assert soup.body is not None
    assert not soup.body.contents
    found: dict[str, list[str]] = {}
    for meta in soup.head.select("meta"):
        found.setdefault(str(meta.get("name") or meta.get("property")), []).append(str(meta["content"]))
    (script,) = soup.select("script")
    assert script["type"] == "application/ld+json"
    return found, json.loads(script.string or ""), soup


def test_highwire() -> None:
    """There is one tag for each fact and person; an affiliation or ORCID iD follows its author."""
    found, _, soup = read(ABOUT)
    assert {name: each for name, each in found.items() if name.startswith("citation_")} == {
        "citation_title": ["Measuring rain"],
        "citation_author": ["Brook, Ada", "Rain & Gauge Society"],
        "citation_author_institution": ["Rain Institute"],
        "citation_author_orcid": ["https://orcid.org/0000-0002-1825-0097"],
        "citation_publication_date": ["2024/03/14"],
        "citation_online_date": ["2024/03/14"],
        "citation_doi": ["10.1000/182"],
        "citation_language": ["en-GB"],
        "citation_keywords": ["rain", "field work"],
        "citation_abstract": ["How much falls."],
        "citation_fulltext_html_url": ["https://example.org/rain/"],
        "citation_reference": [
            ";".join(
                [
                    "citation_title=Buckets, and more",
                    "citation_author=Nora Hale",
                    "citation_author=Bo Lind",
                    "citation_publication_date=1902",
                    "citation_doi=10.1/x",
                ]
            ),
            "citation_title=Untold",
        ],
    }
    order = [str(tag["name"]) for tag in soup.select("meta[name^=citation_author]")]
    assert order == [
        "citation_author", "citation_author_institution", "citation_author_orcid", "citation_author",
    ]  # fmt: skip


def test_zotero() -> None:
    """The page is declared a blog post; no tag forces another type."""
    found, _, _ = read(ABOUT)
    assert found["z:itemType"] == ["blogPost"]
    assert not {"citation_journal_title", "citation_conference_title", "citation_book_title"} & found.keys()


def test_an_author_is_one_author() -> None:
    """Zotero splits a name at a comma beside a space, so names are written without such commas."""
    author = Author(name="Gabriel José García Márquez", family="García Márquez")
    found, _, _ = read(NoteMetadata(note=Note(docname="a", name="A", authors=(author,))))
    assert found["citation_author"] == ["Gabriel José García Márquez"]


def test_cards() -> None:
    """The tags of Open Graph, and the one that makes a card of them."""
    found, _, soup = read(ABOUT)
    assert {n: e for n, e in found.items() if n.startswith(("og:", "article:", "twitter:"))} == {
        "og:type": ["article"],
        "og:title": ["Measuring rain"],
        "og:description": ["How much falls."],
        "og:url": ["https://example.org/rain/"],
        "og:site_name": ["Notes on rain"],
        "og:locale": ["en_GB"],
        "og:image": ["https://example.org/a.png"],
        "og:image:alt": ["A funnel"],
        "article:published_time": ["2024-03-14T10:20:00+01:00"],
        "article:modified_time": ["2024-04-02"],
        "article:author": ["https://example.org/ada"],
        "article:tag": ["rain", "field work"],
        "twitter:card": ["summary_large_image"],
    }
    assert all(meta.get("property") for meta in soup.select("meta[content]") if "og:" in str(meta))


def test_linked_data() -> None:
    """The data for readers of schema.org's vocabulary."""
    _, data, _ = read(ABOUT)
    assert data == {
        "@context": "https://schema.org",
        "@type": ["BlogPosting", "ScholarlyArticle"],
        "headline": "Measuring rain",
        "description": "How much falls.",
        "datePublished": "2024-03-14T10:20:00+01:00",
        "dateModified": "2024-04-02",
        "author": [
            {
                "@type": "Person",
                "name": "Ada Brook",
                "url": "https://example.org/ada",
                "identifier": "https://orcid.org/0000-0002-1825-0097",
                "affiliation": {"@type": "Organization", "name": "Rain Institute"},
            },
            {"@type": "Organization", "name": "Rain & Gauge Society"},
        ],
        "url": "https://example.org/rain/",
        "mainEntityOfPage": "https://example.org/rain/",
        "isPartOf": {"@type": "Blog", "name": "Notes on rain"},
        "image": "https://example.org/a.png",
        "inLanguage": "en-GB",
        "keywords": ["rain", "field work"],
        "wordCount": 1200,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/182"},
        "sameAs": "https://doi.org/10.1000/182",
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Buckets; and more",
                "author": [
                    {"@type": "Person", "name": "Nora Hale"},
                    {"@type": "Person", "name": "Bo Lind"},
                ],
                "datePublished": "1902",
                "sameAs": "https://doi.org/10.1/x",
                "url": "https://e.org",
            },
            {"@type": "CreativeWork", "name": "Untold"},
        ],
        "commentCount": 2,
        "comment": [
            {
                "@type": "Comment",
                "text": "It leaks.",
                "author": {"@type": "Person", "name": "Bo", "url": "https://e.org/bo"},
                "dateCreated": "2024-04-01",
                "url": "https://example.org/rain/#c-1",
            },
            {
                "@type": "Comment",
                "text": "No.",
                "url": "https://example.org/rain/#c-2",
                "parentItem": {"@type": "Comment", "url": "https://example.org/rain/#c-1"},
            },
        ],
    }


def test_links() -> None:
    """Links lead to the author and the licence."""
    _, _, soup = read(ABOUT)
    assert [(link["rel"], link["href"]) for link in soup.select("link")] == [
        (["author"], "https://example.org/ada"),
        (["license"], "https://creativecommons.org/licenses/by/4.0/"),
    ]


def test_nothing_that_is_not_known() -> None:
    """Text without title, date, author or public address is declared a post, and nothing more."""
    found, data, soup = read(NoteMetadata(note=Note(docname="a", name="A thought", titled=False)))
    assert found == {
        "z:itemType": ["blogPost"], "og:type": ["article"], "og:title": ["A thought"],
        "twitter:card": ["summary"],
    }  # fmt: skip
    assert data == {"@context": "https://schema.org", "@type": "BlogPosting"}
    assert not soup.select("link")


def test_the_mail_address_is_never_told() -> None:
    """The address is left out even if the author's page shows it."""
    shown = Author(name="A B", email="ada@example.org", show_email=True)
    assert "ada@" not in head_tags(NoteMetadata(note=Note(docname="a", name="A", authors=(ADA, shown))))


def test_what_is_said_already_is_not_said_again() -> None:
    """The author's own tags, and another extension's cards, are kept."""
    present = '<meta name="description" content="Mine"><meta content="x" property="og:title" />'
    found, _, _ = read(ABOUT, present)
    assert found["description"] == ["Mine"]
    assert found["og:title"] == ["x"]
    without, _, _ = read(NoteMetadata(note=NOTE, cards=False))
    assert not [name for name in without if name.startswith(("og:", "twitter:"))]
    assert without["article:published_time"] == found["article:published_time"]


@pytest.mark.parametrize(("lang", "locale"), [("en", []), ("pt-BR", ["pt_BR"]), ("sr-Latn-RS", []), ("", [])])
def test_locale(lang: str, locale: list[str]) -> None:
    """A language without a territory isn't a locale."""
    found, _, _ = read(NoteMetadata(note=NOTE, lang=lang))
    assert found.get("og:locale", []) == locale


texts = st.text() | st.lists(
    st.sampled_from(
        ['"', "'", "<script>", "</script", "</script>", "<!--", "-->", "]]>", "&amp;", "&", "\\", "\0", "\n",
         "\r", "\x1b", "\ud800", "\ufffe", "\u2028", ";", "{{ 7*7 }}", "a", " "]
    )
).map("".join)  # fmt: skip


@given(texts, texts, texts, texts, texts)
def test_no_text_is_too_strange(title: str, name: str, tag: str, lead: str, work: str) -> None:
    """Any text is in its tags unchanged, on one line, and can't end or open a tag."""
    note = Note(
        docname="a", name=title, authors=(Author(name=name, affiliations=(lead,)),), tags=(tag,), lead=lead,
        image=Picture(tag, title), license=License(name, f"https://e.org/{tag}"), doi=f"10.1000/{tag}",
    )  # fmt: skip
    about = NoteMetadata(
        note=note, url=f"https://e.org/{title}", site=name, lang="en", image=f"https://e.org/{lead}",
        references=(Facts(title=work, authors=(name,), year=tag),),
        comments=(comment("c-1", lead, name),),
    )  # fmt: skip
    found, data, _ = read(about)
    assert found.get("citation_title", []) == [each for each in [plain(title)] if each]
    assert found.get("og:site_name", []) == [each for each in [plain(name)] if each]
    assert data.get("headline", "") == plain(title)
    assert data.get("description", "") == plain(lead)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", head_tags(about))


def test_several_affiliations_and_unnamed_authors() -> None:
    """Each institution has its own tag; unnamed authors are in no list of people."""
    ada = replace(ADA, affiliations=("Mill", "Weir, Department of Rain"))
    named, data, _ = read(replace(ABOUT, note=replace(NOTE, authors=(ada, OTHERS))))
    assert named["citation_author_institution"] == ["Mill", "Weir, Department of Rain"]
    assert named["citation_author"] == ["Brook, Ada"]
    assert named["author"] == ["Ada Brook, et al."]
    assert [each["name"] for each in data["author"]] == ["Ada Brook"]
    assert [each["name"] for each in data["author"][0]["affiliation"]] == ["Mill", "Weir, Department of Rain"]
