"""The records passed to the partial templates; a project's own templates may rely on their fields.

A template accesses a field by its name, ``{{ page.date.text }}`` or ``{{ page["date"].text }}``. Lists of
notes are defined in :mod:`.items`. ``extra`` is empty unless handlers of ``notes-page-context`` add to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from ..model.note import License, Note


@dataclass(frozen=True, slots=True)
class Day:
    """A formatted date."""

    #: For ``datetime`` attributes.
    iso: str
    #: ``14 March 2024``.
    text: str
    #: ``14 Mar``, with two digits for the day, for lists with a heading for each year.
    short: str
    #: :attr:`text`, with the time of day if the author gave one.
    full: str
    #: ``14 Mar 2024``, for lists without headings: as wide as any other.
    listed: str = ""
    #: ``2024``, for lists of notes that are as good as ever.
    year: str = ""

    @property
    def around(self) -> tuple[str, str]:
        """What :attr:`listed` has before and after :attr:`short`: the year, wherever the language has it."""
        before, found, after = self.listed.partition(self.short)
        return (before, after) if found else ("", f" {self.year}")


@dataclass(frozen=True, slots=True)
class Link:
    """Text and its target; the URL is empty if there is no page."""

    text: str
    url: str = ""
    #: The number of notes, in an index of labels.
    count: int = 0
    #: How much the label is used, from 1 to 5, compared with the others.
    use: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A section in the contents of a page: an item of ``contents`` in ``contents.html``."""

    #: HTML, because headings may have formulas.
    text: Markup
    url: str
    #: The sections in it.
    below: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """The title of a document, and the address of its page."""

    #: HTML, because titles may have formulas.
    text: Markup
    url: str
    #: Whether it is the page that shows the link.
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOrder:
    """``page.order`` in the layout: the documents around one that is in a toctree."""

    #: From the home page down.
    above: tuple[DocumentLink, ...]
    #: The document whose toctrees have :attr:`siblings`; on its own page, those below it.
    section: DocumentLink
    siblings: tuple[DocumentLink, ...]
    previous: DocumentLink | None
    next: DocumentLink | None


@dataclass(frozen=True, slots=True)
class Badge:
    """A status as a badge."""

    axis: str
    value: str
    label: str
    meaning: str
    url: str
    #: The axis as displayed: ``Growth``.
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The card that a link to a note shows."""

    #: Its name as HTML; empty if that is only the beginning of its text.
    name: str
    authors: tuple[str, ...]
    date: Day | None
    badges: list[Badge]
    #: Its first words.
    words: str


@dataclass(frozen=True, slots=True)
class Image:
    """The image of a note: its address and alternative text."""

    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class ListIntro:
    """``intro`` in ``list-intro.html``: what the page of a label says before its notes."""

    #: Paragraphs of plain text.
    paragraphs: tuple[str, ...]
    image: Image | None


@dataclass(frozen=True, slots=True)
class NoteLink:
    """The name of a note, and the address of its page."""

    url: str
    name: str
    #: As in lists of notes.
    language: str = ""


@dataclass(frozen=True, slots=True)
class TranslationLink:
    """A link to a note in another language."""

    #: The name of the language in that language: ``Deutsch``.
    text: str
    url: str
    #: As BCP 47 has it.
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """``page`` in ``byline.html``: what is shown below a note's title."""

    #: The note's own public address; empty for builders that write a single file.
    url: str
    #: The authors, each with a link to a page about them; empty on pages that are not notes.
    authors: list[Link]
    #: None on pages that are not notes.
    date: Day | None
    #: None on pages that are not notes.
    updated: Day | None
    #: How many minutes the note takes to read; 0 if that is not shown.
    minutes: int
    #: The home link.
    home: Link | None
    badges: list[Badge]
    #: ``Draft`` or ``Private`` if this build shows a note that is one; otherwise empty.
    draft: str
    #: The page that a link note is about.
    external: Link | None
    #: The note's summary, or else its first words; empty on pages that are not notes.
    lead: str
    #: The note in other languages.
    translations: list[TranslationLink] = field(default_factory=list)
    #: More parts of the line: strings, which are escaped, or ``Markup``, which is not.
    extra: list[str | Markup] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line of a note's change log."""

    date: Day | None
    comment: str


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """A part of a series: its name, its address, and whether it is the current note."""

    name: str
    url: str
    current: bool
    #: As in lists of notes.
    language: str = ""


