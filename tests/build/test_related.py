"""Related notes on the pages of a built site: which, why, what stays hidden, and that they are exact."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from exactness import BY_TURNS, Bench, check_each
from pages import dead_links, one, parse_errors, repeated_ids, soup_of, words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

#: Made from records and finished pages, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, str | bytes | None]

CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/rain/"
notes_match = ["notes/**"]
bibtex_bibfiles = ["works.bib"]
myst_enable_extensions = ["dollarmath"]
"""
WORKS = """\
@book{shannon, author = {Shannon, Claude}, title = {Theory}, publisher = {P}, year = {1948}}
@book{good, author = {Good, Irving and Turing, Alan}, title = {Weighing}, publisher = {P}, year = {1950}}
"""


def note(title: str = "", body: str = "Words.", day: int = 1, **front: str) -> str:
    """Return the source of a note of January 2024."""
    lines = [*([f"title: {title}"] if title else []), f"date: 2024-01-{day:02}"]
    lines += [f"{key}: {value}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "", body, ""])


SITE: Files = {
    "conf.py": CONF,
    "works.bib": WORKS,
    "index.md": "# Home\n\n```{toctree}\nabout\n```\n",
    "about.md": "# About <us>\n\nSee [](notes/target.md).\n",
    "stream.md": "# Log\n\n```{entry} 2024-02-01\n:id: first\n:tags: y\n:title: An entry\n\nIt.\n```\n",
    "notes/target.md": note(body="# The *target*\n\nWords.", day=30),
    # What it shares with others.
    "notes/main.md": note(
        "Main", "As {cite:p}`shannon,good` say. See [](target.md) and [](linked.md).",
        tags="entropy, Rain gauges", categories="Letters", series="Parts",
    ),
    "notes/cites.md": note("Cites both", "{cite:t}`shannon` and {cite:t}`good`.", 2),
    "notes/formula.md": note(
        body="# Of $x^2$ & more\n\n{cite:t}`shannon`.", day=3, tags="rain-gauges"),
    "notes/third.md": note("Links to a third", "See [](target.md).", 4),
    "notes/linked.md": note("Linked", "Words.", 5, categories="letters", tags="x"),
    "notes/linking.md": note("Linking", "Back to [](main.md).", 6),
    "notes/part.md": note("Part", "{cite:t}`shannon`.", 7, series="parts"),
    # Hidden, or cited only in what is hidden.
    "notes/unlisted.md": note("UNLISTED", "{cite:t}`shannon`. [](target.md)", 8, visibility="unlisted"),
    "notes/draft.md": note("DRAFTED", "{cite:t}`shannon`.", 9, draft="true"),
    "notes/aside.md": note(
        "ASIDE", "```{note-to-self}\n:private:\n\n{cite:t}`shannon`, [](target.md)\n```\n", 10),
    "notes/only.md": note("ONLY", "```{only} latex\n{cite:t}`shannon`, [](target.md)\n```\n", 11),
    # The author's choice.
    "notes/chosen.md": note("Chosen", day=12, tags="y", related=(
        "[/about, draft, unlisted, linked.md, /notes/formula.html, 'https://example.org/rain/place/',"
        " /about.md, 'stream#first', chosen]")),
    "notes/placed.md": note(day=13, permalink="/place/", body="No title to it.", tags="y"),
    "notes/none.md": note("None", day=14, tags="y", related="false"),
}  # fmt: skip


def shown(built: Built, name: str) -> list[tuple[str, str]]:
    """Return the related notes on a page: each with its name and the reason."""
    soup = soup_of(built.text(name))
    for tex in soup.select(".note-related annotation"):
        tex.decompose()
    items = soup.select(".note-related li")
    assert bool(items) == bool(soup.select(".note-related"))
    return [(words(one(each, "a")), " ".join(map(words, each.select(".why")))) for each in items]


def test_what_is_related(site: Callable[..., Built]) -> None:
    """Each line has a name and a reason, in words; nothing hidden is in them, and pages are sound."""
    built = site(SITE)
    assert built.warnings == ""
    assert shown(built, "notes/main.html") == [
        ("Cites both", "both cite Good and Turing 1950 and Shannon 1948"),
        ("Of x2 & more", "both cite Shannon 1948; both tagged Rain gauges"),
        ("Links to a third", "both link to The target"),
        ("Linked", "both in Letters; linked above"),
    ]
    assert shown(built, "notes/linked.html") == [("Main", "both in letters; links here")]
    assert shown(built, "notes/formula.html")[0] == (
        "Main",
        "both cite Shannon 1948; both tagged rain-gauges",
    )
    assert {name for name, _ in shown(built, "notes/part.html")} == {"Cites both", "Of x2 & more"}
    for name in ("aside", "only", "linking", "target", "none"):
        assert shown(built, f"notes/{name}.html") == []
    assert shown(built, "notes/unlisted.html")[0] == ("Part", "both cite Shannon 1948")
    everything = "".join(
        built.text(f) for f in built.files() if f.endswith(".html") and f.startswith("notes/")
    )
    blocks = " ".join(words(each) for each in soup_of(everything).select(".note-related"))
    assert not [word for word in ("UNLISTED", "DRAFTED", "ASIDE", "ONLY") if word in blocks]
    main = soup_of(built.text("notes/main.html"))
    assert one(main, ".note-related math")
    assert one(main, ".note-related h2")["id"] == one(main, ".note-related")["aria-labelledby"]
    assert not main.select(
        ".note-related [class*='p-'], .note-related [class*='u-'], .note-related [class*='dt-']"
    )
    assert main.select(".note-related time")[0]["datetime"] == "2024-01-02"
    for name in built.files():
        if name.startswith("notes/") and name.endswith(".html"):
            assert not parse_errors(built.text(name)), name
            assert not repeated_ids(soup_of(built.text(name))), name
    assert not dead_links(built.outdir, "https://example.org/rain/")
    assert "both cite" not in built.text("notes/all.json")
    # The search finds only the note itself by the words of its title.
    index = json.loads(built.text("searchindex.js").removeprefix("Search.setIndex(").removesuffix(")"))
    found = index["titleterms"]["third"], index["terms"].get("third", [])
    assert found == (index["docnames"].index("notes/third"), [])


def test_what_the_author_names(site: Callable[..., Built]) -> None:
    """Documents, file names, addresses, permalinks and entries come first, in order; others fill up."""
    built = site(SITE)
    assert shown(built, "notes/chosen.html") == [
        ("About <us>", ""),
        ("Linked", ""),
        ("Of x2 & more", ""),
        ("No title to it.", "both tagged y"),
        ("An entry", ""),
    ]
    links = [a["href"] for a in soup_of(built.text("notes/chosen.html")).select(".note-related a")]
    assert links == [
        "../about.html",
        "linked.html",
        "formula.html",
        "../place/index.html",
        "../stream.html#first",
    ]
    assert [
        words(a) for a in soup_of(built.text("notes/chosen.html")).select(".note-related a.untitled")
    ] == ["No title to it."]
    built = site({"notes/chosen.md": note("Chosen", day=12, tags="y", related="/about")})
    assert [name for name, _ in shown(built, "notes/chosen.html")] == [
        "About <us>",
        "No title to it.",
        "None",
    ]


@pytest.mark.parametrize(
    ("value", "count", "with_named"), [("False", 0, 0), ("0", 0, 0), ("2", 2, 5), ("True", 4, 5), ("9", 4, 6)]
)
def test_the_option(site: Callable[..., Built], value: str, count: int, with_named: int) -> None:
    """It turns the list off, or sets how long it is; all that the author names are shown."""
    built = site({**SITE, "conf.py": f"{CONF}notes_related = {value}\n"})
    assert len(shown(built, "notes/main.html")) == count
    assert len(shown(built, "notes/chosen.html")) == with_named


def test_without_backlinks(site: Callable[..., Built]) -> None:
    """Links count even if they aren't listed."""
    built = site({**SITE, "conf.py": f"{CONF}notes_backlinks = False\n"})
    assert shown(built, "notes/main.html")[2:] == [
        ("Links to a third", "both link to The target"),
        ("Linked", "both in Letters; linked above"),
    ]
    assert "note-backlinks" not in built.text("notes/main.html")


def test_names_that_lead_nowhere(site: Callable[..., Built]) -> None:
    """A warning names the line and what may be meant; drafts may be named."""
    names = ("mian", "target", "/posts/cites", "https://example.net/x", "draft", "/notes/unlistde", "'#x'")
    listed = "".join(f"  - {name}\n" for name in names)
    conf = f"{CONF}notes_related = 'few'\n"
    built = site(
        {**SITE, "conf.py": conf, "notes/wrong.md": f"---\ntitle: Wrong\nrelated:\n{listed}---\n\nWords.\n"}
    )
    assert shown(built, "notes/wrong.html") == [("The target", "")]
    warned = re.findall(
        r"wrong\.md:(\d+): WARNING: related: expected a document or an address of this site, got (.*)"
        r" \[notes\.related\]", built.warnings,
    )  # fmt: skip
    assert warned == [
        ("4", "'mian'; did you mean '/notes/main'?"),
        ("6", "'/posts/cites'; did you mean '/notes/cites'?"),
        ("7", "'https://example.net/x'; leaving it out"),
        ("9", "'/notes/unlistde'; leaving it out"),
        ("10", "'#x'; leaving it out"),
    ]
    assert "notes_related: expected True, False or the number of notes, got 'few'" in built.warnings
    assert len(built.warnings.splitlines()) == len(warned) + 1


@pytest.mark.parametrize("theme", ["furo", "alabaster", "sphinx_rtd_theme"])
def test_other_themes(site: Callable[..., Built], theme: str) -> None:
    """Notes have the list under any theme; other pages don't."""
    built = site({**SITE, "conf.py": CONF.replace('research_notes"\nhtml_base', f'{theme}"\nhtml_base')})
    assert len(shown(built, "notes/main.html")) == 4
    assert shown(built, "about.html") == []


def test_books_have_none(site: Callable[..., Built]) -> None:
    """As with the links to a note, an e-book or a single page has no such list."""
    for builder in ("singlehtml", "text"):
        built = site(SITE, builder=builder)
        assert "both cite" not in "".join(built.text(n) for n in built.files() if n.endswith(("html", "txt")))


def _edit(name: str, old: str, new: str) -> Callable[[Bench], None]:
    def edit(bench: Bench) -> None:
        path = bench.source / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new), "utf-8")

    return edit


