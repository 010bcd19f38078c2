"""The search index has the terms of Sphinx's own, however it was filled."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx.search import IndexBuilder

from sphinx_research_notes._upstream import search_index


class _Environment(SimpleNamespace):
    """Has the empty dictionaries that an index fills, whatever their names."""

    def __getattr__(self, name: str) -> dict[str, Any]:
        return {}


def _indexer(language: str) -> IndexBuilder:
    """Return an empty search index of Sphinx."""
    env: Any = _Environment(version=1, domains=SimpleNamespace(sorted=list))
    return IndexBuilder(env, language, {}, "")


def _doctrees() -> dict[str, nodes.document]:
    """Return documents with words that a stemmer joins, or makes too short, and with words of their title."""
    texts = {
        "a": "Rivers run. The river ran RUNNING as a Running runner; it was fast! 42 x-ray naïve Ärger",
        "b": "Laufende Läufer liefen. Courir, courant, coureurs. Бегущий бежал. 東京の川",
        "c": "Rivers and ups and us, ass as isses, ies, sses",
    }
    trees = {}
    for name, text in texts.items():
        tree = trees[name] = new_document(name)
        section = nodes.section("", nodes.title("", f"Running {name} ies"), ids=["s"])
        tree += section
        section += nodes.paragraph("", text)
        section += nodes.raw("", "<p>river <b>banks</b></p>", format="html")
    return trees


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "zh"])
def test_the_index_has_what_that_of_sphinx_has(language: str) -> None:
    """Each word is looked at once, and by workers, and the same terms name the same documents."""
    plain, ours, other = _indexer(language), _indexer(language), _indexer(language)
    one, two = search_index.adopt(ours, (".md",)), search_index.adopt(other, (".md",))
    assert one is not None
    assert two is not None
    for name, tree in _doctrees().items():
        plain.feed(name, f"{name}.md", "Title", tree)
        (one if name == "a" else two).feed(name, f"{name}.md", "Title", tree)
    gathered = pickle.loads(pickle.dumps(two.gathered()))
    one.take(gathered)
    two.start_anew()
    assert two.gathered() == ({},) * len(gathered)
    for mapping in ("_mapping", "_title_mapping"):
        expected = {term: sorted(names) for term, names in getattr(plain, mapping).items()}
        assert {term: sorted(names) for term, names in getattr(one, mapping).items()} == expected
        assert expected
    for name in ("_titles", "_filenames", "_all_titles"):
        assert getattr(one, name) == getattr(plain, name)


def test_empty_stems_are_terms() -> None:
    """Of a word without a stem, Sphinx keeps the empty one where the language lets it pass."""

    language: Any = SimpleNamespace(stem=lambda word: "", word_filter=lambda word: word != "the")
    assert search_index.KnownWords(language)["s"] == ""
    language.word_filter = lambda word: word == "s"
    words = search_index.KnownWords(language)
    assert words["s"] == "s"
    assert words["the"] is None
