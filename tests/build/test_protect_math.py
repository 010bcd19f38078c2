"""pybtex leaves formulas in entries intact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

BIB = r"""
@article{a, author = {Hale, Nora}, title = {On $\sqrt{s} = 7$~TeV and $P \neq NP$ in {CO$_2$}},
  journal = {J}, year = 2001}
@misc{b, title = {$K$-theory of $\nosuch{x}$}, year = 2002}
"""
CONF = """\
extensions = ["myst_parser", "sphinxcontrib.bibtex", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
bibtex_bibfiles = ["works.bib"]
bibtex_reference_style = "author_year"
html_baseurl = "https://example.org/"
version = copyright = "1"
"""
MATHJAX = 'html_math_renderer = "mathjax"\nextensions.append("sphinx.ext.mathjax")\n'
SITE = {"conf.py": CONF, "works.bib": BIB, "index.md": "# H\n\n```{toctree}\nnotes/a\n```\n",
        "notes/a.md": "# A\n\n{cite:t}`a` and {cite:t}`b`.\n"}  # fmt: skip


def test_formulas_in_titles(site: Callable[..., Built]) -> None:
    """MathML in lists, cards and pages of works; TeX for machines; no letter is lowercased."""
    built = site(SITE)
    assert built.warnings.endswith(
        "notes/a.md:3: WARNING: b: cannot convert formula '\\nosuch{x}': "
        'unknown command "\\nosuch"; showing TeX [notes.math]\n'
    )
    soup = BeautifulSoup(built.text("notes/a.html"), "html.parser")
    entry = soup.select_one("#ref-a")
    assert entry is not None
    assert [each.get_text() for each in entry.select("annotation")] == [r"\sqrt{s} = 7", r"P \neq NP"]
    assert "CO₂" in entry.get_text()
    assert len(soup.select("[popover] math")) == 3
    assert r"On $\\sqrt{s} = 7$ TeV and $P \\neq NP$ in CO₂" in built.text("notes/a.html")
    work = BeautifulSoup(built.text("notes/works/a.html"), "html.parser")
    assert len(work.select("p.csl-entry math")) == 2
    assert r"\nosuch{x}" in built.text("notes/works/b.html")
    kept = soup.select_one("#ref-b code.tex")
    assert kept is not None
    assert kept.get_text() == r"\nosuch{x}"


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "singlehtml"])
def test_formulas_in_titles_elsewhere(site: Callable[..., Built], builder: str) -> None:
    """Each builder has them in its own form."""
    built = site(SITE, builder=builder)
    assert built.warnings.count("WARNING") == (builder in {"epub", "singlehtml"})
    texts = "".join(path.read_text("utf-8") for path in built.outdir.rglob("*")
                    if path.suffix in {".txt", ".tex", ".xhtml", ".html"})  # fmt: skip
    assert r"\sqrt{s}" in texts
    assert not [sign for sign in texts if ord(sign) > 0xEFFFF]


def test_mathjax_is_loaded_for_them(site: Callable[..., Built]) -> None:
    """If a project has chosen MathJax, also on a page whose only formula is in a reference."""
    built = site(SITE | {"conf.py": CONF + MATHJAX})
    assert "mathjax" in built.text("notes/a.html").lower().partition("</head>")[0]
    assert r"\(\sqrt{s} = 7\)" in built.text("notes/a.html")
