"""Entries of toctrees that name generated lists, which have no source file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .._upstream.virtual_documents import virtual_documents
from ..activation import acts
from ..config import notes_config
from ..diagnostics import warn
from .link_targets import index_title
from .manual import names_in_toctrees
from .site import site_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment


def _titles(config: Config) -> dict[str, str]:
    """Return the titles of the generated lists that toctrees may name, by the names of their pages."""
    return {name: index_title(config, kind) for name, kind in notes_config(config).index_pages.items()}


def lists_in_toctrees(app: Sphinx) -> AbstractContextManager[None]:
    """Let toctrees name generated lists; a builder without the page leaves the entry out."""

    def exists(name: str) -> bool:
        site = site_of(app.env)
        return site.paged and name in site.link_targets.generated

    return virtual_documents(_titles(app.config), lambda: app.env.found_docs, exists)


class NameListEntries(SphinxTransform):
    """Gives the entries of generated lists their titles, which themes look for among those of documents.

    They are also removed from the files that a toctree includes, which books put together.
    """

    def apply(self, **kwargs: Any) -> None:
        if not acts(self.env):
            return
        titles = {n: t for n, t in _titles(self.config).items() if n not in self.env.found_docs}
        for toctree in self.document.findall(addnodes.toctree):
            toctree["entries"] = [(title or titles.get(ref), ref) for title, ref in toctree["entries"]]
            toctree["includefiles"] = [each for each in toctree["includefiles"] if each not in titles]


def read_again(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """``env-get-outdated``: return the documents with an entry for a list that a document now replaces.

    Or no longer does.
    """
    lists = notes_config(app.config).index_pages if acts(env) else {}
    replaced = {each for each in lists if (each in env.found_docs) != (each in env.all_docs)}
    if not replaced:
        return []
    return [each for each in env.toctree_includes if not replaced.isdisjoint(names_in_toctrees(env, each))]


def report_empty(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report entries for lists that have no page, because they would be empty."""
    site = site_of(env)
    if not site.paged or not site.has_notes:
        return
    lists = {name for name in site.config.index_pages if name not in env.all_docs}
    for docname in sorted(env.toctree_includes):
        for name in dict.fromkeys(names_in_toctrees(env, docname)):
            if name in lists and name not in site.link_targets.generated:
                kind = site.config.index_pages[name]
                empty = f"there is nothing to list ({kind})"
                warn(
                    "label", f"toctree: {name!r} has no page, because {empty}; leaving out the entry", docname
                )
