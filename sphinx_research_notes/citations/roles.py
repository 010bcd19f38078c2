"""The roles that cite a work, without what ends a build: in the text, and in a footnote.

Imported only where a project loads sphinxcontrib-bibtex.
"""

from __future__ import annotations

import ast
import itertools
from functools import lru_cache
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

from ..diagnostics import warn
from ..state.read_state import read_state
from .bibfiles import nearest
from .formatting import named, style_of
from .normalize import id_of

if TYPE_CHECKING:
    from .formatting import Style

#: Where bibtex keeps the keys of the document's footnotes: of those that have a place, and of the others.
FOOT_KEYS = ("bibtex_foot_old_refs", "bibtex_foot_new_refs")


@lru_cache(maxsize=4000)
def targets_of(text: str) -> tuple[CitationTarget, ...]:
    """What the *text* of a role names; raises ValueError where it names nothing."""
    return tuple(parse_citation_targets(text))


class LenientRole(CiteRole):
    """bibtex's role of a citation; what it cannot read stays as text, where it would end the build."""

    def run(self) -> Any:
        """The citation, or the text with a warning."""
        try:
            targets_of(self.target)
        except (ValueError, RecursionError):
            accepted = (
                "accepted are keys with commas between them, each with words in braces before and after"
            )
            warn("citation", f"found {self.target!r} for works to cite; {accepted}", self.get_location())
            return [nodes.literal(self.rawtext, self.target)], []
        return super().run()

    def result_nodes(self, document: Any, env: Any, node: Any, is_ref: bool) -> Any:
        """The citation; in a note with an id that says what it cites, and that only an edit to it changes.

        docutils counts its ids anew for reStructuredText in Markdown, and two things would have the same.
        """
        state = read_state(env)
        if state.front is not None or state.is_stream:
            node["ids"] = [_place_of(targets_of(self.target)[0].key, document.ids, env.current_document)]
        return super().result_nodes(document, env, node, is_ref)  # type: ignore[no-untyped-call]


def _place_of(key: str, taken: Any, said: Any) -> str:
    """An id for the next citation of *key* that is none of *taken*; *said*: what the document keeps."""
    base = f"cite-{id_of(key)}"
    had = said.setdefault("notes_cited", set())
    others = (f"{base}-{number}" for number in itertools.count(2))
    found = next(each for each in itertools.chain([base], others) if each not in had and each not in taken)
    had.add(found)
    return found


class LenientFootRole(FootCiteRole):
    """bibtex's role of a work in a footnote; it writes entries as they stand, or ends the build.

    In a note a footnote has the reference that a list of references would have, and the key of an unknown
    work stays in the text.
    """

    def run(self) -> Any:
        """The mark of the footnote, and the keys that no bibliography has, with a warning for each."""
        state = read_state(self.env)
        entries = self.env.domains["cite"].bibdata.data.entries  # type: ignore[attr-defined]
        keys = [key for each in self.text.split(",") if (key := each.strip())]
        unknown = [key for key in keys if entries.get(key) is None]
        told: Any = self.env.current_document.setdefault("notes_foot_unknown", set())
        # Also of what stands before the first entry of a stream, when nobody knows that it is one.
        told.update(unknown)
        if state.front is None and not state.is_stream:
            return super().run()
        known = dict.fromkeys(entries[key].key for key in keys if key not in unknown)
        found = self._marks(list(known)) if known else []
        for key in unknown:
            warn_of_unknown(key, entries, self.get_location())
            found += [nodes.Text(" " if found else ""), nodes.literal("", key)]
        return found, []

    def _marks(self, keys: list[str]) -> list[nodes.Node]:
        """The marks of the footnotes of *keys*; those that the document lacks are made."""
        domain: Any = self.env.domains["cite"]
        said: Any = self.env.current_document
        style = style_of(domain.bibdata.data.entries, str(self.config.bibtex_default_style))
        had, new = (said.setdefault(name, set()) for name in FOOT_KEYS)
        names: dict[str, str] = said.setdefault("bibtex_footcite_names", {})
        references = []
        for key in keys:
            if key not in had | new:
                names[key] = self._footnote(key, style, set(names.values()))
                new.add(key)
            info = FootReferenceInfo(key=key, refname=names[key], document=self.inliner.document)
            references.append((named(style.entry(key)), FormattedEntry(key, "", ""), info))
        foot: Any = self.env.domains["footcite"]
        role = self.name.partition(":")[2] or "p"
        marks: list[nodes.Node] = format_references(foot.reference_style, role, references).render(
            domain.backend
        )
        return marks

    def _footnote(self, key: str, style: Style, taken: set[str]) -> str:
        """Add the footnote of *key* to those that wait for a place; its name, which is none of *taken*."""
        said: Any = self.env.current_document
        count = said.setdefault("bibtex_footbibliography_count", 0) + 1
        template = str(self.config.bibtex_footcite_id) or "footcite-{key}"
        wanted = nodes.make_id(template.format(footbibliography_count=count, key=key)) or "footcite"
        others = (f"{wanted}-{number}" for number in itertools.count(2))
        name = next(each for each in itertools.chain([wanted], others) if each not in taken)
        reference = style.reference(key)
        text = nodes.paragraph("", "", *reference.text.copy())
        footnote = nodes.footnote("", text, auto=1, names=[name], work=key)
        self.inliner.document.note_autofootnote(footnote)
        self.inliner.document.note_explicit_target(footnote, footnote)
        waiting = said.setdefault("bibtex_foot_bibliography", nodes.container())
        waiting += footnote
        if reference.fault:
            warn("bibliography", f"{key}: {reference.fault}", self.get_location())
        return name


class LenientBibliography(BibliographyDirective):
    """bibtex's directive of a list; that of what its document cites has no ids for what is not in it.

    bibtex makes one for each entry there is: what comes after would get other ids with every new entry.
    """

    def run(self) -> Any:
        """The place of the list."""
        document, before = self.state.document, self.state.document.id_counter.copy()
        found = super().run()
        state = read_state(self.env)
        if state.front is None and not state.is_stream:
            return found
        domain: Any = self.env.domains["cite"]
        key = next(reversed(domain.bibliographies), None)
        if key is not None and key.docname == self.env.docname and is_own(domain.bibliographies[key]):
            for node in domain.bibliographies[key].citation_nodes.values():
                for each in node["ids"]:
                    document.ids.pop(each, None)
            document.id_counter = before
        return found


def is_own(value: Any) -> bool:
    """Whether a bibliography, as bibtex knows it, is one of what its document cites."""
    return (
        value.list_ == "citation"
        and not value.keyprefix
        and not value.keys
        and ast.dump(value.filter_) == ast.dump(ast.parse("docname in docnames"))
    )


class LenientFootDomain(BibtexFootDomain):
    """The ``footcite`` domain with our role."""

    roles = {name: LenientFootRole() for name in BibtexFootDomain.roles}  # noqa: RUF012


def warn_of_unknown(key: str, entries: Any, place: Any) -> None:
    """Name a work that no bibliography has, and the nearest that one has."""
    near = nearest(key, entries.keys())
    hint = f"; did you mean {near!r}?" if near else ""
    warn("citation", f"no bibliography has the work {key!r}{hint}", place)
