"""Chinese, Japanese and Korean words as the search index holds them, in sites in any language."""

from __future__ import annotations

from importlib import import_module

import pytest
from sphinx.search import languages

from sphinx_research_notes.build.search_words import divide_cjk, pairs


def test_pairs() -> None:
    """A run of characters becomes its overlapping pairs; a character outside the BMP counts as one."""
    assert pairs("東京大学") == ["東京", "京大", "大学"]
    assert pairs("猫") == ["猫"]
    assert pairs("𠮷野") == ["𠮷野"]


@pytest.mark.parametrize("name", ["en", "de", "ja", "zh", "tr"])
def test_every_language_divides_cjk(name: str) -> None:
    """Whatever the language, all pairs are kept, also of Hiragana, and other words are what they were."""
    found = languages[name]
    if isinstance(found, str):
        module, _, attribute = found.rpartition(".")
        found = getattr(import_module(module), attribute)
    language, plain = found({}), found({})
    divide_cjk(language)
    words = language.split("The 東京大学 gauge, 서울에서 ねこ・コーヒー")
    expected = ["東京", "京大", "大学", "서울", "울에", "에서", "ねこ", "コー", "ーヒ", "ヒー"]
    assert [word for word in words if word in expected] == expected
    assert {language.stem(word) for word in expected} == set(expected)
    assert all(language.word_filter(word) for word in expected)
    assert "gauge" in words
    assert language.split("A wet gauge") == plain.split("A wet gauge")
    assert language.word_filter("12") == plain.word_filter("12")
