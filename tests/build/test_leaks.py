"""Nothing of a hidden text reaches any output of any builder, from the first build or from the next."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
import snowballstemmer
from conftest import Built, build_site, write_files
from forked import run
from test_builders import everything

if TYPE_CHECKING:
    from pathlib import Path

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

Files = dict[str, "str | bytes | None"]

#: ``json`` and ``pickle`` come from sphinxcontrib-serializinghtml, which Sphinx requires.
BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "text", "latex", "man", "texinfo", "xml", "pseudoxml", "json",
    "pickle", "gettext",
)  # fmt: skip

CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/"
exclude_patterns = ["_*"]
notes_match = ["notes/*"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
bibtex_bibfiles = ["works.bib"]
version = release = "1"
copyright = "A"
latex_documents = [("index", "book.tex", "T", "A", "manual")]
texinfo_documents = [("index", "book", "T", "A", "book")]
"""

#: What only a hidden note has, each with a unique word.
WORDS = {
    "title": "gorpleton", "text": "frabjously", "heading": "vornings", "label": "mimsyport",
    "term": "slithying", "meaning": "tulgeyness", "entry of the index": "wabeland",
    "equation": "outgrabed", "work": "jubjubson", "tag": "bandersnatchy", "category": "galumphed",
    "series": "vorpalness", "author": "manxomely", "picture": "brilligly",
    "alternative text": "gimbleness", "download": "mimsically", "alias": "raththere",
    "permalink": "snickering", "status": "uffishly", "epigraph": "chortling", "summary": "callooh",
    "comment": "beamishly", "footnote": "wocklebury", "code": "burblekin", "file": "tumtumtree",
}  # fmt: skip

#: A note that uses everything; ``HIDE`` is what hides it, or not.
NOTE = """\
---
title: The gorpleton
HIDE
date: 2024-03-04
tags: [bandersnatchy, plain]
category: galumphed
series: vorpalness
authors: [manxomely]
importance: 7
status: uffishly
summary: A summary of callooh.
permalink: /snickering/
aliases: /raththere/
epigraph: {text: He went on chortling., by: Somebody}
comments: thread.yml
---
Its text goes frabjously, with a note[^wocklebury] and a work {footcite}`jubjubson1999`.

[^wocklebury]: A wocklebury note.

(mimsyport)=
## Of vornings

```{glossary}
slithying
: The tulgeyness of it.
```

```{index} wabeland
```

```{math}
:label: outgrabed
\\mathrm{outgrabed} = 1
```

![gimbleness](brilligly.svg)

{download}`here <../_files/mimsically.csv>`

```python
burblekin()
```

```{footbibliography}
```
"""

HOME = "# Home\n\nWords.\n\n```{toctree}\n:glob:\n\nnotes/*\n```\n\nPART\n\nMore.\n"
PART = "```{{{}\n{}\n\nIts yarrowful text.\n\n![](xanadrew.svg)\n```"
PARTS = {
    "aside": ("note-to-self} zilchy", "private"),
    "entry": ("entry} 2024-05-06\n:title: zilchy", "draft"),
}
PART_WORDS = ("zilchy", "yarrowful", "xanadrew")

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>'
SITE: Files = {
    "conf.py": CONF,
    "index.md": HOME.replace("PART", ""),
    "notes/open.md": "---\ntitle: Open\ndate: 2024-01-02\ntags: plain\n---\nSee [](./tumtumtree.md).\n",
    "notes/brilligly.svg": SVG.format("brilligly"),
    "xanadrew.svg": SVG.format("xanadrew"),
    "_files/mimsically.csv": "mimsically,1\n",
    "notes/thread.yml": "comments:\n  - author: B\n    date: 2024-03-05\n    body: So beamishly.\n",
    "works.bib": "@misc{jubjubson1999, author={Jubjubson, A.}, title={On jubjubson}, year={1999}}\n",
}


def note(hide: str) -> str:
    """Return the note that uses everything, hidden by *hide*."""
    return NOTE.replace("HIDE\n", f"{hide}\n" if hide else "")


def forms(word: str) -> set[bytes]:
    """Return *word* as in text and as in a search index."""
    return {word.encode(), snowballstemmer.stemmer("english").stemWord(word).encode()}


