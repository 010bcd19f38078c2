"""A last look at what was written: a build in which a hidden text stands fails.

Whatever wrote it, our own code, a theme or another extension. Nothing of the hidden texts is kept: they are
read again where they stand, and only the files that are new since the last look are looked at.
"""

from __future__ import annotations

import filecmp
import os
import time
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..constants import ROOT
from ..diagnostics import report_error
from ..frontmatter.syntax import Syntax, syntaxes_of
from ..state.records import pages, withheld
from ..visibility.hidden_files import is_hidden
from ..visibility.hidden_parts import plain_source
from ..visibility.hidden_texts import public_names, read, secrets_of
from ..visibility.part_removal import without
from ..visibility.shingles import (
    is_binary,
    longest,
    of_output,
    of_source,
    runs,
)
from ..visibility.unknown_files import unreferenced_files
from ..visibility.withhold import parts_of
from .manifest import SLACK, build_of
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..visibility.hidden_texts import Secret
    from ..visibility.shingles import Run
    from .manifest import Build

#: Of so many new files it is remembered what was in them: Sphinx writes some anew in every build.
_FEW = 100
#: Larger files are nobody's pages.
_LARGEST = 200_000_000


def audit(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: name the files in which a hidden text stands, and let the build fail."""
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
    moment = time.time_ns()
    # Who builds into the folder of the sources has them there.
    skipped = {str(path.resolve()) for path in (Path(app.doctreedir), *{each.path for each in secrets})}
    look = LeakScan(app, secrets, list(_written(str(Path(app.outdir).resolve()), since - SLACK, skipped)))
    suspects = look.suspects()
    leaks = look.copies() + (_told(app, build, suspects, secrets) if suspects else 0)
    # After a find everything is looked at again, until it is mended.
    build.now.audited = since if leaks else moment
    build.now.looked = {} if leaks else look.looked


class LeakScan:
    """One look at new output files."""

    def __init__(self, app: Sphinx, secrets: list[Secret], paths: list[str]) -> None:
        self.app, self.secrets, self.paths = app, secrets, paths
        #: Digest of each file and of all that it was searched for, by its name; of a few files only.
        self.looked: dict[str, str] = {}

    @cached_property
    def hidden(self) -> set[Run]:
        """Every run of what is hidden."""
        places = site_of(self.app.env).places.moved.values()
        public = public_names(self.app.env, places)
        found: set[Run] = set()
        for secret in self.secrets:
            for each in secret.words(public):
                found.update(runs(each))
        return found

    def copies(self) -> int:
        """Name the files that are copies of a hidden one, however short that is; how many these are."""
        hidden: dict[int, list[Path]] = {}
        for secret in self.secrets:
            if secret.whole and secret.text.strip():
                hidden.setdefault(_size(str(secret.path)), []).append(secret.path)
        count = 0
        for path in self.paths if hidden else ():
            for each in hidden.get(_size(path), ()):
                if filecmp.cmp(each, path, shallow=False):
                    name = Path(path).relative_to(Path(self.app.outdir).resolve()).as_posix()
                    report_error(
                        "leak",
                        f"{name} is a copy of this file, which is hidden; the build fails",
                        f"{each}:1",
                    )
                    self.app.statuscode = 1
                    count += 1
                    break
        return count

    def suspects(self) -> dict[str, set[Run]]:
        """The hidden runs in each of the files that has some, by the file's name."""
        before = build_of(self.app.env).before.looked
        searched_for = blake2b()
        for secret in self.secrets:
            searched_for.update(secret.text.encode("utf-8", "surrogatepass") + b"\0")
        folder = str(Path(self.app.outdir).resolve())
        found: dict[str, set[Run]] = {}
        for path in self.paths:
            name = path[len(folder) + 1 :].replace(os.sep, "/")
            data = _data(path)
            if len(self.paths) <= _FEW:
                self.looked[name] = blake2b(data, key=searched_for.digest(), digest_size=10).hexdigest()
                if before.get(name) == self.looked[name]:
                    continue
            for each in () if _is_public_source(self.app, name, path) else of_output(name, data):
                if shared := self.hidden.intersection(runs(each)):
                    found.setdefault(name, set()).update(shared)
        return found


def _size(path: str) -> int:
    """How many bytes there are in the file *path*."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return -1


def _data(path: str) -> bytes:
    """What is in the output file *path*, if it can hold a text."""
    try:
        if is_binary(path) or Path(path).stat().st_size > _LARGEST:
            return b""
        return Path(path).read_bytes()
    except OSError:
        return b""


def _is_public_source(app: Sphinx, name: str, path: str) -> bool:
    """Whether an output file is the copy of a public source as it stands, in which nothing can be hidden."""
    if not name.startswith("_sources/"):
        return False
    source = Path(app.srcdir, name.removeprefix("_sources/"))
    if not source.is_file():
        source = Path(str(source).removesuffix(app.config.html_sourcelink_suffix))
    docname = app.env.path2doc(source)
    page = pages(app.env).get(str(docname))
    if docname not in app.env.all_docs or (page is not None and page.hidden) or not source.is_file():
        return False
    return filecmp.cmp(source, path, shallow=False)


def _was_public(env: BuildEnvironment, build: Build) -> bool:
    """Whether something hidden had a page when this folder was last written."""
    return any(name in build.before.views or name in build.before.files for name in withheld(env))


def _written(folder: str, since: int, skipped: set[str]) -> Iterator[str]:
    """The files under *folder* that came, or were written, at the time *since* or later."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.path in skipped or entry.name == ".git":
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _written(entry.path, since, skipped)
        elif entry.is_file():
            state = entry.stat()
            # A copy has the time of its original, but where it was put is new.
            if max(state.st_mtime_ns, state.st_ctime_ns) >= since:
                yield entry.path


def _told(app: Sphinx, build: Build, suspects: dict[str, set[Run]], secrets: list[Secret]) -> int:
    """Name each of the *suspects* that holds a run which is public nowhere; how many these are.

    The log may be public: it says where the text stands, and nothing of the text.
    """
    left = _without_public(app, build, suspects)
    count = 0
    for name in sorted(name for name, shared in suspects.items() if not left.isdisjoint(shared)):
        read_as = of_output(name, _data(str(Path(app.outdir, name))))
        length, run = max((longest(each, left) for each in read_as), key=lambda pair: pair[0])
        assert run is not None
        secret = next(each for each in secrets if any(run in runs(found) for found in each.words()))
        message = f"{name} holds {length} words in a row of what is hidden here; the build fails"
        report_error("leak", message, f"{secret.path}:{secret.line_of(run)}")
        count += 1
    if count:
        app.statuscode = 1
    return count


def _without_public(app: Sphinx, build: Build, suspects: dict[str, set[Run]]) -> set[Run]:
    """The runs of *suspects* that stand in nothing public; mostly a page's own source is enough to tell."""
    env = app.env
    left: set[Run] = set().union(*suspects.values())
    owners = {name: owner for owner, files in build.now.files.items() for name in files}
    for name, shared in suspects.items():
        owner = owners.get(name, "")
        if owner in env.all_docs and not left.isdisjoint(shared):
            _take(app, Path(env.doc2path(owner)), left)
    for path in dict.fromkeys(_public_files(app)) if left else ():
        _take(app, path, left)
        if not left:
            break
    return left


def _take(app: Sphinx, path: Path, left: set[Run]) -> None:
    """Take from *left* the runs of what the file *path* holds, as far as that is public."""
    if is_binary(path.name) or is_hidden(app.env, path):
        return
    syntax, raw = syntaxes_of(app.config).of(path), read(path)
    text = plain_source(raw, syntax)
    parts = parts_of(app.env, text, syntax)
    for found in of_source(without(text, parts, syntax)):
        left.difference_update(runs(found))
    if syntax is Syntax.NOTEBOOK and not parts:
        for found in of_source(raw, ".ipynb"):  # With the outputs of its cells.
            left.difference_update(runs(found))


def _public_files(app: Sphinx) -> Iterator[Path]:
    """The files that a site is made from: documents and what they depend on, configuration, templates."""
    env, builder = app.env, app.builder
    for docname in sorted(env.all_docs):
        yield Path(env.doc2path(docname))
    for names in env.dependencies.values():
        yield from (Path(env.srcdir, name) for name in names)
    yield Path(app.confdir, "conf.py")
    yield from (Path(app.confdir, name) for name in getattr(app.config, "bibtex_bibfiles", None) or ())
    theme: Any = getattr(builder, "theme", None)
    folders = [ROOT, *(Path(app.confdir, each) for each in app.config.templates_path)]
    folders += [Path(each) for each in (theme.get_theme_dirs() if theme is not None else ())]
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
