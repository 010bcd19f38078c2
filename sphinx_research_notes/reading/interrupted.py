"""After an interrupted build, reread the documents that it was reading.

Sphinx writes the doctree of a document as soon as it is read, but the environment only when all have been. A
build that dies in between leaves doctrees that the environment doesn't know: they may be from another
configuration, such as one that shows private text, and the next build would use them as its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..activation import acts
from ..constants import STATE

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _path(app: Sphinx) -> Path:
    """Return the file, beside the doctrees, that lists what is being read."""
    return Path(app.doctreedir) / STATE / "reading.json"


def _unfinished(app: Sphinx) -> set[str]:
    """Return the documents that a build was reading when it died; empty if none did."""
    try:
        return {str(docname) for docname in json.loads(_path(app).read_text("utf-8"))}
    except (OSError, ValueError, TypeError):
        return set()


def read_again(app: Sphinx, env: BuildEnvironment, *changes: Any) -> list[str]:
    """``env-get-outdated``: return the documents that an interrupted build was reading."""
    return sorted(_unfinished(app) & set(env.found_docs))


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: record what this build reads."""
    if docnames and acts(env):
        path = _path(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(sorted({*docnames, *_unfinished(app)})), "utf-8")


def end(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-check-consistency``: forget this record, because the saved environment now knows all doctrees."""
    _path(app).unlink(missing_ok=True)
