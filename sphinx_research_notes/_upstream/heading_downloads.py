"""Files that are offered for download in headings, which end Sphinx's build.

A title's copy for lists of contents has no links in it, but for those of ``download_reference``, which
Sphinx leaves there; then the page fails with ``KeyError: 'anchorname'``. The heading on the page keeps its
link. Checked on Sphinx 8.2 to 9.2; elsewhere there is nothing to take out. It can go when
``SphinxContentsFilter`` takes such links out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docutils import nodes

from ..activation import acts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The documents that are read in this build.
_read: WeakKeyDictionary[BuildEnvironment, list[str]] = WeakKeyDictionary()


def note_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: only what is read anew can have such links."""
    _read[env] = list(docnames)


def take_out_links(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: leave the text of such a link in titles and lists of contents."""
    if not acts(env):
        return
    for docname in _read.pop(env, ()):
        for tree in (env.titles.get(docname), env.longtitles.get(docname), env.tocs.get(docname)):
            for link in list(tree.findall(nodes.reference)) if tree is not None else ():
                if "anchorname" not in link:
                    link.parent.replace(link, list(link.children))
