"""Reread sources if the keys, list styles, statuses or importers that other extensions add have changed."""

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
    """``env-get-outdated``: add every document to *changed* if something that affects reading has changed.

    This precedes the search for drafts, because an added status vocabulary affects which labels hide a note.
    """
    if not acts(env):
        return []
    data, digest = data_of(env), reading_digest(app.config)
    before, data["extensions"] = data["extensions"], digest
    if before not in {None, digest}:
        changed.update(env.found_docs & env.all_docs.keys())
    return []
