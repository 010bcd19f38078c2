"""Search the output for hidden text, and fail the build if any is found.

It doesn't matter what wrote the file: this package, a theme or another extension. No hidden text is stored:
it is read from its sources again. Only files written since the last clean audit are searched.
"""

from __future__ import annotations

import filecmp
import os
import time
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import report_error
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..state.project_files import entries_of
from ..state.records import page_of, pages, withheld
from ..visibility.hidden_files import is_hidden, read
from ..visibility.hidden_parts import plain_source
from ..visibility.hidden_texts import public_names, secrets_of
from ..visibility.part_removal import without
from ..visibility.shingles import is_binary, longest, of_links, of_output, of_source, runs
from ..visibility.unknown_files import unreferenced_files
from ..visibility.withhold import parts_of
from .manifest import SLACK, build_of
from .public_texts import public_files, translations
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..visibility.hidden_texts import Secret
    from ..visibility.shingles import Run
    from .manifest import Build

#: Digests are stored if there are at most this many new files: Sphinx rewrites some files in every build.
_MAX_DIGESTS = 100
#: Files larger than this (in bytes) are not searched, because they are not pages.
_MAX_SIZE = 200_000_000


def audit(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: report files that contain hidden text, and fail the build."""
    build = build_of(app.env)
    build.now.audited = build.before.audited
    build.now.clean = build.before.clean
    if exception is not None or not (pages(app.env) or withheld(app.env)):
        return
    more, build.now.clean = unreferenced_files(app, set(build.before.clean))
    secrets = list(secrets_of(app.env, more))
    if not secrets:
        return
    since = 0 if _was_public(app.env, build) else build.before.audited
    started = time.time_ns()
    # The output folder may contain the hidden sources themselves.
    skipped = {str(path.resolve()) for path in (Path(app.doctreedir), *{each.path for each in secrets})}
    scan = LeakScan(app, secrets, list(_written(str(Path(app.outdir).resolve()), since - SLACK, skipped)))
    suspects = scan.suspects()
    leaks = scan.report_copies() + (_report_leaks(app, build, suspects, secrets) if suspects else 0)
    # After a leak, everything is searched again until it is fixed.
    build.now.audited = since if leaks else started
    build.now.looked = {} if leaks else scan.digests


class LeakScan:
    """One search through the new output files."""

    def __init__(self, app: Sphinx, secrets: list[Secret], paths: list[str]) -> None:
        self.app, self.secrets, self.paths = app, secrets, paths
        #: By file name, a digest of the content and of what was searched for; unused if there are many files.
        self.digests: dict[str, str] = {}

    @cached_property
    def hidden(self) -> set[Run]:
        """All runs of words that are hidden."""
        places = site_of(self.app.env).addresses.places.moved.values()
        public = public_names(self.app.env, places)
        hidden: set[Run] = set()
        for secret in self.secrets:
            hidden.update(*map(runs, secret.words(public)))
        return hidden

    def report_copies(self) -> int:
        """Report copies of hidden files, however short, and return their number."""
        hidden: dict[int, list[Path]] = {}
        for secret in self.secrets:
            if secret.whole and (secret.text.strip() or is_binary(secret.path.name)):
                hidden.setdefault(_size(str(secret.path)), []).append(secret.path)
        count = 0
        for path in self.paths if hidden else ():
            for each in hidden.get(_size(path), ()):
                if filecmp.cmp(each, path, shallow=False) and not self._is_public_copy(path):
                    name = Path(path).relative_to(Path(self.app.outdir).resolve()).as_posix()
                    report_error("leak", f"hidden file copied to {name!r}; failing the build", f"{each}:1")
                    self.app.statuscode = 1
                    count += 1
                    break
        return count

    def _is_public_copy(self, path: str) -> bool:
        """Return whether the output file *path* is also the copy of a public file."""
        size, env = _size(path), self.app.env
        same = (each for each in public_files(self.app) if _size(str(each)) == size)
        return any(not is_hidden(env, each) and filecmp.cmp(each, path, shallow=False) for each in same)

    def suspects(self) -> dict[str, set[Run]]:
        """Return the files that contain hidden runs of words, each with those runs."""
        before = build_of(self.app.env).before.looked
        searched_for = blake2b()
        for secret in self.secrets:
            searched_for.update(secret.text.encode("utf-8", "surrogatepass") + b"\0")
        folder = str(Path(self.app.outdir).resolve())
        suspects: dict[str, set[Run]] = {}
        for path in self.paths:
            name = path[len(folder) + 1 :].replace(os.sep, "/")
            data = _data(path)
            if len(self.paths) <= _MAX_DIGESTS:
                self.digests[name] = blake2b(data, key=searched_for.digest(), digest_size=10).hexdigest()
                if before.get(name) == self.digests[name]:
                    continue
            for words in () if _is_public_source(self.app, name, path) else of_output(name, data):
                if shared := self.hidden.intersection(runs(words)):
                    suspects.setdefault(name, set()).update(shared)
        return suspects


def _size(path: str) -> int:
    """Return the size of the file *path* in bytes; -1 if it cannot be accessed."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return -1


def _data(path: str) -> bytes:
    """Return the content of the output file *path*; nothing if it cannot contain text."""
    try:
        if is_binary(path) or Path(path).stat().st_size > _MAX_SIZE:
            return b""
        return Path(path).read_bytes()
    except OSError:
        return b""


def _is_public_source(app: Sphinx, name: str, path: str) -> bool:
    """Return whether an output file is an exact copy of a source in which nothing is hidden."""
    if not name.startswith("_sources/"):
        return False
    source = Path(app.srcdir, name.removeprefix("_sources/"))
    if not source.is_file():
        source = Path(str(source).removesuffix(app.config.html_sourcelink_suffix))
    docname = app.env.path2doc(source)
    if docname not in app.env.all_docs or page_of(app.env, docname).hidden or not source.is_file():
        return False
    return filecmp.cmp(source, path, shallow=False)


def _was_public(env: BuildEnvironment, build: Build) -> bool:
    """Return whether a document that is hidden now had a page when this folder was last written."""
    return any(name in build.before.views or name in build.before.files for name in withheld(env))


def _written(folder: str, since: int, skipped: set[str]) -> Iterator[str]:
    """Yield the files in *folder* that were created or written at *since* (in nanoseconds) or later."""
    for entry in entries_of(folder):
        if entry.path in skipped or entry.name == ".git":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _written(entry.path, since, skipped)
        elif entry.is_file():
            state = entry.stat()
            # A copy may keep the original's modification time, but not its change time.
            if max(state.st_mtime_ns, state.st_ctime_ns) >= since:
                yield entry.path


def _report_leaks(app: Sphinx, build: Build, suspects: dict[str, set[Run]], secrets: list[Secret]) -> int:
    """Report the *suspects* that contain runs of words that are nowhere public, and return their number.

    As logs may be public, the message contains the location of the hidden text but not the text itself.
    """
    leaked = _without_public(app, build, suspects)
    count = 0
    for name in sorted(name for name, shared in suspects.items() if not leaked.isdisjoint(shared)):
        texts = of_output(name, _data(str(Path(app.outdir, name))))
        length, run = max((longest(words, leaked) for words in texts), key=lambda pair: pair[0])
        assert run is not None
        secret = next(each for each in secrets if any(run in runs(words) for words in each.words()))
        message = f"hidden text leaked to {name!r} ({length} consecutive words); failing the build"
        report_error("leak", message, f"{secret.path}:{secret.line_of(run)}")
        count += 1
    if count:
        app.statuscode = 1
    return count


def _without_public(app: Sphinx, build: Build, suspects: dict[str, set[Run]]) -> set[Run]:
    """Return the runs of *suspects* that no public source contains.

    The sources of the suspect pages are checked first, which is usually enough.
    """
    env = app.env
    leaked: set[Run] = set().union(*suspects.values())
    owners = {name: owner for owner, files in build.now.files.items() for name in files}
    for name, shared in suspects.items():
        owner = owners.get(name, "")
        if owner in env.all_docs and not leaked.isdisjoint(shared):
            _discard_public(app, Path(env.doc2path(owner)), leaked)
    for path in dict.fromkeys(public_files(app)) if leaked else ():
        _discard_public(app, path, leaked)
        if not leaked:
            break
    for text in translations(app) if leaked else ():
        leaked.difference_update(*map(runs, of_source(text)))
    return leaked


def _discard_public(app: Sphinx, path: Path, leaked: set[Run]) -> None:
    """Discard from *leaked* the runs that are public in the file *path*."""
    if is_binary(path.name) or is_hidden(app.env, path):
        return
    syntax, raw = syntaxes_of(app.config).of(path), read(path)
    text = plain_source(raw, syntax)
    parts = parts_of(app.env, text, syntax)
    public = without(text, parts, syntax)
    leaked.difference_update(*map(runs, of_source(public)))
    if leaked and syntax is Syntax.MARKDOWN:
        leaked.difference_update(*map(runs, of_links(public)))
    if syntax is Syntax.NOTEBOOK and not parts:
        leaked.difference_update(*map(runs, of_source(raw, ".ipynb")))  # Including cell outputs.
