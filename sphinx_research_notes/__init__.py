"""sphinx-research-notes: a folder of notes becomes a research blog, by Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

#: Raise it when the records in the environment, or what is in doctrees, change their shape.
ENV_VERSION = 8


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything: :mod:`.pipeline` has the table."""
    # Imported here, so that whoever needs the pure rooms alone needs no Sphinx.
    from .pipeline import connect

    connect(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