def traces(built: Built, words: object) -> list[str]:
    """Return the files with one of *words* in any form, including those that the build keeps for itself."""
    kept = built.outdir.parent / f"{built.outdir.name}.doctrees"
    found = [
        f"{name}: {word}"
        for folder in (built.outdir, kept)
        for name, data in everything(folder)
        for word in words  # type: ignore[attr-defined]
        if any(form in data for form in forms(word))
    ]
    # The public note's link to it is public text, and a bibliography belongs to no note.
    return [each for each in found if not each.endswith((": tumtumtree", "environment.pickle: jubjubson"))]


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_trace_of_a_note_before_or_after(tmp_path: Path, builder: str) -> None:
    """A draft leaves no trace, nor does a note that becomes one; when shown again, it is complete."""
    source, out = tmp_path / "source", tmp_path / "out"
    write_files(source, SITE | {"notes/tumtumtree.md": note("draft: true")})
    built = build_site(source, out, builder=builder)
    assert traces(built, WORDS.values()) == []
    assert built.warnings.count("WARNING") == 1
    assert "open.md:6: WARNING" in built.warnings
    hidden = built.files()
    write_files(source, {"notes/tumtumtree.md": note("")})
    built = build_site(source, out, builder=builder)
    assert traces(built, WORDS.values())
    write_files(source, {"notes/tumtumtree.md": note("visibility: private")})
    built = build_site(source, out, builder=builder)
    assert traces(built, WORDS.values()) == []
    assert built.files() - {"_static/pygments.css"} <= hidden


def test_the_search_for_traces_finds_them(tmp_path: Path) -> None:
    """In a public note every one of the words is found, so that finding none means something."""
    write_files(tmp_path / "source", SITE | {"notes/tumtumtree.md": note("")})
    built = build_site(tmp_path / "source", tmp_path / "out")
    found = {each.rpartition(": ")[2] for each in traces(built, WORDS.values())}
    assert set(WORDS.values()) - found == {"tumtumtree"}
    assert "tumtumtree" not in built.warnings


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("builder", ["html", "epub", "text", "latex", "json", "gettext"])
def test_no_trace_of_a_part_before_or_after(tmp_path: Path, builder: str, kind: str) -> None:
    """The same goes for a private aside, a draft entry, and the image that only it shows."""
    source, out = tmp_path / "source", tmp_path / "out"
    head, option = PARTS[kind]
    hidden = HOME.replace("PART", PART.format(head, f":{option}:"))
    public = HOME.replace("PART", PART.format(head, ":id: x" if kind == "entry" else ":name: x"))
    write_files(source, SITE | {"index.md": hidden})
    assert traces(build_site(source, out, builder=builder), PART_WORDS) == []
    write_files(source, {"index.md": public})
    assert traces(build_site(source, out, builder=builder), PART_WORDS)
    write_files(source, {"index.md": hidden})
    built = build_site(source, out, builder=builder)
    assert traces(built, PART_WORDS) == []
    assert "_sources/index.md.txt" not in built.files()


@pytest.mark.parametrize("theme", ["research_notes", "furo"])
def test_a_shown_draft_says_so(tmp_path: Path, theme: str) -> None:
    """A draft that is shown is marked on its page and excluded from search engines; its neighbour is not."""
    write_files(tmp_path / "source", SITE | {"notes/tumtumtree.md": note("draft: true")})
    built = build_site(tmp_path / "source", tmp_path / "out", "-t", "drafts", "-D", f"html_theme={theme}")
    page, other = built.text("snickering/index.html"), built.text("notes/open.html")
    for mark in ('<meta name="robots" content="noindex">', 'class="draft-mark'):
        assert mark in page
        assert mark not in other


@pytest.mark.parametrize("event", ["html-collect-pages", "build-finished"])
def test_a_killed_build_of_drafts_leaves_no_redirect(tmp_path: Path, event: str) -> None:
    """A redirect to a draft reveals its title and address; the next build removes it."""
    source, out = tmp_path / "source", tmp_path / "out"
    draft = (
        "---\ntitle: The gorpleton\ndraft: true\npermalink: /vorpalness/\naliases: /raththere/\n---\nText.\n"
    )
    write_files(source, SITE | {"notes/tumtumtree.md": draft})
    options = ["-q", "-b", "html", "-d", f"{out}.doctrees", str(source), str(out)]
    killed, *_ = run(["-t", "drafts", *options], dies=(event, 1))
    assert killed == -signal.SIGKILL
    built = build_site(source, out, doctrees=tmp_path / "out.doctrees")
    assert traces(built, ("gorpleton", "vorpalness", "raththere")) == []
