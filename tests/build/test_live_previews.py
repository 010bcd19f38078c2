"""``research-notes serve`` before it has built: pages that are looked at are made by a fork of the worker."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import write_files
from exactness import tree
from served import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exactness import Files
    from served import Served

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a previewer is a fork")

CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://notes.example.org/"
notes_match = ["notes/**"]
bibtex_bibfiles = ["works.bib"]
myst_enable_extensions = ["dollarmath"]
numfig = True
"""
NOTE = "---\ndate: 2024-05-0{}\ntags: [{}]\n---\n\n# {}\n\n{}\n"
FIGURE = "```{figure} drop.png\n:name: drop\n\nA drop\n```"
HOME = "# Home\n\n```{notes}\n```\n\n```{toctree}\nmanual\n```\n"
STREAM = "---\ntitle: Stream\n---\n\n````{entry} Drip\n:date: 2024-05-05\n\nWords.\n````\n"
SITE: Files = {
    "conf.py": CONF,
    "index.md": HOME,
    "part.md": "A part.\n",
    "more.md": "# More\n\nWords.\n",
    "manual.md": "# Manual\n\n{numref}`drop`, and [the first](notes/a.md)\n\n```{include} part.md\n```\n",
    "notes/a.md": NOTE.format(1, "one", "First", "See [](b.md). {cite}`Drop`"),
    "notes/b.md": NOTE.format(2, "one, two", "Second", f"Words, and $x^2$. {{cite}}`Drop`\n\n{FIGURE}"),
    "notes/c.md": NOTE.format(3, "two", "Third", "Words."),
    "notes/stream.md": STREAM,
    "notes/drop.png": b"\x89PNG\r\n\x1a\n",
    "notes/rain.png": b"\x89PNG\r\n\x1a\n",
    "works.bib": "@book{Drop, title={Drops}, author={A. Drop}, year={1999}}\n"
    "@book{Rain, title={Rain}, author={B. Rain}, year={2001}}\n",
}
PAGES = ("index.html", "manual.html", "more.html", "notes/a.html", "notes/b.html", "notes/c.html",
         "notes/stream.html", "notes/index.html", "notes/tags/one.html", "notes/tags/index.html",
         "notes/works/drop.html", "search.html")  # fmt: skip
