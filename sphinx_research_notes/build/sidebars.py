"""What other themes show of toctrees beside every page.

Sphinx writes again only the page whose toctree has changed, although the sidebars of most themes show all
toctrees (https://github.com/sphinx-doc/sphinx/issues/5506). In a project with notes every page that shows the
change is written again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ..model.digests import value_digest
from .builder_reference import BuilderReference

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sphinx.builders import Builder

    from .addresses import Addresses

#: Themes that show titles of documents, but no headings in them.
_TITLES_ONLY = frozenset({"furo", "pydata_sphinx_theme", "sphinx_book_theme"})
#: The option of a theme with which it shows headings only on the pages of a document and of those below it.
_COLLAPSING = {"alabaster": "sidebar_collapse", "sphinx_rtd_theme": "collapse_navigation"}


class Sidebars(BuilderReference):
    """What the sidebars of pages show: the toctrees of the home page and below, computed once."""

    def __init__(self, builder: Builder, addresses: Addresses, lists: Container[str]) -> None:
        """*lists*: the names of the generated lists that toctrees may name."""
        super().__init__(builder)
        self._addresses, self._lists = addresses, lists
        theme = str(self.env.config.html_theme)
        options = getattr(builder, "theme_options", None) or self.env.config.html_theme_options
        is_collapsed = str(options.get(_COLLAPSING.get(theme, ""), True)).lower() in {"true", "1", "yes"}
        self._headings_nowhere = theme in _TITLES_ONLY
        self._headings_on_path = theme in _COLLAPSING and is_collapsed
        self._above: dict[str, str] = {}

    def beside(self, docname: str) -> object:
        """Return what the page *docname* shows; the name of a document or a generated page."""
        shown = self._everywhere
        if self._headings_nowhere or not self._headings_on_path:
            return shown
        path = [docname]
        while path[-1] in self._above:
            path.append(self._above[path[-1]])
        return shown, [self._headings(each) for each in path[1:]]

    @cached_property
    def _everywhere(self) -> str:
        """A digest of what all pages show."""
        root = str(self.env.config.root_doc)
        found, queue = {root}, [root]
        for docname in queue:
            for below in self._below(docname):
                if below not in found:
                    found.add(below)
                    self._above[below] = docname
                    queue.append(below)
        return value_digest([self._entry(docname) for docname in queue])

    def _below(self, docname: str) -> Iterator[str]:
        for toctree in self._toctrees(docname):
            yield from (ref for _, ref in toctree["entries"] if ref in self.env.tocs)

    def _toctrees(self, docname: str) -> list[addnodes.toctree]:
        if docname not in self.env.toctree_includes:
            return []
        return list(self.env.tocs[docname].findall(addnodes.toctree))

    def _entry(self, docname: str) -> object:
        """Return what the sidebars show of *docname* and of its toctrees."""
        toctrees = [
            (
                toctree["entries"],
                [name for _, name in toctree["entries"] if name in self._lists],
                [toctree.get(name) for name in ("caption", "maxdepth", "hidden", "titlesonly", "numbered")],
            )
            for toctree in self._toctrees(docname)
        ]
        everywhere = not (self._headings_nowhere or self._headings_on_path)
        headings = self._headings(docname) if everywhere else self._headings(docname)[:1]
        return docname, self._addresses.place(docname), headings, toctrees

    def _headings(self, docname: str) -> list[tuple[str, str, object]]:
        """Return the headings of *docname* as tables of contents show them, the title first."""
        numbers = self.env.toc_secnumbers.get(docname, {})
        return [
            (str(link["anchorname"]), link.pformat() if len(link) > 1 else link.astext(),
             numbers.get(link["anchorname"]))
            for link in self.env.tocs[docname].findall(nodes.reference)
        ]  # fmt: skip
