"""Resolve the references of an entry among its own definitions, by docutils' rules.

Its footnotes are numbered from 1, as in any note. Labels belong to the project, and can be referred to from
anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.transforms import references
from myst_parser.mdit_to_docutils import transforms as myst
from sphinx.transforms import DefaultSubstitutions, SphinxTransform, UnreferencedFootnotesDetector

from ..diagnostics import warn
from ..doctree.nodes import around, swap
from ..state.read_state import Scope, read_state
from ..visibility.footnotes import RemoveHiddenFootnotes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

#: The source of text that Sphinx adds to every document (``rst_prolog``, ``rst_epilog``) begins with this;
#: entries may use it as well.
_OF_PROJECT = "<rst_"

_FOOT = (nodes.footnote, nodes.footnote_reference, nodes.citation, nodes.citation_reference)


def name_missing(what: str, location: Any) -> None:
    """Warn that an entry refers to *what*, but doesn't define it."""
    message = f"entry: expected a definition of the {what} in the entry itself, found none"
    warn("entry", f"{message}; leaving it as text", location)


def register_ids(document: nodes.document, node: nodes.Element) -> None:
    """Make the ids of *node* unique in *document*."""
    for place, name in enumerate(node["ids"]):
        if document.ids.setdefault(name, node) is not node:
            fresh = document.set_id(nodes.target())
            node["ids"][place] = fresh
            document.ids[fresh] = node


class ResolveEntryReferences(SphinxTransform):
    """Resolves the references of each entry among its own definitions.

    Runs before Sphinx (210) and docutils (220) replace substitutions in the rest of the document.
    """

    def apply(self, **kwargs: Any) -> None:
        state = read_state(self.env)
        works = _works(self.env)
        scopes = [(scope, scope.node) for scope in state.scopes if scope.node is not None]
        if not scopes:
            return
        project_links = [
            target for target in self.document.findall(nodes.target)
            if str(target.source).startswith(_OF_PROJECT) and target.get("refuri")
        ]  # fmt: skip
        entries = [EntryDocument(self, scope, node, works, project_links) for scope, node in scopes]
        every = {id(node) for _, node in scopes}
        for entry in entries:
            entry.gather(every)
        for entry in entries:
            entry.share_labels()
        for entry in entries:
            entry.resolve()
        _forget(self.document, {each for entry in entries for each in entry.resolved})


