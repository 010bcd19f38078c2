"""Formulas: TeX as people write it becomes MathML, and nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import sphinx
from hypothesis import given, settings
from hypothesis import strategies as st
from math_core import LatexError

from sphinx_research_notes.mathml.convert import mathml
from sphinx_research_notes.mathml.lexer import tokenize
from sphinx_research_notes.mathml.macros import Macro
from sphinx_research_notes.mathml.rewrite import rewritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: TeX as people write it, and as it is passed to the converter.
REWRITES = [
    # Commands by another name, and commands that only matter for pages and numbers.
    (r"\pmb{x} + \mathds{1}", r"\boldsymbol{x} + \mathbb{1}"),
    (r"\mbox{so} \textup{so}", r"\text{so} \text{so}"),
    (r"a_1, \dotsc, a_n", r"a_1, \ldots, a_n"),
    (r"\theta^{\*}", r"\theta^{*}"),
    (r"{\Large x} \nonumber", "{ x}"),
    (r"x \label{eq:a}", "x"),
    (r"\require{cancel} x", "x"),
    (r"\ensuremath{x}", "{x}"),
    (r"\smash[b]{x}", "{x}"),
    (r"\hspace*{1em} \hspace{10mu}", r"\hspace{1em} \mspace{10mu}"),
    (r"\left<x\right> \big<y\big>", r"\left\langle x\right\rangle \big\langle y\big\rangle"),
    (r"\cancelto{0}{x}", r"\cancel{x}^{0}"),
    (r"\varlimsup_n", r"\overline{\lim}_n"),
    (r"\LaTeX\TeX", r"\text{LaTeX}\text{TeX}"),
    # A comment is not part of the formula.
    ("a % and b\n+ c", "a + c"),
    (r"50\% x", r"50\% x"),
    ("\\alpha% so\nx", r"\alpha x"),
    # Text, and formulas in it.
    (r"\mbox{if $x_1$ is}", r"{\text{if }{x_1}\text{ is}}"),
    (r"\text{if \(x\)}", r"{\text{if }{x}}"),
    (r"\textbf{a $\text{b $c$ d}$ e}", r"{\textbf{a }{{\text{b }{c}\text{ d}}}\textbf{ e}}"),
    (r"\text{a_b & \$5}", r"\text{a\_b \& \$5}"),
    (r"\text{a \textbf{b $x$}}", r"{\text{a }{{\textbf{b }{x}}}}"),
    (r"\text{costs $5}", r"\text{costs \$5}"),
    (r"\text{see \eqref{a_b} and \ref{c}}", r"\text{see (a\_b) and c}"),
    (r"\eqref{a_b} + \ref{c}", r"\text{(a\_b)} + \text{c}"),
    # Rows and columns.
    (r"\sum_{\substack{a\\b}}", r"\sum_{\begin{subarray}{c}a\\b\end{subarray}}"),
    (r"\pmatrix{a & b \cr c}", r"\begin{pmatrix}a & b \\ c\end{pmatrix}"),
    (r"\begin{pmatrix}a \\[2pt] b \\* c\end{pmatrix}", r"\begin{pmatrix}a \\ b \\ c\end{pmatrix}"),
    (r"\begin{bmatrix*}[r]a\end{bmatrix*}", r"\begin{bmatrix}a\end{bmatrix}"),
    (
        r"\begin{psmallmatrix}a\end{psmallmatrix}",
        r"\left(\begin{subarray}{c}a\end{subarray}\right)",
    ),
    (
        r"\begin{array}[t]{@{}l*{2}{c}p{3cm}@{}}a\end{array}",
        r"\begin{array}{lccl}a\end{array}",
    ),
    (r"\begin{pmatrix}\hdotsfor{2}\end{pmatrix}", r"\begin{pmatrix}\ldots&\ldots\end{pmatrix}"),
    (r"\mathop{\arg\max}\limits_{x}^{y} f", r"\overset{y}{\underset{x}{\mathop{\arg\max}}} f"),
    # Environments of a whole formula: Sphinx gives the number.
    (r"\begin{align}a &= b\\c\end{align}", r"\begin{aligned}a &= b\\c\end{aligned}"),
    (r"\begin{alignat*}{2}a &= b\end{alignat*}", r"\begin{aligned}a &= b\end{aligned}"),
    (r"\begin{aligned}[t]a\end{aligned}", r"\begin{aligned}a\end{aligned}"),
    (r"\begin{gather}a\\b\end{gather}", r"\begin{gathered}a\\b\end{gathered}"),
    (r"\begin{eqnarray}a &=& b\\c &<& d\end{eqnarray}", r"\begin{aligned}a &= b\\c &< d\end{aligned}"),
    (r"\begin{equation}x\label{a}\end{equation}", "x"),
    (r"\begin{equation}\begin{split}a\\b\end{split}\end{equation}", r"\begin{aligned}a\\b\end{aligned}"),
    (r"\begin{align}a\\\intertext{so}b\end{align}", r"\begin{aligned}a\\\text{so}\\b\end{aligned}"),
    (r"a \\ b", r"\begin{aligned}a \\ b\end{aligned}"),
    # A backslash before whitespace is TeX's control space.
    ("a \\\\\\\nb", r"\begin{aligned}a \\\ b\end{aligned}"),
    ("a\\\nb\\\tc\\", r"a\ b\ c\ "),
    (
        "\\begin{align}\na &= b \\\\\\\nc &= d\n\\end{align}",
        "\\begin{aligned}\na &= b \\\\\\ c &= d\n\\end{aligned}",
    ),
    ("a = b\n\nc", r"\begin{aligned}a = b\\c\end{aligned}"),
    # Any tag is placed at the end of its row.
    (r"\tag{2} x", r"\begin{equation*} x\tag*{(2)}\end{equation*}"),
    (r"\begin{equation}x \tag*{A}\end{equation}", r"\begin{equation*}x \tag*{A}\end{equation*}"),
    (
        r"\begin{align}a\tag{1}\\b\end{align}",
        r"\begin{align*}a\tag*{(1)}\\b\end{align*}",
    ),
    (
        r"\begin{equation}\begin{split}a\tag{1}\\b\end{split}\end{equation}",
        r"\begin{align*}a\tag*{(1)}\\b\end{align*}",
    ),
    (r"x \tag{$\star$}", r"\begin{equation*}x \qquad{\text{(}{\star}\text{)}}\end{equation*}"),
    # Colours, in every notation.
    (r"\color{red}{x} y", r"{\color{red}{x}} y"),
    (r"\color{red} x y", r"\color{red} x y"),
    (r"\textcolor{#08f}{x}", r"{\color[HTML]{0088FF}{x}}"),
    (r"\textcolor[rgb]{1,.5,0}{x}", r"{\color[HTML]{FF8000}{x}}"),
    (r"\textcolor[gray]{0.5}{x}", r"{\color[HTML]{808080}{x}}"),
]

#: Formulas that must be converted, with text that must be visible.
SHOWN = [
    (r"x \tag{2'}", "2’"),
    (r"\eqref{eq:loss}", "(eq:loss)"),
    (r"f = \begin{cases}1 & \text{if $x > 0$}\\ 0 & \mbox{else}\end{cases}", "else"),
    (r"\color{cgreen}{\text{kept}}", "kept"),
    (r"\widetilde{ab}", "\u02dc"),
    (r"\vec{v}", "\u20d7"),
    (r"\newcommand{\R}[1]{\mathbb{R}^{#1}} \R{7}", "7"),
    (r"\DeclareMathOperator*{\argmin}{arg\,min} \argmin_x", "arg"),
    (r"a \! b \hspace{-1em} c", "c"),
    (r"\begin{array}{|c||c:c|}\hline a & b & c \\ \hdashline d & e & f\end{array}", "f"),
    (r"\boxed{x} \cancel{y} \textsc{Caps}", "Caps"),
    (r"\mathrel{\Bigl\Vert} \operatorname\&", "&"),
    ("é 中 \x00 \ud800", "é"),
]

_ELEMENTS = re.compile(r"<[^>]*>")


def _seen(markup: str) -> str:
    """Return the text that a reader sees."""
    root = ElementTree.fromstring(markup)
    return "".join("".join(each.itertext()) for each in root[0][:-1])


def _assert_harmless(markup: str) -> None:
    """Assert that *markup* is well-formed and contains nothing dangerous."""
    root = ElementTree.fromstring(markup)
    for element in root.iter():
        assert element.tag not in {"a", "script", "style", "img"}
        assert not {"style", "href", "id", "src"}.intersection(element.attrib)
        assert not any(name.startswith("on") for name in element.attrib)


@pytest.mark.parametrize(("tex", "said"), REWRITES)
def test_rewriting(tex: str, said: str) -> None:
    """Each command that the converter lacks is replaced with commands that it understands."""
    assert rewritten(tex, display=True) == said
    _assert_harmless(mathml(tex, display=True))
    _assert_harmless(mathml(tex, display=False))


@pytest.mark.parametrize(("tex", "seen"), SHOWN)
def test_shown(tex: str, seen: str) -> None:
    """What is hard to express in MathML is visible all the same."""
    assert seen in _seen(mathml(tex, display=True))


def test_annotation() -> None:
    """The TeX is kept as written, for whoever copies it."""
    root = ElementTree.fromstring(mathml(" a < \\mbox{b} % c\n", display=True))
    assert root.get("display") == "block"
    annotation = root[0][-1]
    assert annotation.get("encoding") == "application/x-tex"
    assert annotation.text == "a < \\mbox{b} % c"


_PIECES = sorted({sign for tex, said in REWRITES for sign in [*tokenize(tex), *tokenize(said)]})
_TEX = st.lists(
    st.sampled_from([*_PIECES, "$", "#1", "#", "%", "<", "&", '"', "'", r"\newcommand", r"\x"])
).map("".join)


@settings(max_examples=400)
@given(tex=st.one_of(_TEX, st.text()), display=st.booleans())
def test_no_text_does_harm(tex: str, display: bool) -> None:
    """Any text is either rejected as an invalid formula, or becomes harmless markup."""
    try:
        markup = mathml(tex, display=display, macros=(("x", Macro("#1<", 1)),))
    except LatexError:
        return
    _assert_harmless(markup)


CONF = """
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
myst_enable_extensions = ["amsmath", "dollarmath"]
notes_match = ["notes/**"]
"""

SOURCES: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{toctree}\n:glob:\nnotes/*\n```\n",
    "notes/one.md": "---\ndate: 2024-01-01\n---\n# One\n\n"
    "In $x^2$ and:\n\n$$\ny = \\frac{1}{2}\n$$ (half)\n\n"
    "See {eq}`half`.\n\n\\begin{align}\na &= b \\label{ours}\\\\\nc &= d\n\\end{align}\n",
    "notes/two.md": "---\ndate: 2024-01-02\n---\nWater is $\\ce{H2O}$, and $x$ is not.\n",
}

#: Strings which show that a page loads MathJax.
LOADED = ("_static/research-notes-mathjax.js", "mathjax.example/tex.js")


def _pages_with_mathjax(built: Built) -> set[str]:
    names = {name for name in built.files() if name.endswith(".html")}
    return {name for name in names if any(mark in built.text(name) for mark in LOADED)}


def test_page(site: Callable[..., Built]) -> None:
    """In our theme formulas are MathML with their numbers, references resolve, and nothing is loaded."""
    built = site({**SOURCES, "notes/two.md": None})
    assert built.warnings == ""
    page = built.text("notes/one.html")
    assert "<math><semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow>" in page
    assert re.search(
        r'id="equation-half">\s*<span class="eqno">\(1\)<a class="headerlink"[^>]*>¶</a></span>', page
    )
    assert '<div class="math-line"><math display="block">' in page
    assert re.findall(r'<a class="reference internal" href="#equation-[^"]*">(.*?)</a>', page)[:1] == ["(1)"]
    assert 'class="math-end math-r0"' in page
    assert not re.search(r"<[^>]* style=", page)
    assert _pages_with_mathjax(built) == set()


def test_a_text_that_ends_in_a_digit(site: Callable[..., Built]) -> None:
    """Without digits beside dollar signs, the formula that begins it is one, in notes and on pages."""
    text = "- $k$ runs from $a$ to 9\n"
    built = site({
        "conf.py": f"{CONF}myst_dmath_allow_digits = False\n",
        "index.md": f"# Home\n\n{text}\n```{{toctree}}\nnotes/one\n```\n",
        "notes/one.md": f"---\ndate: 2024-01-01\n---\n# One\n\n{text}",
    })  # fmt: skip
    for name in ("index.html", "notes/one.html"):
        assert re.findall(r"<annotation[^>]*>(.*?)</annotation>", built.text(name)) == ["k", "a"]


def test_kept_as_tex(site: Callable[..., Built]) -> None:
    """What cannot be converted is shown as TeX, and reported once, with the formula and the reason."""
    built = site(SOURCES)
    message = "cannot convert formula '\\ce{H2O}': unknown command \"\\ce\"; showing TeX [notes.math]"
    said = f"two.md:4: WARNING: {message}"
    assert said in built.warnings
    assert built.warnings.count("WARNING") == 1
    for name in ("notes/two.html", "notes/stream.html"):
        assert '<code class="tex">\\ce{H2O}</code>' in built.text(name)
    assert _pages_with_mathjax(built) == set()


def test_titles(site: Callable[..., Built]) -> None:
    """The title of the page has a formula once, without the TeX; headings have both, as paragraphs do."""
    text = "# On $x^2$ and so on\n\nText.\n\n## As $y^2$\n\n```{admonition} If $z^2$\nSo.\n```\n"
    page = site({**SOURCES, "notes/two.md": text}).text("notes/two.html")
    assert "<title>On x2 and so on — " in page
    assert "<msup>" in page[page.index("<h1") : page.index("</h1>")]
    for start, tex in (("<h1", "x^2"), ("<h2", "y^2"), ('<p class="admonition-title"', "z^2")):
        found = page[page.index(start) :]
        assert (
            f'<annotation encoding="application/x-tex">{tex}</annotation>' in found[: found.index("</math>")]
        )


FALLBACK = (
    f"{CONF}notes_math_fallback = 'mathjax'\nmathjax_path = 'https://mathjax.example/tex.js'\n"
    "mathjax3_config = {'tex': {'macros': {'KL': r'\\operatorname{KL}'}}}\n"
    "notes_math_macros = {'R': r'\\mathbb{R}'}\n"
)


@pytest.mark.parametrize("options", [[], ["-j2"]])
def test_mathjax_where_it_is_needed(site: Callable[..., Built], options: list[str]) -> None:
    """Only pages with a formula for MathJax load it, including those that show such a note in full."""
    built = site({**SOURCES, "conf.py": FALLBACK}, *options)
    assert built.warnings == ""
    assert _pages_with_mathjax(built) == {"notes/two.html", "notes/stream.html"}
    page = built.text("notes/two.html")
    assert r'<span class="mathjax_process tex2jax_process">\(\ce{H2O}\)</span>' in page
    assert "<mi>x</mi>" in page
    assert page.index("research-notes-mathjax.js") < page.index("mathjax.example")
    assert not re.search(r"<script>|<script(?![^>]* src=)(?![^>]*ld\+json)", page)
    script = built.text("_static/research-notes-mathjax.js")
    assert '"KL"' in script
    assert '"R"' in script


def test_mathjax_comes_and_goes(site: Callable[..., Built]) -> None:
    """A formula that starts or stops needing MathJax changes its page and those that show it, and no more."""
    quiet = str(SOURCES["notes/two.md"]).replace("\\ce{H2O}", "h")
    files = {**SOURCES, "conf.py": FALLBACK}
    assert _pages_with_mathjax(site({**files, "notes/two.md": quiet})) == set()
    assert _pages_with_mathjax(site(files)) == {"notes/two.html", "notes/stream.html"}
    built = site({**files, "notes/two.md": quiet})
    assert _pages_with_mathjax(built) == set()
    assert "_static/research-notes-mathjax.js" in built.files()
    assert "_static/research-notes-mathjax.js" not in site({"conf.py": CONF}).files()


def test_exact(site: Callable[..., Built]) -> None:
    """After edits of formulas, macros and options, an incremental, parallel build equals a clean one."""
    files = {**SOURCES, "conf.py": FALLBACK}
    defining = "$$\n\\def\\w{h}\n$$\n\nNow $\\w + \\R$ and $\\ce{\\w}$.\n"
    site(files, "-j2")
    for edit in (
        {"notes/two.md": "---\ndate: 2024-01-02\n---\nJust $h$.\n"},
        {"notes/two.md": defining},
        {"notes/two.md": defining.replace("{h}", "{k}"), "conf.py": FALLBACK.replace("mathbb", "mathbf")},
        {"conf.py": FALLBACK.replace("'mathjax'", "''")},
    ):
        built, clean = site(edit, "-j2"), site({}, "-E", "-a", into="clean")
        for name in sorted(name for name in built.files() if name.endswith((".html", ".js"))):
            assert built.text(name) == clean.text(name), name


def test_display_for_mathjax(site: Callable[..., Built]) -> None:
    """A displayed formula is written as MathJax expects it, with its number beside it."""
    note = "# A\n\n$$\n\\ce{A} \\\\ <b>\n$$ (a)\n\n\\begin{align*}\n\\ce{B}\n\\end{align*}\n"
    page = site({**SOURCES, "conf.py": FALLBACK, "notes/two.md": note}).text("notes/two.html")
    assert "\\[\\begin{split}\\ce{A} \\\\ &lt;b&gt;\\end{split}\\]</div></div></div>" in re.sub(
        "\n", "", page
    )
    assert "\\[\\begin{align*}\n\\ce{B}\n\\end{align*}\\]</div>" in page


@pytest.mark.parametrize("name", ["notes_math_macros", "mathjax3_config"])
def test_macros_of_the_project(site: Callable[..., Built], name: str) -> None:
    """The project's macros can be used: those for us, and those for MathJax."""
    macros = '{"KL": r"\\operatorname{KL}", "E": [r"\\mathbb{E}[#1]", 1]}'
    value = macros if name == "notes_math_macros" else f'{{"tex": {{"macros": {macros}}}}}'
    built = site(
        {**SOURCES, "conf.py": f"{CONF}{name} = {value}\n", "notes/two.md": "# M\n\n$\\KL$ and $\\E{x}$\n"}
    )
    assert built.warnings == ""
    assert "<mi>KL</mi>" in built.text("notes/two.html")
    assert "<mi>𝔼</mi>" in built.text("notes/two.html")


