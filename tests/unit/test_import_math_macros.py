"""Macros of formulas come along from a site's scripts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.math_macros import macros_in
from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import Options, TextFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"""TeX: { Macros: { R: ['\\mathbb{R}'], norm: ["|#1|", 1], } }""",
         {"R": r"\mathbb{R}", "norm": ["|#1|", 1]}),
        ("tex: {macros: {/* a */ a: '{\\\\bf a}', // b\n \"b\": `b`, opt: ['#1#2', 2, 'x']}}",
         {"a": r"{\bf a}", "b": "b", "opt": ["#1#2", 2, "x"]}),
        (r"""{"macros": {"\\f": "#1 f(#2)", "\\*": "\\cdot"}}""", {"f": ["#1 f(#2)", 2], "*": r"\cdot"}),
        ("macros: {a: f(1), b: 'x'}", {}),
        ("macros: {'a", {}),
        ("macros: {" + "/*" * 5000, {}),
    ],
)  # fmt: skip
def test_macros_in(text: str, expected: dict[str, object]) -> None:
    """Those of MathJax 2, 3 and KaTeX, as JavaScript has them."""
    assert macros_in(text) == expected


POST = "---\ntitle: A\ndate: 2024-01-02\n---\nText.\n"


@pytest.mark.parametrize(
    ("origin", "files", "script"),
    [
        ("jekyll", {"_config.yml": "title: A\n", "_posts/2024-01-02-a.md": POST},
         "_includes/head.html"),
        ("hugo", {"hugo.toml": "title = 'A'\n", "content/posts/a.md": POST},
         "layouts/partials/math.html"),
        ("quarto", {"_quarto.yml": "website: {title: A}\n", "posts/a.qmd": POST},
         "math.html"),
        ("pelican", {"pelicanconf.py": "PATH = 'content'\n", "content/a.md": POST},
         "theme/templates/base.html"),
        ("mkdocs", {"mkdocs.yml": "site_name: A\n", "docs/index.md": "# A\n"}, "docs/js/math.js"),
    ],
)  # fmt: skip
def test_in_the_configuration(tmp_path: Path, origin: str, files: dict[str, str], script: str) -> None:
    """Each importer puts them into ``conf.py``; what a folder of programs has is none of the site's."""
    text = r"<script>MathJax = {tex: {macros: {R: '\\mathbb{R}'}}}</script>"
    other = {"node_modules/x.js": text.replace("R:", "Q:")}
    write_files(tmp_path, {**files, script: text, **other})
    plan = ORIGINS[origin].read(tmp_path, Options())
    conf = next(each for each in plan.files if each.target == "conf.py")
    assert isinstance(conf, TextFile)
    line = next(each for each in conf.text.split("\n") if each.startswith("notes_math_macros = "))
    assert ast.literal_eval(line.partition(" = ")[2]) == {"R": r"\mathbb{R}"}
