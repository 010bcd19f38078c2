"""What a build keeps in memory does not grow with what it has read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Built

#: Says, at the end of reading and of the build, how many documents are kept, as objects and pickled.
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
    """Neither while reading nor when all is written."""
    notes = {f"notes/n{i}.md": f"---\ndate: 2026-01-{i:02}\n---\n# Note {i}\n\nText.\n" for i in range(1, 21)}
    index = "# Home\n\n```{toctree}\n:glob:\nnotes/*\n```\n"
    built = site({"conf.py": CONF, "index.md": index, **notes}, *options)
    said = [line.split()[1:] for line in built.status.splitlines() if line.startswith("kept")]
    assert len(said) == 2
    assert [int(objects) for objects, _ in said] == [0, 0]
    assert int(said[1][1]) < 5


def test_what_is_set_apart_is_let_go(site: Callable[..., Built]) -> None:
    """Python's collector sees everything again when a build is over."""
    conf = CONF.replace('print("kept", len(env._write_doc_doctree_cache), len(env._pickled_doctree_cache))',
                        'print("apart", __import__("gc").get_freeze_count())')  # fmt: skip
    conf = conf.replace('"build-finished", say', '"build-finished", say, priority=999')
    built = site({"conf.py": conf, "index.md": "# Home\n", "notes/a.md": "# A\n"})
    during, after = (int(line.split()[1]) for line in built.status.splitlines() if line.startswith("apart"))
    assert during > 10_000
    assert after == 0
