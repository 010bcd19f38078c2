r"""LaTeX in bibliographies: what is printed for every spelling that programs and people use."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pybtex.richtext import Text

from sphinx_research_notes.citations.latex_symbols import composed
from sphinx_research_notes.citations.latex_text import printed, sorted_by
from sphinx_research_notes.citations.protect_math import PRIVATE, in_words, unknown_in


def shown(tex: str) -> str:
    """Return what is printed for *tex*, after pybtex has parsed it."""
    return in_words(str(Text.from_latex(printed(tex))))


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        # Accents: with braces around the letter, around everything, without any, and nested.
        (r"{\'e}\'{e}\'e{\'{e}}\'{\i}\'\i\'i{\'\i}\"{\i}", "ééééííííï"),
        (r"\`a\^a\~n\"a\=a\.z\u{a}\v{c}\H{o}\c{c}\k{a}\r{a}", "àâñäāżăčőçąå"),
        (r"\u a\v c\H o\c c\k a\r a\b d\d u\h{a}\t{oo}", "ăčőçąåḏụảo͡o"),
        (r"\d{u} \b{h} {\~{\^e}} \'{\ae} \={\ae} \'{\o} \v{\j}", "ụ ẖ ễ ǽ ǣ ǿ ǰ"),
        (r"\'{E}cole \'Ecole {\'E}cole", "École École École"),
        (r"\textcommabelow{s}\capitalacute{E}", "șÉ"),
        ("e\u0301 o\u0308", "é ö"),
        # Letters.
        (r"{\ss}\ss{}{\ae}\AE\oe{} {\o}\O{}{\l}\L{}{\aa}\AA", "ßßæÆœ øØłŁåÅ"),
        (r"\ng \NG\dh\DH\th\TH\dj\DJ\ij", "ŋŊðÐþÞđĐĳ"),
        (r"\O rsted, {\L}oj, Stra{\ss}e, Stra\ss e", "Ørsted, Łoj, Straße, Straße"),
        (r"\cyrchar\CYRI\cyrv\cyra\cyrn", "Иван"),
        # Symbols.
        (r"\{x\} \textbraceleft{}y\textbraceright", "{x} {y}"),
        (r"\& \% \$ \# \_ & % $ # _", "& % $ # _ & % $ # _"),
        (r"\textasciicircum{} \textasciitilde{} \^{} \~{} \textbackslash x", r"^ ~ ^ ~ \x"),
        (r"\textmu m \texteuro5 \textellipsis{} \textunderscore{} \textbar", "µm €5 … _ |"),
        (r"\textdegree{} \degree C \textsection \P{} \pounds{} \copyright", "° °C §¶ £ ©"),
        (r"{\guillemotleft}a{\guillemetright} {\glqq}b{\grqq} \textonehalf", "«a» „b“ ½"),
        (r"\alpha-helix \leq \pm \rightarrow{} \infty", "α-helix ≤±→ ∞"),
        # Dashes, quotation marks, spaces, breaks.
        ("`a' ``b'' don't", "‘a’ “b” don’t"),
        ("?`a !`b", "¿a ¡b"),
        ("1--2 a---b c-{}-d", "1–2 a—b c--d"),
        (r"\textquotesingle \textquotedblleft \textasciigrave", "'“`"),
        (r"10\,000 a\;b c\ d e~f", "10\u202f000 a\u00a0b c d e\u00a0f"),
        (r"shelf\/ful hyphen\-ation a\\b c\\[2pt]d \mbox{}e", "shelfful hyphenation a b c d e"),
        ("a\n  b\tc", "a b c"),
        # Commands with arguments.
        (r"\mbox{DNA} \emph{E. coli} {\em Homo} \textsc{B} \textup{c} \uline{d}", "DNA E. coli Homo B c d"),
        (r"{\bf a} {\itshape b} \textsubscript{n} \textsuperscript{th}", "a b n th"),
        (r"\enquote{a \enquote{b} c} \enquote*{d} \mkbibquote{e}", "“a ‘b’ c” “d” “e”"),
        (r"\MakeUppercase{abc} \lowercase{DEF}", "ABC def"),
        (r"\foreignlanguage{german}{Wort} \texorpdfstring{$x$}{y} \textcolor{red}{z}", "Wort y z"),
        (r"\href{http://x.org/~a\_b\%20}{X}, \url{http://x.org/{\%}b}", "X http://x.org/~a_b%20, http://x.org/%b"),
        (r"\footnote{Late} \char65 \char{66} \symbol{67} \char" + '"263A', "(Late) A B C ☺"),
        # HTML in data from publishers, and text that only looks like it.
        ("<i>E. coli</i> &amp; H<sub>2</sub>O, n<sup>th</sup>, A&nbsp;B", "E. coli & H₂O, nth, A\u00a0B"),
        (r"&lt;5 &#233; &#xe9; R&D; a<b>c \&amp; \textless i\textgreater x", "<5 é é R&D; a<b>c &amp; <i>x"),
        # Hidden sort keys.
        (r"{\noopsort{1973b}}1973", "1973"),
        (r"\SortNoop{b}Vol. \singleletter{X} \switchargs{Gogh}{van } \VAN{Gogh}{Van}{van} Gogh",
         "Vol. X van Gogh Van Gogh"),
        # Names of programs.
        (r"{\LaTeX} and \TeX, \LaTeX{} and {\BibTeX}, \XeTeX", "LaTeX and TeX, LaTeX and BibTeX, XeTeX"),
        # Formulas of one symbol.
        (r"$\alpha$-helix, 10$^\circ$C, 5$^{\circ}$, $\sim$7, $<$5, CO$_2$, \ensuremath{\beta}",
         "α-helix, 10°C, 5°, ∼7, <5, CO₂, β"),
        (r"\ensuremath{x_i^2} and $x_{i}$, $10$, $$x^2+1$$", "$x_i^2$ and $x_{i}$, 10, $x^2+1$"),
        # Broken.
        (r"A {brace", "A brace"), (r"A } brace {x}", "A brace x"), ("A {brace\\", "A brace"),
        ("{" * 500 + "a" + "}" * 500, "a"), (r"\'", "´"), (r"\emph", ""),
        (r"\href{http://x.org/", "http://x.org/"), ("{}", ""), ("", ""),
    ],
)  # fmt: skip
def test_what_is_printed(tex: str, text: str) -> None:
    """The text is what LaTeX prints, after pybtex has parsed the rest."""
    assert shown(tex) == text


@pytest.mark.parametrize(
    ("tex", "kept"),
    [
        (r"{DNA} and {d}na", "{DNA} and {d}na"),
        (r"Die {\"U}bung {{\"U}}ben", "Die Übung {Ü}ben"),
        (r"{\'Ecole Normale} {\TeX}book", "{École Normale} {TeX}book"),
        (r"{a {b} c} {{J}}", "{a b c} {J}"),
        (r"\emph{E. coli}", "{E. coli}"),
        (r"On \LaTeX{} and \Omega \O", "On {LaTeX} and {Ω}Ø"),
    ],
)
def test_what_stays_in_braces(tex: str, kept: str) -> None:
    """Braces protect case from styles; as in BibTeX, an accented letter in braces is a letter like others."""
    assert printed(tex) == kept


@pytest.mark.parametrize(
    ("tex", "said", "words"),
    [
        (r"The \foo{bar} of \baz", r"The \foo{bar} of \baz", ["foo", "baz"]),
        (r"\frac{1}{2} {\emph{\nosuch x}}", r"\frac{1}{2} \nosuch x", ["frac", "nosuch"]),
        (r"\textbackslash foo", r"\foo", []),
        (r"\?", r"\?", ["?"]),
    ],
)
def test_what_is_not_known(tex: str, said: str, words: list[str]) -> None:
    """An unsupported command is kept as written, and reported."""
    assert shown(tex) == said
    assert unknown_in(printed(tex)) == words


def test_what_it_is_sorted_by() -> None:
    """Sorting uses the hidden sort key."""
    assert sorted_by(r"{\noopsort{1973b}}1973") == "1973b1973"
    assert sorted_by("1973") == "1973"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e\u0301a", "éa"),
        ("\u1112\u1161\u11ab", "한"),
        ("\ufa19 \u212b", "\ufa19 \u212b"),
        ("\u0301", "\u0301"),
    ],
)
def test_letters_and_their_accents(text: str, expected: str) -> None:
    """They are composed where possible; compatibility characters are kept."""
    assert composed(text) == expected


_pieces = st.lists(
    st.sampled_from(
        ["{", "}", "\\", "$", "'", "`", "-", "~", "^", "\\'", "\\c", "\\emph", "\\url{", "\\href{",
         "\\enquote", "\\char", "\\noopsort", "\\foo", "\\ensuremath{", "\\(", "\\)", " ", "\n", "a", "é",
         "\u0301", "%", "[", "]", "*", "\U000f0041", "\U00100041", "\U0010ff00", "\U0010ff02"]
    )
).map("".join)  # fmt: skip


@given(_pieces | st.text())
def test_no_text_is_too_strange(tex: str) -> None:
    """Pybtex can parse the result, and plain text has no sealed characters."""
    said = printed(tex)
    assert not PRIVATE.search(in_words(str(Text.from_latex(said))))
    assert not re.search(r"[\\%$~`]", said)
    sorted_by(tex)


@pytest.mark.parametrize(
    "piece",
    ["{", "}", "\\'", "\\emph{", "\\foo{", "\\href{a}{", "\\enquote{", "$", "\\url{", "\\'a", "{a}", "\\char",
     "-", "\\(", "\\ensuremath{", "<i>", "&#", "<i>&lt;"],
)  # fmt: skip
def test_it_takes_no_longer_than_the_text_is_long(piece: str) -> None:
    """Ten thousand repetitions of anything are parsed quickly."""
    before = time.process_time()
    printed(piece * 10_000)
    assert time.process_time() - before < 2
