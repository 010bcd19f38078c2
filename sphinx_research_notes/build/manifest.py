"""What an output folder was last written with: which pages are stale, and which files are nobody's now."""

from __future__ import annotations

import itertools
import json
import os
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .._upstream.language_scripts import language_copies
from ..activation import acts, has_ours
from ..reading.source_read import has_vanished
from ..state.folder_manifest import Manifest, state_path
from ..state.records import withheld
from .assets import assets_digest, made_files
from .output_files import companions, document_files, own_page, remove, restore_images, static_copies
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

from .fingerprints import digest, view

#: Stands among the views for what every page is made with.
ASSETS = "*"

#: Stands among the views for the search index.
INDEX = "?"

#: Owns the copies of the project's static and extra files.
STATIC = "_static"

#: Owns the indices, the search and other pages that Sphinx makes.
OWN = "="

#: Owns the files of which no more is known than that a build of ours wrote them.
LEFT = "~"

#: By how many nanoseconds the clock of files may be behind.
SLACK = 50_000_000

#: Raise it when what a digest is made of changes.
VERSION = 2


@dataclass(slots=True)
class Written:
    """What an output folder was last written with."""

    #: Digest of the view of each document, by docname, and of each generated page, by its name.
    views: dict[str, str] = field(default_factory=dict)
    #: The files that belong to each owner, from the output folder.
    files: dict[str, list[str]] = field(default_factory=dict)
    #: When the folder was last found free of hidden texts, in nanoseconds; 0 for never.
    audited: int = 0
    #: Digests of files that were searched for hidden texts then, by their names from the output folder.
    looked: dict[str, str] = field(default_factory=dict)
    #: Those of *files* that nobody wrote: of a picture in several formats a builder copies one.
    absent: list[str] = field(default_factory=list)
    #: Marks of the source files that hold nothing hidden, as :mod:`~..visibility.unknown_files` makes them.
    clean: list[str] = field(default_factory=list)
    #: The stamp of the folder's manifest then; with another, somebody else has written there since.
    stamp: int = 0

    @classmethod
    def load(cls, path: Path) -> Written:
        """What *path* says; nothing when it cannot be read, so that everything is written anew."""
        try:
            found = json.loads(path.read_text("utf-8"))
            if found["version"] == VERSION:
                files = {k: list(v) for k, v in found["files"].items()}
                audited, looked = int(found.get("audited", 0)), dict(found.get("looked", {}))
                clean = list(found.get("clean", ()))
                absent, stamp = list(found.get("absent", ())), int(found.get("stamp", 0))
                views = dict(found["views"])
                return cls(views, files, audited, looked, absent=absent, clean=clean, stamp=stamp)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass
        return cls()

    def save(self, path: Path) -> None:
        """Put it on disk whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {"version": VERSION, **asdict(self)}
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(content, sort_keys=True), "utf-8")
        beside.replace(path)


class Build:
    """One build into one folder: what was written there before, and what is written now."""

    def __init__(self, builder: Builder) -> None:
        self.path = state_path(Path(builder.doctreedir), Path(builder.outdir), builder.name)
        self.manifest = Manifest(Path(builder.outdir), builder.name)
        self.before = self._found(Path(builder.doctreedir))
        self.now = Written(stamp=self.before.stamp)
        self.started = time.time_ns()
        self.folder = str(builder.outdir)
        #: Whether documents are being read already, or more than that.
        self.is_under_way = False
        self._gone: set[str] | None = None

    def _found(self, doctreedir: Path) -> Written:
        """What the folder was last written with, as far as it is known.

        Where the state beside the doctrees is lost, or is not of the last build into the folder, only its
        files are.
        """
        known, stamp = Written.load(self.path), self.manifest.stamp()
        if stamp in {0, known.stamp}:
            return known
        files = {**known.files, LEFT: self.manifest.recalled(doctreedir)}
        return Written(files=files, absent=known.absent, clean=known.clean)

    def is_current(self, name: str, shown: str) -> bool:
        """Whether the page *name* was last written with *shown*."""
        return self.before.views.get(name) == shown

    def owns(self, owner: str, files: Iterable[str]) -> None:
        """Note that *files* are *owner*'s in this build."""
        self.now.files.setdefault(owner, []).extend(files)

    def announce(self, taken: Container[str]) -> None:
        """Before pages are written: should this build die, the next knows its files.

        And the next does not take a page for the one of an earlier build, though its edit is taken back;
        *taken*: the files of documents and redirects, casefolded, where a generated page may have been.
        """
        owners = sorted({*self.before.files, *self.now.files})
        files = {o: sorted({*self.before.files.get(o, ()), *self.now.files.get(o, ())}) for o in owners}
        views = {name: "" if self._changes(name, taken) else v for name, v in self.before.views.items()}
        begun = replace(self.before, views=views, files=files)
        if files and begun != self.before:
            begun.stamp = self.now.stamp = self.manifest.write(_all(files))
            begun.save(self.path)

    def _changes(self, name: str, taken: Container[str]) -> bool:
        """Whether this build writes the page *name* anew, or something else where it was."""
        if name in self.now.views:
            return not self.is_current(name, self.now.views[name])
        return any(file.casefold() in taken for file in self.before.files.get(name, ()))

    def lost(self) -> set[str]:
        """The files that were written into the folder and are not there any more."""
        return self._not_there() - set(self.before.absent)

    def has_still(self, owner: str, files: Iterable[str] | None) -> bool:
        """Whether all of *files* were noted as *owner*'s in an earlier build, and are there.

        The folders are listed once for all: to ask for each of thousands of files takes its time.
        """
        known = self.before.files.get(owner)
        if not known or not files:
            return False
        return set(known).issuperset(files) and self._not_there().isdisjoint(files)

    def forget_templates(self) -> None:
        """Forget which files are there, as some have just been removed."""
        self._gone = None

    def _not_there(self) -> set[str]:
        """The files of earlier builds that are not in the folder."""
        if self._gone is None:
            self._gone = self._missing(self.before.files)
        return self._gone

    def _missing(self, owned: dict[str, list[str]]) -> set[str]:
        """Those of the files in *owned* that are not in the folder."""
        missing: set[str] = set()
        found: dict[str, Container[str]] = {}
        for files in owned.values():
            for path in files:
                folder, _, name = path.rpartition("/")
                if folder not in found:
                    found[folder] = _names_in(f"{self.folder}/{folder}")
                if name not in found[folder]:
                    missing.add(path)
        return missing

    def end(self) -> None:
        """Remember what this build has written."""
        for files in self.now.files.values():
            files.sort()
        self.now.absent = self.before.absent
        if self.now.files != self.before.files or self.lost():
            self.now.absent = sorted(self._missing(self.now.files))
        self._sign()
        if self.now != self.before:
            self.now.save(self.path)

    def _sign(self) -> None:
        """Let the folder's manifest name what this build has written; without any there is none."""
        stamp, files = self.manifest.stamp(), [*_all(self.now.files)]
        if not files:
            self.manifest.remove()
            self.now.stamp = 0
        elif stamp and stamp == self.before.stamp and self.now.files == self.before.files:
            self.now.stamp = stamp
        elif not stamp or stamp != self.now.stamp or not self.manifest.says(files):
            self.now.stamp = self.manifest.write(files)


