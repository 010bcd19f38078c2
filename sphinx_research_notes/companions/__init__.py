"""Support for other extensions: corrects what they would get wrong about notes.

There is one module per extension, or per problem that several share. Each module does nothing if its
extension is not loaded or the project has no notes; its docstring says what the extension does, and in which
version that was observed. :mod:`.autodoc`, :mod:`.design`, :mod:`.last_updated`, :mod:`.llms_txt`,
:mod:`.nbsphinx`, :mod:`.notfound`, :mod:`.opengraph`, :mod:`.redirects`, :mod:`.sitemap` and :mod:`.tags`
are named after their extension. :mod:`.scripts` is for extensions whose scripts need Sphinx's own.
:mod:`.used_files` leaves out the styles and scripts that a page doesn't use. :mod:`.asking` is for all
extensions that ask Sphinx for the list of documents: they get only the listed ones. :mod:`.ablog` is for
blogs that were made with ABlog.
"""

from . import (
    ablog,
    asking,
    autodoc,
    design,
    llms_txt,
    nbsphinx,
    opengraph,
    redirects,
    sitemap,
    tags,
    used_files,
)

__all__ = [
    "ablog",
    "asking",
    "autodoc",
    "design",
    "llms_txt",
    "nbsphinx",
    "opengraph",
    "redirects",
    "sitemap",
    "tags",
    "used_files",
]
