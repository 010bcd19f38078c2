"""The schema: every key, every alias, every form of value, and what is refused."""

from __future__ import annotations

import time
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.diagnostics import CATALOGUE
from sphinx_research_notes.frontmatter import value_parsers
from sphinx_research_notes.frontmatter.block import FOREIGN, Block
from sphinx_research_notes.frontmatter.keys import ALIASES, KEYS, KINDS, TOLERATED, AddedKey
from sphinx_research_notes.frontmatter.lenient_yaml import read_yaml
from sphinx_research_notes.frontmatter.schema import understand
from sphinx_research_notes.frontmatter.settings import Settings
from sphinx_research_notes.model.dates import EXPECTED, parse_when
from sphinx_research_notes.model.note import (
    OTHERS,
    Author,
    Change,
    Epigraph,
    FrontMatter,
    Funder,
    Funding,
    License,
    Picture,
    Series,
    Visibility,
)
from sphinx_research_notes.model.people import orcid, read_author
from sphinx_research_notes.model.statuses import Status, Vocabulary
from sphinx_research_notes.model.values import Unusable, read_epigraph, read_license, split_attribution
from sphinx_research_notes.options import OPTIONS

if TYPE_CHECKING:
    from sphinx_research_notes.model.faults import Fault

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

ADA = Author(name="Ada Lovelace", url="https://example.org/ada")
SETTINGS = Settings(authors={"ada": ADA, "a, b and c": Author(name="The three")})


def read(text: str, settings: Settings = SETTINGS) -> tuple[FrontMatter, list[Fault]]:
    """Parse front matter written as YAML."""
    return understand(read_yaml(text), settings)


def value(text: str, settings: Settings = SETTINGS) -> Any:
    """Return the value of the only key in *text*, which must have no fault."""
    front, faults = read(text, settings)
    assert not faults
    changed = {
        name: found
        for name in FrontMatter.__dataclass_fields__
        if (found := getattr(front, name)) != getattr(FrontMatter(), name)
    }
    assert len(changed) <= 1, changed
    return next(iter(changed.values()), None)


def refused(text: str, subtype: str = "value") -> FrontMatter:
    """Return the rest of front matter with one fault, which names the key and its line."""
    front, faults = read(f"\n{text}")
    assert [(fault.subtype, fault.line) for fault in faults] == [(subtype, 2)]
    assert faults[0].message.startswith(text.partition(":")[0].strip("'\" "))
    return front


# Keys.


def day(text: str) -> Any:
    """Return a date in UTC."""
    return parse_when(text, UTC)


SAMPLES: dict[str, tuple[str, Any]] = {
    "title": ("A: B", "A: B"),
    "date": ("2018-04-7", day("2018-04-07")),
    "updated": ("2014-06-24 11:07:00", day("2014-06-24 11:07")),
    "updates": ("[{date: 2020-01-01, comment: x}]", (Change(day("2020-01-01"), "x"),)),
    "authors": ("[ada]", (ADA,)),
    "tags": ("[a, b]", ("a", "b")),
    "categories": ("Work Experiences, b", ("Work Experiences", "b")),
    "series": ("{name: A, part: 2}", Series("A", 2)),
    "status": ("budding", (Status("growth", "budding"),)),
    "confidence": ("likely", (Status("confidence", "likely"),)),
    "importance": ("7", (Status("importance", "7"),)),
    "effort": ("hours", (Status("effort", "hours"),)),
    "audience": ("experts", (Status("audience", "experts"),)),
    "draft": ("true", Visibility.DRAFT),
    "private": ("true", Visibility.PRIVATE),
    "published": ("false", Visibility.DRAFT),
    "publish_date": ("2024-03-05", day("2024-03-05")),
    "expiry_date": ("1969-03-05", Visibility.DRAFT),
    "visibility": ("unlisted", Visibility.UNLISTED),
    "summary": ("a b", "a b"),
    "image": ("a.png", Picture("a.png")),
    "license": ("MIT", License("MIT", "https://spdx.org/licenses/MIT.html")),
    "source": ("src/a.md", "src/a.md"),
    "canonical_url": ("https://example.org/a", "https://example.org/a"),
    "permalink": ("/leverage/", "leverage/"),
    "slug": ("my-slug", "my-slug"),
    "aliases": ("[/a/, b.html]", ("a/", "b.html")),
    "id": ("x", "x"),
    "doi": ("10.1000/182", "10.1000/182"),
    "lang": ("pt-BR", "pt-BR"),
    "epigraph": ("a", Epigraph(text="a")),
    "comments": ("a.yml", "a.yml"),
    "external_url": ("https://example.org/", "https://example.org/"),
    "feed": ("false", False),
    "at_uri": ("at://did:plc:abc/site.standard.document/1", "at://did:plc:abc/site.standard.document/1"),
    "funding": ("{funder: 'Rain: a fund'}", (Funding(Funder("Rain: a fund")),)),
    "pinned": ("2", 2),
    "related": ("alpha, /place/", ("alpha", "/place/")),
    "translation_of": ("alpha.md", "alpha.md"),
}

ALSO = {
    "date": ["date created"],
    "updated": ["date-modified", "date modified", "last_modified_at", "lastmod", "modified"],
    "authors": ["author"],
    "tags": ["keywords"],
    "categories": ["category"],
    "summary": ["description", "excerpt", "tldr"],
    "image": ["cover", "thumbnail"],
    "canonical_url": ["original", "canonical_link"],
    "permalink": ["url"],
    "published": ["publish", "dg-publish"],
    "publish_date": ["publishdate"],
    "expiry_date": ["expirydate", "expire_date", "expiredate", "unpublish_date", "unpublishdate"],
    "aliases": ["redirect_from"],
    "id": ["guid"],
    "lang": ["language"],
    "external_url": ["external_link"],
    "pinned": ["pin"],
}


def test_the_table_of_keys_is_whole() -> None:
    """Each key has a sample here; the aliases are those documented."""
    assert set(SAMPLES) == set(KEYS)
    assert {key: list(names) for key, names in ALIASES.items()} == ALSO


@pytest.mark.parametrize(("key", "name"), [
    (key, name) for key in SAMPLES for name in (key, *ALSO.get(key, ()))
])  # fmt: skip
def test_every_key_is_read_by_each_of_its_names(key: str, name: str) -> None:
    """Case doesn't matter, hyphens equal underscores, and values may be quoted or contain a colon."""
    written, understood = SAMPLES[key]
    plain = read_yaml(f"x: {written}").values.get("x", written)  # ``A: B`` is no YAML there.
    for spelled in (name, name.upper(), name.title(), f" {name} ", name.replace("_", "-")):
        front, faults = understand(Block(values={spelled: plain}), SETTINGS)
        assert not faults
        assert understood in [getattr(front, each) for each in FrontMatter.__dataclass_fields__]


@pytest.mark.parametrize("key", SAMPLES)
@pytest.mark.parametrize("nothing", ["", "~", "''", "' '", "null"])
def test_an_empty_value_is_fine_for_every_key(key: str, nothing: str) -> None:
    """The result is as if the key were missing, except for flags and the title."""
    front, faults = read(f"{key}: {nothing}")
    assert not faults
    if key in {"draft", "private"}:
        # A flag without a value hides the note.
        assert front == FrontMatter(visibility=Visibility(key))
        return
    assert front == (FrontMatter(title="") if key == "title" else FrontMatter())


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("tags: a\nkeywords: b", ("a",)),
        ("keywords: b\ntags: a", ("a",)),
        ("keywords: b\ntags:", ("b",)),
        ("tags:\nkeywords: b", ("b",)),
    ],
)
def test_a_key_comes_before_its_other_names(text: str, tags: tuple[str, ...]) -> None:
    """The key takes precedence unless it is empty."""
    assert read(text)[0].tags == tags


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titel", "title"),
        ("tilte", "title"),
        ("ttile", "title"),
        ("itle", "title"),
        ("titles", "title"),
        ("Tittle", "title"),
        ("tag", "tags"),
        ("dat", "date"),
        ("autor", "author"),
        ("dratf", "draft"),
        ("drafts", "draft"),
        ("visibilty", "visibility"),
        ("sumary", "summary"),
        ("licence", "license"),
        ("permalnk", "permalink"),
        ("redirect_form", "redirect_from"),
        ("layuot", "layout"),
        ("blogposts", "blogpost"),
        ("confidance", "confidence"),
    ],
)
def test_one_typo_is_pointed_out(written: str, meant: str) -> None:
    """An added, missing, replaced or swapped letter: the key is ignored, and hides if it may mean that."""
    front, faults = read(f"a: b\n{written}: x")
    hides = meant in {"draft", "visibility"}
    assert front == FrontMatter(visibility=Visibility.DRAFT if hides else Visibility.PUBLIC)
    assert [(f.subtype, f.line) for f in faults] == [("visibility" if hides else "key", 2)]
    assert f"{written!r}; did you mean {meant!r}?" in faults[0].message
    assert ("treating as a draft" in faults[0].message) == hides


@pytest.mark.parametrize(
    "name",
    [
        *sorted(FOREIGN | TOLERATED),
        *KINDS,
        "x", "ids", "uid", "author_profile", "short_title", "og:title", "hide-toc", "format",
        "sidebar", "bibliography", "title2000", "share", "sticky", "location", "build",
        "linktitle", "cascade", "html_theme.sidebar_secondary.remove", "jupyter", "numbering", "exports",
        "abbreviations", "venue", "colab", "vscode", "celltoolbar", "name", "",
    ],
)  # fmt: skip
def test_keys_of_others_are_nobodys_typo(name: str) -> None:
    """Keys of MyST, Sphinx, notebooks and other generators are skipped silently."""
    front, faults = understand(Block(values={name: "x"}), SETTINGS)
    assert (front, faults) == (FrontMatter(), [])


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("subtitle", "the title or the text"),
        ("Abstract", "'summary' or the text"),
        ("key-points", "the text"),
    ],
)
def test_text_that_other_generators_show_is_not_lost_without_a_word(name: str, place: str) -> None:
    """A note does not show it; an empty one is nothing, and a key that an extension has added is its own."""
    front, (fault,) = understand(Block(values={name: "x"}, lines={name: 2}), SETTINGS)
    assert front == FrontMatter()
    said = f"unknown key {name!r}; expected such text in {place}; not shown"
    assert (fault.subtype, fault.message, fault.line) == ("key", said, 2)
    assert understand(Block(values={name: ""}), SETTINGS)[1] == []
    added = Settings(added={"subtitle": AddedKey("subtitle", str)})
    assert understand(Block(values={"subtitle": "x"}), added)[1] == []


