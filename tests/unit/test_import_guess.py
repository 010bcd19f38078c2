"""Which system a source is made with: what is guessed, what is said of others, what is left alone."""

from __future__ import annotations

import os
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.archives import names_in, read_files
from sphinx_research_notes.importers.files import Names, why_left_alone
from sphinx_research_notes.importers.origins import ORIGINS, guess, recognized
from sphinx_research_notes.importers.records import CopiedFile, NotImportable, Options, Outcome, TextFile

if TYPE_CHECKING:
    from pathlib import Path

Files = dict[str, str | bytes | None]
COSTS = "---\ntitle: A\n---\nIt costs $5 or $6.\n"
POST = "---\ntitle: A\ndate: 2020-01-02\n---\nText\n"


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"_config.yml": "title: x\n"}, ["jekyll"]),
        ({"_posts/2020-01-02-a.md": POST}, ["jekyll"]),
        ({"_config.yml": "source: source\n", "source/_posts/2020-01-02-a.md": POST}, ["jekyll"]),
        ({"hugo.toml": "", "content/a.md": POST}, ["hugo"]),
        ({"config.toml": "baseURL = 'https://example.org'\n", "content/a.md": POST}, ["hugo"]),
        ({"docs/conf.py": "extensions = ['ablog']\n", "_config.yml": "theme: x\n"}, ["ablog", "jekyll"]),
        ({"_quarto.yml": "project: {type: website}\n"}, ["quarto"]),
        ({"mkdocs.yml": "site_name: x\n", "_config.yml": "theme: x\n"}, ["mkdocs", "jekyll"]),
        ({"pelicanconf.py": "SITENAME = 'x'\n"}, ["pelican"]),
        ({".obsidian/app.json": "{}"}, ["obsidian"]),
        ({"_posts/2020-01-02-a.md": POST, ".obsidian/app.json": "{}"}, ["jekyll", "obsidian"]),
    ],
)  # fmt: skip
def test_guess(tmp_path: Path, files: Files, names: list[str]) -> None:
    """A few files tell; a configuration that GitHub reads in any repository counts least."""
    write_files(tmp_path, files)
    assert recognized(tmp_path) == names
    assert guess(tmp_path) == names[0]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "nothing that tells which in .*; name it"),
        ({"_config.yml": "source_dir: source\n", "source/_posts/a.md": POST}, "found one made with Hexo"),
        ({"_config.yml": "", "package.json": '{"hexo": {}}', "source/_posts/a.md": POST}, "made with Hexo"),
        ({"_config.yml": "title: x\n", "_toc.yml": "root: a\n"}, "found one made with Jupyter Book"),
        ({"config.toml": 'base_url = "https://example.org"\n', "content/a.md": POST}, "made with Zola"),
        ({"astro.config.mjs": "", "src/a.md": POST}, "looks like a site of Astro, which none of them reads"),
        ({"quartz.config.ts": "", "content/a.md": POST}, "try research-notes import obsidian .*content$"),
        ({"docs/_posts/2020-01-02-a.md": POST, "LICENSE": "x"}, "try research-notes import jekyll .*docs$"),
        ({"a/mkdocs.yml": "", "b/mkdocs.yml": ""}, "import mkdocs .*a .or another of 2 folders.$"),
        (
            {"index.html": '<meta name="generator" content="Jekyll v4">'},
            "pages that Jekyll v4 has built: expected their sources",
        ),
        ({"index.html": "<p>Built</p>", "a/index.html": ""}, "may be pages that have been built"),
        ({"content/_index.md": POST}, "may be Hugo's, without its configuration: research-notes import hugo"),
        ({"a.md": "See [[b c|it]].", "x/B c.md": "x"}, "may be a vault: research-notes import obsidian"),
        ({"a.md": "A [[vector]] in Clojure.", "b.md": "x"}, "name it"),
    ],
)
def test_sources_that_are_not_known(tmp_path: Path, files: Files, said: str) -> None:
    """The message says what they look like, and what can be done; nothing is guessed wrongly."""
    write_files(tmp_path, files)
    with pytest.raises(NotImportable, match=said):
        guess(tmp_path)


def test_archive_of_a_site(tmp_path: Path) -> None:
    """Only exports are read from archives; another one must be unpacked."""
    (tmp_path / "blog.tar.gz").write_bytes(b"x")
    with pytest.raises(NotImportable, match="unpack it, and name the folder of the site"):
        guess(tmp_path / "blog.tar.gz")


def test_names_in_an_archive(tmp_path: Path) -> None:
    """Those that lead out of it, or nowhere, are left out; the same name twice is one file."""
    names = (".", "", "a/b.html", "a/b.html", "../x", "/x", "C:/x", "posts\\1.html", "__MACOSX/x")
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, name in enumerate(names):
            archive.writestr(zipfile.ZipInfo(name), str(number))
    assert set(names_in(tmp_path / "export.zip")) == {"a/b.html", "posts/1.html"}
    found = read_files(tmp_path / "export.zip", lambda name: True)
    assert found == {"a/b.html": b"3", "posts/1.html": b"7"}


