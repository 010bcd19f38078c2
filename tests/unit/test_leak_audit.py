"""The text that the audit extracts from a source to search for."""

from __future__ import annotations

import pytest

from sphinx_research_notes.visibility.shingles import bare, of_links, of_output, words


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a [b](c) d", "a b d"),
        ("a [b](<c d> 'e') f", "a b f"),
        ("a [b][c] d[^1] e", "a b d e"),
        ("a {tag}`b` {doc}`c <d>` e", "a b c e"),
        ("a :ref:`b c <d-e>` f [#x]_ g", "a b c f g"),
        ("a <span class='b'>c</span> d &amp; e", "a c d e"),
        ("(label)=\na [b]{.c} d", "a b d"),
        ("a `b <https://c.example>`_ d", "a b d"),
    ],
)
def test_what_a_page_shows_of_a_source(source: str, shown: str) -> None:
    """Markup that readers don't see is removed; lines stay the same."""
    assert b" ".join(words(bare(source))).decode() == shown
    assert bare(source).count("\n") == source.count("\n")


def test_links_and_pictures_in_html() -> None:
    """The address of a link comes before its text, with and without the elements around it."""
    source = "<b>a</b> [c@d.example](mailto:c@d.example)\n\n![](https://d.example/e.png)"
    with_elements, without = (b" ".join(found).decode() for found in of_links(source))
    assert with_elements.startswith("b a b a href mailto c d example c d example a")
    assert without == "a mailto c d example c d example https d example e png"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "all.xml",
            "<b>a &lt;a href=&quot;https://c.example/de&quot;&gt;b &amp;lt; c&lt;/a&gt;</b>",
        ),
        ("all.json", '{"content": "a <a href=\\"https://c.example/de\\">b &lt; c</a>"}'),
    ],
)
def test_names_of_elements_in_feeds(name: str, text: str) -> None:
    """Names of elements are no words of a feed either; its text is, and so are values of attributes."""
    found = [b" ".join(each).decode() for each in of_output(name, text.encode())]
    assert found
    for each in found:
        assert "a b" in each
        assert "https c example de" in each
        assert "href" not in each


def test_what_only_looks_like_an_element() -> None:
    """Words between signs of comparison are read."""
    [found, *_] = of_output("all.json", b'{"text": "one <two three> four"}')
    assert found == [b"text", b"one", b"two", b"three", b"four"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("all.json", r'{"html": "<img alt=\"WORDS >\">"}'),
        ("all.json", r'{"html": "<img alt = \"WORDS\">"}'),
        ("all.json", r'{"json": "{\"html\": \"<img alt=\\\"WORDS\\\">\"}"}'),
        ("all.json", '{"text": "if x <a WORDS > b"}'),
        ("all.js", 'if (x <a && y == "WORDS" && z> 1) {}'),
        ("all.xml", "<b>&lt;img alt=&quot;WORDS &gt;&quot;&gt;</b>"),
        ("all.xml", "<b>&lt;img alt = &quot;WORDS&quot;&gt;</b>"),
        ("all.xml", "<b>if x &lt;a WORDS &gt; b</b>"),
        ("all.xml", '<b><![CDATA[<img alt="WORDS >">]]></b>'),
    ],
)
def test_words_within_what_may_be_an_element(name: str, text: str) -> None:
    """No words are lost with an element, nor with what only begins like one."""
    hidden = "one two three four five six seven eight"
    found = [b" ".join(each).decode() for each in of_output(name, text.replace("WORDS", hidden).encode())]
    assert any(hidden in each for each in found)