def test_one_wrong_macro_costs_no_other(site: Callable[..., Built]) -> None:
    """An invalid macro is reported with what is expected, and the others can be used."""
    macros = '{"KL": r"\\operatorname{KL}", "E": ["x", 99]}'
    files = {**SOURCES, "conf.py": f"{CONF}notes_math_macros = {macros}\n", "notes/two.md": "# M\n\n$\\KL$\n"}
    built = site(files)
    assert built.warnings.startswith(
        "WARNING: notes_math_macros: E: expected TeX, or [TeX, number of arguments from 0 to 9], got ['x'"
    )
    assert built.warnings.count("WARNING") == 1
    assert "<mi>KL</mi>" in built.text("notes/two.html")


def test_macros_of_a_document(site: Callable[..., Built]) -> None:
    """Later formulas can use the macros that one defines, also where the note is shown in full elsewhere."""
    note = "$$\n\\newcommand{\\twice}[1]{#1#1}\n$$\n\nSo $\\twice{x}$, and $\\ce{\\twice{x}}$.\n"
    built = site(
        {**SOURCES, "conf.py": FALLBACK, "notes/two.md": note, "notes/three.md": "So $\\twice{y}$.\n"}
    )
    assert built.warnings == ""
    for name in ("notes/two.html", "notes/stream.html"):
        assert "<mi>x</mi><mi>x</mi>" in built.text(name)
        assert 'class="math notranslate nohighlight">\n<math' not in built.text(name)
    assert re.search(r"newcommand\{\\twice\}\[1\]\{#1#1\}\s+\\ce\{", built.text("notes/two.html"))
    assert r"\(\twice{y}\)" in built.text("notes/three.html")


