"""Readings that were never finished: what a build that died has read, the next one reads again.

Sphinx writes the doctree of a document as soon as it is read, and the environment when all are. A build that
dies between leaves doctrees of which the environment knows nothing: those of another configuration, say one
that shows what is private, would be shown by the next build as its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _note(app: Sphinx) -> Path:
    """Where it is noted what is being read, beside the doctrees."""
    return Path(app.doctreedir) / ".research-notes" / "reading.json"


def _begun(app: Sphinx) -> set[str]:
    """The documents that a build which died was reading; none where none did."""
    try:
        return {str(docname) for docname in json.loads(_note(app).read_text("utf-8"))}
    except (OSError, ValueError, TypeError):
        return set()


def read_again(app: Sphinx, env: BuildEnvironment, *changes: Any) -> list[str]:
    """``env-get-outdated``: what such a build was reading."""
    return sorted(_begun(app) & set(env.found_docs))


def begin(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: note what this build reads."""
    if docnames and acts(env):
        path = _note(app)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(sorted({*docnames, *_begun(app)})), "utf-8")


def end(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-check-consistency``: the environment has been saved, and knows all doctrees."""
    _note(app).unlink(missing_ok=True)
