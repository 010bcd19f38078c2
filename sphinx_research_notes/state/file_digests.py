"""The contents that documents were read from, to find what has changed, regardless of file times.

Sphinx considers a file changed if it is newer than the last read. But ``rsync -a``, unpacking an archive, a
synchronized folder, or a cache of times (git-restore-mtime) can replace a file by one that is older, or
exactly as old; a file edited while it is read has an earlier time; and if the clock was
ahead, Sphinx reads a file again in every build.

The upper part is pure: paths in, digests out.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from .._upstream.project_paths import source_of
from ..activation import acts, has_turned
from ..frontmatter.block import clean
from .domain import DomainCollector, data_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Files up to this size are read in every build, which takes about 10 µs each.
SMALL = 32_768

#: The coarsest resolution of file times (two seconds on FAT and in zip archives), in nanoseconds.
GRAIN = 2_000_000_000

#: Whether files have a time that cannot be set and reveals every change; not on Windows.
HAS_CTIME = os.name == "posix"

#: The first characters of paths that are not, or may not be (a drive), relative to the source folder.
_ROOTED = frozenset({"", os.sep, "/"}) if os.sep == "/" else frozenset(map(chr, range(128)))

#: The state of a larger file when it was read: place, size, times, inode.
State = tuple[object, ...]


class File(NamedTuple):
    """The contents and time of a file; a tuple, as every environment holds thousands of them."""

    #: Digest of its contents and link target; empty if it is not a file, or not reliable.
    digest: str = ""
    #: Modification time, in nanoseconds.
    mtime: int = 0


class Reading(NamedTuple):
    """What a document was read from."""

    #: Whether the builder asked for typographic quotes.
    quotes: bool
    #: Its source and its dependencies, by their names relative to the source folder.
    files: tuple[tuple[str, File], ...]

    def is_current(self, now: Reading) -> bool:
        """Return whether the same files have the same contents *now*."""
        return (
            self.quotes == now.quotes
            and len(self.files) == len(now.files)
            and all(
                name == other and previous.digest == file.digest and previous.digest
                for (name, previous), (other, file) in zip(self.files, now.files, strict=True)
            )
        )

    def is_untouched(self, now: Reading) -> bool:
        """Return whether all files have the same times *now*."""
        return [file.mtime for _, file in self.files] == [file.mtime for _, file in now.files]


@dataclass(slots=True)
class Digests:
    """The digests of files, each as of the first request for it."""

    #: The source folder; link targets are relative to it.
    root: str
    #: Digests of larger files, valid as long as they are in this state.
    known: dict[str, tuple[State, str]] = field(default_factory=dict)
    _files: dict[str, File] = field(default_factory=dict)
    #: The link target of each folder.
    _folders: dict[str, str] = field(default_factory=dict)
    _real_root: str = ""

    def of(self, name: str) -> File:
        """Return the file *name*, relative to the source folder."""
        file = self._files.get(name)
        if file is None:
            file = self._files[name] = self.look(name)
        return file

    def look(self, name: str, data: bytes | None = None) -> File:
        """Return the file *name* as it is now; *data*: its contents if known."""
        path = f"{self.root}/{name}" if name[:1] not in _ROOTED else os.path.join(self.root, name)  # noqa: PTH118
        try:
            state = os.lstat(path)
            link = stat.S_ISLNK(state.st_mode)
            if link:
                state = os.stat(path)  # noqa: PTH116
            if not stat.S_ISREG(state.st_mode):
                return File()
            where = self._where(path, link=link)
            if state.st_size > SMALL:
                return File(self._of_large(name, path, where, state, data), state.st_mtime_ns)
            if data is None:
                data = _bytes_of(path, state.st_size)
            return File(_digest(data, where), state.st_mtime_ns)
        except (OSError, ValueError):
            return File()

    def _of_large(self, name: str, path: str, where: str, state: os.stat_result, data: bytes | None) -> str:
        """Return the digest of a larger file, reading it only if it may have changed."""
        times = (state.st_mtime_ns, state.st_ctime_ns)
        key = (where, state.st_size, times, state.st_ino, state.st_dev)
        previous = self.known.get(name)
        if data is None and previous is not None and previous[0] == key:
            return previous[1]
        digest = _digest(_bytes_of(path, state.st_size) if data is None else data, where)
        # A file written again within the resolution of the clock has the same times.
        if HAS_CTIME and max(times) < time.time_ns() - GRAIN:
            self.known[name] = key, digest
        else:
            self.known.pop(name, None)
        return digest

    def _where(self, path: str, *, link: bool) -> str:
        """Return the link target of *path*, relative to the source folder; empty if no link is involved."""
        if link:
            return self._beyond(path) or path.rpartition("/")[2]
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            self._folders[folder] = self._beyond(folder or os.sep)
        return self._folders[folder]

    def _beyond(self, path: str) -> str:
        """Return the link target of *path*, from the source folder; empty if it isn't a link."""
        self._real_root = self._real_root or os.path.realpath(self.root)
        real, plain = os.path.realpath(path), os.path.normpath(path)
        inside = plain == self.root or plain.startswith(self.root + os.sep)
        if real == (self._real_root + plain[len(self.root) :] if inside else plain):
            return ""
        return os.path.relpath(real, self._real_root)


