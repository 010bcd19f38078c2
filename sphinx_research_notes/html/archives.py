"""The generated lists: of all notes, of years, of labels, of cited works; what each shows, and its making."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils import new_document

from ..build.fingerprints import line
from ..citations.works import entry_digest
from ..directives.epigraph import epigraph_node
from ..doctree.nodes import element
from ..model import taxonomy
from ..model.taxonomy import TITLES
from ..reading.backlinks import is_shown, once
from .embed import full_text
from .items import Link
from .quotes import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..build.site import Site
    from ..model.collection import Listed
    from ..model.note import Author, Note, Passage
    from .presenter import Presenter


@dataclass(frozen=True, slots=True)
class Generated:
    """A page that no document is behind."""

    name: str
    #: Everything that it shows of notes; the page is written again when this changes.
    shown: object
    #: Its title and its body, made only when it is written.
    make: Callable[[Presenter], tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteList:
    """A list of notes, on as many pages as it takes."""

    name: str
    title: str
    notes: tuple[Note, ...]
    style: str = "list"
    #: Whether each year has its heading.
    years: bool = False
    #: Whether the site's epigraph stands on its first page.
    epigraph: bool = False
    #: The bibliography key of the work that these notes cite; each shows the sentences in which it does.
    work: str = ""
    #: Who wrote these notes.
    author: Author | None = None

    def pages(self, site: Site) -> Iterator[Generated]:
        """Its pages, newest notes first."""
        size = site.config.page_size
        chunks = [self.notes[i : i + size] for i in range(0, len(self.notes), size)] or [()]
        base = self.name.removesuffix("/index")
        names = ["", self.name, *(f"{base}/page/{n}" for n in range(2, len(chunks) + 1)), ""]
        work = entry_digest(site.env, self.work) if self.work else ""
        for place, chunk in enumerate(chunks, 1):
            around = [site.place(each) for each in (names[place - 1], names[place + 1]) if each]
            shown = (self.title, self.style, work, self.author, place, len(chunks), around,
                     [(_line(site, note, self.style), passages(site, note, self.work)) for note in chunk]
                     )  # fmt: skip
            make = partial(self._make, site, chunk, (place, len(chunks)),
                           (names[place - 1], names[place + 1]))  # fmt: skip
            yield Generated(names[place], shown, make)

    def _make(
        self, site: Site, notes: tuple[Note, ...], place: tuple[int, int], around: tuple[str, str],
        display: Presenter,
    ) -> tuple[str, str]:  # fmt: skip
        title = name = self.title
        if self.work:
            work = site.work(self.work)
            # Others may have the same name and year; the title would say twice what stands below it.
            title, name = work.short, f"{work.short}: {work.title}" if work.title else work.short
            items = [
                display.item(note, quoted(display, note.docname, passages(site, note, self.work)))
                for note in notes
            ]
            inner = display.render("work.html", work=work, notes=items, first=place[0] == 1)
        elif self.style == "full":
            inner = "".join(_fragment(display, full_text(display, note)) for note in notes)
        else:
            listing = display.listing(notes, self.style, years=self.years, feed=False)
            inner = display.render("list.html", listing=listing)
            if self.author and place[0] == 1:
                inner = display.render("author-card.html", card=display.card(self.author)) + inner
        newer, older = (display.url(name) if name else "" for name in around)
        turn = display.render("pagination.html", newer=newer, older=older, number=place[0],
                              count=place[1])  # fmt: skip
        said = taxonomy.plural(len(notes), "note") if place[1] == 1 and self.style != "full" else ""
        epigraph = self.epigraph and place[0] == 1
        return name, _frame(site, display, title, inner + turn, said, epigraph=epigraph)


def passages(site: Site, note: Note, work: str) -> tuple[Passage, ...]:
    """Where *note* cites *work*, each sentence once."""
    if not work:
        return ()
    wanted = taxonomy.key(work)
    found = [passage for key, passage in note.citing if taxonomy.key(key) == wanted]
    shown = (passage for passage in found if is_shown(passage, site.builder.tags))
    return once(site.env, shown, note.docname, site.led_to)


def generated(site: Site) -> Iterator[Generated]:
    """Every generated page of *site*, in a fixed order."""
    catalogue, path = site.catalogue, site.config.path
    lists = [NoteList(name=f"{path}/index", title=site.config.title or "Notes", notes=catalogue.listed,
                      years=True, epigraph=True)]  # fmt: skip
    if catalogue.stream:
        lists.append(NoteList(name=f"{path}/stream", title="Stream", notes=catalogue.stream, style="full"))
    lists += [
        NoteList(name=f"{path}/{year}", title=str(year), notes=notes)
        for year, notes in catalogue.years.items()
    ]
    for kind, found in catalogue.by_label.items():
        if not found:
            continue
        yield _works(site, found) if kind == "works" else _index(site, kind, found)
        for each in found.values():
            series = each.notes[0].series if kind == "series" else None
            lists.append(
                NoteList(
                    name=f"{path}/{kind}/{each.slug}",
                    title=f"{TITLES[kind][1]}: {each.label}",
                    notes=catalogue.series(series) if series else each.notes,
                    work=each.label if kind == "works" else "",
                    author=_author(site, each) if kind == "authors" else None,
                )
            )
    for each_list in lists:
        yield from each_list.pages(site)


def _author(site: Site, listed: Listed) -> Author | None:
    """What is known of the author that *listed* is about, besides the name; None where nothing is.

    From the configuration, else from their newest note that says more.
    """
    wrote = (author for note in listed.notes for author in note.authors)
    named = [
        a
        for a in (*site.config.authors.values(), *wrote)
        if taxonomy.key(a.name) == taxonomy.key(listed.label)
    ]
    return next((a for a in named if a.url or a.orcid or a.affiliation or (a.email and a.show_email)), None)


def _works(site: Site, found: dict[str, Listed]) -> Generated:
    """The index of cited works, in the order of their references."""
    path = f"{site.config.path}/works"

    def make(display: Presenter) -> tuple[str, str]:
        works = [(site.work(each.label), each) for each in found.values()]
        works.sort(key=lambda pair: (pair[0].short.casefold(), pair[0].key))
        shown = [(work, display.url(f"{path}/{each.slug}"), len(each.notes)) for work, each in works]
        title = TITLES["works"][0]
        return title, _frame(site, display, title, display.render("works.html", works=shown), "")

    shown = [
        (entry_digest(site.env, each.label), len(each.notes), site.place(f"{path}/{each.slug}"))
        for each in found.values()
    ]
    return Generated(f"{path}/index", shown, make)


def _index(site: Site, kind: str, found: dict[str, Listed]) -> Generated:
    """The index of the labels of *kind*."""
    path, title = f"{site.config.path}/{kind}", TITLES[kind][0]

    def make(display: Presenter) -> tuple[str, str]:
        index = [Link(e.label, display.url(f"{path}/{e.slug}"), len(e.notes)) for e in found.values()]
        return title, _frame(site, display, title, display.render("labels.html", index=index), "")

    shown = [
        (each.label, each.slug, len(each.notes), site.place(f"{path}/{each.slug}")) for each in found.values()
    ]
    return Generated(f"{path}/index", shown, make)


def _line(site: Site, note: Note, style: str) -> object:
    """What one line shows, with the pages that its badges lead to."""
    return line(site, note, style), [site.listed_at("statuses", s.listed_as) for s in note.statuses]


def _frame(
    site: Site, display: Presenter, title: str, inner: str, said: str, *, epigraph: bool = False
) -> str:
    """A page of ours: title and byline, perhaps the site's epigraph, and what it is about."""
    quote = ""
    if epigraph and site.config.epigraph:
        holder = element("", epigraph_figure(site), tag="div")
        quote = _fragment(display, holder.children[0])
    return display.render(
        "listing-page.html", title=title, said=said, home=display.home(), epigraph=quote, inner=inner
    )


def epigraph_figure(site: Site) -> nodes.Element:
    """The site's epigraph as HTML shows it."""
    assert site.config.epigraph is not None
    quote = epigraph_node(site.config.epigraph)
    parts = [c for c in quote.children if not isinstance(c, nodes.attribution)]
    figure = element("", element("", *parts, tag="blockquote"), tag="figure", classes=["epigraph"])
    for attribution in [c for c in quote.children if isinstance(c, nodes.attribution)]:
        figure += element("", *attribution.children, tag="figcaption")
    return figure


def _fragment(display: Presenter, node: nodes.Node) -> str:
    """The HTML of *node* for the page of *display*."""
    builder: Any = display.builder
    builder.imgpath = display.file_url(builder.imagedir)
    builder.dlpath = display.file_url("_downloads")
    builder.current_docname = display.page
    builder.secnumbers, builder.fignumbers = {}, {}
    builder.post_process_images(node)
    # As on a page of its own: ``render_partial`` applies docutils' transforms for writers besides, which
    # end at the description of a function, and give an admonition a second title.
    page = new_document(display.page, builder.docsettings)
    page += node
    visitor = builder.create_translator(page, builder)
    page.walkabout(visitor)
    return "".join(visitor.fragment)
