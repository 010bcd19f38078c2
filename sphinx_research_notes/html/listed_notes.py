"""The notes of a build as other extensions are handed them: in order, with their addresses."""

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
    """The notes that lists show, newest first and undated ones last: documents and entries of streams.

    No drafts, private or unlisted notes, unless the build shows them in lists too.
    """

    def __init__(self, site: Site, here: str = "", found: Iterable[Note] | None = None) -> None:
        """*here*: the address, from the root of the site, of what is being made."""
        self._site, self._here = site, here
        self._notes = site.catalogue.listed if found is None else tuple(found)

    @overload
    def __getitem__(self, place: int) -> Note: ...

    @overload
    def __getitem__(self, place: slice) -> Notes: ...

    def __getitem__(self, place: int | slice) -> Note | Notes:
        if isinstance(place, slice):
            return Notes(self._site, self._here, self._notes[place])
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
        """Those of the notes that have one of the *tags*, and one of the *years*, and so on.

        As the options of ``{notes}``: *match* are patterns of document names, *sort* is ``newest``,
        ``oldest``, ``updated`` or ``title``. A text stands for a list of one.
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
        return Notes(self._site, self._here, query(self._notes))

    def find(self, docname: str, anchor: str = "") -> Note | None:
        """The note at *docname*, or the entry of a stream there with the id *anchor*; None for none."""
        return next((each for each in self._notes if (each.docname, each.anchor) == (docname, anchor)), None)

    def url(self, note: Note) -> str:
        """The full address of *note*; its path from the root, ``/notes/a.html``, without ``html_baseurl``.

        Empty in builders without a page for each document.
        """
        site = self._site
        if not site.paged:
            return ""
        base = site.addresses.public_url(note.docname) or f"/{site.addresses.public_uri(note.docname)}"
        return base + _part(note)

    def link(self, note: Note) -> str:
        """The address of *note* from the page or file that is being made; elsewhere from the site's root."""
        try:
            uri = self._site.builder.get_target_uri(note.docname)
        except NoUri:
            return ""
        return relative_uri(self._here, uri) + _part(note) or "#"

    def path(self, note: Note) -> str:
        """The file of the output folder that *note* is in; empty as :meth:`url`."""
        return self._site.addresses.file(note.docname) if self._site.paged else ""


def _several(names: Iterable[str]) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


def _part(note: Note) -> str:
    """The part of a page that an entry is."""
    return f"#{quote(note.anchor)}" if note.anchor else ""
