"""A build without changes does little, and still notices what is missing."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_research_notes.citations import styles
from sphinx_research_notes.model.dates import When
from sphinx_research_notes.model.note import Author, Note, Passage, Series
from sphinx_research_notes.model.statuses import Status
from sphinx_research_notes.state.records import Mention, Page

if TYPE_CHECKING:
    from pathlib import Path

CONF = """\
project = "Unchanged"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_extra_path = ["extra"]
notes_match = ["notes/**"]
bibtex_bibfiles = ["works.bib"]
bibtex_reference_style = "author_year"
"""

FILES = {
    "conf.py": CONF,
    "index.md": "# Home\n",
    "works.bib": "@book{good, title={Good}, author={Good, Ida}, year={1953}, publisher={P}}\n",
    "notes/one.md": "---\ntitle: One\ndate: 2024-01-01\ntags: a, b\n---\n\nSee {cite}`good`.\n",
    "notes/two.md": "---\ntitle: Two\ndate: 2024-01-02\ntags: a\n---\n\nWords.\n",
    # In the place of the list of a label, and in a place without a page of ours.
    "extra/notes/tags/b.html": "theirs",
    "extra/robots.txt": "theirs",
}

WHEN = When(datetime(2024, 1, 2, tzinfo=UTC), has_time=False)
NOTE = Note(
    docname="notes/x",
    title="X",
    date=WHEN,
    authors=(Author(name="Bo Lind"),),
    series=Series("S", 2),
    statuses=(Status("growth", "seedling"),),
    citing=(("good", Passage("a", "As said.", (("only", "html"),)), "extends"),),
)
RECORDS = [WHEN, NOTE, Page(head=NOTE, is_note=True, mentions=(Mention("doc", "y", Passage("", "There.")),))]


def _refuse(*_: object) -> None:
    pytest.fail("asked for in a build in which nothing has changed")


def test_nothing_is_asked_of_every_page_or_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each folder is listed once to find what exists; what is missing is written again."""
    source, out = tmp_path / "source", tmp_path / "out"
    write_files(source, FILES)
    build_site(source, out)
    with monkeypatch.context() as patched:
        patched.setattr(StandaloneHTMLBuilder, "get_outdated_docs", _refuse)
        patched.setattr(styles, "find_citation_style", _refuse)
        patched.setattr(styles, "entry_points", _refuse)
        assert not build_site(source, out).warnings
    lost = ["notes/one.html", "notes/two.bib", "notes/tags/a.html", "_sources/notes/two.md.txt"]
    for name in lost:
        (out / name).unlink()
    (source / "extra/notes/tags/b.html").unlink()
    built = build_site(source, out)
    clean = build_site(source, tmp_path / "clean")
    assert {*lost, "notes/tags/b.html"} <= built.files() == clean.files()
    for name in sorted(clean.files()):
        assert (out / name).read_bytes() == (clean.outdir / name).read_bytes(), name


def test_a_style_that_is_not_there_is_still_named(tmp_path: Path) -> None:
    """An unknown citation style is reported, as is a style of footnote labels; bibtex would fail."""
    for style, told in (("no_such", True), ("foot", True), ("super", False)):
        source = tmp_path / style
        write_files(source, FILES | {"conf.py": CONF.replace('"author_year"', repr(style))})
        assert ("expected a citation style" in build_site(source, source / "out").warnings) is told


def test_what_only_threads_take_is_not_loaded() -> None:
    """Modules for threads are not imported, because most builds read none."""
    code = "import sys, sphinx_research_notes.pipeline; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "sphinx_research_notes.directives.comments" in loaded
    assert not loaded & {"sphinx_research_notes.comments", "sphinx_research_notes.html.comment_bodies"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_records_come_back_whole(record: When | Note | Page) -> None:
    """Records of every class are unpickled through their slots, and are still frozen."""
    found = pickle.loads(pickle.dumps(record))
    assert found == record
    assert is_dataclass(found)
    assert [getattr(found, each.name) for each in fields(found)] == [
        getattr(record, each.name) for each in fields(record)
    ]
    assert replace(found) == record
    assert "quick_to_load" in type(record).__setstate__.__qualname__  # type: ignore[union-attr]
    with pytest.raises(AttributeError):
        setattr(found, fields(found)[0].name, "other")
