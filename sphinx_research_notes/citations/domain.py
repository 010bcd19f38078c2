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

Checked on sphinxcontrib-bibtex 2.7. If its domain has another ``data_version``, its own domains are used and
a ``notes.upstream`` warning says so. A piece can go when sphinxcontrib-bibtex does what the title says.
"""

from __future__ import annotations

import ast
import logging
from contextlib import ExitStack, contextmanager
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.domain import BibtexDomain, get_docnames
from sphinxcontrib.bibtex.plugin import find_plugin

from .._upstream.patching import replaced, warn_unsupported
from .._upstream.pybtex_caches import pybtex_caches, register_plugins
from .._upstream.registries import registered
from ..activation import acts
from ..config import notes_config
from ..diagnostics import warn
from ..doctree.nodes import swap
from ..model.digests import value_digest
from ..state.records import pages
from .bibfiles import read_files
from .formatting import is_style, style_of, unknown_style
from .normalize import readable, unsealed_entry
from .roles import (
    LenientBibliography,
    LenientFootDomain,
    LenientFootRole,
    LenientRole,
    reason_roles,
    warn_of_unknown,
)
from .works import cited_keys, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: The supported version of the domain's data (sphinxcontrib-bibtex 2.7).
DATA_VERSION = 4


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
        for reference in self.citation_refs if self.bibliographies else ():
            for each in reference.targets:
                self._citers.setdefault(each.key, set()).add(reference.docname)
        with _WarningFilter(self) as counter:
            updated = list(super().env_updated())
        # Recompute after warnings, so that the next build repeats them.
        self.data["notes_inputs"] = "" if counter.warnings else inputs
        self.data["notes_citations"] = dict(self._digests())
        return updated

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> Any:
        """Resolve a citation, once for all documents in which it looks the same."""
        if not self._knows(target) and resolves(self.env, fromdocname):
            return self._unknown(env, fromdocname, builder, typ, target, *args)
        addresses = self._addresses(fromdocname, builder)
        if addresses is None or not self._knows(target):
            register_plugins(env.config.bibtex_default_style)
            return super().resolve_xref(env, fromdocname, builder, typ, target, *args)
        key = (typ, target, addresses)
        if key not in self._resolved:
            register_plugins(env.config.bibtex_default_style)
            self._resolved[key] = super().resolve_xref(env, fromdocname, builder, typ, target, *args)
        return self._resolved[key].deepcopy()

    def _unknown(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> nodes.Element:
        """Resolve a citation in a note that has unknown keys, which are shown as text."""
        citation = nodes.inline(target, classes=["bibtex-citation"])
        known = [key for key in cited_keys(target) if self._knows(key)]
        if known:
            citation += super().resolve_xref(env, fromdocname, builder, typ, ",".join(known), *args)
        for key in cited_keys(target):
            if key in known:
                continue
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
        settings = [
            (each.name, repr(each.value)) for each in self.env.config if each.name.startswith("bibtex_")
        ]
        versions = [version(package) for package in ("pybtex", "sphinxcontrib-bibtex")]
        return value_digest((order, lists, files, self.bibdata.encoding, settings, versions, self.conf))

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


class _WarningFilter(logging.Handler):
    """Count the warnings of sphinxcontrib-bibtex while it computes citations.

    Drops those that do not apply to notes, several of which may list the same works.
    """

    def __init__(self, domain: CitationDomain) -> None:
        super().__init__(logging.WARNING)
        self.warnings = 0
        self._domain = domain
        self._logger = logging.getLogger("sphinx.sphinxcontrib.bibtex.domain")

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings += 1

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to keep *record*."""
        subtype = getattr(record, "subtype", "")
        if subtype not in {"duplicate_citation", "duplicate_label"} or '"' not in str(record.msg):
            return True
        name = str(record.msg).split('"')[1]
        others = {
            (each.key, each.bibliography_key) for each in self._domain.citations
            if name in (each.key, each.formatted_entry.label)
            and not resolves(self._domain.env, each.bibliography_key.docname)
        }  # fmt: skip
        return len(others) > 1

    def __enter__(self) -> _WarningFilter:
        self._logger.addFilter(self.filter)
        self._logger.addHandler(self)
        return self

    def __exit__(self, *args: object) -> None:
        self._logger.removeHandler(self)
        self._logger.removeFilter(self.filter)


