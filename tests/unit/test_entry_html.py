"""The text of a note made self-contained: what stays, what goes, and where addresses lead."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pages import addresses, parse_errors, repeated_ids, soup_of

from sphinx_research_notes.publish.entry_html import entry_contents

URL = "https://example.org/site/notes/a.html"


def content(body: str, **others: str) -> str:
    """The text of a page's note whose text is *body*."""
    note = f'<article class="h-entry"><div class="e-content">{body}</div></article>'
    page = f"<html><body><nav>Menu</nav>{note}</body></html>"
    return entry_contents(page, URL, {"": "p-", **others}).get("", "")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="b.html">b</a>', '<a href="https://example.org/site/notes/b.html">b</a>'),
        ('<a href="../c/#x">c</a>', '<a href="https://example.org/site/c/#x">c</a>'),
        ('<a href="/d">d</a>', '<a href="https://example.org/d">d</a>'),
        ('<a href="#there">e</a>', f'<a href="{URL}#there">e</a>'),
        ('<p id="here">x</p><a href="#here">f</a>', '<p id="p-here">x</p><a href="#p-here">f</a>'),
        ('<a href="mailto:a@example.org">m</a>', '<a href="mailto:a@example.org">m</a>'),
        ('<a href="javascript:alert(1)">j</a>', "<a>j</a>"),
        ('<img src="../i/a%20b.png" alt="A">', '<img src="https://example.org/site/i/a%20b.png" alt="A">'),
        ('<img srcset="/a.png 1x, /b.png 2x">',
         '<img srcset="https://example.org/a.png 1x, https://example.org/b.png 2x">'),
        ('<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA">'),
        ('<iframe src="https://video.example/1"></iframe>',
         '<a href="https://video.example/1">https://video.example/1</a>'),
    ],
)  # fmt: skip
def test_addresses(body: str, expected: str) -> None:
    """They lead to the same place from anywhere."""
    assert content(body) == f"<div>{expected}</div>"


@pytest.mark.parametrize(
    "body",
    [
        '<h2>T<a class="headerlink" href="#t">¶</a></h2>',
        '<script>alert("T")</script><h2>T</h2>',
        '<h2>T</h2><button popovertarget="m"></button>',
        '<h2>T<span class="margin-body" popover="">Again</span></h2>',
        '<style>p {}</style><h2>T</h2>',
        '<h2 onclick="x()" style="color: red" class="big">T</h2>',
        '<h2>T</h2><article class="entry h-entry" id="e"><p>Another note</p></article>',
        '<h2>T<!-- a comment --></h2>',
        '<h2>T</h2><div hidden>Not shown</div>',
        '<h2>T</h2><p style="color: red; display: none">Not shown</p>',
        '<h2>T</h2><img src="a.png" style="display:none">',
        '<h2>T</h2><section class="comments"><p>A comment</p></section>',
    ],
)  # fmt: skip
def test_what_goes(body: str) -> None:
    """Parts of the page, and what readers remove in any case."""
    assert content(body) == "<div><h2>T</h2></div>"


@pytest.mark.parametrize("name", ["series", "comments", "date", "contents", "citing", "note-foot"])
def test_classes_of_authors(name: str) -> None:
    """A class that the theme has for parts around the text means nothing inside it."""
    assert content(f'<div class="{name}">T</div>') == "<div><div>T</div></div>"
    around = f'<article class="h-entry"><div class="e-content">T</div><div class="{name}">x</div></article>'
    assert ("x" in entry_contents(around, URL, {"": "p-"})[""]) == (name == "citing")


@pytest.mark.parametrize("ends", ["</div></div></div>", "</div></article>", "</section>"])
def test_no_note_ends_before_its_time(ends: str) -> None:
    """End tags without a start would make the text of one note that of another: neither is taken."""
    hidden = f'<article class="entry h-entry" id="e"><div class="e-content">{ends}UNLISTED</div></article>'
    page = f'<main><article class="h-entry"><div class="e-content">T{hidden}</div></article></main>'
    assert entry_contents(page, URL, {"": "p-"}) == {}


def test_code() -> None:
    """Code is a preformatted block that needs no style sheet, with its language."""
    body = ('<div class="highlight-python notranslate"><div class="highlight"><pre><span></span>'
            '<span class="linenos">1</span><span class="k">if</span> x &lt; y:\n</pre></div>'
            "</div>")  # fmt: skip
    assert content(body) == '<div><pre><code class="language-python">if x &lt; y:\n</code></pre></div>'