@given(st.sampled_from(sorted(KEYS)), st.data())
def test_only_one_typo_is_pointed_out(key: str, data: st.DataObject) -> None:
    """A key with two letters more is a different key."""
    name = key + data.draw(st.text("qxz", min_size=2, max_size=3))
    assert understand(Block(values={name: "x"}), SETTINGS)[1] == []


# Text.


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("title: A", "A"),
        ("title: No", "No"),
        ("title: 1.10", "1.10"),
        ("title: 2024", "2024"),
        ("title: 2024-01-01", "2024-01-01"),
        ("title: true", "true"),
        ("title: |\n  a\n  b\n", "a b"),
        ("title: ' a  b '", "a b"),
        ("title: ''", ""),
        ("title:", ""),
        ("tags: a", None),
    ],
)
def test_a_title_is_a_text_on_one_line(text: str, title: str | None) -> None:
    """Numbers and ``no`` are text; an empty title means untitled, a missing one means the heading."""
    assert read(text)[0].title == title


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pinned: true", 1),
        ("pin: yes", 1),
        ("pinned: 3", 3),
        ("pinned: '2'", 2),
        ("pinned: 010", 10),
        ("pinned: false", None),
        ("pinned: 0", None),
        ("pinned:", None),
    ],
)
def test_a_pinned_note_has_a_place(text: str, place: int | None) -> None:
    """``true`` is the first, ``false`` and nothing are none."""
    assert value(text) == place


@pytest.mark.parametrize("wrong", ["top", "-1", "1.5", "[1]", "{a: 1}", "1234567890", "٣"])
def test_what_is_no_place(wrong: str) -> None:
    """The note is not pinned."""
    assert refused(f"pinned: {wrong}") == FrontMatter()


@pytest.mark.parametrize("key", ["title", "summary", "source", "id"])
@pytest.mark.parametrize("wrong", ["[a]", "{a: b}", "[[a]]"])
def test_a_text_is_no_list(key: str, wrong: str) -> None:
    """The fault says what was found and what is accepted."""
    assert refused(f"{key}: {wrong}") == FrontMatter()
    assert "expected a string, got" in read(f"{key}: {wrong}")[1][0].message


def test_a_wrong_value_costs_no_other() -> None:
    """Every other key of the block is used."""
    front, faults = read("date: someday\ntags: [a]\nlang: Klingon\ntitle: A\ndoi: 11/2")
    assert (front.tags, front.title, front.date) == (("a",), "A", None)
    assert [(f.subtype, f.line) for f in faults] == [("date", 1), ("value", 3), ("value", 5)]
    assert [f.message.partition(":")[0] for f in faults] == ["date", "lang", "doi"]


def test_a_fault_names_the_key_as_written() -> None:
    """An author who wrote ``Language`` searches for that."""
    assert read("Language: x y")[1][0].message.startswith("Language: expected a language tag")


def test_a_long_value_is_cut_in_messages() -> None:
    """A page of text in the wrong place doesn't fill the screen."""
    assert len(read(f"title: [{'x' * 5000}]")[1][0].message) < 150


# Dates.


@pytest.mark.parametrize(
    "text",
    [
        "2014-06-24 11:07:00 +0800",
        "2014-06-24T11:07:00+08:00",
        "'2014-06-24 11:07:00 +08:00'",
    ],
)
def test_a_date_has_the_zone_it_names(text: str) -> None:
    """This holds for all forms."""
    assert value(f"date: {text}").iso == "2014-06-24T11:07:00+08:00"


def test_a_date_without_a_zone_is_in_that_of_the_site() -> None:
    """The setting applies to all three keys."""
    settings = Settings(zone=ZoneInfo("Asia/Tokyo"))
    front, _ = read("date: 2020-01-01 12:00\nupdated: 2020-01-02\nupdates: {date: 2020-01-03}", settings)
    assert front.date is not None
    assert front.updated is not None
    assert front.date.iso == "2020-01-01T12:00:00+09:00"
    assert {w.moment.utcoffset() for w in (front.updated, front.updates[0].date)} == {
        front.date.moment.utcoffset()
    }


@pytest.mark.parametrize("wrong", ["2020-13-45", "soon", "[2020-01-01]", "{a: b}", "03/04/2020", "true"])
def test_what_is_no_date_is_left_out(wrong: str) -> None:
    """The warning has its own subtype."""
    assert refused(f"date: {wrong}", "date") == FrontMatter()


def test_updates_come_latest_first_and_one_wrong_costs_no_other() -> None:
    """A single change needs no list, and a comment may be missing."""
    text = "updates: [{date: 2020-01-01, comment: a}, x, {date: never}, {date: 2021-01-01}, {comment: b}]"
    front, faults = read(text)
    assert front.updates == (Change(day("2021-01-01"), ""), Change(day("2020-01-01"), "a"))
    assert [fault.subtype for fault in faults] == ["date"] * 3
    assert value("updates: {date: 2020-01-01}") == (Change(day("2020-01-01"), ""),)


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("updates: [{date: 2020-01-01, coment: a}]", "coment", "comment"),
        ("author: {name: Ada, affilation: Mill}", "affilation", "affiliation"),
        ("series: {name: S, prat: 1}", "prat", "part"),
        ("image: {path: a.png, atl: A}", "atl", "alt"),
        ("license: {name: Mine, ulr: 'https://a.example'}", "ulr", "url"),
    ],
)
def test_a_typo_in_a_value_is_named(text: str, name: str, meant: str) -> None:
    """It is reported like a typo in a key; the rest of the value is used."""
    front, faults = read(text)
    assert front != FrontMatter()
    assert [(fault.subtype, fault.line) for fault in faults] == [("key", 1)]
    assert faults[0].message.endswith(f": unknown key {name!r}; did you mean {meant!r}?")


# Authors.


@pytest.mark.parametrize(
    ("text", "name", "mail"),
    [
        ("author: Ada Brook <ada@example.org>", "Ada Brook", "ada@example.org"),
        ("author: [Ada Brook  < mailto:ada@example.org >]", "Ada Brook", "ada@example.org"),
        ("author: ada@example.org", "ada", "ada@example.org"),
        ("author: {name: Ada <ada@example.org>}", "Ada", "ada@example.org"),
        ("author: Ada @ Home", "Ada @ Home", ""),
        ("author: Ada Brook (ada@example.org)", "Ada Brook", "ada@example.org"),
        ("author: 'Ada Brook [ada@example.org]'", "Ada Brook", "ada@example.org"),
        ("author: Ada Brook ada@example.org", "Ada Brook", "ada@example.org"),
        ("author: 'Ada Brook, ada@example.org'", "Ada Brook", "ada@example.org"),
        ("author: [Ada Brook - ada@example.org]", "Ada Brook", "ada@example.org"),
        ("author: ada@example.org (Ada Brook)", "Ada Brook", "ada@example.org"),
        ("author: '\"Brook, Ada\" <ada@example.org>'", '"Brook, Ada"', "ada@example.org"),
        ("author: {name: Ada (ada@example.org)}", "Ada", "ada@example.org"),
    ],
)
def test_an_address_is_none_of_a_name(text: str, name: str, mail: str) -> None:
    """An e-mail address is stored, but not shown."""
    front, faults = read(text)
    assert faults == []
    assert [(author.name, author.email, author.show_email) for author in front.authors] == [
        (name, mail, False)
    ]


def test_one_wrong_record_costs_no_other() -> None:
    """The invalid record is ignored and reported."""
    found = CHECKS["authors"]({"a": {"name": "Ada"}, "b": {"orcid": "x"}, "c": 3})
    assert found == {"a": Author(name="Ada")}


def names(*given: str) -> tuple[Author, ...]:
    """Return authors with nothing but a name."""
    return tuple(Author(name=name) for name in given)


