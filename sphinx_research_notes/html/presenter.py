"""Convert records into values for the templates of a page: relative addresses, formatted dates, badges."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from babel.dates import format_time
from markupsafe import Markup
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from ..build.fingerprints import carried
from ..citations.export_formats import FORMS, doi_url, plain
from ..companions.last_updated import prevents_copy
from ..extension_points import added
from ..model.collection import by_year
from ..model.dates import When, format_when
from ..model.licenses import license_of
from ..model.note import OTHERS, Note, Visibility
from ..model.taxonomy import first_words
from ..model.urls import host_of, is_address, web_address
from ..reading.backlinks import spoken
from ..state.records import Aside, pages
from .contexts import (
    AsideLine,
    AuthorCard,
    Byline,
    ChangeLine,
    CitationForm,
    CiteThis,
    CommentContext,
    Foot,
    Listing,
    ListingGroup,
    NoteLink,
    PageContexts,
    SeriesNav,
    SeriesPart,
    ThreadContext,
)
from .items import Badge, Day, Image, Item, Link, NoteItem
from .templates import render, render_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..build.site import Site
    from ..comments import Comment, Thread
    from ..model.note import Author
    from ..model.statuses import Status


class Presenter:
    """Presents records on one page."""

    def __init__(self, site: Site, page: str) -> None:
        """*page*: the docname, or the name of a generated page."""
        self.site = site
        self.config = site.config
        self.builder = site.builder
        self.page = page
        self.locale = str(site.env.config.language or "en")
        self.root = str(site.env.config.root_doc)
        self._listings = 0
        self._styles = added(site.env.config).list_styles
        self._here = self.builder.get_target_uri(page).partition("#")[0] if site.paged else ""

    # Addresses.

    def url(self, name: str, anchor: str = "") -> str:
        """Return the address of the page *name*, a docname or generated page; ``""`` if it is not built."""
        if name == self.page and anchor:
            return f"#{anchor}"
        if not self.site.holds(name):
            return ""
        try:
            uri = self.builder.get_relative_uri(self.page, name)
        except NoUri:
            return ""
        if anchor and self.site.paged:
            return f"{uri.partition('#')[0]}#{anchor}"
        return uri or "#"

    def file_url(self, path: str) -> str:
        """Return the address of a file in the output folder, relative to this page."""
        return relative_uri(self._here, path)

    def full_url(self, name: str) -> str:
        """Return the full URL of a page; its relative address if the URL of the site is not known."""
        return self.site.addresses.public_url(name) or self.url(name)

    def note_url(self, note: Note) -> str:
        """Return the address that lists link *note* to: its page, or the external URL of a link note."""
        return note.external_url or self.url(note.docname, note.anchor)

    def label(self, kind: str, label: str, text: str = "") -> Link:
        """Return a link to the list of notes with *label*; without an address if there is no list."""
        name = self.site.lists.page_name(kind, label)
        return Link(text or label, self.url(name) if name else "")

    # Parts of a note.

    def day(self, when: When | None) -> Day | None:
        """Format *when*."""
        if when is None:
            return None
        text = format_when(when, self.config.date_format, self.locale)
        full = text
        if when.has_time:
            full += ", " + format_time(when.moment.time(), "HH:mm", locale="en")
        return Day(when.iso, text, format_when(when, "dd MMM", self.locale), full)

    def badges(self, statuses: tuple[Status, ...]) -> list[Badge]:
        """Return *statuses* as badges."""
        return [
            Badge(
                status.axis,
                status.value,
                status.label,
                self.config.vocabulary.describe(status).meaning,
                self.label("statuses", status.listed_as).url,
            )
            for status in statuses
        ]

    def authors(self, note: Note) -> list[Link]:
        """Return the authors of *note*, each with a link to their own page or the list of their notes."""
        return [
            Link(author.name, author.url or author.orcid or self.label("authors", author.name).url)
            for author in note.authors
        ]

    def home(self) -> Link | None:
        """Return the home link, if any."""
        if self.config.home is None or not self.site.paged:
            return None  # Single pages and books need no home link.
        text, target = self.config.home
        target = target or self.root
        if is_address(target):
            return Link(text, target)
        return Link(text, self.url(target)) if target in self.site.env.all_docs else None

    def source(self, docname: str, own: str = "") -> str:
        """Return the address of a document's source; ``""`` if there is none.

        In this order: *own* (from front matter), ``notes_source``, the copy of the source in the output.
        """
        env = self.site.env
        path = env.doc2path(docname, base=False).as_posix()
        if own:
            if "://" in own or not self.config.source:
                return own
            path = own
        if self.config.source:
            return self.config.source.replace("{path}", path)
        config = env.config
        record = pages(env).get(docname)
        if not self.site.paged or not (config.html_copy_source and config.html_show_sourcelink):
            return ""
        if (record is not None and record.withheld) or prevents_copy(env, docname):
            return ""
        end = config.html_sourcelink_suffix
        return self.file_url(f"_sources/{path}" + ("" if path.endswith(end) else end))

    # What templates get.

    def item(self, note: Note, passages: Sequence[Link] = ()) -> Item:
        """Return *note* as a list item, with the *passages* that it is listed for."""
        return Item(self, note, self.note_url(note), passages)

    def entry(self, note: Note) -> Item:
        """Return *note* as a stream entry, which links to the note itself even if that is a link note."""
        return Item(self, note, self.url(note.docname, note.anchor))

    def image(self, note: Note) -> Image | None:
        """The picture that stands for *note*."""
        if note.image is None:
            return None
        source = note.image.source
        if "://" in source:
            return Image(source, note.image.alt)
        name = self.site.images.name(note)
        return Image(self.file_url(f"_images/{name}"), note.image.alt) if name else None

    def listing(
        self, notes: tuple[Note, ...], style: str, *, years: bool, level: int = 2, feed: bool = True
    ) -> Listing:
        """A listing in groups.

        *years*: whether each year is a group with a heading of *level*; *feed*: whether the list is marked up
        as an ``h-feed``.
        """
        make = NoteItem if style in self._styles else Item
        groups = by_year(notes) if years else [(None, notes)]
        self._listings += 1
        number = f"-{self._listings}" if self._listings > 1 else ""
        return Listing(
            style,
            feed,
            level,
            [
                ListingGroup(
                    heading=(str(year) if year else "Undated") if years else "",
                    id=(f"year-{year}" if year else "undated") + number,
                    url="",
                    items=[make(self, note, self.note_url(note)) for note in group],
                )
                for year, group in groups
            ],
        )

    def contexts(self, note: Note, *, is_note: bool, license_placed: bool) -> PageContexts:
        """What the templates of the page of *note* get.

        *license_placed*: whether the author has put its source and licence elsewhere.
        """
        return PageContexts(
            note,
            self._byline(note, is_note=is_note),
            self._foot(note, is_note=is_note, license_placed=license_placed),
            self._cite(note) if is_note else None,
        )

    def _byline(self, note: Note, *, is_note: bool) -> Byline:
        marks = {Visibility.DRAFT: "Draft", Visibility.PRIVATE: "Private"}
        return Byline(
            url=self.full_url(note.docname) if self.site.paged else "",
            authors=self.authors(note) if is_note else [],
            date=self.day(note.date) if is_note else None,
            updated=self.day(note.changed) if is_note else None,
            home=self.home(),
            badges=self.badges(note.statuses),
            draft=marks.get(note.visibility, ""),
            external=Link(host_of(note.external_url), note.external_url) if note.external_url else None,
            lead=note.lead if is_note else "",
        )

    def _foot(self, note: Note, *, is_note: bool, license_placed: bool) -> Foot:
        newer, older = self.site.catalogue.neighbours(note.docname) if is_note else (None, None)
        return Foot(
            changes=[ChangeLine(self.day(change.date), change.comment) for change in note.updates],
            series=self._series(note) if is_note else None,
            newer=self._link(newer),
            older=self._link(older),
            labels=[
                self.label(kind, label)
                for kind, label in carried(note)
                if is_note and kind in {"tags", "categories"}
            ],
            doi=doi_url(note.doi) if is_note else "",
            source="" if license_placed else self.source(note.docname, note.source),
            license=None if license_placed else note.license,
        )

    def _cite(self, note: Note) -> CiteThis | None:
        offer = self.site.offers.get(note.docname)
        if offer is None:
            return None
        found, files = offer.citation, dict(offer.files)
        return CiteThis(
            authors=_sentence([plain(author.name) for author in note.authors]),
            title=plain(note.name),
            site=found.site,
            date=self.day(note.date),
            url=doi_url(found.doi) or found.url,
            forms=[
                CitationForm(
                    name=name,
                    text=Markup(html.escape(write(found).replace("\r\n", "\n").rstrip("\n"), quote=False)),
                    url=self.file_url(quote(files[form])) if form in files else "",
                    file=files.get(form, "").rpartition("/")[2],
                )
                for form, (name, write) in FORMS.items()
            ],
        )

    def card(self, author: Author) -> AuthorCard:
        """An author as the page about them shows them."""
        return AuthorCard(
            name=author.name,
            url=author.url,
            affiliation=author.affiliation,
            orcid=Link(author.orcid.rpartition("/")[2], author.orcid) if author.orcid else None,
            email=author.email if author.show_email else "",
            organization=author.organization,
        )

    def _link(self, note: Note | None) -> NoteLink | None:
        if note is None or not (url := self.url(note.docname, note.anchor)):
            return None
        return NoteLink(url, note.name)

    def _series(self, note: Note) -> SeriesNav | None:
        if note.series is None:
            return None
        parts = self.site.catalogue.series(note.series)
        if len(parts) < 2 or note not in parts:
            return None
        return SeriesNav(
            name=note.series.name,
            url=self.label("series", note.series.name).url,
            part=parts.index(note) + 1,
            items=[
                SeriesPart(part.name, self.url(part.docname, part.anchor), part.docname == note.docname)
                for part in parts
            ],
        )

    def thread(self, thread: Thread, anchor: str) -> ThreadContext:
        """A thread of comments; *anchor*: the id of its heading."""
        return ThreadContext(
            id=anchor,
            count_text=thread.count_text,
            source=web_address(thread.source),
            source_name=thread.source.partition("://")[2].partition("/")[0],
            license=license_of(thread.license) if thread.license else None,
            comments=[self._comment(each, _prefix(anchor)) for each in thread.comments],
        )

    def _comment(self, comment: Comment, prefix: str) -> CommentContext:
        from .comment_bodies import body_html  # As in `directives/comments.py`.

        return CommentContext(
            id=prefix + comment.id,
            deleted=comment.deleted,
            author=comment.author,
            author_url=comment.author_url,
            initials=comment.initials,
            date=self.day(comment.published),
            edited=self.day(comment.edited),
            url=comment.url,
            html=Markup(body_html(comment, self.builder)),
            text=comment.text,
            long=comment.long,
            reactions=comment.reactions,
            replies=[self._comment(reply, prefix) for reply in comment.replies],
        )

    def aside(self, aside: Aside) -> AsideLine:
        """A note to self in the list of them."""
        titles = self.site.env.titles
        return AsideLine(
            url=self.url(aside.docname, aside.anchor),
            name=aside.title or first_words(spoken(self.site.env, aside.lead), 80),
            date=self.day(aside.date),
            done=aside.done,
            page=titles[aside.docname].astext() if aside.docname in titles else "",
        )

    def render(self, name: str, **context: Any) -> str:
        """Render the partial template *name* with *context*."""
        return render(self.site.env, name, context)

    def render_listing(self, listing: Listing) -> str:
        """*listing* by the template of its style."""
        if template := self._styles.get(listing.style):
            return render_style(self.site.env, template, {"listing": listing})
        return self.render("list.html", listing=listing)


def _sentence(names: list[str]) -> str:
    """Join *names*: ``A``, ``A and B``, ``A, B, and C``; ``A et al.`` and ``A, B, et al.``."""
    if len(names) > 1 and names[-1] == OTHERS.name:
        return (", " if len(names) > 2 else " ").join([", ".join(names[:-1]), names[-1]])
    if len(names) < 3:
        return " and ".join(names)
    return ", ".join([*names[:-1], f"and {names[-1]}"])


def _prefix(anchor: str) -> str:
    """Return the prefix that makes the ids of a thread's comments unique on the page."""
    return "c-" if anchor == "comments" else f"{anchor}-"
