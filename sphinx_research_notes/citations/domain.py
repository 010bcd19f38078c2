"""The ``cite`` domain in projects with notes: without repeated work, and with digests of citations.

Imported only where a project loads sphinxcontrib-bibtex. A workaround that is here, not in ``_upstream``,
because it needs the rest of this package. What upstream does, each with a possible title for an issue (none
is known):

- It formats the whole bibliography, twice, in every build, although the result is in the pickled environment:
  "BibtexDomain.env_updated should do nothing if no bibliography, citation or option has changed".
- It finds the position of a document by a linear search: "BibtexDomain.get_all_cited_keys takes quadratic
  time".
- It formats each citation anew, including the names of authors in TeX: "Cache citations in
  BibtexDomain.resolve_xref".
- It does not say which pages show a citation whose label or text has changed: "BibtexDomain.env_updated
  should return the documents whose citations have changed".
- It looks a plugin up for each citation: see :func:`~._upstream.pybtex_caches.register_plugins`.

Checked on sphinxcontrib-bibtex 2.7; :func:`~.replacements.citation_domains` checks the version of its data.
A piece can go when sphinxcontrib-bibtex does what the title says.
"""

from __future__ import annotations

import ast
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.domain import BibtexDomain, get_docnames

from .._upstream.pybtex_caches import register_plugins
from ..config import notes_config
from ..doctree.nodes import swap
from ..model.digests import value_digest
from ..state.records import pages
from .document_citations import cited_keys
from .entry_digests import fingerprint
from .formatting import style_of
from .normalize import readable, unsealed_entry
from .roles import LenientRole, warn_of_unknown
from .styles import style_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


