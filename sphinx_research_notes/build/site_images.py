"""The images of the site: those of notes, from their front matter, and those in documents."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model.urls import site_address, web_address
from ..state.project_files import project_file
from .builder_reference import BuilderReference
from .picture_sizes import size_of

if TYPE_CHECKING:
    from ..model.note import Note


class SiteImages(BuilderReference):
    """The names that images have in the output."""

    def name(self, note: Note) -> str:
        """Return the image file of *note* in the output; ``""`` if it has no image, or one at a URL."""
        if note.image is None or "://" in note.image.source:
            return ""
        try:
            path = project_file(self.env, note.image.source, note.docname)[0]
        except OSError:
            return ""
        return self.file(path)

    def file(self, path: str) -> str:
        """Return what the image *path* of the project is called in the output; ``""`` if it isn't there."""
        entry = self.env.images.get(path)
        if entry is None:
            return ""
        # The builder copies the images listed here; by itself it lists only those in documents.
        images: dict[str, str] = self.builder.images
        images.setdefault(path, str(entry[1]))
        return str(entry[1])

    def url(self, note: Note) -> str:
        """Return the full URL of the image of *note*; ``""`` if it is unknown."""
        if note.image is not None and "://" in note.image.source:
            return web_address(note.image.source)
        base, name = site_address(str(self.env.config.html_baseurl or "")), self.name(note)
        return f"{base}/_images/{quote(name)}" if base and name else ""

    def of(self, docname: str) -> list[tuple[str, str]] | None:
        """Return the images of a document as pairs of path and name in the output; None if it has none."""
        return self._by_document.get(docname)

    def size(self, name: str) -> tuple[int, int] | None:
        """Return width and height of the image that has *name* in the output; None if that isn't known.

        The digest of a note covers the files of its images, so that the size isn't part of fingerprints.
        """
        return self._sizes.get(name)

    @cached_property
    def _sizes(self) -> dict[str, tuple[int, int]]:
        files = ((name, Path(self.env.srcdir, path)) for path, (_, name) in self.env.images.items())
        return {name: size for name, file in files if (size := size_of(file))}

    @cached_property
    def _by_document(self) -> dict[str, list[tuple[str, str]]]:
        by_document: dict[str, list[tuple[str, str]]] = {}
        for path, (docnames, name) in sorted(self.env.images.items()):
            for docname in docnames:
                by_document.setdefault(docname, []).append((path, name))
        return by_document
