"""Statuses and licences: vocabularies, how labels are matched, and the names of licences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.model.licenses import license_of
from sphinx_research_notes.model.note import License
from sphinx_research_notes.model.statuses import SEARCHED, SHIPPED, Label, Status, Vocabulary

WORDS = {
    "growth": "seedling, budding, evergreen",
    "progress": "notes, draft, in progress, finished, abandoned, obsolete",
    "confidence": "certain, highly likely, likely, possible, unlikely, highly unlikely, remote, impossible,"
    " log, emotional, fiction",
    "importance": "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
    "effort": "minutes, hours, days, months",
    "audience": "non-technical, technical, experts",
}


def test_the_shipped_axes_are_whole() -> None:
    """Each axis is in order, each label has a meaning, and the searched axes share no label."""
    assert {axis: ", ".join(w.word for w in words) for axis, words in SHIPPED.items()} == WORDS
    assert all(word.meaning for words in SHIPPED.values() for word in words)
    searched = [word.word for axis in SEARCHED for word in SHIPPED[axis]]
    assert len(set(searched)) == len(searched)


@pytest.mark.parametrize(
    ("label", "axis", "status"),
    [
        ("budding", "", Status("growth", "budding")),
        ("Budding", "", Status("growth", "Budding")),
        ("in progress", "", Status("progress", "in progress")),
        ("In-Progress", "", Status("progress", "In-Progress")),
        ("in_progress", "", Status("progress", "in_progress")),
        ("nontechnical", "", Status("audience", "nontechnical")),
        ("NON TECHNICAL", "", Status("audience", "NON TECHNICAL")),
        (" likely ", "", Status("confidence", "likely")),
        ("7", "", Status("", "7")),
        ("7", "importance", Status("importance", "7")),
        ("11", "importance", Status("importance", "11")),
        ("anything", "", Status("", "anything")),
        ("budding", "confidence", Status("confidence", "budding")),
    ],
)
def test_a_label_finds_its_axis(label: str, axis: str, status: Status) -> None:
    """Case and hyphens don't matter; a label of no axis is a plain badge."""
    assert Vocabulary().status(label, axis) == status


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status("growth", "Budding"), "budding"),
        (Status("audience", "nontechnical"), "non-technical"),
        (Status("importance", "7"), "7"),
    ],
)
def test_a_known_word_has_a_meaning(status: Status, word: str) -> None:
    """Its spelling doesn't matter."""
    found = Vocabulary().describe(status)
    assert found.word == word
    assert found.meaning


def test_an_unknown_word_has_none() -> None:
    """It is shown as is."""
    assert Vocabulary().describe(Status("", "odd")) == Label("odd", "")
    assert Vocabulary().describe(Status("nowhere", "odd")) == Label("odd", "")


def test_configured_axes_come_first() -> None:
    """Labels are a list or a mapping, lowest first; built-in axes can be replaced."""
    known = Vocabulary({"mood": {"Likely": "Will be", "grim": None}, "growth": ["seed", "tree", "wood"]})
    assert known.status("likely") == Status("mood", "likely")
    assert known.describe(Status("mood", "likely")) == Label("Likely", "Will be")
    assert known.describe(Status("mood", "grim")) == Label("grim", "")
    assert [label.word for label in known.axes["growth"].values()] == ["seed", "tree", "wood"]
    assert known.status("budding") == Status("", "budding")
    assert Vocabulary({"one": ["a"], "none": []}).status("a") == Status("one", "a")


@pytest.mark.parametrize(
    ("status", "value", "listed"),
    [
        (Status("growth", "Budding"), "budding", "Budding"),
        (Status("progress", "In Progress"), "in-progress", "In Progress"),
        (Status("importance", "7"), "7", "importance 7"),
        (Status("", "7"), "7", "7"),
    ],
)
def test_a_status_names_itself(status: Status, value: str, listed: str) -> None:
    """It does so in ``data-value``, and on the page that lists its notes."""
    assert (status.value, status.listed_as) == (value, listed)


