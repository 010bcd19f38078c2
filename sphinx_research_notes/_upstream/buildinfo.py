"""The copy of ``.buildinfo`` that Sphinx leaves behind when conf.py has changed.

``StandaloneHTMLBuilder.get_outdated_docs`` keeps the former one as ``.buildinfo.bak``, for whoever looks
for the reason of a rebuild; a clean build has none. Checked on Sphinx 8.2 to 9.2; where there is no copy,
nothing is removed. It can go when Sphinx keeps none, or keeps it among the doctrees.
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
