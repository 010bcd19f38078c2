"""The works that a note cites, settled while it is read: how each citation reads, and the list at its foot.

Imported only where sphinxcontrib-bibtex is used. bibtex settles all citations of a project together, when
all documents are read; a number or a label then goes by what other documents cite, and a work listed at
two places is a fault. Here a note's citations follow from the note and from the entries that it names,
and from nothing else: what is to be read again after a change is a comparison of entries.
"""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from string import ascii_lowercase
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from pybtex.style import FormattedEntry
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo

from .beside import around
from .bibtex import SettledDomain
from .config import notes_config
from .desk import REFERENCES, desk_of
from .folded import FOLDED, Kept, ListedWork, settled
from .nodes import swap
from .sealing import unsealed
from .styles import Citation, joined, named, style_of
from .warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .styles import Style

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


class SettleCitations(SphinxTransform):
    """Settles the citations of a note while it is read.

    Before::

        pending_xref (refdomain cite, "good1953,student1927")

    After::

        settled (cites: the keys, kept: "(", reference (refid), … ")")
        …
        container.note-references (style, folded: the works)

    What they stand for is put there when a page is written (:class:`.backmatter.UnfoldReferences`), but in
    titles, whose text goes into lists of contents. After smart quotes (750), which would change the
    citations, and after what settles names within the document; before MyST looks for anchors (879) and the
    doctree is done (880).
    """

    default_priority = 870

    def apply(self, **kwargs: Any) -> None:
        domain: Any = self.env.domains.get("cite")
        if not isinstance(domain, SettledDomain) or not is_ours(self.env):
            return
        place, style, prefix = self._placed(domain)
        if not any(key.docname == self.env.docname for key in domain.bibliographies):
            forget_files(self.env, domain)
        if style is None:
            return
        cited = list(self._places(domain))
        keys = list(dict.fromkeys(target.key for each in cited for target in each.known))
        if keys:
            listed = _List(self.document, domain, style_of(domain.bibdata.data.entries, style), keys, prefix)
            for each in cited:
                listed.settle(each)
            holder = listed.build(headed=place is None)
            if place is None:
                self.document += holder
            else:
                swap(place, holder)
        elif place is not None:
            place.parent.remove(place)

    def _placed(self, domain: SettledDomain) -> tuple[nodes.Element | None, str | None, str]:
        """Where the author wants the list, its style and the prefix of its labels; no style: not ours.

        A ``bibliography`` of what the document cites is taken for that place. Any other is bibtex's.
        """
        found = list(self.document.findall(bibliography))
        if not found:
            return None, str(self.config.bibtex_default_style), ""
        own = [(node, key) for node in found for key in domain.bibliographies
               if (key.docname, key.id_) == (self.env.docname, node["ids"][0])]  # fmt: skip
        values = [domain.bibliographies[key] for _, key in own]
        if len(found) > 1 or not own or not _is_own(values[0]):
            return None, None, ""
        del domain.bibliographies[own[0][1]]
        return own[0][0], values[0].style, values[0].labelprefix

    def _places(self, domain: SettledDomain) -> Iterator[Place]:
        """The citations of the document; those of works that no ``.bib`` file has are left to bibtex."""
        entries = domain.bibdata.data.entries
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "cite":
                continue
            place = Place(node)
            for target in parse_citation_targets(str(node["reftarget"])):
                entry = entries.get(target.key)
                known = Target(entry.key if entry is not None else target.key, target.pre, target.post)
                (place.unknown if entry is None else place.known).append(known)
            if place.known:
                yield place


def is_ours(env: BuildEnvironment) -> bool:
    """Whether the citations of the document that is being read are settled here."""
    desk = desk_of(env)
    return (desk.front is not None or bool(desk.entries)) and notes_config(env.config).references


def _is_own(value: Any) -> bool:
    """Whether a bibliography, as bibtex knows it, is one of what its document cites."""
    return (
        value.list_ == "citation"
        and not value.keyprefix
        and not value.keys
        and ast.dump(value.filter_) == ast.dump(ast.parse("docname in docnames"))
    )


def forget_files(env: BuildEnvironment, domain: SettledDomain) -> None:
    """The document is not read again for each change of a ``.bib`` file, but for those of its works."""
    depends = env.dependencies.get(env.docname)
    if depends:
        files = {Path(path) for path in domain.bibdata.bibfiles}
        depends -= {each for each in depends if Path(env.srcdir, each).resolve() in files}


class _List:
    """The list of works of one document, in the order of its style."""

    def __init__(
        self, document: nodes.document, domain: SettledDomain, style: Style, keys: list[str], prefix: str
    ) -> None:
        self.document, self.domain, self.style = document, domain, style
        self.order = list(style.style.sort([style.entry(key) for key in keys]))
        labels = [prefix + label for label in style.style.format_labels(self.order)]
        self.labels = {entry.key: label for entry, label in zip(self.order, labels, strict=True)}
        self.ids = {entry.key: self._id(entry.key) for entry in self.order}
        self.backrefs: dict[str, list[str]] = {}
        #: Where each work is cited first.
        self.first: dict[str, settled] = {}
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
        cited = settled(
            node.rawsource, classes=["bibtex-citation"], ids=node["ids"], kept=kept,
            cites=[target.key for target in place.known], leads=written.leads,
        )  # fmt: skip
        cited.source, cited.line = node.source, node.line
        for key in dict.fromkeys(cited["cites"]):
            self.backrefs.setdefault(key, []).extend(node["ids"])
            self.first.setdefault(key, cited)
            self.labelled = self.labelled or self.labels[key] in written.words
        parts: list[nodes.Node] = [cited.unfolded() if is_titled(node) else cited]
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
            parts = unsealed(joined(text.render(self.domain.backend)))
            links = [link for part in parts for link in part.findall(nodes.reference)]
            leads = dict.fromkeys(str(link["refid"]) for link in links)
            words = dict.fromkeys(link.astext() for link in links)
            self.style.citations[form] = Citation(Kept(parts), tuple(leads), tuple(words))
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
            if reference.text.has_formulas:
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
    return nodes.make_id(template.format(bibliography_count=1, key=key))


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


def is_titled(node: nodes.Node) -> bool:
    """Whether *node* stands in a title."""
    while node.parent is not None and not isinstance(node, nodes.title):
        node = node.parent
    return isinstance(node, nodes.title)


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


class PlaceFootReferences(SphinxTransform):
    """Puts the works of ``footcite`` at the foot of a note whose author names no place for them.

    Before docutils numbers the footnotes (620).
    """

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        found = self.env.current_document.get("bibtex_foot_bibliography")
        if is_ours(self.env) and found is not None and found.children and found.parent is None:
            self.document.extend(found.children)
            self.env.current_document["bibtex_foot_bibliography"] = nodes.container()


def setup_references(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(PlaceFootReferences)
    app.add_transform(SettleCitations)
