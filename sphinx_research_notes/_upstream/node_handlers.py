"""Node handlers that Sphinx ignores when another extension registers one for a builder by name.

Sphinx takes the handlers registered for the builder's name, or else those for its format, but never both:
when one extension registers a handler for ``singlehtml`` (sphinx-exercise 1.2 does), all other extensions'
nodes have none there and the build fails (https://github.com/sphinx-doc/sphinx/issues/14587,
https://github.com/sphinx-doc/sphinx/pull/14601). Checked on Sphinx 8.2 to 9.2; handlers that are already
registered stay. It can go when Sphinx merges both sets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def complete_handlers(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: add the handlers of the format to those of the builder, in projects with notes."""
    registered = app.registry.translation_handlers
    own = registered.get(app.builder.name)
    if own is not None and app.builder.name != app.builder.format and acts(env):
        for name, handlers in registered.get(app.builder.format, {}).items():
            own.setdefault(name, handlers)
