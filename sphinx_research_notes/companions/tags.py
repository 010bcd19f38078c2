"""sphinx-tags: keep drafts and unlisted notes out of its lists.

It reads the source folder by itself and writes a page for each tag before Sphinx knows which files are
documents (seen in 0.4, ``update_tags``), so that public pages would show the names of drafts, and tags that
only drafts have. It skips what matches ``exclude_patterns``. This module can be removed once the extension
asks Sphinx for the documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.util import logging

from ..config import notes_config
from ..model.note import Visibility
from ..reading.source_read import visibility_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx
    from sphinx.config import Config

#: The project's ``exclude_patterns`` while they are extended.
_own: WeakKeyDictionary[Config, list[str]] = WeakKeyDictionary()

#: Escapes the special characters of a pattern.
_ESCAPES = str.maketrans({character: f"[{character}]" for character in "*?["})


def leave_out(app: Sphinx) -> None:
    """``builder-inited``, before the extension: exclude all but the listed documents."""
    if "sphinx_tags" not in app.extensions or not app.config.tags_create_tags:
        return
    env = app.env
    env.find_files(app.config, app.builder)
    config = notes_config(app.config)
    with logging.suppress_logging():  # The documents will be read again, which repeats their warnings.
        excluded = [
            env.doc2path(docname, base=False).as_posix().translate(_ESCAPES)
            for docname in sorted(env.found_docs)
            if _is_excluded(visibility_of(env, docname, config), config.shows)
        ]
    _own[app.config] = app.config.exclude_patterns
    app.config.exclude_patterns = [*app.config.exclude_patterns, *excluded]


def _is_excluded(visibility: Visibility | None, shows: Callable[[Visibility], bool]) -> bool:
    return visibility is None or visibility is Visibility.UNLISTED or not shows(visibility)


def find_again(app: Sphinx) -> None:
    """``builder-inited``, after the extension: restore the patterns."""
    if app.config in _own:
        app.config.exclude_patterns = _own.pop(app.config)
