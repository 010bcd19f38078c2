"""sphinx-tags: its lists name no draft and no unlisted note.

It reads the files of the source folder by itself and writes a page for each tag that it finds, before Sphinx
knows which files are documents (seen in 0.4, ``update_tags``): so a draft's name, and a tag that only a draft
has, stood in public pages. It leaves out what ``exclude_patterns`` names. It can go when it asks Sphinx.
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

#: The patterns of the project, while ours are beside them.
_own: WeakKeyDictionary[Config, list[str]] = WeakKeyDictionary()

#: What stands for itself in a pattern.
_SIGNS = str.maketrans({sign: f"[{sign}]" for sign in "*?["})


def leave_out(app: Sphinx) -> None:
    """``builder-inited``, before theirs: it finds listed documents only."""
    if "sphinx_tags" not in app.extensions or not app.config.tags_create_tags:
        return
    env = app.env
    env.find_files(app.config, app.builder)
    config = notes_config(app.config)
    with logging.suppress_logging():  # They are read again, and what is wrong with them is said then.
        kept = [
            env.doc2path(docname, base=False).as_posix().translate(_SIGNS)
            for docname in sorted(env.found_docs)
            if _is_kept(visibility_of(env, docname, config), config.shows)
        ]
    _own[app.config] = app.config.exclude_patterns
    app.config.exclude_patterns = [*app.config.exclude_patterns, *kept]


def _is_kept(visibility: Visibility | None, shows: Callable[[Visibility], bool]) -> bool:
    return visibility is None or visibility is Visibility.UNLISTED or not shows(visibility)


def find_again(app: Sphinx) -> None:
    """``builder-inited``, after theirs: Sphinx finds all of them."""
    if app.config in _own:
        app.config.exclude_patterns = _own.pop(app.config)
