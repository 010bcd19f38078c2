"""What a build keeps in memory does not grow with what it has read and written."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from conftest import write_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Built

pytestmark = pytest.mark.once

#: Prints, after reading and after the build, how many documents are kept, as objects and pickled.
CONF = """
extensions = ["myst_parser", "sphinx_research_notes"]
notes_match = ["notes/**"]

def say(app, *_):
    env = app.env
    print("kept", len(env._write_doc_doctree_cache), len(env._pickled_doctree_cache))

def setup(app):
    app.connect("env-updated", say, priority=9999)
    app.connect("build-finished", say)
"""


@pytest.mark.parametrize("options", [(), ("-j2",)], ids=["serial", "parallel"])
def test_no_document_is_kept(site: Callable[..., Built], options: tuple[str, ...]) -> None:
    """No doctree is kept, neither while reading nor after everything is written."""
    notes = {f"notes/n{i}.md": f"---\ndate: 2026-01-{i:02}\n---\n# Note {i}\n\nText.\n" for i in range(1, 21)}
    index = "# Home\n\n```{toctree}\n:glob:\nnotes/*\n```\n"
    built = site({"conf.py": CONF, "index.md": index, **notes}, *options)
    said = [line.split()[1:] for line in built.status.splitlines() if line.startswith("kept")]
    assert len(said) == 2
    assert [int(objects) for objects, _ in said] == [0, 0]
    assert int(said[1][1]) < 5


def test_what_is_set_apart_is_let_go(site: Callable[..., Built]) -> None:
    """Python's garbage collector tracks everything again when a build is over."""
    conf = CONF.replace('print("kept", len(env._write_doc_doctree_cache), len(env._pickled_doctree_cache))',
                        'print("apart", __import__("gc").get_freeze_count())')  # fmt: skip
    conf = conf.replace('"build-finished", say', '"build-finished", say, priority=999')
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": "# A\n"})
    during, after = (int(line.split()[1]) for line in built.status.splitlines() if line.startswith("apart"))
    assert during > 10_000
    assert after == 0


def test_nothing_is_gone_through_when_python_ends(tmp_path: Path) -> None:
    """At exit only garbage is collected; without notes everything is as usual."""
    conf = """
import atexit, gc
atexit.register(lambda: print("apart", gc.get_freeze_count()))
extensions = ["myst_parser", "sphinx_research_notes"]
class Held:
    def __init__(self):
        self.own = self
    def __del__(self):
        with open("held.txt", "w") as file:
            file.write("written")
def setup(app):
    app.connect("build-finished", lambda *_: Held() and None)
"""
    for name, note in (("with", "---\nlayout: post\n---\n"), ("without", "")):
        source = tmp_path / name
        write_files(source, {"conf.py": conf, "index.md": f"{note}# Home\n"})
        command = [sys.executable, "-m", "sphinx", "-q", str(source), str(source / "out")]
        ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=source)
        apart = int(ended.stdout.split()[-1])
        assert apart > 10_000 if note else apart == 0
        assert (source / "held.txt").read_text() == "written"
