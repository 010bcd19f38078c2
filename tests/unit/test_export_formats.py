"""Citations of a note: parts of names, keys, and three formats that programs parse as intended."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pybtex.richtext import Text

from sphinx_research_notes.citations.export_formats import FORMS, bibtex, csl_json, ris
from sphinx_research_notes.citations.latex_text import printed
from sphinx_research_notes.citations.note_citation import (
    Citation,
    Name,
    doi_url,
    key_base,
    name_of,
    plain,
    settle_keys,
)
from sphinx_research_notes.citations.protect_math import in_words
from sphinx_research_notes.doctree.excerpts import TEX, TEX_END
from sphinx_research_notes.model.note import OTHERS, Author

DAY = date(2024, 3, 14)
RAIN = Citation(
    key="brook2024measuring",
    title="Measuring rain in Kerala with the RAIN-2 gauge",
    names=(Name("Brook", "Ada"), Name("Rain and Gauge Institute"), Name("van der Lind", "Bo", "Jr.")),
    day=DAY,
    site="Notes & more",
    url="https://example.org/rain_1/?a=%20b#c",
    doi="10.1000/a_b",
    lang="en",
    keywords=("rain", "field work"),
)

#: Characters and words with a special meaning in one of the formats.
HOSTILE = (
    '"', "'", "{", "}", "{}", "\\", "%", "#", "$", "&", "_", "~", "^", "@", ",", ";", " and ", "<script>",
    "</script", "]]>", "<!--", "\n", "\r\n", "\0", "\x1b", "\x85", "\u2028", "ER  - ", "TY  - JOUR",
    "}\n@misc{x,",
    "\\input{/etc/passwd}", "\ud800", "é", "日本", "a", "B", " ",
)  # fmt: skip
#: Without private-use characters, which have no meaning in other programs.
texts = st.text(st.characters(exclude_categories=["Co", "Cs"])) | st.lists(st.sampled_from(HOSTILE)).map(
    "".join
)


def untex(text: str) -> str:
    """Return what LaTeX prints for the value of a field, with straight apostrophes."""
    return in_words(str(Text.from_latex(printed(text)))).replace("’", "'")


def said(text: str) -> str:
    """Return *text* in the form that :func:`untex` returns."""
    return plain(text).replace("’", "'")


# Names.


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (Author(name="Ada Brook"), Name("Brook", "Ada")),
        (Author(name="Brook, Ada"), Name("Brook", "Ada")),
        (Author(name="Ada M. Brook"), Name("Brook", "Ada M.")),
        (Author(name="Ludwig van Beethoven"), Name("van Beethoven", "Ludwig")),
        (Author(name="Anna Maria von der Heide"), Name("von der Heide", "Anna Maria")),
        (Author(name="Bo Lind Jr."), Name("Lind", "Bo", "Jr.")),
        (Author(name="Bo Lind, Jr."), Name("Lind", "Bo", "Jr.")),
        (Author(name="Lind, Jr., Bo"), Name("Lind", "Bo", "Jr.")),
        (Author(name="Bo Lind III"), Name("Lind", "Bo", "III")),
        (Author(name="bell hooks"), Name("hooks", "bell")),
        (Author(name="Plato"), Name("Plato")),
        (Author(name="Van Morrison"), Name("Morrison", "Van")),
        (Author(name="Gabriel García Márquez", family="García Márquez"), Name("García Márquez", "Gabriel")),
        (Author(name="Nagy Ágnes", family="Nagy"), Name("Nagy", "Ágnes")),
        (Author(name="Madonna", family="Ciccone"), Name("Ciccone")),
        (Author(name="Rain and Gauge Institute", organization=True), Name("Rain and Gauge Institute")),
        (Author(name="Rain, Hail and Snow, Ltd, Hull"), Name("Rain, Hail and Snow, Ltd, Hull")),
        (Author(name="The Gauge Society"), Name("The Gauge Society")),
        (Author(name="山田 太郎"), Name("山田 太郎")),
        (Author(name="A,"), Name("A,")),
    ],
)
def test_names(author: Author, name: Name) -> None:
    """The sorted part of a name is separated from the rest, or the name is kept whole."""
    assert name_of(author) == name


@given(texts, texts, st.booleans())
def test_no_name_is_lost(name: str, family: str, organization: bool) -> None:
    """The parts of any name contain all of its letters."""
    found = name_of(Author(name=name, family=family, organization=organization))
    if not family:
        said = re.sub(r"[\s,]", "", found.family + found.given + found.suffix)
        assert sorted(said) == sorted(re.sub(r"[\s,]", "", plain(name)))


# Keys.


@pytest.mark.parametrize(
    ("title", "names", "key"),
    [
        ("Measuring rain", (Name("Brook", "Ada"),), "brook2024measuring"),
        ("The reader's part", (Name("Quillon", "Hester"),), "quillon2024readers"),
        ("What is in the van?", (), "note2024van"),
        ("Über Größe", (Name("Müller", "Jörg"),), "muller2024uber"),
        ("2024 in rain", (Name("van Beethoven", "L."),), "vanbeethoven2024rain"),
        ("1984", (Name("Brook", "Ada"),), "brook20241984"),
        ("The", (Name("Brook", "Ada"),), "brook2024the"),
        ("測雨", (Name("山田"),), "note202466ad94"),
        ("C++ & C#", (Name("Ørsted", "H."),), "orsted2024c"),
    ],
)
def test_keys(title: str, names: tuple[Name, ...], key: str) -> None:
    """A key has the first author, the year and the first significant word, in ASCII letters and digits."""
    assert key_base(Citation(title=title, names=names, day=DAY), "notes/rain") == key


@given(texts, texts, texts)
def test_keys_are_plain(title: str, family: str, docname: str) -> None:
    """No title or name adds other characters to a key."""
    key = key_base(Citation(title=title, names=(Name(family),), day=DAY), docname)
    assert re.fullmatch(r"[a-z][a-z0-9]*|[a-z0-9]+", key)


def test_keys_stand_once() -> None:
    """The first note to claim a key gets it; others get a suffix that depends only on their name."""
    found = settle_keys([("a", "x2024y"), ("b", "x2024y"), ("c", "x2024y"), ("d", "z2024y")])
    assert found["a"] == "x2024y"
    assert found["d"] == "z2024y"
    assert len(set(found.values())) == 4
    assert all(re.fullmatch(r"x2024y-[0-9a-f]{4}", found[name]) for name in "bc")
    without = settle_keys([("a", "x2024y"), ("c", "x2024y")])
    assert without["c"] == found["c"]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["a", "b"]))))
def test_keys_are_unique(bases: list[tuple[int, str]]) -> None:
    """Keys are unique for any number of notes with the same base."""
    wanted = {f"notes/{number}": base for number, base in bases}
    found = settle_keys(wanted.items())
    assert found.keys() == wanted.keys()
    assert len(set(found.values())) == len(found)


# BibTeX.


def test_bibtex() -> None:
    """The whole entry, as written."""
    assert (
        bibtex(RAIN)
        == """\