@given(st.text(), st.sampled_from(["", *SHIPPED, "other"]))
def test_every_label_is_a_status(label: str, axis: str) -> None:
    """Any label is allowed, and its spelling kept."""
    known = Vocabulary()
    status = known.status(label, axis)
    assert status.label == label.strip()
    assert known.describe(status).word is not None
    assert not axis or status.axis == axis


CC = "https://creativecommons.org/licenses"


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("CC-BY-4.0", License("CC BY 4.0", f"{CC}/by/4.0/")),
        ("CC BY 4.0", License("CC BY 4.0", f"{CC}/by/4.0/")),
        ("cc-by-4.0", License("CC BY 4.0", f"{CC}/by/4.0/")),
        ("CC BY-SA 4.0", License("CC BY-SA 4.0", f"{CC}/by-sa/4.0/")),
        ("CC-BY-SA 4.0", License("CC BY-SA 4.0", f"{CC}/by-sa/4.0/")),
        ("CC BY NC SA 4.0", License("CC BY-NC-SA 4.0", f"{CC}/by-nc-sa/4.0/")),
        ("CC-BY-NC-ND-2.5", License("CC BY-NC-ND 2.5", f"{CC}/by-nc-nd/2.5/")),
        ("CC-BY-3.0-US", License("CC BY 3.0 US", f"{CC}/by/3.0/us/")),
        ("CC-BY-3.0-IGO", License("CC BY 3.0 IGO", f"{CC}/by/3.0/igo/")),
        ("CC0", License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")),
        ("cc0-1.0", License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")),
        (f"{CC}/by/4.0/", License("CC BY 4.0", f"{CC}/by/4.0/")),
        (f"{CC}/by-nc/4.0", License("CC BY-NC 4.0", f"{CC}/by-nc/4.0")),
        ("https://example.org/terms", License("License", "https://example.org/terms")),
        ("MIT", License("MIT", "https://spdx.org/licenses/MIT.html")),
        ("mit", License("MIT", "https://spdx.org/licenses/MIT.html")),
        ("apache-2.0", License("Apache-2.0", "https://spdx.org/licenses/Apache-2.0.html")),
        ("GPL-3.0-only", License("GPL-3.0-only", "https://spdx.org/licenses/GPL-3.0-only.html")),
        ("BSD-3-Clause", License("BSD-3-Clause", "https://spdx.org/licenses/BSD-3-Clause.html")),
        ("LPPL-1.3c", License("LPPL-1.3c", "https://spdx.org/licenses/LPPL-1.3c.html")),
        ("CECILL-2.1", License("CECILL-2.1", "https://spdx.org/licenses/CECILL-2.1.html")),
        ("Unlicense", License("Unlicense", "https://spdx.org/licenses/Unlicense.html")),
        ("0BSD", License("0BSD", "https://spdx.org/licenses/0BSD.html")),
    ],
)
def test_a_licence_has_a_name_and_an_address(text: str, licence: License) -> None:
    """SPDX identifiers in any case are accepted, and common spellings of Creative Commons licences."""
    assert license_of(text) == licence
    assert license_of(f" {text} ") == licence


@pytest.mark.parametrize(
    "text",
    ["CC BY", "CC-BY", "CC BY 9.9", "All rights reserved", "All-rights-reserved", "non-commercial", "2020",
     "public domain", "No", "MIT OR Apache-2.0", "Copyright 2020 Ann", "javascript:alert(1)"],
)  # fmt: skip
def test_free_words_stay_words(text: str) -> None:
    """Text that isn't an identifier gets no address."""
    assert license_of(text) == License(text)


@given(st.text())
def test_every_text_is_a_licence(text: str) -> None:
    """An address, if there is one, is a web address."""
    found = license_of(text)
    assert not found.url or found.url.startswith(("http://", "https://"))
