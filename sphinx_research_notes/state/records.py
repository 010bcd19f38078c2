"""What the environment keeps of every document: one record each, by docname, and nothing derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model.loading import quick_to_load
from .domain import data_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from ..model.collection import Query
    from ..model.dates import When
    from ..model.note import Note, Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A note to self, as ``{notes-to-self}`` lists it."""

    docname: str
    anchor: str
    title: str
    date: When | None
    done: bool
    private: bool
    #: Its first words, as plain text.
    lead: str
    #: Whether lists may show it: what stands in an unlisted entry is in none.
    listed: bool = True


@quick_to_load
@dataclass(frozen=True, slots=True)
class Mention:
    """A link of a text to another document."""

    #: As in :attr:`Page.links`.
    kind: str
    target: str
    passage: Passage


@quick_to_load
@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one document holds that other pages, or the build as a whole, need to know."""

    #: The record of a note, or of a page whose front matter is ours.
    head: Note | None = None
    #: Whether *head* is a note, and so stands in lists.
    is_note: bool = False
    entries: tuple[Note, ...] = ()
    asides: tuple[Aside, ...] = ()
    #: The listings on it.
    queries: tuple[Query, ...] = ()
    #: Whether it lists the notes to self.
    lists_asides: bool = False
    #: Listings that it links to when they exist: (kind, label).
    labels: tuple[tuple[str, str], ...] = ()
    #: What its cross-references name, and files that it would take in: (kind, target, part).
    links: tuple[tuple[str, str, str], ...] = ()
    #: The works that it cites: key, and a digest of what its bibliography says of it.
    works: tuple[tuple[str, str], ...] = ()
    #: A digest of what its citations follow from besides.
    cited_by: str = ""
    #: The links in its text that may lead to a note.
    mentions: tuple[Mention, ...] = ()
    #: Whether it has links that may lead to a document by its address.
    by_address: bool = False
    #: Whether it shows a toctree of more than one level.
    deep: bool = False
    #: The files, from the source folder, in which stands something of it that this build must not show.
    hidden: tuple[str, ...] = ()
    #: What in its notes can have a number: the anchor of its entry, its kind, its ids.
    numbered: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether it is made from something that this build must not show, so that its source stays here."""
        return bool(self.hidden)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes on it: its own first, then its entries."""
        own = (self.head,) if self.head is not None and self.is_note else ()
        return (*own, *self.entries)


def pages(env: BuildEnvironment) -> dict[str, Page]:
    """The record of each document that has one."""
    found: dict[str, Page] = data_of(env)["records"]
    return found


def withheld(env: BuildEnvironment) -> set[str]:
    """The documents that were kept out of the project when it was last looked at."""
    found: set[str] = data_of(env)["withheld"]
    return found


def set_withheld(env: BuildEnvironment, docnames: set[str]) -> None:
    """Say that *docnames* are kept out of the project."""
    data_of(env)["withheld"] = docnames


def unlisted(env: BuildEnvironment) -> set[str]:
    """The documents that no list, index or map may name."""
    return {docname for docname, page in pages(env).items() if page.head and not page.head.listed}


def notes_by_docname(env: BuildEnvironment) -> Mapping[str, Note | None]:
    """The note that each document with a record is; None for one that only holds other things."""
    return {d: page.head if page.is_note else None for d, page in pages(env).items()}
