"""Names shared by several rooms: of the package, of builders, and of the classes that mark nodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.builders import Builder

#: The name of the package.
PACKAGE = "sphinx_research_notes"

#: The directory of the package.
ROOT = Path(__file__).parent


#: The maximum nesting depth of Markdown blocks: deeper ones would overflow Python's stack in later steps.
NESTED = 40

#: The class of a stream entry's node; the node's first id is the anchor.
ENTRY = "note-entry"


#: The class of the container of a source and licence block that an author placed.
LICENSE = "note-license"


#: The class of a document's reference list, if this extension wrote it.
REFERENCES = "note-references"


#: Marks a document that is an excerpt of a note, rendered for another page.
FRAGMENT = "notes_fragment"


#: The kinds of links in records that are wikilinks: to a document, to show it, and to another file.
WIKILINK, EMBED, FILE_LINK = "wikilink", "embed", "attachment"


#: The number of documents that may be embedded one in another.
EMBEDDED = 6

#: The documents that such an excerpt is embedded in, one in another.
WITHIN = "notes_within"


#: Marks a formula whose errors are reported elsewhere: one shown by several pages, or in a bibliography.
ELSEWHERE = "elsewhere"


#: Attributes of a formula: the definitions of macros before it; whether it only defines macros.
BEFORE, SILENT = "defined-before", "defines-only"


def anchor_of(node: nodes.Element) -> str:
    """Return the anchor of *node* if it is an entry of a stream; empty otherwise."""
    return str(node["ids"][0]) if ENTRY in node["classes"] and node["ids"] else ""


#: The name of the domain in which the environment stores this extension's data.
DOMAIN = "notes"


#: The folder beside the doctrees that records what was written.
STATE = ".research-notes"


#: The name of the theme.
THEME = "research_notes"


#: Builders that write one page per document, and so have permalinks and generated pages.
PAGED = frozenset({"html", "dirhtml"})


def on_screen(builder: Builder) -> bool:
    """Whether *builder* writes pages for browsers, unlike e-books and other formats."""
    return builder.name in {*PAGED, "singlehtml"}
