"""sphinxcontrib-bibtex without its needless work, and with an answer to: has this citation changed?

Imported only where a project loads that extension. Everything here is a way round something upstream:

- pybtex looks a plugin up for each citation; see :func:`~._upstream.pybtex_caches.remember_plugins`.
- bibtex formats the whole bibliography, twice, in every build, also where nothing changed, though the result
  came with the pickled environment; and it finds a document's place in the order of the site by
  searching for it. A comparison as in :meth:`SettledDomain.env_updated`, and a dictionary in
  ``BibtexDomain.get_all_cited_keys``, would make the class needless.
- bibtex works out every citation anew, and with it the names of its authors out of their TeX; the same work
  cited twice could be written once.
- bibtex does not say which pages show a citation whose label or text has changed.
"""

from __future__ import annotations

import ast
import hashlib
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
from .._upstream.pybtex_caches import caches, remember_plugins
from .._upstream.registries import registered
from ..activation import acts
from ..config import notes_config
from ..diagnostics import warn
from ..doctree.nodes import swap
from ..state.records import pages
from .bibfiles import read_files
from .formatting import is_style, no_style, style_of
from .normalize import readable, unsealed_entry
from .roles import (
    LenientBibliography,
    LenientFootDomain,
    LenientFootRole,
    LenientRole,
    warn_of_unknown,
)
from .works import cited_keys, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: The shape of the domain's data that is known here (sphinxcontrib-bibtex 2.7).
DATA_VERSION = 4


