"""What documents were read from, by contents: what has changed since, whatever the times of files say.

Sphinx takes a file for changed when its time is later than that of the reading. ``rsync -a``, an archive that
is unpacked, a synchronised folder or a cache of times (git-restore-mtime) put a file there that is older, or
exactly as old as the one that it replaces; an edit while a document is being read has an earlier time than
the reading; and a clock that was ahead makes Sphinx read a file again in every build.

The upper part is pure: paths in, digests out.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from sphinx.environment.collectors import EnvironmentCollector

from .._upstream.project_paths import source_of
from ..activation import acts, has_turned
from ..frontmatter.block import clean
from .domain import data_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Files up to this size are looked into in every build, which costs about 10 µs each.
SMALL = 32_768

#: How coarse the clock of a file system may be (two seconds on FAT and in zip archives), in nanoseconds.
GRAIN = 2_000_000_000

#: Whether a file has a time that nobody can set, which tells of every change; it has none on Windows.
HAS_CTIME = os.name == "posix"

#: What the path of a file that is not named from the source folder begins with, or may (a drive).
_ROOTED = frozenset({"", os.sep, "/"}) if os.sep == "/" else frozenset(map(chr, range(128)))

#: What a larger file was when it was looked into: where it lies, its size, its times, its number.
State = tuple[object, ...]


class File(NamedTuple):
    """A file as it was found; a tuple, as thousands come with the environment of every build."""

    #: Of its contents, and of where a link leads; empty for what is no file, or cannot be relied on.
    digest: str = ""
    #: The time of its contents, in nanoseconds.
    mtime: int = 0


class Reading(NamedTuple):
    """What a document was read from."""

    #: Whether the builder wanted typographic quotes.
    quotes: bool
    #: Its source, then the files that it depends on, by their names from the source folder.
    files: tuple[tuple[str, File], ...]

    def is_current(self, now: Reading) -> bool:
        """Whether the same files have the same contents *now*."""
        return (
            self.quotes == now.quotes
            and len(self.files) == len(now.files)
            and all(
                name == other and had.digest == file.digest and had.digest
                for (name, had), (other, file) in zip(self.files, now.files, strict=True)
            )
        )

    def is_untouched(self, now: Reading) -> bool:
        """Whether no file has another time *now*."""
        return [file.mtime for _, file in self.files] == [file.mtime for _, file in now.files]


@dataclass(slots=True)
class Digests:
    """The digests of files, each as it was when somebody first asked for it."""

    #: The folder of the sources: where a link leads is said from here.
    root: str
    #: Larger files that need not be looked into as long as they are in this state.
    known: dict[str, tuple[State, str]] = field(default_factory=dict)
    _found: dict[str, File] = field(default_factory=dict)
    #: Where each folder leads.
    _folders: dict[str, str] = field(default_factory=dict)
    _real_root: str = ""

    def of(self, name: str) -> File:
        """The file *name*, from the source folder."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self.look(name)
        return found

    def look(self, name: str, data: bytes | None = None) -> File:
        """The file *name* as it is now, with its *data* where these are known."""
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
        """The digest of a larger file, which is looked into only if it may be another one than before."""
        times = (state.st_mtime_ns, state.st_ctime_ns)
        key = (where, state.st_size, times, state.st_ino, state.st_dev)
        had = self.known.get(name)
        if data is None and had is not None and had[0] == key:
            return had[1]
        digest = _digest(_bytes_of(path, state.st_size) if data is None else data, where)
        # What is written within the clock's grain has the same times.
        if HAS_CTIME and max(times) < time.time_ns() - GRAIN:
            self.known[name] = key, digest
        else:
            self.known.pop(name, None)
        return digest

    def _where(self, path: str, *, link: bool) -> str:
        """Where *path* leads, from the source folder; nothing where no link is on the way."""
        if link:
            return self._beyond(path) or path.rpartition("/")[2]
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            self._folders[folder] = self._beyond(folder or os.sep)
        return self._folders[folder]

    def _beyond(self, path: str) -> str:
        """Where *path* leads, from the source folder, unless it is where its name says."""
        self._real_root = self._real_root or os.path.realpath(self.root)
        real, plain = os.path.realpath(path), os.path.normpath(path)
        inside = plain == self.root or plain.startswith(self.root + os.sep)
        if real == (self._real_root + plain[len(self.root) :] if inside else plain):
            return ""
        return os.path.relpath(real, self._real_root)


