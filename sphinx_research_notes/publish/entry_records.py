"""Make an entry of a note: its id, its authors, its times."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from ..citations.note_citation import doi_url
from ..model.characters import scrubbed
from ..model.taxonomy import slug
from ..model.urls import has_scheme
from .feed_records import CitedWork, Entry, Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..build.site import Site
    from ..model.note import Author, Note


def entry_of(site: Site, note: Note, *, by_default: bool = False) -> Entry:
    """Return the entry of *note*, which has a date, without its text.

    *by_default*: whether its id is the default one, because an older note has the one that it gives.
    """
    assert note.date is not None
    published, modified = note.date.moment, note.last_modified or note.date
    url = note_url(site, note)
    return Entry(
        id=_id_of_ablog(site, note)
        or entry_id(
            replace(note, id="", doi="") if by_default else note, site.addresses.public_url(note.docname)
        ),
        url=note.canonical_url or url,
        title=scrubbed(note.name) if note.titled else "",
        published=published,
        updated=modified.moment,
        authors=people(note.named),
        summary=scrubbed(note.lead),
        tags=tuple(map(scrubbed, dict.fromkeys((*note.tags, *note.categories)))),
        language=note.lang,
        external_url=note.external_url,
        image=site.images.url(note),
        rights=scrubbed(note.license.name) if note.license else "",
        license_url=note.license.url if note.license else "",
        references=tuple(_cited(site, note)),
        funding=note.funding or (),
    )


def _cited(site: Site, note: Note) -> Iterator[CitedWork]:
    """Yield the works that *note* cites and that have an address."""
    for key in note.works(site.shows):
        facts = site.works.facts(key)
        if facts and (url := doi_url(facts.doi) or facts.url):
            yield CitedWork(url, facts.doi, note.reasons(key, site.shows))


def _id_of_ablog(site: Site, note: Note) -> str:
    """Return the id that the feed of ABlog has for *note*: the first address of its page; else empty.

    Readers who have subscribed to that feed are not shown its posts again.
    """
    options = site.config.ablog
    if options is None or note.id or note.doi:
        return ""
    base = f"{options.base.rstrip('/')}/" if options.base else site.addresses.base
    return f"{base}{site.addresses.default_uri(note.docname)}" + (f"#{note.anchor}" if note.anchor else "")


def note_url(site: Site, note: Note) -> str:
    """Return the URL of *note*: that of its page, or of its place on the page of its stream."""
    url = site.addresses.public_url(note.docname)
    return f"{url}#{quote(note.anchor)}" if note.anchor else url


def id_prefix(note: Note) -> str:
    """Return what ids in the entry of *note* begin with, since a reader may show many entries at once."""
    return slug(f"{note.docname}-{note.anchor}") + "-"


def entry_id(note: Note, url: str) -> str:
    """Return an id that no move of the note changes.

    That is the note's own id, or its DOI, or else a ``tag:`` URI (RFC 4151) of the site's host, the note's
    date and its docname. *url*: that of its page.
    """
    if note.id and has_scheme(note.id):
        return note.id
    if note.doi and not note.id:
        return doi_url(note.doi)
    assert note.date is not None
    name = note.id or (f"{note.docname}:{note.anchor}" if note.anchor else note.docname)
    host = _ascii(urlsplit(url).hostname or "")
    specific = quote(name, safe="/:@!$&'()*+,;=~")
    return f"tag:{host},{note.date.day.isoformat()}:{specific}"


def _ascii(host: str) -> str:
    """Return *host* as the domain name system has it."""
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # A name that no host can have.
        return quote(host)


def people(authors: tuple[Author, ...]) -> tuple[Person, ...]:
    """Return *authors*, each with the URL by which archives know them."""
    return tuple(Person(scrubbed(each.name), each.orcid or each.url, each.roles) for each in authors)
