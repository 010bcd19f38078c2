"""Only the pages that must be rewritten are: the exact set of written files for each kind of edit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files

if TYPE_CHECKING:
    from pathlib import Path

Files = dict[str, "str | bytes | None"]

CONF = """\
project = "Written"
copyright = "2024, Nobody"
extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
# By default each page has links to Plain and About.
html_theme_options = {"nav": {"Notes": "notes/index"}}
html_static_path = ["_static"]
templates_path = ["_templates"]
notes_match = ["notes/**"]
notes_page_size = 10
bibtex_bibfiles = ["works.bib"]
"""

#: Pages written in every build: Sphinx's own, and our 404 page.
ALWAYS = {"search.html", "genindex.html", "404.html"}


def note(n: int, title: str = "", body: str = "Words of it.", **keys: str) -> str:
    """Return the source of note *n*, whose year, month and tags follow from its number."""
    keys = {"date": f"20{10 + n // 20}-01-{n % 20 + 1:02}", "tags": f"t{n % 4}"} | keys
    lines = [f"title: {title or f'Note {n}'}", *(f"{key}: {value}" for key, value in keys.items() if value)]
    return "\n".join(["---", *lines, "---", "", body, ""])


def sources() -> Files:
    """Return sixty notes, a stream, and pages that list some of them."""
    files: Files = {
        "conf.py": CONF,
        "index.md": "# Home\n\n```{notes}\n:limit: 3\n```\n\n```{toctree}\nabout\nplain\n```\n",
        "about.md": "# About\n\nSee [](notes/n030.md).\n",
        "plain.md": "# Plain\n\nNothing of notes.\n",
        "cards.md": "# Cards\n\n```{notes}\n:style: cards\n:tag: t3\n:limit: 2\n```\n",
        "whole.md": "# Whole\n\n```{notes}\n:style: full\n:tag: t1\n:limit: 2\n```\n",
        "stream.md": "# My stream\n\n```{entry} 2001-01-01\nAn entry.\n```\n",
        "works.bib": "@book{good, title={Good}, author={Good, Ida}, year={1953}, publisher={P}}\n"
        "@book{other, title={Other}, author={Other, Ida}, year={1954}, publisher={P}}\n",
        "_static/mine.txt": "mine",
        "_templates/unused.html": "",
        "notes/thread.yml": "- {id: a, author: Bo, body: Hello}\n",
    }
    files |= {f"notes/n{n:03}.md": note(n) for n in range(60)}
    files["notes/n010.md"] = note(10, comments="thread.yml")
    files["notes/n020.md"] = note(20, body="{footcite}`good`\n\n```{footbibliography}\n```\n")
    return files


class Site:
    """A site that is built again and again; each build returns the pages that it wrote."""

    def __init__(self, folder: Path, files: Files) -> None:
        self.source, self.out = folder / "source", folder / "out"
        write_files(self.source, files)
        self.build()

    def build(self, *options: str) -> set[str]:
        """Build, and return the pages that were written or removed, except those written in every build."""
        before = self.pages()
        build_site(self.source, self.out, *options)
        after = self.pages()
        written = {name for name, changed in after.items() if before.get(name) != changed}
        return written - ALWAYS | {f"gone: {name}" for name in before.keys() - after.keys()}

    def pages(self) -> dict[str, int]:
        """Return every page with its modification time."""
        return {p.relative_to(self.out).as_posix(): p.stat().st_mtime_ns for p in self.out.rglob("*.html")}

    def edit(self, files: Files) -> set[str]:
        """Change *files*, and build."""
        write_files(self.source, files)
        return self.build()


def html(*names: str) -> set[str]:
    """Return pages by their names; ``n/a 1 2`` is ``n/a1.html`` and ``n/a2.html``."""
    found = set()
    for name in names:
        stem, *ends = name.split(" ")
        found |= {f"{stem}{end}.html" for end in ends or [""]}
    return found


def gone(*names: str) -> set[str]:
    """Return pages that are removed."""
    return {f"gone: {name}" for name in html(*names)}


BIB = str(sources()["works.bib"])

#: Lists with 35 or 36 that count their notes or have several pages.
SHIFTED = html("notes/index", "notes/page/ 2 3 4 5 6", "notes/2011", "notes/2011/page/2", "notes/tags/index")

#: Each edit by name, with exactly the pages it rewrites; made one after another on the same site.
EDITS: dict[str, tuple[Files, set[str]]] = {
    "nothing": ({}, set()),
    # About links to it and shows its first words on a card; Home has About in its table of contents.
    "body": ({"notes/n030.md": note(30, body="Others.")}, html("notes/n030", "about", "index")),
    # Cards show first words, and a list in full shows everything.
    "body of a card": ({"notes/n059.md": note(59, body="Others.")}, html("notes/n059", "cards")),
    "body in full": ({"notes/n057.md": note(57, body="Others.")}, html("notes/n057", "whole")),
    # About links to it, and Sphinx writes Home again because its table of contents has About.
    "title": (
        {"notes/n030.md": note(30, "Anew", body="Others.")},
        html("notes/n 029 030 031", "notes/page/3", "notes/2011", "notes/tags/t2", "about", "index"),
    ),
    # Lists of ten notes can be narrowed by them.
    "tags": (
        {"notes/n031.md": note(31, tags="t2")},
        html("notes/n031", "notes/page/3", "notes/2011", "notes/tags/ index t2 t2/page/2 t3 t3/page/2"),
    ),
    "a new tag": (
        {"notes/n032.md": note(32, tags="t0, new")},
        html("notes/n032", "notes/page/3", "notes/2011", "notes/tags/ index t0 new"),
    ),
    # From between 32 and 34 to between 39 and 40.
    "date": (
        {"notes/n033.md": note(33, date="2011-01-30")},
        html("notes/n 032 033 034 039 040", "notes/page/3", "notes/2011", "notes/tags/t1"),
    ),
    "status": (
        {"notes/n034.md": note(34, status="budding")},
        html("notes/n034", "notes/page/3", "notes/2011", "notes/tags/t2", "notes/statuses/ index budding"),
    ),
    "entry": (
        {"stream.md": str(sources()["stream.md"]).replace("An entry", "An edited entry")},
        html("stream", "notes/ stream page/7 2001"),
    ),
    "thread": ({"notes/thread.yml": "- {id: a, author: Bo, body: Other}\n"}, html("notes/n010")),
    "draft": (
        {"notes/n035.md": note(35, draft="true")},
        SHIFTED | html("notes/n 034 036", "notes/tags/ t3 t3/page/2") | gone("notes/n035", "notes/page/7"),
    ),
    "undraft": (
        {"notes/n035.md": note(35)},
        SHIFTED | html("notes/n 034 035 036", "notes/page/7", "notes/tags/ t3 t3/page/2"),
    ),
    "delete": (
        {"notes/n036.md": None},
        SHIFTED | html("notes/n 035 037", "notes/tags/ t0 t0/page/2") | gone("notes/n036", "notes/page/7"),
    ),
    "add": (
        {"notes/n036.md": note(36)},
        SHIFTED | html("notes/n 035 036 037", "notes/page/7", "notes/tags/ t0 t0/page/2"),
    ),
    "permalink": (
        {"notes/n037.md": note(37, permalink="/p/37/")},
        html("p/37/index", "notes/n 036 038", "notes/page/3", "notes/2011", "notes/tags/t1")
        | gone("notes/n037"),
    ),
    "alias": ({"notes/n038.md": note(38, aliases="[/old/]")}, html("notes/n038", "old/index")),
    "after an alias": ({}, set()),
    "a cited work": (
        {"works.bib": BIB.replace("{Good}", "{Better}")},
        html("notes/n020", "notes/works/ good index"),
    ),
    "a work that nobody cites": (
        {"works.bib": BIB.replace("{Good}", "{Better}").replace("{Other}", "{Another}")},
        set(),
    ),
    # Sphinx writes Home again because its table of contents has it, and About leads to it.
    "a page": ({"plain.md": "# Plainer\n\nStill nothing.\n"}, html("plain", "index", "about")),
    "a static file": ({"_static/mine.txt": "other"}, set()),
}

#: Edits after which Sphinx itself rewrites every page, with new and removed pages.
SWEEPING: dict[str, tuple[Files, set[str]]] = {
    "a template": ({"_templates/research_notes/byline.html": "<p>Mine</p>"}, set()),
    "no template": ({"_templates/unused.html": "Other"}, set()),
    "configuration": ({"conf.py": CONF + "notes_license = 'MIT'\n"}, set()),
    "another size": (
        {"conf.py": CONF.replace("size = 10", "size = 50")},
        gone("notes/page/ 3 4 5 6 7", *(f"notes/{year}/page/2" for year in (2010, 2011, 2012)),
             *(f"notes/tags/t{n}/page/2" for n in range(4))),
    ),
}  # fmt: skip


@pytest.mark.slow
def test_exactly_what_an_edit_changes_is_written(tmp_path: Path) -> None:
    """A body rewrites only its page, a title also pages that show it, and so on for every kind of edit."""
    site, wrong = Site(tmp_path, sources()), []
    for name, (files, expected) in EDITS.items():
        written = site.edit(files)
        if written != expected:
            wrong.append(f"{name}: {sorted(written ^ expected)}")
    for name, (files, more) in SWEEPING.items():
        written = site.edit(files)
        expected = site.pages().keys() - ALWAYS - html("old/index") | more
        if written != expected:
            wrong.append(f"{name}: {sorted(written ^ expected)}")
    assert not wrong, "\n".join(wrong)


def test_a_retitle_among_many_writes_a_handful(tmp_path: Path) -> None:
    """However many notes there are; ``NOTES_LARGE=5000`` sets their number."""
    count = int(os.environ.get("NOTES_LARGE", "300"))
    files: Files = {f"notes/n{n:04}.md": f"---\ndate: {n + 1000}-01-01\n---\n# N{n}\n" for n in range(count)}
    conf = CONF.replace("page_size = 10", "page_size = 50")
    site = Site(tmp_path, files | {"conf.py": conf, "index.md": "# Home\n", "works.bib": ""})
    written = site.edit({"notes/n0100.md": "---\ndate: 1100-01-01\n---\n# Anew\n"})
    index = (count - 101) // 50 + 1
    assert written == html("notes/n 0099 0100 0101", f"notes/page/{index}", "notes/1100")
