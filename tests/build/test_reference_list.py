"""The reference list of a note, which depends only on the note and the works it cites."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from pages import repeated_ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bs4 import Tag
    from conftest import Built

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
bibtex_bibfiles = ["works.bib"]
html_copy_source = False
version = copyright = "1"
"""
BIB = """\
@book{good, author = {Good, Irving}, title = {Weighing}, year = {1950}, publisher = {P}}
@article{student, author = {Student}, title = {Errors}, year = {1927}, journal = {J}, doi = {10.1000/1}}
@article{three, author = {A, Ann and B, Bo and C, Cy}, title = {Three}, year = {2001}, journal = {J}}
"""
A = "# A\n\nFirst {cite:t}`good`, then {cite:p}`student,good`.\n"
B = "B\n=\n\nSee :cite:p:`good`, and :cite:t:`three`.\n"
SITE = {"conf.py": CONF, "works.bib": BIB, "index.md": "# Home\n", "notes/a.md": A, "notes/b.rst": B}


def page(built: Built, name: str = "notes/a.html") -> BeautifulSoup:
    """Return an output page, without the copies of references and footnotes beside the text."""
    soup = BeautifulSoup(built.text(name), "html.parser")
    for copy in soup.select("[popover], [popovertarget], .margin-body"):
        copy.decompose()
    return soup


def section(built: Built, name: str = "notes/a.html") -> Tag:
    """Return the reference list of a page."""
    found = page(built, name).select_one("section.note-references")
    assert found is not None
    return found


def entries(built: Built, name: str = "notes/a.html") -> list[str]:
    """Return the references of a page as plain text, without links and backlinks."""
    found = []
    for each in section(built, name).select(".csl-entry"):
        for link in each.select(".citing, [role=doc-backlink]"):
            link.decompose()
        found.append(" ".join(each.get_text().split()))
    return found


def test_a_note_gets_the_works_that_it_cites(site: Callable[..., Built]) -> None:
    """They are in the order and have the labels of the style, in Markdown and reStructuredText."""
    built = site(SITE)
    assert built.warnings == ""
    assert entries(built) == [
        "[Goo50] Irving Good. Weighing. P, 1950.",
        "[Stu27] Student. Errors. J, 1927. doi:10.1000/1.",
    ]
    assert [each[:7] for each in entries(built, "notes/b.html")] == ["[ABC01]", "[Goo50]"]
    assert "note-references" not in built.text("index.html")


def test_two_notes_and_a_page(site: Callable[..., Built]) -> None:
    """They cite overlapping works without a warning, even a nitpicky one; a work lists both notes."""
    about = "---\nkind: page\n---\n\n# About\n\nFollowing {cite:t}`good,three`.\n"
    for options in ((), ("-j2", "-E")):
        built = site(SITE | {"about.md": about}, "-nW", *options)
        assert built.warnings == ""
        assert [each[:7] for each in entries(built, "about.html")] == ["[ABC01]", "[Goo50]"]
        work = built.text("notes/works/good.html")
        assert all(f'href="../{name}.html' in work for name in "ab")


def test_addresses_are_shown_on_paper_readers(site: Callable[..., Built]) -> None:
    """An e-book shows the addresses of links in references, as it does elsewhere."""
    built = site(SITE, builder="epub")
    assert "[https://doi.org/10.1000/1]" in " ".join(built.text("notes/a.xhtml").split())


def test_links_lead_both_ways(site: Callable[..., Built]) -> None:
    """Each citation links to its work, and each work to all its citations; ids are unique."""
    built = site(SITE)
    soup = page(built)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    there = [a["href"] for a in soup.select(".bibtex-citation a")]
    assert there == ["#ref-good", "#ref-student", "#ref-good"]
    good, student = soup.select(".csl-entry")
    assert (good["id"], student["id"]) == ("ref-good", "ref-student")
    cited = [tag["id"] for tag in soup.select(".bibtex-citation")]
    assert [a["href"] for a in good.select("[role=doc-backlink]")] == [f"#{each}" for each in cited]
    assert [a["href"] for a in student.select("[role=doc-backlink]")] == [f"#{cited[1]}"]


def test_labels_are_shown_where_citations_show_them(site: Callable[..., Built]) -> None:
    """Author and year need no labels, but an author can request them."""
    conf = CONF + 'bibtex_reference_style = "author_year"\n'
    built = site(SITE | {"conf.py": conf})
    assert "Good [1950]" in page(built).select(".bibtex-citation")[0].get_text()
    assert entries(built)[0].startswith("Irving Good.")
    built = site({"notes/a.md": A + "\nAnd {cite:label}`good`.\n"})
    assert entries(built)[0].startswith("[Goo50] Irving")
    # The label 1 is not shown just because 1950 contains it.
    built = site({"conf.py": conf + 'bibtex_default_style = "unsrt"\n', "notes/a.md": A})
    assert entries(built)[0].startswith("Irving Good.")


def test_numbers_are_a_notes_own(site: Callable[..., Built]) -> None:
    """In a numbered style each note starts at 1, whatever others cite, in every order of edits."""
    conf = CONF + 'bibtex_default_style = "unsrt"\nnotes_related = False\n'
    built = site(SITE | {"conf.py": conf})
    assert page(built, "notes/b.html").select(".bibtex-citation")[0].get_text() == "[1]"
    before = built.text("notes/b.html")
    built = site({"notes/a.md": "# A\n\n{cite:p}`three`, {cite:p}`student`, {cite:p}`good`.\n"})
    assert [each[:3] for each in entries(built)] == ["[1]", "[2]", "[3]"]
    assert re.sub(r"v=\w+", "", built.text("notes/b.html")) == re.sub(r"v=\w+", "", before)


def test_only_what_a_changed_entry_concerns_is_read_again(site: Callable[..., Built]) -> None:
    """Notes are read again if an entry they cite is edited, added or removed, and no others."""
    site(SITE | {"notes/c.md": "# C\n\nNo works.\n", "notes/d.md": "# D\n\n{cite:p}`new`\n"})
    built = site({"works.bib": BIB.replace("{Errors}", "{Routine Errors}")}, "-v")
    assert read(built) == {"notes/a"}
    assert "Routine errors" in built.text("notes/a.html")
    built = site({"works.bib": BIB + "@misc{new, title = {New}, year = 2020}\n"}, "-v")
    assert read(built) == {"notes/a", "notes/d"}
    assert entries(built, "notes/d.html")[0].endswith("New. 2020.")
    built = site({"works.bib": BIB.replace("@article{three", "@article{four")}, "-v")
    assert read(built) == {"notes/b", "notes/d"}
    assert "unknown BibTeX key 'three'" in built.warnings
    built = site({"works.bib": "% Nothing else\n\n" + BIB.replace("@article{three", "@article{four")}, "-v")
    assert read(built) == set()


