"""Wikilinks: their parts, and what their names mean."""

from __future__ import annotations

import time

import pytest
from markdown_it import MarkdownIt

from sphinx_research_notes.frontmatter.extract import markdown
from sphinx_research_notes.frontmatter.schema import understand
from sphinx_research_notes.frontmatter.settings import Settings
from sphinx_research_notes.model.wikilinks import (
    Files,
    Found,
    Named,
    Names,
    Wikilink,
    heading_key,
    read_wikilink,
)
from sphinx_research_notes.reading.obsidian import inline


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("Note", Wikilink("Note")),
        (" Note | its text ", Wikilink("Note", "", "its text")),
        ("Note\\|text", Wikilink("Note", "", "text")),
        ("Note#Part one#Part two", Wikilink("Note", "Part one#Part two")),
        ("Note#^b-1|x", Wikilink("Note", "^b-1", "x")),
        ("#Part", Wikilink("", "Part")),
        ("a|b|300", Wikilink("a", "", "b|300")),
        ("", None),
        ("|x", None),
        ("#", None),
        ('"b"', None),
    ],
)
def test_parts(inner: str, expected: Wikilink | None) -> None:
    """A wikilink has a path, a part and a text."""
    assert read_wikilink(inner) == expected


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("Note", "Note"),
        ("folder/Note.md", "Note"),
        ("Note#Part#Other", "Note > Part > Other"),
        ("#Part", "Part"),
        ("Note#^b1", "Note"),
        ("Note#Part|text", "text"),
    ],
)
def test_shown_text(inner: str, shown: str) -> None:
    """Without a text of its own, a link is shown as in Obsidian."""
    link = read_wikilink(inner)
    assert link is not None
    assert link.shown == shown


@pytest.mark.parametrize(
    ("text", "size", "alt"),
    [
        ("300", ("300", ""), ""),
        ("300x200", ("300", "200"), ""),
        ("A lake|300", ("300", ""), "A lake"),
        ("A lake", ("", ""), "A lake"),
        ("", ("", ""), ""),
    ],
)
def test_sizes_of_pictures(text: str, size: tuple[str, str], alt: str) -> None:
    """The text of a picture may end with its width and height."""
    link = Wikilink("a.png", "", text)
    assert (link.size, link.alt) == (size, alt)


NAMES = Names(
    [
        Named("index", "Home"),
        Named("Walks/River", "The river"),
        Named("Trips/2024/River", "A river trip"),
        Named("Trips/Lake", "Lake", ("Big water", "mere")),
        Named("2023-10-05-a-break", "A break"),
        Named("Garden/index", "The garden"),
        Named("Shed/_index", "Tools"),
        Named("café notes", "Cafe\u0301 notes"),
        Named("slow-reading", "Slow reading, slowly"),
    ],
    (".md", ".rst"),
)


@pytest.mark.parametrize(
    ("path", "here", "docname"),
    [
        ("Lake", "index", "Trips/Lake"),
        ("lake", "index", "Trips/Lake"),
        ("Lake.md", "index", "Trips/Lake"),
        ("Trips/Lake", "index", "Trips/Lake"),
        ("/Trips/Lake.md", "Walks/River", "Trips/Lake"),
        ("../Trips/Lake", "Walks/River", "Trips/Lake"),
        ("./Lake", "Trips/2024/River", "Trips/Lake"),
        ("River", "Walks/x", "Walks/River"),
        ("River", "Trips/2024/x", "Trips/2024/River"),
        ("2024/River", "index", "Trips/2024/River"),
        ("The River", "index", "Walks/River"),
        ("big water", "index", "Trips/Lake"),
        ("a-break", "index", "2023-10-05-a-break"),
        ("Shed/", "index", "Shed/_index"),
        ("Garden", "index", "Garden/index"),
        ("cafe\u0301%20notes", "index", "café notes"),
        ("Slow reading", "index", "slow-reading"),
        ("Nothing", "index", ""),
        ("ver", "index", ""),
    ],
)
def test_names(path: str, here: str, docname: str) -> None:
    """A name is the end of a path, a title, or another name, in any case."""
    found = NAMES.find(path, here)
    assert (found.docname if found else "") == docname


