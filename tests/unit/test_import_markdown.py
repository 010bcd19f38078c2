"""Passes over Markdown that importers share."""

from __future__ import annotations

import time

import pytest

from sphinx_research_notes.importers.markdown.attribute_lists import rewrite_attribute_lists
from sphinx_research_notes.importers.markdown.code import set_code_aside
from sphinx_research_notes.importers.markdown.dollars import is_formula, rewrite_formulas, unescaped
from sphinx_research_notes.importers.markdown.headings import (
    blackfriday_id,
    github_id,
    keep_anchors,
    kramdown_id,
)
from sphinx_research_notes.importers.markdown.html_blocks import keep_blocks_whole, keep_code_whole
from sphinx_research_notes.importers.markdown.html_images import rewrite_html_images
from sphinx_research_notes.importers.markdown.kramdown import rewrite_kramdown
from sphinx_research_notes.importers.markdown.kramdown import unescaped as by_kramdown
from sphinx_research_notes.importers.markdown.limits import keep_within_limits
from sphinx_research_notes.importers.markdown.links import fragments_in, joined, rewrite_addresses
from sphinx_research_notes.importers.markdown.source import Source
from sphinx_research_notes.importers.records import Outcome


def formulas(text: str, *, single: bool = True, inline: bool = True) -> str:
    """Return *text* with its formulas rewritten, as in kramdown."""
    source = Source(text, "a.md")
    set_code_aside(source)
    rewrite_formulas(source, single=single, unescaped=by_kramdown, inline_doubles=inline)
    return source.restored()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x", True), ("n", True), ("x^2", True), (r"\alpha", True), ("a + b", True), ("5", True),
        ("O(n)", True),
        (" x = y ", True), ("p(x, y)", True), (r"\text{if the river rises}", True), ("2n", True),
        ("5 or ", False), ("5M revenue, up from ", False), ("10 a day and the rest is ", False),
        (" 5 and ", False), ("HOME", False), ("PATH and also the other one", False), ("", False),
    ],
)  # fmt: skip
def test_formulas_and_prices(body: str, expected: bool) -> None:
    """What is between two dollar signs is a formula, or prose between two prices."""
    assert is_formula(body) is expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is $5 or $10.", "It is \\$5 or \\$10."),
        ("It is $5.", "It is $5."),
        ("Let $x$ be $5, or $y$.", "Let $x$ be \\$5, or $y$."),
        (r"Already \$5 and \$6.", r"Already \$5 and \$6."),
        ("`$a` and $b$", "`$a` and $b$"),
        ("In text $$x^2$$ and more", "In text $x^2$ and more"),
        ("$$x^2$$", "$$x^2$$"),
        (
            "Bins $$x_i$$ such that $x_k = 1$$.\nWe also need the heights $$d_i$$ with $$e_i$$.",
            "Bins $x_i$ such that \\$x_k = 1\\$\\$.\nWe also need the heights $d_i$ with $e_i$.",
        ),
        ("One $$\n\nor $$x$$ and $$y$$", "One \\$\\$\n\nor $x$ and $y$"),
        (r"a $$ \text{if it rains today} $$ b", r"a $\text{if it rains today}$ b"),
        (r"a $$ \text{if {it} rains today here} $$ b", r"a $\text{if {it} rains today here}$ b"),
        ("where $$ total cost of goods = x_i $$ holds", "where $total cost of goods = x_i$ holds"),
        ("Two $$ a $$ and $$ b $$ but $$ only one opens.", "Two $a$ and $b$ but \\$\\$ only one opens."),
        (
            "$$\nincome less all costs = y\n$$ {#a}\n\n$$\nb\n$$ {#b}",
            "$income less all costs = y$ {#a}\n\n$b$ {#b}",
        ),
        ("Above\n\n$$\nx\n$$\n\nbelow", "Above\n\n$$\nx\n$$\n\nbelow"),
        ("Above\n$$\nx\n$$\nbelow", "Above\n\n$$\nx\n$$\n\nbelow"),
        ("- $$x$$\n- b", "- $$x$$\n- b"),
        (r"a \\(x\\) b", "a $x$ b"),
        (r"\\[x\\]", "$$x$$"),
        (r"$a\_1$ and $b\\,c$", r"$a_1$ and $b\,c$"),
        ("\\begin{align}\na $ b\n\\end{align}", "\\begin{align}\na $ b\n\\end{align}"),
        ("<p>\nIt is $5 or $10.\n</p>", "<p>\nIt is $5 or $10.\n</p>"),
        ("two\n\n$5\n\nparagraphs $6", "two\n\n$5\n\nparagraphs $6"),
    ],
)
def test_dollars(old: str, new: str) -> None:
    """Formulas are written as MyST has them, and the dollar signs of prose begin none."""
    assert formulas(old) == new


