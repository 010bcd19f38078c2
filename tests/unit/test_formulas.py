"""Formulas: errors, macros, and delimiters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from math_core import LatexError

from sphinx_research_notes.build.stylesheets import FOLDER
from sphinx_research_notes.mathml.convert import _BACK, _CLASSES, mathml
from sphinx_research_notes.mathml.delimiters import bare
from sphinx_research_notes.mathml.lexer import join_tokens, tokenize
from sphinx_research_notes.mathml.macros import expand, read_macros
from sphinx_research_notes.mathml.rewrite import rewritten


def test_tags_in_the_line() -> None:
    """In an inline formula, a tag follows the formula."""
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
    """A formula that can't be converted gives an error message quickly, whatever its length or depth."""
    with pytest.raises(LatexError, match=re.escape(reason)):
        mathml(tex, display=True)


def test_every_style_has_a_class() -> None:
    """Each class that replaces a style of the converter is in the style sheet."""
    css = "".join((FOLDER / "css" / f"{n}.css").read_text("utf-8") for n in ("formulas", "formulas-more"))
    for name in [*_CLASSES.values(), *(f"math-back-{step}" for step in _BACK)]:
        assert f".{name} " in css, name


@pytest.mark.parametrize(
    ("tex", "level"),
    [
        (r"\begin{cases}a\\b\end{cases}", ""),
        (r"x^{\begin{matrix}a\end{matrix}}", "0"),
        (r"\frac{\begin{matrix}\begin{matrix}a\end{matrix}\end{matrix}}{b}", "00"),
        (r"\sum_{\substack{i\\j}}", "1"),
    ],
)
def test_tables_have_a_size(tex: str, level: str) -> None:
    """A table has no level of script itself, which HTML doesn't allow; one that needs it is inside of it."""
    markup = mathml(tex, display=True)
    assert re.search(r"<mtable[^>]*scriptlevel", markup) is None
    assert "".join(re.findall(r'<mstyle scriptlevel="(.)"><mtable', markup)) == level
    assert markup.count("scriptlevel") == len(level)


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
    """Macros have MathJax's format, or are defined in the formula itself."""
    assert join_tokens(expand(tokenize(tex), tuple(read_macros(macros).items()))) == said


@pytest.mark.parametrize(
    "value", [["R"], "R", {"R": 1}, {"R": ["x", -1]}, {"R": ["x", 10]}, {"a b": "x"}, {"": ""}]
)
def test_wrong_macros(value: object) -> None:
    """An invalid macro is refused, with a message saying what is accepted."""
    with pytest.raises(ValueError, match=r"expected .*, got "):
        read_macros(value)


@given(
    st.text(alphabet=st.characters(exclude_characters="\\%${}&#\n", exclude_categories=["Zs", "Cc", "Cs"]))
)
def test_unknown_stays(text: str) -> None:
    """Unknown commands are left exactly as written."""
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
        # One formula, in each kind of delimiters, and in nested ones.
        (r"$\displaystyle x^{2}$", r"\displaystyle x^{2}"),
        ("$$x$$", "x"),
        ("$$\n x\n$$\n", "x"),
        (r"\(x\)", "x"),
        (r"\[x\]", "x"),
        (r"\[$x$\]", "x"),
        (r"$\text{so $y$}$", r"\text{so $y$}"),
        (r"$\text{for \$5}$", r"\text{for \$5}"),
        # Several: in a sentence, adjacent, on separate lines.
        ("The area is $x$ m", r"\text{The area is }{x}\text{ m}"),
        (r"\(a\) and \(b\).", r"{a}\text{ and }{b}\text{.}"),
        (r"$\alpha$$b$", r"{\alpha}{b}"),
        ("$$a$$\n\n$$b$$", r"\begin{gathered}a \\ b\end{gathered}"),
        # None, or an unbalanced delimiter, which is left for the converter to report.
        *((tex, tex) for tex in (
            "x", r"x = \$5", "$", "$$", "$$$", "a$b", r"\)", r"a \( b", "{$x$", r"\text{if $x$}", "\\",
            r"\begin{align}a &= b\end{align}",
        )),
    ],
)  # fmt: skip
def test_marks_around_formulas(given: str, formula: str) -> None:
    """Delimiters added by other tools are removed."""
    assert bare(given) == formula


@given(st.text(r"$\()[]{}q z", max_size=30))
def test_marks_of_any_kind(tex: str) -> None:
    """Removing delimiters terminates, and loses no letters."""
    assert bare(tex).count("q") == tex.count("q")


def test_many_marks() -> None:
    """Text with many delimiters is parsed quickly."""
    for tex in ("$" * 20_001, "$x$" * 10_000, r"\[" * 10_000, r"\(" * 5_000 + r"\)" * 5_000):
        bare(tex)
