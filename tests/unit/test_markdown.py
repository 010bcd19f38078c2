"""The text of a note as Markdown: each construct, and whatever the text is, the same words read back."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_rules import rendered, words_of_html, words_of_markdown

from sphinx_research_notes.publish.entry_html import entries_on, entry_contents
from sphinx_research_notes.publish.markdown import Converter

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

URL = "https://example.org/notes/a.html"


def page(body: str) -> str:
    """The page of a note whose text is *body*."""
    return f'<article class="h-entry"><div class="e-content">{body}</div></article>'


def entry(body: str) -> str:
    """The HTML of a note whose text is *body*, as it is on its page."""
    return dict(entries_on(page(body), URL)).get("", "")


def markdown(body: str) -> str:
    """The Markdown of a note whose text is *body*."""
    converter = Converter(URL)
    text = converter.markdown(entry(body))
    return "\n\n".join(filter(None, (text, converter.footnotes())))


MATH = (
    '<math{}><semantics><mi>x</mi><annotation encoding="application/x-tex">{}</annotation></semantics></math>'
)


NUMBERED = f"""<div class="math"><span class="eqno">(2)</span>{MATH.format(' display="block"', "a")}</div>"""
VERSE = (
    '<figure class="epigraph"><blockquote><div class="line-block"><div class="line">a</div>'
    '<div class="line">b</div></div></blockquote><figcaption>C</figcaption></figure>'
)
NESTED_VERSE = (
    '<div class="line-block"><div class="line">a</div><div class="line-block"><div class="line">b</div></div>'
    '<div class="line">c</div></div>'
)
BOX = '<input class="task-list-item-checkbox" disabled="disabled" type="checkbox"'
TASKS = f'<ul><li><p>{BOX}>a</p></li><li>{BOX} checked="checked">b</li></ul>'
#: TeX with one number, and how its copy has it.
TAGGED = [
    (r"\begin{align}a &= b \\ c\end{align}", r"\begin{aligned}a &= b \\ c\end{aligned} \tag{2}"),
    (r"\begin{gather}a \\ b\end{gather}", r"\begin{gathered}a \\ b\end{gathered} \tag{2}"),
    (r"\begin{equation} a \end{equation}", r"a \tag{2}"),
    (r"a &= b", "\\begin{aligned}\na &= b\n\\end{aligned} \\tag{2}"),
    (r"\begin{pmatrix} a & b \end{pmatrix}", r"\begin{pmatrix} a & b \end{pmatrix} \tag{2}"),
]
ALIGNED = (
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1|2</td>"
    '<td class="text-right">3</td></tr></tbody></table>'
)
FOOTNOTE = (
    '<p>a<a role="doc-noteref" href="#f">[1]</a></p><aside id="f" role="doc-footnote">'
    '<span class="label">[<a role="doc-backlink" href="#r">1</a>]</span><p>b</p><p>c</p></aside>'
)
CITED = (
    '<p>Brook [<a href="#r">2001</a>].</p><section class="csl-bib-body"><h2>References</h2><ul>'
    '<li class="csl-entry" id="r">Brook. <a role="doc-backlink" href="#x">↩</a></li></ul></section>'
)
BACK = '<a role="doc-backlink" href="#b">{}</a>'
ONCE = f'<div class="citation"><span class="label">[{BACK.format("A")}]</span><p>a</p></div>'
TWICE = (
    '<div class="citation"><span class="label">[A]</span>'
    f'<span class="backrefs">({BACK.format(1)},{BACK.format(2)})</span><p>a</p></div>'
)
ADMONITION = '<div class="admonition note"><p class="admonition-title">Note</p><p>a</p></div>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Words  of\n it.</p>", "Words of it."),
        ("<h2>One</h2><h3>Two #</h3>", "## One\n\n### Two \\#"),
        ("<p>a <em>b</em> <strong>c</strong> <code>d_e</code></p>", "a *b* **c** `d_e`"),
        ("<p><em> b </em>c</p>", "*b* c"),
        ("<p>x<em>“y”</em>z</p>", "x<em>“y”</em>z"),
        ("<p><em>a</em><em>b</em></p>", "<em>a</em><em>b</em>"),
        ("<p>2 * 3_4 [y] $5 `6` ~ # \\</p>", "2 \\* 3_4 [y] \\$5 \\`6\\` \\~ # \\\\"),
        ("<p>[x](y) [^1] [ ]</p>", "\\[x\\](y) \\[^1\\] \\[ \\]"),
        ("<p>1. no list</p><p>- no</p><p># no</p><p>&gt; no</p>",
         "1\\. no list\n\n\\- no\n\n\\# no\n\n\\> no"),
        ("<p>&lt;b&gt; &amp;amp; a &lt; b</p>", "\\<b> &amp;amp; a < b"),
        ("<p>a<br>b<br>- c</p>", "a\\\nb\\\n\\- c"),
        ("<p><code>a`b</code> <code>`</code></p>", "``a`b`` `` ` ``"),
        ('<p><a href="b.html">b</a>, <a href="#x">x</a></p>',
         f"[b](https://example.org/notes/b.html), [x]({URL}#x)"),
        ('<p><a href="https://e.org/a (b)">c</a> <a href="https://e.org/d">https://e.org/d</a></p>',
         "[c](https://e.org/a%20%28b%29) <https://e.org/d>"),
        ('<p><img src="a b.png" alt="A [picture]"></p>', "![A [picture]](https://example.org/notes/a%20b.png)"),
        ('<img src="a.png" alt="i/a.png">', "![](https://example.org/notes/a.png)"),
        ('<img src="data:image/png;base64,AA" alt="A plot">', "*A plot*"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n\n- b\n\n  - c"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ('<ol start="3"><li>a</li><li>b</li></ol>', "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        (TASKS, "- [ ] a\n- [x] b"),
        (NESTED_VERSE, "a\\\n&emsp;b\\\nc"),
        (VERSE, "> a\\\n> b\n>\n> — C"),
        (ADMONITION, "> **Note**\n>\n> a"),
        ("<dl><dt>a</dt><dd><p>b</p></dd><dt>c</dt><dd>d</dd></dl>", "- **a**\n\n  b\n\n- **c**\n\n  d"),
        ('<dl><dt>a<span class="classifier">b</span></dt><dd>c</dd></dl>', "- **a : b**\n\n  c"),
        ('<div class="highlight-python"><pre>if a:\n\n    b\n</pre></div>', "```python\nif a:\n\n    b\n```"),
        ("<pre>```\n</pre>", "````\n```\n````"),
        (f"<p>Let {MATH.format('', 'a_b')}.</p>", "Let $a_b$."),
        (MATH.format(' display="block"', "a\n\nb"), "$$\na\nb\n$$"),
        (r'<p>Let <span class="math notranslate">\(a &lt; b\)</span>.</p>', "Let $a < b$."),
        (r'<div class="math notranslate"><span class="eqno">(2)</span>\[\begin{split}a\end{split}\]</div>',
         "$$\n\\begin{split}a\\end{split} \\tag{2}\n$$"),
        ('<div class="math">plain</div>', "plain"),
        *((NUMBERED.replace(">a<", f">{escape(tex)}<"), f"$$\n{expected}\n$$") for tex, expected in TAGGED),
        (MATH.format(' display="block"', r"a &amp;= b \\ c"),
         "$$\n\\begin{aligned}\na &= b \\\\ c\n\\end{aligned}\n$$"),
        (r'<p>A <span class="math"><code class="tex">\ce{A}</code></span></p>', r"A $\ce{A}$"),
        ('<div class="math"><code class="tex">\\ce{A}\n\n</code></div>', "$$\n\\ce{A}\n$$"),
        ("<p><button>A</button> <object>B</object> <textarea>C</textarea></p>", "A B C"),
        (NUMBERED, "$$\na \\tag{2}\n$$"),
        (ALIGNED, "| a | b |\n| --- | --: |\n| 1\\|2 | 3 |"),
        (f'<table><tr><td colspan="2">{BOX}>a</td></tr></table>',
         '<table><tbody><tr><td colspan="2">\u2610 a</td></tr></tbody></table>'),
        ("<table><tr><td>a</td></tr></table>", "|  |\n| --- |\n| a |"),
        ('<table><tr><td colspan="2">a</td></tr></table>',
         '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'),
        (FOOTNOTE, "a[^1]\n\n[^1]: b\n\n    c"),
        (CITED, "Brook [2001].\n\n## References\n\n- Brook."),
        (ONCE, "[A]\n\na"),
        (TWICE, "[A]\n\na"),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        ("<hr>", "---"),
        ("<details><summary>a</summary><p>b</p></details>", "**a**\n\nb"),
        ("<p><em><b>a</b>b<b>c</b></em> <b><em>d</em></b></p>", "<em>**a**b**c**</em> ***d***"),
        ("<p>a!<a href='#x'>b</a></p>".replace("'", '"'), f"a\\![b]({URL}#x)"),
    ],
)  # fmt: skip
def test_constructs(body: str, expected: str) -> None:
    """What each element becomes."""
    assert markdown(body) == expected


def test_footnotes_of_several_texts() -> None:
    """Each has a name of its own."""
    note = ('<p>a<a role="doc-noteref" href="#f">[1]</a></p><aside id="f" role="doc-footnote">'
            '<span class="label">1</span><p>b</p></aside>')  # fmt: skip
    converter = Converter(URL)
    texts = [converter.markdown(entry(note)), converter.markdown(entry(note))]
    assert texts == ["a[^1]", "a[^1-2]"]
    assert converter.footnotes() == "[^1]: b\n\n[^1-2]: b"


def test_references_of_several_texts() -> None:
    """The works that they cite are at the end, and no others."""
    shared = "".join(f'<li class="csl-entry" id="{name}">{name}</li>' for name in ("r", "q"))
    converter = Converter(
        URL, f'<section class="csl-bib-body"><h2>References</h2><ul>{shared}</ul></section>'
    )
    assert converter.markdown(entry('<p>[<a href="#r">1</a>]</p>')) == "[1]"
    assert converter.references() == "## References\n\n- r"
    assert Converter(URL, shared).references() == ""


def test_deep() -> None:
    """However deep the HTML is nested, its text is there."""
    assert markdown("<div>" * 3000 + "deep" + "</div>" * 3000) == "deep"
    assert "deep" in markdown("<blockquote>" * 300 + "deep" + "</blockquote>" * 300)


def test_a_formula_is_read_as_one() -> None:
    """By a parser that knows formulas between dollar signs."""
    assert "a_b" in rendered(markdown(f"<p>{MATH.format('', 'a_b')}</p>"))


#: What could be taken for markup, and words.
PIECES = [*"*_`[]()<>#+-=!|\\~$&:;.^1a é“”—%{}/\n", "\u00a0", "&amp;", "1. ", "- ", "    ", "**"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
INLINE = st.recursive(
    TEXT.map(escape) | TEXT.map(lambda text: f"<code>{escape(text)}</code>") | st.just("<br>"),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.partition(' ')[0]}>",
        st.sampled_from(["em", "strong", "del", "sub", "span", 'a href="b.html"']),
        st.lists(inner, max_size=4),
    ),
    max_leaves=6,
)
RUN = st.lists(INLINE, max_size=5).map("".join)
BLOCK = st.recursive(
    st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(["p", "h2", "div"]), RUN)
    | TEXT.map(lambda text: f"<pre>a{escape(text)}</pre>")
    | st.lists(st.lists(RUN, min_size=2, max_size=2), min_size=1, max_size=3).map(
        lambda rows: f"<table>{''.join(f'<tr><td>{a}</td><td>{b}</td></tr>' for a, b in rows)}</table>"
    ),
    lambda inner: st.builds(
        lambda pair, parts: f"<{pair[0]}>{''.join(f'<{pair[1]}>{p}</{pair[1]}>' for p in parts)}</{pair[0]}>",
        st.sampled_from([("ul", "li"), ("ol", "li"), ("blockquote", "div"), ("aside", "div"), ("dl", "dd")]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCK, max_size=4).map("".join))
def test_the_same_words(body: str) -> None:
    """Whatever the text, a parser of Markdown reads the words that the HTML has."""
    html = entry_contents(page(body), URL, {"": ""}).get("", "")
    assert words_of_markdown(Converter(URL).markdown(entry(body))) == words_of_html(html)
