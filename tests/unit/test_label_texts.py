"""The option ``notes_labels``: what is read, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_research_notes.model.label_texts import KINDS, LabelText, read_label_texts
from sphinx_research_notes.model.note import Picture
from sphinx_research_notes.model.values import Unusable


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("Of rain.", LabelText("rain", ("Of rain.",))),
        ({"description": " Of\n  rain. \n \n\nAnd *it*.\n"}, LabelText("rain", ("Of rain.", "And *it*."))),
        ({"image": "a.png"}, LabelText("rain", (), Picture("a.png"))),
        ({"description": None, "image": None}, LabelText("rain")),
        ({"image": {"path": "a.png", "alt": "A"}}, LabelText("rain", (), Picture("a.png", "A"))),
        (
            {"description": "Of rain.", "image": "https://example.org/a b.png"},
            LabelText("rain", ("Of rain.",), Picture("https://example.org/a%20b.png")),
        ),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_read(kind: str, given: Any, text: LabelText) -> None:
    """A description, which may have paragraphs, and a picture, for every kind of label."""
    assert read_label_texts({kind: {"rain": given}}) == ({kind: (text,)}, [])


def test_a_description_is_a_line() -> None:
    """For search engines, paragraphs are joined."""
    assert LabelText("rain", ("Of rain.", "And snow.")).description == "Of rain. And snow."


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"tag": {}}, "expected one of tags, categories, statuses, authors, series, got 'tag'; ignoring it"),
        ({"tags": "rain"}, "tags: expected a mapping of labels, got 'rain'; ignoring it"),
        (
            {"tags": {"rain": ["x"]}},
            "tags: rain: expected a description, or {description, image}, got ['x']; ignoring it",
        ),
        (
            {"tags": {"rain": {"descripton": "x"}}},
            "tags: rain: unknown key 'descripton'; did you mean 'description'?",
        ),
        ({"tags": {"rain": {"colour": "x"}}}, "tags: rain: unknown key 'colour'; ignoring it"),
        (
            {"tags": {"rain": {"description": 7}}},
            "tags: rain: description: expected a string, got 7; ignoring it",
        ),
        (
            {"tags": {"rain": {"image": "javascript:x"}}},
            "tags: rain: image: expected a path or an http(s) URL, got 'javascript:x'; ignoring it",
        ),
    ],
)
def test_what_is_refused(given: Any, fault: str) -> None:
    """One fault, which says where; the rest is used."""
    texts, faults = read_label_texts(given | {"series": {"S": "Of letters."}})
    assert faults == [fault]
    assert texts["series"] == (LabelText("S", ("Of letters.",)),)


@pytest.mark.parametrize("wrong", ["rain", ["rain"], 7, None])
def test_what_is_no_mapping(wrong: Any) -> None:
    """The option is ignored as a whole."""
    with pytest.raises(Unusable, match="expected a mapping such as"):
        read_label_texts(wrong)
