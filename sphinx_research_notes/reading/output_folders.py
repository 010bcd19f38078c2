"""Keep output folders out of the sources.

An output folder inside the source directory that no exclude pattern names, such as ``_build``, has copies of
notes in Markdown, which Sphinx would read as documents.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..state.folder_manifest import PREFIX

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def leave_out(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: take the documents in output folders of this extension out of the project."""
    #: Whether a folder, or one that it is in, is an output folder.
    known = {"": False}

    def is_output(folder: str) -> bool:
        if folder not in known:
            known[folder] = is_output(folder.rpartition("/")[0]) or _is_output(Path(env.srcdir, folder))
        return known[folder]

    for docname in sorted(env.found_docs):
        if is_output(docname.rpartition("/")[0]):
            take_out(env, docname, added, changed, removed)
    return []


def take_out(
    env: BuildEnvironment, docname: str, added: set[str], changed: set[str], removed: set[str]
) -> None:
    """Take *docname* out of the project before it is read; the sets are those of ``env-get-outdated``."""
    env.project.docnames.discard(docname)
    added.discard(docname)
    changed.discard(docname)
    if docname in env.all_docs:
        removed.add(docname)


def _is_output(folder: Path) -> bool:
    """Whether *folder* is an output folder: it has a manifest of its files."""
    try:
        return any(name.startswith(PREFIX) for name in os.listdir(folder))  # noqa: PTH208
    except OSError:
        return False
