"""Leave out what a vault has beside its notes: settings, deleted files, templates, drawings, and more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ...config import notes_config
from ...diagnostics import warn
from ...model.excluded_files import EVERYTHING, excluded_in, is_excluded
from ...state.project_files import entries_of
from ..output_folders import take_out

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_SETTINGS = ".obsidian"
#: The settings that name the folder of templates: of Obsidian itself, and of the plug-in Templater.
_NAMING = (("templates.json", "folder"), ("plugins/templater-obsidian/data.json", "templates_folder"))
#: How far above the source folder the settings are looked for.
_ABOVE = 3


def leave_out(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: take the documents that are no notes of a vault out of the project."""
    if not notes_config(env.config).wikilinks:
        return []
    templates = tuple(f"{folder}/" for folder in template_folders(Path(env.srcdir)))
    excluded = list(_exclusions(Path(env.srcdir)))
    # Sphinx needs the home page: it is left out only if a filter that can be read says so.
    home = [
        (vault, tuple(each for each in patterns if each is not EVERYTHING)) for vault, patterns in excluded
    ]
    for docname in sorted(env.found_docs):
        is_hidden = any(step.startswith(".") for step in docname.split("/"))
        if (
            is_hidden
            or docname.startswith(templates)
            or docname.lower().endswith(".excalidraw")
            or any(
                _is_in(str(env.doc2path(docname)), *each)
                for each in (home if docname == env.config.root_doc else excluded)
            )
        ):
            take_out(env, docname, added, changed, removed)
    return []


def _exclusions(srcdir: Path) -> Iterator[tuple[Path, tuple[re.Pattern[str], ...]]]:
    """Yield each vault, and what its settings exclude."""
    for vault in _vaults(srcdir):
        try:
            file = vault / _SETTINGS / "app.json"
            patterns = excluded_in(file.read_text("utf-8", "replace"))
        except OSError:
            continue
        if EVERYTHING in patterns:
            warn(
                "config",
                f"expected filters that can be read in 'userIgnoreFilters' of {file}, found others; no note"
                " of that vault is shown but the home page",
                once=True,
            )
        yield vault, patterns


def _is_in(path: str, vault: Path, patterns: tuple[re.Pattern[str], ...]) -> bool:
    file = Path(path)
    return (
        bool(patterns)
        and file.is_relative_to(vault)
        and is_excluded(file.relative_to(vault).as_posix(), patterns)
    )


def template_folders(srcdir: Path) -> set[str]:
    """Return the folders of templates, relative to *srcdir*, that the settings of a vault name.

    The vault may be *srcdir*, a folder in it, or one that it is in.
    """
    found = set()
    for vault in _vaults(srcdir):
        for file, key in _NAMING:
            try:
                named = json.loads((vault / _SETTINGS / file).read_text("utf-8-sig")).get(key)
            except (OSError, ValueError, AttributeError, RecursionError):
                continue
            folder = Path(vault, str(named or "").strip("/"))
            if named and folder.is_relative_to(srcdir) and folder not in {srcdir, vault}:
                found.add(folder.relative_to(srcdir).as_posix())
    return found


def _vaults(srcdir: Path) -> Iterator[Path]:
    """Yield the vaults that *srcdir* is, is in, or holds."""
    inside = (Path(entry.path) for entry in entries_of(str(srcdir)) if entry.is_dir(follow_symlinks=False))
    for folder in (srcdir, *list(srcdir.parents)[:_ABOVE], *inside):
        if (folder / _SETTINGS).is_dir():
            yield folder