def read(built: Built) -> set[str]:
    """Return the documents that a build has read."""
    return set(re.findall(r"reading sources\.\.\. \[[ \d]+%\] (\S+)", built.status))


def test_a_style_changes_all_that_cite(site: Callable[..., Built]) -> None:
    """If a setting of bibtex changes, notes that cite are read again, not just rewritten."""
    site(SITE | {"notes/c.md": "# C\n\nNo works.\n"})
    built = site({"conf.py": CONF + 'bibtex_default_style = "unsrt"\n'}, "-v")
    assert read(built) == {"notes/a", "notes/b"}
    assert [each[:3] for each in entries(built)] == ["[1]", "[2]"]


def test_a_style_of_ones_own(site: Callable[..., Built]) -> None:
    """A style in ``conf.py`` is used, and its change affects every note that cites."""
    conf = CONF + (
        "from pybtex.plugin import register_plugin\n"
        "from pybtex.style.formatting.unsrt import Style\n"
        "from pybtex.style.labels import BaseLabelStyle\n"
        "class Labels(BaseLabelStyle):\n"
        "    def format_labels(self, entries):\n"
        "        return [f'x-{entry.key}' for entry in entries]\n"
        "class Own(Style):\n"
        "    def __init__(self, *args, **kwargs):\n"
        "        super().__init__(*args, **kwargs)\n"
        "        self.format_labels = Labels().format_labels\n"
        "register_plugin('pybtex.style.formatting', 'own', Own, force=True)\n"
        "bibtex_default_style = 'own'\n"
    )
    built = site(SITE | {"conf.py": conf})
    assert entries(built)[0].startswith("[x-good]")
    built = site({"conf.py": conf.replace("x-{", "y-{")})
    assert entries(built)[0].startswith("[y-good]")
    built = site({"conf.py": CONF + 'bibtex_default_style = "none"\n'})
    assert "or one registered with pybtex), got 'none'; using 'plain'" in built.warnings
    assert entries(built)[0].startswith("[1]")


def test_kinds_of_entries_that_no_style_knows(site: Callable[..., Built]) -> None:
    """A bibliography of bibtex lists them too, although by itself it would end the build."""
    bib = "".join(
        f"@{kind}{{{kind}, author = {{A, B}}, title = {{On {kind}}}, year = 1, institution = {{I}}, "
        "publisher = {P}}\n"
        for kind in ("thesis", "report", "newspaper", "mvbook", "dataset")
    )
    files = SITE | {"works.bib": bib, "all.md": "# All\n\n```{bibliography}\n:all:\n```\n"}
    files |= {"notes/a.md": "# A\n\nNothing.\n", "notes/b.rst": None}
    built = site(files)
    assert built.warnings.count("\n") == built.warnings.count("all.md: WARNING: document isn't included") == 1
    shown = BeautifulSoup(built.text("all.html"), "html.parser").get_text()
    assert all(f"On {kind}" in shown for kind in ("thesis", "report", "newspaper", "mvbook", "dataset"))


@pytest.mark.parametrize(
    ("style", "said"),
    [("author_year", "Good [1950] weighs, as told."), ("super", "Good weighs, as told.")],
)
def test_what_a_note_is_about_names_whom_it_cites(site: Callable[..., Built], style: str, said: str) -> None:
    """The summary has a citation that is part of the sentence, but none in brackets or as a number."""
    text = "# A\n\n{cite:t}`good` weighs {cite:p}`student`, as told {cite:p}`three`.\n"
    conf = CONF + f'bibtex_reference_style = "{style}"\n'
    built = site(SITE | {"conf.py": conf, "notes/a.md": text})
    found = page(built).select_one('meta[name="description"]')
    assert found is not None
    assert found["content"] == said


@pytest.mark.parametrize("builder", ["html", "singlehtml", "text"])
@pytest.mark.parametrize(
    "text",
    [
        "# A\n\n## Of {cite:t}`nokey`\n\nText.\n",
        "# A {cite:t}`good,nokey`\n\nText.\n",
        "# A\n\n```{contents}\n```\n\n## Of {cite:t}`good`\n\nText.\n",
        "# A\n\nOne {cite:t}`good`.\n\n```{only} latex\nTwo {cite:t}`good`.\n```\n",
    ],
    ids=["unknown-in-heading", "unknown-in-title", "contents", "only"],
)
def test_citations_in_odd_places(site: Callable[..., Built], text: str, builder: str) -> None:
    """Citations in headings, tables of contents and hidden content don't end the build."""
    files = SITE | {"notes/a.md": text, "index.md": "# H\n\n```{toctree}\nnotes/a\nnotes/b\n```\n"}
    built = site(files, builder=builder)
    unknown = "nokey" in text
    assert ("unknown BibTeX key 'nokey'" in built.warnings) == unknown
    assert built.warnings.count("WARNING") == unknown
    name = {"html": "notes/a.html", "singlehtml": "index.html", "text": "notes/a.txt"}[builder]
    assert ("nokey" if unknown else "Good") in built.text(name)


def test_the_search_finds_works_by_all_their_words(site: Callable[..., Built]) -> None:
    """The words after a ``<`` are found too, and a name followed by a superscript number."""
    title = "Effects with p < 0.05 among zebras, or q > 3"
    bib = f"@article{{k, author = {{Student}}, title = {{{title}}}, year = 2001}}\n"
    conf = CONF + 'bibtex_reference_style = "super"\n'
    built = site(SITE | {"conf.py": conf, "works.bib": bib, "notes/a.md": "# A\n\n{cite:t}`k`\n",
                         "notes/b.rst": None})  # fmt: skip
    index = built.text("searchindex.js")
    terms = json.loads(index[index.index("{") : index.rindex("}") + 1])["terms"]
    assert {"zebra", "among", "student", "stu01"} <= terms.keys()
    assert not [term for term in terms if term.startswith("student") and term != "student"]


def test_a_text_for_a_list_of_files(site: Callable[..., Built]) -> None:
    """This easy mistake is reported, and the string is used as the only file."""
    conf = CONF.replace('["works.bib"]', '"works.bib"')
    built = site(SITE | {"conf.py": conf})
    assert built.warnings.count("\n") == 1
    assert (
        "bibtex_bibfiles: expected a list of files, got 'works.bib'; using it as the only file"
        in built.warnings
    )
    assert len(entries(built)) == 2


def test_keys_that_differ_in_case(site: Callable[..., Built]) -> None:
    """BibTeX treats them as the same key, which is reported."""
    bib = BIB + "@misc{Good, title = {Another}}\n"
    built = site(SITE | {"works.bib": bib})
    message = "duplicate key 'Good', which differs from 'good' only in case; using the first entry"
    assert f"works.bib:4: WARNING: {message}" in built.warnings


