"""One site in six themes: notes and lists are complete in each, inside the theme's own layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pages import dead_links, one, pages, repeated_ids, soup_of, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup, Tag
    from conftest import Built

BASE = "https://example.org/rain/"

#: Each theme, with a selector for an element of its layout on every page.
FRAMES = {
    "research_notes": "footer.site-foot",
    "furo": ".sidebar-drawer",
    "alabaster": ".sphinxsidebar",
    "pydata_sphinx_theme": ".bd-main",
    "sphinx_rtd_theme": ".wy-nav-content",
    "sphinx_book_theme": ".bd-main",
}

NOTES = {
    "posts/2024-03-14-measuring-rain.html": "Measuring rain",
    "posts/2024-05-02-two-gauges.html": "Two gauges, one field",
    "posts/2024-06-01-thought.html": "The field was wet where no gauge stood.",
    "leverage/index.html": "Leverage of one storm",
}


@pytest.fixture(scope="module", params=list(FRAMES))
def theme(request: pytest.FixtureRequest) -> str:
    """The name of a theme."""
    return str(request.param)


@pytest.fixture(scope="module")
def built(theme: str, rich: Callable[..., Built]) -> Built:
    """The rich site in that theme."""
    return rich("html", theme)


def titles(soup: BeautifulSoup) -> list[Tag]:
    """The visible first-level headings of a page.

    Alabaster has the site's name in another, in its sidebar; the book theme one that shows in print alone.
    """
    return [h1 for h1 in soup.select("h1") if not h1.find_parent(class_=["sphinxsidebar", "onlyprint"])]


def test_generated_lists_in_toctrees(built: Built, theme: str) -> None:
    """A toctree may name generated lists, which the theme then links on every page; and so may roles.

    In our theme, lists themselves have no documents beside them.
    """
    assert not soup_of(built.text("notes/index.html")).select(".side, .trail")
    lists = () if theme == "research_notes" else ("notes/index.html",)
    for name in ("about.html", "guide/reading.html", *lists):
        soup = soup_of(built.text(name))
        up = "../" * name.count("/")
        found = {
            (words(link), str(link["href"])) for link in soup.select("a.nav-link, li a, .previous-next a")
        }
        assert {("Notes on rain", f"{up}notes/index.html"), ("Notes on rain", "#")} & found, name
        tags = {f"{up}notes/tags/index.html", "tags/index.html"}
        assert any(text in {"Labels", "Tags"} and target in tags for text, target in found), name
    text = words(one(soup_of(built.text("about.html")), "p:has(a[href='notes/index.html'])"))
    assert text == "See Notes on rain, labels and Notes on rain."


def test_no_warning(built: Built) -> None:
    """No theme causes warnings."""
    assert built.warnings == ""


@pytest.mark.parametrize("name", NOTES)
def test_head(built: Built, name: str) -> None:
    """A note's page has one first-level heading, directly followed by the byline."""
    soup = soup_of(built.text(name))
    h1 = titles(soup)
    assert len(h1) == 1
    heading = h1[0]
    assert words(heading).rstrip("#¶ ").startswith(NOTES[name])
    assert "note-head" in heading.parent["class"]
    after = heading.find_next_sibling()
    assert after is not None
    assert "byline" in after["class"]
    byline = words(after)
    assert "Ada Brook" in byline or "Bo Lind" in byline
    assert "2024" in byline
    assert byline.endswith("Back to home")
    # The words of the byline are nowhere else in the text of the article.
    assert not one(soup, "article.h-entry > section > .e-content").select(".byline, .note-head, .note-foot")


