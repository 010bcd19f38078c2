"""Text encoded for LaTeX: pdflatex can read it, and so can our own parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.richtext import Text
from pylatexenc.latexencode import get_builtin_uni2latex_dict

from sphinx_research_notes.citations.latex_encode import MATHS, declared, escaped
from sphinx_research_notes.citations.latex_symbols import composed
from sphinx_research_notes.citations.latex_text import printed
from sphinx_research_notes.citations.protect_math import in_words


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("Jose\u0301 Erdo\u030bs", "José Erdős"),
        ("CO₂, x¹⁰, m², ≤ 5 µm", r"CO\textsubscript{2}, x\textsuperscript{10}, m², {$\leq$} 5 µm"),
        ("Nguyễn Thị Ḥāfiẓ x̂", r"Nguy{\~{\^{e}}}n Th{\d{i}} {\d{H}}āfi{\d{z}} {\^{x}}"),
        ("α-helix, Ω", r"{$\alpha$}-helix, {$\Omega$}"),
        ("Λόγος 王小明 Иван 🌧", "Λόγος 王小明 Иван 🌧"),
        ("a--b, don't, ''x'' `y`", r"a-{}-b, don't, '{}'x'{}' \textasciigrave{}y\textasciigrave{}"),
        ("<<z|", r"\textless{}\textless{}z\textbar{}"),
        ("&\u0302 {\u0302", "\\&\u0302 \\textbraceleft{}\u0302"),
        (
            r"a^b {x} 50% \n",
            r"a\textasciicircum{}b \textbraceleft{}x\textbraceright{} 50\% \textbackslash{}n",
        ),
    ],
)
def test_what_is_written(text: str, tex: str) -> None:
    """Accents are composed, and characters that LaTeX's UTF-8 lacks become commands."""
    assert escaped(text) == tex


@pytest.mark.parametrize(("sign", "word"), MATHS.items())
def test_words_of_mathematics(sign: str, word: str) -> None:
    """Each command is parsed as its symbol; pylatexenc encodes the symbol the same way, if it can."""
    assert in_words(printed(f"${word}$")).strip("{}") == sign
    theirs = get_builtin_uni2latex_dict().get(ord(sign))
    accepted = {rf"\ensuremath{{{word}}}", rf"\ensuremath{{\var{word[1:]}}}"}
    assert theirs is None or theirs in accepted or sign in "∙⋆∖−ħ∣∗ℓ≅ϵϕ∅′"


def test_what_latex_declares() -> None:
    """The table has common characters, but no letters of other alphabets and no mathematical symbols."""
    assert all(ord(each) in declared() for each in "éüßñøŁşțğőÿ“”‘’–—…€£°±²µ½«»§™→")
    assert not [each for each in "αЖ王א≤∑₂ạ\u0301" if ord(each) in declared()]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Zl", "Zp"])))
def test_what_is_written_is_read(text: str) -> None:
    """Any text survives encoding and parsing, except for the form of apostrophes."""
    said = composed(" ".join(text.split())).replace("'", "’")
    assert in_words(str(Text.from_latex(printed(escaped(said))))).replace("'", "’") == said


_NOWHERE = frozenset(map(ord, "ŉſŀĿĸŦŧĦ"))


@given(st.text(st.characters(max_codepoint=0x17F)))
def test_latin_texts_pass_pdflatex(text: str) -> None:
    """The remaining characters are ASCII or declared by LaTeX, and braces match."""
    tex = escaped(re.sub(r"[\x00-\x1f\x7f-\x9f]", "", text))
    assert not [
        sign
        for sign in tex
        if not sign.isascii() and ord(sign) not in declared() and sign not in "ŉſŀĿĸŦŧĦħĦ"
    ]
    assert tex.count("{") == tex.count("}")
