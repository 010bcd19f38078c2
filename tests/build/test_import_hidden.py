"""What a site with another system kept from its readers is in no file of the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commanded import command
from conftest import write_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once
#: In each hidden text, and in nothing else.
HIDDEN = "quagga"
JEKYLL = {
    "_config.yml": "title: T\ncollections: {people: {output: false}, books: {output: true}}\n",
    "index.md": "---\ntitle: Home\n---\n\nSeen.\n",
    "_posts/2020-01-02-a.md": (
        "---\ntitle: A\n---\n\nSeen. {% # quagga %} {%- comment -%}quagga{%- endcomment -%}\n\n"
        "[//]: # (quagga)\n\n{% comment %} quagga\n"
    ),
    "_people/ada.md": "---\ntitle: Ada\n---\n\nquagga\n",
    "_people/ada.csv": "quagga\n",
    "_books/one.md": "---\ntitle: One\npublished: false\n---\n\nquagga\n",
    "field/_drafts/data.txt": "quagga\n",
    "field/_posts/data.txt": "quagga\n",
}
HUGO = {
    "hugo.toml": 'title = "T"\nignoreFiles = ["left-out"]\n',
    "content/_index.md": "---\ntitle: Home\n---\n\nSeen.\n",
    "content/post/a.md": (
        "---\ntitle: A\ndate: 2020-01-02\n---\n\nSeen. {{< comment >}}quagga{{< /comment >}}"
        " <!-- quagga -->\n\n"
        "{{% comment %}}quagga\n"
    ),
    "content/post/later.md": "---\ntitle: L\ndate: 2020-01-02\npublished: 2199-01-01\n---\n\nquagga\n",
    "content/post/left-out.md": "---\ntitle: L\ndate: 2020-01-02\n---\n\nquagga\n",
    "content/post/b/index.md": "---\ntitle: B\ndate: 2020-01-02\n---\n\nSeen.\n",
    "content/post/b/deep/more.md": "---\ntitle: More\n---\n\nquagga\n",
    "content/post/c/index.md": "---\ntitle: C\ndraft: true\n---\n\nquagga\n",
    "content/post/c/part.md": "---\ntitle: Part\n---\n\nquagga\n",
    "static/.git/config": "quagga\n",
}
QUARTO = {
    "_quarto.yml": "project: {type: website}\nwebsite: {title: T}\n",
    "index.qmd": "---\ntitle: Home\nlisting: {contents: posts}\n---\n\nSeen.\n",
    "about.qmd": "---\ntitle: [broken\ndraft: true\n---\n\nquagga\n",
    "plan.qmd": "---\ntitle: Plan\ndraft: true\n---\n\nquagga\n",
    "posts/a.qmd": (
        "---\ntitle: A\ndate: 2020-01-02\n---\n\nSeen. [quagga]{.content-hidden} "
        '[quagga]{.content-visible when-format="pdf"} [quagga]{.hidden}\n'
    ),
}
MKDOCS = {
    "mkdocs.yml": (
        "site_name: T\nplugins:\n  - blog\n  - exclude: {glob: ['old/*']}\nexclude_docs: |\n  kept.md\n"
        "  /own/\n  *.tmp.md\n  !seen.tmp.md\ndraft_docs: |\n  drafty/\n"
    ),
    "docs/index.md": "# Home\n\nSeen.\n",
    "docs/seen.tmp.md": "# S\n\nSeen.\n",
    "docs/x.tmp.md": "# S\n\nquagga\n",
    "docs/deep/kept.md": "# K\n\nquagga\n",
    "docs/own/a.md": "# K\n\nquagga\n",
    "docs/old/a.md": "# K\n\nquagga\n",
    "docs/drafty/a.md": "# K\n\nquagga\n",
    "docs/broken.md": "---\ntags: [a\ndraft: true\n---\n# B\n\nquagga\n",
}
PELICAN = {
    "pelicanconf.py": "SITENAME = 'T'\nPATH = 'content'\nWITH_FUTURE_DATES = False\n",
    "content/a.rst": "A\n#\n\n:date: 2020-01-02\n\n.. quagga\n\nSeen.\n",
    "content/later.md": "Title: L\nDate: 2199-01-02\n\nquagga\n",
    "content/undated.md": "Title: L\n\nquagga\n",
    "content/bare.md": "quagga\n",
    "content/undated.rst": "U\n#\n\nquagga\n",
}
OBSIDIAN = {
    ".obsidian/app.json": "{}",
    "A.md": (
        "---\ndescription: Seen %%quagga%%\n---\n# A\n\nSeen. ![[B]]\n\n%%\n`quagga %% seen` code.\n\n"
        "%%quagga%% $x$\n\n"
        "%%quagga\n\n```\nquagga\n```\n"
    ),
    "B.md": "---\npublish: false\n---\n# B\n\nquagga\n",
    "C.md": "# C\n\nSeen `a %% b`.\n\n```\na %% b\n```\n\n%% ```\nquagga\n%%\n\nSeen.\n",
}
SITES = {
    "jekyll": JEKYLL, "hugo": HUGO, "quarto": QUARTO, "mkdocs": MKDOCS, "pelican": PELICAN,
    "obsidian": OBSIDIAN,
}  # fmt: skip


@pytest.mark.parametrize("origin", SITES)
def test_hidden_stays_hidden(tmp_path: Path, origin: str) -> None:
    """No file of the output has it, nor has the report, and what readers saw is there."""
    write_files(tmp_path / "old", dict(SITES[origin]))
    ended = command(tmp_path, "import", origin, "old", "new", "--report", "report.txt")
    assert HIDDEN not in (tmp_path / "report.txt").read_text("utf-8") + ended.said + ended.warned
    command(tmp_path, "build", "-C", "new")
    output = tmp_path / "new" / "_build" / "html"
    files = [file for file in output.rglob("*") if file.is_file() and ".doctrees" not in file.parts]
    assert [str(file.relative_to(output)) for file in files if HIDDEN.encode() in file.read_bytes()] == []
    assert any(b"Seen" in file.read_bytes() for file in files if file.suffix == ".html")
