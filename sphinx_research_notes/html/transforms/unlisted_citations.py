"""Resolve citations on pages that are not notes, if no bibliography lists the works: the page lists them.

Imported only if sphinxcontrib-bibtex is used. As notes have their own reference lists, a project may have no
``bibliography``, without which bibtex cannot resolve citations on other pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinxcontrib.bibtex.nodes import bibliography

from ..._upstream.application import app_of
from ...citations.domain import CitationDomain, resolves
from ...citations.entry_digests import citation_digests
from ...citations.formatting import style_of
from ...citations.reference_list import ReferenceList, places_in
from ...config import notes_config
from .base import NotesTransform, own, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

    from ...citations.reference_list import Place


class ResolveUnlistedCitations(NotesTransform):
    """Resolve citations that bibtex would not, as in notes.

    Runs when pages are written, because which citations these are is known only after all documents have been
    read; before citations are inserted (4) and before bibtex's own transform (5).
    """

    def run(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if not isinstance(domain, CitationDomain) or not notes_config(self.env.config).references:
            return
        if not self.site.has_notes:
            return
        style = style_of(domain.bibdata.data.entries, str(self.config.bibtex_default_style))
        for docname, root in self.parts():
            if resolves(self.env, docname) or own(root, bibliography):
                continue
            places = list(self._places(root, domain))
            keys = list(dict.fromkeys(target.key for place in places for target in place.known))
            if keys:
                for_pages = app_of(self.env).builder.format == "html"
                reference_list = ReferenceList(self.document, domain, style, keys, "", for_pages=for_pages)
                for place in places:
                    reference_list.settle(place)
                root += reference_list.build(headed=True)

    def _places(self, root: nodes.Element, domain: CitationDomain) -> Iterator[Place]:
        """Yield the citations in *root* of at least one known work that no page lists."""
        entries, listed = domain.bibdata.data.entries, citation_digests(self.env)
        found = places_in(root, lambda key: None if f"key:{key}" in listed else entries.get(key))
        return (place for place in found if within(place.node, root))
