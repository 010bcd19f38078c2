"""What the partial templates are handed, as frozen records: their fields are what a project may rely on.

A template reaches a field by its name, ``{{ page.date.text }}`` or ``{{ page["date"].text }}``. Dates, links,
badges and notes in lists are in :mod:`.items`. ``extra`` is empty; handlers of ``notes-page-context`` add to
it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from ..model.note import License, Note
    from .items import Badge, Day, Item, Link


@dataclass(frozen=True, slots=True)
class NoteLink:
    """The name of a note, and where its page is."""

    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """``page`` in ``byline.html``: what stands under a note's title."""

    #: The note's own public address; empty in builders of one file.
    url: str
    #: Each with the page about them. None on pages that are no notes, as ``date`` and ``updated``.
    authors: list[Link]
    date: Day | None
    updated: Day | None
    #: The way home.
    home: Link | None
    badges: list[Badge]
    #: ``Draft`` or ``Private`` where the note is one that this build shows all the same; else empty.
    draft: str
    #: What a link note is about.
    external: Link | None
    #: The note's first words, or its summary.
    lead: str
    #: Further parts of the line: texts, which are escaped, or ``Markup``, which is not.
    extra: list[str | Markup] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of a note's change log."""

    date: Day | None
    comment: str


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """A part of a series: its name, its page, and whether it is the note itself."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class SeriesNav:
    """The series that a note belongs to."""

    name: str
    #: The page that lists it; empty where there is none.
    url: str
    #: The place of the note in it, from 1.
    part: int
    items: list[SeriesPart]


@dataclass(frozen=True, slots=True)
class SourceLicense:
    """``foot`` in ``source-license.html``, where that is placed by hand."""

    #: The address of the source; empty where there is none.
    source: str
    license: License | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """``foot`` in ``foot.html``: what stands at the end of a note."""

    changes: list[ChangeLine]
    series: SeriesNav | None
    #: The neighbours by date.
    newer: NoteLink | None
    older: NoteLink | None
    #: Its tags and categories.
    labels: list[Link]
    #: The full address of its DOI; empty where it has none.
    doi: str
    #: Both as in :class:`SourceLicense`; empty where the author has placed them elsewhere.
    source: str
    license: License | None
    #: Further paragraphs: texts, which are escaped, or ``Markup``, which is not.
    extra: list[str | Markup] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A form of a citation that programs read."""

    #: What it is called: ``BibTeX``.
    name: str
    text: Markup
    #: The file that holds it, its address and its name; empty where there is none.
    url: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteThis:
    """``cite`` in ``cite-this.html``: how a note is cited, the parts of a sentence and its forms."""

    authors: str
    title: str
    site: str
    date: Day | None
    url: str
    forms: list[CitationForm]


@dataclass(frozen=True, slots=True)
class ListingGroup:
    """Notes of a listing under one heading."""

    #: Empty where the listing has no headings.
    heading: str
    #: The id of the heading.
    id: str
    #: Where the heading leads; empty for nowhere.
    url: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Listing:
    """``listing`` in ``list.html`` and in the templates of added list styles."""

    #: The name of the style.
    style: str
    #: Whether it is a feed of its own; not so on a page that is one as a whole.
    feed: bool
    #: The level of its headings.
    level: int
    groups: list[ListingGroup]

    @property
    def items(self) -> list[Item]:
        """The notes of all groups."""
        return [item for group in self.groups for item in group.items]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorCard:
    """``card`` in ``author-card.html``: an author on the page about them."""

    name: str
    url: str
    affiliation: str
    orcid: Link | None
    #: Empty unless the author is shown with it.
    email: str
    organization: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentContext:
    """A comment of a thread."""

    #: The id of its element.
    id: str
    #: Whether it is gone but for its place.
    deleted: bool
    author: str
    author_url: str
    initials: str
    date: Day | None
    edited: Day | None
    #: Where it was written; empty where that is not known.
    url: str
    html: Markup
    text: str
    #: Whether it is folded at first.
    long: bool
    reactions: Sequence[tuple[str, int]]
    replies: list[CommentContext]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadContext:
    """``thread`` in ``thread.html``."""

    #: The id of its heading.
    id: str
    count_text: str
    #: Where it was kept from, and what that is called.
    source: str
    source_name: str
    license: License | None
    comments: list[CommentContext]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """A note to self in the list of them, ``asides`` in ``asides.html``."""

    url: str
    name: str
    date: Day | None
    done: bool
    #: The title of the page that it is on.
    page: str


@dataclass(frozen=True, slots=True)
class LinkingPage:
    """A page that links to a note, with the sentences that do: of ``backlinks`` in ``backlinks.html``."""

    name: str
    url: str
    passages: list[Link]


@dataclass(frozen=True, slots=True)
class PageContexts:
    """All that the templates of one note's page are handed; the argument of ``notes-page-context``."""

    note: Note
    byline: Byline
    foot: Foot
    #: None where the note does not say how to cite it.
    cite: CiteThis | None
