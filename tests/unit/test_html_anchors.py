"""Finding anchors in raw HTML."""

from __future__ import annotations

import pytest

from sphinx_research_notes.reading.html_anchors import anchors_of

ANCHORS = [
    ('<a name="qa"></a>', ["qa"]),
    ("<A NAME=qa>", ["qa"]),
    ("<p\n class='x'\n id='two words'>z</p><i id=b>", ["two words", "b"]),
    ('<img name="no"><input name="no">', []),
    ('<!-- <a name="no"> --> <a href="#no">x</a>', []),
    ('<a id="x" name="x">', ["x"]),
    ("a = b < c", []),
    ("<a id><b id=''>", []),
]


@pytest.mark.parametrize(("html", "found"), ANCHORS)
def test_anchors(html: str, found: list[str]) -> None:
    """An anchor is the id of any element, or the name of an ``a``."""
    assert anchors_of(html) == found
