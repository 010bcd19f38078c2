"""``research-notes serve`` without its server: one application builds again and again."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import write_files
from exactness import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CONF = """\
extensions = ["myst_parser", "sphinx_research_notes"]
html_theme = "research_notes"
notes_match = ["notes/**"]
myst_enable_extensions = ["dollarmath"]
"""
NOTE = "---\ndate: 2024-05-0{}\ntags: [{}]\n---\n\n# {}\n\n{}\n"
SITE = {
    "conf.py": CONF,
    "index.md": "# Home\n\n```{notes}\n```\n",
    "notes/a.md": NOTE.format(1, "one", "First", "See [](b.md)."),
    "notes/b.md": NOTE.format(2, "one, two", "Second", "Words, and $x^2$.\n\n![](drop.png)"),
    "notes/c.md": NOTE.format(3, "two", "Third", "Words."),
    "notes/drop.png": b"\x89PNG\r\n\x1a\n",
}
#: Edits, each on top of those before it; the last two leave a broken link.
EDITS: tuple[dict[str, str | None], ...] = (
    {"notes/b.md": NOTE.format(2, "one, two", "Second", "Other words, and no picture.")},
    {
        "notes/b.md": NOTE.format(2, "three", "Another", "Other words."),
        "notes/drop.png": None,
        "notes/c.md": NOTE.format(3, "two", "Third", "Words.").replace("tags", "draft: true\ntags"),
    },
    {
        "notes/a.md": NOTE.format(1, "one", "First", "See [](no.md)."),
        "notes/d.md": NOTE.format(4, "one", "New", "Words."),
    },
    {"notes/c.md": NOTE.format(3, "two", "Third", "Words."), "notes/b.md": None},
)


@contextmanager
def worker(source: Path, build: Path) -> Iterator[Callable[[], dict[str, Any]]]:
    """Yield a function that has the site built, in one process, and returns the answer."""
    module = "sphinx_research_notes.command.live.worker"
    with subprocess.Popen(
        [sys.executable, "-m", module, str(source), str(build)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout

        def answer() -> dict[str, Any]:
            process.stdin.write("build\n")
            process.stdin.flush()
            while (found := json.loads(process.stdout.readline()))["kind"] == "opened":
                pass
            return dict(found)

        yield answer
        process.stdin.close()


@pytest.mark.once
def test_after_each_edit_the_folder_is_that_of_a_clean_build(tmp_path: Path) -> None:
    """Text, titles, new and deleted notes, drafts, pictures: one process keeps the folder exact."""
    source, build, faults = tmp_path / "source", tmp_path / "_build" / "serve", []
    write_files(source, dict(SITE))
    with worker(source, build) as built:
        assert built() == {"kind": "built", "warnings": []}
        for number, edit in enumerate(EDITS):
            write_files(source, dict(edit))
            warned = [(each["place"], each["type"]) for each in built()["warnings"]]
            assert warned == ([("notes/a.md:8", "myst.xref_missing")] if number >= 2 else [])
            clean = build_site_with_drafts(source, tmp_path / f"clean-{number}")
            if said := differences(build / "html", clean):
                faults.append(f"after edit {number}: {said}")
    assert not faults, "\n".join(faults)


def build_site_with_drafts(source: Path, out: Path) -> Path:
    """Build *source* afresh, whatever is wrong with it."""
    from forked import run

    code, said, _ = run(["-q", "-t", "drafts", "-d", str(out.with_suffix(".d")), str(source), str(out)])
    assert code == 0, said
    return out


def test_a_failed_build_is_one_line(tmp_path: Path) -> None:
    """An error ends the process with one line; the pages stay."""
    write_files(tmp_path, {"conf.py": CONF + "1 / 0\n", "index.md": "# Home\n"})
    with worker(tmp_path, tmp_path / "_build") as built:
        failed = built()
    assert failed["kind"] == "failed"
    assert "conf.py:5 to run, got ZeroDivisionError" in failed["message"]


def test_without_the_extra() -> None:
    """What is missing is named, and how it is installed."""
    code = "import sys; sys.modules['uvicorn'] = None; sys.argv[1:] = ['serve', '-C', sys.argv[1]]"
    code += "; from sphinx_research_notes.command.main import main; main()"
    site = Path(__file__).parents[2] / "example_site"
    ended = subprocess.run(
        [sys.executable, "-c", code, str(site)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("Error: expected the package uvicorn, found none; install it with: pip ")