def test_dollars_without_formulas() -> None:
    """Where single dollar signs made no formulas, none becomes one, whatever is between them."""
    assert formulas("Let $x$ be.", single=False) == "Let \\$x\\$ be."
    assert formulas("in $$x$$ text", single=False, inline=False) == "in $$x$$ text"


def test_code_in_html() -> None:
    """It stays code, with its blank lines and what looks like tags."""
    code = "a<int> b;\n\nc<b> &amp; d"
    source = Source(f"<div class='x'>\n  ```cpp\n{code}\n  ```\n  <p>y</p>\n</div>\n", "a.md")
    set_code_aside(source, whole=True)
    keep_blocks_whole(source)
    assert source.restored() == f"<div class='x'>\n\n```cpp\n{code}\n```\n\n  <p>y</p>\n</div>\n"


def test_formulas_in_html() -> None:
    """The text of an innermost element with one becomes Markdown; elsewhere, it stays, and is counted."""
    text = "<div>\n\n<p>It is $5 or $10, and *not* $x_1$.</p>\n\nIt is $5 or $10.\n\n</div>\n"
    source = Source(text, "a.md", 3)
    rewrite_formulas(source, single=True)
    keep_blocks_whole(source)
    assert source.restored() == (
        "<div>\n<div>\n\nIt is \\$5 or \\$10, and \\*not\\* $x_1$.\n\n</div>\nIt is $5 or $10.\n</div>\n"
    )
    bare = Source("<div>one $x_1$ <div>two</div></div>\n", "a.md")
    rewrite_formulas(bare, single=True)
    keep_blocks_whole(bare)
    assert bare.restored() == "<div>one $x_1$ <div>two</div></div>\n"
    unknown = [each for each in bare.findings if each.outcome is Outcome.UNKNOWN]
    assert [each.construct for each in unknown] == ["formula in HTML"]


def test_escapes_for_markdown() -> None:
    """Where an author has escaped a formula for Markdown, the escapes go; else they are TeX's own."""
    assert unescaped(r"a\_1 \\{x\\} \\\\") == r"a_1 \{x\} \\"
    assert unescaped(r"\{x\} \\ y") == r"\{x\} \\ y"


def kramdown(text: str) -> str:
    """Return *text* with what kramdown alone has rewritten."""
    source = Source(text, "a.md")
    set_code_aside(source)
    keep_blocks_whole(source)
    rewrite_kramdown(source)
    return source.restored()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("* TOC\n{:toc}\n\nText", "\nText"),
        ("## A heading {#own}", '<a id="own"></a>\n\n## A heading'),
        ("## A heading {#a-heading}", "## A heading"),
        ("## A heading\n{: #own .no_toc}", '<a id="own"></a>\n\n## A heading'),
        ("Text\n{: .quiet}", "{.quiet}\nText"),
        ("![a](b.png){: .wide width=\"50%\" style='x'}", '![a](b.png){.wide width="50%"}'),
        ("![a](b.png)\n{: .wide}", "![a](b.png){.wide}"),
        ('[a](b){:target="_blank"}', "[a](b)"),
        ("*word*{: .red}", "*word*"),
        ("Careful.\n{: .notice--warning}", ":::{warning}\nCareful.\n:::"),
        ("> Do this.\n{: .prompt-tip }", ":::{tip}\nDo this.\n:::"),
        ("```\nx\n```\n{: .nolineno}", "```\nx\n```"),
        ("{:ref: .a}\nText\n{:ref}", "{.a}\nText"),
        ("a {::comment}hidden{:/comment} b", "a  b"),
        ("The HTML page.\n\n*[HTML]: Hyper Text", "The {abbr}`HTML (Hyper Text)` page.\n\n"),
        ("[HTML](HTML.html) `HTML`\n\n*[HTML]: H", "[{abbr}`HTML (H)`](HTML.html) `HTML`\n\n"),
        ("| a | b |\n| c | d |", "|   |   |\n|---|---|\n| a | b |\n| c | d |"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| c | d |"),
        ('<div class="x" markdown="1">\ntext *a*\n</div>', '<div class="x">\n\ntext *a*\n\n</div>\n'),
        ("<div>\n\n  <p>a</p>\n\n</div>", "<div>\n  <p>a</p>\n</div>"),
        ("<pre>\na\n\nb\n</pre>", "<pre>\na\n\nb\n</pre>"),
    ],
)
def test_kramdown(old: str, new: str) -> None:
    """What kramdown alone has is written as MyST has it."""
    assert kramdown(old) == new