INSTITUTE = Author(name="Inst. for X and Y", organization=True)


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ada Lovelace", names("Ada Lovelace")),
        ("ada", (ADA,)),
        ("' ada '", (ADA,)),
        ("ada, Bob", (ADA, *names("Bob"))),
        ("ada and Bob", (ADA, *names("Bob"))),
        ("Ann; Bob", names("Ann", "Bob")),
        ("Ann, Bob and Cid", names("Ann", "Bob", "Cid")),
        ("Ann, Bob, and Cid", names("Ann", "Bob", "Cid")),
        ("Ann,Bob;Cid", names("Ann", "Bob", "Cid")),
        ("Ann, , Bob,", names("Ann", "Bob")),
        ("Smith & Sons", names("Smith & Sons")),
        ("Alexander Sandoval", names("Alexander Sandoval")),
        ("Ferdinand and Roland", names("Ferdinand", "Roland")),
        ("Ann  and\t Bob", names("Ann", "Bob")),
        ("'a, b and c'", names("The three")),
        ("[ada]", (ADA,)),
        ("['Lovelace, Ada', Bob and Sons]", names("Lovelace, Ada", "Bob and Sons")),
        ("[ada, ada, ~, '']", (ADA,)),
        ("{name: Ann}", names("Ann")),
        ("[{name: Ann}, Bob]", names("Ann", "Bob")),
        ("[1, No]", names("1", "No")),
        ("[[Ada Example]]", names("Ada Example")),
        ("['[[people/ann|Ann]]', '@ada']", (*names("Ann"), ADA)),
        ("[[ada, Bob], Cid]", (ADA, *names("Bob", "Cid"))),
        ("|\n  Ada Example\n  Ben Sand", names("Ada Example", "Ben Sand")),
        ("|\n  Example, Ada\n  Sand, Ben", names("Ada Example", "Ben Sand")),
        ("|\n  Ada Example and\n  Ben Sand", names("Ada Example", "Ben Sand")),
        ("|\n  Ada Example, Ben\n  Sand", names("Ada Example", "Ben Sand")),
        ("{Inst. for X and Y}", (INSTITUTE,)),
        ("[{Inst. for X and Y}, Bob]", (INSTITUTE, *names("Bob"))),
        ("{ada}", (ADA,)),
        (
            "['Ann <a@a.example>, Bob <b@b.example>', Cid]",
            (Author(name="Ann", email="a@a.example"), Author(name="Bob", email="b@b.example"), *names("Cid")),
        ),
        (
            "{name: {Inst. for X and Y}, affiliation: {University of Y}}",
            (Author(name="Inst. for X and Y", organization=True, affiliations=("University of Y",)),),
        ),
        ("[]", None),
    ],
)
def test_authors_come_in_every_shape(written: str, authors: tuple[Author, ...] | None) -> None:
    """A key, a name, a string that is split, mappings, and lists of these are accepted."""
    assert value(f"author: {written}") == authors


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ada Example & Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example, Ben Sand, & Cy Dunn", names("Ada Example", "Ben Sand", "Cy Dunn")),
        ("Ada Example AND Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example And Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example und Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example, Ben Sand und Cy Dunn", names("Ada Example", "Ben Sand", "Cy Dunn")),
        ("Ada Example et Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example y Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example e Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example with Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example / Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example/Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example | Ben Sand + Cy Dunn", names("Ada Example", "Ben Sand", "Cy Dunn")),
        ("王小明、李雷，张伟", names("王小明", "李雷", "张伟")),
        ("عادل، كريم", names("عادل", "كريم")),
        ("Ada Example； Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example, Ben Sand", names("Ada Example", "Ben Sand")),
        ("Example, Ada; Sand, Ben", names("Ada Example", "Ben Sand")),
        ("Example, Ada;", names("Ada Example")),
        ("Example, Ada and Sand, Ben", names("Ada Example", "Ben Sand")),
        ("Example, A., and Sand, B. C.", names("A. Example", "B. C. Sand")),
        ("Example, A., Sand, B. C., & Dunn, D.", names("A. Example", "B. C. Sand", "D. Dunn")),
        ("Example, A.", names("A. Example")),
        ("Ada Example, Ben Sand; Cy Dunn", names("Ada Example", "Ben Sand", "Cy Dunn")),
        ("Ada Example, Ben Sand and Cy Dunn, Di Fall",
         names("Ada Example", "Ben Sand", "Cy Dunn", "Di Fall")),
        ("van der Berg, Jan Willem; Lind, Bo",
         (Author(name="Jan Willem van der Berg", family="van der Berg"), *names("Bo Lind"))),
        ("Beethoven, Ludwig van; Lind, Bo", (Author(name="Ludwig van Beethoven", family="Beethoven"),
                                             *names("Bo Lind"))),
        ("King, Jr., Martin; Lind, Bo", names("Martin King, Jr.", "Bo Lind")),
        ("Bo Lind, Jr., Ada Example, PhD", names("Bo Lind, Jr.", "Ada Example, PhD")),
        ("Ada Example et al.", (*names("Ada Example"), OTHERS)),
        ("Ada Example, Ben Sand, et al", (*names("Ada Example", "Ben Sand"), OTHERS)),
        ("Example, Ada and others", (*names("Example", "Ada"), OTHERS)),
        ("Example, Ada; Sand, Ben; et al.", (*names("Ada Example", "Ben Sand"), OTHERS)),
        ("[Ada Example, et al.]", (*names("Ada Example"), OTHERS)),
        ("Ada u. Ben", names("Ada", "Ben")),
        ("Ada Example u. Ben Sand u. a.", (*names("Ada Example", "Ben Sand"), OTHERS)),
        ("Ada · Ben • Cy", names("Ada", "Ben", "Cy")),
        ("Ada Example w/ Ben Sand", names("Ada Example", "Ben Sand")),
        ("By Ada Example", names("Ada Example")),
        ("by Ada Example and Ben Sand", names("Ada Example", "Ben Sand")),
        ("Written by: Ada Example", names("Ada Example")),
        ("par Ada Example", names("Ada Example")),
        ("Example, Ada, Jr.", names("Ada Example, Jr.")),
        ("Example, Jr., Ada", names("Ada Example, Jr.")),
        ("Ada Example, Ben Sand, Jr.", names("Ada Example", "Ben Sand, Jr.")),
        ("Bo Lind, Jr. and Ada Example", names("Bo Lind, Jr.", "Ada Example")),
        ("Ben Sand, Bo Lind, Jr. & Ada Example", names("Ben Sand", "Bo Lind, Jr.", "Ada Example")),
        ("Ben Sand and Bo Lind, III, and Ada Example", names("Ben Sand", "Bo Lind, III", "Ada Example")),
        ("Martin Luther King, Jr.", names("Martin Luther King, Jr.")),
        ("Martin Luther King, Jr. und Ada Example", names("Martin Luther King, Jr.", "Ada Example")),
        ("Bo Lind III and Ada Example", names("Bo Lind III", "Ada Example")),
        ("Lind, B., Jr.", names("B. Lind, Jr.")),
        ("Lind, B., Jr. and Sand, C.", names("B. Lind, Jr.", "C. Sand")),
        ("Lind, B., Jr., Sand, C. D., & Dunn, D.", names("B. Lind, Jr.", "C. D. Sand", "D. Dunn")),
        ("Acme, Inc. and Ada Example", names("Acme, Inc.", "Ada Example")),
        ("Ada Example, PhD and Ben Sand, MD", names("Ada Example, PhD", "Ben Sand, MD")),
        ("Ada Example; and Ben Sand", names("Ada Example", "Ben Sand")),
        ("Example, Ada; and Sand, Ben", names("Ada Example", "Ben Sand")),
        ("Ada Example; Ben Sand; & others", (*names("Ada Example", "Ben Sand"), OTHERS)),
        ("Ada Example, y Ben Sand", names("Ada Example", "Ben Sand")),
        ("Ada Example, E Sand", names("Ada Example", "E Sand")),
        ("A. & B. Sand", names("A. Sand", "B. Sand")),
        ("A., B.-C. and D. van Berg", names("A. van Berg", "B.-C. van Berg", "D. van Berg")),
        ("B. and A. Lind, Jr.", names("B. Lind", "A. Lind, Jr.")),
        ("Lind, B. Jr. and Sand, C.", names("B. Lind, Jr.", "C. Sand")),
        ("Lind Jr., B. and Sand, C.", names("B. Lind, Jr.", "C. Sand")),
        ("Ada Example, and, Ben Sand", names("Ada Example", "Ben Sand")),
        ("Sand, A. & B.", names("A. Sand", "B. Sand")),
        ("A. and Ben Sand", names("A.", "Ben Sand")),
        ("Ada Example, PhD", names("Ada Example, PhD")),
        ("Jo van Berg, and Ida Maria Lund", names("Jo van Berg", "Ida Maria Lund")),
        ("Jo van der Berg <jovdb>", names("Jo van der Berg")),
        ("Ada Example (@adaex), Ben Sand <@ben>", names("Ada Example", "Ben Sand")),
        ("@adaex", names("@adaex")),
        ("@ada", (ADA,)),
        ("{Inst. for X and Y}", (INSTITUTE,)),
        ("{{Inst. for X and Y}} and Ada Example", (INSTITUTE, *names("Ada Example"))),
        ("Ada <ada@a.example> Ben <ben@b.example> and Cy",
         (Author(name="Ada", email="ada@a.example"), Author(name="Ben", email="ben@b.example"),
          *names("Cy"))),
        ("ada@a.example, ben@b.example",
         (Author(name="ada", email="ada@a.example"), Author(name="ben", email="ben@b.example"))),
        ("<a href='https://b.example/'>Ben Sand</a> and [Ada Example](https://ada.example)",
         (Author(name="Ben Sand", url="https://b.example/"),
          Author(name="Ada Example", url="https://ada.example"))),
        ("Ada Example (https://ada.example); `Ben Sand <https://b.example>`_",
         (Author(name="Ada Example", url="https://ada.example"), Author(name="Ben Sand", url="https://b.example"))),
        ("Ada Example (University of X, Y), Ben Sand (she/her)",
         (Author(name="Ada Example", affiliations=("University of X, Y",)), *names("Ben Sand (she/her)"))),
        # Text that may be one name is one.
        ("Von Ada", names("Von Ada")),
        ("卡尔·马克思", names("卡尔·马克思")),
        ("By", names("By")),
        ("Ruth & Co", names("Ruth & Co")),
        ("Ruth and Company", names("Ruth and Company")),
        ("Anderson", names("Anderson")),
        ("Acme, Inc.", names("Acme, Inc.")),
        ("Ada Example, Ruth & Sons, Ltd.", names("Ada Example", "Ruth & Sons, Ltd.")),
        ("Ada Example & al.", (*names("Ada Example"), OTHERS)),
        ("Ada Example and", names("Ada Example")),
        ("Sandy Andrews", names("Sandy Andrews")),
        ("Santiago Ramón y Cajal", names("Santiago Ramón y Cajal")),
        ("José Ortega y Gasset", names("José Ortega y Gasset")),
        ("João Silva e Costa", names("João Silva e Costa")),
        ("Ada E Sand", names("Ada E Sand")),
        ("AC/DC", names("AC/DC")),
        ("Johnson & Johnson", names("Johnson & Johnson")),
        ("Institute for Research and Development", names("Institute for Research and Development")),
        ("Ada (Mill, and Weir), Ben", names("Ada (Mill, and Weir)", "Ben")),
        ("Dining with dogs", names("Dining with dogs")),
        # Configured authors take precedence.
        ("a, b and c; ada", (Author(name="The three"), ADA)),
        ("ada & Ben", (ADA, *names("Ben"))),
        ("ada und Ben Sand", names("ada und Ben Sand")),
    ],
)  # fmt: skip
def test_a_text_may_name_several_people(written: str, authors: tuple[Author, ...]) -> None:
    """Lists of names in any style are split, but never where that would be a guess."""
    given_ = written.strip("[]").split(", ") if written[0] == "[" else written
    assert understand(Block(values={"author": given_}), SETTINGS)[0].authors == authors


