"""Download links in headings, which crash Sphinx's build.

The copy of a title that goes into tables of contents should hold no links, but ``SphinxContentsFilter``
leaves ``download_reference`` nodes in; writing the page then raises ``KeyError: 'anchorname'``
(https://github.com/sphinx-doc/sphinx/issues/14514, https://github.com/sphinx-doc/sphinx/pull/14604). The
heading on the page keeps its link. Checked on Sphinx 8.2 to 9.2; on a fixed version there is nothing to
remove. It can go when ``SphinxContentsFilter`` removes such links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils import nodes

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The documents that this build reads.
_read: WeakKeyDictionary[BuildEnvironment, list[str]] = WeakKeyDictionary()


def note_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: remember the documents that may contain such links."""
    _read[env] = list(docnames)


def take_out_links(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: replace such links by their text in titles and tables of contents."""
    if not acts(env):
        return
    for docname in _read.pop(env, ()):
        for tree in (env.titles.get(docname), env.longtitles.get(docname), env.tocs.get(docname)):
            for link in list(tree.findall(nodes.reference)) if tree is not None else ():
                if "anchorname" not in link:
                    link.parent.replace(link, list(link.children))
