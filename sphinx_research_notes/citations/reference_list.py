"""The list of works of one note: their order, labels and ids, and each citation as it shows them.

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
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from ..constants import REFERENCES
from ..diagnostics import warn
from ..doctree.deferred import (
    FOLDED,
    ListedWork,
    StoredNodes,
    resolved_citation,
)
from ..doctree.nodes import swap
from ..doctree.placement import around, is_in_heading
from ..math.renderer import why_not
from .formatting import Citation, joined, named
from .normalize import id_of
from .protect_math import unsealed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .domain import CitationDomain
    from .formatting import Style

#: Stands in for the builder: a reference within one document asks it for its name alone.
_NO_BUILDER: Any = SimpleNamespace(name="")


class Target(NamedTuple):
    """A work as a citation names it, with the words around it."""

    key: str
    pre: str
    post: str


class Shown(NamedTuple):
    """What a citation shows of a work's place in the list of its note."""

    label: str
    id: str


@dataclass(slots=True)
class Place:
    """A citation that stands in the text, and what it names."""

    node: addnodes.pending_xref
    known: list[Target] = field(default_factory=list)
    unknown: list[Target] = field(default_factory=list)


class ReferenceList:
    """The list of works of one document, in the order of its style."""

    def __init__(
        self, document: nodes.document, domain: CitationDomain, style: Style, keys: list[str], prefix: str,
        *, for_pages: bool,
    ) -> None:  # fmt: skip
        """*keys*: the works; *prefix*: of their labels; *for_pages*: whether the builder writes HTML."""
        self.document, self.domain, self.style = document, domain, style
        self.for_pages = for_pages
        self.order = list(style.style.sort([style.entry(key) for key in keys]))
        labels = [prefix + label for label in style.style.format_labels(self.order)]
        self.labels = {entry.key: label for entry, label in zip(self.order, labels, strict=True)}
        self.ids = {entry.key: self._id(entry.key) for entry in self.order}
        self.backrefs: dict[str, list[str]] = {}
        #: Where each work is cited first.
        self.first: dict[str, resolved_citation] = {}
        #: Whether some citation shows the labels.
        self.labelled = False
        #: What stands behind the years of works that no citation would tell apart.
        self.letters: dict[str, str] = {}
        self.letters = dict(self._letters())

    def _letters(self) -> Iterator[tuple[str, str]]:
        """``a``, ``b`` and so on for works of the same names and year, in the order of the list.

        Only where citations show years. From the works of this document alone, like all of its citations.
        """
        if "p" not in {*self.domain.reference_style.role_names()}:
            return  # A style of the project's own may have other forms.
        alike: dict[tuple[object, str], list[str]] = {}
        for entry in self.order:
            people = entry.persons.get("author") or entry.persons.get("editor") or []
            first = tuple(people[0].last_names) if people else entry.fields.get("title")
            alike.setdefault((first, entry.fields.get("year", "")), []).append(entry.key)
        for (_, year), keys in alike.items():
            if not year or len(keys) < 2:
                continue
            same: dict[str, list[str]] = {}
            for key in keys:
                same.setdefault(self._written("p", [Target(key, "", "")]).text.text, []).append(key)
            for text, those in same.items():
                if len(those) > 1 and year in text:
                    yield from zip(those, _alphabet(), strict=False)

    def _id(self, key: str) -> str:
        """An id for the reference of *key*, as ``bibtex_cite_id`` has it, that the document lacks."""
        wanted = str(self.domain.env.config.bibtex_cite_id) or "ref-{key}"
        return take_id(self.document, _id_from(wanted, key), "ref")

    def settle(self, place: Place) -> None:
        """Put the finished citation where *place* has its cross-reference."""
        node = place.node
        written = self._written(str(node["reftype"]), place.known)
        # HTML knows no link in a link.
        kept = written.text.unlinked() if _is_in_link(node) else written.text
        cited = resolved_citation(
            node.rawsource, classes=["bibtex-citation"], ids=node["ids"], kept=kept,
            cites=[target.key for target in place.known], leads=written.leads,
        )  # fmt: skip
        cited.source, cited.line = node.source, node.line
        for key in dict.fromkeys(cited["cites"]):
            self.backrefs.setdefault(key, []).extend(node["ids"])
            self.first.setdefault(key, cited)
            self.labelled = self.labelled or self.labels[key] in written.words
        parts: list[nodes.Node] = [cited.as_inline() if is_in_heading(node) else cited]
        if place.unknown:
            # A bibliography elsewhere may have them with a prefix; only the finished site can tell.
            node["reftarget"], node["ids"] = ",".join(target.key for target in place.unknown), []
            parts += [nodes.Text(" "), node.deepcopy()]
        swap(node, *parts)

    def _written(self, role: str, targets: list[Target]) -> Citation:
        """A citation of *targets* as bibtex's style of citations has it.

        Written once for all notes, which differ in labels and ids: those are put in afterwards, unless the
        style may look at them.
        """
        wanted = [Shown(self.labels[each.key], self.ids[each.key]) for each in targets]
        blind = _is_blind(self.domain.reference_style, role)
        shown = _stand_ins(len(targets)) if blind else wanted
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
            pairs = zip(shown, wanted, strict=True)
            written = written.filled({old: new for each in pairs for old, new in zip(*each, strict=True)})
        return written

    def _letter(self, key: str) -> str:
        return self.letters.get(key, "")

    def _work(self, target: Target, shown: Shown) -> tuple[Any, FormattedEntry, SphinxReferenceInfo]:
        """The work that *target* names, as styles of citations want it."""
        entry, docname = self.style.entry(target.key, self._letter(target.key)), self.domain.env.docname
        info = SphinxReferenceInfo(
            builder=_NO_BUILDER, fromdocname=docname, todocname=docname, citation_id=shown.id, title=None,
            pre_text=target.pre, post_text=target.post,
        )  # fmt: skip
        return named(entry), _Labelled(self.style, entry, shown.label), info

    def build(self, *, headed: bool) -> nodes.container:
        """The list itself; *headed*: with a heading of ours."""
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
                if said := why_not(formula, self.domain.env.config):
                    warn("math", f"{entry.key}: {said}", self.first[entry.key])
            if reference.text.formulas:
                # Sphinx loads MathJax on pages in whose doctrees it has seen formulas, and sees none here.
                self.domain.env.domains["math"].data["has_equations"][self.domain.env.docname] = True
        return holder


