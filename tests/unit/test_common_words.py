"""Very common words in the index of Pagefind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_research_notes.build import common_words
from sphinx_research_notes.build.common_words import without_common_words

if TYPE_CHECKING:
    import pytest


def _plain(text: str) -> str:
    """Return *text* with what isn't indexed in brackets."""
    plain = "".join(chr(ord(each) - 0x100000) if ord(each) >= 0x100000 else each for each in text)
    hidden = [ord(each) >= 0x100000 for each in text]
    marks = [
        ("" if now == before else "[" if now else "]")
        for before, now in zip([False, *hidden], hidden, strict=False)
    ]
    return "".join(mark + each for mark, each in zip(marks, plain, strict=True))


def test_common_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only words that the whole site has too often, on each page after its share, whole words in text."""
    monkeypatch.setattr(common_words, "MOST", 4)
    texts = {
        "a": 'The rain, <b class="the">the</b> &the; the other\nof the_x \ue002 the',
        "b": "Rain: the THE the.",
    }
    found, common = without_common_words(texts, "\ue002")
    assert {name: _plain(text) for name, text in found.items()} == {
        "a": 'The rain, <b class="the">the</b> &the; [the] other\nof [the]_x \ue002 the',
        "b": "Rain: the THE [the].",
    }
    assert common == ["the"]


def test_few_words() -> None:
    """A small site has all its words indexed; characters that would be taken for others are left out."""
    texts = {"a": "the " * 50, "b": "\U00100074 x"}
    assert without_common_words(texts, "\ue002") == ({"a": "the " * 50, "b": " x"}, [])
