"""``research-notes import`` itself: what it refuses and says; a dry run says what is then done."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

from sphinx_research_notes.command.main import research_notes

if TYPE_CHECKING:
    from pathlib import Path

SITE: dict[str, str | bytes | None] = {
    "_config.yml": "title: T\n",
    "_posts/2020-01-02-a.md": "---\ntitle: A\n---\nIt costs $5 or $6. {% own %}\n",
    "_posts/2020-01-03-b.md": "---\ntitle: B\n---\n![x](/x.png)\n",
    "x.png": b"png",
}


@dataclass(frozen=True)
class Ended:
    """What the command has said, and how it ended."""

    exit_code: int
    stdout: str
    stderr: str


def run(*arguments: str) -> Ended:
    """Run the command."""
    with redirect_stdout(StringIO()) as said, redirect_stderr(StringIO()) as warned:
        try:
            research_notes(["import", *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Ended(code, said.getvalue(), warned.getvalue())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with a site in ``old``."""
    write_files(tmp_path / "old", SITE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("old", "old"), "expected FOLDER to be another folder than SOURCE, got old for both"),
        (("old", "."), "expected SOURCE to be outside of FOLDER, got old in ."),
        (("jekyl", "old"), "expected the name of a system or a source, found 'jekyl'; did you mean jekyll?"),
        (("nothing",), "Path 'nothing' does not exist"),
        (("old", "old/x.png"), "Directory 'old/x.png' is a file"),
        (("https://example.org/",), "found the address https://example.org/; save it first"),
        (
            ("old", "--check", "https://example.org/sitemap.xml"),
            "expected a file or a folder, found the address",
        ),
    ],
)
def test_arguments_that_are_refused(here: Path, arguments: tuple[str, ...], said: str) -> None:
    """What is wrong is said in one line, and nothing is written."""
    before = sorted(here.rglob("*"))
    result = run(*arguments)
    assert result.exit_code
    assert said in result.stderr
    assert sorted(here.rglob("*")) == before


def test_dry_run_says_what_is_then_done(here: Path) -> None:
    """Its report has the same files and findings, also where some of the files are there already."""
    write_files(here / "new", {"posts/2020-01-02-a.md": "mine\n"})
    would = json.loads(run("old", "new", "--dry-run", "--json").stdout)
    assert [each.name for each in (here / "new").rglob("*") if each.is_file()] == ["2020-01-02-a.md"]
    done = json.loads(run("old", "new", "--json").stdout)
    assert (would.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert would == done
    assert done["files"]["different"] == ["posts/2020-01-02-a.md"]
    there = {
        each.relative_to(here / "new").as_posix() for each in (here / "new").rglob("*") if each.is_file()
    }
    assert there == {*done["files"]["written"], *done["files"]["different"]}


def test_new_folder_in_the_old_one(here: Path) -> None:
    """It is no part of the source, however often the command is run."""
    assert run("old", "old/new").exit_code == 0
    again = run("old", "old/new")
    assert "wrote 0 files" in again.stdout


def test_source_that_has_grown(here: Path) -> None:
    """New posts come with a second run; what the user has edited stays as it is, and is named."""
    run("old", "new")
    (here / "new" / "posts" / "2020-01-02-a.md").write_text("mine\n", "utf-8")
    write_files(here / "old", {"_posts/2021-01-02-c.md": "---\ntitle: C\n---\nNew.\n"})
    again = run("old", "new", "--report", "again.txt")
    assert "wrote 1 file to new" in again.stdout
    assert "posts/2020-01-02-a.md is there with other content; it stays as it is" in again.stderr
    assert "left as it was (1 file)\n    posts/2020-01-02-a.md\n" in (here / "again.txt").read_text("utf-8")
    assert (here / "new" / "posts" / "2020-01-02-a.md").read_text("utf-8") == "mine\n"
    assert (here / "new" / "posts" / "2021-01-02-c.md").is_file()


def test_configuration_that_is_there(here: Path) -> None:
    """The user is told that it may lack what the pages need, and how to find out."""
    write_files(here / "new", {"conf.py": "project = 'Mine'\n"})
    result = run("old", "new")
    assert "conf.py is there with other content; it stays as it is" in result.stderr
    assert "import into a new folder to see them" in result.stderr
    assert (here / "new" / "conf.py").read_text("utf-8") == "project = 'Mine'\n"


def test_other_origins_are_named(here: Path) -> None:
    """Where a source may be two things, the command says which one it takes, and how to take the other."""
    write_files(here / "old", {".obsidian/app.json": "{}"})
    result = run("old", "a new one", "--dry-run")
    assert result.stdout.startswith("Jekyll: 2 pages")
    assert (
        "like Jekyll and like Obsidian; taking it for Jekyll, else: research-notes import obsidian old"
        in (result.stderr)
    )
    assert "Obsidian" not in run("jekyll", "old", "new", "--dry-run").stderr


def test_folder_with_a_space(here: Path) -> None:
    """The command that builds the site can be pasted."""
    assert run("old", "a new one").stdout.endswith("research-notes build -C 'a new one'\n")


def test_stopping(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is answered with one line, and a second run does the rest."""

    def stop(source: Path, target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("shutil.copyfile", stop)
        result = run("old", "new")
    assert result.exit_code == 1
    assert result.stderr == "Error: stopped; run it again, and it goes on from there\n"
    assert "wrote 1 file to new" in run("old", "new").stdout


def test_check_of_a_dry_run(here: Path) -> None:
    """Nothing is built, and that is said."""
    result = run("old", "new", "--dry-run", "--check", "old")
    assert result.exit_code == 0
    assert "--check: expected a site to build, found a dry run; nothing has been checked" in result.stderr
