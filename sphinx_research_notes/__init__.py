"""sphinx-research-notes: turn a folder of notes into a research blog with Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

#: Increment when the records in the environment or the contents of doctrees change shape.
ENV_VERSION = 10


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything listed in :mod:`.pipeline`."""
    # Imported here so that the pure sub-packages can be used without Sphinx.
    from .pipeline import connect

    connect(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
