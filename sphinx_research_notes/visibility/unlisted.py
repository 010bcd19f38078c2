"""Keep unlisted notes out of toctrees and the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util import docname_join

from ..constants import anchor_of
from ..frontmatter.syntax import syntaxes_of
from ..model.note import Visibility
from ..state.domain import data_of
from ..state.read_state import read_state

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class ListedToctree:
    """Mixin for ``toctree``: patterns match no unlisted note."""

    def run(self) -> list[nodes.Node]:
        this: Any = self
        result: list[nodes.Node] = list(super().run())  # type: ignore[misc]
        hidden = unlisted_in_sources(this.env)
        explicit = {docname_join(this.env.docname, _target(this.env, line)) for line in this.content}
        for node in result if hidden else ():
            for toctree in node.findall(addnodes.toctree):
                removed = {d for title, d in toctree["entries"] if title is None} & hidden - explicit
                toctree["entries"] = [each for each in toctree["entries"] if each[1] not in removed]
                toctree["includefiles"] = [each for each in toctree["includefiles"] if each not in removed]
        return result


def _target(env: BuildEnvironment, line: str) -> str:
    """Return the document that a *line* of a toctree names."""
    name = line.rpartition("<")[2].rstrip("> ") if line.endswith(">") else line.strip()
    return name.rpartition(".")[0] if syntaxes_of(env.config).is_document(name) else name


def unlisted_in_sources(env: BuildEnvironment) -> set[str]:
    """Return the unlisted documents of the project, by the front matter that was read last.

    :func:`~sphinx_research_notes.state.records.unlisted` uses the records, once all documents are read.
    """
    docnames: set[str] = data_of(env)["unlisted"]
    return docnames


class RemoveUnlistedIndexEntries(SphinxTransform):
    """Remove the index entries of an unlisted note: an index is a list, and no list shows the note."""

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        roots: list[nodes.Element] = []
        if state.front is not None and state.front.visibility is Visibility.UNLISTED:
            roots = [self.document]
        elif any(front.visibility is Visibility.UNLISTED for front in state.entries.values()):
            entries = [n for n in self.document.findall(nodes.Element) if anchor_of(n) in state.entries]
            roots = [n for n in entries if state.entries[anchor_of(n)].visibility is Visibility.UNLISTED]
        for node in [node for root in roots for node in root.findall(addnodes.index)]:
            node.parent.remove(node)