ALIKE = """\
@book{two, author = {Good, Irving}, title = {Weighing}, year = {1950}, publisher = {P}}
@book{one, author = {Good, Irving}, title = {Counting}, year = {1950}, publisher = {P}}
@book{other, author = {Good, Irving and Lind, Ada}, title = {Both}, year = {1950}, publisher = {P}}
@book{late, author = {Good, Irving}, title = {Later}, year = {1951}, publisher = {P}}
@book{undated, author = {Good, Irving}, title = {Never}, publisher = {P}}
"""


@pytest.mark.parametrize("builder", ["html", "singlehtml", "text"])
def test_works_of_one_author_and_year_get_letters(site: Callable[..., Built], builder: str) -> None:
    """Letters follow list order, in citations, list and cards; works alone in their year get none."""
    text = (
        "# A\n\n{cite:t}`two`, {cite:p}`one,late`, {cite:t}`other`, {cite:p}`two{p. 3}`, {cite:year}`one`.\n"
    )
    files = SITE | {"works.bib": ALIKE, "notes/a.md": text, "notes/b.md": "# B\n\n{cite:t}`two`\n"}
    files |= {"notes/b.rst": None, "index.md": "# H\n\n```{toctree}\nnotes/a\nnotes/b\n```\n"}
    files["conf.py"] = CONF + 'bibtex_reference_style = "author_year"\nbibtex_default_style = "plain"\n'
    built = site(files, builder=builder)
    assert built.warnings == ""
    if builder == "text":
        assert "*Weighing*. P, 1950b." in built.text("notes/a.txt")
        assert "*Weighing*. P, 1950." in built.text("notes/b.txt")
        return
    soup = page(built, "index.html" if builder == "singlehtml" else "notes/a.html")
    said = [each.get_text() for each in soup.select(".bibtex-citation")]
    assert said[:5] == [
        "Good [1950b]", "[Good, 1950a, Good, 1951]", "Good and Lind [1950]", "[Good, 1950b, p. 3]", "1950a",
    ]  # fmt: skip
    if builder == "html":
        assert [each.rpartition(" ")[2] for each in entries(built)] == ["1950a.", "1950b.", "1951.", "1950."]
        assert "Weighing. P, 1950b." in text_of_cards(built)
        assert "1950b" not in built.text("notes/b.html")
        assert "P, 1950." in built.text("notes/works/two.html")


def text_of_cards(built: Built, name: str = "notes/a.html") -> str:
    """Return the text of the cards of a page."""
    soup = BeautifulSoup(built.text(name), "html.parser")
    return " ".join(each.get_text() for each in soup.select("[popover]"))


def test_letters_only_where_years_are_shown(site: Callable[..., Built]) -> None:
    """Labels and numbers already distinguish works."""
    text = "# A\n\n{cite:t}`two`, {cite:p}`one`.\n"
    for style in ("label", "super"):
        conf = CONF + f'bibtex_reference_style = "{style}"\n'
        built = site(SITE | {"works.bib": ALIKE, "notes/a.md": text, "notes/b.rst": None, "conf.py": conf})
        assert built.warnings == ""
        assert "1950a" not in built.text("notes/a.html")


@pytest.mark.parametrize("option", ["bibtex_reference_style", "bibtex_foot_reference_style"])
def test_a_style_of_citations_that_there_is_not(site: Callable[..., Built], option: str) -> None:
    """It is reported with the existing styles, and bibtex's default is used."""
    built = site(SITE | {"conf.py": CONF + f'{option} = "authoryear"\n'})
    assert built.warnings.count("\n") == 1
    assert f"{option}: expected a citation style (author_year, " in built.warnings
    assert ", got 'authoryear'; using '" in built.warnings
    assert "Weighing" in section(built).get_text()


def test_the_authors_own_place_wins(site: Callable[..., Built]) -> None:
    """A bibliography of what the note cites is where the author puts it; any other is bibtex's."""
    own = (
        A + "\n## Literature\n\n```{bibliography}\n:filter: docname in docnames\n:style: unsrt\n```\n\nEnd.\n"
    )
    built = site(SITE | {"notes/a.md": own, "notes/c.md": own.replace("# A", "# C")})
    assert built.warnings == ""
    soup = page(built)
    assert len(soup.select(".note-references")) == 1
    assert soup.select_one("#literature .note-references .csl-entry") is not None
    assert soup.select(".bibtex-citation")[1].get_text() == "[2, 1]"
    whole = A + "\n```{bibliography}\n:all:\n```\n"
    built = site({"notes/a.md": whole, "notes/c.md": whole.replace("# A", "# C")})
    assert built.warnings == ""
    assert len(page(built).select(".citation")) == 3
    assert not page(built).select(".note-references")


def test_a_bibliography_elsewhere_stays_as_it_was(site: Callable[..., Built]) -> None:
    """A page of all cited works lists what notes cite, and other documents link to it."""
    files = SITE | {
        "lit.md": "---\norphan: true\n---\n\n# Literature\n\n```{bibliography}\n```\n",
        "index.md": "# H\n\n{cite:p}`good`\n",
    }
    built = site(files)
    conf = CONF.replace(', "sphinx_research_notes"', "").replace("research_notes", "basic")
    plain = site({"conf.py": conf}, into="plain")
    assert [p.get_text() for p in page(built, "lit.html").select(".citation")] == [
        p.get_text() for p in page(plain, "lit.html").select(".citation")
    ]
    assert len(page(built, "lit.html").select(".citation")) == 3
    link = page(built, "index.html").select_one(".bibtex-citation a")
    assert link is not None
    assert str(link["href"]).startswith("lit.html#")
    assert built.warnings == ""


def test_footnotes_of_works_find_a_place(site: Callable[..., Built]) -> None:
    """``footcite`` needs no directive either; if there is one, it takes precedence."""
    built = site(SITE | {"notes/a.md": "# A\n\nOne {footcite}`good`.\n"})
    assert built.warnings == ""
    foot = page(built).select("aside.footnote")
    assert len(foot) == 1
    assert "Weighing" in foot[0].get_text()
    placed = "# A\n\nOne {footcite}`good`.\n\n```{footbibliography}\n```\n\nTwo {footcite}`student`.\n"
    built = site({"notes/a.md": placed})
    assert len(page(built).select("aside.footnote")) == 2
    built = site({"works.bib": BIB.replace("{Errors}", "{Routine Errors}")}, "-v")
    assert read(built) == {"notes/a"}
    built = site(
        {"works.bib": BIB.replace("{Errors}", "{Routine Errors}").replace("{Three}", "{Drei}")}, "-v"
    )
    assert read(built) == {"notes/b"}


