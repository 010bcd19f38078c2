"""Convert records into values for the templates of a page: relative addresses, formatted dates, badges."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from babel.dates import format_time
from markupsafe import Markup
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from ..companions.last_updated import prevents_copy
from ..config import language_of
from ..languages import AXIS, language_attributes, punctuation, shown_label, translated, words_near
from ..model.date_formats import format_when, listed_pattern, short_pattern, year_text
from ..model.note import OTHERS
from ..model.taxonomy import first_words
from ..model.urls import host_of, is_address
from ..reading.backlinks import spoken
from ..state.records import Aside, pages
from .contexts import AsideLine, AuthorCard, Badge, Day, Image, Link, ListIntro
from .templates import render

if TYPE_CHECKING:
    from ..build.site import Site
    from ..model.dates import When
    from ..model.note import Author, Note
    from ..model.statuses import Status


class Presenter:
    """Presents records on one page."""

    def __init__(self, site: Site, page: str) -> None:
        """*page*: the docname, or the name of a generated page."""
        self.site = site
        self.config = site.config
        self.builder = site.builder
        self.page = page
        head = record.head if (record := pages(site.env).get(page)) else None
        #: The language of the page: that of a note which has one, or else that of the site.
        self.locale = (head.lang if head else "") or language_of(site.env.config)
        #: Our words in that language; in that of the site if they are not translated into it.
        self.words = words_near(head.lang, site.words) if head and head.lang else site.words
        self.root = str(site.env.config.root_doc)
        #: Make the ids of several listings unique.
        self.listing_numbers = count(1)
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

    def label(self, kind: str, label: str, text: str = "") -> Link:
        """Return a link to the list of notes with *label*; without an address if there is no list."""
        name = self.site.lists.page_name(kind, label)
        return Link(text or label, self.url(name) if name else "")

    # Parts of a note.

    def language(self, lang: str) -> Markup:
        """Return the attributes of a name in *lang* (empty: the site's) if it isn't the page's."""
        lang = (lang or language_of(self.site.env.config)).replace("_", "-")
        if lang == self.locale.replace("_", "-"):
            return Markup()
        attributes = language_attributes(lang, self.locale).items()
        return Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attributes)

    def day(self, when: When | None) -> Day | None:
        """Format *when*."""
        if when is None:
            return None
        text = format_when(when, self.config.date_format, self.locale)
        time = format_time(when.moment.time(), "HH:mm", locale="en") if when.has_time else ""
        time = time and punctuation(self.words).before_time + time
        short = format_when(when, short_pattern(self.locale), self.locale)
        listed = text
        if not self.config.date_format:
            listed = format_when(when, listed_pattern(self.locale), self.locale)
        return Day(when.iso, text, short, text + time, listed, year_text(when.year, self.locale))

    def badges(self, statuses: tuple[Status, ...]) -> list[Badge]:
        """Return *statuses* as badges."""
        return [
            Badge(
                status.axis,
                status.value,
                shown_label(self.words, "statuses", status.label),
                self._meaning(status),
                self.label("statuses", status.listed_as).url,
                translated(self.words, status.axis.capitalize(), AXIS),
            )
            for status in statuses
        ]

    def _meaning(self, status: Status) -> str:
        meaning = self.config.vocabulary.describe(status).meaning
        if meaning == f"{status.label} out of 10":
            return self.words.gettext("%(number)s out of 10") % {"number": status.label}
        return translated(self.words, meaning)

    def authors(self, note: Note) -> list[Link]:
        """Return the authors of *note*, each with a link to their own page or the list of their notes."""
        return [
            Link(self._name(author), author.url or author.orcid or self.label("authors", author.name).url)
            for author in note.authors
        ]

    def _name(self, author: Author) -> str:
        return self.words.gettext(OTHERS.name) if author == OTHERS else author.name

    def home(self) -> Link | None:
        """Return the home link, if any."""
        if self.config.home is None or not self.site.paged:
            return None  # Sites on a single page and books need no home link.
        text, target = self.config.home
        text = translated(self.words, text)
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

    # Values for templates.

    def image(self, note: Note) -> Image | None:
        """Return the image of *note*; None if it has none, or it is not part of the site."""
        if note.image is None:
            return None
        source = note.image.source
        if "://" in source:
            return Image(source, note.image.alt)
        name = self.site.images.name(note)
        return Image(self.file_url(f"_images/{name}"), note.image.alt) if name else None

    def intro(self, kind: str, label: str) -> ListIntro | None:
        """Return what the page of *label* says before its notes; None if that is nothing."""
        texts = self.site.label_texts
        text = texts.of(kind, label)
        if text is None:
            return None
        file, image = texts.file(kind, label), text.image
        url = self.file_url(quote(file)) if file else image.source if image and "://" in image.source else ""
        return ListIntro(text.paragraphs, Image(url, image.alt) if image and url else None)

    def card(self, author: Author) -> AuthorCard:
        """Return *author* for the card on the page of their notes."""
        return AuthorCard(
            name=author.name,
            url=author.url,
            affiliation=author.affiliation,
            orcid=Link(author.orcid.rpartition("/")[2], author.orcid) if author.orcid else None,
            email=author.email if author.show_email else "",
            organization=author.organization,
            profiles=tuple(Link(host_of(url), url) for url in author.profiles),
        )

    def aside(self, aside: Aside) -> AsideLine:
        """Return a note to self for the list of all of them."""
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
        return render(self.site.env, name, context, words=self.words)
