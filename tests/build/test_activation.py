"""The extension replaces nothing in projects without notes; with notes, only as long as it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import standing
from conftest import build_site, write_files
from docutils.parsers.rst.directives.misc import Class
from exactness import differences
from sphinx.testing.util import SphinxTestApp
from sphinx.util.docutils import docutils_namespace

from sphinx_research_notes._upstream.registries import registered
from sphinx_research_notes.visibility import detection as presence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Built

WATCHED = """\
import standing

extensions = ["myst_parser", "sphinx.ext.ifconfig"{more}]
bibtex_bibfiles = ["works.bib"]

def setup(app):
    for watch in standing.WATCHING:
        watch(app)
    {last}

"""

#: Pages with everything that the extension could affect, in the project's own forms.
PLAIN: dict[str, str | bytes | None] = {
    "index.rst": (
        ":layout: wide\n\nHome\n====\n\n.. toctree::\n   :glob:\n\n   *\n\n"
        ".. include:: part.inc\n\n.. literalinclude:: part.inc\n\n"
        ".. csv-table::\n   :file: rows.csv\n\n.. raw:: html\n   :file: piece.html\n\n"
        ".. epigraph::\n\n   Words.\n\n   -- Somebody\n\nSee https://example.org/a\n"
    ),
    "other.md": (
        "---\nlayout: default\ntitle: Other\n---\n\n# Other\n\nA draft is private. $x$[^1]\n\n"
        "[^1]: Is it?\n\n```{epigraph}\nWords.\n```\n\n``entry`` and\n`entry`\n"
    ),
    "part.inc": "Taken *in*.\n",
    "rows.csv": "a,b\n",
    "piece.html": "<p>raw</p>\n",
    "works.bib": "@book{one, author = {Ann Example}, title = {One}, year = 2001, publisher = {P}}\n",
}

CITING: dict[str, str | bytes | None] = {
    "cites.rst": (
        "Cites\n=====\n\n:cite:`one`, :cite:t:`one`, :footcite:`one`\n\n"
        ".. bibliography::\n\n.. footbibliography::\n"
    ),
}


@pytest.mark.parametrize("bibtex", [False, True], ids=["alone", "with bibtex"])
def test_everybody_stands_where_they_stood(tmp_path: Path, bibtex: bool) -> None:
    """Classes of builders, domains and directives, handlers and libraries are the same at each step.

    With notes the builder is Sphinx's own as well. After a build, even a failed one, everything is as before.
    """
    more = ', "sphinxcontrib.bibtex"' if bibtex else ""
    files = PLAIN | (CITING if bibtex else {})
    conf = WATCHED.format(more=more, last="")
    breaking = WATCHED.format(more=more, last='app.connect("doctree-resolved", lambda *_: [][1:].index(1))')
    note: dict[str, str | bytes | None] = {"2024-01-02-a.md": "# A\n\nText.\n"}
    draft: dict[str, str | bytes | None] = {"2024-01-02-a.md": "---\ndraft: true\n---\n# A\n\nText.\n"}
    write_files(tmp_path / "plain", files | {"conf.py": conf})
    write_files(tmp_path / "notes", files | note | {"conf.py": conf})
    write_files(tmp_path / "draft", files | draft | {"conf.py": conf})
    write_files(tmp_path / "broken", files | note | {"conf.py": breaking})
    said = standing.run(tmp_path)
    assert set(standing.EVENTS) < set(said.pop("steps"))
    for name in ("notes", "draft", "broken"):
        assert said.pop(f"{name}, acting") == ["directive include", "set apart"]
        assert set(said.pop(f"{name}, builder")) == {"sphinx.builders.html.StandaloneHTMLBuilder"}
    assert {step: each for step, each in said.items() if each} == {}


GUEST = 'extensions = ["myst_parser", "sphinx_research_notes"]\nexclude_patterns = ["kept", "*.inc"]\n'

#: A word that stays hidden.
HIDDEN = "zibblefrock"

#: Files each of which makes a project one with notes.
SIGNS: dict[str, dict[str, str | bytes | None]] = {
    "a date": {"2024-01-02-a.md": "# A\n"},
    "a kind": {"a.md": "---\nkind: page\n---\n# A\n"},
    "an entry": {"a.md": "# A\n\n````{entry} 2024-01-02\n\nText.\n````\n"},
    "an entry in reStructuredText": {"a.rst": "A\n=\n\n.. entry:: 2024-01-02\n\n   Text.\n"},
    "a draft alone": {"2024-01-02-a.md": "---\ndraft: true\n---\n# A\n\nzibblefrock\n"},
    "a draft that is included": {
        "2024-01-02-a.md": "---\ndraft: true\n---\n# A\n\nzibblefrock\n",
        "b.rst": "B\n=\n\n.. include:: 2024-01-02-a.md\n\n.. literalinclude:: 2024-01-02-a.md\n",
    },
    "a private aside": {"a.md": "# A\n\n```{note-to-self}\n:private:\n\nzibblefrock\n```\n"},
    "a hidden file beside the documents": {
        "kept/a.md": "---\ndraft: true\n---\n\nzibblefrock\n",
        "b.rst": "B\n=\n\n.. literalinclude:: kept/a.md\n\n.. raw:: html\n   :file: kept/a.md\n",
    },
    "a private aside in a part": {
        "part.inc": "```{note-to-self}\n:private:\n\nzibblefrock\n```\n",
        "b.md": "# B\n\n```{literalinclude} part.inc\n```\n",
    },
    "an epigraph with a name": {"a.md": "# A\n\n```{epigraph}\n:by: A diver\n\nDark.\n```\n"},
}

#: Files that don't.
NO_SIGNS: dict[str, dict[str, str | bytes | None]] = {
    "nothing": {},
    "a layout of another tool's": {"a.md": "---\nlayout: default\ndraft: false\n---\n# A\n"},
    "a status, or a draft, of something else": {"a.rst": ":status: draft\n:draft: yes\n\nA\n=\n"},
    "words": {
        "a.rst": "A\n=\n\n``entry`` is a private draft of a kind.\n\n* entry\n\n.. epigraph::\n\n   Dark.\n",
    },
    "comments and blocks of another name": {
        "a.md": "# A\n\n<!-- private: x -->\n\n```{private}\nx\n```\n",
        "b.rst": "B\n=\n\n.. private: x\n\n.. draft::\n\n   x\n",
    },
    "a file that hides nothing": {"b.rst": "B\n=\n\n.. literalinclude:: part.inc\n", "part.inc": "Text.\n"},
}


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., bool]]:
    """Return whether *files* make a project one with notes, as seen by an application that builds nothing."""
    source = tmp_path_factory.mktemp("looking")
    (source / "conf.py").write_text(GUEST, "utf-8")
    with docutils_namespace():
        app = SphinxTestApp("html", source)

        def look(files: dict[str, str | bytes | None]) -> bool:
            write_files(source, files)
            app.env.find_files(app.config, app.builder)
            found = presence.is_notes_project(app)
            write_files(source, dict.fromkeys(files))
            return found

        yield look
        app.cleanup()


@pytest.mark.parametrize("name", SIGNS)
def test_signs(looking: Callable[..., bool], name: str) -> None:
    """These files make a project one with notes."""
    assert looking(SIGNS[name])


@pytest.mark.parametrize("name", NO_SIGNS)
def test_no_signs(looking: Callable[..., bool], name: str) -> None:
    """These files don't make a project one with notes."""
    assert not looking(NO_SIGNS[name])


