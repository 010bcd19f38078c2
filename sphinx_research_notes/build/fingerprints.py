"""What each page shows of other notes, compared with what it was last written with, per output folder.

The one rule for a new feature: what a page shows of another note is a term of :func:`view`. Then the
page is written again exactly when that changes, whatever was edited, by whichever builder.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ..extension_points import added
from ..reading.backlinks import spoken
from ..state.records import Page, pages
from .cross_references import found, numbers

if TYPE_CHECKING:
    from ..model.collection import Query
    from ..model.note import Note
    from .site import Site

#: Styles of lists that show a note's text in full, and those that show its first words.
FULL = frozenset({"full"})
LEADING = frozenset({"cards"})


def mention(site: Site, note: Note | None) -> object:
    """What a link to *note* shows: its name, its date, where it leads."""
    if note is None:
        return None
    return (note.docname, note.anchor, note.name, note.titled, note.date, site.place(note.docname),
            note.external_url)  # fmt: skip


def line(site: Site, note: Note, style: str) -> object:
    """What a list in *style* shows of *note*."""
    shown: tuple[object, ...] = (mention(site, note), note.statuses)
    if style == "table":
        shown += (note.tags, note.authors)
    elif style in LEADING:
        shown += (note.lead, note.image, note.tags, site.images.get(note.docname))
    elif style in FULL:
        page = pages(site.env)[note.docname]
        roles = tuple(site.listed_at(kind, label) for kind, label in page.labels)
        shown += (note, links(site, note.docname), roles, site.images.get(note.docname), works(site, page),
                  site.env.toc_fignumbers.get(note.docname))  # fmt: skip
    elif style in added(site.env.config).list_styles:
        labels = tuple(site.listed_at(kind, label) for kind, label in carried(note))
        shown += (note, labels, site.images.get(note.docname))
    return shown


def listing(site: Site, query: Query) -> object:
    """What the listing of *query* shows."""
    found = query(site.catalogue.listed)
    labels = tuple(site.listed_at("statuses", status.listed_as) for note in found for status in note.statuses)
    return tuple(line(site, note, query.style) for note in found), labels


def links(site: Site, docname: str) -> object:
    """What the cross-references of *docname* find: titles, and where they lead."""
    page = pages(site.env).get(docname)
    return tuple((link, found(site, docname, link)) for link in page.links) if page else ()


def _below(site: Site, docname: str) -> object:
    """What toctrees on the page of *docname* show of documents that others list: Sphinx minds its own."""
    env, found = site.env, {}
    waiting = list(env.toctree_includes.get(docname, ()))
    for child in waiting:
        for each in env.toctree_includes.get(child, ()):
            if each not in found and each in env.tocs:
                found[each] = (site.place(each), env.tocs[each].astext(), env.toc_secnumbers.get(each))
                waiting.append(each)
    return sorted(found.items())


def view(site: Site, docname: str) -> tuple[object, ...]:
    """Everything that the page of *docname* shows of other notes, and of where it stands itself."""
    page = pages(site.env).get(docname) or Page()
    seen: list[object] = [site.place(docname), links(site, docname), site.images.get(docname)]
    seen.append(works(site, page))
    seen += [numbers(site.env, docname), _below(site, docname) if page.deep else None]
    if docname == site.env.config.root_doc and site.has_navigation:
        seen.append([(text, name, site.place(name)) for text, name in site.navigation()])
    if page.head is not None and page.is_note:
        head = page.head
        newer, older = site.catalogue.neighbours(docname)
        seen += [mention(site, newer), mention(site, older)]
        seen.append(linked_from(site, docname))
        if head.series:
            seen.append([mention(site, note) for note in site.catalogue.series(head.series)])
        seen.append(site.offers.get(docname))
    for note in page.notes:
        seen.append([site.listed_at(kind, label) for kind, label in carried(note)])
    seen.append([site.listed_at(kind, label) for kind, label in page.labels])
    seen.append([listing(site, query) for query in page.queries])
    if page.lists_asides:
        seen.append([
            (aside, spoken(site.env, aside.lead), site.place(aside.docname)) for aside in asides(site)
        ])  # fmt: skip
    return tuple(seen)


def linked_from(site: Site, docname: str) -> object:
    """What the note at *docname* shows of the documents that link to it."""
    return tuple(
        (each, site.env.titles[each.docname].astext(), site.place(each.docname))
        for each in site.backlinks.get(docname, ())
    )


def works(site: Site, page: Page) -> object:
    """Where the works that *page* cites are listed, and what its references say of them."""
    return tuple((key, said, site.listed_at("works", key)) for key, said in page.works)


def carried(note: Note) -> list[tuple[str, str]]:
    """The labels of *note* that its page links, each with its kind."""
    found = [("tags", tag) for tag in note.tags]
    found += [("categories", category) for category in note.categories]
    found += [("statuses", status.listed_as) for status in note.statuses]
    found += [("authors", author.name) for author in note.named]
    return found + ([("series", note.series.name)] if note.series else [])


def asides(site: Site) -> list[Any]:
    """The notes to self of the whole site: open ones first, newest first, then by document."""
    listed = (page for page in pages(site.env).values() if page.head is None or page.head.listed)
    found = [aside for page in listed for aside in page.asides if aside.listed]
    return sorted(
        found,
        key=lambda a: (
            a.done, a.date is None, -(a.date.moment.timestamp() if a.date else 0), a.docname, a.anchor,
        ),
    )  # fmt: skip


def digest(shown: object) -> str:
    """A digest of frozen values; equal values give equal digests in every process."""
    return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:20]
