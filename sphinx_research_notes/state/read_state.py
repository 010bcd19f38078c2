"""What is gathered about a document while it is read; gone when its record is made."""

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
    """What an entry names, while its document is read."""

    #: What it is made of; and the entry itself, once it is made.
    content: list[nodes.Node] = field(default_factory=list)
    node: nodes.Element | None = None
    #: The names that its author has given, in contrast to those that follow from the text.
    explicit: set[str] = field(default_factory=set)
    #: As in :attr:`Desk.hidden_calls`.
    hidden_calls: set[str] = field(default_factory=set)
    #: Its citations, each with what stands in its place for a while.
    citations: list[tuple[nodes.Element, nodes.Element]] = field(default_factory=list)


@dataclass(slots=True)
class ReadState:
    """What is gathered about a document while it is read."""

    #: The front matter, where it is ours to read.
    front: FrontMatter | None = None
    is_note: bool = False
    #: The line of each key of the front matter, by its name in lower case.
    lines: dict[str, int] = field(default_factory=dict)
    #: Unknown keys, for ``env.metadata``.
    extra: dict[str, str] = field(default_factory=dict)
    #: Whether a Markdown source opens with a heading of the first level.
    leading_title: bool | None = None
    #: The text it was read from.
    source: str = ""
    #: The entries in it, not yet named: front matter by anchor.
    entries: dict[str, FrontMatter] = field(default_factory=dict)
    #: Whether an entry has begun; its text is read before it has a name.
    is_stream: bool = False
    #: What each of them names.
    scopes: list[Scope] = field(default_factory=list)
    #: The links that they define in Markdown.
    links_defined: set[str] = field(default_factory=set)
    asides: list[Aside] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    #: Whether an unlisted entry is being read.
    in_unlisted: bool = False
    lists_asides: bool = False
    labels: list[tuple[str, str]] = field(default_factory=list)
    #: The files, from the source folder, in which stands something that this build does not show.
    hidden: set[str] = field(default_factory=set)
    #: Files, from the source folder, of which one would be taken in if it were there.
    missing: set[str] = field(default_factory=set)
    #: The names of the footnotes that are called in what this build does not show.
    hidden_calls: set[str] = field(default_factory=set)
    #: The names of the substitutions and targets that are used there.
    hidden_names: set[str] = field(default_factory=set)

    def hide(self, env: BuildEnvironment, path: str | Path | None) -> None:
        """Note that *path*, or the document itself, holds something that this build does not show."""
        if path is None or not Path(path).is_file():
            path = env.doc2path(env.docname)
        self.hidden.add(Path(relpath(path, env.srcdir)).as_posix())

    def hides(self, env: BuildEnvironment, path: Path) -> bool:
        """Whether it has been noted that *path* holds something that this build does not show."""
        return Path(relpath(path, env.srcdir)).as_posix() in self.hidden

    def line_of(self, *keys: str) -> int:
        """The line of the first of *keys* that the front matter has."""
        return next((self.lines[key] for key in keys if key in self.lines), 1)


def read_state(env: BuildEnvironment) -> ReadState:
    """What is gathered about the document that is being read."""
    state: ReadState | None = env.current_document.get("research_notes")
    if state is None:
        state = env.current_document["research_notes"] = ReadState()
    return state