def _is_blind(style: Any, role: str) -> bool:
    """Whether *style* puts labels where they belong and looks at nothing in them.

    bibtex's own do, but for roles that begin a sentence: those make the first letter large.
    """
    return type(style).__module__.startswith("sphinxcontrib.bibtex.") and not role.startswith("c")


@cache
def _stand_ins(number: int) -> list[Shown]:
    """What stands for so many labels and ids, in private characters."""
    return [Shown(f"\ue010{n}\ue012", f"\ue011{n}\ue012") for n in range(number)]


@lru_cache(maxsize=4000)
def _id_from(template: str, key: str) -> str:
    return nodes.make_id(template.format(bibliography_count=1, key=id_of(key)))


class _Labelled(FormattedEntry):  # type: ignore[misc]
    """A reference as styles of citations know it; they ask for the label, and hardly ever for the text."""

    def __init__(self, style: Style, entry: Any, label: str) -> None:
        self.style, self.entry, self.key, self.label = style, entry, entry.key, label

    @property
    def text(self) -> Any:
        """The reference as rich text."""
        return self.style.write(self.entry)[0]


def _alphabet() -> Iterator[str]:
    """``a`` to ``z``, ``aa`` and so on."""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(ascii_lowercase, repeat=length))


def _is_in_link(node: nodes.Node) -> bool:
    """Whether *node* is part of what a link says."""
    line = itertools.takewhile(lambda each: isinstance(each, nodes.Inline), around(node))
    return any(isinstance(each, (nodes.reference, addnodes.pending_xref)) for each in line)


def take_id(document: nodes.document, wanted: str, other: str) -> str:
    """*wanted* as an id of *document*, or something like it where that is taken."""
    wanted = wanted or other
    name, number = wanted, 1
    while name in document.ids:
        number += 1
        name = f"{wanted}-{number}"
    document.ids[name] = document
    return name
