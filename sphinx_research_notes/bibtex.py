"""sphinxcontrib-bibtex without its needless work, and with an answer to: has this citation changed?

Imported only where a project loads that extension. Everything here is a way round something upstream:

- pybtex looks a plugin up in the entry points of every installed distribution, 3 ms each time, and
  bibtex asks for one per citation. A cache in ``pybtex.plugin.find_plugin`` would make
  :func:`remember_plugins` needless.
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
from functools import cache
from importlib.metadata import distribution, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from pybtex.plugin import register_plugin
from sphinx.errors import NoUri
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.domain import BibtexDomain, get_docnames

from .nodes import swap
from .works import cited_keys, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


#: The shape of the domain's data that is known here (sphinxcontrib-bibtex 2.6 and 2.7).
DATA_VERSION = 4


class SettledDomain(BibtexDomain):
    """The ``cite`` domain; its citations are computed again only when something they rest on has changed.

    Kept in the domain's data, and so in the environment: ``notes_grounds``, a digest of what the citations
    were computed from, and ``notes_citations``, a digest of each by key and of each bibliography by
    docname.
    """

    #: The text of ``conf.py``, where a style of the project's own may be written.
    conf = b""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        #: What citations have become in this build, by role, target and place.
        self._resolved: dict[object, nodes.Element] = {}
        #: The documents that have a bibliography.
        self._holders: tuple[str, ...] = ()
        #: The documents of the first so many citations.
        self._citing: set[str] = set()
        self._counted = 0

    def env_updated(self) -> list[str]:
        """``env-updated``: settle all citations, or keep those that came with the environment.

        In the order of documents, as after a clean build: what is read again comes last otherwise.
        """
        self._resolved.clear()
        self.data["bibliographies"] = dict(
            sorted(self.bibliographies.items(), key=lambda each: each[0].docname)
        )
        self.citation_refs.sort(key=lambda reference: reference.docname)
        self._counted = 0
        self._holders = tuple(dict.fromkeys(key.docname for key in self.bibliographies))
        grounds = self._grounds()
        if self.data.get("notes_grounds") == grounds:
            return []
        remember_plugins(self.env.config.bibtex_default_style)
        with _Listening() as heard:
            updated = list(super().env_updated())
        # What bibtex has warned of, it will warn of in the next build as well.
        self.data["notes_grounds"] = "" if heard.warnings else grounds
        self.data["notes_citations"] = dict(self._digests())
        return updated

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str, *args: Any
    ) -> Any:
        """What a citation becomes; worked out once for all places from which it looks the same."""
        place = self._place(fromdocname, builder)
        if place is None or not self._knows(target):
            remember_plugins(env.config.bibtex_default_style)
            return super().resolve_xref(env, fromdocname, builder, typ, target, *args)
        key = (typ, target, place)
        if key not in self._resolved:
            remember_plugins(env.config.bibtex_default_style)
            self._resolved[key] = super().resolve_xref(env, fromdocname, builder, typ, target, *args)
        return self._resolved[key].deepcopy()

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
        files = [(str(path), file.mtime) for path, file in self.bibdata.bibfiles.items()]
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


class OwnCitations(SphinxPostTransform):
    """Gives a page citations of its own, where bibtex hands out those that it keeps.

    It fills them each time the page is resolved, and a note in full on another page is resolved again.
    After bibtex's transform (5), before the resolvers (MyST's at 9).
    """

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if domain is None or not domain.bibliographies:
            return
        kept = {id(node) for each in domain.bibliographies.values() for node in each.citation_nodes.values()}
        for node in [each for each in self.document.findall(nodes.citation) if id(each) in kept]:
            swap(node, node.deepcopy())
            node.children.clear()
            node["backrefs"] = []


class _Listening(logging.Handler):
    """Counts what bibtex warns of while its citations are settled."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings = 0
        self._logger = logging.getLogger("sphinx.sphinxcontrib.bibtex.domain")

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings += 1

    def __enter__(self) -> _Listening:
        self._logger.addHandler(self)
        return self

    def __exit__(self, *args: object) -> None:
        self._logger.removeHandler(self)


def _digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def take_over(app: Sphinx) -> None:
    """Put our domain in the place of bibtex's, where that is the one we know."""
    if BibtexDomain.data_version == DATA_VERSION:
        app.add_domain(SettledDomain, override=True)


def know_conf(app: Sphinx) -> None:
    """``builder-inited``: let the domain know ``conf.py``."""
    domain, conf = app.env.domains["cite"], Path(app.confdir, "conf.py")
    if isinstance(domain, SettledDomain) and conf.is_file():
        domain.conf = conf.read_bytes()


def expect_citations(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """``env-before-read-docs``: documents that are read may have ``footcite`` in them."""
    if docnames:
        remember_plugins(app.config.bibtex_default_style)


@cache
def remember_plugins(style: str) -> None:
    """Tell pybtex which plugins bibtex will ask for with *style*; registered ones are found first.

    Only pybtex's own are named here: a style of the project's is found as before. Called as late as can
    be, as registering looks at every distribution too.
    """
    names = {("pybtex.backends", name) for name in ("docutils", "plaintext", "html")}
    names |= {("pybtex.style.formatting", name) for name in ("plain", style)}
    names |= {("pybtex.style.names", name) for name in ("plain", "lastfirst")}
    names |= {("pybtex.style.labels", name) for name in ("number", "alpha")}
    names |= {("pybtex.style.sorting", name) for name in ("none", "author_year_title")}
    for package in ("pybtex", "pybtex-docutils"):
        for entry in distribution(package).entry_points:
            if (entry.group, entry.name) in names:
                register_plugin(entry.group, entry.name, entry.load(), force=True)