def at(*affiliations: str, name: str = "Ann") -> tuple[Author, ...]:
    """Return Ann with her institutions."""
    return (Author(name=name, affiliations=affiliations),)


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("[{name: Ann, affiliations: {name: Inst}}]", at("Inst")),
        ("[{name: Ann, affiliation: {name: Inst}}]", at("Inst")),
        ("[{name: Ann, affiliations: [{name: A}, {name: B}]}]", at("A", "B")),
        ("[{name: Ann, affiliations: [A, B]}]", at("A", "B")),
        ("[{name: Ann, affiliation: Mill, Weir, institute: x}]".replace("Mill, Weir", "'Mill, Weir'"),
         at("Mill, Weir")),
        ("[{name: Ann, affiliation: A; B}]", at("A", "B")),
        ("[{name: Ann, institution: {name: A, department: D, city: X}}]", at("D, A")),
        ("[{name: Ann, affiliations: [{institution: {name: A}, ror: x}]}]", at("A")),
        ("[{name: Ann, institute: [{mill: The Mill}]}]", at("The Mill")),
        ("[{name: Ann, affiliations: [{ref: m}, n]}]\naffiliations: [{id: m, name: M}, {id: n, name: N}]",
         at("M", "N")),
        ("[{name: Ann, affiliations: [{id: m, name: M}]}, {name: Bo, affiliations: [{ref: m}]}]",
         (*at("M"), *at("M", name="Bo"))),
        ("[{name: Ann, affiliation: '1, 2'}]\naffiliations: [{name: M, index: 1}, {name: N, index: 2}]",
         at("M", "N")),
        ("[{name: Ann, affiliation: 2}]\naffiliations: [M, N]", at("N")),
        ("[{name: Ann, affiliation: 7 Mile Lab}]", at("7 Mile Lab")),
        ("{name: {given: Ann, family: Brook}}", names("Ann Brook")),
        ("{name: {given: Ludwig, dropping-particle: van, family: Beethoven}}",
         (Author(name="Ludwig van Beethoven", family="Beethoven"),)),
        ("{name: {literal: Ann B. Brook, given: Ann}}", names("Ann B. Brook")),
        ("{name: {family: Plato}}", names("Plato")),
        ("{given-names: Ann, family-names: Brook}", names("Ann Brook")),
        ("{given-names: Bo, surname: Lind, suffix: Jr.}", names("Bo Lind, Jr.")),
        ("{person_or_org: {given_name: Ann, family_name: Brook}, affiliations: [{id: 01, name: M}]}",
         at("M", name="Ann Brook")),
        ("{name: Ann, identifiers: [{scheme: orcid, identifier: 0000-0002-1825-0097}]}",
         (Author(name="Ann", orcid="https://orcid.org/0000-0002-1825-0097"),)),
        ("{name: Ann, website: 'https://a.example', ORCID: 0000-0002-1825-0097}",
         (Author(name="Ann", url="https://a.example", orcid="https://orcid.org/0000-0002-1825-0097"),)),
        ("{name: Ann, roles: [{role: writing}], corresponding: true, note: {text: x}}",
         (Author(name="Ann", roles=("writing – original draft",)),)),
    ],
)  # fmt: skip
def test_authors_as_other_programs_describe_them(written: str, authors: tuple[Author, ...]) -> None:
    """Quarto, MyST, JATS, JOSS, CFF and Zenodo are supported; institutions stay separate."""
    front, faults = read(f"authors: {written}")
    assert front.authors == authors
    assert not faults


@pytest.mark.parametrize(
    ("member", "fault"),
    [
        (
            "affiliation: 3",
            "expected the name of an institution, or its index in 'affiliations', got '3'; ignoring it",
        ),
        ("affiliation: [3, {x: 1, y: 2}]", "affiliation: expected "),
        ("affiliations: {ref: nowhere}", "expected a name"),
        ("email: [a, b]", "e-mail"),
        ("email: {x: y}", "expected a string"),
        ("url: [https://a.example, https://b.example]", "http(s)"),
        ("orcid: {x: y}", "expected a string"),
        ("show_email: [x]", "true or false"),
    ],
)
def test_a_member_that_cannot_be_read_costs_itself(member: str, fault: str) -> None:
    """Only that field is ignored, not the author or other fields."""
    front, faults = read(f"authors: [{{name: Ann, {member}}}, Bo]")
    assert front.authors == names("Ann", "Bo")
    assert {(each.subtype, fault in each.message) for each in faults} == {("value", True)}


@pytest.mark.parametrize(
    ("written", "left", "named"),
    [("[1, 2]", (), ["1", "2"]), ("[[A], 3]", ("A",), ["3"]), ("[A, [7, B]]", ("A", "B"), ["7"])],
)
def test_a_number_without_an_institution_costs_itself(
    written: str, left: tuple[str, ...], named: list[str]
) -> None:
    """A number isn't a name; the other items of the list are used."""
    front, faults = read(f"authors: [{{name: Ann, affiliations: {written}}}]")
    assert front.authors == at(*left)
    assert [fault.message.partition("got ")[2].partition(";")[0] for fault in faults] == [
        repr(each) for each in named
    ]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("author: aada", "ada"),
        ("author: ADA", "ada"),
        ("authors: [Ada Lovelac, Bo]", "Ada Lovelace"),
        ("authors: ada, Ada Lovelcae", "Ada Lovelace"),
        ("status: seedlng", "seedling"),
        ("status: [budding, likly]", "likely"),
        ("confidence: likly", "likely"),
        ("audience: tecnical", "technical"),
        ("status: evergren", "evergreen"),
        ("license: CC-BY4", "CC-BY-4.0"),
        ("license: CCBY-SA-4.0", "CC-BY-SA-4.0"),
        ("license: MTI", "MIT"),
        ("license: GPLv3", "GPL-3.0-only"),
        ("license: {name: Apache2}", "Apache-2.0"),
    ],
)
def test_what_is_nearly_a_known_value_is_named(text: str, near: str) -> None:
    """It is reported once, with its line; the value isn't changed."""
    front, faults = read(f"\n{text}")
    assert [fault.line for fault in faults] == [2]
    assert f"did you mean {near!r}?" in faults[0].message
    assert front.authors or front.statuses or front.license


@pytest.mark.parametrize(
    "text",
    [
        "author: Ada", "author: Anne", "author: anneli", "author: Bob Lovelace", "author: adam smith",
        "author: Adan Lovelock",
        "status: notable", "status: note", "status: drift",
        "status: possibly", "status: uncertain", "status: expert", "status: log", "status: dog",
        "status: published", "status: x", "status: v2", "confidence: 90%", "confidence: very likely",
        "confidence: 80 %", "importance: 10", "effort: minute", "status: craft", "status: draught",
        "status: 20",
        "license: Mine", "license: All rights reserved", "license: MIT License", "license: None",
        "license: Public domain", "license: The Mill",
    ],
)  # fmt: skip
def test_what_is_only_like_a_known_value_is_left_alone(text: str) -> None:
    """Any other value is allowed."""
    settings = Settings(authors={"ada": Author(name="Ada"), "ann": Author(name="Ann Lovelace")})
    assert read(text, settings)[1] == []


def test_a_number_off_its_scale_is_named() -> None:
    """It is shown as is."""
    for wrong in ("20", "-1", "7.5", "11", "high", "7/10", "ten"):
        front = refused(f"importance: {wrong}", "status")
        assert [status.label for status in front.statuses] == [wrong]
        assert "from 0 to 10" in read(f"importance: {wrong}")[1][0].message


@pytest.mark.parametrize(
    "text",
    [
        "status: darft", "status: draftt", "status: DRAFTT", "status: drafts", "status: draf",
        "status: dräft",
        "status: rdaft", "status: draft v2", "status: draft (2nd)", "status: draft-2", "status: rough draft",
        "status: not a draft", "status: [budding, draftt]", "status: draft & budding", "confidence: draftt",
        "status: unlistd", "status: unpublishd", "status: trashd",
    ],
)  # fmt: skip
def test_a_label_that_is_nearly_a_draft_makes_one(text: str) -> None:
    """When in doubt, the note is hidden, with a warning."""
    front, faults = read(text)
    assert front.visibility is Visibility.DRAFT
    assert [fault.subtype for fault in faults] == ["visibility"]
    assert "treating as a draft" in faults[0].message


@pytest.mark.parametrize(
    "text", ["status: privat", "status: pirvate", "status: private?!x", "status: private draft",
             "visibility: privat", "privte: true", "visibilty: private", "visiblity: privat"],
)  # fmt: skip
def test_what_is_nearly_private_is_private(text: str) -> None:
    """The note isn't shown where drafts are."""
    front, faults = read(text)
    assert front.visibility is Visibility.PRIVATE
    assert [fault.subtype for fault in faults] == ["visibility"]
    assert "treating as private" in faults[0].message


def test_a_vocabulary_knows_what_is_no_draft() -> None:
    """A configured label is not a typo, however close; spaces and hyphens make no difference."""
    own = Settings(
        vocabulary=Vocabulary({"stage": ["rough draft", "drafts"]}),
        draft_statuses=frozenset({"draft", "in-progress"}),
    )
    assert read("status: [rough draft, drafts]", own)[0].visibility is Visibility.PUBLIC
    for hidden in ("d r a f t", "Dra-ft", "inprogress", "In Progress", "in_progress"):
        assert read(f"status: {hidden}", own)[0].visibility is Visibility.DRAFT


