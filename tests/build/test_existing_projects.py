"""Existing projects: without notes nothing changes, and one note changes only its own page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import ROOTS, Built, build_site

if TYPE_CHECKING:
    from collections.abc import Callable

GUESTS = ("guest-furo", "guest-alabaster")
BUILDERS = ("html", "dirhtml", "text", "latex")

#: What a project adds to its ``conf.py`` to have notes.
ADDED = '\nextensions.append("sphinx_research_notes")\n'

#: A first note for each guest, in the guest's own markup.
FIRST_NOTE = {
    "guest-furo": (
        "log/2024-05-06-first.md",
        (
            "---\ntags: [first]\nstatus: seedling\n---\n\n# A first note\n\n"
            "The *wheel* turned, {doc}`/guide`.\n"
        ),
    ),
    "guest-alabaster": (
        "2024-05-06-first.rst",
        ":tags: first\n\nA first note\n============\n\n*Lit*, :doc:`/light`, :cite:`quill2001`.\n",
    ),
}


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Built]:
    """Build a guest ``plain``, ``with-us`` or with a first ``note``, each combination once."""
    folder = tmp_path_factory.mktemp("guests")
    done: dict[tuple[str, str, str], Built] = {}

    def build(name: str, state: str, builder: str = "html") -> Built:
        # The same source folder for all states: some output names it.
        key = (name, state, builder)
        if key not in done:
            source = folder / name
            shutil.rmtree(source, ignore_errors=True)
            shutil.copytree(ROOTS / name, source)
            if state != "plain":
                with (source / "conf.py").open("a", encoding="utf-8") as conf:
                    conf.write(ADDED)
            if state == "note":
                path, text = FIRST_NOTE[name]
                (source / path).parent.mkdir(exist_ok=True)
                (source / path).write_text(text, "utf-8")
            outdir = folder / f"{name}-{state}-{builder}"
            done[key] = build_site(source, outdir, "-W", "--keep-going", builder=builder)
        return done[key]

    return build


def contents(built: Built) -> dict[str, bytes]:
    """Return the bytes of every output file by name.

    One difference is ignored: Sphinx writes the name of every extension that keeps records into the search
    index, so that a theme can recognize an index made by another configuration.
    """
    found = {name: Path(built.outdir, name).read_bytes() for name in built.files()}
    if index := found.get("searchindex.js"):
        found["searchindex.js"] = re.sub(rb',"sphinx_research_notes":\d+', b"", index)
    return found


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("name", GUESTS)
def test_no_notes_no_trace(guest: Callable[..., Built], name: str, builder: str) -> None:
    """In a project without notes, the extension changes and adds no output file."""
    before, after = guest(name, "plain", builder), guest(name, "with-us", builder)
    assert before.warnings == after.warnings == ""
    assert after.files() == before.files()
    was, now = contents(before), contents(after)
    assert [path for path in sorted(was) if was[path] != now[path]] == []


@pytest.mark.parametrize("builder", ["html", "json", "text"])
@pytest.mark.parametrize("name", GUESTS)
def test_one_note_changes_no_other_page(guest: Callable[..., Built], name: str, builder: str) -> None:
    """With a first note, every page that is not a note stays the same byte for byte, layout included."""
    before, after = guest(name, "plain", builder), guest(name, "note", builder)
    assert after.warnings == ""
    was, now = contents(before), contents(after)
    pages = [path for path in was if path.endswith((".html", ".fjson", ".txt", ".css", ".js"))]
    # What is found, and how a query is divided into words: of all pages together.
    pages = [path for path in pages if path not in {"searchindex.js", "_static/language_data.js"}]
    assert [path for path in sorted(pages) if was[path] != now.get(path)] == []


@pytest.mark.parametrize("name", GUESTS)
def test_a_first_note_is_a_whole_one(guest: Callable[..., Built], name: str) -> None:
    """The first note of a guest has its page, its lists and stylesheets, and nothing else is added."""
    before, after = guest(name, "plain"), guest(name, "note")
    source = FIRST_NOTE[name][0]
    page = source.rpartition(".")[0] + ".html"
    new = after.files() - before.files()
    assert {page, "notes/2024.html", "notes/tags/first.html"} <= new
    stem = source.rpartition(".")[0]
    cited = {f"{stem}.bib", f"{stem}.ris", f"{stem}.csl.json"}
    strangers = {
        path for path in new - cited
        if path not in {page, f"_sources/{source}.txt"} and not path.startswith("_static/research-notes-")
        and path != ".research-notes-html"
        and not path.startswith("notes/")
    }  # fmt: skip
    assert strangers == set()
    assert cited <= new
    assert 'class="h-entry"' in after.text(page)
    assert "research-notes-guest.css" in after.text(page)


@pytest.mark.parametrize("name", GUESTS)
def test_a_page_of_the_guest_wins_its_place(guest: Callable[..., Built], name: str) -> None:
    """If the guest has a page at ``notes/index``, it stays, and no list of ours replaces it."""
    before, after = guest(name, "plain"), guest(name, "note")
    assert after.text("notes/index.html") == before.text("notes/index.html")


def test_names_of_the_guest_stay_its_own(guest: Callable[..., Built]) -> None:
    """A directive and a role of the project's own with our names work as before beside a note."""
    page = guest("guest-alabaster", "note").text("light.html")
    assert "Remarks: Shorter, please." in page
    assert "<strong>[beta]</strong>" in page
    assert "note-status" not in page


def test_our_names_have_a_second_form(guest: Callable[..., Built], tmp_path: Path) -> None:
    """If a name is taken, ours is available as ``note-<name>``, without a warning."""
    source = Path(shutil.copytree(ROOTS / "guest-alabaster", tmp_path / "source"))
    with (source / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(ADDED)
    (source / "light.rst").write_text(
        "Light\n=====\n\nA :note-status:`seedling` and a :status:`lamp`.\n\n.. _math:\n\n"
        ".. math::\n   :label: fall\n\n   1\n\n.. note-epigraph::\n   :by: A diver\n\n   Dark.\n",
        "utf-8",
    )
    built = build_site(source, tmp_path / "out", "-W", "--keep-going")
    page = built.text("light.html")
    assert 'class="note-status"' in page
    assert "<strong>[lamp]</strong>" in page
    assert "A diver" in page
