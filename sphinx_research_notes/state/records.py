"""What the environment stores for every document: one record each, by docname, with nothing derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.loading import quick_to_load
from .domain import data_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..model.collection import Query
    from ..model.dates import When
    from ..model.note import Condition, Note, Passage
    from ..model.part import Part
    from ..model.times import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A note to self, as ``{notes-to-self}`` lists it."""

    docname: str
    anchor: str
    title: str
    date: When | None
    done: bool
    #: Its first words, as plain text.
    lead: str = ""
    #: Whether lists may show it; they don't if it is in an unlisted entry.
    listed: bool = True
    #: The conditions of the content around it.
    conditions: tuple[Condition, ...] = ()


@quick_to_load
@dataclass(frozen=True, slots=True)
class Mention:
    """A link in the text to another document."""

    #: As in :attr:`Page.links`.
    kind: str
    target: str
    passage: Passage


@quick_to_load
@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything in one document that other pages, or the build as a whole, need to know."""

    #: The record of a note, or of a page with our front matter.
    head: Note | None = None
    #: Whether *head* is a note, which lists show.
    is_note: bool = False
    entries: tuple[Note, ...] = ()
    asides: tuple[Aside, ...] = ()
    #: The queries of the listings in it.
    queries: tuple[Query, ...] = ()
    #: Whether it lists the notes to self.
    lists_asides: bool = False
    #: The listings that it links to if they exist: (kind, label).
    labels: tuple[tuple[str, str], ...] = ()
    #: The targets of its cross-references, and missing files that it would include: (kind, target, part).
    links: tuple[tuple[str, str, str], ...] = ()
    #: The works that it cites: key, and a digest of the entry in its bibliography.
    works: tuple[tuple[str, str], ...] = ()
    #: A digest of everything else that its citations depend on.
    cited_by: str = ""
    #: The links in its text that may lead to a note.
    mentions: tuple[Mention, ...] = ()
    #: Whether it has links that may lead to a document by its address.
    by_address: bool = False
    #: Whether it shows a toctree of more than one level.
    deep: bool = False
    #: The files, relative to the source folder, that hold hidden parts of it.
    hidden: tuple[str, ...] = ()
    #: The nodes of its notes that can have a number: anchor of the entry, kind, ids.
    numbered: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    #: The ids that its author has given to blocks as in Obsidian, each with that of the element.
    blocks: tuple[tuple[str, str], ...] = ()
    #: The images that it only shows under conditions, with those of each place.
    conditional_images: tuple[tuple[str, tuple[tuple[Condition, ...], ...]], ...] = ()

    #: The terms that its glossaries define: id, name, and the first paragraph of the definition, marked like
    #: the lead of a note.
    terms: tuple[tuple[str, str, str], ...] = ()
    #: The figures, formulas and theorems in it that links can name.
    parts: tuple[Part, ...] = ()

    #: The moments that decide what of it is shown, each with whether it had come when it was read.
    times: Answers = ()
    #: A digest of those that decide what of it is hidden; empty if there is none.
    waits: str = ""

    @property
    def withheld(self) -> bool:
        """Whether part of it is hidden in this build, so that its source is not published."""
        return bool(self.hidden)

    @property
    def listed(self) -> bool:
        """Whether lists, indices and the search may show it."""
        return self.head is None or self.head.listed

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes in it: the document itself, then its entries."""
        own = (self.head,) if self.head is not None and self.is_note else ()
        return (*own, *self.entries)


def pages(env: BuildEnvironment) -> dict[str, Page]:
    """Return the records by docname."""
    by_docname: dict[str, Page] = data_of(env)["records"]
    return by_docname


#: What is known about a document without a record.
_EMPTY = Page()


def page_of(env: BuildEnvironment, docname: str) -> Page:
    """Return the record of *docname*, an empty one for a document that has none."""
    return pages(env).get(docname, _EMPTY)


def withheld(env: BuildEnvironment) -> set[str]:
    """Return the documents that were kept out of the project when it was last checked."""
    docnames: set[str] = data_of(env)["withheld"]
    return docnames


def set_withheld(env: BuildEnvironment, docnames: set[str]) -> None:
    """Record that *docnames* are kept out of the project."""
    data_of(env)["withheld"] = docnames


def unlisted(env: BuildEnvironment) -> set[str]:
    """Return the documents that no list, index or map may show."""
    return {docname for docname, page in pages(env).items() if not page.listed}
