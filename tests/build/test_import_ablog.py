"""``research-notes import ablog``: a whole project, beside what ABlog itself makes of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commanded import command
from conftest import write_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "ablog"]
project = "Wet feet"
html_theme = "alabaster"
blog_title = "Wet feet"
blog_baseurl = "https://example.org"
blog_authors = {"ada": ("Ada Brook", "https://example.org/ada"), "bo": ("Bo Lind", None)}
blog_default_author = "bo"
blog_feed_templates = {"atom": {}, "short": {"content": "{{ title }}"}}
disqus_shortname = ""
html_sidebars = {"**": ["about.html", "ablog/recentposts.html"]}
"""
FILES: dict[str, str | bytes | None] = {
    "conf.py": CONF,
    "index.rst": (
        "Home\n====\n\n.. postlist:: 5\n   :excerpts:\n\nSee :ref:`blog-tags`, :ref:`tag-low-tide`, "
        ":ref:`author-ada` and :ref:`mud`.\n\n.. toctree::\n\n   about\n"
    ),
    "about.md": "# About\n\nWritten here.\n",
    "posts/mud.rst": (
        "Mud\n===\n\n.. post:: 20 Apr, 2014\n   :tags: low tide, silt\n   :category: Field Work\n"
        "   :author: ada\n"
        "   :redirect: blog/old-mud\n   :location: Hill\n   :nocomments:\n\nBrown and soft.\n\n"
        ".. update:: 22 Apr, 2014\n\n   Softer still.\n"
    ),
    "posts/foam.md": "---\nblogpost: true\ndate: Jan 5, 2015\ntags: silt\n---\n# Foam\n\n"
    "White, by {ref}`blog-posts`.\n",
    "posts/eel.md": "# Eel\n\n```{post} 2016-02-03\n:tags: low tide\n:category: Field Work\n```\n\nLong.\n",
    "posts/never.rst": "Zebrawood\n=========\n\n.. post::\n   :tags: hush\n\nNever.\n",
    "posts/later.md": "# Zebrawood\n\n```{post} 2931-02-03\n```\n\nNot yet.\n",
}  # fmt: skip
#: What has no place here, as the guide says: lists by place, and pages of drafts.
WITHOUT = ("blog/location", "posts/never", "posts/later")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_a_project(tmp_path: Path, builder: str) -> None:
    """It builds without a warning, answers where ABlog's pages were, and hides what was no post yet."""
    pytest.importorskip("ablog")
    old = tmp_path / "old"
    write_files(old, FILES | {"conf.py": f'{CONF}ablog_builder = "{builder}"\n'})
    made = [sys.executable, "-m", "sphinx", "-q", "-b", builder, str(old), str(tmp_path / "all")]
    ended = subprocess.run(made, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    pages = [file.relative_to(tmp_path / "all").as_posix() for file in (tmp_path / "all").rglob("*.*ml")]
    kept = [page for page in pages if not page.startswith(("_static", *WITHOUT)) and "genindex" not in page]
    assert len(kept) > 20
    write_files(tmp_path / "public", dict.fromkeys(kept, "<p>x</p>"))
    said = command(tmp_path, "import", "old", "new", "--check", "public", "--report", "report.json")
    assert int(re.findall(r"all (\d+) addresses answer", said.said)[0]) > 20, said.warned
    assert "ABlog: 7 pages (1 draft, hidden as before)" in said.said
    assert f"research-notes build {'-b dirhtml ' if builder == 'dirhtml' else ''}-C new" in said.said
    assert "not understood" not in said.warned
    new = tmp_path / "new"
    command(new, "build", "-b", builder, "-n", "-W", "--fresh")
    for file in (new / "_build" / builder).rglob("*"):
        assert not file.is_file() or b"ebrawood" not in file.read_bytes(), file
    listed = {note["title"]: note for note in json.loads(command(new, "list", "--drafts", "--json").said)}
    assert listed["Mud"]["tags"] == ["low tide", "silt"]
    assert listed["Mud"]["date"].startswith("2014-04-20")
    assert {title for title, note in listed.items() if note["visibility"] == "public"} == {
        "Mud",
        "Foam",
        "Eel",
    }


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_feed(tmp_path: Path, builder: str) -> None:
    """The feed is where it was, and its entries have the ids that they had, also after a redirection."""
    pytest.importorskip("ablog")
    from xml.etree import ElementTree as ET

    old = tmp_path / "old"
    write_files(old, FILES | {"conf.py": f'{CONF}ablog_builder = "{builder}"\n'})
    made = [sys.executable, "-m", "sphinx", "-q", "-b", builder, str(old), str(tmp_path / "all")]
    subprocess.run(made, check=True, capture_output=True)
    command(tmp_path, "import", "ablog", "old", "new")
    command(tmp_path / "new", "build", "-b", builder)
    ids = []
    for folder in (tmp_path / "all", tmp_path / "new" / "_build" / builder):
        feed = ET.fromstring((folder / "blog" / "atom.xml").read_text("utf-8"))
        ids.append({each.findtext("{*}id") for each in feed.findall("{*}entry")})
    assert len(ids[0]) == 3
    assert ids[0] == ids[1]


def test_twice(tmp_path: Path) -> None:
    """A second run changes nothing; what has been imported isn't a project of ABlog any more."""
    write_files(tmp_path / "old", FILES)
    command(tmp_path, "import", "ablog", "old", "new")
    again = command(tmp_path, "import", "ablog", "old", "new")
    assert "wrote 0 files" in again.said
