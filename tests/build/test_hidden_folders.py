"""Notes that are hidden with their folder, by a file of another generator in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exactness import Bench, differences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

CONF = 'extensions = ["myst_parser", "sphinx_research_notes"]\nhtml_theme = "research_notes"\n'
CONF += 'notes_match = "notes/**"\n'
#: Files that hide a folder, by the folder: the name of the file, its text, and the line and key that do.
HIDING: dict[str, tuple[str, str, int, str]] = {
    "render": ("_index.md", "---\ntitle: A\ncascade: {build: {render: never}}\n---\n", 3, "cascade"),
    "draft": ("_index.md", "+++\ntitle = 'A'\n[cascade]\ndraft = true\n+++\n", 3, "cascade"),
    "several": ("_index.en.md", "---\ncascade:\n- _target: {path: /x/**}\n  params: {private: yes}\n---\n", 2,
                "cascade"),
    "broken": ("_index.md", "+++\ncascade = {draft\n+++\n", 2, "cascade"),
    "quarto": ("_metadata.yml", "author: A\ndraft: true\n", 2, "draft"),
    "eleventy": ("eleventy.json", '{\n"permalink": false\n}', 2, "permalink"),
    "theirs": ("theirs.json", '{"private": true}', 1, "private"),
    "eleven": ("eleven.11tydata.json", '{"draft": true}', 1, "draft"),
}  # fmt: skip
#: Files that hide nothing.
PUBLIC = {
    "index": ("_index.md", "---\ntitle: A\ncascade: {type: x, draft: false}\n---\n"),
    "data": ("_metadata.yml", "author: A\ndraft: false\n"),
    "other": ("others.json", '{"draft": true}'),
    "package": ("package.json", '{"name": "package", "private": true, "draft": true}'),
}
NOTE = "---\ntitle: T\ndate: 2024-01-02\n---\n\nA {} in the wood.\n"


def test_a_folder_is_hidden_by_a_file_in_it(site: Callable[..., Built], tmp_path: Path) -> None:
    """Each note in it and below, in any syntax; each such file is named once, and no other note is hidden."""
    files: dict[str, str] = {"conf.py": CONF, "index.md": "# Home\n\n```{notes}\n```\n"}
    for folder, (name, text, *_) in {**HIDING, **PUBLIC}.items():
        word = "zebra" if folder in HIDING else f"lion{folder}"
        files |= {f"notes/{folder}/{name}": text, f"notes/{folder}/a.md": NOTE.format(word)}
        files[f"notes/{folder}/deep/b.rst"] = f":date: 2024-01-02\n\nB\n=\n\nA {word}deep.\n"
    files["notes/quarto/_parts.txt"] = "A part.\n"
    files["notes/open.md"] = NOTE.format("lion") + "\n```{include} quarto/a.md\n```\n"
    built = site(files)
    for path in built.outdir.rglob("*"):
        assert not path.is_file() or b"zebra" not in path.read_bytes(), path
    for folder in PUBLIC:
        assert f"lion{folder}" in built.text(f"notes/{folder}/a.html")
        assert f"lion{folder}deep" in built.text(f"notes/{folder}/deep/b.html")
    for folder, (name, _, line, key) in HIDING.items():
        path = tmp_path / "source" / "notes" / folder / name
        visibility = "private" if folder in {"several", "theirs"} else "draft"
        said = f"{path}:{line}: WARNING: expected '{visibility}: true' in each note, got {key!r} for a whole"
        assert built.warnings.count(said) == 1, built.warnings
    assert "open.md" in built.warnings


@pytest.mark.parametrize("tags", [(), ("-t", "drafts")])
def test_a_folder_is_hidden_later_and_shown_again(tmp_path: Path, tags: tuple[str, ...]) -> None:
    """Although none of its notes has changed."""
    bench = Bench(tmp_path, tmp_path / "source", options=list(tags))
    bench.edit(
        {"conf.py": CONF, "index.md": "# Home\n\n```{notes}\n```\n", "notes/b.md": NOTE.format("lion")}
    )
    bench.edit({"notes/a/a.md": NOTE.format("zebra")})
    out = bench.build("out")
    for text in ("draft: true\n", "draft: false\n", "unlisted: true\n", None):
        bench.edit({"notes/a/_metadata.yml": text})
        bench.build("out")
        assert (out / "notes/a/a.html").exists() is (bool(tags) or text != "draft: true\n")
        assert not differences(out, bench.clean())
