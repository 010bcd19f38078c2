"""Every kind of reference that Sphinx and its companions know leads to the same place as in a clean build."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exactness import Bench, differences

from sphinx_research_notes.build.possible_targets import frozen

if TYPE_CHECKING:
    from pathlib import Path

CONF = """\
extensions = ["myst_parser", "sphinx.ext.todo", "sphinx.ext.autosectionlabel"]
extensions += ["sphinx_research_notes", "numbered"]
import os, sys; sys.path.insert(0, os.path.dirname(__file__))
exclude_patterns = ["_*"]
notes_match = ["notes/*"]
html_theme = "research_notes"
numfig = todo_include_todos = True
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["toc.not_included"]

def setup(app):
    app.add_crossref_type("gauge", "gauge")
    app.add_object_type("event", "event")
"""

#: A domain like those of other extensions: it hides its objects from Sphinx, and shows their numbers.
NUMBERED = """\
from docutils import nodes
from sphinx.domains import Domain
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode


class Thing(SphinxDirective):
    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        known = self.env.domaindata["numbered"]["things"]
        known[name] = (self.env.docname, f"thing-{name}", self.options)
        return [nodes.target("", "", ids=[f"thing-{name}"])]


class Numbered(Domain):
    name = label = "numbered"
    directives, roles = {"thing": Thing}, {"thing": XRefRole()}
    initial_data = {"things": {}}

    def clear_doc(self, docname):
        for name in [name for name, each in self.data["things"].items() if each[0] == docname]:
            del self.data["things"][name]

    def merge_domaindata(self, docnames, other):
        self.data["things"].update({n: each for n, each in other["things"].items() if each[0] in docnames})

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        found = self.data["things"].get(target)
        return found and make_refnode(builder, fromdocname, found[0], found[1], contnode)

    def resolve_any_xref(self, *args):
        return []


def setup(app):
    app.add_domain(Numbered)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""

#: A note with one of everything that can be referred to; ``KEY`` is a line of its front matter.
TARGET = """\
:title: The target
:KEY: VALUE

.. _section-label:

A section
---------

.. figure:: /pic.svg
   :name: figure-label

   A figure

.. csv-table:: A table
   :name: table-label

   a,b

.. code-block:: python
   :name: code-label
   :caption: Some code

   x = 1

.. math:: y = x
   :label: equation-label

.. glossary::

   Weir
     It holds water back.

.. envvar:: GAUGE_HOME

.. confval:: gauge_depth

.. program:: gauge

.. option:: --depth <metres>

.. productionlist::
   level: "high" | "low"

.. gauge:: mill-race

.. event:: flood

.. describe:: nothing

.. [Cited2001] A citation.

.. _alone:

Text.

.. py:module:: weirs

.. py:function:: opened()

.. py:class:: Weir

   .. py:method:: close()

.. c:function:: int c_opened(void)

.. cpp:class:: Sluice

.. cpp:function:: void Sluice::close()

.. js:function:: jsOpened()

.. rst:directive:: weir

.. rst:role:: gauge

.. numbered:thing:: gate

.. todo:: Measure again.

.. only:: html

   .. note:: Nothing.
"""

