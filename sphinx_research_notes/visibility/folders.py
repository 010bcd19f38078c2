"""Folders whose notes are all hidden by one file, as in other generators.

Hugo's ``_index.md`` hides the pages below it with ``cascade``; Quarto's ``_metadata.yml`` and the data files
of Eleventy hold front matter for a whole folder.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..frontmatter import extract, schema
from ..frontmatter.block import Block
from ..frontmatter.encodings import text_of
from ..model.note import Visibility

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..config import NotesConfig


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file that hides the notes in its folder and below."""

    path: Path
    #: The line that does, from 1, if known.
    line: int | None
    #: The key that does.
    key: str
    visibility: Visibility


_INDEX = re.compile(r"_index(?:\.[A-Za-z-]+)?\.(?:md|markdown|html)", re.IGNORECASE)
#: npm calls a package private that is not to be published; its folder may be named so.
_NPM = "package.json"
_METADATA = re.compile(r"_metadata\.ya?ml", re.IGNORECASE)

#: What has been found in this build, by folder, and the moments that it depends on.
_Found = dict[str, tuple[FolderFile | None, set[datetime]]]
_found: WeakKeyDictionary[BuildEnvironment, _Found] = WeakKeyDictionary()


def forget_folders(env: BuildEnvironment) -> None:
    """Read the files anew, at the start of a build."""
    _found.pop(env, None)


def hiding_file(env: BuildEnvironment, docname: str, config: NotesConfig) -> FolderFile | None:
    """Return the file that hides *docname* by its folder: of several, the first of the strictest."""
    cache, clock = _found.setdefault(env, {}), config.settings.clock
    strictest: FolderFile | None = None
    parts = docname.split("/")[:-1]
    for depth in range(len(parts) + 1):
        folder = "/".join(parts[:depth])
        if folder not in cache:
            with clock.listening() as asked:
                found = _file_in(Path(env.srcdir, folder), config)
            cache[folder] = found, asked
        file, asked = cache[folder]
        clock.repeat(asked)
        if file and (strictest is None or _is_stricter(file.visibility, strictest.visibility)):
            strictest = file
    return strictest


def _is_stricter(one: Visibility, other: Visibility) -> bool:
    return one is not other and one.stricter(other) is one


def folders_digest(env: BuildEnvironment, config: NotesConfig) -> str:
    """Return a digest of which folders of documents are hidden, and how; it does not tell their names."""
    folders = {docname.rpartition("/")[0]: docname for docname in env.found_docs}
    files = ((folder, hiding_file(env, docname, config)) for folder, docname in sorted(folders.items()))
    hidden = [(folder, str(file.visibility)) for folder, file in files if file]
    return (
        blake2b(repr(hidden).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest() if hidden else ""
    )


def _file_in(folder: Path, config: NotesConfig) -> FolderFile | None:
    """Return the file in *folder* itself that hides what is in it."""
    data = re.compile(rf"{re.escape(folder.name)}\.(?:11tydata\.)?json")
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return None
    for name in names:
        if name != _NPM and any(pattern.fullmatch(name) for pattern in (_INDEX, _METADATA, data)):
            file = _hides_folder(folder / name, config)
            if file is not None:
                return file
    return None


def _hides_folder(path: Path, config: NotesConfig) -> FolderFile | None:
    """Return *path* if it hides what is in its folder; in doubt, it does."""
    try:
        text = text_of(path.read_bytes())
    except OSError:
        return None
    is_metadata = _METADATA.fullmatch(path.name) is not None
    block = extract.markdown(f"---\n{text}\n---\n" if is_metadata else text)
    if _INDEX.fullmatch(path.name):
        if block.unreadable is not None and "cascade" in text:
            return FolderFile(path, block.unreadable.line, "cascade", Visibility.DRAFT)
        block.values = {name: value for name, value in block.values.items() if name.lower() == "cascade"}
    for name, value in block.values.items():
        visibility = schema.understand(Block(values={name: value}), config.settings)[0].visibility
        if visibility is not Visibility.PUBLIC:
            line = block.lines.get(name)
            return FolderFile(path, line and line - is_metadata, name, visibility)
    return None