#: Edits of one note that change the lists of others, made one after another.
EDITS: dict[str, Callable[[Bench], None]] = {
    "a tag": _edit("notes/linking.md", "title: Linking", "title: Linking\ntags: entropy"),
    "a title": _edit("notes/formula.md", "Of $x^2$", "On $x^3$"),
    "a date": _edit("notes/cites.md", "2024-01-02", "2023-01-02"),
    "a link": _edit("notes/cites.md", "{cite:t}`good`", "[](target.md)"),
    "a link is gone": _edit("notes/main.md", "See [](target.md) and", "See"),
    "a work, in a condition": _edit("notes/only.md", "{only} latex", "{only} html"),
    "a work is published": _edit("notes/aside.md", ":private:\n", ""),
    "a draft": _edit("notes/draft.md", "draft: true", "draft: false"),
    "an unlisted note": _edit("notes/unlisted.md", "unlisted", "public"),
    "the bibliography": _edit("works.bib", "1948", "1949"),
    "the title of what both link to": _edit("notes/target.md", "target*", "new target*"),
    "what is named": _edit("notes/placed.md", "No title", "Still no title"),
    "where it is": _edit("notes/placed.md", "/place/", "/places/"),
    "the title of a page": _edit("about.md", "# About <us>", "# About"),
    "what is named is gone": lambda bench: bench.edit({"about.md": None, "notes/linked.md": None}),
    "an entry": _edit("stream.md", "An entry", "The entry"),
    "many": lambda bench: bench.edit({f"notes/m{n}.md": note(f"M{n}", tags="entropy") for n in range(9)}),
    "the series": _edit("notes/part.md", "series: parts", "series: others"),
    "fewer": _edit("conf.py", "notes_match", "notes_related = 1\nnotes_match"),
    "none": _edit("conf.py", "notes_related = 1", "notes_related = False"),
}  # fmt: skip


@pytest.mark.slow
def test_exact_after_each_edit(tmp_path: Path) -> None:
    """After each edit, incremental, parallel and clean builds are the same."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    check_each(bench, EDITS, ways=BY_TURNS)


def test_only_pages_that_change_are_written(site: Callable[..., Built]) -> None:
    """A new note is written to the lists that it is in; what it shares with many others changes nothing."""
    more = {f"notes/m{n:02}.md": note(f"M{n}", day=n, tags="common", related="false") for n in range(15, 29)}
    built = site({**SITE, **more})
    before = {path: path.stat().st_mtime_ns for path in built.outdir.rglob("*.html")}
    built = site({"notes/new.md": note("New", day=31, tags="common, y")})
    changed = {path.relative_to(built.outdir).as_posix() for path in before
               if path.stat().st_mtime_ns != before[path]}  # fmt: skip
    sources = {name.removesuffix(".md") for name in {**SITE, **more} if name.startswith("notes/")}
    # The note before it by date has a new neighbour, and the other one a tag in common.
    assert changed & {"place/index.html", *(f"{name}.html" for name in sources)} == {
        "notes/target.html", "place/index.html"
    }  # fmt: skip
    assert ("New", "both tagged y") in shown(built, "place/index.html")