@pytest.mark.parametrize("line", ["notes_math_macros = ['x']", "notes_math_fallback = 'katex'"])
def test_wrong_options(site: Callable[..., Built], line: str) -> None:
    """An invalid value is reported with what is expected."""
    built = site({**SOURCES, "conf.py": f"{CONF}{line}\n", "notes/two.md": None})
    assert re.fullmatch(
        rf"WARNING: {line.split()[0]}: expected .*, got .*; using the default \[notes.config\]\n",
        built.warnings,
    )


def test_other_themes(site: Callable[..., Built]) -> None:
    """In other themes formulas are left to Sphinx's renderer; ours, if requested, brings its stylesheet."""
    conf = CONF.replace('research_notes"\nmyst', 'alabaster"\nmyst')
    files = {**SOURCES, "conf.py": conf, "notes/two.md": None}
    built = site(files)
    assert built.warnings == ""
    assert "<math" not in built.text("notes/one.html")
    assert "mathjax@" in built.text("notes/one.html")
    built = site({**files, "conf.py": f"{conf}html_math_renderer = 'mathml'\n"})
    assert built.warnings == ""
    page = built.text("notes/one.html")
    assert "<math" in page
    assert "_static/research-notes-formulas.css" in page
    assert "mathjax@" not in page
    assert "_static/research-notes-formulas.css" not in built.text("search.html")
    assert "_static/research-notes-formulas.css" in built.files()


