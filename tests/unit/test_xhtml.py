"""Raw HTML in e-books: any HTML becomes XML with the same content as in a browser."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_research_notes.html.xhtml import is_xml, to_xml

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("html", "xml"),
    [
        ("<p>a<br>b<hr>c", "<p>a<br />b</p><hr />c"),
        ("a &amp; b<br/>&#8212;<b>c</b>", "a &amp; b<br/>&#8212;<b>c</b>"),
        ("a&nbsp;b &mdash; c &amp; d & e < f", "a\xa0b — c &amp; d &amp; e &lt; f"),
        ('<img src=x.png alt="a > b">', '<img src="x.png" alt="a &gt; b" />'),
        ("<input type=checkbox checked disabled> a", '<input type="checkbox" checked="" disabled="" /> a'),
        ("<details open><summary>a</summary>b</details>", '<details open=""><summary>a</summary>b</details>'),
        ("<ul><li>a<ul><li>c</ul><li>d</ul>", "<ul><li>a<ul><li>c</li></ul></li><li>d</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<table><tr><td>a<td>b<tr><th>c</table>d",
         "<table><tr><td>a</td><td>b</td></tr><tr><th>c</th></tr></table>d"),
        ("<table><tr><td><p>a</div><td>b</table>", "<table><tr><td><p>a</p></td><td>b</td></tr></table>"),
        ("<p>a<div>b</div></p>c<br>", "<p>a</p><div>b</div>c<br />"),
        ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
        ("a</div></p></br>b", "a<br />b"),
        ("<a id=x id=y @click=z :a=b data-v='&quot;'>c</a>", '<a id="x" data-v="&quot;">c</a>'),
        ("<o:p>a</o:p><x-y>b</x-y>", "a<x-y>b</x-y>"),
        ("<!-- a -- b ---><br>", "<!-- a - - b - --><br />"),
        ("<script>if (a < b && c) {}</script>", "<script>if (a &lt; b &amp;&amp; c) {}</script>"),
        ("<svg viewBox='0 0 1 1'><linearGradient/></svg>",
         '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><linearGradient /></svg>'),
        ("<i xlink:href=a></i>", '<i xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="a"></i>'),
        ("<math><mi>x</mi><mspace width=1em /></math><br>",
         '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi><mspace width="1em" /></math><br />'),
        ("a\x0cb&#0;&#x1;<br>", "ab\ufffd<br />"),
        ("<div/>a</div><span />b", "<div>a</div><span>b</span>"),
        ("<ruby>a<rt>b<rt>c</ruby>", "<ruby>a<rt>b</rt><rt>c</rt></ruby>"),
        ("<select><option>a<option selected>b</select>",
         '<select><option>a</option><option selected="">b</option></select>'),
        ("<p epub:type=x xml:lang=de>a<br>", '<p epub:type="x" xml:lang="de">a<br /></p>'),
        ("<img src=a b.png>", '<img src="a" />'),
        ("<section><p>a</section>b<br>", "<section><p>a</p></section>b<br />"),
        ("<button><p>a</button><br>", "<button><p>a</p></button><br />"),
    ],
)  # fmt: skip
def test_html_as_xml(html: str, xml: str) -> None:
    """Void elements, omitted end tags, bare attributes, names and characters unknown to XML are converted."""
    assert to_xml(html) == xml
    assert is_xml(xml)


_MARKUP = """
    <p> </p> <div> </div> <br> <hr> <ul> <li> </ul> <b> </b> <table> <tr> <td> </td> </table> <svg>
    </svg> <math> </math> <!-- --> <![CDATA[ ]]> <?x ?> <script> </script> <style> </style> <a~href='&x'
    <img/> & &nbsp; &#0; <textarea> </textarea> <title> <plaintext> <o:p> <1> < > -- x~y=" ' <select>
    <option> <template> <p~xmlns:a=''> <b~xmlns=''> <b~xmlns='x'> <i~xlink:href=a~xmlns:xlink=b>
    <b~xml:lang=a> <p~xmlns:xml=a> <a~xlink:href=b~xlink:href=c> <i~x:y=z> <svg~xmlns=a>
"""
_PIECES = st.text(max_size=5) | st.sampled_from([each.replace("~", " ") for each in _MARKUP.split()])


@given(st.lists(_PIECES, max_size=12))
def test_whatever_is_written_becomes_xml(pieces: list[str]) -> None:
    """Any combination of pieces becomes XML, and converting it again changes nothing."""
    found = to_xml("".join(pieces))
    assert is_xml(found)
    assert to_xml(found) == found


@pytest.mark.parametrize(
    "html",
    [
        "<p>one <b>two<br>three</b> &mdash; <kbd>four</kbd> & five<p>six",
        "<details><summary>a</summary><p>b<ul><li>c<li>d</ul></details><img src=x alt=y>",
        "<table><caption>t<tbody><tr><td>a<td><ul><li>b</ul></table>",
        "<figure><img src=a.png><figcaption>b<br>c</figure>",
    ],
)
def test_it_says_what_a_browser_shows(html: str) -> None:
    """The elements and text are those that a browser creates from the source."""
    browser = html5lib.parseFragment(html, namespaceHTMLElements=False)
    xml = ElementTree.fromstring(f"<x>{to_xml(html)}</x>")
    said = [(each.tag, (each.text or "").strip(), (each.tail or "").strip()) for each in xml.iter()]
    shown = [(each.tag, (each.text or "").strip(), (each.tail or "").strip()) for each in browser.iter()]
    assert [each for each in said[1:] if each[0] != "tbody"] == [
        each for each in shown[1:] if each[0] != "tbody"
    ]


def test_long_pages_take_no_quadratic_time() -> None:
    """Thousands of unclosed elements are converted quickly."""
    start = time.process_time()
    for piece in ("<p>a<br>", "<b>", "<li>", "<div>", "<b></i>", "<table><tr><td>", "<i><p>"):
        assert to_xml(piece * 5000 + "&nbsp;").startswith("<")
    assert time.process_time() - start < 30