@dataclass(frozen=True, slots=True)
class SeriesNav:
    """The series that a note belongs to."""

    name: str
    #: The page that lists the series; empty if there is none.
    url: str
    #: The position of the note in the series, from 1.
    part: int
    items: list[SeriesPart]


@dataclass(frozen=True, slots=True)
class SourceLicense:
    """``foot`` in ``source-license.html``, the block that an author has placed in the text."""

    #: The address of the source; empty if there is none.
    source: str
    license: License | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """``foot`` in ``foot.html``: what is shown at the end of a note."""

    changes: list[ChangeLine]
    series: SeriesNav | None
    #: The next note by date.
    newer: NoteLink | None
    #: The previous note by date.
    older: NoteLink | None
    #: The note's tags and categories.
    labels: list[Link]
    #: The URL of the note's DOI; empty if it has none.
    doi: str
    #: The address of the source; empty if there is none, or if the author has placed the block elsewhere.
    source: str
    #: The licence; None if there is none, or if the author has placed the block elsewhere.
    license: License | None
    #: More paragraphs: strings, which are escaped, or ``Markup``, which is not.
    extra: list[str | Markup] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A citation in a format that programs read."""

    #: The name of the format, such as ``BibTeX``.
    name: str
    text: Markup
    #: The address of the file with the citation; empty if there is none.
    url: str
    #: The name of that file; empty if there is none.
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteThis:
    """``cite`` in ``cite-this.html``: how to cite a note, as the parts of a sentence and in each format."""

    authors: str
    title: str
    site: str
    date: Day | None
    url: str
    forms: list[CitationForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorCard:
    """``card`` in ``author-card.html``: an author on the page of their notes."""

    name: str
    url: str
    affiliation: str
    orcid: Link | None
    #: Empty unless the author wants it to be shown.
    email: str
    organization: bool
    #: Profiles elsewhere, by their hosts.
    profiles: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentContext:
    """A comment of a thread."""

    #: The id of its element.
    id: str
    #: Whether the comment was deleted, and only its place in the thread remains.
    deleted: bool
    author: str
    author_url: str
    initials: str
    date: Day | None
    edited: Day | None
    #: The URL of the original comment; empty if unknown.
    url: str
    html: Markup
    text: str
    #: Whether it is collapsed at first.
    long: bool
    reactions: Sequence[tuple[str, int]]
    replies: list[CommentContext]
    #: 1 for a comment that answers no other.
    level: int = 1
    #: The number of replies, at all levels, if they can be folded; otherwise 0.
    branch: int = 0
    #: The author and address of the comment it replies to; None where the indentation shows it.
    answers: Link | None = None
    #: Other ids by which links from elsewhere lead to it.
    anchors: Sequence[str] = ()
    #: The address of the author's picture; empty to show their initials.
    avatar: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadContext:
    """``thread`` in ``thread.html``."""

    #: The id of the heading.
    id: str
    count_text: str
    #: The URL of the original thread; empty if unknown.
    source: str
    #: The host name of that URL.
    source_name: str
    license: License | None
    comments: list[CommentContext]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveContext:
    """``live`` in ``live-comments.html``."""

    #: ``giscus`` and so on.
    service: str
    #: The host that is asked once the reader wants to see the discussion.
    host: str
    #: The attributes of the service's script, as JSON.
    script: str
    #: Where it can be read without a script: a URL, or empty.
    elsewhere: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideLine:
    """A note to self in the list of all of them: an item of ``asides`` in ``asides.html``."""

    url: str
    name: str
    date: Day | None
    done: bool
    #: The title of the page that it is on.
    page: str


@dataclass(frozen=True, slots=True)
class LinkingPage:
    """A page that links to a note, with the sentences: an item of ``backlinks`` in ``backlinks.html``."""

    name: str
    url: str
    passages: list[Link]
    #: As in lists of notes.
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedNote:
    """A note or page that is related to a note: an item of ``related`` in ``related.html``."""

    #: Its name, with formulas as MathML.
    name: Markup
    titled: bool
    url: str
    date: Day | None
    #: What the two share: ``both tagged entropy``. May be empty.
    why: str
    #: As in lists of notes.
    language: str = ""


@dataclass(frozen=True, slots=True)
class PageContexts:
    """Everything passed to the templates of a note's page; the argument of ``notes-page-context``."""

    note: Note
    byline: Byline
    foot: Foot
    #: None if the page doesn't show how to cite the note.
    cite: CiteThis | None
