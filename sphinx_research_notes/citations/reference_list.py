"""The reference list of one note: order, labels and ids of its works, and the text of its citations.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cache, lru_cache
from string import ascii_lowercase
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from pybtex.style import FormattedEntry
from sphinx import addnodes
from sphinxcontrib.bibtex.citation_target import CitationTarget
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from ..constants import REFERENCES
from ..diagnostics import warn
from ..doctree.deferred import FOLDED, ListedWork, StoredNodes, resolved_citation
from ..doctree.nodes import around, swap
from ..doctree.placement import is_in_heading
from ..math.renderer import why_not
from ..model.taxonomy import free_name
from .entries import people_of_work
from .formatting import Citation, joined, titled
from .protect_math import unsealed
from .roles import id_of, targets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pybtex.database import Entry

    from .domain import CitationDomain
    from .formatting import Style

#: In place of a builder: a reference within a document needs only its name.
_NO_BUILDER: Any = SimpleNamespace(name="")


class Shown(NamedTuple):
    """What a citation shows of a work in the list of its note."""

    label: str
    id: str


@dataclass(slots=True)
class Place:
    """A citation in the text and its works."""

    node: addnodes.pending_xref
    known: list[CitationTarget] = field(default_factory=list)
    unknown: list[CitationTarget] = field(default_factory=list)


def places_in(root: nodes.Element, entry_of: Callable[[str], Entry | None]) -> Iterator[Place]:
    """Yield the citations in *root* of at least one work for whose key *entry_of* returns an entry.

    sphinxcontrib-bibtex resolves the others.
    """
    for node in list(root.findall(addnodes.pending_xref)):
        if node.get("refdomain") != "cite":
            continue
        place = Place(node)
        for target in targets_of(str(node["reftarget"])):
            if (entry := entry_of(target.key)) is None:
                place.unknown.append(target)
            else:
                place.known.append(target._replace(key=entry.key))
        if place.known:
            yield place


class ReferenceList:
    """The reference list of one document, in the order of its style."""

    def __init__(
        self, document: nodes.document, domain: CitationDomain, style: Style, keys: list[str], prefix: str,
        *, for_pages: bool,
    ) -> None:  # fmt: skip
        """Sort and label the works *keys*.

        *prefix* is that of their labels; *for_pages* is whether the builder writes HTML.
        """
        self.document, self.domain, self.style = document, domain, style
        self.for_pages = for_pages
        self.order = list(style.style.sort([style.entry(key) for key in keys]))
        labels = [prefix + label for label in style.style.format_labels(self.order)]
        self.labels = {entry.key: label for entry, label in zip(self.order, labels, strict=True)}
        self.ids = {entry.key: self._id(entry.key) for entry in self.order}
        self.backrefs: dict[str, list[str]] = {}
        #: The first citation of each work.
        self.first: dict[str, resolved_citation] = {}
        #: Whether any citation shows a label.
        self.labelled = False
        #: Letters after the years of works whose citations would look the same.
        self.letters: dict[str, str] = {}
        self.letters = dict(self._letters())

    def _letters(self) -> Iterator[tuple[str, str]]:
        """Yield ``a``, ``b`` and so on for works of the same names and year, in the order of the list.

        None if citations don't show years. Like everything in a citation, the letters depend on the works of
        this document alone.
        """
        if "p" not in {*self.domain.reference_style.role_names()}:
            return  # A style of the project may have other roles.
        alike: dict[tuple[object, str], list[str]] = {}
        for entry in self.order:
            people = people_of_work(entry)
            first = tuple(people[0].last_names) if people else entry.fields.get("title")
            alike.setdefault((first, entry.fields.get("year", "")), []).append(entry.key)
        for (_, year), keys in alike.items():
            if not year or len(keys) < 2:
                continue
            same: dict[str, list[str]] = {}
            for key in keys:
                same.setdefault(self._written("p", [CitationTarget(key, "", "")]).text.text, []).append(key)
            for text, group in same.items():
                if len(group) > 1 and year in text:
                    yield from zip(group, _alphabet(), strict=False)

    def _id(self, key: str) -> str:
        """Return a new id for the reference of *key*, by ``bibtex_cite_id``."""
        template = str(self.domain.env.config.bibtex_cite_id) or "ref-{key}"
        return take_id(self.document, _id_from(template, key), "ref")

    def settle(self, place: Place) -> None:
        """Replace the cross-reference of *place* by its citation."""
        node = place.node
        written = self._written(str(node["reftype"]), place.known)
        # Links cannot be nested in HTML.
        kept = written.text.unlinked() if _is_in_link(node) else written.text
        cited = resolved_citation(
            node.rawsource, classes=["bibtex-citation"], ids=node["ids"], kept=kept,
            cites=[target.key for target in place.known], leads=written.leads,
        )  # fmt: skip
        if "cito" in node:
            cited["cito"] = node["cito"]
        cited.source, cited.line = node.source, node.line
        for key in dict.fromkeys(cited["cites"]):
            self.backrefs.setdefault(key, []).extend(node["ids"])
            self.first.setdefault(key, cited)
            self.labelled = self.labelled or self.labels[key] in written.words
        parts: list[nodes.Node] = [cited.as_inline() if is_in_heading(node) else cited]
        if place.unknown:
            # A bibliography elsewhere may have them with a key prefix: resolved when all documents are read.
            node["reftarget"], node["ids"] = ",".join(target.key for target in place.unknown), []
            parts += [nodes.Text(" "), node.deepcopy()]
        swap(node, *parts)

    def _written(self, role: str, targets: list[CitationTarget]) -> Citation:
        """Format a citation of *targets* by the citation style.

        The result is shared by all notes: labels and ids, which differ, are inserted afterwards, unless the
        style may depend on them.
        """
        actual = [Shown(self.labels[each.key], self.ids[each.key]) for each in targets]
        blind = _is_blind(self.domain.reference_style, role)
        shown = _placeholders(len(targets)) if blind else actual
        form = (role, *((each, self._letter(each.key)) for each in targets), *shown)
        if form not in self.style.citations:
            works = [self._work(*each) for each in zip(targets, shown, strict=True)]
            text = format_references(self.domain.reference_style, role, works)
            parts = unsealed(joined(text.render(self.domain.backend)), emphatic=True)
            links = [link for part in parts for link in part.findall(nodes.reference)]
            leads = dict.fromkeys(str(link["refid"]) for link in links)
            words = dict.fromkeys(link.astext() for link in links)
            self.style.citations[form] = Citation(StoredNodes(parts), tuple(leads), tuple(words))
        written = self.style.citations[form]
        if blind:
            pairs = zip(shown, actual, strict=True)
            written = written.filled({old: new for each in pairs for old, new in zip(*each, strict=True)})
        return written

    def _letter(self, key: str) -> str:
        return self.letters.get(key, "")

    def _work(self, target: CitationTarget, shown: Shown) -> tuple[Any, FormattedEntry, SphinxReferenceInfo]:
        """Return the work of *target* in the form that citation styles expect."""
        entry, docname = self.style.entry(target.key, self._letter(target.key)), self.domain.env.docname
        info = SphinxReferenceInfo(
            builder=_NO_BUILDER, fromdocname=docname, todocname=docname, citation_id=shown.id, title=None,
            pre_text=target.pre, post_text=target.post,
        )  # fmt: skip
        return titled(entry), _Labelled(self.style, entry, shown.label), info

    def build(self, *, headed: bool) -> nodes.container:
        """Return the list; *headed*: with a heading."""
        holder = nodes.container(classes=[REFERENCES], headed=headed, labelled=self.labelled)
        holder["ids"] = [take_id(self.document, "references", "references")]
        holder["docname"], holder["style"] = self.domain.env.docname, self.style.name
        holder[FOLDED] = [
            ListedWork(
                key, self._letter(key), self.ids[key], self.labels[key], tuple(self.backrefs.get(key, ()))
            )
            for key in (entry.key for entry in self.order)
        ]
        for entry in self.order:
            reference = self.style.reference(entry.key, self._letter(entry.key))
            if reference.fault:
                warn("bibliography", f"{entry.key}: {reference.fault}", self.first[entry.key])
            for formula in reference.text.formulas if self.for_pages else ():
                if message := why_not(formula, self.domain.env.config):
                    warn("math", f"{entry.key}: {message}", self.first[entry.key])
            if reference.text.formulas:
                # Sphinx loads MathJax on pages with formulas in their doctrees, but these are added later.
                self.domain.env.domains["math"].data["has_equations"][self.domain.env.docname] = True
        return holder


def _is_blind(style: Any, role: str) -> bool:
    """Return whether the output of *style* does not depend on the text of labels.

    This holds for styles of sphinxcontrib-bibtex, except for roles that capitalize the first letter.
    """
    return type(style).__module__.startswith("sphinxcontrib.bibtex.") and not role.startswith("c")


@cache
def _placeholders(number: int) -> list[Shown]:
    """Return placeholders for *number* labels and ids, in private-use characters."""
    return [Shown(f"\ue010{n}\ue012", f"\ue011{n}\ue012") for n in range(number)]


@lru_cache(maxsize=4000)
def _id_from(template: str, key: str) -> str:
    return nodes.make_id(template.format(bibliography_count=1, key=id_of(key)))


class _Labelled(FormattedEntry):  # type: ignore[misc]
    """A reference for citation styles, which need its label and rarely its text."""

    def __init__(self, style: Style, entry: Any, label: str) -> None:
        self.style, self.entry, self.key, self.label = style, entry, entry.key, label

    @property
    def text(self) -> Any:
        """The reference as rich text."""
        return self.style.write(self.entry)[0]


def _alphabet() -> Iterator[str]:
    """Yield ``a`` to ``z``, ``aa`` and so on."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(ascii_lowercase, repeat=length))


def _is_in_link(node: nodes.Node) -> bool:
    """Return whether *node* is inside a link."""
    line = itertools.takewhile(lambda each: isinstance(each, nodes.Inline), around(node))
    return any(isinstance(each, (nodes.reference, addnodes.pending_xref)) for each in line)


def take_id(document: nodes.document, base: str, default: str) -> str:
    """Reserve *base* as an id of *document*, numbered if necessary; *default* replaces an empty one."""
    name = free_name(base or default, document.ids)
    document.ids[name] = document
    return name
