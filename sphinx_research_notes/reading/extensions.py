"""Sources are read again where others read them in another way than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..activation import acts
from ..extension_points import reading_digest
from ..state.domain import data_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: put every document into *changed* where a key, a style or a reader has.

    Not behind what is looked through for drafts: a vocabulary has a say in what a label hides.
    """
    if not acts(env):
        return []
    data, now = data_of(env), reading_digest(app.config)
    before, data["extensions"] = data["extensions"], now
    if before not in {None, now}:
        changed.update(env.found_docs & env.all_docs.keys())
    return []
