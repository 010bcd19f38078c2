"""Hide unlisted documents from other extensions when the build ends.

Extensions make sitemaps, indexes and feeds from ``env.all_docs`` or ``env.project.docnames``; unlisted notes
belong in none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..state.records import unlisted

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The full ``all_docs`` and ``project.docnames``, while the environment holds the listed documents only.
_full: WeakKeyDictionary[BuildEnvironment, tuple[Any, Any]] = WeakKeyDictionary()


def keep_back(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, first: remove unlisted documents from the environment."""
    env = app.env
    if exception is not None or not (hidden := unlisted(env)):
        return
    _full[env] = env.all_docs, env.project.docnames
    env.all_docs = {docname: time for docname, time in env.all_docs.items() if docname not in hidden}
    env.project.docnames = env.project.docnames - hidden


def give_back(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, after other extensions: restore the environment."""
    if full := _full.pop(app.env, None):
        app.env.all_docs, app.env.project.docnames = full
