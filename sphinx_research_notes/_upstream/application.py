"""The application that an environment belongs to.

Sphinx 9 deprecates ``app`` on environments, transforms and builders, to be removed in Sphinx 11, but offers
no other way for a transform to reach its builder (https://github.com/sphinx-doc/sphinx/pull/13627,
https://github.com/sphinx-doc/sphinx/issues/14119). The value itself is in ``_app``. Checked on Sphinx 8.2 to
9.2; on a version with neither attribute the build ends with ``AttributeError``. It can go when a transform
can reach its builder through a public name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def app_of(env: BuildEnvironment) -> Sphinx:
    """Return the application that *env* belongs to."""
    app: Sphinx = env._app if hasattr(env, "_app") else env.app
    return app