@misc{brook2024measuring,
  author       = {Brook, Ada and {Rain and Gauge Institute} and van der Lind, Jr., Bo},
  title        = {Measuring rain in {Kerala} with the {RAIN-2} gauge},
  howpublished = {Notes \\& more},
  year         = {2024},
  month        = mar,
  day          = {14},
  doi          = {10.1000/a_b},
  url          = {https://example.org/rain_1/?a=%20b#c},
  keywords     = {rain, field work}
}
"""
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The Reader Is Part of the Instrument", "The Reader Is Part of the Instrument"),
        ("The Use of DNA in iOS Apps", "The Use of {DNA} in {iOS} Apps"),
        ("How many words did Shakespeare know?", "How many words did {Shakespeare} know?"),
        ("Rain", "Rain"),
        ("50% of {x}_1", r"50\% of \textbraceleft{}x\textbraceright{}\_1"),
    ],
)
def test_capitals_are_kept_where_they_matter(title: str, written: str) -> None:
    """Names and abbreviations are in braces against lower case; not every word of a headline is."""
    assert f"title        = {{{written}}}" in bibtex(Citation(key="k", title=title, day=DAY))


@pytest.mark.parametrize(
    ("formal", "written"),
    [
        (f"Bounds on {TEX}x^{{2}} + y{TEX_END} for NMR", "Bounds on {$x^{2} + y$} for {NMR}"),
        (f"Costs of $5 and {TEX}a_1{TEX_END}", r"Costs of \$5 and {$a_1$}"),
        (f"Broken {TEX}a}}{TEX_END}", "Plain"),
        ("", "Plain"),
    ],
)
def test_formulas_in_titles(formal: str, written: str) -> None:
    """BibTeX has formulas verbatim, or the plain title if a formula would end the entry."""
    cited = Citation(key="k", title="Plain", formal=formal, day=DAY)
    assert f"title        = {{{written}}}" in bibtex(cited)
    assert parse_string(bibtex(cited), "bibtex").entries["k"].fields["year"] == "2024"


@given(texts, st.lists(st.tuples(texts, texts), max_size=3), texts, texts, st.lists(texts, max_size=3))
def test_bibtex_reads_it_back(
    title: str, names: list[tuple[str, str]], site: str, url: str, keywords: list[str]
) -> None:
    """Pybtex finds one entry with every value in its field, for any values."""
    people = tuple(Name(plain(f), plain(g)) for f, g in names if plain(f))
    cited = Citation(
        key="k2024", title=title, names=people, day=DAY, site=site, url=url, keywords=tuple(keywords)
    )
    found = parse_string(bibtex(cited), "bibtex")
    assert list(found.entries) == ["k2024"]
    entry = found.entries["k2024"]
    assert untex(entry.fields.get("title", "")) == said(title)
    assert untex(entry.fields.get("howpublished", "")) == said(site)
    assert entry.fields["year"] == "2024"
    assert entry.fields["month"] == "March"
    assert re.search(r"[{}\\\s]", entry.fields.get("url", "")) is None
    persons = entry.persons.get("author", [])
    assert len(persons) == len(people)
    for person, name in zip(persons, people, strict=True):
        family = " ".join([*person.prelast_names, *person.last_names])
        assert untex(family) == said(name.family)
        assert untex(" ".join([*person.first_names, *person.middle_names])) == said(name.given)


# RIS.


def test_ris() -> None:
    """The whole record, as written: CRLF, one tag per line, two spaces before the hyphen and one after it."""
    assert ris(RAIN).split("\r\n") == [
        "TY  - BLOG",
        "ID  - brook2024measuring",
        "AU  - Brook, Ada",
        "AU  - Rain and Gauge Institute",
        "AU  - van der Lind, Bo, Jr.",
        "TI  - Measuring rain in Kerala with the RAIN-2 gauge",
        "T2  - Notes & more",
        "PY  - 2024",
        "DA  - 2024/03/14",
        "DO  - 10.1000/a_b",
        "UR  - https://example.org/rain_1/?a=%20b#c",
        "LA  - en",
        "KW  - rain",
        "KW  - field work",
        "ER  - ",
        "",
    ]


@given(texts, texts, texts, st.lists(texts, max_size=3))
def test_ris_reads_it_back(title: str, family: str, site: str, keywords: list[str]) -> None:
    """Rispy finds one record with every value under its tag, for any values."""
    cited = Citation(
        key="k", title=title, names=(Name(family),), day=DAY, site=site, keywords=tuple(keywords)
    )
    (found,) = rispy.loads(ris(cited))
    assert found["type_of_reference"] == "BLOG"
    assert found.get("title", "") == plain(title)
    assert found.get("authors", []) == [each for each in [plain(family)] if each]
    assert found.get("secondary_title", "") == plain(site)
    assert found.get("keywords", []) == [word for each in keywords if (word := plain(each))]
    assert (found["year"], found["date"]) == ("2024", "2024/03/14")


# CSL-JSON.


def test_csl_json() -> None:
    """The whole item."""
    assert json.loads(csl_json(RAIN)) == [
        {
            "id": "brook2024measuring",
            "type": "post-weblog",
            "title": RAIN.title,
            "author": [
                {"family": "Brook", "given": "Ada"},
                {"literal": "Rain and Gauge Institute"},
                {"family": "van der Lind", "given": "Bo", "suffix": "Jr."},
            ],
            "issued": {"date-parts": [[2024, 3, 14]]},
            "container-title": "Notes & more",
            "URL": "https://example.org/rain_1/?a=%20b#c",
            "DOI": "10.1000/a_b",
            "language": "en",
        }
    ]


@given(texts, texts, texts)
def test_csl_json_reads_it_back(title: str, family: str, site: str) -> None:
    """Citeproc finds one item with every value in its place, for any values."""
    cited = Citation(key="k", title=title, names=(Name(plain(family), "Ada"),), day=DAY, site=site)
    (item,) = read = json.loads(csl_json(cited))
    assert item["title"] == plain(title)
    assert item.get("container-title", "") == plain(site)
    assert item["author"][0].get("family", "") == plain(family)
    found = CiteProcJSON(read)["k"]
    assert found["type"] == "post-weblog"
    assert found["author"][0]["given"] == "Ada"
    assert (found["issued"]["year"], found["issued"]["month"], found["issued"]["day"]) == (2024, 3, 14)


@given(texts, texts)
def test_every_form_is_utf_8(title: str, family: str) -> None:
    """No value gives a file that can't be written, or a control character in it."""
    cited = Citation(key="k", title=title, names=(Name(family),), day=DAY)
    for _, write in FORMS.values():
        text = write(cited)
        assert text.encode().decode() == text
        assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]", text)


