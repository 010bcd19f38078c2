"""Blocks of pymdownx and of mkdocstrings, redirects to other sites, and what a template of the theme adds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import write_files
from imported import body, whole

from sphinx_research_notes.importers.mkdocs.site import read
from sphinx_research_notes.importers.records import Options, Outcome, Plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

EXTENSIONS = [
    "admonition", "attr_list", "pymdownx.blocks.admonition", "pymdownx.blocks.details",
    "pymdownx.blocks.tab", "pymdownx.blocks.caption", "pymdownx.blocks.html",
]  # fmt: skip


def imported(folder: Path, files: dict[str, str], **more: object) -> Plan:
    """Return the plan for a site with *files*."""
    values = {
        "site_name": "Tides",
        "site_url": "https://example.org",
        "plugins": ["search", "blog", "mkdocstrings"],
        "markdown_extensions": EXTENSIONS,
    }
    write_files(folder, {"mkdocs.yml": yaml.safe_dump({**values, **more}), **files})
    return read(folder, Options())


def post(folder: Path, text: str, **more: object) -> str:
    """Return what a post with *text* becomes."""
    text = f"---\ntitle: X\ndate: 2024-01-02\n---\n\n{text}\n"
    return body(imported(folder, {"docs/blog/posts/x.md": text}, **more), "blog/posts/x.md")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/// note\nMud.\n///", ":::{note}\nMud.\n:::"),
        ("/// note | On mud\nMud.\n///", ":::{admonition} On mud\n:class: note\n\nMud.\n:::"),
        (
            "/// admonition | Sand\n    type: warning\n\nMud.\n///",
            ":::{admonition} Sand\n:class: warning\n\nMud.\n:::",
        ),
        (
            "/// details | More\n    type: tip\n    open: true\n\nMud.\n///",
            ":::{dropdown} More\n:open:\n\nMud.\n:::",
        ),
        (
            "/// tab | A\nMud.\n///\n\n/// tab | B\nSilt.\n///",
            "::::{tab-set}\n:::{tab-item} A\n\nMud.\n:::\n\n\n:::{tab-item} B\n\nSilt.\n:::\n\n::::",
        ),
        ("![](a.png)\n/// caption\nMud\n///", "![](a.png)\n\n{.caption}\nMud"),
        ("/// html | div.a\n*Mud*\n///", '<div class="a">\n\n*Mud*\n\n</div>'),
        ("//// note\n/// tip\nMud.\n///\n////", "::::{note}\n\n:::{tip}\nMud.\n:::\n\n::::"),
        ("```\n/// note\nMud.\n///\n```", "```\n/// note\nMud.\n///\n```"),
        ("/// note\nMud.", "/// note\nMud."),
        ("/// flow\nMud.\n///", "/// flow\nMud.\n///"),
        ("::: tides.Low\n    options:\n      heading_level: 3\n\nText.", "`tides.Low`\n\nText."),
        ("## ::: tides.Low", "## `tides.Low`"),
        ("```\n::: tides.Low\n```", "```\n::: tides.Low\n```"),
        ('![a](b.png){ alt="Mud [grey]" width="3" }', '![Mud \\[grey\\]](b.png){width="3"}'),
    ],
)
def test_blocks(tmp_path: Path, written: str, expected: str) -> None:
    """They become boxes, tabs, captions and elements here; what isn't known stays as it is."""
    assert "\n".join(each for each in post(tmp_path, written).split("\n") if each) == "\n".join(
        each for each in expected.split("\n") if each
    )


def test_colons_are_text(tmp_path: Path) -> None:
    """Without mkdocstrings, a line that begins with colons is text, and doesn't begin a directive."""
    assert post(tmp_path, "::: mud\n\nText.", plugins=["blog"]) == "\\::: mud\n\nText."


def test_what_programs_made_is_said(tmp_path: Path) -> None:
    """The report names objects that mkdocstrings read, and pages that a template of the theme made."""
    files = {"docs/a.md": "---\ntemplate: show.html\n---\n# A\n\n::: tides.Low\n"}
    found = {
        (each.construct, each.line)
        for each in imported(tmp_path, files).findings
        if each.outcome is Outcome.UNKNOWN and each.file == "docs/a.md"
    }
    assert found == {("front matter: template", 2), (":::", 6)}