#: References, each in a separate document with this suffix, which has no other link to the note.
REFERENCES = {
    "rst": [
        ":ref:`section-label`", ":ref:`named <section-label>`", ":ref:`figure-label`", ":ref:`alone <alone>`",
        ":ref:`a section`", ":numref:`figure-label`", ":numref:`Table %s <table-label>`",
        ":numref:`code-label`", ":eq:`equation-label`", ":math:numref:`equation-label`", ":term:`Weir`",
        ":term:`weir`", ":envvar:`GAUGE_HOME`", ":confval:`gauge_depth`", ":option:`gauge --depth`",
        ".. program:: gauge\n\n:option:`--depth=3`", ":token:`level`",
        ".. productionlist::\n   other: `level`", ":keyword:`section-label`", ":gauge:`mill-race`",
        ":event:`flood`", ":doc:`/notes/target`", ":any:`section-label`", ":any:`/notes/target`",
        ":any:`../notes/target`", ":any:`Weir`", ":any:`GAUGE_HOME`", ":any:`weirs.opened`",
        ":any:`equation-label`", ":any:`gauge --depth`", "[Cited2001]_", ":py:mod:`weirs`",
        ":py:func:`weirs.opened`", ":py:meth:`.close`", ":c:func:`c_opened`", ".. c:alias:: c_opened",
        ":cpp:class:`Sluice`", ":cpp:func:`Sluice::close`", ".. cpp:alias:: Sluice::close",
        ":js:func:`jsOpened`", ":rst:dir:`weir`", ":rst:role:`gauge`", ":numbered:thing:`gate`",
        ".. todolist::", ".. toctree::\n\n   /notes/target", ".. seealso:: :ref:`section-label`",
        ".. index:: pair: a; b\n\n.. |here| replace:: :eq:`equation-label`\n\nBy |here|.",
        ".. image:: /pic.svg\n   :alt: x\n\n.. list-table::\n\n   * - :envvar:`GAUGE_HOME`",
    ],
    "md": [
        "[](#section-label)", "[named](#section-label)", "[named](section-label)",
        "<project:#section-label>", "[](/notes/target.rst)", "[named](../notes/target.rst#section-label)",
        "<project:../notes/target.rst>",
        "[](project:/notes/target.rst#alone)", "[](#figure-label)", "[](#equation-label)", "[](Weir)",
        "[](GAUGE_HOME)", "[](weirs.opened)", "{eq}`equation-label`", "{math:numref}`equation-label`",
        "{numref}`figure-label`", "{term}`Weir`", "{ref}`section-label`", "{doc}`/notes/target`",
        "{any}`mill-race`", "{option}`gauge --depth`", "{envvar}`GAUGE_HOME`", "{token}`level`",
        "{py:class}`weirs.Weir`", "[text][later]\n\n[later]: /notes/target.rst",
        "> {keyword}`section-label`", "[^a]\n\n[^a]: {eq}`equation-label`",
    ],
}  # fmt: skip

#: Successive edits of the target: strings and their replacements.
EDITS = {
    "it moves": [(":KEY: VALUE", ":permalink: /moved/")],
    "it moves again": [("/moved/", "/moved/again.html")],
    "its names are others": [("A section\n---------", "A part\n------"), ("The target", "What is meant")],
    "its numbers are others": [
        (".. figure::", ".. figure:: /pic.svg\n\n   Before\n\n.. math:: z\n   :label: z\n\n.. figure::"),
        (".. code-block::", ".. code-block:: c\n   :caption: Before\n\n   y;\n\n.. code-block::"),
    ],
    "what stands elsewhere of it is another": [
        ("int c_opened(void)", "int c_opened(int depth)"), ("void Sluice::close()", "int Sluice::close()"),
        ("Measure again", "Measure twice"),
    ],
    "it is a draft": [(":permalink:", ":draft: true\n:permalink:")],
    "it is none": [(":draft: true\n", "")],
}  # fmt: skip


def page(reference: str, name: str) -> str:
    """Return the document *name*, with *reference*."""
    return f"{name}\n{'=' * len(name)}\n\n{reference}\n"


@pytest.mark.slow
def test_every_kind_of_reference_follows_what_it_names(tmp_path: Path) -> None:
    """Each kind, alone on a page, follows each edit of the note to which all of them refer."""
    bench = Bench(tmp_path, tmp_path / "source")
    bench.edit({
        "conf.py": CONF, "numbered.py": NUMBERED, "notes/target.rst": TARGET,
        "index.md": "# Home\n\n```{toctree}\nnotes/target\n```\n",
        "pic.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    })  # fmt: skip
    for suffix, references in REFERENCES.items():
        for number, reference in enumerate(references):
            name = f"{suffix}/{number:02}"
            bench.edit({f"{name}.{suffix}": page(reference, name)})
    text, out = TARGET, bench.build("out")
    nowhere = [
        reference
        for suffix, references in REFERENCES.items()
        for number, reference in enumerate(references)
        if "target.html" not in (out / f"{suffix}/{number:02}.html").read_text("utf-8")
    ]
    assert nowhere == [], f"they prove nothing: {nowhere}"
    faults = []
    for name, changes in EDITS.items():
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        bench.edit({"notes/target.rst": text})
        if said := differences(bench.build("out"), bench.clean()):
            stale = [reference for s, those in REFERENCES.items() for n, reference in enumerate(those)
                     if f"differs: {s}/{n:02}.html" in said]  # fmt: skip
            faults.append(f"after {name!r}: {stale}\n{said}")
            bench.forget(out)
            bench.build("out")
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": {2, 3}}, {"b": {3, 2}, "a": 1}),
        ([(1, "x"), None], [(1, "x"), None]),
        ({"k": object()}, {"k": object()}),
    ],
)
def test_equal_data_are_frozen_alike(one: object, other: object) -> None:
    """Equal data have the same frozen form, in any order and in any process."""
    assert repr(frozen(one)) == repr(frozen(other))
    assert repr(frozen({"a": one})) != repr(frozen({"b": one}))
