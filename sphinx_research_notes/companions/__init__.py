"""Other extensions beside ours: what each would say wrongly of notes, mended where it says it.

A module for each of them, which does nothing where that extension is not loaded, and nothing in a project
without notes. Each names the fault that it goes round, and where it was seen.
"""

from . import asking, llms_txt, nbsphinx, opengraph, redirects, sitemap, tags

__all__ = ["asking", "llms_txt", "nbsphinx", "opengraph", "redirects", "sitemap", "tags"]
