"""Data collected about a document while it is read, and dropped once its record is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.environment import BuildEnvironment

    from ..model.collection import Query
    from ..model.note import FrontMatter
    from .records import Aside


@dataclass(slots=True)
class Scope:
    """The names defined in an entry, while its document is read."""

    #: Its content, and the node of the entry once it exists.
    content: list[nodes.Node] = field(default_factory=list)
    node: nodes.Element | None = None
    #: The names that the author gave, as opposed to those derived from text.
    explicit: set[str] = field(default_factory=set)
    #: As in :attr:`ReadState.hidden_calls`.
    hidden_calls: set[str] = field(default_factory=set)
    #: Its citations, each with the node that temporarily replaces it.
    citations: list[tuple[nodes.Element, nodes.Element]] = field(default_factory=list)


@dataclass(slots=True)
class ReadState:
    """Data collected about a document while it is read."""

    #: The front matter, if it is ours.
    front: FrontMatter | None = None
    is_note: bool = False
    #: The line of each front matter key, by its name in lower case.
    lines: dict[str, int] = field(default_factory=dict)
    #: The file and line of each key that it inherits from its folder, by its name in lower case.
    inherited: dict[str, str] = field(default_factory=dict)
    #: Unknown keys, for ``env.metadata``.
    extra: dict[str, str] = field(default_factory=dict)
    #: Whether a Markdown source begins with a heading of the first level.
    leading_title: bool | None = None
    #: The source text.
    source: str = ""
    #: The front matter of its entries, by anchor; they have no names yet.
    entries: dict[str, FrontMatter] = field(default_factory=dict)
    #: Whether an entry has begun; its content is parsed before it has an anchor.
    is_stream: bool = False
    #: The names defined in each of them.
    scopes: list[Scope] = field(default_factory=list)
    #: The link definitions in them, in Markdown.
    links_defined: set[str] = field(default_factory=set)
    #: Its notes to self, without what only the finished doctree says: their first words and conditions.
    asides: list[Aside] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    #: Whether an unlisted entry is being read.
    in_unlisted: bool = False
    lists_asides: bool = False
    labels: list[tuple[str, str]] = field(default_factory=list)
    #: The files, relative to the source folder, that hold hidden parts of it.
    hidden: set[str] = field(default_factory=set)
    #: Missing files, relative to the source folder, one of which would be included if it existed.
    missing: set[str] = field(default_factory=set)
    #: The ids that the author has given to blocks, each with that of the element.
    blocks: dict[str, str] = field(default_factory=dict)
    #: The files that wikilinks name, each with the one that is meant; empty for a missing one.
    attachments: dict[str, str] = field(default_factory=dict)
    #: The names of the footnotes that hidden text refers to.
    hidden_calls: set[str] = field(default_factory=set)
    #: The names of the substitutions and targets that hidden text refers to.
    hidden_names: set[str] = field(default_factory=set)

    def hide(self, env: BuildEnvironment, path: str | Path | None) -> None:
        """Record that *path*, or the document itself, holds something that this build does not show."""
        if path is None or not Path(path).is_file():
            path = env.doc2path(env.docname)
        self.hidden.add(Path(relpath(path, env.srcdir)).as_posix())

    def hides(self, env: BuildEnvironment, path: Path) -> bool:
        """Return whether *path* is recorded as holding something that this build does not show."""
        return Path(relpath(path, env.srcdir)).as_posix() in self.hidden

    def location_of(self, docname: str, *keys: str) -> tuple[str, int] | str:
        """Return where the first of *keys* is: in the front matter of *docname*, or a file of its folder."""
        line = next((self.lines[key] for key in keys if key in self.lines), None)
        inherited = next((self.inherited[key] for key in keys if key in self.inherited), None)
        return inherited if line is None and inherited else (docname, line or 1)


def read_state(env: BuildEnvironment) -> ReadState:
    """Return the data collected about the document being read."""
    state: ReadState | None = env.current_document.get("research_notes")
    if state is None:
        state = env.current_document["research_notes"] = ReadState()
    return state
