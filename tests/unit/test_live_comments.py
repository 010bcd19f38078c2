"""The option for discussions: what is read from it, and by which name a service knows a note."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_research_notes.model.live_comments import LiveComments, read_live_comments, term_of
from sphinx_research_notes.model.note import Note
from sphinx_research_notes.model.values import Unusable

#: Pure.
pytestmark = pytest.mark.once

GISCUS = {"service": "giscus", "repo": "ada/notes", "repo_id": "R_1", "category_id": "DIC_1"}


@pytest.mark.parametrize(("value", "expected"), [
    ({}, None), (None, None), (False, None), ("", None),
    ("hypothesis", LiveComments("hypothesis", "https://hypothes.is")),
    ({"service": "isso", "url": "https://talk.example/isso/"}, LiveComments("isso", "https://talk.example/isso")),
    (GISCUS | {"reactions": "no", "input": "top", "url": "https://my.example"}, LiveComments(
        "giscus", "https://my.example", "ada/notes", "R_1", "", "DIC_1", "", reactions=False, input="top",
    )),
])  # fmt: skip
def test_values(value: Any, expected: LiveComments | None) -> None:
    """A mapping, or just a name; nothing means no discussion."""
    assert read_live_comments(value) == expected


@pytest.mark.parametrize(("value", "said"), [
    ("disqus", "expected a service among giscus, utterances, isso, discourse, hypothesis, as in"),
    ({"repo": "a/b"}, "expected a service among"),
    (["giscus"], "expected a service among"),
    ({"service": "giscus", "repo": "a/b"}, "expected 'repo_id' for giscus"),
    ({"service": "isso"}, "expected 'url' for isso"),
    ({"service": "isso", "url": "talk.example"}, "expected url: an http(s) URL, got 'talk.example'"),
    ({"service": "isso", "url": "javascript:x"}, "expected url: an http(s) URL"),
    (GISCUS | {"theme": "dark"}, "expected the keys service, repo, repo_id, category_id,"),
    (GISCUS | {"repo": "https://github.com/ada/notes"}, "expected repo: a repository such as 'ada/notes'"),
    (GISCUS | {"repo_id": 3}, "expected repo_id: a string, got 3"),
    (GISCUS | {"input": "left"}, "expected input: 'top' or 'bottom'"),
    (GISCUS | {"reactions": "many"}, "expected reactions: True or False"),
])  # fmt: skip
def test_what_is_wrong(value: Any, said: str) -> None:
    """Each fault is named."""
    with pytest.raises(Unusable) as error:
        read_live_comments(value)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(("front", "expected"), [
    ({}, "/2019/wells/"),
    ({"aliases": ("old/wells", "older/wells")}, "/old/wells"),
    ({"aliases": ("old/wells",), "id": "wells"}, "wells"),
    ({"aliases": ("old/index.html",)}, "/old/"),
    ({"aliases": ("tag/h-index.html",)}, "/tag/h-index.html"),
    ({"doi": "10.5555/12345678"}, "https://doi.org/10.5555/12345678"),
])  # fmt: skip
def test_terms(front: dict[str, Any], expected: str) -> None:
    """What an author has chosen, or else the note's oldest address: neither changes when the note moves."""
    assert term_of(Note(docname="notes/wells", **front), "2019/wells/") == expected


def test_scripts() -> None:
    """Isso needs a path, Discourse a URL, giscus its own names of languages."""

    def attributes(term: str, lang: str = "en", **more: str) -> dict[str, str]:
        live = read_live_comments(more)
        assert live
        address, base = "https://site.example/a/", "https://site.example"
        return live.script(term, address=address, base=base, title="A", lang=lang)

    isso = {"service": "isso", "url": "https://talk.example"}
    assert attributes("/a/", **isso)["data-isso-id"] == "/a/"
    assert attributes("tag:me,2020:a b", **isso)["data-isso-id"] == "/tag:me%2C2020:a%20b"
    discourse = {"service": "discourse", "url": "https://talk.example"}
    assert attributes("/a/", **discourse)["data-page"] == "https://site.example/a/"
    assert attributes("/older/ö/", **discourse)["data-page"] == "https://site.example/older/%C3%B6/"
    assert attributes("https://old.example/a", **discourse)["data-page"] == "https://old.example/a"
    languages = [attributes("/a/", lang, **GISCUS)["data-lang"] for lang in ("de", "zh_CN", "pt_BR", "nl_BE")]
    assert languages == ["de", "zh-CN", "pt", "nl"]
