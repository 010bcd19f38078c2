"""Comment threads in a built site: branches that fold, and replies that say whom they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from pages import page, parse_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import Tag
    from conftest import Built

#: Made from records, whatever the version of Sphinx.
pytestmark = pytest.mark.once


def _comment(name: str, parent: str = "", **more: object) -> dict[str, object]:
    return {"id": name, "parent": parent or None, "author": name.upper(), "body": f"Words of {name}.", **more}


def _chain(names: str) -> list[dict[str, object]]:
    return [_comment(name, parent) for name, parent in zip(names, f" {names}", strict=False)]


#: A chain of ten, a pair, a single comment, and a parent that is gone.
COMMENTS = [
    *_chain("abcdefghij"),
    _comment("d2", "d"),
    _comment("k"), _comment("l", "k"),
    _comment("m"), _comment("m1", "m"), _comment("m2", "m"),
    _comment("n", "d2"), _comment("o", "n", deleted=True), _comment("p", "o"),
]  # fmt: skip


def _own(comment: Tag, selector: str) -> list[str]:
    """Return the texts of what *selector* finds in *comment*, but not in replies to it."""
    found = comment.select(selector)
    return [each.get_text() for each in found if each.find_parent("article", "comment") is comment]


def test_branches(site: Callable[..., Built]) -> None:
    """They fold at the beginning of a conversation and where it forks, if there are at least two replies."""
    found = site({
        "conf.py": 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n',
        "index.md": "# Home\n\n```{comments} thread.yml\n```\n",
        "thread.yml": yaml.safe_dump([{k: v for k, v in each.items() if v} for each in COMMENTS]),
    })  # fmt: skip
    assert found.warnings == ""
    html = page(found.outdir / "index.html")
    comments = {str(each["id"]).rpartition("-")[2]: each for each in html.select(".comment")}
    folds = {name: _own(each, "details.branch[open] > summary") for name, each in comments.items()}
    assert {name: texts for name, texts in folds.items() if texts} == {
        "a": ["12 replies"], "d": ["9 replies"], "m": ["2 replies"],
    }  # fmt: skip
    answers = {name: _own(each, ".answers a") for name, each in comments.items()}
    assert {name: "".join(texts) for name, texts in answers.items() if texts} == {
        "e": "D", "f": "E", "g": "F", "h": "G", "i": "H", "j": "I", "d2": "D", "n": "D2",
        "p": "a removed comment",
    }  # fmt: skip
    for link in html.select(".answers a"):
        assert html.find(id=str(link["href"])[1:]) is not None
    marks = {name: each["class"] for name, each in comments.items()}
    assert [name for name, each in marks.items() if "deep" in each] == [*"efghij", "d2", "n", "o", "p"]
    assert [name for name, each in marks.items() if "deepest" in each] == ["i", "j"]
    assert parse_errors(found.text("index.html")) == []