@pytest.mark.parametrize("key", ["date", "updated", "date-modified", "lastmod"])
@pytest.mark.parametrize("word", ["today", "now", "last-modified", "Today"])
def test_a_day_that_only_the_build_would_know_is_passed_over(key: str, word: str) -> None:
    """It is treated as no date: no page depends on today's date."""
    assert read(f"{key}: {word}") == (FrontMatter(), [])


@pytest.mark.parametrize(
    ("written", "slug"),
    [("x", "x"), ("'My Slug'", "My-Slug"), ("/x/", "x"), ("a/b", "a/b"), ("x.y", "x.y"), ("日本", "日本")],
)
def test_a_slug_is_a_part_of_an_address(written: str, slug: str) -> None:
    """The key works as in Hugo."""
    assert value(f"slug: {written}") == slug


@pytest.mark.parametrize("wrong", ["../x", "a?b", "[a]", "con", "_x", "a//b"])
def test_a_wrong_slug_is_left_out(wrong: str) -> None:
    """No address can contain it."""
    assert refused(f"slug: {wrong}", "place").slug == ""


def test_an_author_can_be_described() -> None:
    """A description has a URL, an ORCID iD, one or several affiliations, and an e-mail address."""
    text = (
        "author: {name: ' Ann  B ', url: https://a.b, orcid: 0000-0002-1825-0097, email: a@b.c,"
        " affiliation: [X, Y], twitter: z}"
    )
    assert value(text) == (
        Author(name="Ann B", url="https://a.b", orcid="https://orcid.org/0000-0002-1825-0097",
               affiliations=("X", "Y"), email="a@b.c"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("[Ann, {url: https://a.b}]", names("Ann")),
        ("[Ann, {name: Bob, orcid: 0000-0002-1825-0098}]", names("Ann", "Bob")),
        ("[Ann, {name: {x: Bob}}]", names("Ann")),
        ("[Ann, {name: ''}]", names("Ann")),
    ],
)
def test_one_wrong_author_costs_no_other(written: str, authors: tuple[Author, ...]) -> None:
    """An author with an invalid ORCID iD is kept too."""
    assert refused(f"authors: {written}").authors == authors


@pytest.mark.parametrize("digits", ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"])
@pytest.mark.parametrize(
    "form",
    ["{}", "https://orcid.org/{}", "http://orcid.org/{}/", "https://www.orcid.org/{}", "orcid.org/{}",
     " {} "],
)  # fmt: skip
def test_an_orcid_is_checked_and_spelled_in_full(digits: str, form: str) -> None:
    """Valid iDs are accepted in every form that people write."""
    assert orcid(form.format(digits)) == f"https://orcid.org/{digits}"
    assert orcid(form.format(digits).lower()) == f"https://orcid.org/{digits}"


@pytest.mark.parametrize(
    "wrong",
    ["", "x", "0000-0002-1825-0098", "0000-0002-1694-2330", "0000000218250097", "0000-0002-1825-009",
     "X000-0002-1825-0097", "https://evil.example/0000-0002-1825-0097", "0000-0002-1825-0097 ada",
     "\uff10000-0002-1825-0097"],
)  # fmt: skip
def test_a_wrong_orcid_is_refused(wrong: str) -> None:
    """The check digit reveals it."""
    with pytest.raises(Unusable, match="ORCID"):
        orcid(wrong)


@given(st.integers(0, 10**15 - 1), st.integers(0, 14), st.integers(1, 9))
def test_the_check_digit_finds_every_wrong_digit(number: int, place: int, more: int) -> None:
    """Exactly one of the eleven check digits is valid, and not for a number with another digit."""

    def valid(digits: str) -> list[str]:
        found = []
        for check in "0123456789X":
            text = digits + check
            try:
                orcid("-".join(text[i : i + 4] for i in range(0, 16, 4)))
            except Unusable:
                continue
            found.append(check)
        return found

    digits = f"{number:015}"
    other = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    assert len(valid(digits)) == len(valid(other)) == 1
    assert valid(digits) != valid(other)


@pytest.mark.parametrize("wrong", [None, 3, "Ann", [], {}, {"url": "x"}, {"name": None}, {"name": []}])
def test_an_author_needs_a_name(wrong: object) -> None:
    """For any other value, the message says what was expected."""
    with pytest.raises(Unusable, match="expected a mapping"):
        read_author(wrong)


# Tags, categories, series.


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("a", ("a",)),
        ("a, b c ,,", ("a", "b c")),
        ("[a, 'b, c', 1.10, No, ~, '']", ("a", "b, c", "1.10", "No")),
        ("[two words, Two-Words, TWO  WORDS]", ("two words",)),
        ("[C, c, C++, C#]", ("C", "C++", "C#")),
        ("\n- a\n- b", ("a", "b")),
        ("2024", ("2024",)),
        ("[]", None),
    ],
)
def test_tags_are_a_list_or_a_text(written: str, tags: tuple[str, ...] | None) -> None:
    """Each label occurs once, in the author's order and spelling."""
    assert value(f"tags: {written}") == tags
    assert value(f"categories: {written}") == tags


@pytest.mark.parametrize(
    ("separator", "written", "tags"),
    [
        (" ", "a  b", ("a", "b")),
        (";", "a; b, c", ("a", "b, c")),
        ("|", "a|b", ("a", "b")),
        (" ", "[a b]", ("a b",)),
    ],
)
def test_another_separator_is_for_one_kind_of_label(
    separator: str, written: str, tags: tuple[str, ...]
) -> None:
    """Tags and categories have separate settings: "Work Experiences" contains a space."""
    settings = Settings(tag_separator=separator)
    assert value(f"tags: {written}", settings) == tags
    assert value("categories: Work Experiences", settings) == ("Work Experiences",)
    settings = Settings(category_separator=separator)
    assert value(f"categories: {written}", settings) == tags
    assert value("tags: work experiences", settings) == ("work experiences",)


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ('x, "two words"', ("x", "two words")),
        ("x, 'two words', “a, b”, „c“, ‘d’, «e f»", ("x", "two words", "a, b", "c", "d", "e f")),
        ('"a, b" , c', ("a, b", "c")),
        ("'rock ''n'' roll, x'", ("rock 'n' roll", "x")),
        ('5" disks, x', ('5" disks', "x")),
        ('x, "two" words', ("x", '"two" words')),
        ('x, "two', ("x", '"two')),
        ("[x, “two words”]", ("x", "two words")),
        ('x, ""', ("x", '""')),
    ],
)
def test_quotes_are_taken_off_labels(written: str, tags: tuple[str, ...]) -> None:
    """Quotation marks around a whole tag, category or alias are removed."""
    text = written.replace("\\", "")
    values = {"tags": read_yaml(f"a: {text}").values.get("a", text)}
    assert understand(Block(values=values), SETTINGS)[0].tags == tags
    assert understand(Block(values={"categories": values["tags"]}), SETTINGS)[0].categories == tags
    apart = understand(Block(values={"tags": 'x "two words"  y'}), Settings(tag_separator=" "))[0]
    assert apart.tags == ("x", "two words", "y")
    assert understand(Block(values={"aliases": "'/a/', “/b/”"}), SETTINGS)[0].aliases == ("a/", "b/")


def test_one_wrong_tag_costs_no_other() -> None:
    """A mapping in a list, such as ``- a: b``, is reported."""
    assert refused("tags: [x, {a: b}, y]").tags == ("x", "y")
    assert refused("tags: {a: b}").tags == ()


@pytest.mark.parametrize(
    ("written", "series"),
    [
        ("A B", Series("A B")),
        ("{name: A}", Series("A")),
        ("{name: A, part: }", Series("A")),
        ("{name: A, part: 0}", Series("A", 0)),
        ("{name: 1.10, part: ' 12 '}", Series("1.10", 12)),
    ],
)
def test_a_series_is_a_name_and_maybe_a_part(written: str, series: Series) -> None:
    """A part is an integer."""
    assert value(f"series: {written}") == series


@pytest.mark.parametrize("part", ["x", "1.5", "-1", "[1]", "²", "٣", "9" * 5000, "''"])
def test_a_wrong_part_costs_no_series(part: str) -> None:
    """The name is still used."""
    assert refused(f"series: {{name: A, part: {part}}}").series == Series("A")


@pytest.mark.parametrize("wrong", ["[A]", "{part: 1}", "{name: [A]}", "{name: ''}"])
def test_a_series_needs_a_name(wrong: str) -> None:
    """Without a name there is no series."""
    assert refused(f"series: {wrong}").series is None


# Status and visibility.


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("status: budding", [("growth", "budding")]),
        ("status: Budding, In-Progress", [("growth", "Budding"), ("progress", "In-Progress")]),
        ("status: [Non-technical]", [("audience", "Non-technical")]),
        ("status: [nontechnical, x, ~]", [("audience", "nontechnical"), ("", "x")]),
        ("status: 7", [("", "7")]),
        ("importance: 7\nconfidence: log", [("confidence", "log"), ("importance", "7")]),
        ("status: likely\nconfidence: likely", [("confidence", "likely")]),
        ("confidence: budding", [("confidence", "budding")]),
        ("status: [[a], b]", [("", "a"), ("", "b")]),
    ],
)
def test_statuses_of_all_axes(text: str, statuses: list[tuple[str, str]]) -> None:
    """One label or a list is accepted; each gets the axis that has it, and unknown ones are no fault."""
    front, faults = read(text)
    assert [(status.axis, status.label) for status in front.statuses] == statuses
    assert not faults


def test_a_status_of_a_wrong_shape_is_named() -> None:
    """The other statuses are used."""
    front = refused("status: [a, {b: c}]", "status")
    assert [status.label for status in front.statuses] == ["a"]


P, U, D, X = Visibility.PUBLIC, Visibility.UNLISTED, Visibility.DRAFT, Visibility.PRIVATE


