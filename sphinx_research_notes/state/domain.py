"""The domain ``notes``, whose data is everything that we store in the environment.

Sphinx pickles the data of domains with the environment, asks a domain to clear a document's part when the
document is read again, and to merge the data of parallel readers. This domain has no objects: no roles, no
directives, and nothing for inventories or the search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain
from sphinx.environment.collectors import EnvironmentCollector

from ..constants import DOMAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class NotesDomain(Domain):
    """The stored data; accessed through :mod:`.records` and :mod:`.file_digests`."""

    name = DOMAIN
    label = "Notes"
    data_version = 1
    initial_data: ClassVar[dict[str, Any]] = {
        #: The record of each document that has one, by docname.
        "records": {},
        #: What each document was read from, by docname.
        "readings": {},
        #: The digests of large files, with the state by which an unchanged file is recognized.
        "files": {},
        #: The documents that were kept out of the project; empty while the environment is saved.
        "withheld": set(),
        #: Digests of their names, by which the next build recognizes them.
        "unnamed": [],
        #: The unlisted documents, by the front matter that was last read.
        "unlisted": set(),
        #: A digest of the folders whose files say who may see their documents, or of which kind these are.
        "folders": "",
        #: A digest of the front matter that each folder gives to its notes, by folder.
        "defaults": {},
        #: Whether the project is one with notes; set by :func:`sphinx_research_notes.activation.settle`.
        "present": False,
        #: The URL of the site when links by address were last resolved; None before that.
        "base": None,
        #: A digest of the additions by extensions that affect reading; None before anything was read.
        "extensions": None,
    }
    #: Data by docname, cleared when the document is read again.
    BY_DOCUMENT = ("records", "readings")

    def clear_doc(self, docname: str) -> None:
        """Remove the data of *docname*."""
        for part in self.BY_DOCUMENT:
            self.data[part].pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Merge the data of *docnames* from a parallel reader."""
        for part in self.BY_DOCUMENT:
            other = otherdata[part]
            self.data[part].update({d: other[d] for d in docnames if d in other})
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
        """Return nothing: documents and their labels are in the domain ``std``."""
        return []

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """Return nothing: notes are documents, which are in Sphinx's inventories anyway."""
        return ()


class DomainCollector(EnvironmentCollector):
    """Collects what :class:`NotesDomain` stores, clears and merges."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Do nothing: the domain does it."""

    def merge_other(self, app: Sphinx, env: BuildEnvironment, docnames: Any, other: BuildEnvironment) -> None:
        """Do nothing: the domain does it."""


def data_of(env: BuildEnvironment) -> dict[str, Any]:
    """Return the domain's data; works in a parallel reader too, whose environment has no domains yet."""
    data: dict[str, Any] = env.domaindata[DOMAIN]
    return data