def _bytes_of(path: str, size: int) -> bytes:
    """What is in the file *path* of about so many bytes; thousands are read in every build."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts = []
        room = min(size + 4096, 1 << 20)  # To get more from the system takes longer than to read the file.
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
    """What each document was read from."""
    found: dict[str, Reading] = data_of(env)["readings"]
    return found


def _known(env: BuildEnvironment) -> dict[str, tuple[State, str]]:
    """As in :attr:`Digests.known`."""
    found: dict[str, tuple[State, str]] = data_of(env)["files"]
    return found


_digests: WeakKeyDictionary[BuildEnvironment, Digests] = WeakKeyDictionary()


def digests_of(env: BuildEnvironment) -> Digests:
    """The digests of this build.

    A file that was asked for before a document is read has the digest that it had then: should it change
    meanwhile, the next build reads the document again.
    """
    found = _digests.get(env)
    if found is None:
        found = _digests[env] = Digests(os.path.normpath(env.srcdir), _known(env))
    return found


def _names(env: BuildEnvironment, docname: str) -> list[str]:
    """The files that *docname* is made from: its source, then what that depends on, in order."""
    source, depends = source_of(env, docname), env.dependencies.get(docname)
    return [source, *sorted(str(path) for path in depends)] if depends else [source]


def _now(env: BuildEnvironment, docname: str, *, quotes: bool) -> Reading:
    """What *docname* would be read from now."""
    of = digests_of(env).of
    return Reading(quotes, tuple((name, of(name)) for name in _names(env, docname)))


def _quotes(app: Sphinx) -> bool:
    """Whether the builder gets typographic quotes: Sphinx decides by builder, and while it reads.

    So the doctrees that ``text`` or ``man`` made are not those that ``html`` would have made.
    """
    excluded = (app.config.smartquotes_excludes or {}).get("builders", [])
    return bool(app.config.smartquotes) and app.builder.name not in excluded


def has_moved(env: BuildEnvironment, docname: str) -> bool:
    """Whether *docname*, known from an earlier build, is another file now: ``two.rst`` for ``two.md``."""
    had = readings(env).get(docname)
    return had is not None and had.files[0][0] != source_of(env, docname)


def find_changed(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``, first: put what has changed by its contents into *changed*.

    And take out what Sphinx would read again in every build, for its time lies in the future. A project
    without notes is Sphinx's own business: with its first note everything is read again.
    """
    _digests.pop(env, None)
    if not acts(env) or has_turned(env):
        return []
    quotes = _quotes(app)
    known = readings(env)
    for docname in env.found_docs & env.all_docs.keys() - added:
        had, now = known.get(docname), _now(env, docname, quotes=quotes)
        if had is None or not had.is_current(now):
            changed.add(docname)
        elif docname in changed and had.is_untouched(now) and not _must_be_read(app, docname):
            changed.discard(docname)
    return []


def _must_be_read(app: Sphinx, docname: str) -> bool:
    """Whether Sphinx reads *docname* for something else than a time."""
    return docname in app.env.reread_always or not Path(app.doctreedir, f"{docname}.doctree").is_file()


def note_source(app: Sphinx, docname: str, source: list[str]) -> None:
    """``source-read``, first: note which contents it is that are read.

    Another text than that of the file, which has just been changed again, is not relied on.
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


class ReadingCollector(EnvironmentCollector):
    """Notes what a document depends on, once it has been read."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """As :class:`.domain.NotesDomain` does."""

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Any, other: BuildEnvironment) -> None:
        """As :class:`.domain.NotesDomain` does."""

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        _complete(app.env, app.env.docname)


def _complete(env: BuildEnvironment, docname: str) -> None:
    """Add the files to the reading of *docname* that have come to be known since its source was noted."""
    had = readings(env).get(docname)
    if had is None:
        return
    source, *names = _names(env, docname)
    noted = dict(had.files)
    if noted.keys() != {source, *names}:
        of = digests_of(env).of
        files = (had.files[0], *((name, noted.get(name) or of(name)) for name in names))
        readings(env)[docname] = had._replace(files=files)


_read: WeakKeyDictionary[BuildEnvironment, list[str]] = WeakKeyDictionary()


def expect(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``, last: remember what is read in this build."""
    _read[env] = docnames


def complete(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: note what other extensions have added since, and forget files that nobody needs."""
    for docname in _read.pop(env, ()):
        _complete(env, docname)
    if known := _known(env):
        needed = {name for reading in readings(env).values() for name, _ in reading.files}
        for name in known.keys() - needed:
            del known[name]


def note_file(env: BuildEnvironment, path: Path) -> None:
    """Note what *path*, of which a directive is about to take something, holds before it is read."""
    digests_of(env).of(os.path.normpath(path))