def test_parts_of_a_note(built: Built) -> None:
    """A note has badges, epigraph, text, comments and foot, in this order."""
    article = one(soup_of(built.text("posts/2024-03-14-measuring-rain.html")), "article.h-entry")
    selectors = [
        ".note-head h1", ".note-head .byline", ".note-head .note-status", "figure.epigraph > figcaption",
        ".e-content", "aside.note-to-self", "aside.note-update", "section.cite-this",
        "section.comments > .comment", ".note-changes", ".series",
        "footer.note-foot .neighbours", "footer.note-foot .source-license",
    ]  # fmt: skip
    everything = list(article.descendants)
    places = []
    for selector in selectors:
        found = article.select(selector)
        assert found, selector
        places.append(next(i for i, each in enumerate(everything) if each is found[0]))
    assert places == sorted(places)
    # Its source contains a private aside, so it is not published.
    assert words(article.select(".source-license")[0]) == "License"


def test_foot(built: Built) -> None:
    """The foot of a note has ``Source | License`` and links to the neighbouring notes."""
    foot = one(soup_of(built.text("posts/2024-05-02-two-gauges.html")), "footer.note-foot")
    assert words(one(foot, ".source-license")) == "Source | License"
    assert one(foot, "a.older[rel=prev]")["href"] == "2024-03-14-measuring-rain.html"
    assert one(foot, "a.newer[rel=next]")["href"] == "2024-06-01-thought.html"


def test_untitled(built: Built) -> None:
    """The name of an untitled note is hidden on its own page, by our stylesheet."""
    soup = soup_of(built.text("posts/2024-06-01-thought.html"))
    assert "visually-hidden" in titles(soup)[0]["class"]
    sheets = [str(link["href"]).partition("?")[0] for link in soup.select("link[rel=stylesheet]")]
    ours = [sheet for sheet in sheets if "research-notes" in sheet]
    assert len(ours) == 1
    assert ".visually-hidden" in built.text("_static/" + ours[0].rpartition("/")[2])


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("notes/index.html", "Notes on rain"),
        ("notes/tags/rain.html", "Tag: rain"),
        ("notes/tags/index.html", "Tags"),
        ("notes/2024.html", "2024"),
        ("notes/stream.html", ""),
        ("notes/authors/ada-brook.html", "Author: Ada Brook"),
        ("notes/series/gauges.html", "Series: Gauges"),
    ],
)
def test_generated_pages(built: Built, theme: str, name: str, title: str) -> None:
    """Lists are in the theme's layout, with heading, entries and our stylesheet."""
    soup = soup_of(built.text(name))
    assert soup.select(FRAMES[theme])
    (h1,) = titles(soup)
    assert words(h1) == (title or words(h1)) != ""
    assert words(h1) in words(one(soup, "head > title"))
    assert soup.select("article.notes-page.h-feed")
    assert soup.select("link[rel=stylesheet][href*=research-notes]")
    if not name.endswith("tags/index.html"):
        assert soup.select(".h-entry .u-url, .h-entry.entry")


def test_frames(built: Built, theme: str) -> None:
    """Every page is in the theme's layout, with one ``main`` if the theme has one."""
    for name, soup in pages(built.outdir).items():
        if soup.select("meta[http-equiv=refresh i]"):
            continue
        assert soup.select(FRAMES[theme]), name
        assert len(soup.select("main")) == (0 if theme in {"alabaster", "sphinx_rtd_theme", "furo"} else 1), (
            name
        )


def test_ids_stand_once(built: Built) -> None:
    """Ids are unique on notes and lists, except for a theme's own duplicates."""
    plain = set(repeated_ids(soup_of(built.text("about.html"))))
    # Furo puts a box with the same id around a formula.
    plain |= {str(box["id"]) for box in soup_of(built.text("guide/reading.html")).select(".math-wrapper[id]")}
    found = {name: set(repeated_ids(soup)) - plain for name, soup in pages(built.outdir).items()}
    assert {name: ids for name, ids in found.items() if ids} == {}


def test_every_link_leads_somewhere(built: Built) -> None:
    """Every local address on every page leads to an existing file and anchor."""
    assert dead_links(built.outdir, BASE) == []


def test_plain_pages_stay_plain(built: Built, theme: str) -> None:
    """In another theme, a page without notes content does not load our stylesheet."""
    soup = soup_of(built.text("genindex.html"))
    assert bool(soup.select("link[href*='research-notes']")) == (theme == "research_notes")