def test_directives_of_the_project_are_no_signs(looking: Callable[..., bool]) -> None:
    """The project's own directives with our names don't make it one with notes."""
    ours = presence.directive_of("entry")
    with registered({"entry": Class, "epigraph": Class}):
        assert not looking(SIGNS["an entry"])
        assert not looking(SIGNS["an epigraph with a name"])
    assert presence.directive_of("entry") is ours


@pytest.mark.parametrize("name", [name for name, files in SIGNS.items() if HIDDEN in str(files)])
def test_nothing_hidden_passes(site: Callable[..., Built], name: str) -> None:
    """A hidden part stays out of the output even if nothing else makes the project one with notes."""
    built = site({"index.md": "# Home\n", "conf.py": GUEST} | SIGNS[name], "-q")
    written = [path for path in built.files() if HIDDEN.encode() in (built.outdir / path).read_bytes()]
    assert written == []


def test_the_first_note_comes_and_the_last_one_goes(site: Callable[..., Built], tmp_path: Path) -> None:
    """Every build into one folder equals a clean one, also with a builder that shares the doctrees."""
    conf = GUEST + 'html_theme = "alabaster"\n'
    trees, note = ("-d", str(tmp_path / "trees")), "---\ntags: x\npermalink: /moved/\n---\n# A\n\nText.\n"
    site(PLAIN | {"conf.py": conf, "b.md": "# B\n\nSee [](2024-01-02-a.md).\n"}, *trees, into="html")
    draft = "---\ndraft: true\n---\n# A\n\nzibblefrock\n"
    site({"2024-01-02-a.md": draft}, *trees, into="html")
    for number, text in enumerate((note, None)):
        for builder in ("html", "text"):
            site({"2024-01-02-a.md": text}, *trees, builder=builder, into=builder)
            clean = build_site(tmp_path / "source", tmp_path / f"{builder}-{number}", builder=builder)
            assert differences(tmp_path / builder, clean.outdir) == ""
    left = [path.name for path in (tmp_path / "trees" / ".research-notes").iterdir()]
    assert left == []
