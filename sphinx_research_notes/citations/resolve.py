"""The works that a note cites, settled while it is read: how each citation reads, and the list at its foot.

Imported only where sphinxcontrib-bibtex is used. bibtex settles all citations of a project together, when
all documents are read; a number or a label then goes by what other documents cite, and a work listed at
two places is a fault. Here a note's citations follow from the note and from the entries that it names,
and from nothing else: what is to be read again after a change is a comparison of entries.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.nodes import bibliography

from .._upstream.application import app_of
from ..config import notes_config
from ..doctree.nodes import swap
from ..state.read_state import read_state
from .domain import CitationDomain
from .formatting import style_of
from .reference_list import Place, ReferenceList, Target
from .roles import is_own, targets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment


#: The class of works in footnotes that an author has placed, which pages show there.
PLACED = "note-foot-works"


class ResolveCitations(SphinxTransform):
    """Settles the citations of a note while it is read.

    Before::

        pending_xref (refdomain cite, "good1953,student1927")

    After::

        resolved_citation (cites: the keys, kept: "(", reference (refid), … ")")
        …
        container.note-references (style, folded: the works)

    What they stand for is put there when a page is written (:class:`.back_matter.InsertReferences`), but in
    titles, whose text goes into lists of contents. After smart quotes (750), which would change the
    citations, and after what settles names within the document; before MyST looks for anchors (879) and the
    doctree is done (880).
    """

    def apply(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if not isinstance(domain, CitationDomain) or not is_ours(self.env):
            return
        place, style, prefix = self._placed(domain)
        if not any(key.docname == self.env.docname for key in domain.bibliographies):
            forget_files(self.env, domain)
        if style is None:
            return
        cited = list(self._places(domain))
        keys = list(dict.fromkeys(target.key for each in cited for target in each.known))
        if keys:
            written = style_of(domain.bibdata.data.entries, style)
            for_pages = app_of(self.env).builder.format == "html"
            listed = ReferenceList(self.document, domain, written, keys, prefix, for_pages=for_pages)
            for each in cited:
                listed.settle(each)
            holder = listed.build(headed=place is None)
            if place is None:
                self.document += holder
            else:
                swap(place, holder)
        elif place is not None:
            place.parent.remove(place)

    def _placed(self, domain: CitationDomain) -> tuple[nodes.Element | None, str | None, str]:
        """Where the author wants the list, its style and the prefix of its labels; no style: not ours.

        A ``bibliography`` of what the document cites is taken for that place. Any other is bibtex's.
        """
        found = list(self.document.findall(bibliography))
        if not found:
            return None, str(self.config.bibtex_default_style), ""
        own = [(node, key) for node in found for key in domain.bibliographies
               if (key.docname, key.id_) == (self.env.docname, node["ids"][0])]  # fmt: skip
        values = [domain.bibliographies[key] for _, key in own]
        if len(found) > 1 or not own or not is_own(values[0]):
            return None, None, ""
        del domain.bibliographies[own[0][1]]
        return own[0][0], values[0].style, values[0].labelprefix

    def _places(self, domain: CitationDomain) -> Iterator[Place]:
        """The citations of the document; those of works that no ``.bib`` file has are left to bibtex."""
        entries = domain.bibdata.data.entries
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "cite":
                continue
            place = Place(node)
            for target in targets_of(str(node["reftarget"])):
                entry = entries.get(target.key)
                known = Target(entry.key if entry is not None else target.key, target.pre, target.post)
                (place.unknown if entry is None else place.known).append(known)
            if place.known:
                yield place


def is_ours(env: BuildEnvironment) -> bool:
    """Whether the citations of the document that is being read are settled here."""
    state = read_state(env)
    return (state.front is not None or bool(state.entries)) and notes_config(env.config).references


def forget_files(env: BuildEnvironment, domain: CitationDomain) -> None:
    """The document is not read again for each change of a ``.bib`` file, but for those of its works."""
    depends = env.dependencies.get(env.docname)
    if depends:
        files = {Path(path) for path in domain.bibdata.bibfiles}
        depends -= {each for each in depends if Path(env.srcdir, each).resolve() in files}


class PlaceFootReferences(SphinxTransform):
    """Puts the works of ``footcite`` at the foot of a note whose author names no place for them.

    Before docutils numbers the footnotes (620).
    """

    def apply(self, **kwargs: Any) -> None:
        found = self.env.current_document.get("bibtex_foot_bibliography")
        if is_ours(self.env) and found is not None and found.children and found.parent is None:
            self.document.extend(found.children)
            self.env.current_document["bibtex_foot_bibliography"] = nodes.container()


class KeepFootReferences(SphinxTransform):
    """Leaves the works of ``footcite`` where the author has placed them (``footbibliography``).

    Once they have numbers (620), and before MyST gathers all footnotes at the end of the document (623).
    """

    def apply(self, **kwargs: Any) -> None:
        for each in list(self.document.autofootnotes):
            if "work" in each and isinstance(each.parent, nodes.container):
                self.document.autofootnotes.remove(each)
                if PLACED not in each.parent["classes"]:
                    each.parent["classes"].append(PLACED)
