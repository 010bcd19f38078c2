"""Which pages anybody may find: those of a sitemap, each with the time of its last change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..build.manifest import build_of
from ..companions.notfound import page_name
from ..extension_points import additions_to
from ..model.note import Visibility
from ..state.records import Page, pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from ..build.site import Site
    from ..model.dates import When
    from ..model.note import Note

#: Pages that are of no use to those who come from a search engine.
_NEVER = frozenset({"404", "genindex", "search"})


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page that anybody may find."""

    name: str
    #: Relative to the output folder.
    file: str
    #: The last change of its notes, as a date or a time with its zone; empty without any.
    modified: str = ""


def public_pages(app: Sphinx, site: Site) -> Iterator[PublicPage]:
    """Yield these pages; what they say of themselves is not considered."""
    never = {*_NEVER, page_name(app)}
    for docname in sorted(app.env.all_docs):
        if docname not in never and (page := _document(site, docname)):
            yield page
    written = build_of(app.env).now.views
    taken = set(site.addresses.files)
    for name, modified in (*_lists(site), *((name, "") for name in _others(app))):
        file = site.addresses.default_file(name)
        is_page = f"/{name}" in written or name in app.config.html_additional_pages
        if name in never or not is_page or file.casefold() in taken:
            continue
        taken.add(file.casefold())
        yield PublicPage(name, file, modified)


def _document(site: Site, docname: str) -> PublicPage | None:
    """Return the page of *docname*; None if it is not public, or elsewhere first."""
    page = pages(site.env).get(docname) or Page()
    head, file = page.head, site.addresses.file(docname)
    if file in site.addresses.redirected:
        return None
    if head is not None and head.visibility is not Visibility.PUBLIC:
        return None
    if head is not None and head.canonical_url and head.canonical_url != site.addresses.public_url(docname):
        return None
    own = (head,) if head is not None else ()
    return PublicPage(docname, file, _newest(_public(site, (*own, *page.entries))))


def _public(site: Site, notes: Iterable[Note]) -> list[Note]:
    """Return the *notes* that anybody may read; drafts are shown in previews."""
    return [note for note in notes if note.visibility is Visibility.PUBLIC and site.shows(note)]


def _newest(notes: Iterable[Note]) -> str:
    """Return the time of the last change of *notes*."""
    return _last([note.last_modified for note in notes])


def _last(changes: Iterable[When | None]) -> str:
    """Return the last of *changes* as a date or a time with its zone; empty without any."""
    found = [each for each in changes if each]
    return max(found).iso if found else ""


def _lists(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the generated lists that have public notes, and the list of feeds, with their last changes."""
    changes = {id(note): note.last_modified for note in _public(site, site.catalogue.listed)}
    known: dict[tuple[str, str], str | None] = {}
    for name, kind, label in site.lists.pages():
        if kind == "feeds":
            yield name, ""
            continue
        key = (kind, label)
        if key not in known:
            found = [changes[id(note)] for note in _listed(site, kind, label) if id(note) in changes]
            known[key] = _last(found) if found else None
        if (modified := known[key]) is not None:
            yield name, modified


def _listed(site: Site, kind: str, label: str) -> Iterable[Note]:
    """Return the notes of a list."""
    catalogue = site.catalogue
    if kind == "notes":
        return catalogue.listed
    if kind == "stream":
        return catalogue.stream
    if kind == "year":
        return catalogue.years[int(label)]
    if not label:
        return {id(note): note for each in catalogue.by_label[kind].values() for note in each.notes}.values()
    found = catalogue.find(kind, label)
    return found.notes if found else ()


def _others(app: Sphinx) -> Iterable[str]:
    """Return the pages that the project and other extensions add."""
    return [*additions_to(app.config).pages, *app.config.html_additional_pages]