def images(text: str) -> str:
    """Return *text* with its images rewritten."""
    source = Source(text, "a.md")
    rewrite_html_images(source)
    return source.restored()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<img src="/a.png">', "![](/a.png)"),
        ('A <img src="a b.png" alt="[x]" width="50%"/> b', 'A ![\\[x\\]](<a b.png>){width="50%"} b'),
        ('<img src="a.png" style="width: 60%" class="c">', '![](a.png){.c width="60%"}'),
        ('<img src="a.png" onclick="x()">', None),
        ('<p><img src="a.png"></p>', None),
        ('<a href="b"><img src="a.png"></a>', None),
        ("<img alt='no source'>", None),
    ],
)
def test_images_in_html(old: str, new: str | None) -> None:
    """An image is one of Markdown, if Markdown can say all of it where it stands."""
    assert images(old) == (old if new is None else new)


@pytest.mark.parametrize(
    ("text", "github", "kramdown_", "blackfriday"),
    [
        ("A heading", "a-heading", "a-heading", "a-heading"),
        ("1. What's new?", "1-whats-new", "whats-new", "1-what-s-new"),
        ("C & D", "c--d", "c--d", "c-d"),
        ("Über_uns", "über_uns", "beruns", "über-uns"),
    ],
)
def test_ids_of_headings(text: str, github: str, kramdown_: str, blackfriday: str) -> None:
    """Each system has its own rule."""
    assert (github_id(text), kramdown_id(text), blackfriday_id(text)) == (github, kramdown_, blackfriday)


def test_anchors_are_kept() -> None:
    """A heading that links lead to by another id than it has here gets a target; others don't."""
    source = Source("## 1. One\n\n## Two\n\n## 1. One\n", "a.md")
    keep_anchors(source, {"one", "two", "one-1"}, kramdown_id)
    assert source.text == '<a id="one"></a>\n\n## 1. One\n\n## Two\n\n<a id="one-1"></a>\n\n## 1. One\n'


def test_addresses() -> None:
    """Those in links, images, definitions and attributes are replaced; those with a scheme are not."""
    text = '[a](b.md#c "t") ![d](e.png)\n\n[f]: g.html\n\n<a href="h">x</a> [i](https://j) <k> [l](#m)\n'
    source = Source(text, "a.md")
    seen = []
    rewrite_addresses(source, lambda address: seen.append(address) or f"/{address}")  # type: ignore[func-returns-value]
    assert seen == ["b.md#c", "e.png", "g.html", "h"]
    assert source.text.startswith('[a](/b.md#c "t") ![d](/e.png)\n\n[f]: /g.html')
    assert list(fragments_in(text)) == ["c", "m"]
    assert joined("/2020/a/", "../b.png") == "2020/b.png"
    assert joined("/2020/a.html", "b.png?x") == "2020/b.png"


def test_entities_in_formulas() -> None:
    """A browser decoded them before MathJax read the formula; those of prose stay."""
    source = Source("A &lt; b, $x &lt; y$ and $$p(a&#124;b)$$.\n", "a.md")
    rewrite_formulas(source, single=True, inline_doubles=True)
    assert source.restored() == "A &lt; b, $x < y$ and $p(a|b)$.\n"


def test_blank_lines_in_comments() -> None:
    """Within a block they would end it, and the comment would take what follows; elsewhere they stay."""
    source = Source("<p>a</p>\n<!-- b\n\nc -->\n\n<!-- d\n\ne -->\n", "a.md")
    set_code_aside(source, whole=True)
    assert source.restored() == "<p>a</p>\n<!-- b\nc -->\n\n<!-- d\n\ne -->\n"


