"""sphinx-last-updated-by-git: no page leads to a copy of its source that this extension has prevented.

It takes the copy from documents that git does not know yet, unless ``git_untracked_show_sourcelink`` says
otherwise (0.3.8, ``_html_page_context``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def prevents_copy(env: BuildEnvironment, docname: str) -> bool:
    """Whether there is no copy of the source of *docname* on its account."""
    known = getattr(env, "git_last_updated", None)
    if known is None or "git_untracked_show_sourcelink" not in env.config:
        return False
    found = known.get(docname)
    return env.config.html_last_updated_fmt is not None and not (found and found[1])
