"""Files of the project that a source names: none outside of it, whatever the name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class OutsideError(OSError):
    """A file that lies outside the project."""


def project_file(env: BuildEnvironment, name: str, docname: str) -> tuple[str, Path]:
    """The file *name* as *docname* says it: its path from the source folder, and the whole path.

    Raises :class:`OutsideError` for a file outside of the project, also by a symbolic link, and another
    OSError for a name that no file can have. Whether there is such a file is not asked.
    """
    try:
        relative, absolute = env.relfn2path(name, docname)
        if not Path(absolute).resolve().is_relative_to(Path(env.srcdir).resolve()):
            raise OutsideError(name)
        Path(absolute).is_file()
    except (RuntimeError, ValueError) as error:  # Links in a circle, and what no name can hold.
        raise OSError(str(error)) from error
    return relative, Path(absolute)
