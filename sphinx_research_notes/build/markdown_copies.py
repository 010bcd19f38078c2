"""Which documents have a copy in Markdown beside their page, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.note import Visibility
from ..state.records import pages

if TYPE_CHECKING:
    from ..model.note import Note
    from .site import Site


def copied_notes(site: Site, docname: str) -> tuple[Note, ...]:
    """Return the notes on the page of *docname* that its copy has: the public ones."""
    page = pages(site.env).get(docname)
    if page is None or not (site.paged and site.config.markdown and site.addresses.base) or site.is_preview:
        return ()
    if page.head is not None and page.head.visibility is not Visibility.PUBLIC:
        return ()
    return tuple(note for note in page.notes if note.visibility is Visibility.PUBLIC and site.shows(note))


def copy_of(site: Site, docname: str) -> str:
    """Return the file of the copy of *docname*, relative to the output folder; empty if it has none."""
    return f"{site.addresses.file(docname)}.md" if copied_notes(site, docname) else ""
