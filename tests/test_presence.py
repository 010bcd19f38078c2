"""In a project without notes nothing of ours is in anybody's place; with notes, only while it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import standing
from conftest import Built, build_site, write_files
from test_exact import differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WATCHED = """\
import standing

extensions = ["myst_parser", "sphinx.ext.ifconfig"{more}]
bibtex_bibfiles = ["works.bib"]

def setup(app):
    for watch in standing.WATCHING:
        watch(app)
    {last}

"""

#: Pages with whatever we have a hand in, in the project's own ways.
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
    "cites.rst": "Cites\n=====\n\n:cite:`one`, :cite:t:`one`, :footcite:`one`\n\n.. bibliography::\n\n.. footbibliography::\n",
}


@pytest.mark.parametrize("bibtex", [False, True], ids=["alone", "with bibtex"])
def test_everybody_stands_where_they_stood(tmp_path: Path, bibtex: bool) -> None:
    """Classes of builders, domains and directives, handlers, other libraries: the very same, at each step.

    With notes the builder is Sphinx's own as well, and afterwards everything is as it was, also where the
    build failed.
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
