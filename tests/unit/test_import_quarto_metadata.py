"""Metadata of a site made with Quarto that stands in other files than its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from conftest import write_files
from imported import front

from sphinx_research_notes.importers.quarto.site import read
from sphinx_research_notes.importers.records import Options, Outcome, Plan

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

PROJECT = "project: {type: website}\nwebsite: {title: Tides, drafts: [posts/w.qmd]}\n"


def imported(folder: Path, files: dict[str, str], project: str = PROJECT) -> Plan:
    """Return the plan for a project with *files*."""
    write_files(folder, {"_quarto.yml": project, **files})
    return read(folder, Options())


def test_metadata_files(tmp_path: Path) -> None:
    """What other files say of a document or a project counts; a draft in any profile is one."""
    files = {
        "posts/x.qmd": "---\ntitle: X\nmetadata-files: [../_people/a.yml, ../_people/b.yml, /no.yml]\n---\n",
        "posts/y.qmd": "---\ntitle: Y\n---\n",
        "posts/w.qmd": "---\ntitle: W\n---\n",
        "posts/z.qmd": "---\ntitle: Z\n---\n",
        "_people/a.yml": "author: [{name: Ada Example, affiliation: Tides}]\ntitle: No\n",
        "_people/b.yml": "author: [{name: Ben Sand}]\n",
        "_site.yml": "website: {drafts: posts/y.qmd}\n",
        "_quarto-public.yml": "website: {drafts: posts/z.qmd}\n",
    }
    plan = imported(tmp_path, files, f"{PROJECT}metadata-files: [_site.yml]\n")
    values = front(plan, "posts/x.md")
    assert values["title"] == "X"
    assert [each["name"] for each in values["author"]] == ["Ada Example", "Ben Sand"]
    assert "metadata-files" not in values
    assert {each.source: each.is_draft for each in plan.pages} == {
        "posts/w.qmd": True,
        "posts/x.qmd": False,
        "posts/y.qmd": True,
        "posts/z.qmd": True,
    }


def test_broken_metadata_files(tmp_path: Path) -> None:
    """A file that isn't YAML is named; the document stays as it is."""
    files = {"x.qmd": "---\ntitle: X\nmetadata-files: [_a.yml, ../../b.yml]\n---\n", "_a.yml": "a: ["}
    plan = imported(tmp_path, files)
    assert "metadata-files" in front(plan, "x.md")
    unknown = [each.construct for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert unknown == ["front matter: metadata-files"]
    (tmp_path / "_a.yml").write_text("[" * 10_000, "utf-8")
    assert [each for each in read(tmp_path, Options()).findings if each.outcome is Outcome.UNKNOWN]


def test_addresses_of_a_former_system(tmp_path: Path) -> None:
    """Quarto took no notice of a permalink that Jekyll had left; the page stays where it was."""
    plan = imported(
        tmp_path,
        {"posts/x.qmd": "---\ntitle: X\npermalink: /x/\nurl: https://example.org\naliases: [/x/]\n---\n"},
    )
    assert "permalink" not in front(plan, "posts/x.md")
    assert front(plan, "posts/x.md")["link"] == "https://example.org"
    assert front(plan, "posts/x.md")["aliases"] == ["/x/"]
    assert [each.address for each in plan.pages] == ["/posts/x.html"]


def test_broken_metadata_of_a_folder(tmp_path: Path) -> None:
    """It is named, and the site is imported; a tab after a value, which Quarto takes, breaks nothing."""
    files = {
        "a/x.qmd": "---\ntitle: X\n---\n",
        "a/_metadata.yml": "toc: true\t\ndraft: true\t# not yet\n",
        "b/y.qmd": "---\ntitle: Y\n---\n",
        "b/_metadata.yml": "author: [\n",
    }
    plan = imported(tmp_path, files)
    assert {each.source: each.is_draft for each in plan.pages} == {"a/x.qmd": True, "b/y.qmd": False}
    unknown = [(each.construct, each.file) for each in plan.findings if each.outcome is Outcome.UNKNOWN]
    assert unknown == [("metadata of a folder", "b/_metadata.yml")]


def test_what_is_for_the_repository(tmp_path: Path) -> None:
    """Quarto makes no page of what describes the repository, in any format."""
    files = dict.fromkeys(("README.qmd", "a/README.Rmd", "README.md", "b.qmd"), "---\ntitle: X\n---\n")
    assert [each.source for each in imported(tmp_path, files).pages] == ["b.qmd"]