def test_books(site: Callable[..., Built]) -> None:
    """An e-book has MathML as XML, declares it in its manifest, and has no MathJax; LaTeX stays LaTeX."""
    text = str(SOURCES["notes/one.md"]) + "\nAnd $\\text{a \\textbf{b}}$ and $\\ce{x}$.\n"
    extra = "version = '1'\nepub_show_urls = 'no'\n"
    files = {**SOURCES, "conf.py": FALLBACK + extra, "notes/one.md": text, "notes/two.md": None}
    built = site(files, builder="epub", into="book")
    assert "cannot convert formula" in built.warnings
    root = ElementTree.fromstring(built.text("notes/one.xhtml"))
    assert not root.findall(".//{http://www.w3.org/1998/Math/MathML}mtable[@scriptlevel]")
    assert len(root.findall(".//{http://www.w3.org/1998/Math/MathML}math")) == 4
    assert root.find(".//{http://www.w3.org/1999/xhtml}b") is not None
    contents = built.text("content.opf")
    assert re.search(r'<item [^>]*href="notes/one.xhtml"[^>]* properties="mathml"', contents)
    assert not re.search(r'<item [^>]*href="index.xhtml"[^>]* properties=', contents)
    latex = site(files, builder="latex", into="latex")
    assert r"\ce{x}" in next(latex.text(name) for name in latex.files() if name.endswith(".tex"))


