"""Files that a source refers to, of which those outside the project are rejected, and files in a folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class OutsideError(OSError):
    """A file is outside the project."""


def named_file(env: BuildEnvironment, name: str, docname: str) -> tuple[str, Path]:
    """Return the file that *docname* calls *name*: its path relative to the source folder, and its full path.

    Raises an OSError for a name that no file can have. The file need not exist.
    """
    try:
        relative, absolute = env.relfn2path(name, docname)
        # Raises for a name that is too long, which ``relfn2path`` does not report.
        Path(absolute).is_file()
    except (RuntimeError, ValueError) as error:  # A symbolic link loop, or an invalid name.
        raise OSError(str(error)) from error
    return relative, Path(absolute)


def project_file(env: BuildEnvironment, name: str, docname: str) -> tuple[str, Path]:
    """Return the same as :func:`named_file`.

    Raises :class:`OutsideError` for a file outside the project, also by a symbolic link.
    """
    relative, path = named_file(env, name, docname)
    try:
        if not path.resolve().is_relative_to(Path(env.srcdir).resolve()):
            raise OutsideError(name)
    except RuntimeError as error:  # A circle of links.
        raise OSError(str(error)) from error
    return relative, path


def entries_of(folder: str) -> list[os.DirEntry[str]]:
    """Return the files and folders in *folder*; none if it cannot be read."""
    try:
        return list(os.scandir(folder))
    except OSError:
        return []