def test_files_that_are_none(site: Callable[..., Built]) -> None:
    """A missing bibliography and one in another encoding are reported; the others are used."""
    conf = CONF.replace('["works.bib"]', '["works.bib", "gone.bib", "latin.bib"]')
    built = site(SITE | {"conf.py": conf, "latin.bib": b"\n@misc{lat, title = {M\xfcller}, year = 2000}\n",
                         "notes/a.md": A + "\n{cite:p}`lat`\n"})  # fmt: skip
    said = [line.rpartition("/")[2] for line in built.warnings.strip().splitlines()]
    assert said == [
        (
            "gone.bib:1: WARNING: cannot read bibliography: No such file or directory; skipping it"
            " [notes.bibliography]"
        ),
        "latin.bib:2: WARNING: invalid UTF-8; decoding as Latin-1 [notes.bibliography]",
    ]
    assert any("Müller" in each for each in entries(built))


@pytest.mark.parametrize("style", ["label", "author_year", "super"])
def test_a_work_without_names_and_title_goes_by_its_key(site: Callable[..., Built], style: str) -> None:
    """In bibtex a broken entry, or one without usable fields, would end the build."""
    conf = CONF + f'bibtex_reference_style = "{style}"\n'
    bib = (
        "@misc{bare, author = {{}}, year = 2000}\n@book{broken, title = {Un {closed}, year = {2001}}\n" + BIB
    )
    said = "X {cite:t}`bare` {cite:ps}`broken,bare` {cite:author}`bare` {cite:year}`broken`.\n"
    built = site(SITE | {"conf.py": conf, "works.bib": bib, "notes/a.md": f"# A\n\n{said}"})
    assert built.warnings.count("WARNING") == built.warnings.count("[notes.bibliography]") == 3
    assert (
        "a.md:3: WARNING: bare: expected an author, editor or title, found none; showing the key"
        in built.warnings
    )
    assert {"bare. 2000.", "broken."} <= {re.sub(r"^\[\w+\] |^\d+\. ?", "", each) for each in entries(built)}


def test_an_unknown_work_of_a_footnote(site: Callable[..., Built]) -> None:
    """Its key stays in the text, and the note is read again when the entry is added."""
    built = site(SITE | {"notes/a.md": "# A\n\nOne {footcite}`student,new`.\n"})
    assert built.warnings.count("WARNING") == 1
    assert "a.md:3: WARNING: unknown BibTeX key 'new'" in built.warnings
    assert len(page(built).select("aside.footnote")) == 1
    built = site({"works.bib": BIB + "@misc{new, title = {New}, year = 2020}\n"}, "-v")
    assert read(built) == {"notes/a"}
    assert len(page(built).select("aside.footnote")) == 2


def test_footnotes_of_two_notes_on_one_page(site: Callable[..., Built]) -> None:
    """Footnotes to the same work or with the same name link to their own note's, and back."""
    text = "# {0}\n\nOne {{footcite}}`good`, two[^n] and again[^n].\n\n[^n]: Of {0}.\n"
    index = "# Home\n\n```{toctree}\nnotes/a\nnotes/b\n```\n"
    files = {"index.md": index, "notes/a.md": text.format("A"), "notes/b.md": text.format("B")}
    built = site({**SITE, **files, "notes/b.rst": None}, builder="singlehtml")
    assert built.warnings == ""
    soup = page(built, "index.html")
    assert not repeated_ids(soup)
    calls = soup.select("a.footnote-reference")
    assert len(calls) == 6
    for call in calls:
        foot = soup.find(id=str(call["href"])[1:])
        assert foot is not None
        mark = call if call.get("id") else call.parent
        assert mark is not None
        assert f"#{mark['id']}" in {link["href"] for link in foot.select("a[role=doc-backlink]")}


def test_a_key_that_no_bibliography_has_is_no_work(site: Callable[..., Built]) -> None:
    """It has no page until a bibliography contains it."""
    built = site(SITE | {"notes/a.md": "# A\n\n{cite:t}`good`, {cite:t}`gud`, {footcite}`god`.\n"})
    assert {name for name in built.files() if name.startswith("notes/works/g")} == {"notes/works/good.html"}
    built = site({"works.bib": BIB + "@misc{gud, title = {New}, year = 2020}\n"})
    assert "notes/works/gud.html" in built.files()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes/a.md", "# A\n\n## Footcite good\n\nSee {footcite}`good` here.\n"),
        ("notes/a.rst", "A\n=\n\nFootcite good\n-------------\n\nSee :footcite:`good` here.\n"),
    ],
)
def test_a_work_of_a_footnote_by_any_id(site: Callable[..., Built], name: str, text: str) -> None:
    """It is one of the note's works, even if a section has the id that its footnote would have."""
    built = site(SITE | {"notes/a.md": None, "notes/b.rst": None, name: text})
    assert "See here." in " ".join(page(built, "notes/works/good.html").get_text().split())


def test_what_ifconfig_holds_is_told_of_nowhere(site: Callable[..., Built]) -> None:
    """No other page shows what its own page leaves out."""
    conf = CONF.replace('["myst_parser"', '["sphinx.ext.ifconfig", "myst_parser"')
    b = "B\n=\n\n.. ifconfig:: version == '2'\n\n   Zebra :cite:p:`good`, :doc:`a`.\n\nShown.\n"
    built = site(SITE | {"conf.py": conf, "notes/b.rst": b})
    for name in ("notes/b", "notes/a", "notes/works/good"):
        assert "Zebra" not in built.text(f"{name}.html")


def test_an_unlisted_entry_is_told_of_nowhere(site: Callable[..., Built]) -> None:
    """No page shows its works or its sentences, even if its stream is a note."""
    stream = (
        "---\ndate: 2024-01-01\n---\n# S\n\nSeen {cite:t}`good`.\n\n"
        "```{entry} 2024-01-05\n:visibility: unlisted\n\nZebra {cite:t}`good` and {cite:t}`three`.\n```\n"
    )
    built = site(SITE | {"notes/a.md": stream, "notes/b.rst": None})
    works = built.text("notes/works/good.html")
    assert "Seen Good" in works
    assert "Zebra" not in works
    assert "notes/works/three.html" not in built.files()
    assert len(entries(built)) == 2


@pytest.mark.parametrize("before", ["", "Above {footcite}`new`.\n\n"])
def test_an_unknown_work_of_a_footnote_in_a_stream(site: Callable[..., Built], before: str) -> None:
    """Its key stays, also in the first entry, not yet named while it is read, and in the text above."""
    stream = f"# Stream\n\n{before}```{{entry}} 2024-01-05\n\nOne {{footcite}}`new`, two.\n```\n"
    built = site(SITE | {"notes/a.md": None, "stream.md": stream})
    assert "stream.md:" in built.warnings
    assert "unknown BibTeX key 'new'" in built.warnings
    assert "One new, two." in page(built, "stream.html").get_text()
    built = site({"works.bib": BIB + "@misc{new, title = {New}, year = 2020}\n"}, "-v")
    assert read(built) == {"stream"}
    assert len(page(built, "stream.html").select("aside.footnote")) == 1
    assert "New" in built.text("notes/works/new.html")


