"""The ``.bib`` files of a Jekyll site: those of jekyll-scholar for all pages, and those of single posts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..bibliography import Bibliography
from ..files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .config import Config
    from .documents import Document

_FOLDERS = ("", "assets/bibliography", "_bibliography", "bibliography", "assets/bib")


@dataclass(slots=True)
class References:
    """All references of a site in one file."""

    text: str = ""
    #: By the path of a document: the old keys that have new ones.
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_references(source: Path, config: Config, documents: Sequence[Document]) -> References:
    """Return the references of the site in *source*."""
    joined = Bibliography()
    for file in _of_scholar(source, config):
        joined.add(read_text(file), file.stem)
    keys: dict[str, dict[str, str]] = {}
    for document in documents:
        name = document.value("bibliography")
        own = _file(source, name) if isinstance(name, str) and name.strip() else None
        if own is not None:
            slug = re.sub(r"[^\w-]+", "-", document.name).strip("-")
            keys[document.path] = joined.add(read_text(own), slug)
    return References(joined.written(), keys)


def _of_scholar(source: Path, config: Config) -> list[Path]:
    """Return the files that citations refer to where a post has none of its own."""
    options = config.values.get("scholar")
    options = options if isinstance(options, dict) else {}
    folder = source / str(options.get("source") or "_bibliography").strip("/")
    return sorted(folder.glob("*.bib")) if folder.is_dir() else []


def _file(source: Path, name: str) -> Path | None:
    path = name.strip().lstrip("/")
    places = (source / folder / path for folder in _FOLDERS)
    return next((place for place in places if place.is_file()), None)
