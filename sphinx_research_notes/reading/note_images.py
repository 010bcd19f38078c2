"""The image that the front matter of a note names: where it is, and whether it can be shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import notes_config
from ..diagnostics import warn
from ..state.project_files import OutsideError, project_file
from ..state.read_state import read_state
from ..visibility.hidden_files import has_hidden_parts, is_hidden

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from ..model.note import Note, Picture


def rooted(env: BuildEnvironment, image: Picture | None) -> Picture | None:
    """Return *image* with its path from the source folder, if it is one in ``notes_site_root``."""
    root = notes_config(env.config).site_root
    if image is None or not root or not image.source.startswith("/"):
        return image
    if image.source.startswith(("//", f"/{root}/")) or Path(env.srcdir, image.source[1:]).is_file():
        return image
    env.note_dependency(image.source[1:])  # It may be added later.
    return replace(image, source=f"/{root}{image.source}")


def register_image(env: BuildEnvironment, note: Note, location: tuple[str, int] | str) -> None:
    """Register the image of *note*, given at *location*, as one of the site's images."""
    if note.image is None or "://" in note.image.source:
        return
    source, fault = note.image.source, ""
    missing = f"expected an image file, found none at {source!r}"
    try:
        relative, path = project_file(env, source, note.docname)
        if not path.is_file():
            env.note_dependency(relative)  # It may be added later.
            fault = missing
        elif is_hidden(env, path) or has_hidden_parts(env, path):
            env.note_dependency(relative)
            read_state(env).hide(env, path)
            fault = f"not shown: {source!r} is hidden or has a hidden part"
    except OutsideError:
        fault = f"expected a file inside the project, got {source!r}"
    except OSError:
        fault = missing
    if fault:
        warn("value", f"image: {fault}", location, once=isinstance(location, str))
    else:
        env.note_dependency(relative)
        env.images.add_file(note.docname, relative)
