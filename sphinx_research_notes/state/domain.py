"""Where everything lies that the environment keeps of ours: the data of a domain named ``notes``.

Sphinx pickles the data of domains with the environment, empties a document's part of it when the document is
read again, and joins what parallel readers have found. The domain describes no objects of its own: it has no
roles, no directives, and nothing for inventories or the search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain

from ..constants import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class NotesDomain(Domain):
    """Keeps the records of notes; :mod:`.records` and :mod:`.file_digests` are the ways to them."""

    name = DOMAIN
    label = "Notes"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {
        #: The record of each document that has one, by docname.
        "records": {},
        #: What each document was read from, by docname.
        "readings": {},
        #: The digests of large files, with the marks by which one is known that has not changed.
        "files": {},
        #: The documents that were kept out of the project; empty while the environment is saved.
        "withheld": set(),
        #: Digests of their names, by which the next build knows them.
        "unnamed": [],
        #: The documents that are unlisted, as their front matter was last read.
        "unlisted": set(),
        #: A digest of the folders that are hidden by a file in them.
        "folders": "",
        #: Whether the project is one with notes; set by :func:`sphinx_research_notes.activation.settle`.
        "present": False,
        #: Where the site was to be when links by address were last settled; None before that.
        "base": None,
        #: A digest of what others have added and sources are read with; None before anything was read.
        "extensions": None,
    }
    #: What is a document's own, and so goes when that is read again.
    BY_DOCUMENT = ("records", "readings")

    def clear_doc(self, docname: str) -> None:
        """Forget what is known of *docname*."""
        for part in self.BY_DOCUMENT:
            self.data[part].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel reader has found out about *docnames*."""
        for part in self.BY_DOCUMENT:
            theirs = otherdata[part]
            self.data[part].update({d: theirs[d] for d in docnames if d in theirs})
        self.data["files"].update(otherdata["files"])

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Nothing: documents and their labels are in the domain ``std``."""
        return []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Nothing: notes are documents, which Sphinx has in its inventories anyway."""
        return ()


def data_of(env: BuildEnvironment) -> dict[str, Any]:
    """The data of the domain; of a parallel reader's environment too, which has no domains yet."""
    found: dict[str, Any] = env.domaindata[DOMAIN]
    return found