@pytest.mark.skipif(sphinx.version_info < (9,), reason="this Sphinx has no mathjax_config_path")
def test_configuration_of_mathjax(site: Callable[..., Built]) -> None:
    """An edit of ``mathjax_config_path`` changes the script, and the checksum with which pages load it."""
    conf = f"{FALLBACK}mathjax_config_path = 'mathjax.js'\n"
    files = {**SOURCES, "conf.py": conf, "mathjax.js": "window.MathJax = {tex: {packages: ['one']}};\n"}
    checksum = re.compile(r"research-notes-mathjax\.js\?v=(\w+)")
    before = checksum.findall(site(files).text("notes/two.html"))
    built = site({"mathjax.js": "window.MathJax = {tex: {packages: ['two']}};\n"})
    assert "['two']" in built.text("_static/research-notes-mathjax.js")
    assert before
    assert checksum.findall(built.text("notes/two.html")) != before
    assert checksum.findall(built.text("notes/stream.html")) == checksum.findall(built.text("notes/two.html"))


@pytest.mark.parametrize("theme", ["research_notes", "alabaster"])
def test_a_formula_is_the_first_thing_in_a_note(site: Callable[..., Built], theme: str) -> None:
    """It has its number and its place, also if figures are numbered."""
    conf = CONF.replace('"research_notes"\nmyst', f'"{theme}"\nmyst')
    index = "# Home\n\n```{toctree}\nnotes/two\n```\n"
    text = "---\ntitle: M\n---\n\n$$\na\n$$ (mm)\n\nSee {eq}`mm`.\n"
    built = site({**SOURCES, "conf.py": conf + "numfig = True\n", "index.md": index, "notes/two.md": text})
    assert built.warnings == ""
    page = built.text("notes/two.html")
    assert page.count('id="equation-mm"') == 1
    assert page.index('id="equation-mm"') > page.index("</h1>")
