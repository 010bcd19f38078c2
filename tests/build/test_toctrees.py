"""Toctrees that copy only what they show are those of Sphinx, whatever their options."""

from __future__ import annotations

import itertools
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.environment.adapters.toctree import TocTree
from sphinx.testing.util import SphinxTestApp

from sphinx_research_notes._upstream.shallow_toctrees import shallow_toctrees

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INDEX = """\
Home
====

.. toctree::
   :maxdepth: 1
   :caption: Short

   plain
   Another title <two>
   deep
   parts/index
   https://example.org/
   self
   genindex

.. toctree::
   :maxdepth: 2

   deep
   conditions

.. toctree::
   :titlesonly:
   :numbered:

   parts/index
   deep
   missing

.. toctree::
   :hidden:

   shallow

Below
-----
"""
DEEP = """\
Deep *title*
============

One
---

First
~~~~~

Second
~~~~~~

Two
---
"""
FILES = {
    "index.rst": INDEX,
    "plain.rst": "Plain\n=====\n\nText.\n",
    "two.rst": "One title\n=========\n\nOther title\n===========\n\nBelow\n-----\n",
    "deep.rst": DEEP + "\nThree\n-----\n",
    "shallow.rst": ":tocdepth: 2\n\n" + DEEP,
    "conditions.rst": (
        "Conditions\n==========\n\n.. only:: html\n\n   Web\n   ---\n\n   Words\n   ~~~~~\n\n"
        ".. only:: latex\n\n   Print\n   -----\n"
    ),
    "untitled.rst": "No title.\n",
    "parts/index.rst": (
        "Parts\n=====\n\nBefore\n------\n\n.. toctree::\n   :maxdepth: 1\n\n   first\n   ../untitled\n\n"
        "After\n-----\n\nLast\n~~~~\n"
    ),
    "parts/first.rst": DEEP + "\n.. toctree::\n   :hidden:\n\n   inner\n",
    "parts/inner.rst": DEEP,
}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[SphinxTestApp]:
    """A project that has been read, with toctrees of all kinds."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    (tmp_path / "conf.py").touch()
    app = SphinxTestApp("html", tmp_path)
    app.build()
    yield app
    app.cleanup()


def resolved(app: SphinxTestApp) -> list[str]:
    """Return what Sphinx makes of each toctree for each page, with every choice that themes have."""
    env, found = app.env, []
    for docname in sorted(env.all_docs):
        tree = env.get_doctree(docname)
        for maxdepth, titles_only, collapse, includehidden in itertools.product(
            (-1, 0, 1, 2, 3), (False, True), (False, True), (False, True)
        ):
            options: Any = {"titles_only": titles_only, "collapse": collapse, "includehidden": includehidden}
            for toctree in tree.findall(addnodes.toctree):
                for prune in (False, True):
                    node = env.resolve_toctree(
                        docname, app.builder, toctree, maxdepth=maxdepth, prune=prune, **options
                    )
                    found.append(node.pformat() if node else "")
            options["maxdepth"] = maxdepth
            whole = TocTree(env).get_toctree_for(docname, app.builder, **options)
            found.append(whole.pformat() if whole else "")
    return found


def test_as_sphinx_has_them(app: SphinxTestApp) -> None:
    """Each toctree is the same as without the stand-in; so are the warnings."""
    found = []
    for context in (nullcontext(), shallow_toctrees(app)):
        app.warning.truncate(0)
        app.warning.seek(0)
        with context:
            found.append((resolved(app), app.warning.getvalue()))
    (plain, said), (ours, ours_said) = found
    assert len(plain) > 500
    assert ours == plain
    assert ours_said == said
    assert "document 'untitled' that doesn't have a title" in said


def test_less_is_copied(app: SphinxTestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings that a toctree doesn't show are not copied."""
    copied: list[str] = []
    copy = nodes.reference.copy

    def counted(node: nodes.reference) -> nodes.reference:
        copied.append(node.astext())
        return copy(node)

    monkeypatch.setattr(nodes.reference, "copy", counted)
    toctree = next(app.env.get_doctree("index").findall(addnodes.toctree))
    counts = []
    for context in (nullcontext(), shallow_toctrees(app)):
        copied.clear()
        with context:
            app.env.resolve_toctree("index", app.builder, toctree)
        counts.append([*copied])
    assert "Three" in counts[0]
    assert "Three" not in counts[1]
    assert "Deep title" in counts[1]