A, B, C = "notes/a.md", "notes/b.md", "notes/c.md"
#: Edits, each on top of those before it, and pages that then look otherwise.
EDITS: dict[str, tuple[Files, set[str]]] = {
    "text": ({C: NOTE.format(3, "two", "Third", "Other words.")}, {"notes/c.html"}),
    "title": ({C: NOTE.format(3, "two", "Last", "Other words.")}, {"notes/c.html", "notes/b.html"}),
    "date": ({C: NOTE.format(1, "two", "Last", "See [](a.md).")}, {"notes/index.html", "notes/a.html"}),
    "tag, work": (
        {A: NOTE.format(1, "one, three", "First", "See [](b.md). {cite}`Rain`")},
        {"notes/tags/index.html", "notes/a.html"},
    ),
    "numbers": (
        {B: NOTE.format(2, "one", "Second", f"$y$\n\n{FIGURE.replace('drop', 'rain')}\n\n{FIGURE}")},
        {"notes/b.html", "manual.html"},
    ),
    "two": (
        {A: NOTE.format(1, "one", "Primo", "."), "manual.md": "# Handbook\n\n{numref}`drop`\n"},
        {"index.html", "manual.html", "notes/a.html"},
    ),
    "toctree": ({"index.md": HOME.replace("manual", "manual\nmore")}, {"manual.html", "more.html"}),
    "list of works": ({"more.md": "# More\n\n{cite}`Rain`\n\n```{bibliography}\n```\n"}, {"more.html"}),
    "entry": (
        {"notes/stream.md": STREAM.replace("Drip", "Drop")},
        {"notes/stream.html", "notes/index.html"},
    ),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site that is served; each test begins with its sources."""
    folder = tmp_path_factory.mktemp("served")
    write_files(folder / "source", dict(SITE))
    with serving(folder / "source", folder / "build") as served:
        yield served


@pytest.mark.once
def test_a_preview_is_the_page_that_is_built_next(served: Served) -> None:
    """Whatever was edited, what is shown before the build is what it writes; nothing is written meanwhile."""
    write_files(served.source, dict(SITE))
    served.build()
    faults = []
    for name, (edit, expected) in EDITS.items():
        assert served.preview([], PAGES) == {}
        write_files(served.source, dict(edit))
        before, built = tree(served.source.parent), tree(served.html)
        made = served.preview(edit, PAGES)
        faults += [f"{name}: written: {each}" for each in tree(served.source.parent).items() ^ before.items()]
        served.build()
        faults += [f"{name}: {page} differs" for page in made if made[page] != tree(served.html)[page]]
        others = {page for page in made if made[page] != built[page]}
        faults += [f"{name}: {page} isn't made" for page in expected - others]
    assert not faults, "\n".join(faults)


#: What can't be shown well before it is built: edits, each of the site as it is at first.
LEFT: dict[str, Files] = {
    "a new note": {"notes/d.md": NOTE.format(4, "one", "New", "Words.")},
    "a lost note": {C: None},
    "half of a file": {C: ""},
    "a private note": {C: NOTE.format(3, "two", "Third", "Hidden.").replace("tags", "private: true\ntags")},
    "an unlisted note": {C: NOTE.format(3, "two", "Third", ".").replace("tags", "unlisted: true\ntags")},
    "another address": {C: NOTE.format(3, "two", "Third", ".").replace("tags", "permalink: here\ntags")},
    "cells that are run": {C: NOTE.format(3, "two", "Third", "```{code-cell}\n1\n```")},
    "a part of another page": {"part.md": "Another part.\n"},
    "works": {"works.bib": "@book{Drop, title={Drops}, author={C. Drop}, year={1999}}\n"},
    "a picture": {"notes/drop.png": b"\x89PNG\r\n\x1a\n\0"},
    "a folder": {"notes/_metadata.yml": "tags: [rain]\n", C: NOTE.format(3, "two", "Third", "Other.")},
}


@pytest.mark.slow
def test_what_is_left_to_the_build(served: Served) -> None:
    """What can't be shown well before it is built isn't shown."""
    faults = []
    for name, edit in LEFT.items():
        write_files(served.source, dict(SITE))
        served.build()
        write_files(served.source, dict(edit))
        faults += [f"{name}: {page} is made" for page in served.preview(edit, PAGES)]
        write_files(served.source, dict.fromkeys(edit))
    assert not faults, "\n".join(faults)


def test_files_that_editors_leave(served: Served) -> None:
    """Locks and copies that an editor makes beside a note don't keep its page from being made."""
    write_files(served.source, dict(SITE))
    served.build()
    write_files(served.source, {C: NOTE.format(3, "two", "Third", "Other.")})
    assert set(served.preview([C, "notes/.#c.md", "notes/c.md~", "notes/4913"], ["notes/c.html"]))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the size of a process")
def test_memory_is_given_back(served: Served) -> None:
    """Pages that were made before take no memory: fifty edits before the next build are no more than ten."""
    write_files(served.source, dict(SITE))
    served.build()
    sizes = []
    for number in range(50):
        write_files(served.source, {C: NOTE.format(3, "two", f"Title {number}", "Words.")})
        assert served.preview([C], ["index.html", "notes/c.html"])
        sizes.append(served.memory())
    assert max(sizes[40:]) < max(sizes[:10]) + 2**21


def test_no_previewer_outlives_its_worker(served: Served) -> None:
    """However the worker ends, the previewer ends as well; the last test here."""
    served.build()
    assert served.preview([], PAGES) == {}
    served.process.kill()
    served.process.wait(30)
    assert not served.has_previewer()
