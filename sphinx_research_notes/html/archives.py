"""The generated lists: all notes, years, labels and cited works, each with its fingerprint and content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from ..build.fingerprints import list_item, texts
from ..citations.entry_digests import entry_digest
from ..config import language_of
from ..languages import note_count, shown_label
from ..model import taxonomy
from ..model.collection import ListForm, pinned_first
from ..model.date_formats import year_text
from ..model.taxonomy import OF_LABEL
from ..reading.backlinks import once
from .embed import full_texts
from .items import Item, listing_html
from .label_index import label_index
from .list_pages import Generated, fragment, frame
from .quotes import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..build.site import Site
    from ..model.collection import Listed
    from ..model.label_texts import LabelText
    from ..model.note import Author, Note, Passage
    from .presenter import Presenter


#: A list with at least so many notes can be narrowed, and one of a label has a heading for each year.
_MANY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteList:
    """A list of notes, divided into pages."""

    name: str
    title: str
    notes: tuple[Note, ...]
    form: ListForm = ListForm()  # noqa: RUF009 (frozen)
    #: Whether its first page shows the site's epigraph.
    epigraph: bool = False
    #: The BibTeX key of the work that these notes cite; each shows the sentences that cite it.
    work: str = ""
    #: The author of these notes, shown as a card.
    author: Author | None = None
    #: The kind of label, and the label, that these notes have.
    labelled: tuple[str, str] = ("", "")

    @property
    def base(self) -> str:
        """What the names of its other pages begin with."""
        return self.name.removesuffix("/index")

    def pages(self, site: Site) -> Iterator[Generated]:
        """Yield its pages."""
        size = site.config.page_size
        notes = pinned_first(self.notes) if self.form.pins else self.notes
        chunks = [notes[i : i + size] for i in range(0, len(notes), size)] or [()]
        names = ["", self.name, *(f"{self.base}/page/{n}" for n in range(2, len(chunks) + 1)), ""]
        work = entry_digest(site.env, self.work) if self.work else ""
        for number, chunk in enumerate(chunks, 1):
            newer, name, older = names[number - 1 : number + 2]
            places = [site.addresses.place(each) for each in (newer, older) if each]
            intro = self._intro(site) if number == 1 else None
            counts = number, len(chunks), len(self.notes)
            form = self.form.fits(len(chunk))
            shown = (self.title, form, work, self.author, intro, counts, places, texts(site, chunk, form),
                     [(_item(site, note, form), passages(site, note, self.work)) for note in chunk]
                     )  # fmt: skip
            make = partial(self._make, site, chunk, (number, len(chunks)), (newer, older))
            describe, image = self._about(site) if intro else (partial(self._description, site), ("", ""))
            yield Generated(name, shown, make, describe, self.author, image)

    def _description(self, site: Site) -> str:
        """Return what the list says of itself: what its notes are, and on which site."""
        number = len(self.notes)
        values = {"count": number, "site": site.name}
        if self.work:
            work = site.works.work(self.work)
            text = site.words.ngettext(
                "%(count)s note on %(site)s that cites %(work)s",
                "%(count)s notes on %(site)s that cite %(work)s",
                number,
            )
            return text % {**values, "work": work.title or work.short}
        text = site.words.ngettext("%(count)s note on %(site)s", "%(count)s notes on %(site)s", number)
        return text % values if self.title == site.name else f"{self.title} · {text % values}"

    def _intro(self, site: Site) -> tuple[LabelText, str] | None:
        """Return what the site says of the label of these notes, and the file of its picture."""
        text = site.label_texts.of(*self.labelled)
        return (text, site.label_texts.file(*self.labelled)) if text else None

    def _about(self, site: Site) -> tuple[Callable[[], str], tuple[str, str]]:
        """Return the description and the picture of the page with the intro."""
        text, url = site.label_texts.of(*self.labelled), site.label_texts.url(*self.labelled)
        assert text is not None
        about = text.description or self._description(site)
        return lambda: about, (url, text.image.alt if text.image and url else "")

    def _make(
        self, site: Site, notes: tuple[Note, ...], position: tuple[int, int], neighbours: tuple[str, str],
        presenter: Presenter,
    ) -> tuple[str, str]:  # fmt: skip
        """Return the title and body of a page; *position*: its number, and the number of pages."""
        number, count = position
        title = name = self.title
        if self.work:
            work = site.works.work(self.work)
            # Works may share author and year, so the page name needs the title; the heading would repeat it.
            title, name = work.short, f"{work.short}: {work.title}" if work.title else work.short
            items = [
                Item(presenter, note, quoted(presenter, note.docname, passages(site, note, self.work)))
                for note in notes
            ]
            inner = presenter.render("work.html", work=work, notes=items, first=number == 1)
        elif self.form.style == "full":
            entries = full_texts(presenter, notes, pins=self.form.pins)
            inner = "".join(fragment(presenter, entry) for entry in entries)
        else:
            inner = listing_html(presenter, notes, self.form, feed=False, is_part=count > 1)
            if self.author and number == 1:
                inner = presenter.render("author-card.html", card=presenter.card(self.author)) + inner
            if (intro := presenter.intro(*self.labelled)) and number == 1:
                inner = presenter.render("list-intro.html", intro=intro) + inner
        newer, older = (presenter.url(name) if name else "" for name in neighbours)
        pagination = presenter.render("pagination.html", newer=newer, older=older, number=number, count=count)
        byline = note_count(site.words, len(notes)) if count == 1 and self.form.style != "full" else ""
        epigraph = self.epigraph and number == 1
        # Search engines and windows tell pages apart by their titles.
        if number > 1:
            name = site.words.gettext("%(title)s (page %(number)d)") % {"title": name, "number": number}
        return name, frame(site, presenter, title, inner + pagination, byline, epigraph=epigraph)


def _item(site: Site, note: Note, form: ListForm) -> object:
    """Return what an item shows, including the pages its badges link to."""
    badges = [site.listed_at("statuses", status.listed_as) for status in note.statuses]
    return list_item(site, note, form), badges


def passages(site: Site, note: Note, work: str) -> tuple[Passage, ...]:
    """Return the sentences of *note* that cite *work*, without duplicates."""
    if not work:
        return ()
    work_key = taxonomy.key(work)
    citing = [passage for key, passage, _ in note.citing if taxonomy.key(key) == work_key]
    return once(site.env, filter(site.shows, citing), note.docname, site.link_targets.find)


def generated(site: Site, wanted: str = "") -> Iterator[Generated]:
    """Yield every generated page of *site*, in a fixed order; if one is *wanted*, only those of its list."""
    catalogue, path, words = site.catalogue, site.config.path, site.words
    title, language = site.config.title or words.gettext("Notes"), language_of(site.env.config)
    filters = _MANY if site.config.list_filters else 0
    form = partial(ListForm, summaries=site.config.list_summaries, filters=filters)
    lists = [NoteList(name=f"{path}/index", title=title, notes=catalogue.listed,
                      form=form(by_year=True, pins=True), epigraph=True)]  # fmt: skip
    if site.lists.archive:
        lists.append(replace(lists[0], name=f"{path}/archive", epigraph=False))
    if catalogue.stream:
        title = words.gettext("Stream")
        lists.append(
            NoteList(name=f"{path}/stream", title=title, notes=catalogue.stream,
                     form=ListForm(style="full", pins=True))
        )  # fmt: skip
    lists += [
        NoteList(
            name=f"{path}/{year}", title=year_text(year, language), notes=notes, form=form(one_year=True)
        )
        for year, notes in catalogue.years.items()
    ]
    for kind, by_label in catalogue.by_label.items():
        if not by_label:
            continue
        if wanted in {"", f"{path}/{kind}/index"}:
            yield label_index(site, kind, by_label)
        for each in by_label.values():
            series = each.notes[0].series if kind == "series" else None
            by_date = kind not in {"series", "works"}
            lists.append(
                NoteList(
                    name=f"{path}/{kind}/{each.slug}",
                    title=words.gettext(OF_LABEL[kind]) % {"label": shown_label(words, kind, each.label)},
                    notes=catalogue.series(series) if series else each.notes,
                    form=form(by_year=by_date and len(each.notes) >= _MANY, pins=by_date),
                    work=each.label if kind == "works" else "",
                    author=_author(site, each) if kind == "authors" else None,
                    labelled=(kind, each.label),
                )
            )
    for note_list in lists:
        if not wanted or wanted == note_list.name or wanted.startswith(f"{note_list.base}/page/"):
            yield from note_list.pages(site)


def _author(site: Site, listed: Listed) -> Author | None:
    """Return the author that *listed* is about; None if nothing but the name is known.

    The configuration takes precedence over notes, and newer notes over older ones.
    """
    in_notes = (author for note in listed.notes for author in note.authors)
    authors = [
        a
        for a in (*site.config.authors.values(), *in_notes)
        if taxonomy.key(a.name) == taxonomy.key(listed.label)
    ]
    return next((a for a in authors if _is_known(a)), None)


def _is_known(author: Author) -> bool:
    """Whether more is known of *author* than the name."""
    parts = author.url, author.orcid, author.affiliation, author.profiles, author.email and author.show_email
    return any(parts)
