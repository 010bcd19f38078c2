"""In a project without notes, find the pages of our theme to write again because others have changed.

Nothing is stored about the output of such a project: what each document shows of others is computed before
and after the sources are read. With notes, :mod:`.manifest_events` does this for everything that pages show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from .fingerprints import around
from .site import forget_site, site_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_before: WeakKeyDictionary[BuildEnvironment, dict[str, object]] = WeakKeyDictionary()


def remember_order(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: remember what documents show of each other."""
    _before.pop(env, None)
    site = site_of(env)
    if (added or changed or removed) and site.has_navigation and not site.has_notes:
        _before[env] = _shown(env)
        # It is derived again once the sources have been read.
        forget_site(app, env)
    return []


def find_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """``env-get-updated``: return the documents that show something else of others than before."""
    before = _before.pop(env, None)
    if before is None:
        return []
    return [docname for docname, shown in _shown(env).items() if before.get(docname, shown) != shown]


def _shown(env: BuildEnvironment) -> dict[str, object]:
    """Return what each document shows of others."""
    site = site_of(env)
    return {docname: around(site, docname) for docname in sorted(env.titles)}