def test_a_footnote_has_what_the_list_would_have(site: Callable[..., Built]) -> None:
    """Entries that bibtex cannot format as they are, and keys with the same id, work in footnotes too."""
    bib = (
        "@report{re, author = {Ann A}, title = {50% of it}, institution = {I}, date = {2001-02}}\n"
        "@book{bare, year = 2000}\n@misc{a+b, title = {Plus}}\n@misc{a/b, title = {Slash}}\n"
    )
    text = "# A\n\n{footcite}`re,bare` {footcite:t}`bare,RE` {footcite}`a+b` {footcite}`a/b`\n"
    built = site(SITE | {"works.bib": bib + BIB, "notes/a.md": text})
    assert built.warnings.count("WARNING") == 1
    assert (
        "a.md:3: WARNING: bare: expected an author, editor or title, found none; showing the key"
        in built.warnings
    )
    feet = [each.get_text() for each in page(built).select("aside.footnote p")]
    report = "Ann A. 50% of it. Technical Report, I, February 2001."
    assert [each.strip() for each in feet] == [
        f"{each} Notes citing it" for each in (report, "bare. 2000.", "Plus.", "Slash.")
    ]
    listed = site({"notes/a.md": text.replace("footcite", "cite")})
    assert report in " ".join(entries(listed))


def test_an_unknown_work_is_named_once_with_the_nearest(site: Callable[..., Built]) -> None:
    """Its key stays in the text, beside the known works."""
    built = site(SITE | {"notes/a.md": "# A\n\nX {cite:p}`goood,student` Y {cite:p}`zzz`.\n"})
    lines = built.warnings.strip().splitlines()
    assert [line.partition("WARNING: ")[2] for line in lines] == [
        "unknown BibTeX key 'goood'; did you mean 'good'? [notes.citation]",
        "unknown BibTeX key 'zzz' [notes.citation]",
    ]
    assert all("a.md:3: " in line for line in lines)
    text = page(built).select_one(".e-content p")
    assert text is not None
    assert text.get_text() == "X [Stu27] goood Y zzz."


@pytest.mark.parametrize("target", ["a{", "{x}", "a b", ",", "{" * 50])
def test_a_citation_that_cannot_be_read_stays_text(site: Callable[..., Built], target: str) -> None:
    """In bibtex it would end the build."""
    built = site(SITE | {"notes/a.md": f"# A\n\nX {{cite:p}}`{target}` Y.\n"})
    assert "[notes.citation]" in built.warnings
    assert target in page(built).get_text()


def test_works_of_an_entry_stand_at_the_foot_of_its_stream(site: Callable[..., Built]) -> None:
    """A page that shows the entry in full links there."""
    stream = "# Log\n\n```{entry} 2024-01-02\nOn {cite:p}`good`.\n```\n"
    built = site(SITE | {"log.md": stream})
    assert entries(built, "log.html") == ["[Goo50] Irving Good. Weighing. P, 1950."]
    link = page(built, "notes/stream.html").select_one(".bibtex-citation a")
    assert link is not None
    assert link["href"] == "../log.html#ref-good"
    assert built.warnings == ""


def test_a_note_in_full_elsewhere_has_its_references_there(site: Callable[..., Built]) -> None:
    """They have ids of their own."""
    built = site(SITE | {"index.md": "# H\n\n```{notes}\n:style: full\n```\n"})
    soup = page(built, "index.html")
    assert len(soup.select(".note-references")) == 2
    ids = {str(tag["id"]) for tag in soup.select("[id]")}
    for link in soup.select(".note-full a[href^='#']"):
        assert str(link["href"])[1:] in ids, link


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "xml"]
)
def test_every_builder_has_the_references(site: Callable[..., Built], builder: str) -> None:
    """Without warnings, in each builder's own form; in LaTeX the links lead to its bibliography."""
    files = SITE | {"index.md": "# Home\n\n```{toctree}\nnotes/a\nnotes/b\n```\n"}
    built = site(files, builder=builder)
    assert built.warnings == ""
    texts = "".join(p.read_text("utf-8", "replace") for p in built.outdir.rglob("*")
                    if p.suffix in {".html", ".xhtml", ".tex", ".txt", ".1", ".texi", ".xml"})  # fmt: skip
    assert "Weighing" in texts
    if builder == "latex":
        for key in re.findall(r"\\hyperlink\{cite\.([^}]*)\}", texts):
            assert f"hypertarget{{cite.{key}}}" in texts or f"]{{{key}}}" in texts
        assert "ref-good" in texts
    if builder == "singlehtml":
        ids = re.findall(r'id="([^"]*ref-[^"]*)"', texts)
        assert len(ids) == len(set(ids)) == 4
        assert set(re.findall(r'href="#([^"]*ref-[^"]*)"', texts)) == set(ids)


ONLY = """\
A
=

.. only:: inside

   Kept among us, as :cite:t:`three` has it, and :doc:`b`.

.. only:: html

   On screen, as :cite:t:`good` has it, and :doc:`b`.

Last of all, :cite:t:`student`.
"""


@pytest.mark.parametrize("builder", ["html", "text"])
def test_what_only_leaves_out_is_cited_nowhere(
    site: Callable[..., Built], tmp_path: Path, builder: str
) -> None:
    """It is in no reference list, and no other page shows it, whichever builder made the records."""
    files = {**SITE, "notes/a.md": None, "notes/a.rst": ONLY, "notes/b.rst": "B\n=\n"}
    inside = site(files, "-t", "inside", "-d", str(tmp_path / "doctrees"))
    assert "Kept among us" in inside.text("notes/b.html")
    assert "Kept among us" in inside.text("notes/works/three.html")
    built = site({}, "-d", str(tmp_path / "doctrees"), builder=builder, into=builder)
    suffix = "txt" if builder == "text" else "html"
    said = "".join(built.text(name) for name in built.files() if name.endswith(suffix))
    assert "Kept among us" not in said
    assert "Three" not in built.text(f"notes/a.{suffix}")
    if builder == "html":
        assert "On screen, as Good" in built.text("notes/b.html")
        assert "On screen, as Good" in built.text("notes/works/good.html")
        assert 'content="Last of all' in built.text("notes/a.html")
        assert not (built.outdir / "notes/works/three.html").exists()
        assert "Three" not in built.text("notes/works/index.html")
        assert len(entries(built)) == 2


def test_references_can_be_left_to_bibtex(site: Callable[..., Built]) -> None:
    """With ``notes_references = False`` a note needs a bibliography, as in any project."""
    built = site(SITE | {"conf.py": CONF + "notes_references = False\n"})
    assert "note-references" not in built.text("notes/a.html")
    assert 'could not find bibtex key "good"' in built.warnings


