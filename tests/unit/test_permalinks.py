"""Places: valid paths, patterns, and that no two pages share a file."""

from __future__ import annotations

import unicodedata
from datetime import UTC
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sphinx_research_notes.build.foreign_redirects import rediraffe_entries, rediraffed, reredirected
from sphinx_research_notes.model.dates import parse_when
from sphinx_research_notes.model.note import Note
from sphinx_research_notes.model.permalink_styles import STYLES
from sphinx_research_notes.model.permalinks import (
    PlaceError,
    Places,
    check_pattern,
    from_pattern,
    output_file,
    settle,
    site_path,
)


def note(docname: str, permalink: str = "", *aliases: str, **more: Any) -> Note:
    """Return a note that claims a place."""
    return Note(docname=docname, permalink=permalink, aliases=aliases, **more)


# A single address.


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ""),
        ("  ", ""),
        ("/leverage/", "leverage/"),
        ("leverage/", "leverage/"),
        ("/leverage", "leverage/"),
        ("leverage", "leverage/"),
        ("/a/b/", "a/b/"),
        ("/x/three.html", "x/three.html"),
        ("/x/three.HTM", "x/three.HTM"),
        ("/old.php", "old.php"),
        ("/a/index.html", "a/"),
        ("/index.html", "index.html"),
        ("/", "index.html"),
        ("/2020/node-1.0", "2020/node-1.0/"),
        ("/v1.2-released", "v1.2-released/"),
        ("/Dr.Who/", "Dr.Who/"),
        ("/a%20b/", "a b/"),
        ("/%C3%A9t%C3%A9/", "été/"),
        ("/日本語/", "日本語/"),
        ("/C%23/", "C#/"),
        ("/a_b/", "a_b/"),
        ("/~ann/", "~ann/"),
        ("/console/", "console/"),
        ("/com/", "com/"),
    ],
)
def test_a_place_is_a_folder_or_a_page(text: str, place: str) -> None:
    """Slashes at either end are optional, and so is percent-encoding."""
    assert site_path(text) == place