@dataclass(slots=True)
class EntryDocument:
    """An entry while its references are resolved: a separate document for docutils' transforms."""

    transform: ResolveEntryReferences
    scope: Scope
    node: nodes.Element
    #: The names of footnotes that sphinxcontrib-bibtex places.
    works: set[str]
    #: The links of the project (``rst_epilog``).
    project_links: list[nodes.target]
    subdoc: nodes.document = field(init=False)
    #: Nested entries, by ``id``.
    inner: set[int] = field(default_factory=set)
    #: Nodes that docutils need not resolve any more, by ``id``.
    resolved: set[int] = field(default_factory=set)

    def gather(self, entries: set[int]) -> None:
        """Make the entry a document, and replace its substitutions.

        *entries*: all entries of the document, by ``id``.
        """
        document = self.transform.document
        self.subdoc = subdoc = nodes.document(document.settings, document.reporter, source=document["source"])
        subdoc.ids, subdoc.id_counter = document.ids, document.id_counter
        entry = self.node
        start = int(isinstance(entry, nodes.section))
        subdoc += entry.children[start:]
        del entry.children[start:]
        self.inner = entries & {id(node) for node in subdoc.findall(nodes.Element)}
        self._substitute()
        for node in self._own(nodes.Element):
            if node["names"] or isinstance(node, _FOOT):
                register_ids(subdoc, node)
            for name in node["names"] if node["ids"] else ():
                subdoc.nameids.setdefault(name, node["ids"][0])
                subdoc.nametypes.setdefault(name, name in self.scope.explicit)

    def _own(self, kind: type[Any]) -> list[Any]:
        """Return the nodes of *kind* in the entry, without those of nested entries."""
        return [node for node in self.subdoc.findall(kind) if not self.inner or not self._is_inner(node)]

    def _is_inner(self, node: nodes.Node) -> bool:
        return any(id(each) in self.inner for each in around(node))

    def _substitute(self) -> None:
        """Replace substitutions that the entry or the project defines."""
        document, subdoc = self.transform.document, self.subdoc
        for name, definition in document.substitution_defs.items():
            if str(definition.source).startswith(_OF_PROJECT) or name.startswith("wordcount-"):
                subdoc.substitution_defs[name] = definition
        definitions = self._own(nodes.substitution_definition)
        subdoc.substitution_defs |= {name: each for each in definitions for name in each["names"]}
        subdoc.substitution_names.update(
            {nodes.fully_normalize_name(name): name for name in subdoc.substitution_defs}
        )
        DefaultSubstitutions(subdoc).apply()
        for call in self._own(nodes.substitution_reference):
            name = call["refname"]
            known = name in subdoc.substitution_defs or name.lower() in subdoc.substitution_names
            if not known and (name in document.substitution_defs or name in document.substitution_names):
                name_missing(f"substitution |{name}|", call)
                swap(call, nodes.Text(call.rawsource))
        references.Substitutions(subdoc).apply()
        for definition in definitions:
            definition.parent.remove(definition)

    def share_labels(self) -> None:
        """Register the labels of the entry with the document, and so with the project."""
        document, subdoc = self.transform.document, self.subdoc
        for name, identifier in subdoc.nameids.items():
            node, is_explicit = subdoc.ids[identifier], subdoc.nametypes[name]
            if _is_private(node):
                continue
            if name not in document.nameids:
                document.nameids[name], document.nametypes[name] = identifier, is_explicit
            elif is_explicit:
                warn("entry", f"entry: duplicate label {name!r} in this document; using the first", node)

    def resolve(self) -> None:
        """Resolve the references of the entry, and return its content to it."""
        subdoc, document = self.subdoc, self.transform.document
        project_links = self._add_project_links()
        self._register()
        self._resolve_links()
        self._resolve_footnotes()
        for target in project_links:
            subdoc.remove(target)
        for node in self._own(nodes.Element):
            self._isolate(node)
        content, subdoc.children = subdoc.children, []
        self.node += content
        for node in self.node.findall():
            if node.document is None or node.document is subdoc:
                node.document = document

    def _add_project_links(self) -> list[nodes.target]:
        """Add the link targets of the project (``rst_epilog``) to those of the entry."""
        document, subdoc = self.transform.document, self.subdoc
        project_links = []
        for target in self.project_links:
            names = [name for name in target["names"] if name not in subdoc.nameids]
            subdoc.nameids.update({name: document.nameids.get(name) for name in names})
            project_links.append(nodes.target("", names=names, ids=target["ids"], refuri=target["refuri"]))
        subdoc += project_links
        return project_links

    def _register(self) -> None:
        """Register everything as docutils' parser would have done in a separate document."""
        subdoc = self.subdoc
        for note in self._own(nodes.footnote):
            {1: subdoc.autofootnotes, "*": subdoc.symbol_footnotes}.get(
                note.get("auto"), subdoc.footnotes
            ).append(note)
        for call in self._own(nodes.footnote_reference):
            name = call.get("refname")
            if "refid" in call or (name in self.works and name not in subdoc.nameids):
                continue
            self.resolved.add(id(call))
            # A number may be that of a footnote that is numbered later.
            if name and not name.isdigit() and name not in subdoc.nameids:
                self._report_missing(call)
                continue
            if call.get("auto") == 1:
                subdoc.autofootnote_refs.append(call)
            elif call.get("auto") == "*":
                subdoc.symbol_footnote_refs.append(call)
            if name:
                subdoc.footnote_refs.setdefault(name, []).append(call)
        subdoc.citations = self._own(nodes.citation)
        for call in self._own(nodes.citation_reference):
            if name := call.get("refname"):
                subdoc.citation_refs.setdefault(name, []).append(call)
        for target in self._own(nodes.target):
            if "refname" in target:
                subdoc.indirect_targets.append(target)
                subdoc.refnames.setdefault(target["refname"], []).append(target)
                self.resolved.add(id(target))
        for link in self._own(nodes.reference):
            if "refname" in link:
                subdoc.refnames.setdefault(link["refname"], []).append(link)
        notes = (*subdoc.footnotes, *subdoc.autofootnotes, *subdoc.symbol_footnotes, *subdoc.citations)
        self.resolved |= {id(note) for note in notes}

    def _resolve_links(self) -> None:
        """Resolve links to targets in the entry; all others are resolved for the whole project."""
        subdoc = self.subdoc
        for step in (references.PropagateTargets, references.AnonymousHyperlinks,
                     references.IndirectHyperlinks, references.ExternalTargets,
                     references.InternalTargets):  # fmt: skip
            step(subdoc).apply()
        for link in self._own(nodes.reference):
            name = link.get("refname")
            if name and (identifier := subdoc.nameids.get(name)):
                del link["refname"]
                link["refid"] = identifier
            elif name and not self._is_elsewhere(name):
                name_missing(f"link {name!r}", link)
                swap(link, nodes.Text(link.rawsource or link.astext()))
            else:
                self._resolve_anchor(link)

    def _is_elsewhere(self, name: str) -> bool:
        """Return whether *name* is a label or heading of the document, which entries may refer to."""
        document = self.transform.document
        node = document.ids.get(document.nameids.get(name) or "")
        return node is not None and not _is_private(node)

    def _resolve_anchor(self, link: nodes.reference) -> None:
        """Resolve ``[…](#label)`` if another entry has a label of the same name."""
        name = link["refuri"][1:] if link.get("id_link") else ""
        identifier = self.subdoc.nameids.get(name)
        if identifier and self.transform.document.nameids.get(name) != identifier:
            del link["refuri"], link["id_link"]
            link["refid"] = identifier
            if not link.children:
                link += nodes.inline("", f"#{name}")

    def _resolve_footnotes(self) -> None:
        """Number the footnotes from 1, and resolve references to footnotes and citations."""
        subdoc, state = self.subdoc, read_state(self.transform.env)
        calls, state.hidden_calls = state.hidden_calls, self.scope.hidden_calls
        RemoveHiddenFootnotes(subdoc).apply()
        state.hidden_calls = calls
        is_markdown = hasattr(subdoc.settings, "myst_footnote_sort")
        if is_markdown:
            myst.SortFootnotes(subdoc).apply()
        references.Footnotes(subdoc).apply()
        for call in self._own(nodes.footnote_reference):
            name = call.get("refname")
            note = subdoc.ids.get(subdoc.nameids.get(name) or "") if name else None
            if note is not None and id(call) in self.resolved:
                del call["refname"]
                call["refid"] = subdoc.nameids[name]
                note["backrefs"].append(call["ids"][0])
            elif name and id(call) in self.resolved:
                self._report_missing(call)
        (myst.UnreferencedFootnotesDetector if is_markdown else UnreferencedFootnotesDetector)(subdoc).apply()
        if is_markdown:
            self._sort_footnotes()
        for call in self._own(nodes.citation_reference):
            if call.get("refid"):
                text = nodes.inline("", f"[{call.astext()}]")
                swap(call, nodes.reference("", "", text, refid=call["refid"], internal=True,
                                                  ids=call["ids"], classes=call["classes"]))  # fmt: skip

    def _sort_footnotes(self) -> None:
        """Move the footnotes to the end of the entry, as MyST does in a document, without a line above them.

        MyST's own transform cannot sort symbols and numbers together (4.0).
        """
        subdoc = self.subdoc
        notes = [*subdoc.footnotes, *subdoc.autofootnotes, *subdoc.symbol_footnotes]
        if subdoc.settings.myst_footnote_sort:
            for note in sorted(notes, key=_number):
                note.parent.remove(note)
                subdoc += note

    @staticmethod
    def _report_missing(call: nodes.footnote_reference) -> None:
        """Report a reference to a footnote that is missing from the entry."""
        name_missing(f"footnote [{call['refname']}]", call)
        swap(call, nodes.Text(call.rawsource))

    def _isolate(self, node: nodes.Element) -> None:
        """Prevent docutils from resolving anything else in the document with *node*."""
        node.attributes.pop("anonymous", None)
        if _is_private(node):
            node["names"] = []
        if isinstance(node, nodes.citation):
            node["docname"] = self.transform.env.docname
            next(iter(node.findall(nodes.label)))["support_smartquotes"] = False
            place = nodes.comment()
            swap(node, place)
            self.scope.citations.append((place, node))


