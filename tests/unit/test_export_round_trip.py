"""Citing a note from its BibTeX, RIS or CSL-JSON shows what the note says, for any title and names."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import bibtexparser
import pytest
import rispy
from bs4 import BeautifulSoup
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import BibliographyData
from pybtex.database.input.bibtex import Parser

from sphinx_research_notes.citations.bibfiles import parse
from sphinx_research_notes.citations.export_formats import bibtex, csl_json, ris
from sphinx_research_notes.citations.note_citation import Citation, Name, name_of, plain
from sphinx_research_notes.citations.works import facts_of, work_of
from sphinx_research_notes.model.author_names import named_authors
from sphinx_research_notes.model.note import Author

if TYPE_CHECKING:
    from sphinx_research_notes.citations.works import Facts

DAY = date(2024, 3, 14)

#: Words of titles and names with a special meaning in BibTeX, LaTeX or a parser of either.
NASTY = (
    *r"""
    a^b {x} <i>x</i> &amp; &lt; \ \input \alpha $5 $x$ 50% R&D C# a_b ~ `q' ``q'' '' ' "q" -- --- !` ?` ,, <<
    >> @misc{x, } { and others given=A family=B Jr. III van A, é Ł ạ ﬁ ₂ CO₂ x¹⁰ ≤ α Ωμ λόγος Иван 王 小明
    山田 김 أحمد כהן राम 𝔽 🌧 NASA iOS The O'Neil Smith-Jones 1984 … “q” «q» µ ½ − * [ ] | = / . ?
    """.split(),
    "et al.", "de la", "e\u0301", "\u00a0", "\u200b",
)  # fmt: skip
#: Without private-use characters, which have no meaning in other programs.
letters = st.text(st.characters(exclude_categories=["Co", "Cs"]), max_size=6)
words = st.lists(st.sampled_from(NASTY) | letters, min_size=1, max_size=6).map(" ".join)
_PARTS = (
    *r"""
    Ada Brook van Lind Jr. O'Neil 王 小明 Ł and others { } \ $ % & _ ~ # , given=A The III A. Smith-Jones Иван
    أحمد -- ' " ₂
    """.split(),
    "et al.", "de la", "e\u0301",
)  # fmt: skip
names = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=4).map(" ".join).filter("et al.".__ne__)


def typeset(text: str) -> str:
    """Return *text* as LaTeX prints it: with curly apostrophes."""
    return plain(text).replace("'", "’")


def citing(citation: Citation) -> tuple[Facts, str]:
    """Return the facts about a note as cited from its ``.bib``, and the reference as plain text."""
    data = BibliographyData()
    assert not list(parse(bibtex(citation), data, Parser().macros))
    entries = data.entries
    domain = SimpleNamespace(bibdata=SimpleNamespace(data=SimpleNamespace(entries=entries)))
    config = SimpleNamespace(bibtex_default_style="plain", html_math_renderer="mathjax")
    env: Any = SimpleNamespace(domains={"cite": domain}, config=config)
    facts = facts_of(env, citation.key)
    assert facts is not None
    html = work_of(env, citation.key).html
    return facts, " ".join(BeautifulSoup(html, "html.parser").get_text().split())


cited = partial(Citation, key="k2024", day=DAY, site="Notes", url="https://example.org/a")


@example("a^b {x}")
@example("Foo\\others $x$ -- 'q' ?`")
@given(words)
def test_a_title(title: str) -> None:
    """A title is the same in the three formats and in a citation."""
    citation = cited(title=title)
    facts, reference = citing(citation)
    if not plain(title):
        return
    assert facts.title.replace("\u00a0", " ") == typeset(title).replace("\u00a0", " ")
    assert typeset(title).casefold().rstrip(".?!") in reference.casefold()
    (record,) = rispy.loads(ris(citation))
    assert record["title"] == plain(title)
    assert CiteProcJSON(json.loads(csl_json(citation)))["k2024"]["title"] is not None
    assert json.loads(csl_json(citation))[0]["title"] == plain(title)
    library = bibtexparser.parse_string(bibtex(citation))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["k2024"]


@example([("others", "")])
@example([("Brook", "Ada"), ("others", "")])
@example([("given=A", "family=B")])
@given(st.lists(st.tuples(names, names | st.just("")), min_size=1, max_size=3))
def test_names(people: list[tuple[str, str]]) -> None:
    """The authors are the same in a citation, in the same order."""
    found = tuple(Name(plain(family), plain(given)) for family, given in people)
    facts, _ = citing(cited(title="Rain", names=found))
    said = [re.sub(r"\s", "", name) for name in facts.authors]
    assert said == [_in_order(name) for name in found]
    (record,) = rispy.loads(ris(cited(title="Rain", names=found)))
    assert record["authors"] == [name.inverted for name in found]
    authors = CiteProcJSON(json.loads(csl_json(cited(title="Rain", names=found))))["k2024"]["author"]
    assert len(authors) == len(found)


def _in_order(name: Name) -> str:
    """Return the letters of *name* in spoken order."""
    east = not re.search(r"[^\s王小明]", name.family + name.given)
    parts = (name.family, name.given) if east else (name.given, name.family, name.suffix)
    return re.sub(r"\s", "", typeset(" ".join(parts)))


@pytest.mark.parametrize(
    ("author", "spoken"),
    [
        ("Ludwig van Beethoven", "Ludwig van Beethoven"), ("Bo Lind, Jr.", "Bo Lind Jr."),
        ("The Rain and Gauge Society", "The Rain and Gauge Society"), ("王小明", "王小明"),
        ("山田 太郎", "山田 太郎"), ("José Ångström", "José Ångström"), ("Plato", "Plato"),
        ("Nguyễn Văn Ạn", "Nguyễn Văn Ạn"), ("Лев Толстой", "Лев Толстой"),
        ("Jose\u0301 O'Neil", "José O’Neil"),
    ],
)  # fmt: skip
def test_authors_of_notes(author: str, spoken: str) -> None:
    """Names as written in front matter are cited correctly."""
    facts, reference = citing(cited(title="Rain", names=(name_of(Author(name=author)),)))
    assert facts.authors == (spoken,)
    assert spoken.replace(" Jr.", ", Jr.") in reference


def test_authors_as_front_matter_describes_them() -> None:
    """Institutions in braces, inverted names, and names with an address are cited correctly."""
    for text, spoken in (
        ("{Inst. for X and Y}", "Inst. for X and Y"),
        ("{Sand, Ben and Sons}", "Sand, Ben and Sons"),
        ("Example, Ada, Jr.", "Ada Example Jr."),
        ("Jo van der Berg (jo@example.org)", "Jo van der Berg"),
        ("[Ada Example](https://ada.example)", "Ada Example"),
    ):
        (author,) = named_authors(text, {})
        facts, reference = citing(cited(title="Rain", names=(name_of(author),)))
        assert facts.authors == (spoken,)
        assert "@" not in reference