class CitationDomain(BibtexDomain):
    """The ``cite`` domain; its citations are computed again only when something they rest on has changed.

    Kept in the domain's data, and so in the environment: ``notes_grounds``, a digest of what the citations
    were computed from, ``notes_citations``, a digest of each by key and of each bibliography by docname, and
    ``notes_files``, a digest of each ``.bib`` file.
    """

    roles = {name: LenientRole() for name in BibtexDomain.roles}  # noqa: RUF012

    #: The text of ``conf.py``, where a style of the project's own may be written.
    conf = b""

    def begin(self) -> None:
        """Know nothing yet; in the place of an initializer, as Sphinx has made the domain."""
        #: What citations have become in this build, by role, target and place.
        self._resolved: dict[object, nodes.Element] = {}
        #: The documents that have a bibliography.
        self._holders: tuple[str, ...] = ()
        #: The documents of the first so many citations.
        self._citing: set[str] = set()
        self._counted = 0
        #: The places of unknown works that the author has been told of in this build.
        self._told: set[tuple[str, int, str]] = set()
        #: The documents that cite each key.
        self._citers: dict[str, set[str]] = {}

    def env_updated(self) -> list[str]:
        """``env-updated``: settle all citations, or keep those that came with the environment.

        In the order of documents, as after a clean build: what is read again comes last otherwise. Those of
        notes before others: what a document without a bibliography cites, bibtex looks for in the last.
        """
        self._resolved.clear()
        self._told.clear()
        if not self.bibliographies:
            # As where all that cite are notes.
            self.citations.clear()
            self._holders = ()
            self.data |= {"notes_grounds": "", "notes_citations": {}}
            return []
        self.data["bibliographies"] = dict(
            sorted(
                self.bibliographies.items(),
                key=lambda each: (not settles(self.env, each[0].docname), each[0].docname),
            )
        )
        self.citation_refs.sort(key=lambda reference: reference.docname)
        self._counted = 0
        self._citers.clear()
        self._holders = tuple(dict.fromkeys(key.docname for key in self.bibliographies))
        grounds = self._grounds()
        if self.data.get("notes_grounds") == grounds:
            return []
        remember_plugins(self.env.config.bibtex_default_style)
        for reference in self.citation_refs if self.bibliographies else ():
            for each in reference.targets:
                self._citers.setdefault(each.key, set()).add(reference.docname)
        with _Listening(self) as heard:
            updated = list(super().env_updated())
        # What bibtex has warned of, it will warn of in the next build as well.
        self.data["notes_grounds"] = "" if heard.warnings else grounds
        self.data["notes_citations"] = dict(self._digests())
        return updated

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> Any:
        """What a citation becomes; worked out once for all places from which it looks the same."""
        if not self._knows(target) and settles(self.env, fromdocname):
            return self._unknown(env, fromdocname, builder, typ, target, *args)
        place = self._place(fromdocname, builder)
        if place is None or not self._knows(target):
            remember_plugins(env.config.bibtex_default_style)
            return super().resolve_xref(env, fromdocname, builder, typ, target, *args)
        key = (typ, target, place)
        if key not in self._resolved:
            remember_plugins(env.config.bibtex_default_style)
            self._resolved[key] = super().resolve_xref(env, fromdocname, builder, typ, target, *args)
        return self._resolved[key].deepcopy()

    def _unknown(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> nodes.Element:
        """A citation in a note of works that no ``.bib`` file has: what is known of it, and the keys."""
        found = nodes.inline(target, classes=["bibtex-citation"])
        known = [key for key in cited_keys(target) if self._knows(key)]
        if known:
            found += super().resolve_xref(env, fromdocname, builder, typ, ",".join(known), *args)
        for key in cited_keys(target):
            if key in known:
                continue
            place = (fromdocname, args[0].line or 0, key)
            if place not in self._told:
                self._told.add(place)
                warn_of_unknown(key, self.bibdata.data.entries, args[0])
            found += [nodes.Text(" " if found.children else ""), nodes.literal("", key)]
        return found

    def _place(self, docname: str, builder: Builder) -> tuple[str, ...] | None:
        """The addresses of all bibliographies from *docname*; None where it has one, or one has none."""
        if docname in self._holders:
            return None
        try:
            return tuple(builder.get_relative_uri(docname, holder) for holder in self._holders)
        except NoUri:
            return None

    def _knows(self, target: str) -> bool:
        """Whether every work in *target* is listed: what is not, bibtex names at each place."""
        return all(f"key:{key}" in self.data.get("notes_citations", {}) for key in cited_keys(target))

    def clear_doc(self, docname: str) -> None:
        """Forget *docname*; with a bibliography its citations go as well.

        bibtex looks through all citations of the site for each document, also before it is first read.
        """
        listed, cites = any(key.docname == docname for key in self.bibliographies), self._cites(docname)
        if listed:
            self.data["notes_grounds"] = ""
        if listed or cites:
            super().clear_doc(docname)
            self._citing.discard(docname)
            self._counted = len(self.citation_refs)

    def _cites(self, docname: str) -> bool:
        """Whether *docname* may cite; citations are only added between two documents that are cleared."""
        if len(self.citation_refs) < self._counted:
            self._counted = 0
        self._citing.update(reference.docname for reference in self.citation_refs[self._counted :])
        self._counted = len(self.citation_refs)
        return docname in self._citing

    def get_all_cited_keys(self, docnames: list[str]) -> Iterator[str]:
        """All cited keys in the order of *docnames*, and as they stand in each."""
        place = {docname: number for number, docname in enumerate(docnames)}
        for reference in sorted(self.citation_refs, key=lambda each: place[each.docname]):
            for target in reference.targets:
                yield target.key

    def get_filtered_entries(self, bibliography_key: Any) -> Iterator[tuple[str, Any]]:
        """The entries that a bibliography lists; bibtex looks through all citations for each of them."""
        value = self.bibliographies[bibliography_key]
        written = ast.dump(value.filter_)
        if written not in _PLAIN_FILTERS:
            yield from super().get_filtered_entries(bibliography_key)
            return
        for entry in self.get_entries(value.bibfiles):
            key = value.keyprefix + entry.key
            cited = self._citers.get(key, set())
            wanted = bibliography_key.docname in cited if _PLAIN_FILTERS[written] else bool(cited)
            if wanted or entry.key in value.keys:
                yield key, entry

    def get_entries(self, bibfiles: list[Path]) -> Iterator[Any]:
        """The entries of *bibfiles*, each such that pybtex can read it."""
        for entry in super().get_entries(bibfiles):
            yield readable(entry, self.bibdata.data.entries)

    def get_sorted_entries(self, bibliography_key: Any, docnames: list[str]) -> Iterator[tuple[str, Any]]:
        """The entries in the order of their citations; a kind that no style knows would end the build."""
        style = style_of(self.bibdata.data.entries, self.bibliographies[bibliography_key].style)
        for key, entry in super().get_sorted_entries(bibliography_key, docnames):
            yield key, entry if style.knows(entry) else unsealed_entry(style.known(entry.key))

    def _grounds(self) -> str:
        """A digest of everything that citations are computed from."""
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
        noted = self.data.get("notes_files", {})
        files = [(name := str(p), noted.get(name, file.mtime)) for p, file in self.bibdata.bibfiles.items()]
        settings = [
            (each.name, repr(each.value)) for each in self.env.config if each.name.startswith("bibtex_")
        ]
        versions = [version(package) for package in ("pybtex", "sphinxcontrib-bibtex")]
        return _digest((order, lists, files, self.bibdata.encoding, settings, versions, self.conf))

    def _digests(self) -> Iterator[tuple[str, str]]:
        """A digest of what each cited key shows, and of what the bibliographies of each document do."""
        shown: dict[str, list[str]] = {}
        for citation in self.citations:
            where, written = citation.bibliography_key, citation.formatted_entry
            tooltip = citation.tooltip_entry and citation.tooltip_entry.text
            said = (where.docname, citation.citation_id, self.bibliographies[where].list_, written.label,
                    written.text, tooltip, fingerprint(self.env, citation.entry.key))  # fmt: skip
            shown.setdefault(f"list:{where.docname}", []).append(_digest(said))
            if self.bibliographies[where].list_ == "citation":  # Others cannot be cited.
                shown.setdefault(f"key:{citation.key}", []).append(_digest(said))
        for name, digests in shown.items():
            yield name, _digest(digests)


#: Filters of bibliographies that are answered at once, with whether they ask for the document's own.
_PLAIN_FILTERS = {
    ast.dump(ast.parse("cited")): False,
    ast.dump(ast.parse("docname in docnames")): True,
}


def settles(env: BuildEnvironment, docname: str) -> bool:
    """Whether the citations of the document *docname* are settled while it is read."""
    page = pages(env).get(docname)
    return page is not None and bool(page.head or page.entries) and notes_config(env.config).references


class CopyCitations(SphinxPostTransform):
    """Gives a page citations of its own, where bibtex hands out those that it keeps.

    It fills them each time the page is resolved, and a note in full on another page is resolved again.
    After bibtex's transform (5), before the resolvers (MyST's at 9).
    """

    def run(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if not isinstance(domain, CitationDomain) or not domain.bibliographies:
            return
        kept = {id(node) for each in domain.bibliographies.values() for node in each.citation_nodes.values()}
        for node in [each for each in self.document.findall(nodes.citation) if id(each) in kept]:
            swap(node, node.deepcopy())
            node.children.clear()
            node["backrefs"] = []


class _Listening(logging.Handler):
    """Counts what bibtex warns of while its citations are settled.

    Without what is no fault in notes: that several have a bibliography, and list the same works.
    """

    def __init__(self, domain: CitationDomain) -> None:
        super().__init__(logging.WARNING)
        self.warnings = 0
        self._domain = domain
        self._logger = logging.getLogger("sphinx.sphinxcontrib.bibtex.domain")

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings += 1

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether *record* is to be heard by anybody."""
        kind = getattr(record, "subtype", "")
        if kind not in {"duplicate_citation", "duplicate_label"} or '"' not in str(record.msg):
            return True
        said = str(record.msg).split('"')[1]
        others = {
            (each.key, each.bibliography_key) for each in self._domain.citations
            if said in (each.key, each.formatted_entry.label)
            and not settles(self._domain.env, each.bibliography_key.docname)
        }  # fmt: skip
        return len(others) > 1

    def __enter__(self) -> _Listening:
        self._logger.addFilter(self.filter)
        self._logger.addHandler(self)
        return self

    def __exit__(self, *args: object) -> None:
        self._logger.removeHandler(self)
        self._logger.removeFilter(self.filter)


def _digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:20]


#: Where styles of citations are registered; the options that name one, with bibtex's defaults.
_STYLES = "sphinxcontrib.bibtex.style.referencing"
_REFERENCE_STYLES = {"bibtex_reference_style": "label", "bibtex_foot_reference_style": "foot"}
#: Those that come with bibtex: to find another takes a look at every installed distribution.
_SHIPPED_STYLES = frozenset({"author_year", "foot", "label", "super"})


def check_styles(app: Sphinx) -> None:
    """Before bibtex looks: name styles that there aren't, at which it ends the build."""
    for option, default in _REFERENCE_STYLES.items():
        name = getattr(app.config, option)
        if _writes_citations(name, default):
            continue
        known = {each.name for each in entry_points(group=_STYLES)}
        named = ", ".join(sorted(each for each in known if _writes_citations(each, default)))
        accepted = f"accepted are {named}, and those that are registered with bibtex; {default!r} is used"
        warn("config", f"{option}: no style of citations is called {name!r}; {accepted}")
        setattr(app.config, option, default)

    name = app.config.bibtex_default_style
    if not is_style(name):
        warn("config", f"bibtex_default_style: {no_style(name)}; 'plain' is used")
        app.config.bibtex_default_style = "plain"


def _writes_citations(name: Any, default: str) -> bool:
    """Whether a style *name* does what *default* does; marks of footnotes are another kind."""
    if not (isinstance(name, str) and name in _SHIPPED_STYLES):
        try:
            find_plugin(_STYLES, name)
        except Exception:  # It raises another error in each version.
            return False
    return bool(name != "foot" or default == "foot")


@contextmanager
def citation_domains(app: Sphinx) -> Iterator[None]:
    """The domains of bibtex in this application as ours, where they are those that we know."""
    known = [
        (app.env.domains.get("cite"), CitationDomain),
        (app.env.domains.get("footcite"), LenientFootDomain),
    ]
    is_supported = BibtexDomain.data_version == DATA_VERSION
    if not is_supported:
        consequence = "citations are left to sphinxcontrib-bibtex, and notes get no lists of references"
        warn_unsupported("sphinxcontrib-bibtex", f"BibtexDomain.data_version {DATA_VERSION}", consequence)
    with ExitStack() as stack:
        for domain, ours in known if is_supported else ():
            if domain is not None and type(domain) is ours.__base__:
                stack.enter_context(_as(domain, ours))
        if isinstance(domain := app.env.domains.get("cite"), CitationDomain):
            check_styles(app)
            read_files(app)
            digest_conf(app)
        yield


@contextmanager
def _as(domain: Any, ours: Any) -> Iterator[None]:
    """*domain* as one of our class: Sphinx makes it before it can be known whether there are notes."""
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
    """Let the domain know ``conf.py``."""
    domain, conf = app.env.domains["cite"], Path(app.confdir, "conf.py")
    if isinstance(domain, CitationDomain) and conf.is_file():
        domain.conf = conf.read_bytes()


@contextmanager
def citation_roles(app: Sphinx) -> Iterator[None]:
    """Our roles and directive of a citation, and pybtex without its needless work."""
    if not isinstance(app.env.domains.get("cite"), CitationDomain):
        yield
        return
    roles = {"cite": LenientRole(), "footcite": LenientFootRole()}
    with registered({"bibliography": LenientBibliography}, roles), caches():
        yield


def prepare_plugins(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: documents may have ``footcite`` in them; where none is read, none asks."""
    if docnames and isinstance(env.domains.get("cite"), CitationDomain) and acts(env):
        remember_plugins(app.config.bibtex_default_style)
