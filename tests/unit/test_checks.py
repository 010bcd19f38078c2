"""The pure parts of ``research-notes check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_research_notes.command.checks.findings import KINDS, Finding, Severity, severity_of
from sphinx_research_notes.command.checks.formulas import has_paragraphs, is_prose
from sphinx_research_notes.command.checks.memory import Memory, take
from sphinx_research_notes.command.checks.recording import without_repetitions

GUIDE = Path(__file__).parents[2] / "example_site" / "guide" / "command" / "check.md"


@pytest.mark.parametrize("text", ["5 or ", "20. Later it was more, and then", "100k earners and ", " and "])
def test_prose_between_dollars(text: str) -> None:
    """A piece of a sentence between two amounts, or between two formulas, is no formula."""
    assert is_prose(text)


@pytest.mark.parametrize(
    "tex",
    ["x", "5 km", "2 sin x", "3 mod 5", " x ", "n log n", "E = mc^2", "p value", "10 ",
     "k nearest neighbours",
     "f(x) = 0 if x is even", r"5 \text{ or so, as they say }", "ab cd", "a < b < c", "12 MeV "],
)  # fmt: skip
def test_formulas_between_dollars(tex: str) -> None:
    """Formulas stay formulas, also with units and functions that are not marked as such."""
    assert not is_prose(tex)


def test_paragraphs_in_formulas() -> None:
    """A formula that isn't closed ends at the next one, and has the text between them."""
    prose = "x\n\nThe river rose at night, and nobody\nknew why until the morning.\n\ny"
    assert has_paragraphs(prose)
    for tex in (
        "x\n\ny",
        prose.replace("\n\n", "\n"),
        "a\n\n" + r"\text{if the river rose at night and nobody knew why}",
        "a\n\n" + r"\begin{aligned} \alpha \beta \gamma \delta \sin \cos \tan \log ab cd \end{aligned}",
    ):
        assert not has_paragraphs(tex)


@pytest.mark.parametrize(
    ("place", "file", "line"),
    [("a.md:3", "a.md", 3), ("a.md", "a.md", None), ("C:/a.md:3", "C:/a.md", 3), ("", "", None)],
)
def test_places(place: str, file: str, line: int | None) -> None:
    """A place has a file and, as far as it is known, a line."""
    finding = Finding("alt", Severity.WARNING, place, "")
    assert (finding.file, finding.line) == (file, line)


def test_severities() -> None:
    """What readers find broken is an error, although the build goes on."""
    assert severity_of("notes.date", is_error=False) is Severity.WARNING
    assert severity_of("notes.date", is_error=True) is Severity.ERROR
    assert severity_of("myst.xref_missing", is_error=False) is Severity.ERROR
    assert severity_of("ref.doc", is_error=False) is Severity.ERROR


def said(kind: str, place: str, message: str) -> Finding:
    """Return a warning."""
    return Finding(kind, Severity.WARNING, place, message)


def test_nothing_is_said_twice() -> None:
    """The words of the build win for the first leftover in a note, which it names."""
    build = [said("notes.shortcode", "a.md:5", "found '{{< x >}}' (and 1 more in this file)")]
    ours = [said("leftover", "a.md:5", "found '{{< x >}}'; shown as text")]
    kept = [
        said("leftover", "a.md:9", "found '{{< x >}}'; shown as text"),
        said("leftover", "b.md:9", "found '{{< x >}}'; shown as text"),
    ]
    assert without_repetitions([*build, *ours, *kept]) == [*build, *kept]


def test_memory(tmp_path: Path) -> None:
    """It is read as it was written, and only once; anything else is as good as none."""
    path = tmp_path / "html.json"
    memory = Memory(read={"a": [said("alt", "a.md:3", "x")]}, bibfiles={"x.bib": [1, 2]})
    memory.save(path)
    assert take(path) == memory
    assert take(path) is None
    for text in ("", "[]", "{}", '{"version": ""}'):
        path.write_text(text)
        assert take(path) is None


def test_kinds_are_in_the_guide() -> None:
    """The guide names every kind of finding, as the table of kinds describes it."""
    text = GUIDE.read_text("utf-8")
    for kind, (severity, meaning) in KINDS.items():
        assert f"* - `{kind}`\n  - {severity}\n  - {meaning}\n" in text
