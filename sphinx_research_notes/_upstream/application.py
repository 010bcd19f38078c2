"""The application behind an environment, by the name that it has in each Sphinx.

Sphinx 9 deprecates ``app`` of environments, transforms and builders for Sphinx 11, and offers nothing in its
place where a transform must know the builder: what it hands over in the meantime is ``_app``. Checked on
Sphinx 8.2 to 9.2. It can go when transforms are told their builder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def app_of(env: BuildEnvironment) -> Sphinx:
    """The application that *env* belongs to."""
    app: Sphinx = env._app if hasattr(env, "_app") else env.app
    return app