def _all(owned: dict[str, list[str]]) -> Iterator[str]:
    """All the files in *owned*."""
    return itertools.chain.from_iterable(owned.values())


def _names_in(folder: str) -> Container[str]:
    """The names of what is in *folder*; to list it takes less time than to ask for each."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return ()


_builds: WeakKeyDictionary[BuildEnvironment, Build] = WeakKeyDictionary()


def build_of(env: BuildEnvironment) -> Build:
    """The build that is under way."""
    found = _builds.get(env)
    if found is None:
        found = _builds[env] = Build(site_of(env).builder)
    return found


def coming_build(env: BuildEnvironment) -> Build:
    """The build that begins; an application that builds again, as a live server does, starts afresh."""
    found = _builds.get(env)
    if found is None or found.is_under_way:
        found = _builds[env] = Build(site_of(env).builder)
    return found


def start_build(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: begin."""
    coming_build(env).is_under_way = True


def find_stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: the documents that show something else than they were written with.

    One at least where a document has vanished: Sphinx saves the environment only when some page is to be
    written, so that the text of a note that is a draft now could stay in its file.
    """
    return _stale(app, env) or ([env.config.root_doc] if acts(env) and has_vanished(env) else [])


def _stale(app: Sphinx, env: BuildEnvironment) -> list[str]:
    build, site = build_of(env), site_of(env)
    if not _has_ours(env):
        return []
    # With the time of its reading: another builder on the same doctrees may have read it, or a build that
    # was killed before it wrote; Sphinx writes it again only where its source is newer than the page.
    found = {docname: digest((read, view(site, docname))) for docname, read in sorted(env.all_docs.items())}
    build.now.views.update(found)
    build.now.views[ASSETS] = assets_digest(app)
    furnished = not build.before.views or build.is_current(ASSETS, build.now.views[ASSETS])
    if not furnished or (INDEX in build.before.views and not _has_index(app)):
        return list(env.all_docs)
    lost = build.lost()
    return [
        docname
        for docname, shown in found.items()
        if not build.is_current(docname, shown)
        or (lost and not lost.isdisjoint(build.before.files.get(docname, ())))
    ]


def _has_index(app: Sphinx) -> bool:
    """Whether there is the index of the search, to which only pages that are written are added."""
    builder: Any = app.builder
    return Path(app.outdir, builder.searchindex_filename).is_file()


def _has_ours(env: BuildEnvironment) -> bool:
    """Whether there is something of ours in the output: where the last note has gone, what was its."""
    return site_of(env).has_notes or bool(build_of(env).before.files)


def finish_build(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: note what was not written, and remove what is no page any more."""
    build = build_of(app.env)
    if exception is not None:
        return
    if not (build.now.views or build.before.files):
        # Without notes no file is ours to mind, but for the page of what has become one that is hidden.
        for docname in withheld(app.env):
            _remove(app, document_files(app, app.builder, docname))
        return
    _keep_unwritten(app, build)
    if build.now.files and app.builder.format == "html":
        build.owns("*", sorted(language_copies(app.builder)))
    _remove_vanished(app, build)