def test_a_section_of_that_name(site: Callable[..., Built]) -> None:
    """A note's section called References keeps its anchor; our list gets another."""
    built = site(SITE | {"notes/a.md": A + "\n## References\n\nMine.\n\n## Ref good\n\nx\n"})
    soup = page(built)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert soup.select_one("section#references") is not None
    link = soup.select_one(".bibtex-citation a")
    assert link is not None
    assert link["href"] == "#ref-good-2"


ONCE = {
    "conf.py": CONF + 'bibtex_default_style = "unsrt"\n',
    "works.bib": "@article{x, author = {Lind, Bo}, title = {On $P$}, journal = {J}, year = 1999}\n"
    "@misc{y, title = {$K$-theory \\& more}, year = 1998}\n",
    "index.md": "# Home\n\n```{toctree}\nnotes/a\nnotes/c\n```\n",
    "notes/a.md": "# A\n\nSee {cite:t}`x`, {cite:t}`y` and {cite:p}`{see}x{p. 3}`; {cite:ct}`x`.\n",
    "notes/c.md": "# C\n\n## Ref x\n\nSee {cite:t}`y`, {cite:t}`x` and {cite:p}`{see}x{p. 3}`.\n",
}


@pytest.mark.parametrize(
    ("name", "said", "leads"),
    [
        ("a", "See Lind [1], K-theory & more [2] and [see 1, p. 3]; Lind [1].", "x y x x"),
        ("c", "See K-theory & more [1], Lind [2] and [see 2, p. 3].", "y x x"),
    ],
)
def test_notes_share_what_was_written(site: Callable[..., Built], name: str, said: str, leads: str) -> None:
    """A citation is rendered once, and each note inserts its own labels and ids."""
    built = site(ONCE)
    assert built.warnings == ""
    soup = page(built, f"notes/{name}.html")
    ids = [tag["id"] for tag in soup.select(".csl-entry")]
    order = dict(zip(dict.fromkeys(leads.split()), ids, strict=True))
    links = [link["href"] for link in soup.select(".bibtex-citation a")]
    assert links == [f"#{order[key]}" for key in leads.split()]
    for hidden in soup.select("[popover], button, annotation"):
        hidden.decompose()
    assert said in " ".join(soup.select_one(".e-content").get_text().split())


@pytest.mark.parametrize("builder", ["text", "latex", "singlehtml", "epub"])
def test_what_notes_share_elsewhere(site: Callable[..., Built], builder: str) -> None:
    """No builder leaves a placeholder for a label or an id."""
    built = site(ONCE, builder=builder)
    assert built.warnings == ""
    texts = [path.read_text("utf-8") for path in built.outdir.rglob("*")
             if path.suffix in {".txt", ".tex", ".html", ".xhtml"}]  # fmt: skip
    assert texts
    assert not [text for text in texts if re.search("[\ue010-\ue012]", text)]
    if builder == "text":
        assert "See Lind [1], *K-theory & more* [2] and [see 1, p. 3]; Lind [1]." in built.text("notes/a.txt")


def test_places_have_ids_of_their_own(site: Callable[..., Built]) -> None:
    """Ids come from the cited key, whatever precedes; also in reStructuredText within Markdown."""
    text = (
        "# Of {cite:t}`good`\n\n## Cite three\n\n{cite:p}`good,student`, {cite:t}`student`.\n\n"
        "```{eval-rst}\nSee :cite:p:`good` [#f]_.\n\n.. [#f] Foot.\n```\n\n{cite:p}`three`\n"
    )
    built = site(SITE | {"notes/a.md": text})
    assert built.warnings == ""
    soup = page(built)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    cited = [tag["id"] for tag in soup.select(".bibtex-citation")]
    assert cited == ["cite-good", "cite-good-2", "cite-student", "cite-good-3", "cite-three-2"]


def test_no_link_stands_in_a_link(site: Callable[..., Built]) -> None:
    """A citation in the text of a link is not a link itself, but the list links to it."""
    built = site(SITE | {"notes/a.md": "# A\n\n[See *{cite:t}`good`*](b.rst), {cite:t}`student`.\n"})
    assert built.warnings == ""
    soup = page(built)
    assert not soup.select("a a")
    assert soup.select_one("a[href='b.html'] .bibtex-citation").get_text() == "Good [Goo50]"
    assert soup.select_one("#ref-good [role=doc-backlink]")["href"] == "#cite-good"


@pytest.mark.parametrize("builder", ["html", "singlehtml"])
def test_no_way_back_to_what_is_not_there(site: Callable[..., Built], builder: str) -> None:
    """Content hidden by a condition gets no backlinks, and works cited only there are not listed."""
    text = (
        "A\n=\n\n:cite:p:`good`\n\n.. ifconfig:: False\n\n   :cite:p:`good` :cite:p:`student`\n\n"
        ".. ifconfig:: True\n\n   :cite:p:`three`\n"
    )
    conf = CONF.replace('"sphinx_research', '"sphinx.ext.ifconfig", "sphinx_research')
    index = "# Home\n\n```{toctree}\nnotes/a\n```\n"
    built = site({"conf.py": conf, "works.bib": BIB, "index.md": index, "notes/a.rst": text}, builder=builder)
    assert built.warnings == ""
    soup = page(built, "notes/a.html" if builder == "html" else "index.html")
    assert len(soup.select(".csl-entry")) == 2
    ids = {tag["id"] for tag in soup.select("[id]")}
    assert not [a for a in soup.select("[role=doc-backlink]") if a["href"][1:] not in ids]


def test_what_an_entry_refers_to_is_missing(site: Callable[..., Built]) -> None:
    """It is reported once, with the entry's line."""
    bib = BIB + "@misc{lost, title = {Lost}, crossref = {nowhere}, xdata = {good, gone}}\n"
    built = site(SITE | {"works.bib": bib})
    assert re.findall(r"works\.bib:(\d+): WARNING: (.*)", built.warnings) == [
        ("4", f"lost: unknown crossref or xdata key {name!r}; ignoring it [notes.bibliography]")
        for name in ("nowhere", "gone")
    ]


def test_what_is_no_doi_is_no_link(site: Callable[..., Built]) -> None:
    """It is shown unchanged."""
    bib = BIB.replace("10.1000/1", "none yet")
    built = site(SITE | {"works.bib": bib})
    assert "doi:none yet" in entries(built)[1]
    assert "doi.org" not in built.text("notes/a.html")


def test_what_is_said_of_a_note_that_cites(site: Callable[..., Built]) -> None:
    """An untitled note is named with its citations; a sentence that cites three times is shown once."""
    text = '---\ntitle: ""\n---\n{cite:t}`good` says {footcite}`good` this {cite:p}`good`.\n'
    built = site(SITE | {"notes/a.md": text, "notes/b.rst": None})
    assert built.warnings == ""
    assert page(built).h1.get_text() == "Good [Goo50] says this."
    work = page(built, "notes/works/good.html")
    assert [each.get_text() for each in work.select(".passage")] == ["Good [Goo50] says this [Goo50]."]


