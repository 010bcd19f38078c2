"""Keep the names of hidden documents out of the saved environment, by default a file in the output folder.

A digest of each name is saved instead, so that the next build recognizes the hidden documents it finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from .._upstream.project_paths import put_back, take_out
from ..model.digests import name_digest
from ..state.domain import data_of
from ..state.records import pages, set_withheld, withheld

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: What was removed from an environment while it is being saved.
_removed: WeakKeyDictionary[BuildEnvironment, tuple[set[str], dict[str, Path]]] = WeakKeyDictionary()


def take_names(app: Sphinx, env: Any) -> list[str]:
    """``env-get-updated``, last: remove the names before the environment is saved."""
    hidden = withheld(env)
    data_of(env)["unnamed"] = sorted(map(name_digest, hidden))
    if not hidden:
        return []
    _removed[env] = hidden, take_out(env.project, hidden)
    set_withheld(env, set())
    return []


def hidden_documents(env: Any) -> set[str]:
    """Return the documents that this build leaves out, also while their names are removed."""
    return withheld(env) | (_removed[env][0] if env in _removed else set())


def put_back_names(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: restore the names for the final checks and for the next build of a live server."""
    env: Any = app.env
    if env not in _removed:
        return
    hidden, paths = _removed.pop(env)
    set_withheld(env, hidden)
    put_back(env.project, paths)


def recall_names(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """``env-get-outdated``, first: recall which documents were hidden, among those found or linked to."""
    digests = set(data_of(env)["unnamed"])
    if digests:
        linked = {target for page in pages(env).values() for kind, target, _ in page.links if kind == "doc"}
        set_withheld(env, {d for d in {*env.found_docs, *linked} if name_digest(d) in digests})
    return []
