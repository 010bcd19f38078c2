"""What files in a folder say about the documents in it and below: front matter, and that they are hidden.

``_metadata.yml``, as in Quarto, holds front matter for a whole folder. Data files of Eleventy, and
``cascade`` in Hugo's ``_index.md``, can only hide it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ..frontmatter import ablog, defaults, extract
from ..frontmatter.block import Block
from ..frontmatter.encodings import encoding_fault, text_of
from ..frontmatter.keys import canonical, normal
from ..model.faults import Fault
from ..model.note import Visibility
from ..state.records import withheld
from .rules import understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from ..config import NotesConfig
    from ..frontmatter.defaults import FolderDefaults
    from ..frontmatter.syntax import Syntax


@dataclass(frozen=True, slots=True)
class FolderFile:
    """A file that hides the notes in its folder and below."""

    path: Path
    #: The line that does, from 1, if known.
    line: int | None
    #: The key that does.
    key: str
    visibility: Visibility
    #: Why it cannot be read, in which case no build shows the notes.
    fault: Fault | None = None

    def keeps_back(self, config: NotesConfig) -> bool:
        """Whether this build does not show the notes."""
        return self.fault is not None or not config.shows(self.visibility)

    def is_stricter(self, other: FolderFile) -> bool:
        """Whether it restricts the notes more than *other* does."""
        if self.fault or other.fault:
            return other.fault is None
        return self.visibility is not other.visibility and (
            self.visibility.stricter(other.visibility) is self.visibility
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """What the files in one folder say."""

    hiding: FolderFile | None = None
    defaults: tuple[FolderDefaults, ...] = ()

    @property
    def restricts(self) -> tuple[object, ...]:
        """What decides how any file in it is treated: who may see it, and of which kind it is."""
        hides = self.hiding and (str(self.hiding.visibility), self.hiding.fault is not None)
        kinds = tuple(each.kinds for each in self.defaults if each.kinds)
        return (hides, kinds) if hides or kinds else ()


_INDEX = re.compile(r"_index(?:\.[A-Za-z-]+)?\.(?:md|markdown|html)", re.IGNORECASE)
#: npm calls a package private that is not to be published; its folder may be named so.
_NPM = "package.json"
_METADATA = re.compile(r"(?:_metadata|\.meta)\.ya?ml", re.IGNORECASE)

#: What has been found in this build, by folder, and the moments that it depends on.
_Found = dict[str, tuple[Folder, set[datetime]]]
_found: WeakKeyDictionary[BuildEnvironment, _Found] = WeakKeyDictionary()


def forget_folders(env: BuildEnvironment) -> None:
    """Read the files anew, at the start of a build."""
    _found.pop(env, None)


def _folder(env: BuildEnvironment, name: str, config: NotesConfig) -> Folder:
    """Return what the files in the folder *name*, relative to the source folder, say; read once a build."""
    cache, clock = _found.setdefault(env, {}), config.settings.clock
    if name not in cache:
        with clock.listening() as asked:
            found = _read_folder(Path(env.srcdir, name), name, config)
        cache[name] = found, asked
    folder, asked = cache[name]
    clock.repeat(asked)
    return folder


def above(docname: str) -> Iterator[str]:
    """Yield the folders that *docname* is in, the innermost first, the source folder (empty) last."""
    while docname:
        docname = docname.rpartition("/")[0]
        yield docname


def hiding_file(env: BuildEnvironment, docname: str, config: NotesConfig) -> FolderFile | None:
    """Return the file that hides *docname* by its folder: of several, the outermost of the strictest."""
    strictest: FolderFile | None = None
    for name in above(docname):
        file = _folder(env, name, config).hiding
        if file and (strictest is None or not strictest.is_stricter(file)):
            strictest = file
    return strictest


def defaults_of(env: BuildEnvironment, docname: str, config: NotesConfig) -> list[FolderDefaults]:
    """Return the front matter that the folders of *docname* give it, of the nearest one first."""
    return [each for name in above(docname) for each in _folder(env, name, config).defaults]


def block_in_folder(
    env: BuildEnvironment, text: str, syntax: Syntax, docname: str, config: NotesConfig
) -> Block:
    """Return the front matter of the document *docname* with that *text*, and what it inherits."""
    block = extract.block_of(text, syntax)
    if config.ablog:
        block = ablog.adapted(block, text, syntax, config.ablog)
    return defaults.inherit(block, defaults_of(env, docname, config), config.settings)


def folders_of(docnames: Iterable[str]) -> list[str]:
    """Return every folder that any of *docnames* is in, at any depth."""
    own = {docname.rpartition("/")[0] for docname in docnames}
    return sorted({"", *own, *(each for name in own for each in above(name))})


def folders_digest(env: BuildEnvironment, config: NotesConfig) -> str:
    """Return a digest of which folders of documents are hidden or of one kind; it does not tell their names.

    Empty if there is none.
    """
    said = [(name, _folder(env, name, config).restricts) for name in folders_of(env.found_docs)]
    said = [(name, restricts) for name, restricts in said if restricts]
    return _digest(said) if said else ""


def defaults_digests(env: BuildEnvironment, config: NotesConfig) -> dict[str, str]:
    """Return a digest of the front matter that each folder of documents gives to its notes, by folder."""
    given = ((name, _folder(env, name, config).defaults) for name in folders_of(env.found_docs))
    return {
        name: _digest([(list(each.values.items()), sorted(each.labels.items())) for each in files])
        for name, files in given
        if files
    }


def _digest(facts: object) -> str:
    return blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def faults_in(env: BuildEnvironment, folder: str, config: NotesConfig) -> Iterator[tuple[Fault, str]]:
    """Yield the faults in the front matter that *folder* gives to its notes, each with its place."""
    for each in _folder(env, folder, config).defaults:
        for fault in each.faults:
            yield fault, f"{each.source}:{fault.line or 1}"


def withheld_files(env: BuildEnvironment, config: NotesConfig) -> list[Path]:
    """Return the files with front matter for a folder whose notes this build does not show."""
    folders = folders_of({*env.found_docs, *withheld(env)})
    hiding = [_folder(env, name, config).hiding for name in folders]
    return [file.path for file in hiding if file and file.keeps_back(config) and is_metadata(file.path)]


def is_metadata(path: Path) -> bool:
    """Return whether *path* is, by its name, a file with front matter for its folder."""
    return _METADATA.fullmatch(path.name) is not None


def _read_folder(path: Path, name: str, config: NotesConfig) -> Folder:
    """Return what the files in the folder *path* itself say; *name* is its name from the source folder."""
    hiding, given = None, []
    for file in _files_in(path):
        data, problem = _content(file)
        if not is_metadata(file):
            hides = None if problem else _hides_folder(file, _block_elsewhere(file, text_of(data)), config)
        else:
            block = _metadata(data, problem)
            given.append(defaults.defaults_from(block, str(file), name, config.settings))
            hides = _hides_folder(file, block, config)
        if hides and (hiding is None or hides.is_stricter(hiding)):
            hiding = hides
    return Folder(hiding, tuple(given))


def _content(file: Path) -> tuple[bytes, str]:
    """Return the content of *file*, and why it cannot be read."""
    try:
        # To read a pipe, for instance, might take for ever.
        return (file.read_bytes(), "") if file.is_file() or not file.exists() else (b"", "Not a file")
    except OSError as error:
        return b"", error.strerror or str(error)


def _files_in(folder: Path) -> list[Path]:
    """Return the files in *folder* itself that may say something about it."""
    data = re.compile(rf"{re.escape(folder.name)}\.(?:11tydata\.)?json")
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return []
    patterns = (_INDEX, _METADATA, data)
    found = [folder / name for name in names if name != _NPM and any(p.fullmatch(name) for p in patterns)]
    return [each for each in found if not each.is_dir()]


def _metadata(data: bytes, problem: str) -> Block:
    """Return the front matter for a folder in *data*; unreadable with a *problem*."""
    block = defaults.parsed(text_of(data))
    fault = (
        Fault("front-matter", f"expected a readable file: {problem}", 1) if problem else encoding_fault(data)
    )
    block.unreadable = fault or block.unreadable
    return block


def _block_elsewhere(path: Path, text: str) -> Block:
    """Return the values in the file *path* of another generator that may hide its folder."""
    block = extract.markdown(text)
    if _INDEX.fullmatch(path.name):
        values = {name: value for name, value in block.values.items() if name.lower() == "cascade"}
        unreadable = block.unreadable if "cascade" in text else None
        return replace(block, values=values, unreadable=unreadable)
    return replace(block, unreadable=None)


def _hides_folder(path: Path, block: Block, config: NotesConfig) -> FolderFile | None:
    """Return *path* if *block*, which it holds, hides what is in its folder; in doubt, it does."""
    if (fault := block.unreadable) is not None:
        if not is_metadata(path):
            return FolderFile(path, fault.line, "cascade", Visibility.DRAFT)
        return FolderFile(path, fault.line, "", Visibility.PRIVATE, fault)
    for name, value in block.values.items():
        if canonical(normal(name)) == "date":
            continue  # Ignored in such a file, even where one in the future hides a note.
        visibility = understand(Block(values={name: value}), "", config)[0].visibility
        if visibility is not Visibility.PUBLIC:
            return FolderFile(path, block.lines.get(name), name, visibility)
    return None
