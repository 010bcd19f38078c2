"""A blog that is divided by years, as the guide describes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import write_files
from forked import run
from pages import page

pytestmark = pytest.mark.once

GUIDE = (Path(__file__).parents[2] / "example_site/guide/large-sites.md").read_text("utf-8")
NOTE = "---\ndate: {}-03-01\ntags: [rain]\n---\n\n# {}\n\n{}\n"


def test_a_year_becomes_a_project(tmp_path: Path) -> None:
    """Notes refer to those of other years, addresses stay, and nothing is fetched."""
    blocks = dict(re.findall(r"^:caption: (\S+)\n\n(.*?)```", GUIDE, re.DOTALL | re.MULTILINE))
    [link] = re.findall(r"`(\[\]\(inv:.*?)`", GUIDE)
    [role] = re.findall(r"`` (:external.*?) ``", GUIDE)
    write_files(tmp_path, blocks)
    write_files(tmp_path, {
        "2024/index.md": "# 2024\n\n```{notes}\n```\n",
        "2024/the-gauge.md": NOTE.format(2024, "The gauge", "Words."),
        "now/index.md": "# Home\n\n```{notes}\n```\n",
        "now/2025/again.md": NOTE.format(2025, "Again", f"See {link}."),
        "now/2025/more.rst": f":date: 2025-03-02\n\nMore\n====\n\nSee {role}.\n",
    })  # fmt: skip
    for line in re.findall(r"^sphinx-build (.*)$", GUIDE, re.MULTILINE):
        options = [each if each.startswith("-") else str(tmp_path / each) for each in line.split()]
        code, said, warned = run(["-q", "-n", "-W", *options])
        assert (code, said, warned) == (0, "", "")
    [(old, new)] = re.findall(r"^cp -R (\S+) (\S+)$", GUIDE, re.MULTILINE)
    shutil.copytree(tmp_path / old, tmp_path / new)
    out = tmp_path / "now/_build/html"
    for name in ("again", "more"):
        found = page(out / f"2025/{name}.html").find("a", string="The gauge")
        assert found
        assert found["href"] == "https://example.org/2024/the-gauge.html"
    for name in ("2025/again.html", "2024/the-gauge.html"):
        [canonical] = page(out / name)("link", rel="canonical")
        assert canonical["href"] == f"https://example.org/{name}"
    assert "The gauge" in (out / "2024/notes/atom.xml").read_text("utf-8")
    assert "Again" in (out / "notes/atom.xml").read_text("utf-8")
    assert len(page(out / "2024/index.html").select(".note-list a[href='the-gauge.html']")) == 1
