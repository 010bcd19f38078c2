"""nbsphinx: keep hidden files out of the files that it copies beside pages.

It copies every notebook, and every local file that a notebook links to unless it is a document of the project
(seen in 0.9.8, ``html_collect_pages``), which a draft is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..diagnostics import warn
from ..state.records import pages
from ..visibility.hidden_files import has_hidden_parts, is_hidden

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def guard_notebook_copies(app: Sphinx) -> list[Any]:
    """``html-collect-pages``, before nbsphinx: do not copy files that are hidden or have hidden parts."""
    env: Any = app.env
    if "nbsphinx" not in app.extensions:
        return []
    for docname in [d for d in env.nbsphinx_notebooks if d in pages(env) and pages(env)[d].withheld]:
        del env.nbsphinx_notebooks[docname]
    for docname, files in env.nbsphinx_files.items():
        for file in list(files):
            path = Path(app.srcdir, file)
            if is_hidden(app.env, path) or has_hidden_parts(app.env, path):
                files.remove(file)
                message = f"not offered for download: {file!r} is a draft or has private parts"
                warn("visibility", message, (docname, None))
    return []
