"""Discussions in built sites: on published notes, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pages import page, parse_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = {theme!r}
html_baseurl = "https://site.example/"
notes_match = ["notes/**"]
notes_live_comments = {{"service": "utterances", "repo": "ada/notes"}}
"""
FILES: dict[str, str | bytes | None] = {
    "index.md": "# Home\n\n```{toctree}\n:glob:\nnotes/*\n```\n",
    "notes/a.md": '---\ndate: 2020-01-01\ncomments: a.yml\n---\n# A "title" & more\n\nText.\n',
    "notes/a.yml": "- {author: Ada, body: Kept.}\n",
    "notes/closed.md": "---\ndate: 2020-01-02\ncomments: false\n---\n# Closed\n\nText.\n",
    "notes/draft.md": "---\ndate: 2020-01-03\ndraft: true\n---\n# Draft\n\nText.\n",
}


@pytest.mark.parametrize("theme", ["research_notes", "furo"])
def test_where_they_are(site: Callable[..., Built], theme: str) -> None:
    """Below the kept thread, in any theme; not on other pages, in feeds or where comments are off."""
    built = site({"conf.py": CONF.format(theme=theme), **FILES}, "-W")
    html = page(built.outdir / "notes" / "a.html")
    (section,) = html.select("article > section > .live-comments, article .live-comments")
    before = [each["class"] for each in section.find_previous_siblings("section")]
    assert ["comments"] in before
    script = json.loads(str(section.details["data-script"]))
    assert script == {
        "src": "https://utteranc.es/client.js",
        "repo": "ada/notes",
        "issue-term": "/notes/a.html",
    }
    sources = [str(each.get("src", "")) for each in html.find_all("script")]
    assert [src for src in sources if "live-comments.js" in src] != []
    assert [src for src in sources if "utteranc" in src] == []
    assert parse_errors(built.text("notes/a.html")) == []
    others = [
        name
        for name in built.files()
        if name != "notes/a.html" and name.endswith((".html", ".xml", ".json", ".md"))
    ]
    assert [name for name in others if "utteranc" in built.text(name)] == []
    assert (built.outdir / "_static" / "live-comments.js").is_file()
    assert "live-comments.js" not in built.text("notes/closed.html")


@pytest.mark.once
def test_not_in_previews(site: Callable[..., Built]) -> None:
    """Nobody discusses drafts, or notes on a preview, in the place of the published ones."""
    files = {"conf.py": CONF.format(theme="research_notes"), **FILES}
    drafts = site(files, "-t", "drafts")
    assert "utteranc" in drafts.text("notes/a.html")
    assert "utteranc" not in drafts.text("notes/draft.html")
    assert "utteranc" not in site(files, "-D", "notes_preview=1").text("notes/a.html")
    assert "utteranc" not in site(files, "-D", "notes_comments=0").text("notes/a.html")
    for builder in ("singlehtml", "epub", "text"):
        other = site(files, builder=builder, into=builder)
        assert [
            name
            for name in other.files()
            if name.endswith(("html", "txt")) and "utteranc" in other.text(name)
        ] == []


@pytest.mark.once
def test_a_wrong_value(site: Callable[..., Built]) -> None:
    """It is reported, and there is no discussion."""
    built = site({"conf.py": CONF.format(theme="research_notes").replace("utterances", "utter"), **FILES})
    assert "notes_live_comments: expected a service among giscus" in built.warnings
    assert "live-comments" not in built.text("notes/a.html")
