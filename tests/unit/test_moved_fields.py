"""What a bibliography says of a work is in its reference, whichever program has written it."""

from __future__ import annotations

from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pybtex.backends.plaintext import Backend
from pybtex.database import BibliographyData
from pybtex.database.input.bibtex import Parser
from pybtex.style.template import FieldIsMissing

from sphinx_research_notes.citations.bibfiles import parse
from sphinx_research_notes.citations.biblatex_dates import put_date, written_date
from sphinx_research_notes.citations.formatting import style_of
from sphinx_research_notes.citations.moved_fields import FIELDS, SHOWN
from sphinx_research_notes.citations.normalize import readable
from sphinx_research_notes.citations.works import facts_of, work_of

LIND = "author = {Lind, Bo}, title = {Rain}"


def references(text: str) -> tuple[str, str]:
    """The first entry of *text* in our list of references, and in one that sphinxcontrib-bibtex makes."""
    data = BibliographyData()
    assert not list(parse(text, data, Parser().macros))
    entries = data.entries
    domain = SimpleNamespace(bibdata=SimpleNamespace(data=SimpleNamespace(entries=entries)))
    config = SimpleNamespace(bibtex_default_style="plain", html_math_renderer="mathjax")
    env: Any = SimpleNamespace(domains={"cite": domain}, config=config)
    key, entry = next(iter(entries.items()))
    ours = BeautifulSoup(work_of(env, key).html, "html.parser").get_text()
    assert facts_of(env, key) is not None
    style = style_of(entries, "plain")
    known = readable(entry, entries)
    theirs = ours
    if style.knows(known):
        with suppress(FieldIsMissing):
            theirs = style.style.format_entry("", known).text.render(Backend())
    return ours.replace("\xa0", " "), theirs.replace("\xa0", " ")


