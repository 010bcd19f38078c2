"""Citations of a note, resolved while it is read, and its reference list.

Imported only where sphinxcontrib-bibtex is used, which resolves all citations of a project together after all
documents have been read: a number or label then depends on what other documents cite, and a work listed twice
is an error. Here, the citations of a note depend only on the note and the entries that it cites, so a
comparison of entries tells which notes to read again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.nodes import bibliography

from .._upstream.application import app_of
from ..config import notes_config
from ..doctree.nodes import swap
from ..state.read_state import read_state
from .domain import CitationDomain
from .formatting import style_of
from .reference_list import ReferenceList, places_in
from .roles import is_own

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


#: The class of containers of cited works in footnotes that the author has placed.
PLACED = "note-foot-works"


class ResolveCitations(SphinxTransform):
    """Resolve the citations of a note while it is read.

    Before::

        pending_xref (refdomain cite, "good1953,student1927")

    After::

        resolved_citation (cites: the keys, kept: "(", reference (refid), … ")")
        …
        container.note-references (style, folded: the works)

    Their content is inserted when a page is written (:class:`.back_matter.ShapeReferences`), except in
    titles, whose text goes into tables of contents. Runs after smart quotes (750), which would change the
    citations, and after names in the document are resolved; before MyST resolves anchors (879) and the
    doctree is complete (880).
    """

    def apply(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if not isinstance(domain, CitationDomain) or not is_note(self.env):
            return
        place, style, prefix = self._placed(domain)
        if not any(key.docname == self.env.docname for key in domain.bibliographies):
            forget_files(self.env, domain)
        if style is None:
            return
        cited = list(places_in(self.document, domain.bibdata.data.entries.get))
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
        """Return where the author wants the list, its style and the prefix of its labels.

        That is a ``bibliography`` of what the document cites. Without a style, sphinxcontrib-bibtex makes the
        list.
        """
        placeholders = list(self.document.findall(bibliography))
        if not placeholders:
            return None, str(self.config.bibtex_default_style), ""
        own = [(node, key) for node in placeholders for key in domain.bibliographies
               if (key.docname, key.id_) == (self.env.docname, node["ids"][0])]  # fmt: skip
        values = [domain.bibliographies[key] for _, key in own]
        if len(placeholders) > 1 or not own or not is_own(values[0]):
            return None, None, ""
        del domain.bibliographies[own[0][1]]
        return own[0][0], values[0].style, values[0].labelprefix


def is_note(env: BuildEnvironment) -> bool:
    """Return whether the citations of the document being read are resolved here."""
    state = read_state(env)
    return (state.front is not None or bool(state.entries)) and notes_config(env.config).references


def forget_files(env: BuildEnvironment, domain: CitationDomain) -> None:
    """Remove the ``.bib`` files from the dependencies: only a change of its works concerns the document."""
    depends = env.dependencies.get(env.docname)
    if depends:
        files = {Path(path) for path in domain.bibdata.bibfiles}
        depends -= {each for each in depends if Path(env.srcdir, each).resolve() in files}


class PlaceFootReferences(SphinxTransform):
    """Put the footnotes of ``footcite`` at the end of a note that has no place for them.

    Runs before docutils numbers footnotes (620).
    """

    def apply(self, **kwargs: Any) -> None:
        waiting = self.env.current_document.get("bibtex_foot_bibliography")
        if is_note(self.env) and waiting is not None and waiting.children and waiting.parent is None:
            self.document.extend(waiting.children)
            self.env.current_document["bibtex_foot_bibliography"] = nodes.container()


class KeepFootReferences(SphinxTransform):
    """Leave the footnotes of ``footcite`` where the author has placed them (``footbibliography``).

    Runs after they are numbered (620) and before MyST moves all footnotes to the end of the document (623).
    """

    def apply(self, **kwargs: Any) -> None:
        for each in list(self.document.autofootnotes):
            if "work" in each and isinstance(each.parent, nodes.container):
                self.document.autofootnotes.remove(each)
                if PLACED not in each.parent["classes"]:
                    each.parent["classes"].append(PLACED)
