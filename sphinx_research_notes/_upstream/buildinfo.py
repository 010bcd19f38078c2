"""The copy of ``.buildinfo`` that Sphinx leaves behind when conf.py has changed.

``StandaloneHTMLBuilder.get_outdated_docs`` (Sphinx 8.0 to 9) keeps the former one as ``.buildinfo.bak``, for
whoever looks for the reason of a rebuild; a clean build has none. If it stops, this can go.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def remove_copy(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``: a site with notes holds what a clean build would hold."""
    if exception is None and app.builder.format == "html" and acts(app.env):
        Path(app.outdir, ".buildinfo.bak").unlink(missing_ok=True)
