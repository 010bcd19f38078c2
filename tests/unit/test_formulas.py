"""Formulas: what is refused, macros, and marks around a formula."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from math_core import LatexError

from sphinx_research_notes.build.assets import FOLDER
from sphinx_research_notes.mathml.convert import _BACK, _CLASSES, mathml
from sphinx_research_notes.mathml.delimiters import bare
from sphinx_research_notes.mathml.lexer import join_tokens, tokenize
from sphinx_research_notes.mathml.macros import expand, read_macros
from sphinx_research_notes.mathml.rewrite import rewritten


def test_tags_in_the_line() -> None:
    """A formula in the line has no end of a line to put its tag at: it follows."""
    assert rewritten(r"\tag{2} x", display=False) == r" x\qquad\text{(2)}"


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"\frac{1", "}"),
        (r"\ce{H2O}", r"\ce"),
        (r"\href{javascript:alert(1)}{x}", r"\href"),
        ("{" * 50_000, "too deep"),
        (r"\sqrt" * 50_000, "too long"),
        (r"\left(" * 5_000, "too long"),
        ("x" * 50_000, "too long"),
        (r"\newcommand{\a}{\a\a} \a", "infinite expansion"),
        (
            r"\def\a#1{#1#1}\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{\a{xx}}}}}}}}}}}}}}}",
            "infinite expansion",
        ),
    ],
)
def test_refused(tex: str, reason: str) -> None:
    """What cannot be converted is refused in words, however long or deep it is, in no time."""
    with pytest.raises(LatexError, match=re.escape(reason)):
        mathml(tex, display=True)


def test_every_style_has_a_class() -> None:
    """Each class that stands for a style of the converter is one of the stylesheet."""
    css = (FOLDER / "css" / "formulas.css").read_text("utf-8")
    for name in [*_CLASSES.values(), *(f"math-back-{step}" for step in _BACK)]:
        assert f".{name} " in css, name


@pytest.mark.parametrize(
    ("macros", "tex", "said"),
    [
        ({"R": r"\mathbb{R}"}, r"\R^n", r"\mathbb{R}^n"),
        ({"\\R": r"\mathbb{R}"}, r"\R x", r"\mathbb{R} x"),
        ({"E": [r"\mathbb{E}[#1]", 1]}, r"\E{a} \E b", r"\mathbb{E}[a] \mathbb{E}[b]"),
        ({"pair": ["(#1, #2)", 2]}, r"\pair a{bc}", "(a, bc)"),
        ({"p": ["p_{#1}(#2)", 2, "0"]}, r"\p{x} \p[1]{x}", "p_{0}(x) p_{1}(x)"),
        ({"none": ["x", 1]}, r"\none{gone}y", "xy"),
        ({"a": r"\b", "b": "c"}, r"\a", "c"),
        ({"w": r"\mathbf"}, r"\w x", r"\mathbf x"),
        ({"E": ["#1", 1]}, r"x \E", r"x \E"),
        ({}, r"\def\R#1{r#1}\R2 \renewcommand\R{s}\R", "r2 s"),
    ],
)
def test_macros(macros: object, tex: str, said: str) -> None:
    """Macros, as MathJax takes them and as a formula defines them itself."""
    assert join_tokens(expand(tokenize(tex), tuple(read_macros(macros).items()))) == said


@pytest.mark.parametrize(
    "value", [["R"], "R", {"R": 1}, {"R": ["x", -1]}, {"R": ["x", 10]}, {"a b": "x"}, {"": ""}]
)
def test_wrong_macros(value: object) -> None:
    """A macro of another shape is refused, saying what is accepted."""
    with pytest.raises(ValueError, match=r"expected .*, got "):
        read_macros(value)


@given(
    st.text(alphabet=st.characters(exclude_characters="\\%${}&#\n", exclude_categories=["Zs", "Cc", "Cs"]))
)
def test_unknown_stays(text: str) -> None:
    """Rewriting keeps what it does not know, to the letter."""
    for tex in (
        text,
        rf"\unknown{{{text}}}",
        rf"\left( {text} \right) \foo*[{text}]",
        rf"\begin{{foo}}{text}\end{{foo}}",
    ):
        assert rewritten(tex, display=True) == tex


@pytest.mark.parametrize(
    ("given", "formula"),
    [
        # One formula, in each kind of marks, and in more than one.
        (r"$\displaystyle x^{2}$", r"\displaystyle x^{2}"),
        ("$$x$$", "x"),
        ("$$\n x\n$$\n", "x"),
        (r"\(x\)", "x"),
        (r"\[x\]", "x"),
        (r"\[$x$\]", "x"),
        (r"$\text{so $y$}$", r"\text{so $y$}"),
        (r"$\text{for \$5}$", r"\text{for \$5}"),
        # Some in a sentence, beside each other, on lines of their own.
        ("The area is $x$ m", r"\text{The area is }{x}\text{ m}"),
        (r"\(a\) and \(b\).", r"{a}\text{ and }{b}\text{.}"),
        (r"$\alpha$$b$", r"{\alpha}{b}"),
        ("$$a$$\n\n$$b$$", r"\begin{gathered}a \\ b\end{gathered}"),
        # None, or one mark without the other: for the converter to say what it thinks of it.
        *((tex, tex) for tex in (
            "x", r"x = \$5", "$", "$$", "$$$", "a$b", r"\)", r"a \( b", "{$x$", r"\text{if $x$}", "\\",
            r"\begin{align}a &= b\end{align}",
        )),
    ],
)  # fmt: skip
def test_marks_around_formulas(given: str, formula: str) -> None:
    """What other tools hand on between marks is the formula between them."""
    assert bare(given) == formula


@given(st.text(r"$\()[]{}q z", max_size=30))
def test_marks_of_any_kind(tex: str) -> None:
    """Taking marks off comes to an end, and loses no letter."""
    assert bare(tex).count("q") == tex.count("q")


def test_many_marks() -> None:
    """A text of many marks is read in a moment."""
    for tex in ("$" * 20_001, "$x$" * 10_000, r"\[" * 10_000, r"\(" * 5_000 + r"\)" * 5_000):
        bare(tex)
