"""What archives ask for: reasons for citing, funding, roles, their rules, and a citation file."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from sphinx_research_notes.model.archive_options import ArchiveOptions, read_archive_options
from sphinx_research_notes.model.archive_rules import findings
from sphinx_research_notes.model.author_roles import author_role
from sphinx_research_notes.model.citation_file import (
    FIELDS,
    CitationFields,
    CitedAuthor,
    CitedSite,
    citation_file,
    read_citation_file,
)
from sphinx_research_notes.model.cito import PROPERTIES, reason_of, role_of, split_reasons
from sphinx_research_notes.model.dates import When
from sphinx_research_notes.model.doi import mint_doi
from sphinx_research_notes.model.funding import read_funding
from sphinx_research_notes.model.licenses import license_of
from sphinx_research_notes.model.note import Author, Award, Funder, Funding, Note, Visibility
from sphinx_research_notes.model.people import read_author
from sphinx_research_notes.model.values import Unusable

# Reasons.


@pytest.mark.parametrize(
    ("text", "rest", "reasons"),
    [
        ("a,b", "a,b", []),
        ("extends:a", "a", ["extends:a"]),
        ("a, citesAsEvidence:b{p. 3}", "a, b{p. 3}", ["citesAsEvidence:b"]),
        ("{see }extends:a,supports:b", "{see }a,b", ["extends:a", "supports:b"]),
        # No reasons: text around a key, a key with a colon, other prefixes, and half a key.
        ("{extends:a}b", "{extends:a}b", []),
        ("extends:known", "extends:known", []),
        ("doi:a,DBLP:extends:a,extendsx:a", "doi:a,DBLP:extends:a,extendsx:a", []),
        ("extends:", "extends:", []),
    ],
)
def test_reasons_in_the_text_of_a_citation(text: str, rest: str, reasons: list[str]) -> None:
    """They are taken out, and what only looks like them stays."""
    assert split_reasons(text, lambda key: key == "extends:known") == (rest, reasons)


def test_the_reason_of_a_key() -> None:
    """The first that is given for it; BibTeX keys have no letter case."""
    assert reason_of("Brook", ["extends:a", "supports:brook", "extends:brook"]) == "supports"
    assert reason_of("b", ["extends:a"]) == ""


def test_roles_have_the_words_of_the_vocabulary() -> None:
    """A role is its property with dashes."""
    assert role_of("citesAsEvidence") == "cites-as-evidence"
    assert len({role_of(each) for each in PROPERTIES}) == len(PROPERTIES) == 43


# Funding and roles.

ROR = "https://ror.org/021nxhr62"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ()),
        ("false", ()),
        ([], ()),
        ({"funder": "NSF"}, (Funding(Funder("NSF")),)),
        (
            [{"funder": {"name": "NSF", "ror": "021nxhr62"}, "award": "17"}],
            (Funding(Funder("NSF", ROR), Award("17")),),
        ),
        (
            {"funder": {"name": "NSF", "ror": ROR},
             "award": {"number": 17, "uri": "https://a.org/17", "title": "R"}},
            (Funding(Funder("NSF", ROR), Award("17", "https://a.org/17", "R")),),
        ),
    ],
)  # fmt: skip
def test_funding(value: Any, expected: tuple[Funding, ...]) -> None:
    """A name or a mapping for the funder, a number or a mapping for the award."""
    assert read_funding(value) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("NSF", r"expected \{funder, award\}, or a list of them, got 'NSF'"),
        ({"award": "1"}, "expected a funder"),
        ({"funder": {"ror": ROR}}, "expected a name of the funder"),
        ({"funder": {"name": "NSF", "ror": "021nxhr26"}}, "expected a ROR id such as"),
        ({"funder": "NSF", "award": {"uri": "mailto:x"}}, r"expected an http\(s\) URL"),
        ({"funder": "NSF", "awards": "1"}, "got 'awards'; did you mean 'award'"),
        ({"funder": "NSF", "award": {"id": "1"}}, "expected the keys number, uri, title in award"),
    ],
)
def test_unusable_funding(value: Any, message: str) -> None:
    """The message says what is expected, and what was found."""
    with pytest.raises(Unusable, match=message):
        read_funding(value)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Software", "software"),
        ("Writing – review & editing", "writing – review & editing"),
        ("writing-original-draft", "writing – original draft"),
        ("Conceptualisation", "conceptualization"),
        ("Editor", "editor"),
    ],
)
def test_roles(text: str, role: str) -> None:
    """Roles are read in the forms in which people write them."""
    assert author_role(text) == role


def test_roles_of_an_author() -> None:
    """A list, a text or Quarto's mappings; an unknown role is a fault."""
    author, faults = read_author({"name": "Ada", "roles": ["software", {"writing": "lead"}, "sofware"]})
    assert author.roles == ("software", "writing – original draft")
    message = "expected a role in CRediT such as 'software', got 'sofware'; did you mean 'software'?"
    assert faults == [f"roles: {message}; ignoring it"]
    assert read_author({"name": "Ada", "roles": "editor, data curation"})[0].roles == (
        "editor",
        "data curation",
    )


