"""Faults in front matter, in a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

pytestmark = pytest.mark.once


def test_what_is_wrong_is_named_once_and_ends_no_build(site: Callable[..., Built]) -> None:
    """Invalid addresses, misspelt values, and flags without a value are each reported once."""
    bad = "https://[example.org](https://example.org)"
    built = site({
        "conf.py": (
            'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
            f'html_baseurl = "http://[::1"\nnotes_match = ["n/**"]\nnotes_home = ("Home", {bad!r})\n'
            'notes_permalink = "/{categories}/{slug}/"\nnotes_category_separator = " "\n'
            f'notes_source = "javascript:{{path}}"\nnotes_author = "aada"\nnotes_license = "CC-BY4"\n'
            f'notes_authors = {{"ada": {{"name": "Ada Brook", "url": {bad!r}}}}}\n'
            f'html_theme_options = {{"nav": {{"X": {bad!r}, "Home": "index"}}}}\n'
        ),
        "index.md": "# Home\n\n{status}`seedlng`\n",
        "n/2020-31-12-x.md": (
            f"---\ntitle: X\ndate: Mon, 07 Feb 2011 14:30:43 +0000\nauthor: Ada Example, Bo Lind et al.\n"
            f"external_url: '{bad}'\nimage: file:///x.png\ncategories: Cyber Security\n---\n"
            "```{epigraph}\n:url: http://[::1\n\nx\n```\n\n```{comments} t.yml\n```\n"
        ),
        "n/t.yml": f"source: '{bad}'\ncomments: [{{author: {{name: A, url: 'http://[::1'}}, body: b}}]\n",
        "n/a.md": "---\npublish: false\n---\nA\n",
        "n/b.md": "---\ndraft:\n---\nB\n",
        "n/c.rst": ":private:\n\nC\n",
        "n/d.md": "---\ntitle: D\npermalink: /Py-ModIndex.html\naliases: /GenIndex.html\n---\nD\n",
    })  # fmt: skip
    told = [
        line.partition("WARNING: ")[2] or line.partition("ERROR: ")[2] for line in built.warnings.splitlines()
    ]
    assert [line.rpartition(" [")[0].partition("; ")[0] for line in told] == [
        f"notes_authors: ada: url: expected an http(s) URL, got {bad!r}",
        "notes_license: unknown SPDX identifier 'CC-BY4'",
        "notes_source: expected an http(s) URL with {path} for the file, got 'javascript:{path}'",
        "notes_author: unknown author 'aada'",
        "status: unknown label 'seedlng'",
        f"external_url: expected an http(s) URL, got {bad!r}",
        "image: expected a path or an http(s) URL, got 'file:///x.png'",
        "epigraph: :url: expected an http(s) URL, got 'http://[::1'",
        "c-1: author: url: expected an http(s) URL, got 'http://[::1'",
        "permalink conflict: n/d.md and py-modindex both claim /Py-ModIndex.html",
        "permalink conflict: alias /GenIndex.html of n/d.md is the path of genindex",
        f"notes_home: expected a docname, an http(s) URL or a path starting with '/', got {bad!r}",
        "html_baseurl: expected an http(s) URL, got 'http://[::1'",
        f"html_theme_options: nav: expected a page or an http(s) URL for 'X', got {bad!r}",
    ]
    pages = {name for name in built.files() if name.endswith(".html") and not name.startswith("notes/")}
    assert pages == {"404.html", "cyber/security/x/index.html", "genindex.html", "index.html", "n/d.html",
                     "search.html"}  # fmt: skip
    text = built.text("cyber/security/x/index.html")
    assert "Bo Lind</a>, et al.</span>" in text
    assert "<p>Ada Example, Bo Lind, et al. “X.”" in text
    assert not any("et-al" in name for name in built.files())