def test_ambiguous_names() -> None:
    """The shortest path wins, and the others are named; the same folder and a whole path are certain."""
    assert NAMES.find("River", "index") == Found("Walks/River", ("Trips/2024/River",))
    assert NAMES.find("River", "Trips/2024/x") == Found("Trips/2024/River")
    assert NAMES.find("Walks/River", "index") == Found("Walks/River")
    assert Names([Named("a", "Same"), Named("b", "same")]).find("Same", "c") == Found("a", ("b",))


@pytest.mark.parametrize(
    ("path", "near"),
    [("Laek", "Lake"), ("Lakee", "Lake"), ("x/Rver", "River"), ("Bg water", "Big water"), ("Ocean", "")],
)
def test_near_names(path: str, near: str) -> None:
    """A name with one typo is recognized."""
    assert NAMES.near(path) == near


def test_files() -> None:
    """Files are found by the end of their path, anywhere."""
    files = Files(["files/Photo.PNG", "notes/photo.png", "notes/deep/a.pdf"])
    assert files.find("photo.png", "index") == Found("files/Photo.PNG", ("notes/photo.png",))
    assert files.find("Photo.png", "notes/x") == Found("notes/photo.png")
    assert files.find("deep/a.pdf", "index") == Found("notes/deep/a.pdf")
    assert files.find("eep/a.pdf", "index") is None


def test_headings() -> None:
    """Signs, spaces and case don't matter in links to headings."""
    assert heading_key("What’s next? (soon)") == heading_key("whats next soon")
    assert heading_key("???") == heading_key(" ??? ")


@pytest.mark.parametrize(
    "text", ["[[a", "[[a|", "![[", "==a ", "#", "^a ", "[[a|[b] ", "==a `x==` ", "==[a](b==) "]
)
def test_they_take_no_longer_than_the_text_is_long(text: str) -> None:
    """Thousands of signs without a partner are read within seconds."""
    parser = MarkdownIt("commonmark")
    parser.inline.ruler.before("link", "wikilink", inline.wikilink)
    parser.inline.ruler.before("emphasis", "highlight", inline.highlight)
    parser.inline.ruler.push("inline_tag", inline.tag)
    parser.core.ruler.after("inline", "block_ids", inline.block_ids)
    started = time.process_time()
    parser.parse(text * 5000)
    assert time.process_time() - started < 5


def test_front_matter_of_a_vault() -> None:
    """Aliases without a slash are names, links in brackets are kept, and tags may have their sign."""
    text = "---\naliases: [Big water, /old/lake/]\nrelated: [[Far shore]]\ntags: ['#one', two]\n---\n"
    front, faults = understand(markdown(text), Settings(wikilinks=True))
    assert faults == []
    assert (front.names, front.aliases) == (("Big water",), ("old/lake/",))
    assert front.related == ("[[Far shore]]",)
    assert front.tags == ("one", "two")
    plain, _ = understand(markdown(text), Settings())
    assert plain.names == ()
    assert plain.tags == ("#one", "two")


def test_comments_in_front_matter_of_a_vault() -> None:
    """What is between percent signs is hidden there too; elsewhere they are text."""
    text = "---\ntitle: Lake %%was hidden%%\ntags: [one, '%%hidden%%two']\ndescription: 5%% or 6\n---\n"
    front, faults = understand(markdown(text), Settings(wikilinks=True))
    assert faults == []
    assert (front.title, front.tags, front.summary) == ("Lake", ("one", "two"), "5%% or 6")
    plain, _ = understand(markdown(text), Settings())
    assert plain.title == "Lake %%was hidden%%"