def _bytes_of(path: str, size: int) -> bytes:
    """Return the contents of *path*, about *size* bytes long; thousands are read in every build."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts = []
        room = min(size + 4096, 1 << 20)  # Allocating more takes longer than reading the file.
        while part := os.read(descriptor, room):
            parts.append(part)
    finally:
        os.close(descriptor)
    return b"".join(parts)


def _digest(data: bytes, where: str) -> str:
    total = blake2b(data, digest_size=12)
    if where:
        total.update(b"\0" + where.encode("utf-8", "surrogatepass"))
    return total.hexdigest()


# The readings of an environment.


def readings(env: BuildEnvironment) -> dict[str, Reading]:
    """Return what each document was read from."""
    by_docname: dict[str, Reading] = data_of(env)["readings"]
    return by_docname


def _known(env: BuildEnvironment) -> dict[str, tuple[State, str]]:
    """Return the mapping for :attr:`Digests.known`."""
    known: dict[str, tuple[State, str]] = data_of(env)["files"]
    return known


_digests: WeakKeyDictionary[BuildEnvironment, Digests] = WeakKeyDictionary()


def digests_of(env: BuildEnvironment) -> Digests:
    """Return the digests of this build.

    A file requested before a document is read keeps that digest: if it changes meanwhile, the next build
    reads the document again.
    """
    if (digests := _digests.get(env)) is None:
        digests = _digests[env] = Digests(os.path.normpath(env.srcdir), _known(env))
    return digests


def forget_digests(env: BuildEnvironment) -> None:
    """Look at all files anew from now on."""
    _digests.pop(env, None)


def _names(env: BuildEnvironment, docname: str) -> list[str]:
    """Return the files that *docname* is made from: its source, then its dependencies in order."""
    source, depends = source_of(env, docname), env.dependencies.get(docname)
    return [source, *sorted(str(path) for path in depends)] if depends else [source]


def _now(env: BuildEnvironment, docname: str, *, quotes: bool) -> Reading:
    """Return what *docname* would be read from now."""
    of = digests_of(env).of
    return Reading(quotes, tuple((name, of(name)) for name in _names(env, docname)))


def _quotes(app: Sphinx) -> bool:
    """Return whether the builder gets typographic quotes: Sphinx decides by builder, while reading.

    So the doctrees made for ``text`` or ``man`` differ from those for ``html``.
    """
    excluded = (app.config.smartquotes_excludes or {}).get("builders", [])
    return bool(app.config.smartquotes) and app.builder.name not in excluded


def has_moved(env: BuildEnvironment, docname: str) -> bool:
    """Return whether *docname* has another source file than in the last build: ``two.rst`` for ``two.md``."""
    previous = readings(env).get(docname)
    return previous is not None and previous.files[0][0] != source_of(env, docname)


def find_changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``, first: add documents with changed contents to *changed*.

    Remove from it those that Sphinx would read again in every build because their time is in the future. A
    project without notes is left to Sphinx: with its first note everything is read again.
    """
    forget_digests(env)
    if not acts(env) or has_turned(env):
        return []
    quotes = _quotes(app)
    known = readings(env)
    for docname in env.found_docs & env.all_docs.keys() - added:
        previous, now = known.get(docname), _now(env, docname, quotes=quotes)
        if previous is None or not previous.is_current(now):
            changed.add(docname)
        elif docname in changed and previous.is_untouched(now) and not _must_be_read(app, docname):
            changed.discard(docname)
    return []


def _must_be_read(app: Sphinx, docname: str) -> bool:
    """Return whether Sphinx reads *docname* for another reason than its time."""
    return docname in app.env.reread_always or not Path(app.doctreedir, f"{docname}.doctree").is_file()


def note_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``, first: record the contents that are read.

    If the text differs from the file, which has then been changed again, no digest is stored.
    """
    env = app.env
    if not acts(env):
        return
    name = source_of(env, docname)
    try:
        data = Path(env.doc2path(docname)).read_bytes()
        text = data.decode(env.settings["input_encoding"], "replace")
    except (OSError, LookupError):
        data, text = b"", ""
    file = digests_of(env).look(name, data)
    if clean(text) != clean(source[0]):
        file = file._replace(digest="")
    readings(env)[docname] = Reading(_quotes(app), ((name, file),))


class ReadingCollector(DomainCollector):
    """Record the dependencies of a document once it has been read."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        _complete(app.env, app.env.docname)


def _complete(env: BuildEnvironment, docname: str) -> None:
    """Add dependencies of *docname* that became known after its source was recorded."""
    previous = readings(env).get(docname)
    if previous is None:
        return
    source, *names = _names(env, docname)
    recorded = dict(previous.files)
    if recorded.keys() != {source, *names}:
        of = digests_of(env).of
        files = (previous.files[0], *((name, recorded.get(name) or of(name)) for name in names))
        readings(env)[docname] = previous._replace(files=files)


_read: WeakKeyDictionary[BuildEnvironment, list[str]] = WeakKeyDictionary()


def expect(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``, last: remember the documents that this build reads."""
    _read[env] = docnames


def documents_read(env: BuildEnvironment) -> list[str]:
    """Return the documents that this build reads, until it has read them."""
    return _read.get(env, [])


def complete(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: record dependencies added by other extensions, and forget files no longer needed."""
    for docname in _read.pop(env, ()):
        _complete(env, docname)
    if known := _known(env):
        needed = {name for reading in readings(env).values() for name, _ in reading.files}
        for name in known.keys() - needed:
            del known[name]


def note_file(env: BuildEnvironment, path: Path) -> None:
    """Record the contents of *path* before a directive reads it."""
    digests_of(env).of(os.path.normpath(path))
