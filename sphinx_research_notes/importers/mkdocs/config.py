"""The configuration of a site of MkDocs, and the people in ``.authors.yml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..ignored import is_ignored
from ..records import NotImportable
from ..yaml_files import read_yaml
from .blogs import Blog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
#: As many files inherit from each other.
_MOST_PARENTS = 10


@dataclass(frozen=True, slots=True)
class Config:
    """What a site says of itself."""

    values: Mapping[str, Any] = field(default_factory=dict)
    source: str = "mkdocs.yml"

    def text(self, name: str) -> str:
        """Return the value of *name* as text; empty if it isn't one."""
        value = self.values.get(name)
        return (
            str(value).strip() if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
        )

    @property
    def docs(self) -> str:
        """The folder of the documents."""
        return self.text("docs_dir").strip("/") or "docs"

    @property
    def folders(self) -> bool:
        """Whether ``about.md`` is at ``/about/``."""
        offline = self.options_of("plugins", "offline")
        # To be read from a disk, on which a folder has no page.
        is_offline = offline is not None and str(offline.get("enabled", True)).lower() == "true"
        return not is_offline and str(self.values.get("use_directory_urls", True)).lower() != "false"

    def options_of(self, kind: str, *names: str) -> dict[str, Any] | None:
        """Return the options of a plug-in or an extension; None if the site doesn't use it."""
        return next(self._all_options(kind, *names), None)

    def _all_options(self, kind: str, *names: str) -> Iterator[dict[str, Any]]:
        given = self.values.get(kind)
        items = given.items() if isinstance(given, dict) else _items(given)
        for name, options in items:
            plain = str(name).removeprefix("material/").removeprefix("markdown.extensions.")
            if plain in names:
                yield options if isinstance(options, dict) else {}

    def has(self, *extensions: str) -> bool:
        """Whether one of the *extensions* of Markdown is on."""
        return self.options_of("markdown_extensions", *extensions) is not None

    @property
    def extensions(self) -> tuple[str, ...]:
        """The names of the extensions of Markdown that are on."""
        given = self.values.get("markdown_extensions")
        items = given.items() if isinstance(given, dict) else _items(given)
        return tuple(str(name) for name, _ in items)

    def is_excluded(self, path: str) -> bool:
        """Whether the file at *path* in the folder of the documents is no part of the site."""
        options = self.options_of("plugins", "exclude") or {}
        return (
            is_ignored(path, self.text("exclude_docs"))
            or any(fnmatch(path, str(each)) for each in _list(options.get("glob")))
            or any(_found(str(each), path) for each in _list(options.get("regex")))
        )

    def is_draft(self, path: str) -> bool:
        """Whether the site shows the document at *path* only to those who write it."""
        return is_ignored(path, self.text("draft_docs"))

    @property
    def url(self) -> str:
        """The address of the site; empty if it is unknown."""
        url = self.text("site_url")
        return url if url.startswith(("http://", "https://")) else ""

    @property
    def blogs(self) -> tuple[Blog, ...]:
        """The blogs of the site, in the order of the plug-ins."""
        found = self._all_options("plugins", "blog")
        return tuple(Blog(each, self.folders) for each in found if each.get("enabled") is not False)


def _items(given: Any) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for each in given if isinstance(given, list) else []:
        found += each.items() if isinstance(each, dict) else [(str(each), {})]
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _found(expression: str, path: str) -> bool:
    try:
        return re.match(expression, path) is not None
    except re.error:
        return False


def read_config(source: Path) -> Config:
    """Return the configuration of the site in *source*; raises NotImportable, and OSError."""
    file = next((source / name for name in CONFIGS if (source / name).is_file()), None)
    if file is None:
        raise NotImportable(f"expected mkdocs.yml in {source}, found none; nothing has been written")
    values = _inherited(source, file)
    docs = Path(source, str(values.get("docs_dir") or "docs")).resolve()
    if source.resolve() not in (docs, *docs.parents):
        raise NotImportable(f"expected docs_dir in {source}, found {docs}; nothing has been written")
    return Config(values, file.name)


def _inherited(source: Path, file: Path) -> dict[str, Any]:
    """Return the options in *file* over those of the file that it inherits from, if that is in *source*."""
    files, found = [file], []
    while files:
        values = read_yaml(files.pop())
        if not isinstance(values, dict):
            raise NotImportable(f"expected options in {file}, found {values!r}; nothing has been written")
        found.append(values)
        parent = file.parent / str(values.get("INHERIT") or "")
        is_inside = source.resolve() in parent.resolve().parents
        if values.get("INHERIT") and is_inside and parent.is_file() and len(found) < _MOST_PARENTS:
            files.append(parent)
    merged: dict[str, Any] = {}
    for values in reversed(found):
        merged = _merged(merged, values)
    return merged


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return both mappings as one; mappings in them are merged, too."""
    return below | {
        name: _merged(below[name], value)
        if isinstance(value, dict) and isinstance(below.get(name), dict)
        else value
        for name, value in above.items()
    }


def read_authors(file: Path) -> dict[str, Any]:
    """Return the people in *file* by their keys."""
    found = read_yaml(file) if file.is_file() else {}
    people = found.get("authors") if isinstance(found, dict) else None
    authors: dict[str, Any] = {}
    for key, person in people.items() if isinstance(people, dict) else ():
        if isinstance(person, dict) and person.get("name"):
            url = str(person.get("url") or "")
            authors[str(key)] = {"name": str(person["name"])} | (
                {"url": url} if url.startswith("http") else {}
            )
    return authors
