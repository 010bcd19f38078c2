"""The ``.bib`` files of a Jekyll site: those of jekyll-scholar for all pages, and those of single posts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..bibliography import Bibliography, entries_of
from ..files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .config import Config
    from .documents import Document

#: A file that a tag of jekyll-scholar names.
_NAMED = re.compile(
    r"\{%-?\s*(?:cite\w*|reference|nocite|quote|bibliography)\b[^%]*?\s(?:--file|-f)[ =]+"
    r"[\"']?(?P<file>[^\s\"'%]+)"
)
_FOLDERS = ("", "assets/bibliography", "_bibliography", "bibliography", "assets/bib")


@dataclass(slots=True)
class References:
    """All references of a site in one file."""

    text: str = ""
    #: By the path of a document: the old keys that have new ones.
    keys: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: By the name of a file, as tags have it: the keys in it, as they are here.
    files: Mapping[str, Sequence[str]] = field(default_factory=dict)


def read_references(source: Path, config: Config, documents: Sequence[Document]) -> References:
    """Return the references of the site in *source*."""
    joined = Bibliography()
    of_files: dict[Path, dict[str, str]] = {}
    for file in _of_scholar(source, config):
        of_files[file] = joined.add(read_text(file), file.stem)
    folder = _folder(source, config)
    files: dict[str, list[str]] = {}
    keys: dict[str, dict[str, str]] = {}
    for document in documents:
        name = document.value("bibliography")
        own = _file(source, name) if isinstance(name, str) and name.strip() else None
        if own is not None:
            slug = re.sub(r"[^\w-]+", "-", document.name).strip("-")
            keys[document.path] = joined.add(read_text(own), slug)
        for match in _NAMED.finditer(document.front.body):
            file = folder / f"{match['file'].removesuffix('.bib')}.bib"
            if file in of_files:
                keys.setdefault(document.path, {}).update(of_files[file])
                found = (key for key, _ in entries_of(read_text(file)) if key)
                files[match["file"]] = [of_files[file].get(key, key) for key in found]
    return References(joined.written(), keys, files)


def _of_scholar(source: Path, config: Config) -> list[Path]:
    """Return the files that citations refer to where a post has none of its own."""
    folder = _folder(source, config)
    return sorted(folder.rglob("*.bib")) if folder.is_dir() else []


def _folder(source: Path, config: Config) -> Path:
    options = config.values.get("scholar")
    options = options if isinstance(options, dict) else {}
    return source / str(options.get("source") or "_bibliography").strip("/")


def _file(source: Path, name: str) -> Path | None:
    path = name.strip().lstrip("/")
    places = (source / folder / path for folder in _FOLDERS)
    return next((place for place in places if place.is_file()), None)
