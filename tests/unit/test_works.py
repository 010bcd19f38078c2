"""Works cited: every entry has a safe reference and a short name."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import Entry, Person

from sphinx_research_notes.citations import formatting
from sphinx_research_notes.citations.entry_digests import fingerprint
from sphinx_research_notes.citations.latex_text import printed
from sphinx_research_notes.citations.normalize import tidy
from sphinx_research_notes.citations.works import facts_of, reference_of, work_of

FIELDS = ("title", "year", "journal", "publisher", "note", "url", "doi", "pages", "volume", "booktitle")
TYPES = ("article", "book", "inproceedings", "misc", "phdthesis", "online", "weird", "software", "")


def env(entry: Entry | None = None) -> Any:
    """Return a minimal environment whose bibliography has *entry* under the key ``k``."""
    entries = {} if entry is None else {"k": entry}
    domain = SimpleNamespace(bibdata=SimpleNamespace(data=SimpleNamespace(entries=entries)))
    return SimpleNamespace(
        domains={"cite": domain},
        config=SimpleNamespace(bibtex_default_style="plain", html_math_renderer="mathjax"),
    )


GOOD = Entry(
    "book",
    fields={"title": "Probability", "year": "1953", "publisher": "P"},
    persons={"author": [Person("Good, I. J.")]},
)


def test_a_work_is_written_in_full_and_in_short() -> None:
    """The short form has the first author and the year."""
    found = work_of(env(GOOD), "k")
    assert (found.key, found.short) == ("k", "Good 1953")
    assert "I. J. Good" in found.html.replace("\xa0", " ")
    assert "<em>Probability</em>" in found.html


def test_a_key_that_no_bibliography_has() -> None:
    """The key is shown as is."""
    assert work_of(env(), "<b>").html == "&lt;b&gt;"


@pytest.mark.parametrize("word", ["emph", "textit", "mkbibemph"])
def test_no_word_of_tex_is_left_in_a_title(word: str) -> None:
    """Commands for emphasis, as in the name of a species, are removed."""
    entry = Entry("misc", fields={"title": rf"On \{word}{{E. coli}}", "year": "1953"})
    facts = facts_of(env(entry), "k")
    assert facts is not None
    assert facts.title == "On E. coli"
    assert work_of(env(entry), "k").html == "On E. coli. 1953."


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1000/182", "10.1000/182"),
        ("10.1002/(SICI)1097(1998)17:15/16<1661::AID-8>3.0.CO;2-2",
         "10.1002/(SICI)1097(1998)17:15/16%3C1661::AID-8%3E3.0.CO;2-2"),
        ("10.1000/a#b?c", "10.1000/a%23b%3Fc"),
    ],
)  # fmt: skip
def test_a_doi_is_one_link(doi: str, address: str) -> None:
    """This holds for any characters, such as those in DOIs of Wiley journals."""
    entry = Entry("misc", fields={"title": "T", "doi": doi})
    assert re.findall('href="([^"]*)"', work_of(env(entry), "k").html) == [f"https://doi.org/{address}"]


def test_others_are_nobody() -> None:
    """``and others`` stands for further authors, not for a person."""
    entry = Entry(
        "book", fields={"title": "T"}, persons={"author": [Person("Good, I. J."), Person("others")]}
    )
    assert work_of(env(entry), "k").short == "Good et al."
    facts = facts_of(env(entry), "k")
    assert facts is not None
    assert facts.authors == ("I. J. Good",)


@pytest.mark.parametrize(
    ("entry", "short", "html"),
    [
        (Entry("article"), "k", "k. n.d."),
        (Entry("article", fields={"title": "A & B", "year": "1953"}), "A & B 1953", "A &amp; b. 1953."),
        (
            Entry("weird", fields={"title": "A {Page}"}, persons={"author": [Person("Lind, Bo")]}),
            "Lind",
            "Bo\xa0Lind. A Page.",
        ),
        (
            Entry("article", fields={"title": "T {"}, persons={"editor": [Person("A, B"), Person("C, D")]}),
            "A and C",
            "B\xa0A and D\xa0C. T. n.d.",
        ),
    ],
)
def test_what_the_style_cannot_write(entry: Entry, short: str, html: str) -> None:
    """For an unsupported type or a missing field, names, title and year are shown."""
    found = work_of(env(entry), "k")
    assert (found.short, found.html) == (short, html)


@pytest.mark.parametrize(
    ("kind", "fields", "html"),
    [
        ("article", {"journal": "J", "date": "2014-08-07"}, "Bo Lind. A. <em>J</em>, 7 August 2014."),
        ("article", {"journal": "J", "volume": "3", "pages": "1--4"}, "Bo Lind. A. <em>J</em>, 3:1–4, n.d."),
        ("article", {"year": "2017", "eprint": "1706.1"}, "Bo Lind. A. 2017."),
        ("book", {"address": "Milan", "edition": "2", "year": "1977"},
         "Bo Lind. <em>A</em>. Milan, 2nd edition, 1977."),
        ("inproceedings", {"booktitle": "B"}, "Bo Lind. A. In <em>B</em>. n.d."),
        ("dataset", {"publisher": "Z", "version": "1", "year": "2020"}, "Bo Lind. A. Version 1, Z, 2020."),
        ("patent", {"number": "US1", "year": "2020"}, "Bo Lind. A. US1, 2020."),
        ("phdthesis", {"year": "2020"}, "Bo Lind. <em>A</em>. PhD thesis, 2020."),
    ],
)  # fmt: skip
def test_what_an_entry_lacks_costs_nothing_else(kind: str, fields: dict[str, str], html: str) -> None:
    """A style leaves out missing values, and shows everything else."""
    entry = Entry(kind, fields={"title": "A"} | fields, persons={"author": [Person("Lind, Bo")]})
    found = work_of(env(entry), "k").html.replace("\xa0", " ")
    assert found.partition(" <a")[0].partition(" arXiv")[0] == html


_text = st.text() | st.lists(
    st.sampled_from(
        ["{", "}", "\\", "<script>", "&", '"', "$", "\\url{", "\\href{javascript:x}{", "]]>", "a", " and "]
    )
).map("".join)


@given(
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(FIELDS), _text),
    st.dictionaries(
        st.sampled_from(["author", "editor"]),
        st.lists(st.tuples(_text, _text, _text), max_size=4),
        max_size=2,
    ),
)
@example("article", {}, {"author": [("", "\x1b", "{")]})
def test_no_entry_is_too_strange(
    kind: str, fields: dict[str, str], people: dict[str, list[tuple[str, str, str]]]
) -> None:
    """Any entry has a reference with safe markup only, and a stable fingerprint."""
    persons = {
        role: [Person(first=first, prelast=prelast, last=last) for first, prelast, last in named]
        for role, named in people.items()
    }
    entry = Entry(kind, fields=fields, persons=persons)
    found = work_of(env(entry), "k")
    assert re.fullmatch(
        r"(?s)(?:[^<]|</?(?:a|em|strong|sub|sup)(?: class=\"reference external\" href=\"[^\"]*\")?>)*",
        found.html,
    )
    assert not re.search(r'href="(?!https?:)', found.html)
    assert found.short
    assert fingerprint(env(entry), "k") == fingerprint(env(entry), "k")


def test_an_entry_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Citing it again doesn't parse its TeX again, which is expensive."""
    tidied: list[str] = []
    monkeypatch.setattr(
        formatting, "tidy", lambda entry, known: tidied.append(entry.key) or tidy(entry, known)
    )
    entry = Entry(
        "misc", fields={"title": r"On {\'E}tudes"}, persons={"author": [Person(r"B{\'e}zout, {\'E}.")]}
    )
    entry.key = "k"
    where = env(entry)
    for _ in range(20):
        work_of(where, "k")
        facts_of(where, "k")
    before = printed.cache_info().misses
    for _ in range(20):
        reference_of(where, "k", "plain")
        work_of(where, "k")
    assert tidied == ["k"]
    assert printed.cache_info().misses == before


def test_who_is_no_person() -> None:
    """An organization's name is in braces; a preprint has an address, and every work a name."""
    body = Person()
    body.last_names.append("{World Health Organization}")
    fields = {"title": "T", "eprint": "2001.00001", "eprinttype": "arxiv"}
    facts = facts_of(env(Entry("misc", fields=fields, persons={"author": [body, Person("Lind, Bo")]})), "k")
    assert facts is not None
    assert facts.authors == ("World Health Organization", "Bo Lind")
    assert facts.bodies == {"World Health Organization"}
    assert facts.url == "https://arxiv.org/abs/2001.00001"
    unnamed = facts_of(env(Entry("misc", fields={"note": "n"})), "k")
    assert unnamed is not None
    assert unnamed.title == "k"
