"""What the site says of its tags, authors and other labels: ``notes_labels``, with files for the pictures."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..model import taxonomy
from ..model.urls import site_address, web_address
from ..model.values import Unusable
from ..state.project_files import OutsideError, project_file
from ..visibility.hidden_files import has_hidden_parts, is_hidden
from .builder_reference import BuilderReference

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from ..config import NotesConfig
    from ..model.label_texts import LabelText

#: The suffixes of pictures; a copy with another one could be a page.
_SUFFIXES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})


class SiteLabelTexts(BuilderReference):
    """The texts of labels by kind and label; labels are compared as everywhere."""

    def __init__(self, builder: Builder, config: NotesConfig) -> None:
        super().__init__(builder)
        self._folder = config.path
        #: By kind and key of the label.
        self.all: dict[tuple[str, str], LabelText] = {}
        for kind, texts in config.labels.items():
            for text in texts:
                # An author may be named by a key of ``notes_authors``.
                author = config.authors.get(text.label) if kind == "authors" else None
                self.all[kind, taxonomy.key(author.name if author else text.label)] = text

    def of(self, kind: str, label: str) -> LabelText | None:
        """Return what is said of *label*; None if that is nothing."""
        return self.all.get((kind, taxonomy.key(label)))

    def file(self, kind: str, label: str) -> str:
        """Return the file in the output with the picture of *label*; empty if it is at a URL or missing."""
        return self._files[0].get((kind, taxonomy.key(label)), ("", None))[0]

    def url(self, kind: str, label: str) -> str:
        """Return the full URL of the picture of *label*; empty if there is none, or that is unknown."""
        text = self.of(kind, label)
        if text is not None and text.image is not None and "://" in text.image.source:
            return web_address(text.image.source)
        base, file = site_address(str(self.env.config.html_baseurl or "")), self.file(kind, label)
        return f"{base}/{quote(file)}" if base and file else ""

    def pictures(self) -> dict[tuple[str, str], tuple[str, Path]]:
        """Return the files of all pictures, in the output and in the project, by kind and key of label."""
        return self._files[0]

    def faults(self) -> list[str]:
        """Return what is wrong with the pictures that are left out."""
        return self._files[1]

    @cached_property
    def _files(self) -> tuple[dict[tuple[str, str], tuple[str, Path]], list[str]]:
        files: dict[tuple[str, str], tuple[str, Path]] = {}
        faults: list[str] = []
        for (kind, key), text in self.all.items():
            if text.image is None or "://" in text.image.source:
                continue
            name = text.image.source
            try:
                path = self._picture(name)
            except (Unusable, OSError) as error:
                faults.append(f"{kind}: {text.label}: image: {error}; leaving it out")
            else:
                suffix = PurePosixPath(name).suffix.lower()
                files[kind, key] = f"{self._folder}/{kind}/{taxonomy.slug(key)}{suffix}", path
        return files, faults

    def _picture(self, name: str) -> Path:
        """Return the file of the picture *name*, a path in the source directory."""
        if PurePosixPath(name).suffix.lower() not in _SUFFIXES:
            raise Unusable("an image file", name)
        try:
            path = project_file(self.env, f"/{name.lstrip('/')}", str(self.env.config.root_doc))[1]
        except OutsideError:
            raise Unusable("a file inside the project", name) from None
        if not path.is_file():
            raise Unusable("an image file, relative to the source directory", name)
        if is_hidden(self.env, path) or has_hidden_parts(self.env, path):
            raise Unusable("a file that is public", name)
        return path