# The rules of an archive.

ADA = Author(name="Ada Brook", orcid="https://orcid.org/0000-0002-1825-0097")
WHEN = When(datetime(2024, 3, 14, tzinfo=UTC), has_time=False)
NOTE = Note(docname="a", name="Rain", title="Rain", date=WHEN, authors=(ADA,),
            license=license_of("CC-BY-4.0"), doi=mint_doi("10.5555", 17), tags=("a", "b"))  # fmt: skip
ARCHIVE = ArchiveOptions("rogue-scholar", "about", "10.5555")


@pytest.mark.parametrize(
    ("change", "required", "message"),
    [
        ({"date": None}, True, "expected a date"),
        ({"authors": ()}, True, "expected an author, got none"),
        ({"license": None}, True, "expected the licence CC BY, got none"),
        ({"license": license_of("CC-BY-NC-4.0")}, True, "got 'CC BY-NC 4.0'"),
        ({"doi": NOTE.doi[:-1] + "x"}, False, ""),
        ({"doi": f"{NOTE.doi[:-1]}{(int(NOTE.doi[-1]) + 1) % 10}"}, True, "expected a DOI with correct"),
        ({"doi": "10.1234/rain"}, False, "expected a DOI with the prefix 10.5555"),
        ({"titled": False}, False, "the archive skips the note"),
        ({"date": When(datetime(2031, 1, 1, tzinfo=UTC), has_time=False)}, False, "dated 2031-01-01"),
        ({"authors": (Author(name="Bo Stone"), ADA)}, False, "expected an ORCID iD, got none for Bo Stone"),
        ({"authors": (Author(name="Rain Society", organization=True),)}, False, ""),
        ({"tags": tuple("abc"), "categories": tuple("cdef")}, False, "got 6; the archive leaves out f"),
        ({"summary": "x" * 450, "lead": "x" * 400}, False, "of at most 400 characters, got 450"),
    ],
)  # fmt: skip
def test_what_is_missing(change: dict[str, Any], required: bool, message: str) -> None:
    """One finding each, required or recommended; the rest of the note is as it should be."""
    found = list(findings(replace(NOTE, **change), ARCHIVE, datetime(2025, 1, 1, tzinfo=UTC)))
    assert [each.is_required for each in found] == ([required] if message else [])
    assert message in "".join(each.message for each in found)


@pytest.mark.parametrize("change", [{"feed": False}, {"visibility": Visibility.UNLISTED}])
def test_what_is_kept_out(change: dict[str, Any]) -> None:
    """Nothing is said of a note that no archive will see."""
    note = replace(NOTE, license=None, authors=(), **change)
    assert not list(findings(note, ARCHIVE, datetime(2025, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ArchiveOptions()),
        (None, ArchiveOptions()),
        ("rogue-scholar", ArchiveOptions("rogue-scholar")),
        ({"name": "rogue-scholar", "about": "/about", "prefix": "10.5555/"}, ARCHIVE),
    ],
)
def test_archive_options(value: Any, expected: ArchiveOptions) -> None:
    """A name, or a mapping."""
    assert read_archive_options(value) == expected


@pytest.mark.parametrize(
    "value", ["zenodo", {"about": "about"}, {"name": "rogue-scholar", "page": "x"}, 3, ["rogue-scholar"],
              {"name": "rogue-scholar", "prefix": "doi"}, {"name": "rogue-scholar", "about": 3}]
)  # fmt: skip
def test_unusable_archive_options(value: Any) -> None:
    """An unknown archive or key is refused."""
    with pytest.raises(Unusable, match="expected"):
        read_archive_options(value)