SITES: dict[str, tuple[Files, str]] = {
    "jekyll": ({"_config.yml": "", "_posts/2020-01-02-a.md": POST}, "_posts/2020-01-03-"),
    "hugo": ({"hugo.toml": "", "content/a.md": POST}, "content/"),
    "ablog": ({"conf.py": "extensions = ['ablog', 'myst_parser']\n", "a.md": POST}, ""),
    "quarto": ({"_quarto.yml": "project: {type: website}\n", "a.qmd": POST}, "q"),
    "mkdocs": ({"mkdocs.yml": "site_name: T\n", "docs/index.md": "# T\n"}, "docs/"),
    "pelican": ({"pelicanconf.py": "SITENAME = 'T'\n", "content/a.md": POST}, "content/"),
    "obsidian": ({".obsidian/app.json": "{}", "a.md": "Text\n"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("origin", SITES)
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_files_that_are_left_alone(tmp_path: Path, origin: str) -> None:
    """A pipe, which never ends, a name in another encoding, and a linked folder are reported, not read."""
    files, start = SITES[origin]
    write_files(tmp_path / "old", files)
    os.mkfifo(tmp_path / "old" / f"{start}pipe.md")
    (tmp_path / "old" / f"{start}n\udce9me.md").write_text(POST, "utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "old" / "linked").symlink_to(tmp_path / "elsewhere")
    plan = ORIGINS[origin].read(tmp_path / "old", Options())
    left = {each.file: each.detail for each in plan.findings if each.outcome is Outcome.LEFT_OUT}
    assert left[f"{start}pipe.md"] == "it is no file that can be read to an end"
    assert left[f"{start}n\ufffdme.md"] == "its name isn't UTF-8; give it another one"
    assert left["linked"].startswith("the folder that it leads to isn't read")
    assert not any("pipe" in file.target or "\udce9" in file.target for file in plan.files)


def test_reasons(tmp_path: Path) -> None:
    """An ordinary file has none; one that is gone has that of the system."""
    (tmp_path / "a.md").write_text("", "utf-8")
    assert why_left_alone(tmp_path / "a.md", tmp_path) == ""
    assert why_left_alone(tmp_path / "b.md", tmp_path) == "no such file or directory"


def test_long_names() -> None:
    """They are shortened to what file systems have, and stay different."""
    names = Names()
    found = [names.take(f"posts/{'é' * 120}{'x' * 12}{end}.md") for end in "ab"]
    assert all(len(each.rpartition("/")[2].encode()) <= 255 for each in found)
    assert len(set(found)) == 2
    assert names.take("posts/short.md") == "posts/short.md"


@pytest.mark.parametrize(
    ("origin", "files", "folder"),
    [
        ("jekyll", {"_config.yml": "source: src\n", "src/_posts/2020-01-02-a.md": COSTS}, "src"),
        ("ablog", {"docs/conf.py": "extensions = ['ablog', 'myst_parser']\n", "docs/a.md": POST}, "docs"),
    ],
)  # fmt: skip
def test_files_are_named_from_the_source(tmp_path: Path, origin: str, files: Files, folder: str) -> None:
    """Also where the site is in a folder of the source, the report names files that the user finds there."""
    write_files(tmp_path, files)
    plan = ORIGINS[origin].read(tmp_path, Options())
    assert plan.findings
    assert all(each.file.startswith(f"{folder}/") for each in plan.findings)
    assert all((tmp_path / page.source).is_file() for page in plan.pages)
    assert any(isinstance(file, CopiedFile) for file in plan.files) is (origin == "ablog")


@pytest.mark.parametrize(
    ("tags", "written"),
    [("[Private, snow]", "[Private, snow]"), ("private snow", "[private, snow]"), ("draft", "draft")],
)
def test_tags_that_would_hide_a_page(tmp_path: Path, tags: str, written: str) -> None:
    """A page that everybody could read stays public; one that was hidden stays hidden."""
    post = "---\n# by hand\ntitle: A\n{}tags: {}\n---\nText\n"
    write_files(tmp_path, {
        "_posts/2020-01-02-a.md": post.format("", tags),
        "_posts/2020-01-02-b.md": post.format("published: false\n", tags),
        "_posts/2020-01-02-c.md": post.format("", "[drafting]"),
    })  # fmt: skip
    plan = ORIGINS["jekyll"].read(tmp_path, Options())
    texts = {file.target: file.text for file in plan.files if isinstance(file, TextFile)}
    assert texts["posts/2020-01-02-a.md"] == (
        f"---\n# by hand\ntitle: A\ntags: {written}\nvisibility: public\n---\nText\n"
    )
    assert "visibility" not in texts["posts/2020-01-02-b.md"] + texts["posts/2020-01-02-c.md"]
    (found,) = (each for each in plan.findings if each.construct.startswith("tag "))
    assert (found.file, found.line) == ("_posts/2020-01-02-a.md", 4)


def test_export_among_the_files_of_a_site(tmp_path: Path) -> None:
    """An export of WordPress, which is still there after a move to Jekyll, has drafts: it isn't published."""
    export = '<rss xmlns:wp="http://wordpress.org/export/1.2/"></rss>'
    write_files(tmp_path, {"_posts/2020-01-02-a.md": POST, "old.xml": export, "map.xml": "<a/>"})
    plan = ORIGINS["jekyll"].read(tmp_path, Options())
    assert [each.file for each in plan.findings if each.outcome is Outcome.LEFT_OUT] == ["old.xml"]
    assert [file.target for file in plan.files if isinstance(file, CopiedFile)] == ["static/map.xml"]
