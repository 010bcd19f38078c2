"""Files that hold something hidden of which the build has not heard: found by their contents, in every build.

What was found clean is not read again until it changes; that is told by a time that no tool can set.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ..frontmatter.syntax import BY_HABIT, syntaxes_of
from ..state.records import withheld
from .hidden_files import is_hidden, source_text
from .hidden_parts import plain_source
from .withhold import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Folders that are nobody's writing.
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "_build"})
#: So many files are looked at; who has more keeps something else there.
_MOST = 50_000
#: A file that has just changed may change again within the grain of the clock.
_GRAIN = 2_000_000_000
#: What those files end in that are read, included or copied.
_SUFFIXES = (*BY_HABIT, ".txt", ".inc", ".html", ".htm", ".org", ".adoc")


def unheard(app: Sphinx, clean: set[str]) -> tuple[list[Path], list[str]]:
    """The files that hold something hidden, and marks of those that hold nothing.

    *clean*: such marks of the last build.
    """
    env, found, marks = app.env, [], []
    grounds = _grounds(app)
    now = time.time_ns()
    known = {str(env.doc2path(docname)) for docname in withheld(env)}
    suffixes = tuple(syntaxes_of(env.config).documents) + _SUFFIXES
    for entry, copied in _files(app):
        if entry.path in known or not (copied or entry.name.lower().endswith(suffixes)):
            continue
        path, state = Path(entry.path), entry.stat()
        told = f"{entry.path}\0{state.st_mtime_ns}\0{state.st_ctime_ns}\0{state.st_size}\0{state.st_ino}"
        mark = blake2b(told.encode("utf-8", "surrogatepass"), key=grounds, digest_size=8).hexdigest()
        if mark in clean:
            marks.append(mark)
        elif _holds_something(env, path):
            found.append(path)
        # On Windows that time is when the file came to be.
        elif os.name != "nt" and max(state.st_ctime_ns, state.st_mtime_ns) < now - _GRAIN:
            marks.append(mark)
    return found, sorted(marks)


def _grounds(app: Sphinx) -> bytes:
    """What decides besides a file's contents whether it is hidden."""
    config = app.config
    ours = [each for each in config if each.name.startswith(("notes_", "myst_"))]
    told = sorted((each.name, repr(each.value)) for each in ours)
    told += [("source_suffix", repr(config.source_suffix)), ("tags", repr(sorted(app.tags)))]
    return blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _holds_something(env: BuildEnvironment, path: Path) -> bool:
    if is_hidden(env, path):
        return True
    syntax = syntaxes_of(env.config).of(path)
    return bool(parts_of(env, plain_source(source_text(env, path), syntax), syntax))


def _files(app: Sphinx) -> Iterator[tuple[os.DirEntry[str], bool]]:
    """The files from which a site is made, and those that are copied into it, each with whether it is one."""
    config = app.config
    named = [Path(app.confdir, each) for each in (*config.html_extra_path, *config.html_static_path)]
    out = {str(Path(each).resolve()) for each in (app.outdir, app.doctreedir)}
    # What is copied comes first, so that it is known for that where it lies among the sources.
    waiting = [(str(app.srcdir), False), *((str(each.resolve()), True) for each in named)]
    seen, count = set(out), 0
    while waiting and count < _MOST:
        folder, copied = waiting.pop()
        if folder in seen:
            continue
        seen.add(folder)
        for entry in _entries(folder, copied=copied):
            if not entry.is_dir(follow_symlinks=False):
                count += 1
                yield entry, copied
            elif copied or (entry.name not in _SKIPPED and not entry.name.startswith(".")):
                waiting.append((entry.path, copied))


def _entries(folder: str, *, copied: bool) -> list[os.DirEntry[str]]:
    """The files and folders in *folder*; where that is a file which is *copied*, the file itself."""
    try:
        if copied and os.path.isfile(folder):  # noqa: PTH113
            return [each for each in os.scandir(os.path.dirname(folder)) if each.path == folder]  # noqa: PTH120
        entries = list(os.scandir(folder))
    except OSError:
        return []
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return []
    return [entry for entry in entries if entry.is_dir(follow_symlinks=False) or _is_file(entry)]


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether *entry* is a file that can be asked for its state; a circle of links is none."""
    try:
        return entry.is_file() and entry.stat() is not None
    except OSError:
        return False