class CitationDomain(BibtexDomain):
    """The ``cite`` domain, which recomputes its citations only when their inputs have changed.

    The domain's data, and so the environment, hold ``notes_inputs``, a digest of what the citations were
    computed from; ``notes_citations``, a digest of each by key and of each bibliography by docname; and
    ``notes_files``, a digest of each ``.bib`` file.
    """

    roles = {name: LenientRole() for name in BibtexDomain.roles}  # noqa: RUF012

    #: The text of ``conf.py``, which may define a style.
    conf = b""

    def begin(self) -> None:
        """Set up our attributes, in place of ``__init__``: Sphinx has already created the domain."""
        #: Resolved citations of this build, by role, target and relative addresses.
        self._resolved: dict[object, nodes.Element] = {}
        #: The documents that have a bibliography.
        self._holders: tuple[str, ...] = ()
        #: The documents of the first :attr:`_scanned` citations.
        self._citing: set[str] = set()
        self._scanned = 0
        #: The locations of unknown keys reported in this build.
        self._reported: set[tuple[str, int, str]] = set()
        #: The documents that cite each key.
        self._citers: dict[str, set[str]] = {}

    def env_updated(self) -> list[str]:
        """``env-updated``: compute all citations, or keep those in the environment.

        Bibliographies and citations are sorted by docname, as in a clean build; otherwise, documents that are
        read again would come last. Those of notes come first: for documents without a bibliography,
        sphinxcontrib-bibtex uses the last one.
        """
        self._resolved.clear()
        self._reported.clear()
        if not self.bibliographies:
            # All documents that cite are notes.
            self.citations.clear()
            self._holders = ()
            self.data |= {"notes_inputs": "", "notes_citations": {}}
            return []
        self.data["bibliographies"] = dict(
            sorted(
                self.bibliographies.items(),
                key=lambda each: (not resolves(self.env, each[0].docname), each[0].docname),
            )
        )
        self.citation_refs.sort(key=lambda reference: reference.docname)
        self._scanned = 0
        self._citers.clear()
        self._holders = tuple(dict.fromkeys(key.docname for key in self.bibliographies))
        inputs = self._inputs()
        if self.data.get("notes_inputs") == inputs:
            return []
        register_plugins(self.env.config.bibtex_default_style)
        for reference in self.citation_refs:
            for each in reference.targets:
                self._citers.setdefault(each.key, set()).add(reference.docname)
        with _counted_warnings(self) as warnings:
            updated = list(super().env_updated())
        # Recompute after warnings, so that the next build repeats them.
        self.data["notes_inputs"] = "" if warnings else inputs
        self.data["notes_citations"] = dict(self._digests())
        return updated

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> Any:
        """Resolve a citation, once for all documents in which it looks the same."""
        if not self._knows(target) and resolves(self.env, fromdocname):
            return self._unknown(env, fromdocname, builder, typ, target, *args)
        addresses = self._addresses(fromdocname, builder)
        key = (typ, target, addresses)
        if key not in self._resolved:
            register_plugins(env.config.bibtex_default_style)
            citation = super().resolve_xref(env, fromdocname, builder, typ, target, *args)
            if addresses is None or not self._knows(target):
                return citation
            self._resolved[key] = citation
        return self._resolved[key].deepcopy()

    def _unknown(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> nodes.Element:
        """Resolve a citation in a note that has unknown keys, which are shown as text."""
        citation = nodes.inline(target, classes=["bibtex-citation"])
        known = [key for key in cited_keys(target) if self._knows(key)]
        if known:
            citation += super().resolve_xref(env, fromdocname, builder, typ, ",".join(known), *args)
        for key in (key for key in cited_keys(target) if key not in known):
            location = (fromdocname, args[0].line or 0, key)
            if location not in self._reported:
                self._reported.add(location)
                warn_of_unknown(key, self.bibdata.data.entries, args[0])
            citation += [nodes.Text(" " if citation.children else ""), nodes.literal("", key)]
        return citation

    def _addresses(self, docname: str, builder: Builder) -> tuple[str, ...] | None:
        """Return the addresses of all bibliographies relative to *docname*.

        None if the document has a bibliography itself, or one of them has no address.
        """
        if docname in self._holders:
            return None
        try:
            return tuple(builder.get_relative_uri(docname, holder) for holder in self._holders)
        except NoUri:
            return None

    def _knows(self, target: str) -> bool:
        """Return whether every key in *target* is listed: others give a warning at each citation."""
        return all(f"key:{key}" in self.data.get("notes_citations", {}) for key in cited_keys(target))

    def clear_doc(self, docname: str) -> None:
        """Clear *docname*, if it has anything to clear.

        sphinxcontrib-bibtex would search all citations for each document, even before it is first read.
        """
        has_list, cites = any(key.docname == docname for key in self.bibliographies), self._cites(docname)
        if has_list:
            self.data["notes_inputs"] = ""
        if has_list or cites:
            super().clear_doc(docname)
            self._citing.discard(docname)
            self._scanned = len(self.citation_refs)

    def _cites(self, docname: str) -> bool:
        """Return whether *docname* may cite; between two calls, citations are only added."""
        if len(self.citation_refs) < self._scanned:
            self._scanned = 0
        self._citing.update(reference.docname for reference in self.citation_refs[self._scanned :])
        self._scanned = len(self.citation_refs)
        return docname in self._citing

    def get_all_cited_keys(self, docnames: list[str]) -> Iterator[str]:
        """Yield all cited keys in the order of *docnames* and of the text."""
        position = {docname: number for number, docname in enumerate(docnames)}
        for reference in sorted(self.citation_refs, key=lambda each: position[each.docname]):
            for target in reference.targets:
                yield target.key

    def get_filtered_entries(self, bibliography_key: Any) -> Iterator[tuple[str, Any]]:
        """Yield the entries of a bibliography; sphinxcontrib-bibtex searches all citations for each."""
        value = self.bibliographies[bibliography_key]
        condition = ast.dump(value.filter_)
        if condition not in _COMMON_FILTERS:
            yield from super().get_filtered_entries(bibliography_key)
            return
        for entry in self.get_entries(value.bibfiles):
            key = value.keyprefix + entry.key
            cited = self._citers.get(key, set())
            is_cited = bibliography_key.docname in cited if _COMMON_FILTERS[condition] else bool(cited)
            if is_cited or entry.key in value.keys:
                yield key, entry

    def get_entries(self, bibfiles: list[Path]) -> Iterator[Any]:
        """Yield the entries of *bibfiles*, in a form that pybtex can parse."""
        for entry in super().get_entries(bibfiles):
            yield readable(entry, self.bibdata.data.entries)

    def get_sorted_entries(self, bibliography_key: Any, docnames: list[str]) -> Iterator[tuple[str, Any]]:
        """Yield the sorted entries; a type that the style does not support would end the build."""
        style = style_of(self.bibdata.data.entries, self.bibliographies[bibliography_key].style)
        for key, entry in super().get_sorted_entries(bibliography_key, docnames):
            yield key, entry if style.knows(entry) else unsealed_entry(style.known(entry.key))

    def _inputs(self) -> str:
        """Return a digest of everything that citations are computed from."""
        cited: dict[str, list[list[str]]] = {}
        for reference in self.citation_refs:
            cited.setdefault(reference.docname, []).append([target.key for target in reference.targets])
        documents: Iterator[str] = get_docnames(self.env)  # type: ignore[no-untyped-call]
        order = [(docname, cited[docname]) for docname in documents if docname in cited]
        lists = [
            (key, value.style, value.list_, value.labelprefix, value.keyprefix, value.keys,
             ast.dump(value.filter_), [str(path) for path in value.bibfiles],
             [(name, node["ids"]) for name, node in value.citation_nodes.items()])
            for key, value in self.bibliographies.items()
        ]  # fmt: skip
        digests = self.data.get("notes_files", {})
        files = [(name := str(p), digests.get(name, file.mtime)) for p, file in self.bibdata.bibfiles.items()]
        style = style_fingerprint(self.env)
        return value_digest((order, lists, files, self.bibdata.encoding, style, self.conf))

    def _digests(self) -> Iterator[tuple[str, str]]:
        """Yield digests of what each cited key, and the bibliographies of each document, show."""
        shown: dict[str, list[str]] = {}
        for citation in self.citations:
            key, formatted = citation.bibliography_key, citation.formatted_entry
            tooltip = citation.tooltip_entry and citation.tooltip_entry.text
            content = (key.docname, citation.citation_id, self.bibliographies[key].list_, formatted.label,
                       formatted.text, tooltip, fingerprint(self.env, citation.entry.key))  # fmt: skip
            digest = value_digest(content)
            shown.setdefault(f"list:{key.docname}", []).append(digest)
            if self.bibliographies[key].list_ == "citation":  # Others cannot be cited.
                shown.setdefault(f"key:{citation.key}", []).append(digest)
        for name, digests in shown.items():
            yield name, value_digest(digests)


#: Filters that need no evaluation, and whether they are limited to citations of the document.
_COMMON_FILTERS = {
    ast.dump(ast.parse("cited")): False,
    ast.dump(ast.parse("docname in docnames")): True,
}


def resolves(env: BuildEnvironment, docname: str) -> bool:
    """Return whether the citations of *docname* are resolved while it is read."""
    page = pages(env).get(docname)
    return page is not None and bool(page.head or page.entries) and notes_config(env.config).references


class CopyCitations(SphinxPostTransform):
    """Copy the citation nodes that sphinxcontrib-bibtex puts on a page.

    It reuses its own nodes and fills them whenever a page is resolved, and a note shown in full on another
    page is resolved again. Runs after its transform (5), before the resolvers (MyST's at 9).
    """

    def run(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if not isinstance(domain, CitationDomain) or not domain.bibliographies:
            return
        shared = {
            id(node) for each in domain.bibliographies.values() for node in each.citation_nodes.values()
        }
        for node in [each for each in self.document.findall(nodes.citation) if id(each) in shared]:
            swap(node, node.deepcopy())
            node.children.clear()
            node["backrefs"] = []


@contextmanager
def _counted_warnings(domain: CitationDomain) -> Iterator[list[logging.LogRecord]]:
    """Collect the warnings of sphinxcontrib-bibtex while it computes citations.

    Drops those that do not apply to notes, several of which may list the same works.
    """
    shown: list[logging.LogRecord] = []

    def is_shown(record: logging.LogRecord) -> bool:
        subtype, (_, *names) = getattr(record, "subtype", ""), str(record.msg).split('"')
        if subtype in {"duplicate_citation", "duplicate_label"} and names:
            others = {
                (each.key, each.bibliography_key) for each in domain.citations
                if names[0] in (each.key, each.formatted_entry.label)
                and not resolves(domain.env, each.bibliography_key.docname)
            }  # fmt: skip
            if len(others) < 2:
                return False
        if record.levelno >= logging.WARNING:
            shown.append(record)
        return True

    logger = logging.getLogger("sphinx.sphinxcontrib.bibtex.domain")
    logger.addFilter(is_shown)
    try:
        yield shown
    finally:
        logger.removeFilter(is_shown)
