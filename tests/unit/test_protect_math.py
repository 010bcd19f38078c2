"""Formulas in entries: sealed and restored."""

from __future__ import annotations

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.citations.protect_math import in_words, sealed, unsealed


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("CO$_2$", "CO₂"),
        ("CO$_{2}$ and x$^{10}$", "CO₂ and x¹⁰"),
        (r"H\textsubscript{2}O, Ca\textsuperscript{2+}", "H₂O, Ca²⁺"),
        (r"$a$$b$ costs \$5", r"{$a$}{$b$} costs \$5"),
        (r"\(a_i\) and $\nosuch{x}$", r"{$a_i$} and {$\nosuch{x}$}"),
        (r"$\nosuch{x}$", r"{$\nosuch{x}$}"),
        ("a $ sign", "a $ sign"),
    ],
)
def test_in_words(tex: str, expected: str) -> None:
    """Super- and subscript numbers become Unicode characters; text that isn't a formula is unchanged."""
    assert in_words(sealed(tex)) == expected


@given(st.text("ab$^_{}\\ 2+√\U000f0041\ue000", max_size=20))
def test_no_text_is_too_strange(tex: str) -> None:
    """Any text can be sealed, and no sealed characters remain when it is restored."""
    opened = "".join(node.astext() for node in unsealed([nodes.Text(sealed(tex))]))
    assert not [sign for sign in opened if ord(sign) > 0xEFFFF and sign not in tex]