@pytest.mark.parametrize(
    ("text", "visibility"),
    [
        ("title: A", P),
        ("draft: true", D),
        ("draft: Yes", D),
        ("draft: on", D),
        ("draft: 1", D),
        ("draft: false", P),
        ("draft: No", P),
        ("draft:", D),
        ("draft: ''", D),
        ("draft: ~", D),
        ("draft: []", D),
        ("private:", X),
        ("private: ~", X),
        ("private: no", P),
        ("publish: false", D),
        ("publish: true", P),
        ("dg-publish: false", D),
        ("DG-Publish: No", D),
        ("dg-publish: true", P),
        ("publish:", D),
        ("publish: false\npublished: true", D),
        ("publish: 2020-01-01\nvisibility: unlisted", U),
        ("status: private", X),
        ("status: [seedling, Unlisted]", U),
        ("confidence: private", P),
        ("draft: [false, true]", D),
        ("published: true", P),
        ("published: false", D),
        ("published: off", D),
        ("published: 0", D),
        ("published:", P),
        ("visibility: public", P),
        ("visibility: Unlisted", U),
        ("visibility: ' DRAFT '", D),
        ("visibility: private", X),
        ("visibility: [private, public]", X),
        ("visibility:", P),
        ("status: draft", D),
        ("status: [budding, Draft]", D),
        ("status: 'budding, DRAFT'", D),
        ("status: finished", P),
        ("confidence: draft", D),
        ("draft: true\npublished: true", D),
        ("draft: false\npublished: false", D),
        ("draft: false\nvisibility: private", X),
        ("draft: true\nvisibility: unlisted", D),
        ("draft: true\nvisibility: private", X),
        ("draft: false\nstatus: draft", D),
        ("visibility: public\nstatus: draft", D),
        ("visibility: unlisted\ndraft: false", U),
        ("published: 2020-01-01\nvisibility: unlisted", U),
    ],
)
def test_the_strictest_word_decides_who_may_see_a_note(text: str, visibility: Visibility) -> None:
    """This holds for any combination of draft, published, visibility and status."""
    front, faults = read(text)
    assert front.visibility is visibility
    assert not faults


@pytest.mark.parametrize(
    ("text", "visibility"),
    [
        ("draft: perhaps", D),
        ("draft: tru", D),
        ("draft: {a: b}", D),
        ("draft: 2020-01-01", D),
        ("published: soon", D),
        ("published: 2020-13-45", D),
        ("published: {a: b}", D),
        ("visibility: hidden", D),
        ("visibility: {a: private}", X),
        ("visibility: privat", X),
        ("visibility: true", D),
    ],
)
def test_what_is_unclear_is_kept_as_a_draft(text: str, visibility: Visibility) -> None:
    """A warning says so; no note is shown by mistake."""
    front = refused(text, "visibility")
    assert front.visibility is visibility
    assert "; treating as " in read(text)[1][0].message


@pytest.mark.parametrize("wrong", ["{x: draft}", "{draft: x}", "[a, {b: draft}]", "{a: [x, Draft]}"])
def test_a_status_in_any_shape_can_make_a_draft(wrong: str) -> None:
    """An invalid form doesn't publish a draft."""
    assert refused(f"status: {wrong}", "status").visibility is D


def test_the_labels_that_make_a_draft_are_configured() -> None:
    """``notes_draft_statuses`` may have other labels, or none."""
    settings = Settings(draft_statuses=frozenset({"in-progress"}))
    assert read("status: In Progress", settings)[0].visibility is D
    assert read("status: draft", settings)[0].visibility is P


def test_published_may_be_the_date() -> None:
    """It is used if there is no other date."""
    assert read("published: 2020-01-01")[0].date == day("2020-01-01")
    assert read("published: 2020-01-01\ndate: 2021-01-01")[0].date == day("2021-01-01")
    assert read("published: true")[0].date is None


@given(
    st.dictionaries(
        st.sampled_from(["draft", "published", "visibility", "status", "Draft", " visibility"]),
        st.sampled_from(["true", "false", "draft", "private", "public", "x", "", None, ["true"], {"a": "b"}]),
    )
)  # fmt: skip
def test_more_words_never_show_more(values: dict[str, Any]) -> None:
    """A note is at least as hidden as each of its flags alone would make it."""
    seen = understand(Block(values=values), SETTINGS)[0].visibility
    for name, each in values.items():
        alone = understand(Block(values={name: each}), SETTINGS)[0].visibility
        assert seen.stricter(alone) is seen


# Addresses and other keys.


@pytest.mark.parametrize(
    ("written", "picture"),
    [
        ("a.png", Picture("a.png")),
        ("https://x.y/a b.png", Picture("https://x.y/a%20b.png")),
        ("{image: a.png, alt: A}", Picture("a.png", "A")),
        ("'pics/a: b.png'", Picture("pics/a: b.png")),
        ("{path: a.png, alt: A  cat}", Picture("a.png", "A cat")),
        ("{src: a.png}", Picture("a.png")),
        ("{url: a.png, alt: }", Picture("a.png")),
        ("{path: , file: a.png}", Picture("a.png")),
    ],
)
def test_an_image_is_a_path_or_has_a_description(written: str, picture: Picture) -> None:
    """A mapping provides the alternative text."""
    assert value(f"image: {written}") == picture


@pytest.mark.parametrize(
    "wrong",
    [
        "[a.png]", "{alt: A}", "{path: ' '}", "{path: [a.png]}", "{path: a, alt: [b]}", "file:///home/a.png",
        "'blob:https://example.org/1-2'", "'data:image/png;base64,AAAA'", "{path: 'FILE:/a.png', alt: A}",
        "'javascript:x'", "//example.org/a.png", "'http://[::1'", "'C:/a.png'", "ftp://example.org/a.png",
    ],
)  # fmt: skip
def test_a_wrong_image_is_left_out(wrong: str) -> None:
    """The fault says which forms are accepted."""
    assert refused(f"image: {wrong}").image is None


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "example.org", "https://"])
@pytest.mark.parametrize(
    ("key", "shape", "left"),
    [
        ("authors", {"name": "A", "url": "{}"}, names("A")),
        ("license", {"name": "A", "url": "{}"}, License("A")),
        ("epigraph", {"text": "a", "by": "B", "url": "{}"}, Epigraph(text="a", by="B")),
    ],
)
def test_what_has_a_wrong_address_still_counts(
    address: str, key: str, shape: dict[str, str], left: Any
) -> None:
    """The fault names the key; in particular, no other licence replaces the intended one."""
    values = {key: {name: text.format(address) for name, text in shape.items()}}
    front, faults = understand(Block(values=values), SETTINGS)
    assert front in (FrontMatter(**{key: left}), FrontMatter(**{key: (left,)}))
    assert [fault.message.partition(":")[0] for fault in faults] == [key]


@pytest.mark.parametrize(
    ("written", "source"),
    [("a/b.md", "a/b.md"), ("https://a.b/c.md", "https://a.b/c.md"), ("/a.md", "/a.md")],
)
def test_a_source_is_an_address_or_a_path(written: str, source: str) -> None:
    """A path is inside the repository."""
    assert value(f"source: {written}") == source


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "../a.md", "a/../../b", "ftp://a.b"])
def test_a_source_leads_nowhere_else(wrong: str) -> None:
    """Paths out of the repository and scripts are refused."""
    assert refused(f"source: {wrong}").source == ""


@pytest.mark.parametrize("key", ["canonical_url", "external_url"])
@pytest.mark.parametrize(
    "wrong",
    ["/a", "example.org", "ftp://a.b", "javascript:alert(1)", "https://", "https:///a", "https://a b",
     "[x]", "https://[example.org](https://example.org)", "'http://[::1'"],
)  # fmt: skip
def test_an_address_is_on_the_web(key: str, wrong: str) -> None:
    """Nothing else becomes a link."""
    assert refused(f"{key}: {wrong}") == FrontMatter()


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("http://dx.doi.org/10.1000/182", "10.1000/182"),
        ("doi.org/10.1000/182", "10.1000/182"),
        ("'doi:10.1000/182'", "10.1000/182"),
        ("'DOI: 10.1000/182'", "10.1000/182"),
        ("10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
         "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"),
        ("10.1000.10/a/b", "10.1000.10/a/b"),
        ("https://doi.org/10.1000/a%3Cb", "10.1000/a<b"),
    ],
)  # fmt: skip
def test_a_doi_is_bare_in_the_end(written: str, doi: str) -> None:
    """It may be given bare or as a URL."""
    assert value(f"doi: {written}") == doi


@pytest.mark.parametrize(
    "wrong", ["182", "10.1/2", "10.1000/", "https://example.org/10.1000/182", "10.1000/1 2", "[x]"]
)
def test_a_wrong_doi_is_left_out(wrong: str) -> None:
    """It would lead nowhere."""
    assert refused(f"doi: {wrong}").doi == ""


@pytest.mark.parametrize(
    ("written", "lang"),
    [("en", "en"), ("no", "no"), ("pt-BR", "pt-BR"), ("pt_BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW"),
     ("sr-Latn-RS-x-a", "sr-Latn-RS-x-a"), ("gsw", "gsw")],
)  # fmt: skip
def test_a_language_is_a_tag(written: str, lang: str) -> None:
    """BCP 47 tags, and locales with underscores; ``no`` is Norwegian, not false."""
    assert value(f"language: {written}") == lang


@pytest.mark.parametrize("wrong", ["English", "e", "en-", "en US", "en_US.UTF-8", "日本語", "12", "[en]"])
def test_a_wrong_language_is_left_out(wrong: str) -> None:
    """No browser would recognize it."""
    assert refused(f"lang: {wrong}").lang == ""


@pytest.mark.parametrize(
    "wrong",
    ["../x", "/a/../../x", "//evil.example/x", "http://evil.example/", "/x?y", "/x#y", '/a\\b', "/%2e%2e/x",
     "/_static/x", "/a/_x/", "[a]", "/a:b/", "/.git/x", "/CON|/", "C:/x", "/a//b", "/%00/", "/_STATIC/x",
     "/SearchIndex.js", "/OBJECTS.inv", "/Aux .html", "/a/Com1.html", "/lpt\u00b9/", "/CONIN$/", "/x./"],
)  # fmt: skip
def test_a_hostile_place_is_refused(wrong: str) -> None:
    """This holds for permalinks and aliases, each with a warning of its own."""
    assert refused(f"permalink: '{wrong}'" if wrong != "[a]" else "permalink: [a]", "place").permalink == ""
    if wrong != "[a]":
        assert refused(f"aliases: [/ok/, '{wrong}']", "place").aliases == ("ok/",)


