"""How nodes are written by a builder for which another extension has handlers by its name alone.

Sphinx takes the handlers that are registered for a builder's name, else those for its format: when one
extension names ``singlehtml`` (sphinx-exercise 1.2 does), the nodes of all others have none there, and the
build ends. Checked on Sphinx 8.2 to 9.2; handlers that are there already stay. It can go when Sphinx looks
in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def complete_handlers(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: add the handlers of the format to those of the builder, where there are notes."""
    known = app.registry.translation_handlers
    own = known.get(app.builder.name)
    if own is not None and app.builder.name != app.builder.format and acts(env):
        for name, handlers in known.get(app.builder.format, {}).items():
            own.setdefault(name, handlers)
