"""HTML that people wrote in an editor, as MyST."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from sphinx_research_notes.importers.html.converter import written
from sphinx_research_notes.importers.html.document import Document
from sphinx_research_notes.importers.html.escaping import escaped
from sphinx_research_notes.importers.html.footnotes import rewrite_footnotes
from sphinx_research_notes.importers.records import Outcome


def myst(html: str, *wanted: str) -> str:
    """Return *html* as MyST, without the line break at its end."""
    return written(Document(html, "a.html"), set(wanted)).rstrip("\n")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Rain <b>fell </b>all<i> day</i>.</p>", "Rain **fell** all *day*."),
        ("a<b> </b>b", "a b"),
        ("<p>wet<i>ness.</i>es</p>", "wet<em>ness.</em>es"),
        ("<em>a</em><strong>b</strong>", "<em>a</em><strong>b</strong>"),
        ("<b><strong>once</strong></b>", "**once**"),
        ("<b><p>one</p><p>two</p></b>", "**one**\n\n**two**"),
        ("H<sub>2</sub>O, <kbd>Ctrl</kbd>", "H{sub}`2`O, {kbd}`Ctrl`"),
        ("x<sup>2<i>n</i></sup> <del>no</del>", "x<sup>2*n*</sup> <del>no</del>"),
        ('<abbr title="Hyper Text">HT</abbr>', "{abbr}`HT (Hyper Text)`"),
        ("one<br>two<br/><br>three", "one\\\ntwo\n\nthree"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<ul><li>a</li>stray</ul>", "- a stray"),
        ("<p>a<div>b</div>c</p>", "a\n\nb\n\nc"),
        ("<a href='https://x.org/a b'>t</a>", "[t](<https://x.org/a b>)"),
        ("<a href='https://x.org/'>https://x.org/</a>", "<https://x.org/>"),
        ("<a href='javascript:x()'>t</a>", "t"),
        ('<img src="a.png" alt="a [b] $1 $2">', r"![a \[b\] \$1 \$2](a.png)"),
        (
            (
                '<figure><a href="l.png"><img src="s.png" alt="x"></a><figcaption>So <i>it</i> '
                "is</figcaption></figure>"
            ),
            ":::{figure} s.png\n:target: l.png\n:alt: x\n\nSo *it* is\n:::",
        ),
        ("<pre class='brush: python'>if a &lt; b:\n    c</pre>", "```python\nif a < b:\n    c\n```"),
        ("<pre>```\nx</pre>", "````\n```\nx\n````"),
        ("<p>a <code>x | `y`</code></p>", "a `` x | `y` ``"),
        (
            "<table><tr><th>A<th>B<tr><td>1|2<td>x<br>y</table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 | x<br>y |",
        ),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<dl><dt>T<dd>D</dl>", "T\n:   D"),
        ("<details><summary>S</summary><p>x</p></details>", ":::{dropdown} S\nx\n:::"),
        ("<hr><p>a</p><hr><hr><p>b</p><hr>", "a\n\n---\n\nb"),
        ("<li>a<hr>b</li>", "- a\n\n  <hr>\n\n  b"),
        ("<script>x()</script><style>p{}</style><p>a</p>", "a"),
        (
            "<iframe src='//www.youtube.com/embed/abcdefghijk'></iframe>",
            "[YouTube: abcdefghijk](https://www.youtube.com/watch?v=abcdefghijk)",
        ),
        ("<iframe src='https://maps.example/x'></iframe>", "<https://maps.example/x>"),
        (
            "<math display='block'><annotation encoding='application/x-tex'>a^2</annotation></math>",
            "$$\na^2\n$$",
        ),
        ("a<!-- secretword -->b", "ab"),
        ("one<IMG src='a.png' alt=''><img src='b/' alt=\"\" />two", "one![](a.png)![](b/)two"),
        ("one<hr><hr class=a />two", "one\n\n---\n\ntwo"),
    ],
)
def test_elements(html: str, expected: str) -> None:
    """Elements become what a person would have written."""
    assert myst(html) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. no list",
        "- no item",
        "# no heading",
        "> no quotation",
        ":::no fence",
        "% no comment",
        "+++ no break",
        "(no-target)=",
        "=====",
        "-----",
        "[a](b) [c]: d",
        "*a* _b_ `c` ~~d~~",
        "a\\b",
        "<i>x</i> &amp; &#65;",
        "[^1] [a]{.b}",
        "{.class}",
        ": no definition",
        "|---|---|",
        "$5 and $6",
        "{math}`x`",
        "snake_case",
        "a < b & c",
    ],
)
def test_prose_stays_prose(text: str) -> None:
    """Whatever looks like markup in a text reads as it did, also for MyST."""
    escaped_html = text.replace("&", "&amp;").replace("<", "&lt;")
    found = myst(f"<p>{escaped_html}</p>")
    tokens = MarkdownIt("commonmark").parse(found)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    inline = tokens[1].children or []
    assert {each.type for each in inline} <= {"text", "text_special"}, found
    assert "".join(each.content for each in inline) == text
    assert found.startswith("\\") or text[0] in "1[*a<$s{", found


def test_single_dollar_stays() -> None:
    """One dollar sign begins no formula."""
    assert escaped("It cost $5", dollars=False) == "It cost $5"
    assert myst("<p>$5</p><p>$6</p>") == "$5\n\n$6"


def test_html_that_stays() -> None:
    """What Markdown has no words for stays HTML, in one block, and is counted."""
    document = Document("<table><tr><td>a</td>\n\n</tr></table><video src='v.mp4'></video>", "a.html")
    text = written(document)
    assert text.count("<table>") == text.count("<video") == 1
    assert "\n\n</tr>" not in text
    assert [each.construct for each in document.findings] == ["<table>", "<video>"]


def test_targets() -> None:
    """Where links lead to, there is still something."""
    assert myst('<h2 id="mud">Mud</h2>', "mud") == '<a id="mud"></a>\n\n## Mud'
    assert myst('<h2 id="mud">Mud</h2>') == "## Mud"


def test_lines() -> None:
    """A finding has the line of the file."""
    document = Document("<p>a</p>\n\n<script>x</script>", "a.html", first_line=10)
    written(document)
    assert [(each.outcome, each.line) for each in document.findings] == [(Outcome.LEFT_OUT, 12)]


def test_footnotes() -> None:
    """Links to the items of a list and back are footnotes; other links are not."""
    document = Document(
        '<p>Mud.<sup><a href="#fn1" id="r1">1</a></sup> <a href="#fn1">See the note</a></p><hr>'
        '<div class="footnotes"><ol><li id="fn1"><p>Wet. <a href="#r1">↩</a></p></li></ol></div>',
        "a.html",
    )
    rewrite_footnotes(document)
    assert written(document) == "Mud.[^1] [See the note](#fn1)\n\n[^1]: Wet.\n"


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>a",
        "</p></p>",
        "<<b>a</b>",
        "<a href=>x",
        "<table><td>x",
        "<li>x",
        "<b><i>a</b></i>",
        "&bogus; <",
        "<p" * 50,
    ],
)
def test_broken_html(html: str) -> None:
    """Broken HTML is read as well as it can be."""
    assert isinstance(myst(html), str)


@pytest.mark.parametrize("depth", [50, 5000])
def test_deep_html(depth: int) -> None:
    """HTML in HTML a thousand times over keeps its words."""
    assert "wet" in myst("<div>" * depth + "wet" + "</div>" * depth)
