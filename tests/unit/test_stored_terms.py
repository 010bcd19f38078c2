"""Terms of the search index that are kept as text."""

from __future__ import annotations

import json

import pytest
from sphinx.search import js_index

from sphinx_research_notes._upstream import stored_terms
from sphinx_research_notes._upstream.stored_terms import StoredTerms, read_terms, with_terms

DOCNAMES = [f"n{number:02}" for number in range(12)]
#: Keys that look like the ends of objects, lists and strings.
TERMS = {"a": [0, 1, 11], "b": 1, 'c"}:,\\': [1, 10], "é]": 0, "terms": list(range(12)), "z": 11}
INDEX = {
    "alltitles": {'"terms":{': [[0, None]], "terms": [[1, "x"]], "}": [[2, None]]},
    "docnames": DOCNAMES,
    "terms": TERMS,
    "titleterms": {"t": [0, 1], "u": 1},
}


def stored(index: dict[str, object]) -> tuple[str, list[StoredTerms]]:
    """Return *index* as it is read: the text without terms, and these."""
    read = read_terms(js_index.dumps(index))
    assert read is not None
    return read[0], [StoredTerms(each, DOCNAMES) for each in read[1]]


@pytest.mark.parametrize("terms", [TERMS, {}])
def test_unchanged(terms: object) -> None:
    """What is read and written without a change is the same text."""
    index = {**INDEX, "terms": terms}
    rest, each = stored(index)
    assert js_index.loads(rest) == {**index, "terms": {}, "titleterms": {}}
    assert with_terms(rest, each) == js_index.dumps(index)


@pytest.mark.parametrize("few", [0, 8])
def test_documents_written_again(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document loses its terms and gets new ones."""
    monkeypatch.setattr(stored_terms, "FEW", few)
    rest, (terms, titles) = stored(INDEX)
    terms.remove({"n01"})
    titles.remove({"n01"})
    assert terms.get("b", ()) == ()
    for term in ("z", "new", "new", "a"):
        terms.setdefault(term, set()).add("n01")
    assert terms.get("z") == ["n01"]
    expected = {term: sorted(names) for term, names in terms.parsed().items()}
    assert expected["z"] == ["n01", "n11"]
    assert expected.keys() == {*TERMS, "new"} - {"b"}
    written = js_index.loads(with_terms(rest, [terms, titles]))
    assert list(written["terms"]) == sorted(written["terms"])
    numbers = [number for number in range(12) if number != 1]
    assert written == {
        **INDEX,
        "terms": {"a": [0, 1, 11], 'c"}:,\\': 10, "new": 1, "terms": numbers, "z": [1, 11], "é]": 0},
        "titleterms": {"t": 0},
    }


def test_all_documents_written_again() -> None:
    """Nothing is left if every document is written again."""
    terms = stored(INDEX)[1][0]
    terms.remove(set(DOCNAMES))
    assert terms.parsed() == {}
    assert terms.written() == "{}"


def test_other_forms() -> None:
    """Terms in another order or form are not taken for text."""
    for text in ('"terms":{"b":1,"a":2},"titleterms":{}', '"terms":{"a":[]},"titleterms":{}',
                 '"terms":{"a":{"b":1}},"titleterms":{}', '"terms":{"a":1}', json.dumps(INDEX)):  # fmt: skip
        assert read_terms(f"Search.setIndex({{{text}}})") is None
