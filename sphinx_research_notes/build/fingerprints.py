"""The fingerprint of each page: everything it shows of other notes, as a frozen value.

A page is rewritten when its fingerprint differs from the one it was last written with in that output folder.
The rule for new features: whatever a page shows of another note must be part of :func:`fingerprint`. Then the
page is rewritten exactly when that changes, no matter what was edited, and with any builder.

The fingerprint of a generated page is its ``shown`` (:class:`sphinx_research_notes.html.archives.Generated`).
:attr:`.manifest.Written.views` holds the digests of all fingerprints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..constants import EMBED, EMBEDDED
from ..extension_points import additions_to
from ..model.ablog_options import KINDS as ABLOG_KINDS
from ..model.collection import KINDS
from ..model.digests import value_digest
from ..reading.backlinks import spoken
from ..reading.obsidian.vault import vault_of
from ..state.file_digests import readings
from ..state.records import page_of, pages
from . import previews
from .cross_references import resolve
from .note_cards import card_of_page
from .possible_targets import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model.collection import ListForm, Query
    from ..model.note import Note
    from ..state.records import Page
    from .related_notes import Shown
    from .site import Site


def mention(site: Site, note: Note | None) -> object:
    """Return what a link to *note* shows: its name, date and target."""
    if note is None:
        return None
    return (note.docname, note.anchor, note.name, note.titled, note.date, site.addresses.place(note.docname),
            note.external_url, note.lang)  # fmt: skip


def list_item(site: Site, note: Note, form: ListForm) -> str:
    """Return a digest of what a list of that *form* shows of *note*, apart from :func:`texts`.

    It is made once, because a note is on the list of each of its labels.
    """
    key = id(note), form
    if key not in site.items:
        # With the note itself, so that no other one gets its id.
        site.items[key] = note, value_digest(_list_item(site, note, form))
    return site.items[key][1]


def _list_item(site: Site, note: Note, form: ListForm) -> object:
    style = form.style
    shown: tuple[object, ...] = (
        mention(site, note),
        note.statuses,
        form.pins and note.pinned > 0,
        site.minutes(note, shown=form.minutes),
        form.summaries and note.lead,
        form.filters and note.tags,
    )
    if style == "table":
        shown += (note.tags, note.authors)
    elif style == "cards":
        shown += (note.lead, note.image, note.tags, site.images.of(note.docname))
    elif style == "full":
        shown += (note,)
    elif form.posts:
        shown += (note, tuple(site.listed_at(kind, label) for kind, label in carried(note)))
    elif style in additions_to(site.env.config).list_styles:
        labels = tuple(site.listed_at(kind, label) for kind, label in carried(note))
        shown += (note, labels, site.images.of(note.docname))
    return shown


def texts(site: Site, notes: Iterable[Note], form: ListForm) -> object:
    """Return what a list of that *form* shows of the documents whose *notes* it holds in full.

    It is one value for each document: a stream may have thousands of entries.
    """
    if form.style != "full" and not (form.posts and form.posts.excerpts):
        return ()
    return tuple(_text(site, docname) for docname in dict.fromkeys(note.docname for note in notes))


def _text(site: Site, docname: str) -> object:
    page = page_of(site.env, docname)
    roles = tuple(site.listed_at(kind, label) for kind, label in page.labels)
    return (links(site, docname), roles, site.images.of(docname), works(site, page),
            site.env.toc_fignumbers.get(docname))  # fmt: skip


def embeds(site: Site, docname: str, within: set[str]) -> object:
    """Return what the document *docname* shows of those that it embeds, and that these embed.

    *within*: the documents that this one is shown in.
    """
    shown = []
    for kind, target, here in page_of(site.env, docname).links:
        found = vault_of(site.env).find(target, here) if kind == EMBED else None
        if found is not None:
            each = found.docname
            inner = (
                embeds(site, each, {*within, each}) if each not in within and len(within) < EMBEDDED else None
            )
            shown.append((target, found, _content(site, each), _text(site, each), inner))
    return tuple(shown)


def _content(site: Site, docname: str) -> object:
    """Return digests of the files that *docname* was read from."""
    reading = readings(site.env).get(docname)
    return reading and tuple((name, file.digest) for name, file in reading.files)


def listing(site: Site, query: Query) -> object:
    """Return what the list of the notes that match *query* shows."""
    notes = query(site.catalogue.listed)
    labels = tuple(site.listed_at("statuses", status.listed_as) for note in notes for status in note.statuses)
    form = query.form.fits(len(notes))
    return tuple(list_item(site, note, form) for note in notes), texts(site, notes, form), labels


def links(site: Site, docname: str) -> object:
    """Return what the cross-references of *docname* resolve to: titles and targets."""
    return tuple((link, resolve(site, docname, link)) for link in page_of(site.env, docname).links)


def _below(site: Site, docname: str) -> object:
    """Return what toctrees of *docname* show of indirect children; Sphinx keeps track of the direct ones."""
    env, entries = site.env, {}
    queue = list(env.toctree_includes.get(docname, ()))
    for child in queue:
        for each in env.toctree_includes.get(child, ()):
            if each not in entries and each in env.tocs:
                place = site.addresses.place(each)
                entries[each] = (place, env.tocs[each].astext(), env.toc_secnumbers.get(each))
                queue.append(each)
    return sorted(entries.items())


def around(site: Site, docname: str) -> object:
    """Return what the page *docname*, of a document or generated, shows of others around its text."""
    if site.sidebars is not None:
        return site.sidebars.beside(docname)
    manual = site.manual
    standing = manual.standing(docname) if manual else None
    if manual is None or standing is None:
        return site.navigation
    named = [(manual.name(each), site.addresses.place(each)) for each in standing.named]
    return site.navigation, standing, named


def fingerprint(site: Site, docname: str) -> tuple[object, ...]:
    """Return everything the page of *docname* shows of other notes, and its own place on the site."""
    page = page_of(site.env, docname)
    shown: list[object] = [
        # Without a note a site has no metadata of ours, not even on documents.
        site.has_notes,
        site.addresses.place(docname),
        links(site, docname),
        previews.shown(site, docname),
        site.images.of(docname),
        site.feeds.announced_on(docname),
        card_of_page(site, docname),
    ]
    shown.append(works(site, page))
    shown.append(embeds(site, docname, {docname}))
    shown += [numbers(site.env, docname), _below(site, docname) if page.deep else None]
    shown.append(around(site, docname))
    if docname == site.env.config.root_doc and site.cards.missing:
        # A new font may give cards to lists only, which are made when a document is written.
        shown.append(sorted(site.cards.missing))
    if page.head is not None and page.is_note:
        head = page.head
        newer, older = site.catalogue.neighbours(docname)
        shown += [mention(site, newer), mention(site, older)]
        shown += [linked_from(site, docname), related(site, docname)]
        if head.series:
            shown.append([mention(site, note) for note in site.catalogue.series(head.series)])
        shown.append(site.offers.get(docname))
        languages = site.translations.of(docname) if site.paged else ()
        shown.append([(*each, site.addresses.place(each.docname)) for each in languages])
    for note in page.notes:
        shown.append([site.listed_at(kind, label) for kind, label in carried(note)])
    shown.append([site.listed_at(kind, label) for kind, label in page.labels])
    shown.append([listing(site, query) for query in page.queries])
    if page.lists_asides:
        lists = asides(site)
        shown.append([(a, spoken(site.env, a.lead), site.addresses.place(a.docname)) for a in lists])
    return tuple(shown)


def linked_from(site: Site, docname: str) -> object:
    """Return what the note *docname* shows of the documents that link to it."""
    return tuple(
        (
            each,
            site.env.titles[each.docname].astext(),
            site.addresses.place(each.docname),
            _lang(site, each.docname),
        )
        for each in site.backlinks.get(docname, ())
    )


def _lang(site: Site, docname: str) -> str:
    """Return the language that the page of *docname* has of its own."""
    head = page_of(site.env, docname).head
    return head.lang if head else ""


def related(site: Site, docname: str) -> object:
    """Return what the note *docname* shows of related notes; its own references depend on common works."""
    return tuple([(*each.related, _line(site, each)) for each in site.relations.of(docname)])


def _line(site: Site, shown: Shown) -> object:
    """Return what a line of related notes shows of a note or another document."""
    place, note = site.addresses.place(shown.docname), shown.note
    if note is None:
        return place, site.env.titles[shown.docname].astext()
    # The short form of dates, because the long one of thousands takes time.
    day = note.date.iso if note.date else ""
    return (
        place,
        note.anchor,
        note.formal or note.name,
        note.titled,
        day,
        note.lang,
        *(n.name for n in shown.targets),
    )


def works(site: Site, page: Page) -> object:
    """Return what the references of *page* show of the works it cites, and where those works are listed."""
    return tuple((key, reference, site.listed_at("works", key)) for key, reference in page.works)


def carried(note: Note) -> list[tuple[str, str]]:
    """Return the labels of *note* that its page links, as pairs of kind and label."""
    labels = [("tags", tag) for tag in note.tags]
    labels += [("categories", category) for category in note.categories]
    labels += [("statuses", status.listed_as) for status in note.statuses]
    labels += [("authors", author.name) for author in note.named]
    labels += [(kind, label) for kind in ABLOG_KINDS for label in KINDS[kind](note)]
    return labels + ([("series", note.series.name)] if note.series else [])


def asides(site: Site) -> list[Any]:
    """Return the notes to self of the whole site: open before done, then newest first, then by document."""
    listed = (aside for page in pages(site.env).values() if page.listed for aside in page.asides)
    return sorted(
        (aside for aside in listed if aside.listed and site.shows(aside)),
        key=lambda a: (
            a.done, a.date is None, -(a.date.moment.timestamp() if a.date else 0), a.docname, a.anchor,
        ),
    )  # fmt: skip
