"""Record what an output folder was last written with, to find stale pages and orphaned files."""

from __future__ import annotations

import itertools
import json
import os
import time
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..model.digests import value_digest
from ..state.folder_manifest import Manifest, state_path
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: The key in :attr:`Written.views` for what all pages are made with.
ASSETS = "*"

#: The key in :attr:`Written.views` for the search index.
INDEX = "?"

#: The key in :attr:`Written.views` for the texts that Pagefind has indexed.
TEXTS = "?texts"

#: The owner of the copies of the project's static and extra files.
STATIC = "_static"

#: The owner of the indices, the search page and other pages that Sphinx makes.
OWN = "="

#: The owner of files from earlier builds whose real owner is not known.
LEFT = "~"

#: How far (in nanoseconds) the file system's clock may be behind.
SLACK = 50_000_000

#: Increment when the content of a digest changes.
VERSION = 3


@dataclass(slots=True)
class Written:
    """What an output folder was last written with."""

    #: The digest of the fingerprint of each document, by docname, and of each generated page, by name.
    views: dict[str, str] = field(default_factory=dict)
    #: The files of each owner, relative to the output folder.
    files: dict[str, list[str]] = field(default_factory=dict)
    #: When the folder was last found free of hidden text, in nanoseconds; 0 for never.
    audited: int = 0
    #: Digests of the files searched for hidden text at that time, by name relative to the output folder.
    looked: dict[str, str] = field(default_factory=dict)
    #: The members of *files* that were never written: a builder copies only one format of an image.
    absent: list[str] = field(default_factory=list)
    #: Keys of the source files that contain nothing hidden, made by :mod:`~..visibility.unknown_files`.
    clean: list[str] = field(default_factory=list)
    #: The stamp of the folder's manifest. If that has another one, a different build has written since.
    stamp: int = 0

    @classmethod
    def load(cls, path: Path) -> Written:
        """Load the state from *path*; empty if that cannot be read, so that everything is rewritten."""
        try:
            data = json.loads(path.read_text("utf-8"))
            if data.pop("version") != VERSION:
                return cls()
            data["files"] = {owner: list(files) for owner, files in data["files"].items()}
            return cls(**{name: type(value)(data[name]) for name, value in cls()._content().items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def save(self, path: Path) -> None:
        """Write the state to *path* atomically."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"version": VERSION, **self._content()}
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps(content, sort_keys=True), "utf-8")
        temporary.replace(path)

    def _content(self) -> dict[str, Any]:
        """Return its fields by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


class Build:
    """A build into a folder: what was written there before and what is written now."""

    def __init__(self, builder: Builder) -> None:
        self.path = state_path(Path(builder.doctreedir), Path(builder.outdir), builder.name)
        self.manifest = Manifest(Path(builder.outdir), builder.name)
        self.before = self._load(Path(builder.doctreedir))
        self.now = Written(stamp=self.before.stamp)
        self.started = time.time_ns()
        self.folder = str(builder.outdir)
        #: Whether reading has started.
        self.is_under_way = False
        self._missing_files: set[str] | None = None

    def _load(self, doctreedir: Path) -> Written:
        """Load what the folder was last written with.

        If the state next to the doctrees is missing, or isn't from the last build into the folder, only the
        files are known.
        """
        state, stamp = Written.load(self.path), self.manifest.stamp()
        if stamp in {0, state.stamp}:
            return state
        files = {**state.files, LEFT: self.manifest.recalled(doctreedir)}
        return Written(files=files, absent=state.absent, clean=state.clean)

    def is_current(self, name: str, shown: str) -> bool:
        """Return whether the page *name* was last written with the fingerprint whose digest is *shown*."""
        return self.before.views.get(name) == shown

    def owns(self, owner: str, files: Iterable[str]) -> None:
        """Record that *files* belong to *owner* in this build."""
        self.now.files.setdefault(owner, []).extend(files)

    def is_stale(self, name: str, fingerprint: object, file: str) -> bool:
        """Record what the *file* of the generated page *name* shows; return whether it must be rewritten."""
        shown = self.now.views[name] = value_digest(fingerprint)
        self.owns(name, [file])
        return not (self.is_current(name, shown) and self.has_still(name, [file]))

    def announce(self, taken: Container[str]) -> None:
        """Save, before pages are written, which files and pages this build is about to write.

        If it is killed, the next build knows its files, and does not mistake its pages for those of an
        earlier build, even if the edit has been undone.

        *taken*: the casefolded files of documents and redirects, which may replace a generated page.
        """
        files = dict(self.before.files)
        for owner, names in self.now.files.items():
            # Of most owners, the files are those of the last build.
            if owner not in files or not set(files[owner]).issuperset(names):
                files[owner] = sorted({*files.get(owner, ()), *names})
        views = {name: "" if self._changes(name, taken) else v for name, v in self.before.views.items()}
        announced = replace(self.before, views=views, files=files)
        if files and announced != self.before:
            stamp = self.manifest.stamp()
            if not stamp or stamp != self.before.stamp or files != self.before.files:
                stamp = self.manifest.write(_all(files))
            announced.stamp = self.now.stamp = stamp
            announced.save(self.path)

    def _changes(self, name: str, taken: Container[str]) -> bool:
        """Return whether this build rewrites the page *name* or writes something else in its place."""
        if name in self.now.views:
            return not self.is_current(name, self.now.views[name])
        return any(file.casefold() in taken for file in self.before.files.get(name, ()))

    def lost(self) -> set[str]:
        """Return the files that were written into the folder but are no longer there."""
        return self._missing_before() - set(self.before.absent)

    def has_still(self, owner: str, files: Iterable[str] | None) -> bool:
        """Return whether *files* all belonged to *owner* in an earlier build and still exist.

        Each folder is listed only once, because checking thousands of files one by one is slow.
        """
        owned = self.before.files.get(owner)
        if not owned or not files:
            return False
        return set(owned).issuperset(files) and self._missing_before().isdisjoint(files)

    def forget_listing(self) -> None:
        """Forget which files exist, because some have just been removed."""
        self._missing_files = None

    def _missing_before(self) -> set[str]:
        """Return the files of earlier builds that are not in the folder."""
        if self._missing_files is None:
            self._missing_files = self._missing(self.before.files)
        return self._missing_files

    def _missing(self, owned: dict[str, list[str]]) -> set[str]:
        """Return the files in *owned* that are not in the folder."""
        missing: set[str] = set()
        listings: dict[str, Container[str]] = {}
        for files in owned.values():
            for path in files:
                folder, _, name = path.rpartition("/")
                if folder not in listings:
                    listings[folder] = _names_in(f"{self.folder}/{folder}")
                if name not in listings[folder]:
                    missing.add(path)
        return missing

    def end(self, *, has_notes: bool) -> None:
        """Save what this build has written; *has_notes*: whether the site still has a note."""
        for files in self.now.files.values():
            files.sort()
        self.now.absent = self.before.absent
        if self.now.files != self.before.files or self.lost():
            self.now.absent = sorted(self._missing(self.now.files))
        self._write_manifest(has_notes=has_notes)
        if self.now != self.before:
            self.now.save(self.path)

    def _write_manifest(self, *, has_notes: bool) -> None:
        """Update the folder's manifest with the files of this build; remove it if there are none.

        A clean build of a site without notes writes no manifest either.
        """
        stamp, files = self.manifest.stamp(), [*_all(self.now.files)]
        if not files or not has_notes:
            self.manifest.remove()
            self.now.stamp = 0
        elif stamp and stamp == self.before.stamp and self.now.files == self.before.files:
            self.now.stamp = stamp
        elif not stamp or stamp != self.now.stamp or not self.manifest.says(files):
            self.now.stamp = self.manifest.write(files)


def _all(owned: dict[str, list[str]]) -> Iterator[str]:
    """Yield all files in *owned*."""
    return itertools.chain.from_iterable(owned.values())


def _names_in(folder: str) -> Container[str]:
    """Return the names of the entries in *folder*; none if it does not exist."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return ()


_builds: WeakKeyDictionary[BuildEnvironment, Build] = WeakKeyDictionary()


def build_of(env: BuildEnvironment) -> Build:
    """Return the current build."""
    if env not in _builds:
        _builds[env] = Build(site_of(env).builder)
    return _builds[env]


def coming_build(env: BuildEnvironment) -> Build:
    """Return the build that is about to start; a new one if the application has built before.

    A live server, for example, builds with the same application again and again.
    """
    if build_of(env).is_under_way:
        del _builds[env]
    return build_of(env)
