"""sphinx-research-notes: a folder of notes becomes a research blog, by Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .assets import FOLDER, setup_assets
from .builders import setup_builders
from .config import setup_config
from .context import setup_context
from .directives import setup_directives
from .math import setup_math
from .nodes import setup_nodes
from .pages import setup_pages
from .reading import setup_reading
from .rendering import FillPlaceholders, ShapeAsides, ShapeNotes
from .site import THEME, setup_site
from .views import setup_views

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

#: Raise it when the records in the environment change their shape.
ENV_VERSION = 1


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything: what is where, in the order things happen in a build."""
    setup_config(app)
    setup_nodes(app)
    setup_directives(app)
    setup_reading(app)
    setup_site(app)
    setup_views(app)
    setup_builders(app)
    for transform in (FillPlaceholders, ShapeAsides, ShapeNotes):
        app.add_post_transform(transform)
    setup_pages(app)
    setup_math(app)
    app.add_html_theme(THEME, str(FOLDER))
    setup_assets(app)
    setup_context(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