@pytest.mark.parametrize(
    ("doi", "url"),
    [
        ("", ""),
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("10.1002/(SICI)1097<1::AID>3.0;2-#", "https://doi.org/10.1002/(SICI)1097%3C1::AID%3E3.0;2-%23"),
        ('10.1000/"%?', "https://doi.org/10.1000/%22%25%3F"),
    ],
)
def test_the_address_of_a_doi(doi: str, url: str) -> None:
    """Every DOI has an address, whatever characters it contains."""
    assert doi_url(doi) == url


def test_authors_who_are_not_named() -> None:
    """BibTeX has a keyword for unnamed authors; the other formats have what readers see."""
    names = tuple(map(name_of, (Author(name="Ada Brook"), OTHERS)))
    cited = Citation(key="x", title="X", names=names, day=DAY)
    assert "{Brook, Ada and others}" in bibtex(cited)
    assert str(parse_string(bibtex(cited), "bibtex").entries["x"].persons["author"][1]) == "others"
    assert "AU  - Brook, Ada\r\nAU  - et al.\r\n" in ris(cited)
    assert json.loads(csl_json(cited))[0]["author"][1] == {"literal": "et al."}
    assert bibtex(Citation(key="x", title="X", names=(name_of(Author(name="others")),), day=DAY)).count(
        "{others}"
    )


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (Author(name="Jan Willem van der Berg, Jr.", family="van der Berg"),
         Name("van der Berg", "Jan Willem", "Jr.")),
        (Author(name="Ada Brook, PhD"), Name("Brook", "Ada")),
        (Author(name="Brook, Ada, Ph.D."), Name("Brook", "Ada")),
        (Author(name="Ludwig van Beethoven", family="Beethoven"), Name("Beethoven", "Ludwig van")),
    ],
)  # fmt: skip
def test_suffixes_and_degrees(author: Author, name: Name) -> None:
    """A suffix is part of a name, a degree isn't."""
    assert name_of(author) == name