def test_an_unknown_style_of_bibliographies(site: Callable[..., Built]) -> None:
    """It is reported once, with the existing styles."""
    built = site(SITE | {"conf.py": CONF + 'bibtex_default_style = "apa"\n'})
    assert re.fullmatch(
        r"WARNING: bibtex_default_style: expected a bibliography style \(alpha, .*\), got 'apa'; "
        r"using 'plain' \[notes.config\]\n",
        built.warnings,
    )
    assert entries(built)[0].startswith("[1] Irving Good.")


def test_what_lists_by_hand_cannot_read(site: Callable[..., Built]) -> None:
    """A brace or percent sign that pybtex fails on neither ends the build nor loses text."""
    bib = BIB + (
        "@misc{url, title = {T}, howpublished = {\\url{https://h.org/a%20b_c}}, year = 2001}\n"
        "@misc{cent, author = {A, B}, title = {100% sure of 5 % things}, year = 2018}\n"
    )
    page_ = "# P\n\n{cite}`url`, {cite}`cent`\n\n```{bibliography}\n```\n"
    own = "# A\n\n{cite}`cent`\n\n```{bibliography}\n:all:\n```\n"
    built = site({"conf.py": CONF, "works.bib": bib, "index.md": page_, "notes/a.md": own})
    for name in ("index.html", "notes/a.html"):
        assert "100% sure of 5 % things" in page(built, name).get_text()
        assert page(built, name).select_one("a[href='https://h.org/a%20b_c']")


def test_ids_after_a_list_stay(site: Callable[..., Built]) -> None:
    """An entry that a note does not cite changes nothing in it, even if its author has placed the list."""
    own = "# A\n\n{cite}`good`\n\n```{bibliography}\n:filter: docname in docnames\n```\n\n"
    own += "```{table} Cap\n| a | b |\n|---|---|\n| 1 | 2 |\n```\n"
    files = {"conf.py": CONF, "works.bib": BIB, "index.md": "# Home\n", "notes/a.md": own}
    before = [tag["id"] for tag in page(site(files)).select("[id]")]
    built = site({"works.bib": BIB + "@misc{zz, title = {Z}, year = 2000}\n"}, "-E")
    assert [tag["id"] for tag in page(built).select("[id]")] == before


def test_keys_that_no_id_can_hold(site: Callable[..., Built]) -> None:
    """Their ids are derived from the keys all the same, whatever else is cited before."""
    bib = "".join(f"@misc{{{key}, title = {{T{key}}}, year = 2000}}\n" for key in ("много", "мало", "李2020"))
    files = {"conf.py": CONF, "works.bib": bib, "index.md": "# Home\n"}
    first = page(site(files | {"notes/a.md": "# A\n\n{cite:p}`мало`, {cite:p}`李2020`\n"}))
    ids = {tag["id"] for tag in first.select(".bibtex-citation, .csl-entry")}
    assert len(ids) == 4
    assert all(re.fullmatch(r"(cite|ref)-(2020-)?[0-9a-f]{6}", each) for each in ids)
    again = page(site({"notes/a.md": "# A\n\n{cite:p}`много`, {cite:p}`мало`, {cite:p}`李2020`\n"}))
    assert ids < {tag["id"] for tag in again.select("[id]")}


def test_titles_keep_their_ids_to_themselves(site: Callable[..., Built]) -> None:
    """A theme that lists the sections of a page doesn't repeat the ids in titles."""
    conf = CONF.replace('"research_notes"\n', '"furo"\n', 1)
    text = "# A {cite:p}`good`\n\n## Why {cite:p}`student`\n\nSo {cite:p}`good`.\n\n## So\n\nx\n"
    built = site(SITE | {"conf.py": conf, "notes/a.md": text})
    ids = [
        tag["id"] for tag in BeautifulSoup(built.text("notes/a.html"), "html.parser").select("[id^=cite-]")
    ]
    assert sorted(ids) == ["cite-good", "cite-good-2", "cite-student"]


def test_lists_of_notes_in_latex(site: Callable[..., Built]) -> None:
    """Each note has its own list, with its own labels, to which its citations link."""
    index = "# Home\n\n```{toctree}\nnotes/a\nnotes/b\n```\n"
    conf = CONF + 'bibtex_default_style = "plain"\n'
    built = site(SITE | {"conf.py": conf, "index.md": index}, builder="latex")
    assert built.warnings == ""
    text = next(path.read_text("utf-8") for path in built.outdir.glob("*.tex"))
    assert "bibitem" not in text
    assert text.count("section*{References}") == 2
    lead = re.findall(r"\\hyperlink\{([^}]*)\}", text)
    there = re.findall(r"\\hypertarget\{([^}]*)\}", text)
    assert set(lead) == set(there)
    assert len(there) == len(set(there)) == 4


def test_what_an_entry_cites_the_entry_cites(site: Callable[..., Built]) -> None:
    """Its stream, even if a note itself, is not listed as citing the work too."""
    stream = "# Stream\n\n```{entry} 2024-01-05\n\nSays {cite:t}`good`.\n```\n\nAnd {cite:t}`student`.\n"
    built = site(SITE | {"notes/a.md": stream, "notes/b.rst": None})
    assert built.warnings == ""
    for key in ("good", "student"):
        assert len(page(built, f"notes/works/{key}.html").select(".mentions > li")) == 1


def test_a_name_that_looks_like_markup(site: Callable[..., Built]) -> None:
    """A project's name is text."""
    built = site(SITE | {"conf.py": CONF + 'project = "D & <Co>"\n'})
    soup = page(built)
    assert soup.title.get_text().endswith("— D & <Co>")
    assert "D & <Co>" in soup.footer.get_text()


@pytest.mark.parametrize("suffix", ["md", "rst"])
def test_works_in_footnotes_stay_where_they_are_placed(site: Callable[..., Built], suffix: str) -> None:
    """Other footnotes of the document are collected at its end, as usual."""
    if suffix == "md":
        text = (
            "# B\n\nOne {footcite}`good`, two[^a].\n\n```{footbibliography}\n```\n\nAfter.\n\n[^a]: Foot.\n"
        )
    else:
        text = (
            "B\n=\n\nOne :footcite:`good`, two [#a]_.\n\n.. footbibliography::\n\nAfter.\n\n.. [#a] Foot.\n"
        )
    built = site(SITE | {"notes/b.rst": None, f"notes/b.{suffix}": text})
    assert built.warnings == ""
    said = page(built, "notes/b.html").select_one(".e-content").get_text(" ", strip=True)
    assert said.index("Irving Good") < said.index("After.") < said.index("Foot.")


