"""Other extensions beside ours: what each would say wrongly of notes, mended where it says it.

A module for each of them, which does nothing where that extension is not loaded, and nothing in a project
without notes. Each names the fault that it goes round, and where it was seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .asking import setup_asking
from .autodoc import setup_autodoc
from .llms_txt import setup_llms_txt
from .nbsphinx import setup_nbsphinx
from .opengraph import setup_opengraph
from .redirects import setup_redirects
from .sitemap import setup_sitemap
from .tags import setup_tags

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_companions(app: Sphinx) -> None:
    """Connect them all."""
    setup_asking(app)
    setup_autodoc(app)
    setup_llms_txt(app)
    setup_nbsphinx(app)
    setup_opengraph(app)
    setup_redirects(app)
    setup_sitemap(app)
    setup_tags(app)
