"""The notes of a build as passed to other extensions: in order, with their addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload
from urllib.parse import quote

from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from ..model.collection import Query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..build.site import Site
    from ..model.note import Note


class Notes(Sequence["Note"]):
    """The listed notes, newest first and undated ones last: documents and entries of streams.

    Drafts, private notes and unlisted notes are left out unless this build lists them too.
    """

    def __init__(self, site: Site, base: str = "", notes: Iterable[Note] | None = None) -> None:
        """*base*: the address of the page or file being made, relative to the root of the site."""
        self._site, self._base = site, base
        self._notes = site.catalogue.listed if notes is None else tuple(notes)

    @overload
    def __getitem__(self, place: int) -> Note: ...

    @overload
    def __getitem__(self, place: slice) -> Notes: ...

    def __getitem__(self, place: int | slice) -> Note | Notes:
        if isinstance(place, slice):
            return Notes(self._site, self._base, self._notes[place])
        return self._notes[place]

    def __len__(self) -> int:
        return len(self._notes)

    def __repr__(self) -> str:
        return f"<Notes: {len(self)}>"

    def select(
        self,
        *,
        tags: Iterable[str] = (),
        categories: Iterable[str] = (),
        status: Iterable[str] = (),
        author: Iterable[str] = (),
        series: Iterable[str] = (),
        years: Iterable[int] = (),
        match: Iterable[str] = (),
        sort: str = "newest",
        limit: int | None = None,
    ) -> Notes:
        """Return the notes that have one of the *tags*, and are of one of the *years*, and so on.

        The arguments work like the options of ``{notes}``: *match* takes patterns of docnames, *sort* is
        ``newest``, ``oldest``, ``updated``, ``title`` or ``pinned``. A string is the same as a list of one
        string.
        """
        query = Query(
            tags=_several(tags),
            categories=_several(categories),
            statuses=_several(status),
            authors=_several(author),
            series=_several(series),
            years=(years,) if isinstance(years, int) else tuple(years),
            match=_several(match),
            sort=sort,
            limit=limit,
        )
        return Notes(self._site, self._base, query(self._notes))

    def find(self, docname: str, anchor: str = "") -> Note | None:
        """Return the note *docname*, or its stream entry with the id *anchor*; None if there is none."""
        return next((each for each in self._notes if (each.docname, each.anchor) == (docname, anchor)), None)

    def url(self, note: Note) -> str:
        """Return the full URL of *note*, or without ``html_baseurl`` its path, such as ``/notes/a.html``.

        It is empty for builders that don't write a page for each document.
        """
        site = self._site
        if not site.paged:
            return ""
        base = site.addresses.public_url(note.docname) or f"/{site.addresses.public_uri(note.docname)}"
        return base + _part(note)

    def link(self, note: Note) -> str:
        """Return the address of *note* relative to the page or file being made, or else to the root."""
        try:
            uri = self._site.builder.get_target_uri(note.docname)
        except NoUri:
            return ""
        return relative_uri(self._base, uri) + _part(note) or "#"

    def path(self, note: Note) -> str:
        """Return the file that contains *note*, relative to the output folder; empty where :meth:`url` is."""
        return self._site.addresses.file(note.docname) if self._site.paged else ""


def _several(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _part(note: Note) -> str:
    """Return the fragment of the address of *note*; empty unless it is a stream entry."""
    return f"#{quote(note.anchor)}" if note.anchor else ""
