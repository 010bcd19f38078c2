"""sphinx-last-updated-by-git: don't link copies of sources that this extension has suppressed.

It suppresses the copy for documents that are not in git yet, unless ``git_untracked_show_sourcelink`` is set
(seen in 0.3.8, ``_html_page_context``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def prevents_copy(env: BuildEnvironment, docname: str) -> bool:
    """Return whether the extension suppresses the copy of the source of *docname*."""
    dates = getattr(env, "git_last_updated", None)
    if dates is None or "git_untracked_show_sourcelink" not in env.config:
        return False
    entry = dates.get(docname)
    return env.config.html_last_updated_fmt is not None and not (entry and entry[1])
