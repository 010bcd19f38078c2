"""Metadata that a project or a document takes from other files: ``metadata-files``, and files of profiles."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from ..records import Finding, NotImportable, Outcome
from ..yaml_files import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ..documents import Document

_NAME = "metadata-files"


def merged(one: Any, other: Any) -> Any:
    """Return *one* with what *other* adds, as Quarto joins them: values of *other* win, lists are added."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one | {
            name: merged(one[name], value) if name in one else value for name, value in other.items()
        }
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *(each for each in other if each not in one)]
    return other


def with_metadata_files(source: Path, values: dict[str, Any]) -> dict[str, Any]:
    """Return the configuration *values* of the project in *source* with those of its files.

    Raises NotImportable for a file that isn't YAML, and OSError. What is a draft in any of the project's
    profiles is one: nobody can know which of them the site was made with.
    """
    found: dict[str, Any] = {}
    parts = [*(more for _, more in _files(source, "", values)), values]
    names = [f"_quarto-{name}{ending}" for name in _profiles(values) for ending in (".yml", ".yaml")]
    parts += [more for name in names if (more := _read(source, name)) is not None]
    for each in parts:
        found = merged(found, each)
    profiles = (_read(source, file.name) for file in sorted(source.glob("_quarto-*.y*ml")))
    drafts = [path for each in (*parts, *profiles) for path in _drafts(each or {})]
    return merged(found, {"website": {"drafts": drafts}}) if drafts else found


def _drafts(values: Mapping[str, Any]) -> list[Any]:
    website = values.get("website")
    return _listed(website.get("drafts")) if isinstance(website, dict) else []


def add_metadata_files(source: Path, document: Document) -> Iterator[Finding]:
    """Put the metadata in the files that *document* names into its front matter; yield what was done."""
    front = document.front
    if _NAME not in front.values or front.fault:
        return
    line = front.lines.get(_NAME)
    found: dict[str, Any] = {}
    try:
        for path, more in _files(source, document.folder, front.values):
            found = merged(found, more)
            yield Finding(Outcome.CHANGED, f"front matter: {_NAME}", document.path, line, path)
    except NotImportable as error:
        detail = str(error).replace("nothing has been written", "the key stays")
        yield Finding(Outcome.UNKNOWN, f"front matter: {_NAME}", document.path, line, detail)
        return
    for name, value in found.items():
        front.put(name, merged(value, front.values[name]) if name in front.values else value)
    front.drop(_NAME)


def _files(source: Path, folder: str, values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    given = _listed(values.get(_NAME))
    for each in (*given, *_listed(values.get("metadata-file"))):
        place = str(each) if str(each).startswith("/") else posixpath.join(folder, str(each))
        path = posixpath.normpath(place.lstrip("/"))
        if (more := _read(source, path)) is not None:
            yield path, more


def _read(source: Path, path: str) -> dict[str, Any] | None:
    """Return the values in a file of the project; None if there is none."""
    file = source / path
    if source.resolve() not in file.resolve().parents or not file.is_file():
        return None
    values = read_yaml(file)
    return values if isinstance(values, dict) else None


def _profiles(values: Mapping[str, Any]) -> list[str]:
    """Return the names of the profiles that a project has without being asked for one."""
    profile = values.get("profile")
    given = profile.get("default") if isinstance(profile, dict) else None
    return [str(each) for each in _listed(given)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
