"""sphinx-research-notes: a folder of notes becomes a research blog, by Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._upstream.buildinfo import setup_buildinfo
from ._upstream.empty_tables import setup_tables
from ._upstream.exception_context import setup_naming
from ._upstream.heading_downloads import setup_headings
from ._upstream.memory import setup_growth
from ._upstream.node_handlers import setup_handlers
from ._upstream.parallel_tasks import setup_parallel
from .build.assets import FOLDER, setup_assets
from .build.builders import setup_builders
from .build.duplicate_warnings import setup_once
from .build.leak_audit import setup_audit
from .build.manifest import setup_written
from .build.ordering import setup_order
from .build.pattern_hints import setup_matching
from .build.site import setup_site
from .build.unread_files import setup_unread
from .citations.works import setup_works
from .companions import setup_companions
from .config import setup_config
from .constants import THEME
from .directives import setup_directives
from .doctree.nodes import setup_nodes
from .frontmatter.syntax import setup_syntax
from .html.generated_pages import setup_pages
from .html.page_context import setup_context
from .html.templates import setup_partials
from .html.theme_links import setup_themelinks
from .html.transforms.address_links import setup_leading
from .html.transforms.article import setup_shaping
from .html.transforms.back_matter import setup_backmatter
from .html.transforms.book_references import setup_saying
from .html.transforms.margin_notes import setup_margins
from .html.transforms.placeholders import setup_filling
from .html.transforms.raw_files import setup_embedding
from .html.transforms.sizes import setup_sizes
from .html.transforms.unique_ids import setup_apart
from .html.xhtml import setup_xhtml
from .math.renderer import setup_math
from .reading.collector import setup_collecting
from .reading.entry_references import setup_settling
from .reading.html_anchors import setup_anchors
from .reading.interrupted import setup_unfinished
from .reading.source_read import setup_reading
from .reading.titles import setup_titles
from .reading.wikilinks import setup_wikilinks
from .state.file_digests import setup_contents
from .visibility.detection import setup_presence
from .visibility.domain_indices import setup_indices
from .visibility.draft_names import setup_unnamed
from .visibility.footnotes import setup_footnotes
from .visibility.includes import setup_gates

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
    setup_settling(app)
    setup_titles(app)
    setup_anchors(app)
    setup_collecting(app)
    setup_wikilinks(app)
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
