"""What extensions find that ask, when a build ends, which documents there are: the listed ones.

They make maps, indexes and feeds from the answer, and an unlisted note belongs in none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ..state.records import unlisted

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What is in place of the listed documents otherwise: those with a time of reading, and their names.
_whole: WeakKeyDictionary[BuildEnvironment, tuple[Any, Any]] = WeakKeyDictionary()


def keep_back(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, first: the environment names the listed documents only."""
    env = app.env
    if exception is not None or not (kept := unlisted(env)):
        return
    _whole[env] = env.all_docs, env.project.docnames
    env.all_docs = {docname: read for docname, read in env.all_docs.items() if docname not in kept}
    env.project.docnames = env.project.docnames - kept


def give_back(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, when others are done: the environment is whole again, for us and the next build."""
    if whole := _whole.pop(app.env, None):
        app.env.all_docs, app.env.project.docnames = whole