#: Entries, each with the reference that is expected of it. LIND is an author and a title.
CASES = r"""
@misc{a, LIND, subtitle = {{DNA} and hail}, titleaddon = {A talk}, date = 2001}
= Bo Lind. Rain: DNA and hail. A talk. 2001.

@misc{a, title = {Why {DNA}?}, subtitle = {{{DNA} again}}, date = 2001}
= Why DNA? DNA again. 2001.

@book{a, LIND, maintitle = {Weather}, mainsubtitle = {A History}, volume = 2, publisher = {P}, date = 2001}
= Bo Lind. Rain. Volume 2 of Weather: A History. P, 2001.

@book{a, LIND, maintitle = {Weather}, publisher = {P}, date = 2001}
= Bo Lind. Weather: Rain. P, 2001.

@article{a, LIND, journaltitle = {J}, journalsubtitle = {Letters}, issuetitle = {Hail}, volume = 3, issue = 4,
 pages = {1}, date = {2001-21}}
= Bo Lind. Rain. J: Letters, 3(4):1, Spring 2001. Issue “Hail”.

@book{a, crossref = {b}, title = {Rain}, volume = 2}
@mvbook{b, author = {Lind, Bo}, title = {Weather}, subtitle = {A History}, publisher = {P}, date = 2001}
= Bo Lind. Rain. Volume 2 of Weather: A History. P, 2001.

@incollection{a, LIND, crossref = {b}, pages = {3}}
@collection{b, editor = {Hale, Nora}, title = {Papers}, subtitle = {On hail}, publisher = {P}, year = 2001}
= Bo Lind. Rain. In Nora Hale, editor, Papers: On hail, pages 3. P, 2001.

@book{a, LIND, editor = {Hale, Nora}, translator = {Roe, Ann and Sand, Ben}, publisher = {P}, year = 2001,
 note = {Signed}}
= Bo Lind. Rain. P, 2001. Edited by Nora Hale, translated by Ann Roe and Ben Sand. Signed.

@inbook{a, LIND, booktitle = {Weather}, bookauthor = {Roe, Ann}, editor = {Hale, Nora}, pages = {1--5},
 publisher = {P}, date = 2001, note = {Signed}}
= Bo Lind. Rain. In Nora Hale, editor, Weather, pages 1–5. Book by Ann Roe. Signed. P, 2001.

@inbook{a, LIND, chapter = 3, publisher = {P}, year = 2001}
= Bo Lind. Rain, chapter 3. P, 2001.

@inbook{a, LIND, booktitle = {Weather}, publisher = {P}, year = 2001}
= Bo Lind. Rain. In Weather. P, 2001.

@inbook{a, LIND, editor = {Hale, Nora}, chapter = 3, publisher = {P}, year = 2001, note = {Signed}}
= Bo Lind. Rain, chapter 3. P, 2001, edited by Nora Hale, Signed.

@misc{a, LIND, howpublished = {Blog, \url{https://x.example/a}}, lastchecked = {2002-03-04}, year = 2001}
= Bo Lind. Rain. Blog, https://x.example/a, visited on 2002-03-04, 2001.

@online{a, title = {Rain}, editor = {Hale, Nora}, editortype = {compiler}, year = 2001}
= Rain. Compiled by Nora Hale, 2001.

@patent{a, LIND, holder = {Gauge Inc. and Hail Ltd.}, type = {patentus}, number = {US1}, year = 2001}
= Bo Lind. Rain. Held by Gauge Inc. and Hail Ltd., U.S. patent, US1, 2001.

@article{a, LIND, collaboration = {ATLAS}, journal = {J}, reportNumber = {CERN-1},
 addendum = {[Erratum: J 2]}, year = 2001}
= Bo Lind. Rain. J, 2001. ATLAS Collaboration, CERN-1. [Erratum: J 2].

@online{a, title = {Rain}, organization = {Weather Office}, year = 2001}
= Rain. Weather Office, 2001.

@misc{a, title = {Rainfall in Oslo}, subtitle = {Rain}, publisher = {Oslo}, series = {Rain}, year = 2001}
= Rainfall in oslo: Rain. Rain, Oslo, 2001.

@misc{a, title = {Oslo: {Rain}}, subtitle = {Rain}, organization = {Oslo}, publisher = {Oslo}, year = 2001}
= Oslo: Rain. Oslo, 2001.

@misc{a, LIND, publisher = {Zenodo}, version = {v1}, doi = {10.5281/zenodo.1}, year = 2001}
= Bo Lind. Rain. v1, Zenodo, 2001. doi:10.5281/zenodo.1.

@book{a, LIND, xdata = {x}, year = 2001}
@xdata{x, publisher = {P}, location = {Oslo}}
= Bo Lind. Rain. P, Oslo, 2001.

@techreport{a, LIND, publisher = {P}, series = {Memos}, number = 3, year = 2001}
= Bo Lind. Rain. Technical Report 3, P, 2001. Memos.

@mastersthesis{a, LIND, type = {Diplomarbeit}, school = {U}, pagetotal = {xi, 80}, year = 2001}
= Bo Lind. Rain. Master's thesis, U, 2001. Diplomarbeit, xi, 80 pages.

@unpublished{a, LIND, eventtitle = {Rain Days}, venue = {Oslo}, eventdate = {2001-02-03/2001-02-05},
 date = 2002}
= Bo Lind. Rain. Rain Days, Oslo, 3–5 February 2001, 2002.

@article{a, LIND, journal = {J}, number = 7, pages = {1--2}, year = 2001}
= Bo Lind. Rain. J, number 7, pages 1–2, 2001.

@inproceedings{a, LIND, booktitle = {B}, volume = 3, number = 3, publisher = {P}, year = 2001}
= Bo Lind. Rain. In B, volume 3. P, 2001. Number 3.

@periodical{a, editor = {Hale, Nora}, title = {J}, volume = 3, number = 2, date = 2001}
= J. Edited by Nora Hale, volume 3, number 2, 2001.

@video{a, title = {Rain}, editor = {Roe, Ann}, editortype = {director}, addendum = {Silent}, date = 2001}
= Rain. Directed by Ann Roe, 2001. Silent.

@ARTICLE{a, author = {{Lind}, B.}, title = "{Rain}", journal = {\mnras}, year = 2001, month = apr, day = {5},
 volume = {4}, number = {1}, pages = {1--2}, adsurl = {https://x.example/}}
= B. Lind. Rain. Monthly Notices of the Royal Astronomical Society, 4(1):1–2, 5 April 2001.

@inproceedings{a, LIND, booktitle = {Proceedings}, publisher = {ACM}, series = {CHI '21}, articleno = {45},
 numpages = {12}, year = {2001}, isbn = {978}, keywords = {x}, address = {Oslo},
 location = {Bergen}}
= Bo Lind. Rain. In Proceedings, CHI ’21. Oslo, 2001. ACM. Article 45, 12 pages, Bergen.

@misc{a, LIND, number = {arXiv:1706.1}, eprint = {1706.1}, eprinttype = {arXiv}, publisher = {arXiv},
 pubstate = {prepublished}, date = {2001-06-12}, langid = {english}}
= Bo Lind. Rain. arXiv, preprint, 12 June 2001. arXiv:1706.1.

@article{a, LIND, Journal = {J}, Volume = {1}, Article-Number = {33}, Type = {Article}, Publisher = {E},
 Year = {2001}}
= Bo Lind. Rain. J, 1:33, 2001.
"""


