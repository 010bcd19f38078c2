"""What the results of a search in our theme say of a note besides its title: its date and its statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.date_formats import format_when
from ..state.records import pages

if TYPE_CHECKING:
    from ..model.statuses import Status
    from .site import Site

#: Date for ``datetime`` attributes, date as shown, and the keys of statuses.
Facts = tuple[str, str, tuple[str, ...]]


def status_key(status: Status) -> str:
    """Return the name of *status* in the search index and on the search page, which shows its badge."""
    return f"{status.axis}:{status.value}"


def search_facts(site: Site) -> dict[str, Facts]:
    """Return what is said of each note, by docname; nothing of unlisted notes, which are not in the index."""
    locale, pattern = str(site.env.config.language or "en"), site.config.date_format
    facts: dict[str, Facts] = {}
    for docname, page in pages(site.env).items():
        note = page.head
        if note is None or not page.is_note or not page.listed:
            continue
        date = note.date
        text = format_when(date, pattern, locale) if date else ""
        facts[docname] = (date.iso if date else "", text, tuple(map(status_key, note.statuses)))
    return facts


def shown_statuses(site: Site) -> list[Status]:
    """Return the statuses of all notes in the index, each once, in the order of their keys."""
    found = {
        status_key(status): status
        for page in pages(site.env).values()
        if page.head is not None and page.is_note and page.listed
        for status in page.head.statuses
    }
    return [found[key] for key in sorted(found)]