def remember(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, last: save what this build has written, and how far it was looked at."""
    build = build_of(app.env)
    if exception is None and not has_ours(app.env):
        # All that there was of the last note has been removed.
        build.path.unlink(missing_ok=True)
        build.manifest.remove()
    elif exception is None and (build.now.views or build.before.files or build.now.audited):
        build.end()


def _keep_unwritten(app: Sphinx, build: Build) -> None:
    """A page that this build did not write, when asked for some files only, keeps its old view."""
    path_of = getattr(app.builder, "get_output_path", None)
    for docname, shown in list(build.now.views.items()):
        if docname not in app.env.all_docs or path_of is None or build.is_current(docname, shown):
            continue
        try:
            written = path_of(docname).stat().st_mtime_ns >= build.started - SLACK
        except OSError:
            written = False
        if not written:
            build.now.views[docname] = build.before.views.get(docname, "")


def _remove_vanished(app: Sphinx, build: Build) -> None:
    """Remove the files that an earlier build wrote for a page and that are no page's now."""
    kept = {name for files in build.now.files.values() for name in files}
    gone = {n for owner, files in build.before.files.items() if owner != STATIC for n in files} - kept
    _remove(app, sorted(gone))


def _remove(app: Sphinx, names: Iterable[str]) -> None:
    """Remove the files *names*, but for those that the project itself puts there."""
    extra = [Path(app.confdir, each) for each in app.config.html_extra_path]
    remove(app, [name for name in names if not any((each / name).exists() for each in extra)])


def note_files(app: Sphinx, builder: Any) -> None:
    """``write-started``: note which files every document has in this build."""
    build, env = build_of(app.env), app.env
    site = site_of(env)
    if _has_ours(env):
        for docname in env.all_docs:
            build.owns(docname, document_files(app, builder, docname))
        made = {f"_static/{name}" for name in made_files(app, builder)} if builder.format == "html" else set()
        build.owns("*", sorted(companions(app, builder) | made))
        if builder.format == "html":
            _replace_static(app, build)
            restore_images(app, build.lost())
    build.announce(site.files if site.paged else ())
    if not site.paged:
        # An e-book is packed from what lies in the folder; what later steps write is put there again.
        _remove_vanished(app, build)
        if builder.name == "epub":
            build.manifest.remove()


def note_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """``html-page-context``: note the pages that Sphinx makes in every build, as long as it is asked to."""
    file = "" if doctree is not None else own_page(app, pagename, templatename)
    if file and _has_ours(app.env):
        build_of(app.env).owns(OWN, [file])


def _replace_static(app: Sphinx, build: Build) -> None:
    """Remove the copies of static and extra files that the project no longer has, which Sphinx leaves there.

    Before anything is copied: a theme may have a file of the same name, and a page names checksums.
    """
    now = static_copies(app)
    build.owns(STATIC, sorted(now))
    gone = set(build.before.files.get(STATIC, ())) - now
    if removed := sorted(name for name in gone if name.casefold() not in site_of(app.env).files):
        remove(app, removed)
        build.forget_templates()