def _works(env: BuildEnvironment) -> set[str]:
    """Return the names of the footnotes in the current document that sphinxcontrib-bibtex places."""
    known: dict[str, str] = env.current_document.get("bibtex_footcite_names") or {}
    return set(known.values())


def _number(note: nodes.footnote) -> tuple[bool, int]:
    """Return the sort key of *note*: numbers before symbols, which keep their order."""
    label = note[0].astext() if note.children and isinstance(note[0], nodes.label) else ""
    return not label.isdecimal(), int(label) if label.isdecimal() else 0


def _is_private(node: nodes.Element) -> bool:
    """Return whether *node* is a footnote, citation, or link definition, which no other text may refer to."""
    return isinstance(node, (nodes.footnote, nodes.citation)) or (
        isinstance(node, nodes.target) and ("refuri" in node or "refname" in node)
    )


def _forget(document: nodes.document, resolved: set[int]) -> None:
    """Remove the nodes *resolved* from what docutils has yet to resolve in *document*."""
    lists: list[list[Any]] = [
        document.footnotes, document.autofootnotes, document.symbol_footnotes, document.autofootnote_refs,
        document.symbol_footnote_refs, document.citations, document.indirect_targets,
        *document.footnote_refs.values(),
    ]  # fmt: skip
    for each in lists:
        each[:] = [node for node in each if id(node) not in resolved]


class RestoreEntryCitations(SphinxTransform):
    """Restores the citations of entries, once Sphinx has collected those of the project (619)."""

    def apply(self, **kwargs: Any) -> None:
        for scope in read_state(self.env).scopes:
            for place, citation in scope.citations:
                swap(place, citation)