HOSTILE = [
    "..", "../", "../x", "/..", "/a/../b", "/a/..", ".", "/./a", "//", "//evil.example", "//evil.example/x",
    "///x", "http://evil.example", "https:x", "javascript:alert(1)", "mailto:a@b", "C:\\x", "C:/x",
    "/x?y", "/x?", "/x#y", "/x#", "\\\\evil\\x", "/a\\b", "/%2e%2e/x", "/%2E%2E", "/a/%2e%2e%2fb",
    "/%2f%2fevil", "/%5cx", "/%00", "/a%0ab", "/\x00", "/a\nb", "/a\tb", "\n/a", "/\x7f", "/\x85", "/%ff",
    "/%3fx", "/%252e%252e/x", "/100%", "/a//b", "/a/ /b", "/ a/", "/a /", "/a./", "/.../", "/_static/x",
    "/a/_images/x.html", "/_x", "/%5fstatic/x", "/.git/config", "/.buildinfo", "/a:b", '/"', "/<b>", "/a|b",
    "/a*", "/objects.inv", "/searchindex.js", "/" + "x" * 201, "/" + "é" * 101, "/a" * 600, "http://[",
    "/\ud800", "/CON/", "/a/nul.html", "/aux", "/Com1.txt", "/lpt9/x/",
    "/a\u2028b",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_place_is_refused(text: str) -> None:
    """Paths out of the site, into Sphinx's own folders, or impossible as file names are refused."""
    with pytest.raises(PlaceError, match="expected a path inside the site such as /leverage/, got "):
        site_path(text)


@given(
    st.text()
    | st.lists(st.sampled_from([*"/.%_?#:\\ aé", "..", "//", "%2e", "%2f", "index.html"])).map("".join)
)
def test_every_place_is_inside_the_site(text: str) -> None:
    """For any text, the file is inside the output folder, and its path is normalized."""
    try:
        place = site_path(text)
    except PlaceError:
        return
    file = output_file(place)
    steps = file.split("/")
    assert all(step and step.strip(".") and not step.startswith(("_", ".")) for step in steps)
    assert not set(file) & set('\\:?*"<>|%\x00\n')
    assert len(file.encode()) < 4000
    if "%" not in text and "#" not in place and place:
        assert site_path("/" + place) == place


@pytest.mark.parametrize(
    ("place", "file"),
    [("", "index.html"), ("a/", "a/index.html"), ("a.html", "a.html"), ("a/b.html", "a/b.html")],
)
def test_a_place_has_a_file(place: str, file: str) -> None:
    """The page of a folder is its index."""
    assert output_file(place) == file


# Patterns.

DATED = parse_when("2020-03-04", UTC)


@pytest.mark.parametrize(
    ("pattern", "made", "place"),
    [
        ("/{year}/{month}/{slug}/", note("x/2020-03-04-a", stem="a", date=DATED), "2020/03/a/"),
        ("/{year}-{month}-{day}/", note("a", stem="a", date=DATED), "2020-03-04/"),
        ("/{slug}.html", note("x/a", stem="a"), "a.html"),
        ("/{path}/", note("x/a", stem="a"), "x/a/"),
        ("/{year}/{slug}/", note("a", stem="a"), ""),
        ("/{slug}/", note("a", stem="a"), "a/"),
        ("/{slug}/", note("x/2020-03-04", stem="", date=DATED), "2020-03-04/"),
        ("/{slug}/", note("c#", stem="c#"), "c#/"),
        ("/{slug}/{title}/", note("a", stem="a", slug="own"), "own/own/"),
        (
            "/{categories}/{year}/{month}/{day}/{title}.html",
            note("a", stem="a", date=DATED, categories=("Work", "Two Words")),
            "work/two words/2020/03/04/a.html",
        ),
        ("/{categories}/{title}/", note("a", stem="a"), "a/"),
        (
            "/{slugified_categories}/{slug}/",
            note("a", stem="a", categories=("Two Words!", "R_D")),
            "two-words/r-d/a/",
        ),
        ("/{categories}/{slug}/", note("a", stem="a", categories=("a/b",)), "a/b/a/"),
        ("/{i_month}-{i_day}-{short_year}-{y_day}/", note("a", stem="a", date=DATED), "3-4-20-064/"),
        (
            "/{short_month}/{long_month}/{week}/{w_year}/{w_day}/",
            note("a", stem="a", date=DATED),
            "Mar/March/10/2020/3/",
        ),
        (
            "/{hour}{minute}{second}/",
            note("a", stem="a", date=parse_when("2020-03-04 05:06:07", UTC)),
            "050607/",
        ),
        ("/{y_day}/{slug}/", note("a", stem="a"), ""),
        ("/{slug}/", note("node-1.0", stem="node-1.0"), "node-1.0/"),
    ],
)
def test_a_pattern_gives_a_place(pattern: str, made: Note, place: str) -> None:
    """It gives none if it needs a date and the note has none; any file name can be a slug."""
    assert from_pattern(check_pattern(pattern), made) == place


POST = note("_posts/2020-03-04-A b.C", stem="A b.C", date=DATED, categories=("Work", "Two Words"))


@pytest.mark.parametrize(
    ("style", "made", "place"),
    [
        ("jekyll", POST, "work/two words/2020/03/04/A-b.C.html"),
        ("jekyll-date", POST, "work/two words/2020/03/04/A-b.C.html"),
        ("jekyll-pretty", POST, "work/two words/2020/03/04/A-b.C/"),
        ("jekyll-ordinal", POST, "work/two words/2020/064/A-b.C.html"),
        ("jekyll-weekdate", POST, "work/two words/2020/W10/Wed/A-b.C.html"),
        ("jekyll-none", POST, "work/two words/A-b.C.html"),
        ("jekyll-none", note("Lab/_posts/x--#y", stem="x--#y", categories=("lab",)), "lab/x-y.html"),
        ("jekyll-pretty", note("_posts/a", stem="a", date=DATED, slug="Own Words"), "2020/03/04/Own-Words/"),
        ("jekyll-pretty", note("_posts/a", stem="a"), ""),
        ("hugo", note("content/posts/My First & Last", stem="x"), "posts/my-first-last/"),
        ("hugo", note("posts/2020-03-04-a", stem="a", date=DATED), "posts/2020-03-04-a/"),
        ("hugo", note("posts/A Bundle/index", stem="A Bundle"), "posts/a-bundle/"),
        ("hugo", note("posts/A Bundle/index", stem="A Bundle", slug="Two - Words"), "posts/two-words/"),
        ("hugo", note("posts/C#, C++ a_b é", stem="x"), "posts/c#-c++-a_b-é/"),
        ("eleventy", note("posts/2020-03-04-A b", stem="A b", date=DATED), "posts/2020-03-04-A b/"),
        ("eleventy", note("posts/a/index", stem="a"), "posts/a/"),
        ("eleventy", note("posts/a/a", stem="a"), "posts/a/"),
        ("wordpress", note("x", stem="Où est v1.0?", date=DATED), "2020/03/04/ou-est-v1-0/"),
        ("wordpress", note("x", stem="日本語", date=DATED), "2020/03/04/日本語/"),
        ("ghost", note("x", stem="A b", date=DATED), "a-b/"),
        ("substack", note("x", stem="a-b", date=DATED), "p/a-b/"),
        ("quartz", note("In a Vault/Q&A  100%? #1", stem="x"), "In-a-Vault/Q-and-A--100-percent-1/"),
        ("quartz", note("In a Vault/index", stem="In a Vault"), "In-a-Vault/"),
        ("quartz", note("index", stem="index"), "index.html"),
    ],
)
def test_a_style_gives_the_places_of_another_system(style: str, made: Note, place: str) -> None:
    """Each makes names in its own way."""
    assert from_pattern(check_pattern(style), made) == place


def test_every_style_is_a_valid_pattern() -> None:
    """Each has fields that exist, and no style is called as a pattern is."""
    assert all(check_pattern(style.pattern) and "/" not in name for name, style in STYLES.items())


@pytest.mark.parametrize("name", ["pretty", ":pretty"])
def test_a_style_by_its_name_in_jekyll_is_told_in_ours(name: str) -> None:
    """The message suggests the whole name."""
    with pytest.raises(PlaceError, match="did you mean 'jekyll-pretty'"):
        check_pattern(name)


@pytest.mark.parametrize(
    "wrong",
    ["", "/x/", "/{}/", "/{where}/", "/{slug", "/{slug}/{", "/../{slug}/", "http://x/{slug}/",
     "/_x/{slug}/", "/{slug}?", "/:year/:month/:title/"],
)  # fmt: skip
def test_a_wrong_pattern_is_refused(wrong: str) -> None:
    """An invalid pattern is refused before any page is made."""
    with pytest.raises(PlaceError):
        check_pattern(wrong)


def test_a_pattern_in_jekylls_words_is_told_in_ours() -> None:
    """The message suggests braces for a colon."""
    with pytest.raises(PlaceError, match=r"did you mean '/\{year\}/\{i_month\}/\{title\}/'"):
        check_pattern("/:year/:i_month/:title/")


@pytest.mark.parametrize("docname", ["_posts/a", "a?b", "a%41", ".x/a", "a:b"])
def test_a_name_that_fits_no_address_keeps_its_place(docname: str) -> None:
    """A fault names the document, and the build continues."""
    found = settle([note(docname, stem="a")], {docname: f"{docname}.html"}, "/{path}/")
    assert found.moved == {}
    assert [where for where, _ in found.faults] == [docname]
    assert docname in found.faults[0][1].message


# All together.


def defaults(*docnames: str) -> dict[str, str]:
    """Return the default places with the ``html`` builder."""
    return {docname: f"{docname}.html" for docname in docnames}


def test_notes_move_to_their_permalinks() -> None:
    """Other documents stay in place; entries have no place of their own."""
    notes = [note("a", "x/"), note("b"), note("b", "y/", anchor="e"), note("c", "c.html")]
    assert settle(notes, defaults("a", "b", "c")) == Places(moved={"a": "x/"})


def test_a_permalink_comes_before_the_pattern() -> None:
    """The pattern applies to the other notes."""
    notes = [note("a", "x/", stem="a"), note("b", stem="b")]
    assert settle(notes, defaults("a", "b"), "/n/{slug}/").moved == {"a": "x/", "b": "n/b/"}


@pytest.mark.parametrize(
    ("notes", "moved", "named"),
    [
        ([note("a", "x/"), note("b", "x/")], {"a": "x/"}, [("b", "a")]),
        ([note("b", "x/"), note("a", "x/")], {"a": "x/"}, [("b", "a")]),
        ([note("a", "x/"), note("b", "X/")], {"a": "x/"}, [("b", "a")]),
        ([note("a", "é/"), note("b", "e\u0301/")], {"a": "é/"}, [("b", "a")]),
        ([note("a", "x/"), note("b", "x/index.html")], {"a": "x/"}, [("b", "a")]),
        ([note("a", "b.html"), note("b")], {}, [("a", "b")]),
        ([note("a", "B.HTML"), note("b")], {}, [("a", "b")]),
        ([note("a", "index.html")], {}, [("a", "index")]),
        ([note("a", "b.html/"), note("b")], {}, [("a", "b")]),
        ([note("a", "x/b.html/c/"), note("b", "x/b.html")], {"a": "x/b.html/c/"}, [("b", "a")]),
        ([note("a", "b.html"), note("b", "x/")], {"a": "b.html", "b": "x/"}, []),
        ([note("a", "b.html"), note("b", "a.html")], {"a": "b.html", "b": "a.html"}, []),
        # The third loses to the second and stays in place, so the first can't have that place.
        ([note("a", "c.html"), note("b", "x/"), note("c", "x/")], {"b": "x/"}, [("c", "b"), ("a", "c")]),
    ],
)  # fmt: skip
def test_of_two_who_want_one_place_the_earlier_gets_it(
    notes: list[Note], moved: dict[str, str], named: list[tuple[str, str]]
) -> None:
    """The fault names both; a page that doesn't move takes precedence over all that do."""
    found = settle(notes, defaults("a", "b", "c", "index"))
    assert found.moved == moved
    assert [where for where, _ in found.faults] == [loser for loser, _ in named]
    for (loser, holder), (_, fault) in zip(named, found.faults, strict=True):
        assert f"permalink conflict: {loser} and {holder} both claim /" in fault.message
        assert fault.subtype == "place"


@pytest.mark.parametrize(
    ("notes", "redirects", "named"),
    [
        ([note("a", "", "old/", "older.html")], {"old/": "a", "older.html": "a"}, []),
        ([note("a", "x/", "a.html")], {"a.html": "a"}, []),
        ([note("a", "x/", "x/")], {}, []),
        ([note("a", "", "a.html", "A.html")], {}, []),
        ([note("a", "", "b.html")], {}, [("a", "b")]),
        ([note("a", "", "B.html")], {}, [("a", "b")]),
        ([note("a", "", "x/"), note("b", "x/")], {}, [("a", "b")]),
        ([note("a", "", "x/"), note("b", "", "x/")], {"x/": "a"}, [("b", "a")]),
        ([note("a", "", "b.html/x/")], {}, [("a", "b")]),
        ([note("a", "y/x.html", "y/x.html/z/")], {}, [("a", "a")]),
        ([note("a", "", "index.html")], {}, [("a", "index")]),
        ([note("a", "", "b.html"), note("b", "x/")], {"b.html": "a"}, []),
    ],
)
def test_an_alias_redirects_where_no_page_stands(
    notes: list[Note], redirects: dict[str, str], named: list[tuple[str, str]]
) -> None:
    """Pages take precedence over aliases, earlier aliases over later ones; the fault names both."""
    found = settle(notes, defaults("a", "b", "index"))
    assert found.redirects == redirects
    assert [where for where, _ in found.faults] == [loser for loser, _ in named]
    for (loser, holder), (_, fault) in zip(named, found.faults, strict=True):
        assert fault.message.endswith(f"of {loser} is the path of {holder}; ignoring the alias")


def test_folder_builders_have_their_own_defaults() -> None:
    """With ``dirhtml``, the place of the home page is empty."""
    places = {"index": "", "a": "a/", "b": "b/"}
    found = settle([note("a", "index.html"), note("b", "a/", "b/")], places)
    assert found.moved == {}
    assert len(found.faults) == 2


DOCNAMES = ["a", "b", "c", "d", "x/a", "x/index", "index"]
PLACES = [*(f"{name}.html" for name in DOCNAMES), "A.html", "x/", "X/", "y/", "y/z/", "b.html/",
          "x/a.html/q/",
          "e\u0301/", "é/", "y.html", "x/y.html"]  # fmt: skip


def same(file: str) -> str:
    """Return a form that is equal for two names of the same file, on any file system."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", file).casefold())


@given(
    st.dictionaries(
        st.sampled_from(DOCNAMES),
        st.tuples(st.sampled_from(["", *PLACES]), st.lists(st.sampled_from(PLACES), max_size=3)),
    ),
    st.sampled_from(["", "/{slug}/", "/{path}.html", "/y/"]),
)
@example({"a": ("c.html", []), "b": ("x/", []), "c": ("x/", [])}, "")
def test_no_two_pages_share_a_file(wanted: dict[str, tuple[str, list[str]]], pattern: str) -> None:
    """Documents and redirects have one file each, none is a folder of another, and losers are named."""
    notes = [
        note(docname, place, *aliases, stem=docname.rpartition("/")[2])
        for docname, (place, aliases) in wanted.items()
    ]
    at_home = defaults(*DOCNAMES)
    found = settle(notes, at_home, pattern)
    pages = {docname: found.moved.get(docname, place) for docname, place in at_home.items()}
    files = [same(output_file(place)) for place in pages.values()]
    assert len(set(files)) == len(files)
    redirects = {same(output_file(alias)) for alias in found.redirects}
    assert not redirects & set(files)
    every = set(files) | redirects
    assert not any(f"{file}/" in other for file in every for other in every if other.startswith(f"{file}/"))
    assert {docname for docname, n in wanted.items() if n[0] and pages[docname] != n[0]} <= {
        docname for docname, _ in found.faults
    }
    assert settle(reversed(notes), at_home, pattern) == found


def test_a_chain_of_losers_is_settled_quickly() -> None:
    """Each document that stays in place displaces the next one."""
    count = 300
    names = [f"n{number:03}" for number in range(count)]
    notes = [note(name, f"{after}.html") for name, after in pairwise(names)]
    found = settle(notes, defaults(*names))
    assert found.moved == {}
    assert len(found.faults) == count - 1


# Files of other extensions.


def test_what_others_write_stays_theirs() -> None:
    """Aliases and permalinks yield to another extension's file; a document's default place doesn't."""
    notes = [note("a", "x/", "old/"), note("b", "free/")]
    others = {"x/index.html": "an entry", "OLD/index.html": "another", "c.html": "a third"}
    found = settle(notes, {"a": "a.html", "b": "b.html", "c": "c.html"}, others=others)
    assert found.moved == {"b": "free/"}
    assert found.redirects == {}
    said = [fault.message for _, fault in found.faults]
    assert said == [
        "permalink conflict: a and an entry both claim /x/; keeping the default path of a",
        "permalink conflict: alias /old/ of a is the path of another; ignoring the alias",
    ]


def test_an_alias_stands_beside_no_redirect_of_the_same_name() -> None:
    """Servers may confuse ``/old/x`` as file and folder, so no alias is put beside one; a page may be."""
    notes = [note("a", "", "old/x/", "old/y/", "old/z.html"), note("b", "old/x/")]
    others = {"old/X.html": "an entry", "old/z/index.html": "another"}
    found = settle(notes, defaults("a", "b"), others=others)
    assert found.moved == {"b": "old/x/"}
    assert found.redirects == {"old/y/": "a", "old/z.html": "a"}
    said = [fault.message for _, fault in found.faults]
    assert said == ["permalink conflict: alias /old/x/ of a is the path of an entry; ignoring the alias"]


@pytest.mark.parametrize(
    ("entry", "file", "in_folder"),
    [
        ("old", "old.html", "old/index.html"),
        ("old/", "old.html", "old/index.html"),
        ("/a/b", "a/b.html", "a/b/index.html"),
        ("old.html", "old.html", "old.html"),
        ("a/index", "a/index.html", "a/index.html"),
        ("node-1.0", "node-1.0.html", "node-1.0/index.html"),
    ],
)
def test_files_of_reredirects(entry: str, file: str, in_folder: str) -> None:
    """The file that sphinx-reredirects writes for each entry."""
    pages = {entry: "x", "all/*": "y"}
    assert list(reredirected(pages, lambda name: f"{name}.html", ".html")) == [(file, entry)]

    def uri(name: str) -> str:
        return name.removesuffix("index") if name.endswith("index") else f"{name}/"

    assert list(reredirected(pages, uri, ".html")) == [(in_folder, entry)]


@pytest.mark.parametrize(
    ("entry", "file", "in_folder"),
    [
        ("old.md", "old.html", "old/index.html"),
        ("a/old.rst", "a/old.html", "a/old/index.html"),
        ("a\\old.md", "a/old.html", "a/old/index.html"),
        ("a/index.md", "a/index.html", "a/index.html"),
        ("index.md", "index.html", "index.html"),
        ("old", "old.html", "old/index.html"),
    ],
)
def test_files_of_rediraffe(entry: str, file: str, in_folder: str) -> None:
    """The file that rediraffe writes for each entry."""
    for folders, expected in ((False, file), (True, in_folder)):
        assert list(rediraffed({entry: "x.md"}, (".md", ".rst"), folders=folders)) == [(expected, entry)]


def test_entries_of_rediraffe() -> None:
    """A line of its file has two names, quoted if they contain spaces."""
    text = "# old new\na.md b.md\n\n\"c d.md\" 'e f.md'\nbroken\n"
    assert rediraffe_entries(text) == {"a.md": "b.md", "c d.md": "e f.md"}