@pytest.mark.parametrize("case", CASES.strip().split("\n\n"))
def test_nothing_is_lost(case: str) -> None:
    """Each field stands where a style has a place for it, in lists of sphinxcontrib-bibtex as well."""
    entry, _, expected = case.replace("LIND", LIND).partition("\n= ")
    assert references(entry) == (expected, expected)


#: What no style shows by itself, or at all; dates and places of articles have tests of their own.
UNSHOWN = {
    "date", "day", "doi", "eprint", "eprinttype", "eprintclass", "isbn", "issn", "month", "title", "url",
    "urldate", "year", "pubmed", *(name for name in FIELDS if name.endswith("type")),
    "eventdate", "origdate",
}  # fmt: skip
PLACES = {"publisher", "address", "location", "organization", "institution", "school", "edition"}
#: Other names of fields, and what replaces page numbers.
ALIKE = {"journaltitle", "location", "eid", "articleno", "article-number", "art_number", "numpages"}
KINDS = (*SHOWN, "periodical", "thesis", "report", "collection", "www", "bookinbook")


@pytest.mark.parametrize(
    "kind", [*SHOWN, "periodical", "thesis", "report", "collection", "www", "bookinbook"]
)
def test_each_field_alone_and_all_together(kind: str) -> None:
    """What a field says is in the reference of every type of entry; a reference says nothing twice."""
    names = sorted(FIELDS - UNSHOWN - (PLACES if kind == "article" else set()))
    values = {name: f"Q{number:02}Q" for number, name in enumerate(names)}
    together = {name: value for name, value in values.items() if name not in ALIKE}
    for fields in [*({name: value} for name, value in values.items()), together]:
        given = {"title": "Rain", "author": "Lind, Bo", "year": "2001"} | fields
        text = ", ".join(f"{name} = {{{value}}}" for name, value in given.items())
        shown = [each.casefold() for each in references(f"@{kind}{{a, {text}}}")]
        for name, value in fields.items():
            counts = [each.count(value.casefold()) for each in shown]
            assert counts == [1, 1], (name, shown)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2019", "2019"), ("2019-04", "April 2019"), ("2019-04-23", "23 April 2019"),
        ("2019-04-23T10:00:00Z", "23 April 2019"), ("2019/04/23", "23 April 2019"),
        ("2019-24", "Winter 2019"),
        ("2019/2021", "2019–2021"), ("2019/", "2019–"), ("../2021", "–2021"),
        ("2019-04/2019-05", "April–May 2019"), ("2019-04-23/2019-04-25", "23–25 April 2019"),
        ("2019-04-23/2019-05-01", "23 April–1 May 2019"), ("2019-04-23/2019-04-23", "23 April 2019"),
        ("2019-12/2020-01", "December 2019–January 2020"),
        ("199X", "1990s"), ("19XX", "1900s"), ("1850~", "c. 1850"), ("1850?", "1850?"), ("1850%", "c. 1850?"),
        ("-0350", "-0350"), ("2019-13-45", "2019"), ("April 2019", "April 2019"), ("n.d.", "n.d."), ("", ""),
    ],
)  # fmt: skip
def test_dates(date: str, expected: str) -> None:
    """As precise as they are written."""
    assert written_date(date) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date": "2019-04-23", "year": "2018"}, ("2018", "")),
        ({"date": "2019-04-23", "month": "May", "year": "2019"}, ("2019", "May")),
        ({"date": "2019-04-23", "year": "2019"}, ("2019", "23 April")),
        ({"year": "2019", "month": "April", "day": "05"}, ("2019", "5 April")),
        ({"year": "2019", "month": "April 6", "day": "6"}, ("2019", "April 6")),
        ({"year": "2019", "day": "6"}, ("2019", "")),
    ],
)
def test_dates_beside_others(fields: dict[str, str], expected: tuple[str, str]) -> None:
    """What the entry says in BibTeX's fields counts, and the rest is added."""
    put_date(fields)
    assert (fields["year"], fields.get("month", "")) == expected
