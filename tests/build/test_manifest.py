"""Hidden files are removed even if the state of the last build is lost, and other people's files stay."""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import build_site, write_files

from sphinx_research_notes.state.folder_manifest import Manifest

if TYPE_CHECKING:
    from pathlib import Path

#: Our own part of the work, whatever the version of Sphinx.
pytestmark = pytest.mark.once

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
html_baseurl = "https://example.org/"
html_copy_source = False
notes_match = ["notes/**"]
version = release = "1"
copyright = "A"
"""
#: Too short for the search of the output.
DRAFT = (
    "---\ntitle: Zebra\ndate: 2024-01-02\ntags: zebra\ndraft: true\npermalink: /z/\n---\n![z](zebra.svg)\n"
)
ASIDE = "---\ntitle: Open\n---\nText.\n\n```{note-to-self}\n:private:\n\nA zebra\n```\n"
FILES: dict[str, str | bytes | None] = {
    "conf.py": CONF, "index.md": "# Home\n", "notes/z.md": DRAFT, "notes/a.md": ASIDE,
    "notes/zebra.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>', "notes/b.md": "# B\n",
}  # fmt: skip
OTHERS = {
    "CNAME": "example.org",
    "v1/notes/z.html": "<p>An old version</p>",
    "notes/mine.html": "<p>Mine</p>",
}
SHOWN = ("-t", "drafts", "-D", "notes_private=1")


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files under *folder*."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_files_are_recalled(tmp_path: Path) -> None:
    """Files that were written and exist are recalled; the manifest doesn't contain their names."""
    manifest = Manifest(tmp_path, "html")
    assert manifest.stamp() == 0
    assert manifest.recalled(tmp_path / "none") == []
    write_files(tmp_path, {"a/b.html": "", "c.html": "", "trees/d.html": "", ".git/e.html": ""})
    stamp = manifest.write(["a/b.html", "gone.html", "trees/d.html", ".git/e.html"])
    assert stamp == manifest.stamp() > 0
    assert manifest.recalled(tmp_path / "trees") == ["a/b.html"]
    assert b"b.html" not in manifest.path.read_bytes()
    assert manifest.says(["trees/d.html", "gone.html", ".git/e.html", "a/b.html"])
    manifest.path.write_text("something else\n")
    assert manifest.recalled(tmp_path / "trees") == []


@pytest.mark.parametrize("builder", ["html", "text"])
def test_drafts_leave_a_folder_of_which_nothing_is_known(tmp_path: Path, builder: str) -> None:
    """With deleted or different doctrees, the folder equals a clean build, except for files of others."""
    source, out, trees = tmp_path / "source", tmp_path / "out", tmp_path / "trees"
    write_files(source, FILES)

    def build(name: str, *options: str, into: Path = out) -> dict[str, bytes]:
        build_site(source, into, *options, builder=builder, doctrees=trees / name)
        return contents(into)

    clean = build("clean", into=tmp_path / "clean")
    assert any("z/" in name or "z.txt" in name for name in build("drafts", *SHOWN))
    write_files(out, dict(OTHERS))
    shutil.rmtree(trees / "drafts")
    expected = clean | {name: text.encode() for name, text in OTHERS.items()}
    assert build("public") == expected
    # Neither build knows what the other does, and the second lists the folder again.
    build("drafts", *SHOWN)
    assert build("public") == expected
    build("private", "-D", "notes_private=1")
    assert build("public") == expected
    # And where the note was public when the folder was written.
    write_files(source, {"notes/b.md": "---\ndraft: true\n---\n# B\n"})
    shutil.rmtree(trees / "public")
    assert not [name for name in build("public") if name.startswith("notes/b.")]
    # The last note is removed, and all our files with it.
    write_files(source, {name: None for name in FILES if name.startswith("notes/")})
    shutil.rmtree(trees / "public")
    left = build("public")
    assert not [name for name in left if name.startswith((".research", "notes/a", "notes/i"))]
    assert OTHERS.keys() <= left.keys()


def test_no_draft_is_packed_into_a_book(tmp_path: Path) -> None:
    """An e-book is made from all files in the folder, and contains no draft and no manifest."""
    source, out = tmp_path / "source", tmp_path / "out"
    write_files(source, FILES)
    for name, options in (("a", SHOWN), ("b", ()), ("b", ())):
        built = build_site(source, out, *options, builder="epub", doctrees=tmp_path / name)
        assert ".research-notes" not in built.warnings
    with zipfile.ZipFile(next(out.glob("*.epub"))) as book:
        assert "notes/a.xhtml" in book.namelist()
        assert not [name for name in book.namelist() if "z" in name or name.startswith(".research")]


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml"])
def test_pages_with_another_suffix_go(tmp_path: Path, builder: str) -> None:
    """If ``html_file_suffix`` changes, former pages and those of hidden notes are removed."""
    source, out = tmp_path / "source", tmp_path / "out"
    write_files(source, FILES)
    build_site(source, out, *SHOWN, builder=builder)
    for number, options in enumerate([("-D", "html_file_suffix=.htm"), ()]):
        built = build_site(source, out, *options, builder=builder)
        assert contents(built.outdir) == contents(
            build_site(source, tmp_path / f"clean{number}", *options, builder=builder).outdir
        )
