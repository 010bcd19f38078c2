"""The roles and the directive of sphinxcontrib-bibtex, without exceptions that end a build.

Imported only where a project loads sphinxcontrib-bibtex. Workarounds that are here, not in ``_upstream``,
because they need the rest of this package. What upstream does, each with a possible title for an issue (none
is known):

- A citation that cannot be parsed raises ``ValueError``: "Report an invalid cite role as a warning".
- ``footcite`` formats entries as they are in the file, and raises an exception for an unknown key or an entry
  that the style does not support: "Report an unknown key in footcite as a warning".
- ``bibliography`` creates an id for every entry of its files, so later ids of the document change with each
  new entry: "Create ids only for the entries that a bibliography lists".

Checked on sphinxcontrib-bibtex 2.7; :func:`~.replacements.citation_domains` checks the version of its data.
A piece can go when sphinxcontrib-bibtex does what the title says.
"""

from __future__ import annotations

import ast
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from pybtex.style import FormattedEntry
from sphinxcontrib.bibtex.citation_target import CitationTarget, parse_citation_targets
from sphinxcontrib.bibtex.directives import BibliographyDirective
from sphinxcontrib.bibtex.foot_domain import BibtexFootDomain
from sphinxcontrib.bibtex.foot_roles import FootCiteRole
from sphinxcontrib.bibtex.roles import CiteRole
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import FootReferenceInfo

from .._upstream.registries import is_role
from ..diagnostics import warn
from ..model.cito import PROPERTIES, role_of, split_reasons
from ..model.digests import text_digest
from ..model.taxonomy import free_name
from ..state.read_state import read_state
from .bibfiles import nearest
from .document_citations import FOOT_KEYS, UNKNOWN_FOOT_KEYS
from .entry_digests import entry_of
from .formatting import style_of, titled

if TYPE_CHECKING:
    from .formatting import Style


@lru_cache(maxsize=4000)
def targets_of(text: str) -> tuple[CitationTarget, ...]:
    """Parse the *text* of a role; raise ValueError if it is invalid."""
    return tuple(parse_citation_targets(text))


class LenientRole(CiteRole):
    """The ``cite`` roles; invalid text is shown verbatim instead of ending the build."""

    #: Why works are cited, unless the text says otherwise: a property of CiTO.
    reason = ""

    def run(self) -> Any:
        """Return the citation, or the text with a warning."""
        given = self.target
        self.target, self.reasons = split_reasons(given, partial(_is_known, self.env))
        try:
            targets_of(self.target)
        except (ValueError, RecursionError):
            expected = (
                "expected comma-separated BibTeX keys, each with optional text in braces on either side"
            )
            warn("citation", f"{expected}, got {given!r}; showing it as text", self.get_location())
            return [nodes.literal(self.rawtext, given)], []
        return super().run()

    def result_nodes(self, document: Any, env: Any, node: Any, is_ref: bool) -> Any:
        """Return the citation; in a note, with a stable id made from its first key.

        docutils restarts its counter of ids for reStructuredText in Markdown, which would give duplicates.
        """
        state = read_state(env)
        if self.reason:
            self.reasons += [f"{self.reason}:{target.key}" for target in targets_of(self.target)]
        if self.reasons:
            node["cito"] = self.reasons
        if state.front is not None or state.is_stream:
            node["ids"] = [_citation_id(targets_of(self.target)[0].key, document.ids, env.current_document)]
        return super().result_nodes(document, env, node, is_ref)  # type: ignore[no-untyped-call]


class ReasonRole(LenientRole):
    """A role that says why works are cited: otherwise as ``cite:p``."""

    def __init__(self, reason: str) -> None:
        """*reason*: a property of CiTO."""
        super().__init__()
        self.reason = reason

    def run(self) -> Any:
        """Return the citation."""
        self.name = "cite:p"
        return super().run()


def reason_roles() -> dict[str, ReasonRole]:
    """Return the roles for all reasons: as ``note-<name>``, and as ``<name>`` where that is free."""
    roles = {}
    for reason in PROPERTIES:
        name = role_of(reason)
        roles[f"note-{name}"] = ReasonRole(reason)
        if not is_role(name):
            roles[name] = roles[f"note-{name}"]
    return roles


@lru_cache(maxsize=4000)
def id_of(key: str) -> str:
    """Return *key* as part of an id, with a digest if an id cannot contain its characters."""
    plain: str = nodes.make_id(f"x-{key}")[2:]
    if plain and key.isascii():
        return plain
    digest = text_digest(key, 6)
    return f"{plain}-{digest}" if plain else digest


def _is_known(env: Any, key: str) -> bool:
    """Return whether a bibliography has the key *key*."""
    return entry_of(env, key) is not None


def _citation_id(key: str, ids: Any, document: Any) -> str:
    """Return an id for a citation of *key* that is not in *ids*; *document* is Sphinx's current document."""
    used = document.setdefault("notes_cited", set())
    result = free_name(f"cite-{id_of(key)}", used, ids)
    used.add(result)
    return result


