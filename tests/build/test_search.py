"""The search index of our theme: dates and statuses of notes, words of any script, exact after edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from exactness import Bench, check_each
from pages import soup_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

Files = dict[str, str | bytes | None]

CONF = """\
project = "Rain"
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
"""
SITE: Files = {
    "conf.py": CONF,
    "index.md": "# Home\n\nDry 東京 words.\n\n```{toctree}\nabout\n```\n",
    "about.md": "# About\n\nA manual.\n",
    "notes/wet.md": "---\ndate: 2024-03-14\nstatus: evergreen\ntags: rain\n---\n\n# Wet\n\nIn 서울에서.\n",
    "notes/plain.md": "---\ndate: 2024-01-02\npermalink: /placed/\n---\n\n# Plain\n\nWords.\n",
    "notes/undated.md": "# Undated\n\nWords.\n",
    "notes/unlisted.md": "---\nvisibility: unlisted\nstatus: budding\n---\n\n# Unlisted\n",
    "notes/draft.md": "---\ndraft: true\nstatus: seedling\n---\n\n# Draft\n",
}
NOTES = [name for name in SITE if name.startswith("notes/")]


def index_of(text: str) -> dict[str, Any]:
    """Return the data in ``searchindex.js``."""
    index: dict[str, Any] = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    return index


def facts(text: str) -> dict[str, Any]:
    """Return what the index says of each document besides its title."""
    index = index_of(text)
    return dict(zip(index["docnames"], index["notes"], strict=True))


def test_index_says_what_notes_are(site: Callable[..., Built]) -> None:
    """It has date and statuses of notes, not of others; the search page has the badges and the lists."""
    built = site(SITE)
    text = built.text("searchindex.js")
    assert facts(text) == {
        "index": 0,
        "about": 0,
        "notes/wet": ["2024-03-14", "14 March 2024", ["growth:evergreen"]],
        "placed/index": ["2024-01-02", "2 January 2024", []],
        "notes/undated": ["", "", []],
    }
    soup = soup_of(built.text("search.html"))
    (template,) = soup.select("template")
    assert template["data-status"] == "growth:evergreen"
    assert 'class="note-status"' in str(template)
    links = {each["href"] for each in soup.select(".search-nothing a")}
    assert links == {"notes/index.html", "notes/tags/index.html"}
    terms = index_of(text)["terms"]
    assert {"東京", "서울", "울에", "에서"} <= terms.keys()
    assert "splitQuery = (function" in built.text("_static/language_data.js")


def test_other_themes_and_projects(site: Callable[..., Built]) -> None:
    """Under another theme, words are divided and nothing is said of notes; without notes, all is Sphinx's."""
    other = site(SITE | {"conf.py": CONF.replace('"research_notes"\n', '"alabaster"\n')})
    index = index_of(other.text("searchindex.js"))
    assert "notes" not in index
    assert "서울" in index["terms"]
    without = site(dict.fromkeys(NOTES) | {"conf.py": CONF, "about.md": "# About\n\n서울에서.\n"})
    assert "서울" not in index_of(without.text("searchindex.js"))["terms"]
    assert "splitQuery = (function" not in without.text("_static/language_data.js")
    assert not soup_of(without.text("search.html")).select("template, .search-nothing a")


def test_index_is_exact(tmp_path: Path) -> None:
    """After edits of what it says of notes, it is that of a clean build; without edits, it is kept."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit(SITE)
    wet = str(SITE["notes/wet.md"])

    def edit(files: Files) -> Callable[[Bench], None]:
        return lambda bench: bench.edit(files)

    check_each(
        bench,
        {
            "another date and status": edit(
                {"notes/wet.md": wet.replace("03-14", "03-15").replace("evergreen", "budding")}
            ),
            "hidden": edit({"notes/wet.md": wet.replace("---\n", "---\ndraft: true\n", 1)}),
            "no notes": edit(dict.fromkeys(NOTES)),
            "notes again": edit(SITE),
        },
    )
    index = bench.folder / "serial-html" / "searchindex.js"
    before = index.stat().st_mtime_ns
    bench.build("serial-html")
    assert index.stat().st_mtime_ns == before
