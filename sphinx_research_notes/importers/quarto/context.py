"""What the text of one document can refer to: files, values, works, and what has a number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..documents import path_of
from ..markdown.headings import github_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..documents import Document
    from .project import Project
    from .results import Result


def _nothing(path: str) -> str | None:
    return None


@dataclass(slots=True)
class Context:
    """What the text of *document* can refer to."""

    document: Document
    project: Project
    #: The metadata of the document, of its folders and of the project.
    meta: Mapping[str, Any] = field(default_factory=dict)
    #: Returns the text of a file of the source, by its path; None if there is none.
    read: Callable[[str], str | None] = _nothing
    #: Keys of works as they are written: those that they have here.
    keys: Mapping[str, str] = field(default_factory=dict)
    #: The user's table.
    table: Mapping[str, str] = field(default_factory=dict)
    #: Labels of the whole new site in lower case, which must be unique, with the documents that have them.
    labels: dict[str, str] = field(default_factory=dict)
    #: Labels of this document: what a reference to each is here.
    references: dict[str, str] = field(default_factory=dict)
    #: Footnotes that were written in the text, to be put at its end.
    footnotes: list[str] = field(default_factory=list)
    #: Ids of headings that links of the site lead to.
    anchors: frozenset[str] = frozenset()
    #: The URLs of feeds, by their paths on the old site.
    feeds: Mapping[str, str] = field(default_factory=dict)
    #: How many footnotes there have been.
    notes: int = 0
    #: What cells of it have shown, where that isn't in its text.
    results: tuple[Result, ...] = ()
    #: Whether the code of cells is hidden where they don't say.
    hides_code: bool = False

    def label(self, name: str) -> str:
        """Return the label for *name*, which is another one if another document has it already."""
        path = self.document.path
        label = name
        while self.labels.setdefault(label.lower(), path) != path:
            stem = github_id(self.document.docname.removesuffix("/index").rpartition("/")[2])
            label = f"{name}-{stem}" if label == name else f"{label}-2"
        return label

    def path(self, address: str) -> str:
        """Return the path in the source of *address* in this document."""
        return path_of(self.document, address)
