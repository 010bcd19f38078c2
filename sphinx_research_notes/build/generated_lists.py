"""Which pages are generated: the lists of notes, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.collection import Catalogue


@dataclass(frozen=True, slots=True)
class GeneratedLists:
    """The lists of all notes of a site, and the names of the pages that show them."""

    catalogue: Catalogue
    #: The folder of the lists, such as ``notes``.
    path: str
    #: The maximum number of notes on one page.
    page_size: int
    #: Whether the builder writes a page for each document; others have no such lists.
    paged: bool
    #: Whether there is a page that lists the feeds.
    feeds: bool
    #: Whether there is an archive as well, because a document stands in the place of the list of all notes.
    archive: bool = False

    def page_name(self, kind: str, label: str = "") -> str | None:
        """Return the generated page that lists *label* of *kind*, or without a label the index of *kind*.

        Return None if no listed note has that label, so that there is no such page.
        """
        if not self.paged:
            return None
        if not label:
            by_label = self.catalogue.by_label.get(kind)
            return f"{self.path}/{kind}/index" if by_label else None
        listed = self.catalogue.find(kind, label)
        return f"{self.path}/{kind}/{listed.slug}" if listed else None

    def names(self) -> Iterator[str]:
        """Return the names of all pages of all generated lists."""
        return (name for name, _, _ in self.pages())

    def pages(self) -> Iterator[tuple[str, str, str]]:
        """Yield the name of each page of all generated lists, with the kind and label of what it lists."""
        catalogue, path = self.catalogue, self.path
        if not catalogue.all:
            return
        lists = {f"{path}/index": ("notes", "", catalogue.listed)}
        if self.archive:
            lists[f"{path}/archive"] = ("notes", "", catalogue.listed)
        lists[f"{path}/stream"] = ("stream", "", catalogue.stream)
        lists |= {f"{path}/{year}": ("year", str(year), notes) for year, notes in catalogue.years.items()}
        for kind, by_label in catalogue.by_label.items():
            if by_label:
                yield f"{path}/{kind}/index", kind, ""
            for each in by_label.values():
                series = each.notes[0].series if kind == "series" else None
                notes = catalogue.series(series) if series else each.notes
                lists[f"{path}/{kind}/{each.slug}"] = (kind, each.label, notes)
        if self.feeds:
            yield f"{path}/feeds", "feeds", ""
        for name, (kind, label, notes) in lists.items():
            if notes or name == f"{path}/index":
                yield name, kind, label
            base = name.removesuffix("/index")
            for n in range(2, -(-len(notes) // self.page_size) + 1):
                yield f"{base}/page/{n}", kind, label
