"""The URL of the site as its host tells it, in a project with notes that sets no ``html_baseurl``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from weakref import WeakSet

from sphinx.builders.html import StandaloneHTMLBuilder

from ..activation import acts, has_ours
from ..model.hosts import publication_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

#: The configurations whose ``html_baseurl`` is the host's.
_taken: WeakSet[Config] = WeakSet()


def expect(app: Sphinx) -> None:
    """``builder-inited``: take the host's URL if notes are expected."""
    _take(app, has_notes=has_ours(app.env) or (bool(app.fresh_env_used) and acts(app.env)))


def settle(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: take the host's URL, or give it up, now that notes are found or not.

    Where this differs from what was expected, all documents are read again anyway.
    """
    _take(app, has_notes=has_ours(env))
    return []


def is_told() -> bool:
    """Return whether the host that builds the site has told where it will be."""
    return bool(publication_of(os.environ).url)


def _take(app: Sphinx, *, has_notes: bool) -> None:
    config = app.config
    before = str(config.html_baseurl or "")
    if before and config not in _taken:
        return
    url = publication_of(os.environ).url if has_notes else ""
    if url == before:
        return
    config["html_baseurl"] = url
    _taken.add(config)
    if isinstance(app.builder, StandaloneHTMLBuilder):
        # The builder has a digest of the configuration, by which it finds out what to write again.
        app.builder.build_info = app.builder.create_build_info()
