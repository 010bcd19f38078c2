"""sphinx-research-notes: a folder of notes becomes a research blog, by Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .apart import setup_apart
from .assets import FOLDER, setup_assets
from .audit import setup_audit
from .backmatter import setup_backmatter
from .builders import setup_builders
from .collecting import setup_collecting
from .config import setup_config
from .context import setup_context
from .directives import setup_directives
from .filling import setup_filling
from .footnotes import setup_footnotes
from .gates import setup_gates
from .growth import setup_growth
from .margins import setup_margins
from .math import setup_math
from .naming import setup_naming
from .nodes import setup_nodes
from .order import setup_order
from .pages import setup_pages
from .parallel import setup_parallel
from .partials import setup_partials
from .reading import setup_reading
from .shaping import setup_shaping
from .site import THEME, setup_site
from .titles import setup_titles
from .unfinished import setup_unfinished
from .works import setup_works
from .written import setup_written

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

#: Raise it when the records in the environment, or what is in doctrees, change their shape.
ENV_VERSION = 7


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything: what is where, in the order things happen in a build."""
    setup_config(app)
    setup_nodes(app)
    setup_directives(app)
    setup_reading(app)
    setup_unfinished(app)
    setup_gates(app)
    setup_footnotes(app)
    setup_titles(app)
    setup_collecting(app)
    setup_site(app)
    setup_order(app)
    setup_written(app)
    setup_audit(app)
    setup_builders(app)
    setup_naming(app)
    setup_parallel(app)
    setup_growth(app)
    setup_partials(app)
    setup_filling(app)
    setup_backmatter(app)
    setup_apart(app)
    setup_margins(app)
    setup_shaping(app)
    setup_pages(app)
    setup_math(app)
    setup_works(app)
    app.add_html_theme(THEME, str(FOLDER))
    setup_assets(app)
    setup_context(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