@pytest.mark.parametrize(
    ("written", "aliases"),
    [
        ("/a/", ("a/",)),
        ("/a, /b/", ("a/", "b/")),
        ("[/a, /a/, a/index.html]", ("a/",)),
        ("[/a/, ~, '']", ("a/",)),
        ("'/a/,'", ("a/",)),
    ],
)
def test_aliases_are_each_once_and_never_empty(written: str, aliases: tuple[str, ...]) -> None:
    """An empty alias would be the home page."""
    assert value(f"redirect_from: {written}") == aliases


@pytest.mark.parametrize(
    ("written", "comments"),
    [("false", False), ("No", False), ("true", None), ("a.yml", "a.yml"), ("~", None), ("''", None)],
)
def test_comments_are_off_or_in_a_file(written: str, comments: object) -> None:
    """The default is on."""
    assert value(f"comments: {written}") == comments


def test_wrong_comments_are_left_out() -> None:
    """A list isn't a file."""
    assert refused("comments: [a.yml]").comments is True


@pytest.mark.parametrize(
    ("given_", "epigraph"),
    [
        ("a", Epigraph(text="a")),
        (" a \n", Epigraph(text="a")),
        ("a\n— B", Epigraph(text="a", by="B")),
        ("a\n-- B, *C*", Epigraph(text="a", by="B, *C*")),
        ("a\n― B", Epigraph(text="a", by="B")),
        ("a\nb\n  --- C", Epigraph(text="a\nb", by="C", verse=True)),
        ("— B", Epigraph(text="— B")),
        ("a — B", Epigraph(text="a — B")),
        ("a\n- B", Epigraph(text="a\n- B", verse=True)),
        ("a\n--", Epigraph(text="a\n--", verse=True)),
        ({"text": "a"}, Epigraph(text="a")),
        ({"text": "a\nb"}, Epigraph(text="a\nb", verse=True)),
        ({"text": "a\nb", "verse": "no"}, Epigraph(text="a\nb")),
        ({"text": "a", "verse": True}, Epigraph(text="a", verse=True)),
        ({"text": "a\n— B"}, Epigraph(text="a", by="B")),
        ({"text": "a\n— B", "by": "C"}, Epigraph(text="a\n— B", by="C", verse=True)),
        ({"text": "a", "by": "B", "source": "C", "url": "https://d.e", "cite": "f", "lang": "la"},
         Epigraph(text="a", by="B", source="C", url="https://d.e", cite="f", lang="la")),
        ({"text": "a", "by": None}, Epigraph(text="a")),
        (None, None),
        ("", None),
    ],
)  # fmt: skip
def test_an_epigraph_is_a_text_or_a_mapping(given_: object, epigraph: Epigraph | None) -> None:
    """A last line that begins with a dash is the attribution; text with line breaks is verse."""
    assert read_epigraph(given_) == epigraph


@pytest.mark.parametrize(
    "wrong", [["a"], {}, {"by": "B"}, {"text": ""}, {"text": {"a": "b"}}, {"text": "a", "author": "B"}]
)
def test_an_epigraph_of_another_shape_is_refused(wrong: object) -> None:
    """The message names the accepted forms."""
    with pytest.raises(Unusable, match=r"expected a string, or \{text, by"):
        read_epigraph(wrong)
    front, faults = understand(Block(values={"epigraph": wrong}), SETTINGS)
    assert (front.epigraph, [fault.subtype for fault in faults]) == (None, ["epigraph"])


@given(st.text())
def test_splitting_an_attribution_loses_nothing(text: str) -> None:
    """Everything except the attribution is the text."""
    body, by = split_attribution(text)
    assert body in text
    assert by in text
    if not by:
        assert body == text


@pytest.mark.parametrize(
    ("given_", "licence"),
    [
        ("MIT", License("MIT", "https://spdx.org/licenses/MIT.html")),
        ({"name": "MIT"}, License("MIT", "https://spdx.org/licenses/MIT.html")),
        ({"name": "Ours", "url": "https://a.b"}, License("Ours", "https://a.b")),
        ({"url": "https://a.b"}, License("License", "https://a.b")),
        ("All rights reserved", License("All rights reserved")),
        ("", None),
        (None, None),
    ],
)
def test_a_licence_is_an_id_or_a_mapping(given_: object, licence: License | None) -> None:
    """Other text is kept as is."""
    assert read_license(given_) == licence


@pytest.mark.parametrize(
    ("written", "name", "url"),
    [
        ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc by-nc-sa 3.0", "CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC-BY-NC-ND-2.5", "CC BY-NC-ND 2.5", "https://creativecommons.org/licenses/by-nc-nd/2.5/"),
        ("CC-BY-NC-ND-1.0", "CC BY-NC-ND 1.0", "https://creativecommons.org/licenses/by-nd-nc/1.0/"),
        ("CC-SA-1.0", "CC SA 1.0", "https://creativecommons.org/licenses/sa/1.0/"),
        ("CC-BY-SA-2.1-JP", "CC BY-SA 2.1 JP", "https://creativecommons.org/licenses/by-sa/2.1/jp/"),
        ("CC-BY-3.0-IGO", "CC BY 3.0 IGO", "https://creativecommons.org/licenses/by/3.0/igo/"),
        ("CC0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC-PDM-1.0", "Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"),
        ("mit", "MIT", "https://spdx.org/licenses/MIT.html"),
        ("Apache 2.0", "Apache-2.0", "https://spdx.org/licenses/Apache-2.0.html"),
        ("gpl-3.0-or-later", "GPL-3.0-or-later", "https://spdx.org/licenses/GPL-3.0-or-later.html"),
        ("https://creativecommons.org/licenses/by/4.0/deed.de", "CC BY 4.0",
         "https://creativecommons.org/licenses/by/4.0/deed.de"),
        ("https://a.b/c", "License", "https://a.b/c"),
        ("Ask first 2.0", "Ask first 2.0", ""),
        ("LicenseRef-mine-1.0", "LicenseRef-mine-1.0", ""),
    ],
)  # fmt: skip
def test_licences_have_names_and_addresses(written: str, name: str, url: str) -> None:
    """Creative Commons licences link to deeds, other identifiers to SPDX, other text to nothing."""
    assert value(f"license: {written}") == License(name, url)


@pytest.mark.parametrize("wrong", ["CC-BY-5.0", "CC-BY-4.5", "CC-BY", "CC BY", "GLP-3.0", "BSD-9-Clause"])
def test_an_id_that_spdx_does_not_have(wrong: str) -> None:
    """It is shown as is, without a link, and the fault says where to find identifiers."""
    front, (fault,) = read(f"license: {wrong}")
    assert front.license == License(wrong)
    assert (fault.subtype, fault.line) == ("value", 1)
    assert "did you mean" in fault.message or "https://spdx.org/licenses/" in fault.message
    assert fault.message.endswith("; shown as is") or fault.message.endswith("? shown as is")
    assert CHECKS["license"](wrong) == License(wrong)


@pytest.mark.parametrize("wrong", [["MIT"], {}, {"name": ""}, {"name": {"a": "b"}}, {"spdx": "MIT"}])
def test_a_licence_of_another_shape_is_refused(wrong: object) -> None:
    """The message names the accepted forms."""
    with pytest.raises(Unusable, match="expected an SPDX identifier"):
        read_license(wrong)


# Any block.

SCALARS = st.none() | st.text(max_size=8) | st.sampled_from(
    ["true", "draft", "2020-01-01", "10.1000/182", "/x/", "9" * 5000, "\ud800", "a" * 300, "//x", "%ff",
     "http://[", "MIT", "-- x", "0000-0002-1825-0097"]
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                """name url orcid email family show_email organization part date comment text by path alt
                verse x""".split()
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    "text",
    ["a, " * 40_000, "A & " * 40_000, "(" * 100_000, "Ada und " * 20_000, ", " * 50_000, "“" * 100_000,
     "A/" * 50_000, " et al." * 20_000, '"' * 100_001, "Ab/" * 50_000, "{" * 100_000, "<a@" * 30_000,
     "<a@b> " * 20_000, "[" * 100_000, "A, B@c.d, " * 10_000, "A\n" * 50_000, "`" * 100_000],
    ids=range(17),
)  # fmt: skip
def test_a_hostile_list_of_names_is_read_in_time(text: str) -> None:
    """Time is proportional to length, or the text is one name."""
    before = time.process_time()
    understand(Block(values={"author": text, "tags": text}), SETTINGS)
    assert time.process_time() - before < 5


@given(st.dictionaries(st.sampled_from([*KEYS, *sum(ALIASES.values(), ()), *KINDS]) | st.text(), VALUES))
def test_no_block_is_too_strange(values: dict[str, Any]) -> None:
    """Any structure is parsed or reported, with a subtype from the catalogue."""
    before = time.process_time()
    front, faults = understand(Block(values=values), SETTINGS)
    assert time.process_time() - before < 2
    assert all(fault.subtype in CATALOGUE and fault.message for fault in faults)
    assert ".." not in front.permalink.split("/")
    assert all(front.aliases)
    assert hash(front) is not None


# The configuration's checks.

CHECKS = {option.name: option.check for option in OPTIONS}


@pytest.mark.parametrize("option", [option.name for option in OPTIONS])
def test_every_default_passes_its_own_check(option: str) -> None:
    """A fallback must not be invalid."""
    default = next(each.default for each in OPTIONS if each.name == option)
    CHECKS[option](default)


