"""The text that the audit extracts from a source to search for."""

from __future__ import annotations

import pytest

from sphinx_research_notes.visibility.shingles import bare, of_links, words


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
