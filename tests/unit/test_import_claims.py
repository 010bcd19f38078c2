"""What README and guide say of moving in, for every system whose sites are folders of Markdown."""

from __future__ import annotations

import re
from difflib import ndiff
from pathlib import Path

import pytest
from conftest import write_files
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import Options, Outcome, Plan, TextFile

REPOSITORY = Path(__file__).parents[2]
GUIDE = REPOSITORY / "example_site" / "guide"
#: By origin: the file that makes a folder such a site, its content, and a place for a post.
SITES = {
    "jekyll": ("_config.yml", "title: T\n", "_posts/2020-01-02-rain.md"),
    "hugo": ("hugo.toml", "title = 'T'\n", "content/post/rain.md"),
    "ablog": ("conf.py", "extensions = ['ablog']\nblog_post_pattern = 'post/*'\n", "post/rain.md"),
    "quarto": ("_quarto.yml", "project: {type: website}\n", "posts/rain.qmd"),
    "mkdocs": ("mkdocs.yml", "site_name: T\nplugins: [blog]\n", "docs/blog/posts/rain.md"),
    "pelican": ("pelicanconf.py", "SITENAME = 'T'\n", "content/rain.md"),
    "obsidian": (".obsidian/app.json", "{}", "rain.md"),
}  # fmt: skip
POST = """\
---
title: 'It''s rain'
# by hand
date:   2020-01-02   # a Thursday
tags: ["snow", ice]
own_key: {deep: [1, two]}
---

A plain text, with *stress* and `code`.

1. one
2. two

> A quotation.
"""


def imported(folder: Path, origin: str, post: str) -> tuple[Plan, str]:
    """Return the plan for a site with one *post*, and what this becomes."""
    file, text, place = SITES[origin]
    write_files(folder, {file: text, place: post})
    plan = ORIGINS[origin].read(folder, Options())
    target = next(page.target for page in plan.pages if page.source == place)
    # ABlog's files stay as they are.
    found = [each.text for each in plan.files if isinstance(each, TextFile) and each.target == target]
    return plan, found[0] if found else post


@pytest.mark.parametrize("origin", SITES)
def test_texts_change_as_little_as_they_can(tmp_path: Path, origin: str) -> None:
    """Not one line of a plain post is changed or lost; a key may be added."""
    _, text = imported(tmp_path, origin, POST)
    changes = [line for line in ndiff(POST.splitlines(), text.splitlines()) if line[0] in "+-"]
    assert all(re.match(r"\+ \w+: ", line) for line in changes), changes


#: Those whose texts are for MyST already have the formulas that they had.
_OTHERS = sorted(SITES.keys() - {"ablog"})
#: As for Pandoc: no digit may follow, and no space may be within.
_AS_PANDOC = {"quarto", "obsidian"}


@pytest.mark.parametrize("origin", _OTHERS)
@pytest.mark.parametrize("prose", ["US$ and C$ are two currencies.", "It cost $5 or $10, and a$$b is none."])
def test_prose_does_not_become_formulas(tmp_path: Path, origin: str, prose: str) -> None:
    """Whatever dollar signs stand in prose, MyST finds no formula in it, as the old site found none."""
    if origin in _AS_PANDOC:
        prose = "It cost $5 or $10 here, and $5 and 10 $ there."
    _, text = imported(tmp_path, origin, f"{POST}\n{prose}\n")
    markdown = MarkdownIt().use(dollarmath_plugin, allow_digits=False, double_inline=True)
    (last,) = (token for token in markdown.parse(text)[-3:] if token.type == "inline")
    assert not [each for each in last.children or [] if each.type.startswith("math")], text


@pytest.mark.parametrize("origin", SITES)
def test_nothing_is_lost_without_a_word(tmp_path: Path, origin: str) -> None:
    """A tag that isn't understood stays, and is in the report with its line if the system has such tags."""
    tag = "{{< own_thing >}}" if origin in {"hugo", "quarto"} else "{% own_thing %}"
    plan, text = imported(tmp_path, origin, f"{POST}\n{tag}\n")
    assert tag in text
    if origin in {"jekyll", "hugo", "quarto", "pelican"}:
        (found,) = (each for each in plan.findings if each.outcome is Outcome.UNKNOWN)
        assert (found.file, found.line) == (SITES[origin][2], POST.count("\n") + 2)


@pytest.mark.parametrize("origin", SITES)
def test_hidden_stays_hidden(tmp_path: Path, origin: str) -> None:
    """A post with ``draft: true`` is a draft, or is one that the system wouldn't have known as such."""
    plan, text = imported(tmp_path, origin, POST.replace("# by hand", "draft: true"))
    assert "draft: true" in text
    if origin in {"hugo", "quarto", "mkdocs"}:
        assert [page.is_draft for page in plan.pages if page.source == SITES[origin][2]] == [True]


def test_the_systems_are_named() -> None:
    """README and the guide name every system that there is, and no other number of them."""
    readme = " ".join((REPOSITORY / "README.md").read_text("utf-8").split())
    named = re.search(r"in MyST's Markdown, from ([\w, ]+)\. Drafts stay drafts", readme)
    assert named
    systems = re.split(r", | or ", named[1])
    titles = {origin.title.partition(" ")[0] for name, origin in ORIGINS.items() if name != "stream"}
    assert set(systems) == titles
    numbers = {"five": 5, "six": 6, "seven": 7}
    others = re.search(r"from Jekyll, Hugo and ABlog as they are, .* from (\w+) other systems", readme)
    assert others
    assert numbers[others[1]] == len(titles) - 3
    command = (GUIDE / "command" / "import.md").read_text("utf-8")
    listed = re.search(r"FROM is (.*?), and is guessed", command)
    assert listed
    assert re.findall(r"`(\w+)`", listed[1]) == list(ORIGINS)
    overview = (GUIDE / "moving-in" / "index.md").read_text("utf-8")
    for name in (*ORIGINS, "comments"):
        assert (GUIDE / "moving-in" / f"{name}.md").is_file()
        assert f"[]({name}.md)\n: " in overview
