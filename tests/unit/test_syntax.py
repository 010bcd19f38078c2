"""The syntax of a file follows from Sphinx's mapping of suffixes and the registered parsers."""

from __future__ import annotations

import pytest
from sphinx.parsers import RSTParser

from sphinx_research_notes.frontmatter.syntax import Syntax, Syntaxes, _read_by


def parser(package: str, base: type = object) -> type:
    """Return a parser of *package*."""
    return type("Parser", (base,), {"__module__": f"{package}.parsers"})


@pytest.mark.parametrize(
    ("found", "suffix", "syntax"),
    [
        (RSTParser, ".rst", Syntax.RST),
        (RSTParser, ".md", Syntax.RST),
        (parser("myst_parser"), ".txt", Syntax.MARKDOWN),
        (parser("recommonmark"), ".md", Syntax.MARKDOWN),
        (parser("m2r", RSTParser), ".md", Syntax.UNKNOWN),
        (parser("somebody"), ".org", Syntax.UNKNOWN),
        (parser("myst_nb", parser("myst_parser")), ".md", Syntax.MARKDOWN),
        (parser("myst_nb", parser("myst_parser")), ".ipynb", Syntax.NOTEBOOK),
        (parser("myst_nb", parser("myst_parser")), ".py", Syntax.UNKNOWN),
        (parser("nbsphinx", RSTParser), ".ipynb", Syntax.NOTEBOOK),
        (parser("nbsphinx", RSTParser), ".nb", Syntax.NOTEBOOK),
        (parser("nbsphinx", RSTParser), ".py", Syntax.UNKNOWN),
        (None, ".md", Syntax.MARKDOWN),
        (None, ".org", Syntax.UNKNOWN),
    ],
)
def test_the_parser_decides(found: type | None, suffix: str, syntax: Syntax) -> None:
    """The parser, not the suffix, determines the syntax; with an unknown parser it is unknown."""
    assert _read_by(found, suffix, {".py"}) is syntax


def test_suffixes_are_tried_in_the_order_of_the_project() -> None:
    """As in Sphinx, ``a.md.txt`` has the first matching suffix; other files have a default syntax."""
    syntaxes = Syntaxes({".md.txt": Syntax.MARKDOWN, ".txt": Syntax.RST})
    assert syntaxes.of("x/a.md.txt") is Syntax.MARKDOWN
    assert syntaxes.of("a.txt") is Syntax.RST
    assert syntaxes.of("a.MD") is Syntax.MARKDOWN
    assert syntaxes.of("a.inc") is Syntax.UNKNOWN
    assert syntaxes.is_document("a.txt")
    assert not syntaxes.is_document("a.md")