class LenientFootRole(FootCiteRole):
    """The ``footcite`` roles; in a note, a footnote has the same text as an item of a reference list.

    An unknown key is shown as text.
    """

    def run(self) -> Any:
        """Return the marks of the footnotes, and the unknown keys as text, with a warning for each."""
        state = read_state(self.env)
        entries = self.env.domains["cite"].bibdata.data.entries  # type: ignore[attr-defined]
        self.text, self.reasons = split_reasons(self.text, partial(_is_known, self.env))
        keys = [key for each in self.text.split(",") if (key := each.strip())]
        unknown = [key for key in keys if entries.get(key) is None]
        recorded: Any = self.env.current_document.setdefault(UNKNOWN_FOOT_KEYS, set())
        # Also before the first entry of a stream, when the document is not yet known to be one.
        recorded.update(unknown)
        if state.front is None and not state.is_stream:
            return super().run()
        known = dict.fromkeys(entries[key].key for key in keys if key not in unknown)
        marks = self._marks(list(known)) if known else []
        for key in unknown:
            warn_of_unknown(key, entries, self.get_location())
            marks += [nodes.Text(" " if marks else ""), nodes.literal("", key)]
        return marks, []

    def _marks(self, keys: list[str]) -> list[nodes.Node]:
        """Return the marks of the footnotes of *keys*, creating missing footnotes."""
        domain: Any = self.env.domains["cite"]
        document: Any = self.env.current_document
        style = style_of(domain.bibdata.data.entries, str(self.config.bibtex_default_style))
        old, new = (document.setdefault(name, set()) for name in FOOT_KEYS)
        names: dict[str, str] = document.setdefault("bibtex_footcite_names", {})
        references = []
        for key in keys:
            if key not in old | new:
                names[key] = self._footnote(key, style, set(names.values()))
                new.add(key)
            info = FootReferenceInfo(key=key, refname=names[key], document=self.inliner.document)
            references.append((titled(style.entry(key)), FormattedEntry(key, "", ""), info))
        foot: Any = self.env.domains["footcite"]
        role = self.name.partition(":")[2] or "p"
        marks: list[nodes.Node] = format_references(foot.reference_style, role, references).render(
            domain.backend
        )
        for mark in marks if self.reasons else ():
            for each in mark.findall(nodes.footnote_reference):
                each["cito"] = self.reasons
        return marks

    def _footnote(self, key: str, style: Style, used: set[str]) -> str:
        """Add the footnote of *key* to those not yet placed; return its name, which is not in *used*."""
        document: Any = self.env.current_document
        count = document.setdefault("bibtex_footbibliography_count", 0) + 1
        template = str(self.config.bibtex_footcite_id) or "footcite-{key}"
        base = nodes.make_id(template.format(footbibliography_count=count, key=key)) or "footcite"
        name = free_name(base, used)
        reference = style.reference(key)
        text = nodes.paragraph("", "", *reference.text.copy())
        footnote = nodes.footnote("", text, auto=1, names=[name], work=key)
        self.inliner.document.note_autofootnote(footnote)
        self.inliner.document.note_explicit_target(footnote, footnote)
        waiting = document.setdefault("bibtex_foot_bibliography", nodes.container())
        waiting += footnote
        if reference.fault:
            warn("bibliography", f"{key}: {reference.fault}", self.get_location())
        return name


class LenientBibliography(BibliographyDirective):
    """The ``bibliography`` directive; in a note, one of the cited works creates no ids for other entries."""

    def run(self) -> Any:
        """Return the placeholder of the list."""
        document, counter = self.state.document, self.state.document.id_counter.copy()
        result = super().run()
        state = read_state(self.env)
        if state.front is None and not state.is_stream:
            return result
        domain: Any = self.env.domains["cite"]
        key = next(reversed(domain.bibliographies), None)
        if key is not None and key.docname == self.env.docname and is_own(domain.bibliographies[key]):
            for node in domain.bibliographies[key].citation_nodes.values():
                for each in node["ids"]:
                    document.ids.pop(each, None)
            document.id_counter = counter
        return result


def is_own(value: Any) -> bool:
    """Return whether a bibliography lists exactly what its document cites."""
    return (
        value.list_ == "citation"
        and not value.keyprefix
        and not value.keys
        and ast.dump(value.filter_) == ast.dump(ast.parse("docname in docnames"))
    )


class LenientFootDomain(BibtexFootDomain):
    """The ``footcite`` domain with our roles."""

    roles = {name: LenientFootRole() for name in BibtexFootDomain.roles}  # noqa: RUF012


def warn_of_unknown(key: str, entries: Any, location: Any) -> None:
    """Warn of an unknown *key*, with the closest known one."""
    near = nearest(key, entries.keys())
    hint = f"; did you mean {near!r}?" if near else ""
    warn("citation", f"unknown BibTeX key {key!r}{hint}", location)
