"""The works that a note cites, settled while it is read: how each citation reads, and the list at its foot.

Imported only where sphinxcontrib-bibtex is used. bibtex settles all citations of a project together, when
all documents are read; a number or a label then goes by what other documents cite, and a work listed at
two places is a fault. Here a note's citations follow from the note and from the entries that it names,
and from nothing else: what is to be read again after a change is a comparison of entries.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from pybtex.exceptions import PybtexError
from pybtex.plugin import find_plugin
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.style.referencing import format_references
from sphinxcontrib.bibtex.style.template import SphinxReferenceInfo
from sphinxcontrib.bibtex.transforms import node_text_transform

from .bibliography import tidy
from .bibtex import SettledDomain, remember_plugins
from .comments import web_address
from .config import notes_config
from .desk import REFERENCES, desk_of
from .nodes import swap
from .warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pybtex.database import Entry
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

#: The styles that come with pybtex.
SHIPPED = frozenset({"alpha", "plain", "unsrt", "unsrtalpha"})

#: Stands in for the builder: a reference within one document asks it for its name alone.
_NO_BUILDER: Any = SimpleNamespace(name="")


class Target(NamedTuple):
    """A work as a citation names it, with the words around it."""

    key: str
    pre: str
    post: str


@dataclass(slots=True)
class Place:
    """A citation that stands in the text, and what it names."""

    node: addnodes.pending_xref
    known: list[Target] = field(default_factory=list)
    unknown: list[Target] = field(default_factory=list)


@dataclass(slots=True)
class Style:
    """How references are written: pybtex's style, what is written by it, and for which entries."""

    style: Any
    entries: Any
    tidied: dict[str, Entry] = field(default_factory=dict)
    texts: dict[str, tuple[Any, str]] = field(default_factory=dict)

    def entry(self, key: str) -> Entry:
        """The entry *key*, tidied."""
        if key not in self.tidied:
            self.tidied[key] = tidy(self.entries[key], self.entries)
        return self.tidied[key]

    def text(self, key: str) -> tuple[Any, str]:
        """The reference of *key* as rich text, without its label, and what is wrong with it."""
        if key not in self.texts:
            self.texts[key] = self._write(self.entry(key))
        return self.texts[key]

    def _write(self, entry: Entry) -> tuple[Any, str]:
        """As pybtex's style has it; where that cannot write it, what there is of it.

        A style raises whatever it likes for a kind of entry or a field that it does not expect.
        """
        try:
            if not hasattr(self.style, f"get_{entry.type}_template"):
                other = tidy(entry, {})
                other.type, other.key = "misc", entry.key
                entry = other
            return self.style.format_entry("", entry).text, ""
        except FieldIsMissing as error:
            return _plainly(entry), str(error)
        except Exception as error:
            return _plainly(entry), f"{type(error).__name__}: {error}"


def _plainly(entry: Entry) -> Any:
    """Names, title and year of *entry* as rich text."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = ", ".join(" ".join([*p.first_names, *p.prelast_names, *p.last_names]) for p in people)
    parts = [names, *(entry.fields.get(name, "") for name in ("title", "year"))]
    return Text(*(_text(part) + ". " for part in parts if part)) or Text(entry.key)


def _text(tex: str) -> Any:
    try:
        return Text.from_latex(tex)
    except (PybtexError, ValueError):
        return Text(tex)


class SettleCitations(SphinxTransform):
    """Settles the citations of a note while it is read.

    Before::

        pending_xref (refdomain cite, "good1953,student1927")

    After::

        inline.bibtex-citation (cites: the keys)     "(", reference (refid), … ")"
        …
        container.note-references                    citation (key, ids, backrefs): label, paragraph

    After smart quotes (750), which would change the references, and after what settles names within the
    document; before MyST looks for anchors (879) and the doctree is done (880).
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
            listed = _List(self.document, domain, _style(domain, style), keys, prefix)
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
    files = {Path(path) for path in domain.bibdata.bibfiles}
    depends = env.dependencies.get(env.docname, set())
    for name in [each for each in depends if Path(env.srcdir, each).resolve() in files]:
        depends.discard(name)


_styles: dict[tuple[int, str], Style] = {}


def _style(domain: SettledDomain, name: str) -> Style:
    """The style *name* for the entries of *domain*; what it has written is kept for other notes."""
    entries = domain.bibdata.data.entries
    known = _styles.get((id(entries), name))
    if known is None or known.entries is not entries:
        for stale in [key for key, each in _styles.items() if each.entries is not entries]:
            del _styles[stale]
        known = _styles[id(entries), name] = Style(_plugin(name), entries)
    return known


