"""Names that several rooms share: of the package, of builders, and of classes that mark nodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder

#: The name of the package, and of modules in it up to a dot.
PACKAGE = "sphinx_research_notes"

#: Where the package is.
ROOT = Path(__file__).parent


#: How many blocks of Markdown may stand in one another: more is too much for Python's stack in later steps.
NESTED = 40

#: The class of an entry's node, which also carries its anchor as first id.
ENTRY = "note-entry"


#: The class of what holds a source and licence block that was placed by hand.
LICENSE = "note-license"


#: The class of the list of works that a document cites, where it is ours.
REFERENCES = "note-references"


#: Marks a document that is part of a note, on its way to another page.
FRAGMENT = "notes_fragment"


#: On a formula whose faults are named elsewhere: one that another page shows too, one in a bibliography.
ELSEWHERE = "elsewhere"


def anchor_of(node: nodes.Element) -> str:
    """The anchor of the entry that *node* is; empty for what is none."""
    return str(node["ids"][0]) if ENTRY in node["classes"] and node["ids"] else ""


#: The name of our domain, under which the environment keeps what is ours.
DOMAIN = "notes"


#: The name of our theme.
THEME = "research_notes"


#: Builders that write a page per document, and so have places and generated pages.
PAGED = frozenset({"html", "dirhtml"})


def on_screen(builder: Builder) -> bool:
    """Whether *builder* writes pages for a browser; e-books and others have needs of their own."""
    return builder.name in {*PAGED, "singlehtml"}