def test_a_page_where_a_list_of_labels_is(tmp_path: Path) -> None:
    """Its place is that of the list, which a build makes; another page keeps its address."""
    files = {"docs/blog/index.md": "# Blog\n", "docs/blog/tags.md": "# Tags\n", "docs/tags.md": "# All\n"}
    plan = imported(tmp_path, files)
    assert "permalink" not in whole(plan, "blog/tags.md")
    assert "permalink: /tags/" in whole(plan, "tags.md")


def test_redirects_to_other_sites(tmp_path: Path) -> None:
    """A page that had moved to another site leads there."""
    maps = {"old.md": "https://example.com/new/?a=1#b", "gone.md": "missing.md"}
    plan = imported(tmp_path, {"docs/index.md": "# Home\n"}, plugins=[{"redirects": {"redirect_maps": maps}}])
    assert 'url=https://example.com/new/?a=1#b"' in whole(plan, "static/old/index.html")
    assert [each.construct for each in plan.findings if each.outcome is Outcome.UNKNOWN] == ["redirect_maps"]


@pytest.mark.parametrize("part", ["/// note\n", "//// a\n///\n", "::: a\n    b\n", "///\n", "![a](b){alt=\n"])
def test_long_texts(tmp_path: Path, part: str) -> None:
    """Many beginnings without an end take no time."""
    start = time.perf_counter()
    post(tmp_path, part * (60_000 // len(part)))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("plugin", "address"),
    [("offline", "/a.html"), ({"offline": {"enabled": "!ENV [OFFLINE, false]"}}, "/a/"), ("search", "/a/")],
)
def test_sites_that_are_read_from_a_disk(tmp_path: Path, plugin: object, address: str) -> None:
    """The plug-in for them gives each page a file of its own, unless it is switched off."""
    plan = imported(tmp_path, {"docs/index.md": "# Home\n", "docs/a.md": "# A\n"}, plugins=[plugin])
    assert {each.source: each.address for each in plan.pages}["docs/a.md"] == address


def test_a_title_in_other_letters(tmp_path: Path) -> None:
    """A heading that says the title in other letter case isn't the title; another one stays."""
    head = "---\ntitle: On MUD\ndate: 2024-01-02\n---\n"
    files = {"docs/blog/posts/x.md": f"{head}# On mud\n\nText.\n", "docs/blog/posts/y.md": f"{head}# Silt\n"}
    plan = imported(tmp_path, files)
    assert body(plan, "blog/posts/x.md") == "Text."
    assert body(plan, "blog/posts/y.md") == "# Silt"


def test_programs_of_a_site_are_named(tmp_path: Path) -> None:
    """Hooks, and plug-ins that make pages, aren't run; the report says so."""
    plugins = ["search", {"gen-files": {"scripts": ["gen.py"]}}]
    plan = imported(tmp_path, {"docs/index.md": "# Home\n"}, plugins=plugins, hooks=["hooks/a.py"])
    said = [each.detail.partition(":")[0] for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert said == ["hooks/a.py", "gen-files"]


def test_notebooks_that_are_pages(tmp_path: Path) -> None:
    """With mkdocs-jupyter they are shown, and their addresses lead to them; without it, they are files."""
    files = {"docs/index.md": "# Home\n", "docs/a/tide.ipynb": "{}"}
    plan = imported(tmp_path / "with", files, plugins=["mkdocs-jupyter"])
    assert {each.source: each.address for each in plan.pages}["docs/a/tide.ipynb"] == "/a/tide/"
    assert "url=../tide.html" in whole(plan, "static/a/tide/index.html")
    assert '"myst_nb"' in whole(plan, "conf.py")
    without = imported(tmp_path / "without", files, plugins=["search"])
    assert [each.source for each in without.pages] == ["docs/index.md"]
    assert "myst_nb" not in whole(without, "conf.py")
