"""Files with hidden text that no document refers to: found by their contents, in every build.

A file found clean is not read again until it changes, judging by a time that no tool can set.
"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import notes_config
from ..frontmatter.syntax import BY_HABIT, syntaxes_of
from ..state.domain import data_of
from ..state.project_files import entries_of
from ..state.records import withheld
from .hidden_files import is_hidden, source_text
from .hidden_parts import plain_source
from .withhold import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: Folders that hold no text by the author.
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "_build"})
#: The maximum number of files to check; larger folders hold something else.
_MOST = 50_000
#: A file that has just changed may change again within the resolution of the clock.
_GRAIN = 2_000_000_000
#: Suffixes of files that are read, included or copied.
_SUFFIXES = (*BY_HABIT, ".txt", ".inc", ".html", ".htm", ".org", ".adoc")


def unreferenced_files(app: Sphinx, clean: set[str]) -> tuple[list[Path], list[str]]:
    """Return the files that hold something hidden, and the keys of those that hold nothing.

    *clean*: such keys from the last build.
    """
    env, hidden, keys = app.env, [], []
    settings = _settings_digest(app)
    now, clock = time.time_ns(), notes_config(app.config).settings.clock
    withheld_paths = {str(env.doc2path(docname)) for docname in withheld(env)}
    suffixes = tuple(syntaxes_of(env.config).documents) + _SUFFIXES
    for entry, copied in _files(app):
        if entry.path in withheld_paths or not (copied or entry.name.lower().endswith(suffixes)):
            continue
        path, state = Path(entry.path), entry.stat()
        facts = f"{entry.path}\0{state.st_mtime_ns}\0{state.st_ctime_ns}\0{state.st_size}\0{state.st_ino}"
        key = blake2b(facts.encode("utf-8", "surrogatepass"), key=settings, digest_size=8).hexdigest()
        if key in clean:
            keys.append(key)
            continue
        with clock.listening() as asked:
            holds_something = _holds_something(env, path)
        if holds_something:
            hidden.append(path)
        elif asked:
            pass  # At another time, it may hold something.
        # On Windows, ctime is the creation time.
        elif os.name != "nt" and max(state.st_ctime_ns, state.st_mtime_ns) < now - _GRAIN:
            keys.append(key)
    return hidden, sorted(keys)


def _settings_digest(app: Sphinx) -> bytes:
    """Return a digest of everything except the contents that decides whether a file is hidden."""
    config = app.config
    options = [each for each in config if each.name.startswith(("notes_", "myst_"))]
    facts = sorted((each.name, repr(each.value)) for each in options)
    facts += [("source_suffix", repr(config.source_suffix)), ("tags", repr(sorted(app.tags)))]
    facts.append(("folders", data_of(app.env).get("folders", "")))
    return blake2b(repr(facts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _holds_something(env: BuildEnvironment, path: Path) -> bool:
    if is_hidden(env, path):
        return True
    syntax = syntaxes_of(env.config).of(path)
    return bool(parts_of(env, plain_source(source_text(env, path), syntax), syntax))


def _files(app: Sphinx) -> Iterator[tuple[os.DirEntry[str], bool]]:
    """Yield the files that a site is made from or copies, each with whether it is copied."""
    config = app.config
    copied_paths = [Path(app.confdir, each) for each in (*config.html_extra_path, *config.html_static_path)]
    out = {str(Path(each).resolve()) for each in (app.outdir, app.doctreedir)}
    # Copied folders come first, as they may be inside the source folder.
    pending = [(str(app.srcdir), False), *((str(each.resolve()), True) for each in copied_paths)]
    seen, count = set(out), 0
    while pending and count < _MOST:
        folder, copied = pending.pop()
        if folder in seen:
            continue
        seen.add(folder)
        for entry in _entries(folder, copied=copied):
            if not entry.is_dir(follow_symlinks=False):
                count += 1
                yield entry, copied
            elif copied or (entry.name not in _SKIPPED and not entry.name.startswith(".")):
                pending.append((entry.path, copied))


def _entries(folder: str, *, copied: bool) -> list[os.DirEntry[str]]:
    """Return the entries of *folder*; if it is a *copied* file, the file itself."""
    if copied and os.path.isfile(folder):  # noqa: PTH113
        return [each for each in entries_of(os.path.dirname(folder)) if each.path == folder]  # noqa: PTH120
    entries = entries_of(folder)
    if any(entry.name == "pyvenv.cfg" for entry in entries):
        return []
    return [entry for entry in entries if entry.is_dir(follow_symlinks=False) or _is_file(entry)]


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Return whether *entry* is a file with a readable status, not a link in a circle."""
    try:
        return entry.is_file() and entry.stat() is not None
    except OSError:
        return False
