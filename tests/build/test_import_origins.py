"""``research-notes import``: sites of Quarto, MkDocs and Pelican keep addresses and what is hidden."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commanded import command
from conftest import write_files
from test_import import PNG

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
_RESULT = {"output_type": "display_data", "png": "iVBORw0KGgo="}
_BOOK = {
    "nbformat": 3,
    "metadata": {},
    "worksheets": [{"cells": [{"cell_type": "code", "input": "draw()", "outputs": [_RESULT]}]}],
}
SITES: dict[str, tuple[dict[str, str | bytes | None], tuple[str, ...]]] = {
    "Quarto": (
        {
            "_quarto.yml": "website: {title: Tides, site-url: https://example.org/}\n",
            "index.qmd": "---\ntitle: Home\nlisting: {contents: posts, feed: true}\n---\n",
            "posts/mud/index.qmd": "---\ntitle: Mud\ndate: 2024-01-02\n---\n\n"
            "::: {.callout-tip}\nBoots.\n:::\n\n"
            "![A flat](a.png){#fig-a}\n\nSee @fig-a and [it](../sand.qmd).\n",
            "posts/mud/a.png": PNG,
            "posts/sand.qmd": "---\ntitle: Sand\ndate: 2024-01-03\n---\nGrains.\n",
            "posts/secret.qmd": "---\ntitle: S\ndate: 2024-01-03\ndraft: true\n---\nKelpforest.\n",
        },
        ("posts/mud/", "posts/sand.html", "index.xml", ""),
    ),
    "MkDocs": (
        {
            "mkdocs.yml": "site_name: Tides\nsite_url: https://example.org/\nplugins: [blog]\n"
            "markdown_extensions: [admonition, attr_list]\n",
            "docs/index.md": "# Home\n",
            "docs/about.md": "# About\n",
            "docs/blog/index.md": "# Blog\n",
            "docs/blog/posts/mud.md": "---\ndate: 2024-01-02\n---\n# Low mud\n\n"
            "!!! tip\n    Boots: [about](../../about.md).\n",
            "docs/blog/posts/secret.md": "---\ndate: 2024-01-02\ndraft: true\n---\n# S\n\nKelpforest.\n",
        },
        ("", "about/", "blog/", "blog/2024/01/02/low-mud/"),
    ),
    "Pelican": (
        {
            "pelicanconf.py": "SITENAME = 'Tides'\nSITEURL = 'https://example.org'\n",
            "content/mud.md": "Title: Low mud\nDate: 2024-01-02\n\n"
            "![A]({static}/images/a.png) [s]({filename}sand.rst)\n",
            "content/sand.rst": "Sand\n####\n\n:date: 2024-01-03\n:slug: sandy\n\n"
            "Grains, see `mud <{filename}mud.md>`_.\n",
            "content/book.md": "Title: Book\nDate: 2024-01-04\n\n{% notebook b.ipynb %}\n",
            "content/notebooks/b.ipynb": json.dumps(_BOOK),
            "content/images/a.png": PNG,
            "content/secret.md": "Title: S\nDate: 2024-01-02\nStatus: draft\n\nKelpforest.\n",
            "content/kelp.txt": "Kelpforest.",
        },
        ("low-mud.html", "sandy.html", "book.html", "feeds/all.atom.xml", "images/a.png"),
    ),
}


@pytest.mark.parametrize("name", SITES)
def test_a_site(tmp_path: Path, name: str) -> None:
    """It is recognized, all addresses answer, and no draft is in the output."""
    files, addresses = SITES[name]
    write_files(tmp_path / "old", files)
    places = "".join(f"<url><loc>https://example.org/{each}</loc></url>" for each in addresses)
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>'
    (tmp_path / "sitemap.xml").write_text(sitemap, "utf-8")
    ended = command(tmp_path, "import", "old", "new", "--check", "sitemap.xml")
    assert f"{name}: " in ended.said
    assert ended.said.rstrip().endswith(f"all {len(addresses)} addresses answer")
    shown = (each for each in (tmp_path / "new" / "_build" / "html").rglob("*") if each.is_file())
    assert not any(b"Kelpforest" in each.read_bytes() for each in shown)
