"""sphinx-research-notes: a folder of notes becomes a research blog, by Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .anchors import setup_anchors
from .apart import setup_apart
from .assets import FOLDER, setup_assets
from .audit import setup_audit
from .backmatter import setup_backmatter
from .builders import setup_builders
from .buildinfo import setup_buildinfo
from .collecting import setup_collecting
from .companions import setup_companions
from .config import setup_config
from .contents import setup_contents
from .context import setup_context
from .directives import setup_directives
from .embedding import setup_embedding
from .filling import setup_filling
from .footnotes import setup_footnotes
from .gates import setup_gates
from .growth import setup_growth
from .handlers import setup_handlers
from .headings import setup_headings
from .indices import setup_indices
from .leading import setup_leading
from .margins import setup_margins
from .matching import setup_matching
from .math import setup_math
from .naming import setup_naming
from .nesting import setup_nesting
from .nodes import setup_nodes
from .once import setup_once
from .order import setup_order
from .pages import setup_pages
from .parallel import setup_parallel
from .partials import setup_partials
from .presence import setup_presence
from .reading import setup_reading
from .saying import setup_saying
from .settling import setup_settling
from .shaping import setup_shaping
from .shortcodes import setup_shortcodes
from .site import THEME, setup_site
from .sizes import setup_sizes
from .syntax import setup_syntax
from .tables import setup_tables
from .themelinks import setup_themelinks
from .titles import setup_titles
from .unfinished import setup_unfinished
from .unnamed import setup_unnamed
from .unread import setup_unread
from .wikilinks import setup_wikilinks
from .works import setup_works
from .written import setup_written
from .xhtml import setup_xhtml

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"

#: Raise it when the records in the environment, or what is in doctrees, change their shape.
ENV_VERSION = 7


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything: what is where, in the order things happen in a build."""
    setup_config(app)
    setup_syntax(app)
    setup_presence(app)
    setup_nodes(app)
    setup_directives(app)
    setup_contents(app)
    setup_unread(app)
    setup_reading(app)
    setup_unfinished(app)
    setup_unnamed(app)
    setup_gates(app)
    setup_footnotes(app)
    setup_nesting(app)
    setup_settling(app)
    setup_titles(app)
    setup_anchors(app)
    setup_collecting(app)
    setup_wikilinks(app)
    setup_shortcodes(app)
    setup_site(app)
    setup_matching(app)
    setup_themelinks(app)
    setup_order(app)
    setup_headings(app)
    setup_handlers(app)
    setup_tables(app)
    setup_written(app)
    setup_audit(app)
    setup_builders(app)
    setup_indices(app)
    setup_naming(app)
    setup_once(app)
    setup_parallel(app)
    setup_growth(app)
    setup_partials(app)
    setup_leading(app)
    setup_embedding(app)
    setup_filling(app)
    setup_saying(app)
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
    setup_sizes(app)
    setup_xhtml(app)
    setup_buildinfo(app)
    setup_companions(app)
    return {
        "version": __version__,
        "env_version": ENV_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
