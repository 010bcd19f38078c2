"""Sources that would bring more than the site, or take for ever."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.importers.html.converter import written
from sphinx_research_notes.importers.html.document import Document
from sphinx_research_notes.importers.ignored import is_ignored
from sphinx_research_notes.importers.markdown.code import set_code_aside
from sphinx_research_notes.importers.markdown.dollars import rewrite_formulas
from sphinx_research_notes.importers.markdown.source import Source
from sphinx_research_notes.importers.origins import ORIGINS
from sphinx_research_notes.importers.records import CopiedFile, NotImportable, Options, Outcome

if TYPE_CHECKING:
    from pathlib import Path

SITES = {
    "jekyll": ({"_config.yml": "title: T\n", "_posts/2020-01-02-a.md": "---\n---\nText\n"}, "assets"),
    "hugo": ({"hugo.toml": "title = 'T'\n", "content/a.md": "---\ntitle: A\n---\nText\n"}, "static"),
    "quarto": ({"_quarto.yml": "project: {type: website}\n", "index.qmd": "Text\n"}, "data"),
    "mkdocs": ({"mkdocs.yml": "site_name: T\n", "docs/index.md": "# T\n"}, "docs"),
    "pelican": (
        {"pelicanconf.py": "STATIC_PATHS = ['images']\n", "content/a.md": "Date: 2020-01-02\n\nText\n"},
        "content/images",
    ),
    "obsidian": ({".obsidian/app.json": "{}", "a.md": "![[x.png]] [[gone.pdf]]\n"}, ""),
}  # fmt: skip


@pytest.mark.parametrize("origin", SITES)
def test_links_out_of_the_source(tmp_path: Path, origin: str) -> None:
    """A link to a file elsewhere isn't followed, one to nothing is no reason to stop; both are reported."""
    files, folder = SITES[origin]
    source = tmp_path / "old"
    write_files(source, dict(files))
    (source / folder).mkdir(exist_ok=True)
    (tmp_path / "keys.txt").write_text("secret", "utf-8")
    links = {
        "x.png": tmp_path / "keys.txt",
        "gone.md": tmp_path / "nothing",
        "self.md": source / folder / "self.md",
    }
    for name, target in links.items():
        (source / folder / name).symlink_to(target)
    plan = ORIGINS[origin].read(source, Options())
    left_out = {each.file for each in plan.findings if each.outcome is Outcome.LEFT_OUT}
    assert {f"{folder}/{name}".lstrip("/") for name in links} <= left_out
    assert not any(isinstance(file, CopiedFile) and file.source.is_symlink() for file in plan.files)


@pytest.mark.parametrize(
    ("origin", "file", "text"),
    [
        ("jekyll", "_config.yml", f"a: {'[' * 5000}\n"),
        ("hugo", "hugo.toml", f"a = {'[' * 5000}\n"),
        ("mkdocs", "mkdocs.yml", f"a: {'[' * 5000}\n"),
        ("mkdocs", "mkdocs.yml", "date: 2020-99-99\n"),
        ("mkdocs", "mkdocs.yml", "docs_dir: ../..\n"),
        ("quarto", "_quarto.yml", f"a: {'[' * 5000}\n"),
    ],
)
def test_configurations_that_cannot_be_read(tmp_path: Path, origin: str, file: str, text: str) -> None:
    """Each is named, instead of a report of a fault."""
    write_files(tmp_path, {**SITES[origin][0], file: text})
    with pytest.raises(NotImportable, match=r"expected .*found"):
        ORIGINS[origin].read(tmp_path, Options())


@pytest.mark.parametrize("piece", ["$$$$", "$ ", "$a", "<!--", "<pre>", "\\\\[", "\\\\("])
def test_beginnings_without_an_end(piece: str) -> None:
    """They take a time that grows with the text, not with its square."""
    source = Source(piece * (200_000 // len(piece)), "a.md")
    begun = time.perf_counter()
    set_code_aside(source)
    rewrite_formulas(source, single=True)
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    "attributes", ["hidden", 'style="color: red; display: none"', 'style="visibility:hidden!important"']
)
def test_elements_that_no_browser_shows(attributes: str) -> None:
    """What is hidden in HTML isn't in Markdown, where everybody would see it, and is reported."""
    document = Document(
        f"<p>One</p><div {attributes}><p>two</p></div><p style='display: block'>Three</p>", "a.html"
    )
    assert written(document) == "One\n\nThree\n"
    assert [each.outcome for each in document.findings] == [Outcome.LEFT_OUT]


@pytest.mark.parametrize(
    ("pattern", "path", "ignored"),
    [
        ("a.md", "a.md", True), ("a.md", "x/a.md", True), ("/a.md", "x/a.md", False),
        ("x/", "x/y/a.md", True), ("x/", "x", False), ("*.md", "x/a.md", True), ("x/*.md", "x/y/a.md", False),
        ("x/**/a.md", "x/a.md", True), ("x/**", "x/y/a.md", True), ("**/a.md", "a.md", True),
        ("*.md\n!a.md", "a.md", False), ("# a.md", "a.md", False), ("y", "x/y/z.md", True),
        ("a?.md", "ab.md", True), ("", "a.md", False),
    ],
)  # fmt: skip
def test_patterns_of_files(pattern: str, path: str, ignored: bool) -> None:
    """They mean what they mean to git; the last one that matches counts."""
    assert is_ignored(path, pattern) is ignored