def test_a_page_that_is_no_note_lists_what_no_other_page_does(site: Callable[..., Built]) -> None:
    """Works that a bibliography lists, and unknown ones, are left to bibtex."""
    page_text = "# Plain\n\n{cite:t}`good` and {cite:p}`student,nokey`.\n"
    files = SITE | {"plain.md": page_text, "index.md": "# H\n\n```{toctree}\nplain\nnotes/a\n```\n"}
    built = site(files)
    assert built.warnings.count("\n") == built.warnings.count('could not find bibtex key "nokey"') == 1
    assert [each[:7] for each in entries(built, "plain.html")] == ["[Goo50]", "[Stu27]"]
    assert "Good [Goo50]" in page(built, "plain.html").get_text()
    assert repeated_ids(page(built, "plain.html")) == []
    # An entry that has changed, or a bibliography that lists one, changes the page.
    files |= {"plain.md": page_text.replace(",nokey", ""), "works.bib": BIB.replace("Weighing", "Measuring")}
    site(files)
    built = site({"works.bib": BIB.replace("Weighing", "Weights")})
    assert built.warnings == ""
    assert "Weights" in built.text("plain.html")
    lists = {"refs.md": "---\norphan: true\n---\n\n# Refs\n\n```{bibliography}\n```\n"}
    built = site(lists)
    assert "refs.html#" in built.text("plain.html")
    assert "note-references" not in built.text("plain.html")
    clean = site(lists, "-E", into="clean")
    assert re.sub(r"v=\w+", "", clean.text("plain.html")) == re.sub(r"v=\w+", "", built.text("plain.html"))
    for builder, name in (("latex", ""), ("singlehtml", "index.html"), ("text", "plain.txt")):
        built = site({"refs.md": None}, builder=builder, into=builder)
        assert built.warnings == ""
        text = built.text(name) if name else next(built.outdir.glob("*.tex")).read_text("utf-8")
        assert "Weights" in text
        assert builder != "singlehtml" or repeated_ids(page(built, name)) == []


def test_without_notes_citations_are_bibtexs(site: Callable[..., Built]) -> None:
    """Nothing is listed for a page of a project without notes."""
    conf = CONF.replace('notes_match = ["notes/**"]\n', "")
    built = site({"conf.py": conf, "works.bib": BIB, "index.md": "# H\n\n{cite:t}`good`\n"})
    assert 'could not find bibtex key "good"' in built.warnings
    assert "note-references" not in built.text("index.html")


AS_PEOPLE_HAVE_THEM = r"""
@book{extended, author = {given=Simon, family=Beumont and family=Maistre, given=Joseph, prefix=de},
  title = {Rain}, publisher = {P}, date = {2001}}
@article{others, author = {First, A. and others}, title = {Attention}, journal = {J}, year = {2002}}
@article{more, author = {First, A. and Second, B. and {et al.}}, title = {More}, journal = {J}, year = {2003}}
@book{edited, editor = {Third, C. and others}, title = {Edited}, publisher = {P}, year = {2004}}
@article{accents, author = {Biran{\c c}on, Q. and Erd{\H o}s, P. and {\L}oj, R.}, year = {1990},
  journal = {J}, title = {\~{\^e} \d{u} \'{\ae} \ng\ \{x\} \textmu m 5\,\texteuro{} `a'
  \LaTeX{} \ensuremath{\alpha} \mbox{DNA}}}
@book{two, author = {Knuth, D.}, title = {Two}, publisher = {P}, year = {{\noopsort{1973b}}1973}}
@book{one, author = {Knuth, D.}, title = {Vol. One}, publisher = {P}, year = {{\noopsort{1973a}}1973}}
@article{german, author = {M{\"u}ller, K.}, title = {Die Lehre von den Farben}, journal = {J}, year = 2005,
  langid = {german}}
@book{chinese, author = {王, 小明}, title = {雨}, publisher = {出版社}, year = {2008}}
@book{russian, author = {Толстой, Лев}, title = {Анна Каренина}, publisher = {P}, year = {1941}}
@misc{strange, author = {Odd, O.}, title = {A \foo{bar}}, year = {2009}}
"""


def test_bibliographies_as_people_have_them(site: Callable[..., Built]) -> None:
    """Names, accents, signs, languages: in list, citations, labels, for machines; the unknown is reported."""
    keys = re.findall(r"^@\w+{(\w+)", AS_PEOPLE_HAVE_THEM, re.MULTILINE)
    note = "# A\n\n" + "".join(f"{{cite:t}}`{key}`\n\n" for key in keys) + "{cite:p}`others`\n"
    built = site(SITE | {"works.bib": AS_PEOPLE_HAVE_THEM, "notes/a.md": note, "notes/b.rst": None})
    assert built.warnings.count("\n") == 1
    assert "a.md:23: WARNING: strange: unsupported LaTeX: \\foo; showing it as" in built.warnings
    assert entries(built) == [
        "[BdM01] Simon Beumont and Joseph de Maistre. Rain. P, 2001.",
        "[BEŁ90] Q. Birançon, P. Erdős, and R. Łoj. Ễ ụ ǽ ŋ {x} µm 5 € ‘a’ LaTeX α DNA. J, 1990.",
        "[F+02] A. First et al. Attention. J, 2002.",
        "[FS+03] A. First, B. Second, et al. More. J, 2003.",
        "[Knu73a] D. Knuth. Vol. One. P, 1973.",
        "[Knu73b] D. Knuth. Two. P, 1973.",
        "[Mul05] K. Müller. Die Lehre von den Farben. J, 2005.",
        "[Odd09] O. Odd. A \\foo{bar}. 2009.",
        "[T+04] C. Third et al., editors. Edited. P, 2004.",
        "[Тол41] Лев Толстой. Анна Каренина. P, 1941.",
        "[王小明08] 王小明. 雨. 出版社, 2008.",
    ]
    said = [each.get_text() for each in page(built).select(".bibtex-citation")]
    assert said[:4] == ["Beumont and de\xa0Maistre [BdM01]", "First et al. [F+02]", "First et al. [FS+03]",
                        "Third et al. [T+04]"]  # fmt: skip
    html = built.text("notes/a.html")
    assert "citation_author=Simon Beumont;citation_author=Joseph de Maistre" in html
    assert "citation_title=Attention;citation_author=A. First;citation_p" in html
    assert "others" not in BeautifulSoup(html, "html.parser").get_text()
    emphatic = [each.get_text() for each in page(built).select(".bibtex-citation em")]
    assert emphatic == ["et al."] * 4
    private = re.compile("[\U000f0000-\U0010ffff]")
    assert not [name for name in built.files() if name.endswith((".html", ".js", ".json")) and private.search(
        built.text(name))]  # fmt: skip
    assert "First et al. 2002" in built.text("notes/works/index.html")
