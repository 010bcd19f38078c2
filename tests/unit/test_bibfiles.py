"""Real-world bibliographies: a fault in one entry doesn't affect the others, and no text is lost."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Entry
from pybtex.database.input.bibtex import Parser

from sphinx_research_notes.citations.bibfiles import misspelt_fields, nearest, parse
from sphinx_research_notes.citations.bibtex_output import bibtex
from sphinx_research_notes.citations.normalize import readable, tidy
from sphinx_research_notes.citations.preamble import definitions, expand, expanded
from sphinx_research_notes.citations.protect_math import PRIVATE, in_words

GOOD = "@book{good, title = {Weighing}, year = 1950}\n"


def read(text: str, known: BibliographyData | None = None) -> tuple[dict[str, Entry], list[tuple[int, str]]]:
    """Return the entries of *text* by key, and its faults as pairs of line and message."""
    data = known or BibliographyData()
    faults = [(fault.line or 0, fault.message) for fault in parse(text, data, Parser().macros)]
    return dict(data.entries.items()), faults


@pytest.mark.parametrize(
    ("text", "keys", "said"),
    [
        (GOOD, ["good"], []),
        ("% a remark, @and an address\n" + GOOD, ["good"], []),
        (GOOD + "\n" + GOOD, ["good"], [(3, "duplicate key 'good'; using the first entry")]),
        ("@misc{a, title = {Broken\n" + GOOD, ["a", "good"],
         [(1, "cannot parse entry 'a': …; keeping what could be parsed")]),
        ("@misc{a, title = \n}\n\n@misc{b, title = {B}}\n" + GOOD, ["a", "b", "good"],
         [(1, "cannot parse entry 'a': …; keeping what could be parsed")]),
        ("@string{who = {Ann A}}\n@misc{a, author = who, title = {A}}\n", ["a"], []),
        ("@misc{a, title = nosuchstring}\n" + GOOD, ["a", "good"],
         [(1, "cannot parse entry 'a': …; keeping what could be parsed")]),
        ("", [], []),
        ("no entry at all", [], []),
    ],
)  # fmt: skip
def test_a_fault_costs_nobody_else(text: str, keys: list[str], said: list[tuple[int, str]]) -> None:
    """Every entry that can be parsed is returned, and each fault is reported with its line."""
    entries, faults = read(text)
    assert sorted(entries) == sorted(keys)
    assert [line for line, _ in faults] == [line for line, _ in said]
    for (_, message), (_, expected) in zip(faults, said, strict=True):
        assert message.partition(":")[0] == expected.partition(":")[0]
        assert message.rpartition(";")[2] == expected.rpartition(";")[2]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (
            "\ufeff@misc{a, title = {A}}\r\n\ufeff@misc{b,\r\n title = {B}}\r\n@misc{b, title = {C}}",
            ["a", "b"],
        ),
        ("@misc{a:b/c+d.e, title = {A}}\n@misc{ünï_1, title = {B}}", ["a:b/c+d.e", "ünï_1"]),
        ("Saved from a catalogue.\n@misc{a, title = {A}}\nAnd more.\n@misc{b, title = {B}}", ["a", "b"]),
    ],
)
def test_files_as_programs_write_them(text: str, keys: list[str]) -> None:
    """Byte-order marks, CRLF, keys with any characters, and text between entries are accepted."""
    entries, _ = read(text)
    assert list(entries) == keys
    assert [entry.fields["title"] for entry in entries.values()] == ["A", "B"]


def test_comments_between_fields() -> None:
    """TeX comments between fields are removed; a percent sign in a value is kept."""
    entries, faults = read(
        "@misc{a, % the key\n title = {50% of {A} %}, % the title {\n % note = {No},\n"
        ' author = "Ann 5% A" % and\n}\n'
    )
    assert faults == []
    assert dict(entries["a"].fields) == {"title": "50% of {A} %"}
    assert str(entries["a"].persons["author"][0]) == "A, Ann 5%"


def test_words_of_a_preamble() -> None:
    """Macros of the file are expanded, in names too; known commands and infinite expansions are kept."""
    text = r"""@preamble{"\newcommand{\noopsort}[1]{} \newcommand*\proj{Rain Project}"
 # "\def\of#1#2{#2 of {#1}}"}
@preamble{ {\newcommand{\x}{\y}\newcommand{\y}{\x}\newcommand{\big}{\big\big}} }
@misc{a, title = {\proj{} and \of{Ohio}s: \noopsort{1}\x}, author = {\proj{} and Bo \proj},
 doi = {10.1/\proj}}
"""
    data = BibliographyData()
    read(text, data)
    words = definitions(data.preamble)
    expand(data, words)
    entry = data.entries["a"]
    assert words["of"] == (2, "#2 of {#1}")
    assert "noopsort" not in words
    assert entry.fields["doi"] == r"10.1/\proj"
    assert entry.fields["title"] == r"\proj{} and \of{Ohio}s: \noopsort{1}\x"  # \x has no end.
    assert expanded(r"\proj{} and \of{Ohio}s", words) == "Rain Project and s of {Ohio}"
    assert [str(person) for person in entry.persons["author"]] == ["Rain Project", "Rain Project, Bo"]
    assert expanded(r"\big" * 2000, words) == r"\big" * 2000


def test_a_key_of_another_file() -> None:
    """If two files have the same key, the first entry is used, and the rest of the second file is read."""
    known = BibliographyData()
    read(GOOD, known)
    entries, faults = read(GOOD.replace("Weighing", "Other") + "@misc{b, title = {B}}", known)
    assert entries["good"].fields["title"] == "Weighing"
    assert "b" in entries
    assert faults == [(1, "duplicate key 'good'; using the first entry")]


@pytest.mark.parametrize(
    ("kind", "fields", "expected_kind", "expected"),
    [
        ("misc", {"title": "50% of it"}, "misc", {"title": "50% of it"}),
        ("misc", {"title": r"50\% of it"}, "misc", {"title": "50% of it"}),
        ("misc", {"url": r"http://x.org/a\_b%20c"}, "misc", {"url": "http://x.org/a_b%20c"}),
        ("misc", {"doi": "https://doi.org/10.1000/1"}, "misc", {"doi": "10.1000/1"}),
        ("misc", {"doi": "https://doi.org/10.1000/a%3C1%3E"}, "misc", {"doi": "10.1000/a<1>"}),
        ("misc", {"doi": "doi: 10.1000/1"}, "misc", {"doi": "10.1000/1"}),
        ("misc", {"doi": r"10.1007/1{\_}2\_3"}, "misc", {"doi": "10.1007/1_2_3"}),
        ("misc", {"url": r"http://x.org/a{\_}b\#c"}, "misc", {"url": "http://x.org/a_b#c"}),
        ("misc", {"eprint": "arXiv:1234.5678"}, "misc", {"eprint": "1234.5678"}),
        ("misc", {"title": "A {brace"}, "misc", {"title": "A brace"}),
        ("misc", {"title": "A {brace\\"}, "misc", {"title": "A brace"}),
        ("misc", {"title": r"\textit{A} {\em C} \textsc{B}"}, "misc", {"title": "{A} {C} {B}"}),
        (
            "misc",
            {"title": r"Mar{\'{\i}}a's {\TeX}book \dots"},
            "misc",
            {"title": "María’s {TeX}book …"},
        ),
        ("misc", {"title": r"{\textless}i{\textgreater}"}, "misc", {"title": "{<}i{>}"}),
        ("misc", {"title": r"In $O(N)$, for \$5"}, "misc", {"title": "In {$O(N)$}, for $5"}),
        (
            "article",
            {"year": "{2000}", "doi": "{10.1000/1}", "title": "{DNA}", "journal": "{{J}}"},
            "article",
            {"year": "2000", "doi": "10.1000/1", "title": "{DNA}", "journal": "J"},
        ),
        ("misc", {"note": "{a} and {b}"}, "misc", {"note": "{a} and {b}"}),
        (
            "misc",
            {"eprint": "123", "eprinttype": "pubmed"},
            "misc",
            {"url": "https://pubmed.ncbi.nlm.nih.gov/123/"},
        ),
        ("misc", {"eprint": "1 2", "eprinttype": "Local", "note": "N"}, "misc", {"note": "N, local:1 2"}),
        (
            "misc",
            {"note": r"\href{http://x.org/~a_b}{X}"},
            "misc",
            {"note": "X {http://x.org/~a_b}"},
        ),
        ("misc", {"howpublished": r"\url{http://x.org/~a\_b%20c}"}, "misc", {"url": "http://x.org/~a_b%20c"}),
        ("article", {"journaltitle": "J", "date": "2001-02-03"}, "article", {"journal": "J", "year": "2001"}),
        ("article", {"journaltitle": "J", "journal": "K"}, "article", {"journal": "K"}),
        ("thesis", {"institution": "U"}, "phdthesis", {"school": "U"}),
        ("thesis", {"institution": "U", "type": "Master's thesis"}, "mastersthesis", {"school": "U"}),
        ("thesis", {"type": "mathesis", "title": "T"}, "mastersthesis", {"title": "T"}),
        ("report", {"type": "{resreport}"}, "techreport", {"type": "Research report"}),
        ("report", {"institution": "U"}, "techreport", {"institution": "U"}),
        ("electronic", {"title": "A"}, "online", {"title": "A"}),
        ("", {"title": "A"}, "misc", {"title": "A"}),
    ],
)
def test_an_entry_is_tidied(
    kind: str, fields: dict[str, str], expected_kind: str, expected: dict[str, str]
) -> None:
    """Entries exported by Zotero, JabRef and BibLaTeX become entries that any style can format."""
    found = tidy(Entry(kind, fields=fields), {})
    assert found.type == expected_kind
    assert {name: in_words(found.fields[name]) for name in expected} == expected


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"title": "Rain: A Survey of {The} Art"}, "Rain: {A} Survey of {The} Art"),
        ({"title": "Die Lehre von den Farben", "langid": "german"}, "{Die Lehre von den Farben}"),
        ({"title": "Die {Lehre}", "language": "{German}"}, "{Die Lehre}"),
        ({"title": "La Peste", "hyphenation": "french", "language": "english"}, "{La Peste}"),
        ({"title": "The Plague", "langid": "usenglish"}, "The Plague"),
        ({"title": "The Plague", "language": "en-GB"}, "The Plague"),
        ({"title": "The Plague", "language": "eng"}, "The Plague"),
        ({"title": "The Plague", "language": "English; French"}, "The Plague"),
        ({"title": "The Plague", "language": " "}, "The Plague"),
        ({"title": "Анна Каренина"}, "{Анна Каренина}"),
        ({"title": "On \\'Etudes"}, "On Études"),
    ],
)
def test_titles_keep_their_letters(fields: dict[str, str], title: str) -> None:
    """Case is protected except in English, where styles use lower case, but not after a colon."""
    assert tidy(Entry("misc", fields=fields), {}).fields["title"] == title


def test_lists_that_are_left_to_bibtex() -> None:
    """Entries for sphinxcontrib-bibtex contain no sealed characters."""
    entries, _ = read(
        "@weird{a, title = {50% of $x_i$ \\{\\} \\url{http://x.org/%20_}}, author = {A, B and others}}\n"
    )
    found = readable(entries["a"], entries)
    assert found.fields["title"] == r"50\% of {$x_i$}  {http://x.org/\%20\_}"
    assert [str(person) for person in found.persons["author"]] == ["A, B", "others"]
    assert not any(PRIVATE.search(value) for value in found.fields.values())


def test_words_of_latex_in_lists_that_are_left_to_bibtex() -> None:
    """Commands that pybtex would show verbatim are converted."""
    entries, _ = read(
        "@misc{a, title = {\\enquote{Q} \\textsuperscript{2}}, note = {\\emph{E}}}\n"
        "@misc{b, note = {\\emph{E}}}"
    )
    assert readable(entries["a"], entries).fields["title"] == "“{Q}” ²"
    assert readable(entries["b"], entries) is entries["b"]


def test_empty_braces_say_nothing() -> None:
    """Exports write empty braces for unknown values; they would give an empty citation."""
    entries, _ = read("@misc{a, author = {\\emph{{}}}, editor = {Bo Lind}, title = {{}}, year = 2000}\n")
    found = tidy(entries["a"], entries)
    assert "author" not in found.persons  # Label styles need a missing key, not an empty list.
    assert "title" not in found.fields
    assert [str(person) for person in found.persons["editor"]] == ["Lind, Bo"]


def test_what_an_entry_takes_from_another() -> None:
    """A crossref provides missing fields, and its title as the book title."""
    entries, _ = read(
        "@inproceedings{a, title = {A}, author = {Bo Lind}, crossref = {b}}\n"
        "@book{b, title = {B}, year = 2001, editor = {Nora Hale}, author = {Somebody Else}}\n"
    )
    found = tidy(entries["a"], entries)
    assert (found.fields["title"], found.fields["booktitle"], found.fields["year"]) == ("A", "B", "2001")
    assert [str(person) for person in found.persons["editor"]] == ["Hale, Nora"]
    assert [str(person) for person in found.persons["author"]] == ["Lind, Bo"]
    alone = tidy(Entry("misc", fields={"title": "A", "crossref": "gone"}), entries)
    assert alone.fields["title"] == "A"


@pytest.mark.parametrize(
    ("given", "name", "expected"),
    [
        ("month = 5", "month", "May"),
        ("month = {DEC}", "month", "December"),
        ("month = {sept.}", "month", "September"),
        ("month = {Spring}", "month", "Spring"),
        ("eprint = {https://example.org/a.pdf}", "eprint", None),
        ("eprint = {https://example.org/a.pdf}", "pdf", "https://example.org/a.pdf"),
        ("eprint = {https://arxiv.org/abs/1234.5}", "eprint", "1234.5"),
        ("month = {13}", "month", "13"),
        pytest.param(f"month = {'9' * 5000}", "month", "9" * 5000, id="endless month"),
        pytest.param(f"edition = {'9' * 5000}", "edition", "9" * 5000, id="endless edition"),
        ("edition = {2}", "edition", "2nd"),
        ("edition = {11}", "edition", "11th"),
        ("edition = {Second}", "edition", "Second"),
        ("volume = 12, number = 3", "journal", "J, 12(3)"),
        ("volume = 12, pages = {1--2}", "journal", "J"),
        ("volume = 12, eid = {e1}", "pages", "e1"),
        ("note = {Publisher: Elsevier}", "note", None),
        ("note = {Publisher: Elsevier}", "publisher", "Elsevier"),
        ("note = {Number: 5}", "note", "Number: 5"),
        ("note = {Publisher's edition}", "note", "Publisher’s edition"),
    ],
)
def test_what_styles_have_no_place_for(given: str, name: str, expected: str | None) -> None:
    """Values are moved to fields that styles print."""
    entries, _ = read(f"@article{{a, title = {{A}}, journal = {{J}}, {given}}}\n")
    assert tidy(entries["a"], entries).fields.get(name) == expected


def test_what_an_entry_takes_from_afar() -> None:
    """Fields are inherited from BibLaTeX's xdata and over several steps; cycles do no harm."""
    entries, _ = read(
        "@inproceedings{a, title = {A}, crossref = {b}, xdata = {x, gone}}\n"
        "@proceedings{b, title = {B}, crossref = {c}, xdata = {y}}\n@book{c, title = {C}, year = 2001}\n"
        "@xdata{x, publisher = {X}}\n@xdata{y, address = {Y}, publisher = {Other}, xdata = {x}}\n"
        "@misc{m, title = {M}, crossref = {n}}\n@misc{n, note = {N}, crossref = {m}}\n"
    )
    fields = tidy(entries["a"], entries).fields
    assert [fields[name] for name in ("title", "booktitle", "year", "publisher", "address")] == [
        *"AB",
        "2001",
        *"XY",
    ]
    assert tidy(entries["m"], entries).fields["note"] == "N"
    written = bibtex(entries["a"], entries)
    assert all(written.count(f"{{{key},") == 1 for key in "abcxy")


def test_bibtex_for_others() -> None:
    """The owner's private fields are not published."""
    entries, _ = read("@misc{a, title = {A}, file = {/home/me/a.pdf}, annote = {dull}, keywords = {x}}\n")
    written = bibtex(entries["a"])
    assert "A" in written
    assert not {"file", "annote", "keywords", "home"} & set(written.replace("/", " ").split())
    assert bibtex(Entry("misc", fields={"title": "A {"})) == ""


@pytest.mark.parametrize("field", ["local-url", "__markedentry", "ranking", "modificationdate"])
def test_what_programs_keep_for_themselves(field: str) -> None:
    """Fields that BibDesk and JabRef add for their own use are not published."""
    entries, _ = read(f"@misc{{a, title = {{A}}, {field} = {{file:///home/me/a.pdf}}}}\n")
    assert "/home/me" not in bibtex(entries["a"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", r"Black {\&} White: 10\% of $x_1$"),
        ("doi", "10.1007/978_3"),
        ("url", "https://example.org/%7Eme/~you?a=1&b=2#c_d"),
        ("commentator", "Lind, Bo"),
    ],
)
def test_a_value_is_handed_on_as_it_was_read(field: str, value: str) -> None:
    """Values are TeX or addresses already, so they are not escaped again."""
    entries, _ = read(f"@misc{{a, {field} = {{{value}}}}}\n")
    assert f'{field} = "{value}"' in bibtex(entries["a"])
    again, _ = read(bibtex(entries["a"]))
    assert again["a"].fields[field] == value


def test_bibtex_with_what_an_entry_takes_from_another() -> None:
    """The volume follows the part that refers to it; a percent sign in a value is escaped."""
    entries, _ = read(
        "@incollection{a, title = {A}, crossref = {b}}\n@book{b, title = {B 5%}, file = {x}, year = 1950}\n"
    )
    written = bibtex(entries["a"], entries)
    assert written.index("@incollection{a") < written.index("@book{b")
    assert r"B 5\%" in written
    assert "file" not in written


def test_misspelt_fields() -> None:
    """Are found once each; what programs and persons add is not taken for one."""
    data = BibliographyData()
    text = (
        "@misc{a, authors = {Ann A}, tittle = {T}, yaer = 2000, keywords = {x}, abstract = {x}, file = {x},\n"
        " timestamp = {x}, owner = {x}, groups = {x}, bibsource = {x}, biburl = {x}, notes = {x}, pmid = 1,\n"
        " issn = {x}, isbn = {x}, langid = {x}, shorttitle = {x}, primaryClass = {x}, adsurl = {x},\n"
        " pmcid = {x}, issue_date = {x}, numpages = 1, date-added = {x}, bdsk-url-1 = {x}, urls = {x},\n"
        " copyright = {x}}\n"
        "@misc{b, authors = {Bo B}}\n"
    )
    read(text, data)
    assert misspelt_fields(data) == {
        "authors": ("a", "author"),
        "tittle": ("a", "title"),
        "yaer": ("a", "year"),
    }


def test_the_nearest_key() -> None:
    """A key is suggested for a typo, ignoring case; otherwise none is."""
    known = ["Good1950", "student1927"]
    assert nearest("good1905", known) == "Good1950"
    assert nearest("student27", known) == "student1927"
    assert nearest("kolmogorov", known) == ""


_pieces = st.lists(
    st.sampled_from(["@book{", "@string{", "a", ",", "title = ", "{", "}", '"', "\n", "%", "\\", "=", "@",
                     "author = {", " and ", "#", "(", ")", "@comment{", "@preamble{", "jan"])
).map("".join)  # fmt: skip


@pytest.mark.parametrize(
    "value",
    ["{" * 50_000 + "}" * 50_000, "{" * 100_000, r"\x" * 30_000, r"\textbf{" * 12_000, "A, B and " * 11_000,
     "%" * 100_000, '"' * 100_000, "{ " * 25_000 + "} " * 25_000],
    ids=range(8),
)  # fmt: skip
def test_a_hostile_value_is_read_in_time(value: str) -> None:
    """The time for a hundred thousand characters of anything is proportional to their number."""
    before = time.perf_counter()
    tidy(Entry("book", fields={"title": value, "note": value}), {})
    tidy(Entry("book", fields={"title": "A", "subtitle": value[:9999], "date": value[:9999]}), {})
    tidy(Entry("book", fields={"title": "A", "translator": value}), {})
    read(f"@misc{{a, title = {{{value}}}, author = {{{value}}}}}\n{GOOD}")
    words = definitions("".join(rf"\newcommand{{\{a}}}{{\{b}\{b}}}" for a, b in pairwise("xabcdefghijklmno")))
    expanded(value, words)
    definitions(value)
    assert time.perf_counter() - before < 10


@given(_pieces | st.text())
def test_no_text_is_too_strange(text: str) -> None:
    """No text raises an exception, and every entry read can be tidied."""
    entries, _ = read(text)
    for entry in entries.values():
        known: Any = entries
        tidy(entry, known)
        bibtex(entry)