@pytest.mark.parametrize(
    ("option", "given_", "checked"),
    [
        ("path", "/blog/notes/", "blog/notes"),
        ("match", "notes/**", ("notes/**",)),
        ("author", ["a", "b", "A"], ("a", "b")),
        ("author", "", ()),
        ("authors", {"a": "Ann", "b": {"name": "Bob"}}, {"a": Author(name="Ann"), "b": Author(name="Bob")}),
        ("home", None, None),
        ("home", ("Home", "index"), ("Home", "index")),
        ("home", "Back", ("Back", "")),
        ("draft_statuses", ["In Progress"], frozenset({"in-progress"})),
        ("drafts", "auto", "auto"),
        ("drafts", "yes", True),
        ("private", "0", False),
        ("permalink", "/{year}/{slug}/", "/{year}/{slug}/"),
        ("permalink", "", ""),
        ("page_size", 1, 1),
        ("tag_separator", " ", " "),
        ("date_format", "d. MMMM 'of' y", "d. MMMM 'of' y"),
        ("date_format", None, ""),
        ("license", "MIT", License("MIT", "https://spdx.org/licenses/MIT.html")),
    ],
)
def test_options_are_settled(option: str, given_: object, checked: object) -> None:
    """Values are normalized to one form."""
    assert CHECKS[option](given_) == checked


@pytest.mark.parametrize(
    ("option", "wrong"),
    [
        ("path", ""), ("path", "../x"), ("path", 3), ("match", [3]), ("match", 3), ("authors", []),
        ("author", 3),
        ("author", [3]),
        ("home", 3), ("home", ("a",)), ("statuses", []), ("statuses", {"a": "b"}),
        ("draft_statuses", "draft"),
        ("draft_statuses", [3]), ("drafts", "perhaps"), ("private", None), ("permalink", "/{where}/"),
        ("permalink", "/x/"), ("permalink", "/../{slug}/"), ("permalink", 3), ("page_size", 0),
        ("page_size", True), ("page_size", "9"), ("timezone", "Mars"), ("tag_separator", ""),
        ("date_format", "%Y"), ("date_format", ""), ("date_format", "d MMMM y, HH:mm"),
        ("date_format", "y z"), ("date_format", "d MMMMMM"), ("date_format", "'"), ("date_format", "zzzzz"),
        ("license", ["MIT"]), ("epigraph", {"by": "x"}),
        ("comments", "some"), ("source", None),
        ("source", "javascript:{path}"), ("source", "https://[x](https://x)/{path}"),
        ("category_separator", ""),
        ("title", 3),
    ],
)  # fmt: skip
def test_wrong_options_are_refused(option: str, wrong: object) -> None:
    """The check raises ValueError, which becomes a warning, and the default is used."""
    with pytest.raises((ValueError, TypeError)):
        CHECKS[option](wrong)


@pytest.mark.parametrize(
    ("member", "wrong"),
    [
        ("orcid", "0000-0002-1825-0098"),
        ("url", "example.org"),
        ("email", "nobody"),
        ("show_email", "perhaps"),
        ("organization", "perhaps"),
    ],
)
def test_an_author_without_what_is_wrong(member: str, wrong: str) -> None:
    """In front matter and configuration, an invalid field is ignored and the author kept."""
    front, (fault,) = understand(Block(values={"authors": {"name": "A B", member: wrong}}), SETTINGS)
    assert front.authors == (Author(name="A B"),)
    assert wrong in fault.message
    assert CHECKS["authors"]({"a": {"name": "A B", member: wrong}}) == {"a": Author(name="A B")}


def test_what_an_author_is() -> None:
    """Every field of the record is parsed."""
    said = {"name": "Ada  B", "url": "https://a.b", "orcid": "0000-0002-1825-0097", "affiliation": "C",
            "email": "a@b.c", "show_email": True, "family": "B", "organization": "no"}  # fmt: skip
    found = Author(
        name="Ada B", url="https://a.b", orcid="https://orcid.org/0000-0002-1825-0097", affiliations=("C",),
        email="a@b.c", show_email=True, family="B", organization=False,
    )  # fmt: skip
    assert read_author(said) == (found, [])


def test_the_schema_reads_every_field() -> None:
    """A field of the record without a key would never be set."""
    filled = {*value_parsers.PARSERS, "names", "statuses", "visibility", "extra"}
    assert filled == set(FrontMatter.__dataclass_fields__)


@pytest.mark.parametrize(
    ("values", "visibility"),
    [
        ({"headless": "true"}, Visibility.DRAFT),
        ({"headless": "false"}, Visibility.PUBLIC),
        ({"build": {"render": "never", "list": "never"}}, Visibility.DRAFT),
        ({"_build": {"list": "never"}}, Visibility.UNLISTED),
        ({"build": {"render": "always"}}, Visibility.PUBLIC),
        ({"build": "x"}, Visibility.PUBLIC),
        ({"render": "false"}, Visibility.DRAFT),
        ({"permalink": "false"}, Visibility.DRAFT),
        ({"permalink": "n"}, Visibility.PUBLIC),
        ({"url": "False"}, Visibility.PUBLIC),
        ({"unlisted": "true"}, Visibility.UNLISTED),
        ({"eleventyExcludeFromCollections": "true"}, Visibility.UNLISTED),
        ({"_hidden": "yes"}, Visibility.DRAFT),
        ({"public": "false"}, Visibility.DRAFT),
        ({"public": "true", "draft": "true"}, Visibility.DRAFT),
        ({"post_status": "pending"}, Visibility.DRAFT),
        ({"post_status": "publish"}, Visibility.PUBLIC),
        ({"post_status": "private"}, Visibility.PRIVATE),
        ({"unlisted": "true", "private": "true"}, Visibility.PRIVATE),
        ({"hidden": None}, Visibility.DRAFT),
        ({"Hidden": ""}, Visibility.DRAFT),
        ({"headless": None}, Visibility.DRAFT),
        ({"isDraft": None}, Visibility.DRAFT),
        ({"unlisted": None}, Visibility.UNLISTED),
        ({"hidden": "no"}, Visibility.PUBLIC),
        ({"hugo_draft": "t"}, Visibility.DRAFT),
        ({"hugo_draft": "nil"}, Visibility.PUBLIC),
        ({"hide": "true"}, Visibility.DRAFT),
        ({"hide": ["navigation", "toc"]}, Visibility.PUBLIC),
        ({"isPrivate": "true"}, Visibility.PRIVATE),
        ({"params": {"private": "true"}}, Visibility.PRIVATE),
        ({"params": {"Hidden": "true"}}, Visibility.DRAFT),
        ({"extra": {"visibility": "private"}}, Visibility.PRIVATE),
        ({"params": {"extra": {"draft": None}}}, Visibility.DRAFT),
        ({"params": {"published": "false"}}, Visibility.DRAFT),
        ({"params": {"draft": "false", "author": "A", "hidden": "no"}}, Visibility.PUBLIC),
        ({"params": "hidden"}, Visibility.PUBLIC),
        ({"cascade": {"build": {"render": "never"}}}, Visibility.DRAFT),
        ({"cascade": [{"params": {"x": "y"}}, {"draft": "true"}]}, Visibility.DRAFT),
        ({"isPublic": "false"}, Visibility.DRAFT),
        ({"is_published": "no"}, Visibility.DRAFT),
        ({"isPublic": "true"}, Visibility.PUBLIC),
        ({"visible": "false"}, Visibility.DRAFT),
        ({"routable": "0"}, Visibility.DRAFT),
        ({"visible": "true"}, Visibility.PUBLIC),
        ({"_discoverable": "no"}, Visibility.UNLISTED),
        ({"password": "x"}, Visibility.PRIVATE),
        ({"password": "false"}, Visibility.PUBLIC),
        ({"password": None}, Visibility.PUBLIC),
        ({"expiryDate": None}, Visibility.PUBLIC),
        ({"status": "hidden"}, Visibility.DRAFT),
        ({"hiden": "no"}, Visibility.PUBLIC),
    ],
)
def test_what_other_generators_call_hidden_is_hidden(values: dict[str, Any], visibility: Visibility) -> None:
    """The note is hidden like a draft, without a warning; of several keys, the strictest is used."""
    found, faults = understand(Block(values=values), Settings())
    assert found.visibility is visibility
    assert [fault for fault in faults if fault.subtype != "place"] == []


_LABELS = "expected draft, private, or a label in 'notes_statuses'"
_FLAG = "expected true or false, got 'so'"


@pytest.mark.parametrize(
    ("values", "visibility", "said"),
    [
        ({"hidden": "so"}, Visibility.DRAFT, f"hidden: {_FLAG}; treating as a draft"),
        ({"Hiden": "1"}, Visibility.DRAFT, "unknown key 'Hiden'; did you mean 'hidden'? treating as a draft"),
        ({"unlisted": "so"}, Visibility.UNLISTED, f"unlisted: {_FLAG}; treating as unlisted"),
        ({"params": {"draft": "so"}}, Visibility.DRAFT, f"params: draft: {_FLAG}; treating as a draft"),
        ({"expiryDate": "1"}, Visibility.DRAFT,
         f"expiryDate: expected {EXPECTED}, got '1'; treating as a draft"),
        ({"status": "pending"}, Visibility.DRAFT, f"status: {_LABELS}, got 'pending'; treating as a draft"),
        ({"status": ["budding", "Future"]}, Visibility.DRAFT,
         f"status: {_LABELS}, got 'Future'; treating as a draft"),
    ],
)  # fmt: skip
def test_what_may_mean_hidden_is_hidden_and_reported(
    values: dict[str, Any], visibility: Visibility, said: str
) -> None:
    """A note does not vanish without a word if its author may have meant something else."""
    found, faults = understand(Block(values=values), Settings())
    assert found.visibility is visibility
    assert [(fault.subtype, fault.message) for fault in faults] == [("visibility", said)]


def test_labels_of_a_project_hide_nothing() -> None:
    """Whoever declares a label means a badge."""
    settings = Settings(vocabulary=Vocabulary({"review": ["pending", "done"]}))
    found, faults = understand(Block(values={"status": "pending"}), settings)
    assert (found.visibility, faults) == (Visibility.PUBLIC, [])