def _plugin(name: str) -> Any:
    """The style *name* of pybtex; ``plain`` with a warning where there is none."""
    remember_plugins(name if name in SHIPPED else "plain")
    try:
        return find_plugin("pybtex.style.formatting", name)()
    except PybtexError:
        accepted = ", ".join(sorted(SHIPPED))
        warn("config", f"no style of bibliographies is called {name!r}; accepted are {accepted}, and those "
             "that are registered with pybtex; 'plain' is used")  # fmt: skip
        return find_plugin("pybtex.style.formatting", "plain")()


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
        #: Whether some citation shows the labels.
        self.labelled = False

    def _id(self, key: str) -> str:
        """An id for the reference of *key*, as ``bibtex_cite_id`` has it, that the document lacks."""
        wanted = str(self.domain.env.config.bibtex_cite_id) or "ref-{key}"
        return take_id(self.document, nodes.make_id(wanted.format(bibliography_count=1, key=key)), "ref")

    def settle(self, place: Place) -> None:
        """Put the finished citation where *place* has its cross-reference."""
        node = place.node
        inline = nodes.inline(node.rawsource, classes=["bibtex-citation"], ids=node["ids"])
        inline["cites"] = [target.key for target in place.known]
        inline.source, inline.line = node.source, node.line
        references = [
            (self.style.entry(target.key), self._formatted(target.key), self._info(target))
            for target in place.known
        ]
        role = str(node["reftype"])
        inline += format_references(self.domain.reference_style, role, references).render(self.domain.backend)
        for key in dict.fromkeys(inline["cites"]):
            self.backrefs.setdefault(key, []).extend(node["ids"])
            self.labelled = self.labelled or self.labels[key] in inline.astext()
        parts: list[nodes.Node] = [inline]
        if place.unknown:
            # A bibliography elsewhere may have them with a prefix; only the finished site can tell.
            node["reftarget"], node["ids"] = ",".join(target.key for target in place.unknown), []
            parts += [nodes.Text(" "), node.deepcopy()]
        swap(node, *parts)

    def _formatted(self, key: str) -> FormattedEntry:
        return FormattedEntry(key, self.style.text(key)[0], self.labels[key])

    def _info(self, target: Target) -> SphinxReferenceInfo:
        docname = self.domain.env.docname
        return SphinxReferenceInfo(
            builder=_NO_BUILDER, fromdocname=docname, todocname=docname, citation_id=self.ids[target.key],
            title=None, pre_text=target.pre, post_text=target.post,
        )  # fmt: skip

    def build(self, *, headed: bool) -> nodes.container:
        """The list itself; *headed*: with a heading of ours."""
        holder = nodes.container(classes=[REFERENCES], headed=headed, labelled=self.labelled)
        holder["ids"] = [take_id(self.document, "references", "references")]
        for entry in self.order:
            citation = nodes.citation(
                ids=[self.ids[entry.key]], backrefs=self.backrefs.get(entry.key, []), key=entry.key,
                docname=self.domain.env.docname,
            )  # fmt: skip
            citation += nodes.label("", self.labels[entry.key], support_smartquotes=False)
            citation += self._paragraph(entry)
            holder += citation
        return holder

    def _paragraph(self, entry: Entry) -> nodes.paragraph:
        text, fault = self.style.text(entry.key)
        if fault:
            warn("bibliography", f"{entry.key}: the style cannot write it ({fault}); "
                 "what there is of it is shown", (self.domain.env.docname, 1))  # fmt: skip
        paragraph: nodes.paragraph = self.domain.backend.paragraph(FormattedEntry(entry.key, text, ""))
        node_text_transform(paragraph)
        for link in list(paragraph.findall(nodes.reference)):
            if not web_address(link.get("refuri", "")):
                swap(link, *link.children)
        shown = {str(link["refuri"]).casefold() for link in paragraph.findall(nodes.reference)}
        for name, address in addresses(entry):
            if address.casefold() not in shown and address not in paragraph.astext():
                paragraph += [nodes.Text(" "), nodes.reference("", name, refuri=address)]
        return paragraph


def addresses(entry: Entry) -> Iterator[tuple[str, str]]:
    """Where the work of a tidied *entry* can be had: what each place is called, and its address."""
    fields = entry.fields
    if fields.get("doi", "").startswith("10."):
        yield "doi", f"https://doi.org/{fields['doi']}"
    if fields.get("eprint") and fields.get("eprinttype", "arxiv").casefold() == "arxiv":
        yield "arXiv", f"https://arxiv.org/abs/{fields['eprint']}"
    for name in ("url", "pdf"):
        if address := web_address(fields.get(name, "")):
            yield "PDF" if address.casefold().endswith(".pdf") else "link", address


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


def manner(env: BuildEnvironment) -> str:
    """A digest of everything that citations follow from besides the works that they name."""
    config, domain = env.config, env.domains["cite"]
    settings = [(each.name, repr(each.value)) for each in config if each.name.startswith("bibtex_")]
    versions = [version(package) for package in ("pybtex", "sphinxcontrib-bibtex")]
    said = (settings, versions, _own_style(env), notes_config(config).references,
            isinstance(domain, SettledDomain))  # fmt: skip
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _own_style(env: BuildEnvironment) -> bytes:
    """The text of ``conf.py`` where a style is written in it."""
    domain: Any = env.domains["cite"]
    styles: list[Any] = [type(domain.reference_style)]
    if env.config.bibtex_default_style not in SHIPPED:
        styles.append(type(_plugin(env.config.bibtex_default_style)))
    if not any(style.__module__ in {"builtins", "__main__"} for style in styles):
        return b""
    return getattr(domain, "conf", b"")


def setup_references(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(PlaceFootReferences)
    app.add_transform(SettleCitations)
