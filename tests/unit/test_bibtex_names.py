"""Names in bibliographies: BibTeX's and BibLaTeX's, in every script, and unnamed authors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex import errors
from pybtex.database import Entry, Person

from sphinx_research_notes.citations.bibtex_names import PARTS, people_of, tidy_people
from sphinx_research_notes.citations.protect_math import in_words
from sphinx_research_notes.citations.sorting import Labels, Sorting


def spoken(value: str) -> str:
    """Return the names in *value* as a list of references shows them, family names in brackets."""
    return "; ".join(map(_spoken, tidy_people(people_of(value))))


def _spoken(person: Person) -> str:
    if str(person) == "others":
        return "…"
    first, middle, von, last, jr = (" ".join(getattr(person, part)) for part in PARTS)
    family = f"[{' '.join(filter(None, [von, last]))}]"
    return in_words(" ".join(filter(None, [first, middle, family, jr]))).replace("{", "").replace("}", "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # BibTeX's own.
        ("Ada Brook and Lind, Bo", "Ada [Brook]; Bo [Lind]"),
        ("Ludwig van Beethoven and von der Heide, Anna", "Ludwig [van Beethoven]; Anna [von der Heide]"),
        ("Lind, Jr., Bo and {Rain and Gauge Institute}", "Bo [Lind] Jr.; [Rain and Gauge Institute]"),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
         "Charles Louis Xavier Joseph [de la Vallée Poussin]"),
        ("{\\'E}mile Borel\n  AND Erd{\\H o}s, P{\\'a}l", "Émile [Borel]; Pál [Erdős]"),
        ("{\\O}rsted, Hans~Chr. and \\'Etienne B{\\'e}zout", "Hans Chr. [Ørsted]; Étienne [Bézout]"),
        ("bell hooks and Plato", "[bell hooks]; [Plato]"),
        ("{van} Beethoven, L.", "L. [van Beethoven]"),
        # Suffixes in other places.
        ("Bo Lind, Jr. and Lind, Bo, III", "Bo [Lind] Jr.; Bo [Lind] III"),
        # Other separators than "and", and accents followed by a space.
        ("Semi, A.; Colon, B.", "A. [Semi]; B. [Colon]"), ("Amp, A. & Sand, B. \\& Roe, C.",
         "A. [Amp]; B. [Sand]; C. [Roe]"),
        ("Comma, A., Other, B.-C., Third, D. E.", "A. [Comma]; B.-C. [Other]; D. E. [Third]"),
        ("Ada Brook; and Bo Lind", "Ada [Brook]; Bo [Lind]"),
        ("Brook, Ada; Lind, Bo; and Hale, Nora", "Ada [Brook]; Bo [Lind]; Nora [Hale]"),
        ("Ada Brook, Bo Lind, and Nora Hale", "Ada [Brook]; Bo [Lind]; Nora [Hale]"),
        ("van Berg, Jan Willem, and Lind, C. D.,", "Jan Willem [van Berg]; C. D. [Lind]"),
        ("Brook Mill, A. B., and Lind, C.", "A. B. [Brook Mill]; C. [Lind]"),
        ("Brook, A. B., and Lind, C.", "A. B. [Brook]; C. [Lind]"),
        ("Bo Lind, Jr., and Ada Brook", "Bo [Lind] Jr.; Ada [Brook]"),
        ("Smith \\& Sons", "Smith & [Sons]"), ("{Rain; Hail, A. & Snow, B.}", "[Rain; Hail, A. & Snow, B.]"),
        ("Dvo\\v r\\'ak, A. and \\O rsted, H. and Gau\\ss , C.", "A. [Dvořák]; H. [Ørsted]; C. [Gauß]"),
        # BibLaTeX's extended format, as Better BibTeX and Biber write it.
        ("given=Simon, family=Beumont", "Simon [Beumont]"),
        ("family=Beumont, given=Simon and Roe, Ann", "Simon [Beumont]; Ann [Roe]"),
        ("family=Beethoven, given=Ludwig, given-i=L, prefix=van, useprefix=true", "Ludwig [van Beethoven]"),
        ("family=Beethoven, given=Ludwig, prefix=van, useprefix=false", "Ludwig van [Beethoven]"),
        ('family=Lind, given={Bo, Sven}, suffix=Jr. and "family={de la Cierva}, given=Juan"',
         "Bo, Sven [Lind] Jr.; Juan [de la Cierva]"),
        ("Family = Brook , Given = Ada M. and given=Plato", "Ada M. [Brook]; [Plato]"),
        ("E=mc, Albert", "Albert [E=mc]"),
        # Unnamed authors.
        ("First, A. and others", "A. [First]; …"),
        ("First, A. and Second, B. and et al.", "A. [First]; B. [Second]; …"),
        ("First, A. and {et al.}", "A. [First]; …"), ("First, A. and \\dots", "A. [First]; …"),
        ("First, A. et al.", "A. [First]; …"), ("A. First, et~al.", "A. [First]; …"),
        ("A First AND OTHERS", "A [First]; …"),
        ("First, A. and {Others}", "A. [First]; [Others]"),
        # Scripts.
        ("王, 小明 and 李大为 and 山田 太郎", "[王小明]; [李大为]; [山田 太郎]"),
        ("김, 민수 and さくら, ももこ", "[김민수]; [さくらももこ]"),
        ("Wang, Xiaoming 小明 and {欧阳, 修}", "Xiaoming 小明 [Wang]; [欧阳, 修]"),
        ("Иванов, Пётр Сергеевич and Лев Толстой", "Пётр Сергеевич [Иванов]; Лев [Толстой]"),
        ("Παππάς, Γιώργος and كاتب, أحمد and כהן, דוד", "Γιώργος [Παππάς]; أحمد [كاتب]; דוד [כהן]"),
        ("कुमार, राम and Նազարյան, Անի and ბერიძე, ნინო", "राम [कुमार]; Անի [Նազարյան]; ნინო [ბერიძე]"),
        ("Nguye\u0302\u0303n, A\u0301n and \u1112\u1161\u11ab, 강", "Án [Nguyễn]; [한강]"),
    ],
)  # fmt: skip
def test_names(value: str, expected: str) -> None:
    """Each name is split into its parts."""
    assert spoken(value) == expected


_pieces = st.sampled_from(
    [
        "given=",
        "family=",
        "prefix=",
        "others",
        "et al.",
        " and ",
        ",",
        "{",
        "}",
        "\\",
        '"',
        " ",
        "a",
        "王",
        "Jr.",
    ]
)


@given(st.text() | st.lists(_pieces).map("".join))
def test_no_name_is_too_strange(value: str) -> None:
    """Any name is parsed; errors that pybtex reports are for the author."""
    with errors.capture():
        spoken(value)


def entry(author: str, year: str = "1990", **fields: str) -> Entry:
    """Return an entry in the form that a style gets."""
    found = Entry("misc", fields={"year": year, **fields}, persons={"author": tidy_people(people_of(author))})
    found.key = "k"
    return found


@pytest.mark.parametrize(
    ("author", "label"),
    [
        ("Biran{\\c c}on and Erd{\\H o}s, P. and {\\L}oj, Q.", "BEŁ90"),
        ("Birançon and Erdős, P. and Łoj, Q.", "BEŁ90"),
        ("Biran{\\c c}on, A.", "Bir90"), ("Birançon, A.", "Bir90"), ("{\\O}rsted, H.", "Ørs90"),
        ("O'Neil, A. and d'Alembert, B.", "Od90"), ("de la Vall{\\'e}e-Poussin, C.", "dlVP90"),
        ("{World Health Organization}", "Wor90"), ("{{\\'E}cole Normale} and Lind, Bo", "EL90"),
        ("First, A. and others", "F+90"), ("A, B and C, D and E, F and others", "ACE+90"),
        ("A, B and C, D and E, F and G, H and I, J", "ACE+90"), ("A, B and C, D and E, F and G, H", "ACEG90"),
        ("王, 小明", "王小明90"), ("山田 太郎", "山田太90"), ("王, 小明 and 李, 大为", "王李90"),
        ("Чайковский, Пётр", "Чай90"),
        ("Иванов, П. and Ёлкин, Я.", "ИЁ90"), ("कुमार, राम", "कुमार90"), ("\u1112\u1161\u11ab, 강", "한강90"),
        ("Παπαδόπουλος, Γ.", "Παπ90"), ("كاتب, أ.", "كات90"),
    ],
)  # fmt: skip
def test_labels(author: str, label: str) -> None:
    """The alpha style has letters of every alphabet, and the same ones for every spelling of a name."""
    assert Labels().format_label(entry(author)) == label


@pytest.mark.parametrize(
    ("year", "label"),
    [("2001", "Lin01"), ("in press", "Lin"), ("1998--2002", "Lin02"), ("c. 1850?", "Lin50")],
)
def test_labels_and_years(year: str, label: str) -> None:
    """Text after the last digit of a year is left out of a label."""
    assert Labels().format_label(entry("Lind, B.", year)) == label


def test_the_order_of_works() -> None:
    """Sorting ignores accents, braces and case, and uses hidden sort keys."""
    names = ["Zorn, A.", "{\\AA}berg, B.", "Abel, N.", "{Academy of Rain}", "Émile, C.", "Eddy, D.",
             "{\\L}oj, E.", "Lyon, F.", "van Beek, G.", "Иванов, П."]  # fmt: skip
    found = [spoken_of(each) for each in Sorting().sort([entry(name) for name in names])]
    assert found == [
        "Abel", "Åberg", "Academy of Rain", "Eddy", "Émile", "Łoj", "Lyon", "Beek", "Zorn", "Иванов",
    ]  # fmt: skip


def spoken_of(found: Entry) -> str:
    """Return the family name of the first author."""
    return " ".join(found.persons["author"][0].last_names).strip("{}")
