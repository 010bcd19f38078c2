"""Find pictures and other files anywhere in the source folder, by the end of their path."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.matching import Matcher

from ...config import notes_config
from ...constants import FILE_LINK
from ...diagnostics import warn
from ...model.site_addresses import divided
from ...model.urls import has_scheme
from ...model.wikilinks import Files, Found
from ...state.folder_manifest import PREFIX
from ...state.project_files import entries_of, named_file
from ...state.read_state import read_state
from ...state.records import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ...diagnostics import Location

#: Files that only Obsidian shows.
UNREAD = frozenset({".excalidraw", ".canvas", ".base"})
#: What Excalidraw appends to the name of a drawing for a picture of it.
DRAWINGS = (".svg", ".png", ".light.svg", ".light.png")
_SUFFIX = re.compile(r".\.[a-z0-9]{1,5}$", re.IGNORECASE)

_files: WeakKeyDictionary[BuildEnvironment, Files] = WeakKeyDictionary()


def is_file_name(env: BuildEnvironment, path: str) -> bool:
    """Return whether *path* may be that of a file that is no document."""
    return _SUFFIX.search(path) is not None and not path.lower().endswith(tuple(env.config.source_suffix))


def vault_file(env: BuildEnvironment, name: str, written: str, location: Location = None) -> str:
    """Return the file that the current document calls *name*, relative to the source folder, or ``""``.

    *written*: the whole link, which is at *location*.
    """
    found = _found(env, name, env.docname)
    read_state(env).attachments[name] = found.docname if found else ""
    if found and found.others:
        others = ", ".join(found.others[:3])
        message = f"expected one file for {written!r}, found also {others}; using {found.docname}"
        warn("wikilink", message, location or env.docname)
    return found.docname if found else ""


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: return the documents whose names of files mean other files now."""
    _files.pop(env, None)
    if not notes_config(env.config).wikilinks:
        return []
    return [
        docname
        for docname, page in pages(env).items()
        if docname in env.found_docs
        and any(k == FILE_LINK and _path(env, name, docname) != was for k, name, was in page.links)
    ]


def _path(env: BuildEnvironment, name: str, docname: str) -> str:
    found = _found(env, name, docname)
    return found.docname if found else ""


def _found(env: BuildEnvironment, name: str, docname: str) -> Found | None:
    if env not in _files:
        _files[env] = Files(_names(env))
    files = _files[env]
    return files.find(name, docname) or files.find(unquote(name), docname)


def _names(env: BuildEnvironment) -> Iterator[str]:
    """Yield the files of the source folder, without hidden ones and what ``conf.py`` excludes."""
    excluded = Matcher([*env.config.exclude_patterns, *env.config.templates_path])
    suffixes = tuple(env.config.source_suffix)
    folders = [(str(env.srcdir), "")]
    for folder, prefix in folders:
        entries = entries_of(folder)
        if any(entry.name.startswith(PREFIX) for entry in entries):
            continue  # The output of a build.
        for entry in entries:
            path = prefix + entry.name
            if entry.name.startswith(".") or excluded(path):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append((entry.path, f"{path}/"))
            elif not entry.name.lower().endswith(suffixes):
                yield path


class FindPictures(SphinxTransform):
    """Finds the pictures of ``![](name.png)`` anywhere in the vault, if there is none at that place."""

    def apply(self, **kwargs: Any) -> None:
        if not notes_config(self.config).wikilinks:
            return
        for image in self.document.findall(nodes.image):
            uri = image["uri"]
            name = divided(uri)[0]
            if not name or has_scheme(uri) or uri.startswith("//") or uri in self.env.images:
                continue
            try:
                relative, path = named_file(self.env, name, self.env.docname)
                written = named_file(self.env, uri, self.env.docname)[1]
            except OSError:
                continue
            if path.is_file() or written.is_file():
                continue
            self.env.note_dependency(relative)  # The file may be added.
            if found := vault_file(self.env, name, uri, image):
                image["uri"] = relative_to(self.env, found)


def relative_to(env: BuildEnvironment, path: str) -> str:
    """Return *path*, in the source folder, relative to the folder of the document."""
    return posixpath.relpath(path, posixpath.dirname(env.docname) or ".")