#: The entry point group of citation styles, and the options that name one with their defaults.
_STYLES = "sphinxcontrib.bibtex.style.referencing"
_REFERENCE_STYLES = {"bibtex_reference_style": "label", "bibtex_foot_reference_style": "foot"}
#: The styles of sphinxcontrib-bibtex: to find another, all installed distributions are searched.
_SHIPPED_STYLES = frozenset({"author_year", "foot", "label", "super"})


def check_styles(app: Sphinx) -> None:
    """Replace unknown styles by defaults, with a warning; sphinxcontrib-bibtex would end the build."""
    for option, default in _REFERENCE_STYLES.items():
        name = getattr(app.config, option)
        if _is_citation_style(name, default):
            continue
        names = {each.name for each in entry_points(group=_STYLES)}
        styles = ", ".join(sorted(each for each in names if _is_citation_style(each, default)))
        expected = f"expected a citation style ({styles}, or one registered with sphinxcontrib-bibtex)"
        warn("config", f"{option}: {expected}, got {name!r}; using {default!r}")
        setattr(app.config, option, default)

    name = app.config.bibtex_default_style
    if not is_style(name):
        warn("config", f"bibtex_default_style: {unknown_style(name)}; using 'plain'")
        app.config.bibtex_default_style = "plain"


def _is_citation_style(name: Any, default: str) -> bool:
    """Return whether *name* is a style of the same kind as *default*: footnote marks, or others."""
    if not (isinstance(name, str) and name in _SHIPPED_STYLES):
        try:
            find_plugin(_STYLES, name)
        except Exception:  # Its type differs between versions.
            return False
    return bool(name != "foot" or default == "foot")


@contextmanager
def citation_domains(app: Sphinx) -> Iterator[None]:
    """Turn the domains of sphinxcontrib-bibtex into ours, if their version is supported."""
    replacements = [
        (app.env.domains.get("cite"), CitationDomain),
        (app.env.domains.get("footcite"), LenientFootDomain),
    ]
    is_supported = BibtexDomain.data_version == DATA_VERSION
    if not is_supported:
        consequence = "citations are left to sphinxcontrib-bibtex, and notes get no lists of references"
        warn_unsupported("sphinxcontrib-bibtex", f"BibtexDomain.data_version {DATA_VERSION}", consequence)
    with ExitStack() as stack:
        for domain, ours in replacements if is_supported else ():
            if domain is not None and type(domain) is ours.__base__:
                stack.enter_context(_as(domain, ours))
        if isinstance(domain := app.env.domains.get("cite"), CitationDomain):
            check_styles(app)
            read_files(app)
            digest_conf(app)
        yield


@contextmanager
def _as(domain: Any, ours: Any) -> Iterator[None]:
    """Change the class of *domain*, which Sphinx creates before it is known whether there are notes."""
    plain = type(domain)
    domain.__class__ = ours
    if isinstance(domain, CitationDomain):
        domain.begin()
    try:
        with replaced(domain, roles=domain.roles | ours.roles):
            yield
    finally:
        domain.__class__ = plain


def digest_conf(app: Sphinx) -> None:
    """Give the text of ``conf.py`` to the domain."""
    domain, conf = app.env.domains["cite"], Path(app.confdir, "conf.py")
    if isinstance(domain, CitationDomain) and conf.is_file():
        domain.conf = conf.read_bytes()


@contextmanager
def citation_roles(app: Sphinx) -> Iterator[None]:
    """Register our roles and directive, and install the caches of pybtex."""
    if not isinstance(app.env.domains.get("cite"), CitationDomain):
        yield
        return
    roles = {"cite": LenientRole(), "footcite": LenientFootRole(), **reason_roles()}
    with registered({"bibliography": LenientBibliography}, roles), pybtex_caches():
        yield


def prepare_plugins(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: register plugins for ``footcite`` if any document is read."""
    if docnames and isinstance(env.domains.get("cite"), CitationDomain) and acts(env):
        register_plugins(app.config.bibtex_default_style)
