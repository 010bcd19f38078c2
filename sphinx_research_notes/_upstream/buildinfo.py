"""Sphinx's backup of ``.buildinfo``, which stays in the output after conf.py has changed.

``StandaloneHTMLBuilder.get_outdated_docs`` renames the old file to ``.buildinfo.bak`` so that people can see
why everything was rebuilt; after a clean build there is no such file. No upstream issue is known; its title
could be "Do not leave .buildinfo.bak in the output folder". Checked on Sphinx 8.2 to 9.2; on a version that
writes no backup there is nothing to remove. It can go when Sphinx writes none, or puts it with the doctrees.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def remove_copy(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: remove the backup, so that the output is that of a clean build."""
    if exception is None and app.builder.format == "html" and acts(app.env):
        Path(app.outdir, ".buildinfo.bak").unlink(missing_ok=True)