def test_tasks() -> None:
    """A box that is ticked looks like that everywhere; other fields are of no use."""
    box = '<input class="task-list-item-checkbox" type="checkbox"'
    found = content(f'<ul><li>{box}>a</li><li>{box} checked="checked">b</li></ul><input type="text">')
    assert found == "<div><ul><li>\u2610 a</li><li>\u2611 b</li></ul></div>"


def test_classifiers() -> None:
    """The style sheet of the page sets them apart from their terms."""
    found = content('<dl><dt>a<span class="classifier">b</span></dt></dl>')
    assert found == "<div><dl><dt>a : b</dt></dl></div>"


def test_formulas() -> None:
    """A formula is MathML once, with its TeX as the alternative text."""
    body = ('<span class="math"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">'
            "x &lt; 1</annotation></semantics></math></span>")  # fmt: skip
    assert content(body) == '<div><math alttext="x &lt; 1"><mi>x</mi></math></div>'


def test_references() -> None:
    """In a reference, the first link is the DOI."""
    first = '<a class="x" href="https://a.example/">Title</a>'
    doi = '<a class="reference external" href="https://doi.org/10.1/x">doi:10.1/x</a>'
    body = (
        f'<li class="csl-entry" id="r">{first} {doi}<a class="citing" href="w.html">Notes citing it</a></li>'
    )
    expected = '<li id="p-r" class="csl-entry">Title <a href="https://doi.org/10.1/x">doi:10.1/x</a></li>'
    assert content(f"<ul>{body}</ul>") == f"<div><ul>{expected}</ul></div>"


def test_several_notes_on_a_page() -> None:
    """Each entry of a stream has its own text, by its id; one that is not asked for is left out."""
    page = "".join(
        f'<article class="entry h-entry" id="e{n}"><h2 class="p-name">Title</h2>'
        f'<div class="e-content">{n}</div></article>' for n in range(3)
    )  # fmt: skip
    found = entry_contents(f"<article><section>{page}</section></article>", URL, {"e0": "a-", "e2": "b-"})
    assert found == {"e0": "<div>0</div>", "e2": "<div>2</div>"}


def test_a_note_that_shows_others_in_full() -> None:
    """Its text is its own; those of other pages have no id there, and their own pages have them."""
    other = (
        '<article class="entry h-entry"><h2 class="p-name">B</h2><div class="e-content">OTHER</div></article>'
    )
    assert content(f"<p>First</p><div>{other}{other}</div><p>Last</p>") == (
        "<div><p>First</p><div></div><p>Last</p></div>"
    )
    own = '<article class="entry h-entry" id="e"><div class="e-content">Own</div></article>'
    found = entry_contents(f"<article>{other}{own}{other}</article>", URL, {"": "p-", "e": "e-"})
    assert found == {"e": "<div>Own</div>"}


PIECES = (
    *"""<p> </p> <div> </div> <ul><li> </article> <article> <table><tr><td> </table> </a> <math><mi> <pre>
    </pre>    <script> </script> <!-- --> <svg><title> </svg> &amp; &lt; <br/> <iframe> <textarea> <plaintext>
    <template> > < " '""".split(),
    *('<a href="x">', '<img src="a.png">', '<p id="i">', '<a href="#i">', '<span title="<b>">', "a > b"),
    *('<h1 class="p-name">', '<div class="highlight-c">', '<td align="x">', '<li class="csl-entry">'),
    *('<q cite="y">', '<iframe src="//x">', "<iframe src='http://['>"),
)  # fmt: skip
HTML = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)


@given(HTML)
@example('<a href="x"><math><mi><a href="x">')
def test_any_html(body: str) -> None:
    """Whatever authors write comes out well-formed, with absolute addresses, and without a script."""
    found = content(body)
    assert not [
        each
        for each in parse_errors(f"<!DOCTYPE html><title>x</title>{found}")
        if "invalid-codepoint" not in each
    ]
    soup = soup_of(found)
    assert not soup.select("script, style, button, [onclick]")
    ids = {str(tag["id"]) for tag in soup.find_all(id=True)}
    assert all(each.startswith("p-") for each in ids)
    assert repeated_ids(soup) == [] or 'id="i"' in body
    for _, address in addresses(soup):
        assert address.removeprefix("#") in ids or urlsplit(address).scheme in {"https", "http", "data"}


def test_a_reference_without_a_doi() -> None:
    """Its links stay, whatever DOI comes after the references."""
    reference = '<li class="csl-entry">Brook. <a href="https://example.com/">Text</a></li>'
    later = '<p><a href="https://doi.org/10.5555/own">This note</a></p>'
    assert 'href="https://example.com/"' in content(f"<ul>{reference}</ul>{later}")