def test_rules_above_the_foot_of_a_table() -> None:
    """Only kramdown has them."""
    source = Source("| a | b |\n|---|---|\n| c | d |\n|===|===|\n| e | f |\n", "a.md")
    rewrite_kramdown(source)
    assert source.restored() == "| a | b |\n|---|---|\n| c | d |\n| e | f |\n"


def test_code_in_pages_of_html_stays_code() -> None:
    """A blank line would end the block, and dollar signs below it would be formulas."""
    source = Source("<p>a</p>\n<pre>b\n\n\nc $d$ %% 2</pre>\n\n<p><code>%%</code> %%e</p>", "a.html")
    keep_code_whole(source)
    code = "<pre>b&#10;&#10;\nc $d$ %&#37; 2</pre>"
    assert source.text == f"<p>a</p>\n{code}\n\n<p><code>%&#37;</code> %%e</p>"


def test_many_attribute_lists_take_no_time() -> None:
    """The text is gone through once, not once for each list."""
    source = Source("a\n{: .b}\n\n" * 5000, "a.md")
    begun = time.process_time()
    rewrite_attribute_lists(source)
    assert time.process_time() - begun < 5
    assert source.text.startswith("{.b}\na\n\n{.b}\na")


def test_escaped_braces() -> None:
    """A brace whose other one isn't escaped is one of TeX, as kramdown takes the backslash away."""
    assert formulas(r"$\\mathcal\{U}$ and $\\{a\\}$") == r"$\mathcal{U}$ and $\{a\}$"
    assert formulas(r"$\{x : \sqrt{x} < 1\}$") == r"$\{x : \sqrt{x} < 1\}$"


def test_dollars_after_two_backslashes() -> None:
    """They are an escaped backslash, so that the dollar sign may begin a formula, or end one."""
    assert formulas(r"Share \\$5 and \\$6 more.") == r"Share \\\$5 and \\\$6 more."
    assert formulas(r"Only \$5 and \$6.") == r"Only \$5 and \$6."
    assert formulas("$$a \\\\\nb \\\\$$\n\nthen $$c$$", inline=False) == "$$a \\\\\nb \\\\$$\n\nthen $$c$$"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A.[^1]\n\n---\n\n[^1]: A note.\n\n    More.\n", "A.[^1]\n\n\n\n[^1]: A note.\n\n    More.\n"),
        ("Text.\n\n---\n[^1]: A note\ngoes on.\n", "Text.\n\n\n[^1]: A note\ngoes on.\n"),
        ("A [b].\n\n***\n\n[b]: c.md\n", "A [b].\n\n\n\n[b]: c.md\n"),
        ("Text.\n\n---\n", "Text.\n\n\n"),
        ("---\n[a](b.md)\n", "<hr>\n\n[a](b.md)\n"),
        ("Title\n---\n\nText.\n", "Title\n---\n\nText.\n"),
        ("A.\n\n> ---\n>\n> B.\n", "A.\n\n> <hr>\n>\n> B.\n"),
        ("> B.\n>\n> ---\n>\n> C\n> ---\n", "> B.\n>\n> <hr>\n>\n> C\n> ---\n"),
        ("A.\n\n---\n\n[^1]: A note.\n\nB.\n", "A.\n\n---\n\n[^1]: A note.\n\nB.\n"),
        ("A.\n\n---\n\n[^1]: A note.\n\n---\n\nB.\n", "A.\n\n---\n\n[^1]: A note.\n\n\n\nB.\n"),
        ("A ![]() and ![alt]() and ![](<>) and ![a](b.png).", "A  and alt and  and ![a](b.png)."),
    ],
)  # fmt: skip
def test_what_sphinx_only_warns_of(old: str, new: str) -> None:
    """Rules at the edge of a text, as above its footnotes, and images without a file are left out."""
    source = Source(old, "a.md")
    keep_within_limits(source)
    assert source.text == new


def test_formulas_beside_digits() -> None:
    """A dollar sign there is one of a price in MyST, and its other one would pair with the next formula."""
    assert (
        formulas(r"A 90\\(^\circ\\) turn and 10\\(^4\\) more.")
        == r"A 90{math}`^\circ` turn and 10{math}`^4` more."
    )
    assert formulas("Get 10$$^4$$ of $$a$$ b.") == "Get 10{math}`^4` of $a$ b."
