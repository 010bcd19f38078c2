"""Other extensions beside ours: what each would say wrongly of notes, mended where it says it.

A module for each, which does nothing where that extension is not loaded, and nothing in a project without
notes; each names the fault that it goes round, and where it was seen. :mod:`.autodoc`,
:mod:`.last_updated`, :mod:`.llms_txt`, :mod:`.nbsphinx`, :mod:`.notfound`, :mod:`.opengraph`,
:mod:`.redirects`, :mod:`.sitemap` and :mod:`.tags` are called for the extension that they are about;
:mod:`.scripts` is about those that need Sphinx's own scripts. :mod:`.asking` is for all that ask Sphinx
which documents there are: they get the listed ones.
"""

from . import asking, autodoc, llms_txt, nbsphinx, opengraph, redirects, sitemap, tags

__all__ = ["asking", "autodoc", "llms_txt", "nbsphinx", "opengraph", "redirects", "sitemap", "tags"]