# The citation file.

PERSON = CitedAuthor(author=replace(ADA, affiliations=("Rivers",)), family="Brook", given="Ada")


def test_citation_file() -> None:
    """The site is a website to cite, with its authors, licence and DOI, and the day of its latest note."""
    site = CitedSite(
        title="Rain: notes",
        authors=(PERSON, PERSON, CitedAuthor(author=Author(name="Plato"), family="Plato")),
        url="https://example.org/", license=license_of("CC-BY-4.0"), day=date(2024, 3, 14),
        given=CitationFields((("doi", "10.5555/rain"), ("keywords", ("rain", "yes")), ("type", "software"))),
    )  # fmt: skip
    text = citation_file(site).decode()
    assert "&id" not in text
    data = yaml.safe_load(text)
    assert data["cff-version"] == "1.2.0"
    assert data["type"] == "software"
    assert data["keywords"] == ["rain", "yes"]
    cited = data["preferred-citation"]
    assert cited == {
        "type": "website", "title": "Rain: notes", "doi": "10.5555/rain", "url": "https://example.org/",
        "license": "CC-BY-4.0", "date-released": "2024-03-14",
        "authors": [
            {"family-names": "Brook", "given-names": "Ada", "affiliation": "Rivers", "orcid": ADA.orcid},
            {"name": "Plato"},
        ],
    }  # fmt: skip
    assert {name: data[name] for name in cited if name != "type"} | {"type": "website"} == cited
    assert list(data)[:4] == ["cff-version", "message", "type", "title"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MIT", {"license": "MIT"}),
        ("CC0", {"license": "CC0-1.0"}),
        ("CC-BY-SA-3.0-DE", {"license-url": "https://creativecommons.org/licenses/by-sa/3.0/de/"}),
        ("Artistic-2.0", {"license-url": "https://spdx.org/licenses/Artistic-2.0.html"}),
        ("All rights reserved", {}),
    ],
)
def test_licences_in_the_citation_file(name: str, expected: dict[str, str]) -> None:
    """By their identifier if the format is sure to know it, or else by their URL."""
    data = yaml.safe_load(citation_file(CitedSite(title="R", authors=(PERSON,), license=license_of(name))))
    assert {key: data[key] for key in ("license", "license-url") if key in data} == expected


def test_citation_options() -> None:
    """True, or fields of the format."""
    assert read_citation_file(False) is None
    assert read_citation_file(True) == CitationFields()
    assert read_citation_file({"keywords": "a, b"}) == CitationFields((("keywords", ("a", "b")),))
    for wrong in ("yes?", {"authors": []}, {"type": "website"}, {"doi": "x"}, {"url": "x"}, {"keywords": 3}):
        with pytest.raises(Unusable, match="expected"):
            read_citation_file(wrong)
    assert {"type", "abstract", "doi", "repository-code", "keywords"} <= set(FIELDS)


# The guide.

GUIDE = (Path(__file__).parents[2] / "example_site" / "guide" / "archives.md").read_text("utf-8")


def test_the_guide_has_every_reason() -> None:
    """Each role is in the table, with CiTO's name where that is another."""
    table = (
        GUIDE.partition("(why-a-work-is-cited)=")[2].partition("{list-table}")[2].partition("(funding)=")[0]
    )
    named = {role: name or role for role, name in re.findall(r"`\{([\w-]+)\}`(?: \(`(\w+)`\))?", table)}
    named.pop("note-extends")
    assert named == {role_of(each): each for each in PROPERTIES}


def test_the_line_in_the_guide_prints_a_doi() -> None:
    """What the guide says to type into a shell prints a DOI."""
    line = re.search(r'^python -c "(.*)"$', GUIDE, re.MULTILINE)
    assert line
    said = subprocess.run([sys.executable, "-c", line[1]], capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"10\.5555/\w{5}-\w{3}\d\d\n", said)


def test_the_page_in_the_guide_is_what_an_archive_asks_for() -> None:
    """The text about archiving names the archive, the licence and the DOI."""
    page = GUIDE.partition("# Archiving and citing\n")[2].partition("```")[0]
    assert all(each in page for each in ("Rogue Scholar", "CC BY 4.0", "DOI"))
