"""How references are written: pybtex's styles over tidied entries; what is written once is kept.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from docutils import nodes
from pybtex.database import Entry
from pybtex.exceptions import PybtexError
from pybtex.plugin import find_plugin
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing
from pybtex_docutils import Backend

from .._upstream.pybtex_caches import ease, remember_plugins
from ..config import notes_config
from ..diagnostics import warn
from ..doctree.deferred import StoredNodes, put
from ..doctree.nodes import swap
from ..model.urls import web_address
from .export_formats import doi_url
from .normalize import tidy
from .protect_math import literal, unknown_in, unsealed
from .sorting import sort_and_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_BACKEND = Backend()

#: The styles that come with pybtex.
SHIPPED = frozenset({"alpha", "plain", "unsrt", "unsrtalpha"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A finished reference, without its label."""

    text: StoredNodes
    #: What is wrong with it; mostly nothing.
    fault: str


class Citation(NamedTuple):
    """A finished citation."""

    text: StoredNodes
    #: Where its links lead, and the words that are links.
    leads: tuple[str, ...]
    words: tuple[str, ...]

    def filled(self, values: dict[str, str]) -> Citation:
        """The same with *values* in the places of what stands for them."""
        leads, words = (tuple(put(each, values) for each in texts) for texts in self[1:])
        return Citation(self.text.filled(values), leads, words)


@dataclass(slots=True)
class Style:
    """How references are written: pybtex's style, what is written by it, and for which entries."""

    name: str
    style: Any
    entries: Any
    tidied: dict[tuple[str, str], Entry] = field(default_factory=dict)
    #: Finished references by key and letter; and finished citations by what they show. Without pybtex's
    #: texts, of which 500 take 50 MiB.
    references: dict[tuple[str, str], Reference] = field(default_factory=dict)
    citations: dict[object, Citation] = field(default_factory=dict)

    def entry(self, key: str, letter: str = "") -> Entry:
        """The entry *key*, tidied; with the *letter* that tells it apart behind its year."""
        if (key, letter) not in self.tidied:
            found = self.tidied[key, letter] = tidy(self.entries[key], self.entries)
            found.key = found.key or key
            if letter:
                found.fields["year"] = f"{found.fields.get('year', '')}{letter}"
        return self.tidied[key, letter]

    def knows(self, entry: Entry) -> bool:
        """Whether the style has a way to write entries of this kind."""
        return any(hasattr(self.style, name.format(entry.type)) for name in ("get_{}_template", "format_{}"))

    def known(self, key: str) -> Entry:
        """The entry *key*, tidied, as one of a kind that the style knows."""
        entry = self.entry(key)
        return entry if self.knows(entry) else _as_misc(entry)

    def reference(self, key: str, letter: str = "") -> Reference:
        """The reference of *key*."""
        if (key, letter) not in self.references:
            entry = self.entry(key, letter)
            text, fault = self.write(entry)
            parts, strange = _parts(entry, text)
            if named(entry) is not entry:
                fault = "it has neither names nor a title; its key is shown"
            elif fault:
                fault = f"the style cannot write it ({fault}); what there is of it is shown"
            elif strange:
                words = ", ".join(f"\\{word}" for word in strange)
                fault = f"expected words of LaTeX that print a text, found {words}; shown as written"
            self.references[key, letter] = Reference(StoredNodes(parts), fault)
        return self.references[key, letter]

    def write(self, entry: Entry) -> tuple[Any, str]:
        """As pybtex's style has it; where that cannot write it, what there is of it, and why.

        A style raises whatever it likes for a kind of entry that it does not expect. What it misses is left
        out, so that the rest stands as it would: a preprint has no journal, an old book no publisher.
        """
        entry = named(entry)
        if entry.type in _LIKE_MISC or not self.knows(entry):
            entry = _as_misc(entry)
        try:
            for _ in range(_MISSING):
                try:
                    return self.style.format_entry("", entry).text, ""
                except FieldIsMissing as error:
                    entry = _without(entry, error.field_name)
            return _plainly(entry), "too much is missing"
        except Exception as error:
            return _plainly(entry), f"{type(error).__name__}: {error}"


#: How many things an entry may lack.
_MISSING = 10

#: Kinds of entry of which pybtex's styles show no more than of others.
_LIKE_MISC = frozenset({"dataset", "software", "patent"})


def _copy(entry: Entry) -> Entry:
    other = Entry(entry.type, fields=list(entry.fields.items()), persons=dict(entry.persons))
    other.key = entry.key
    return other


def _as_misc(entry: Entry) -> Entry:
    """*entry* as what every style can write, with what only its own kind has a place for."""
    other, fields = _copy(entry), entry.fields
    other.type = "misc"
    if not fields.get("howpublished"):
        version = f"version {fields['version']}" if fields.get("version") else ""
        places = ("journal", "booktitle", "publisher", "institution", "school", "organization")
        where = next((fields[name] for name in places if fields.get(name)), "")
        edition = f"{fields['edition']} edition" if fields.get("edition") else ""
        parts = (version, edition, fields.get("number", ""), where, fields.get("address", ""))
        said = [part for part in parts if part]
        other.fields["howpublished"] = ", ".join(said)
    return other


def _without(entry: Entry, name: str) -> Entry:
    """*entry* with nothing, which is not shown, where its style wants *name*; an undated work is one."""
    if name == "editor":
        return _as_misc(entry)  # Else the word is there without a name.
    other = _copy(entry)
    if name == "author":
        other.persons[name] = list(entry.persons.get("editor", []))
    else:
        other.fields[name] = "n.d." if name == "year" else ""
    return other


def named(entry: Entry) -> Entry:
    """*entry* itself where it has names or a title; else one with its key for a title.

    Styles of citations raise an error for a work that they have no word for.
    """
    if entry.persons.get("author") or entry.persons.get("editor") or entry.fields.get("title"):
        return entry
    other = _copy(entry)
    other.fields["title"] = "{" + literal(entry.key) + "}"
    return other


def _parts(entry: Entry, text: Any) -> tuple[list[nodes.Node], list[str]]:
    """*text*, the reference of *entry*, with safe links to where it can be had; and unknown words of TeX."""
    paragraph: nodes.paragraph = _BACKEND.paragraph(FormattedEntry(entry.key, text, ""))
    strange = list(dict.fromkeys(unknown_in(paragraph.astext())))
    parts = unsealed(joined(paragraph.children))
    paragraph.children = []
    paragraph += parts
    doi = entry.fields.get("doi", "")
    for link in list(paragraph.findall(nodes.reference)):
        if doi and link.get("refuri") == f"https://doi.org/{doi}":
            # pybtex quotes nothing, though a DOI may hold any character, and links what is none.
            link["refuri"] = doi_url(doi_of(entry))
        if not web_address(link.get("refuri", "")):
            swap(link, *link.children)
    shown = {str(link["refuri"]).casefold() for link in paragraph.findall(nodes.reference)}
    for name, address in addresses(entry):
        if address.casefold() not in shown and address not in paragraph.astext():
            paragraph += [nodes.Text(" "), nodes.reference("", name, refuri=address)]
    parts = joined(paragraph.children)
    for part in parts:
        part.parent = None
    return parts, strange


def joined(found: list[nodes.Node]) -> list[nodes.Node]:
    """*found* with neighbouring texts as one: pybtex makes some twenty of a reference, and many read them."""
    parts: list[nodes.Node] = []
    for node in found:
        if isinstance(node, nodes.Text) and parts and isinstance(parts[-1], nodes.Text):
            whole = nodes.Text(parts[-1] + node)
            whole.parent = node.parent
            parts[-1] = whole
        else:
            if isinstance(node, nodes.Element):
                node.children = joined(node.children)
            parts.append(node)
    return parts


def _plainly(entry: Entry) -> Any:
    """Names, title and year of *entry* as rich text."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = ", ".join(" ".join([*p.first_names, *p.prelast_names, *p.last_names]) for p in people)
    parts = [names, *(entry.fields.get(name, "") for name in ("title", "year"))]
    return Text(". ").join([_text(part) for part in parts if part]).add_period() or Text(entry.key)


def _text(tex: str) -> Any:
    try:
        return Text.from_latex(tex)
    except (PybtexError, ValueError):
        return Text(tex)


_styles: dict[tuple[int, str], Style] = {}


def style_of(entries: Any, name: str) -> Style:
    """The style *name* for *entries*, by their keys; what it has written is kept for other notes."""
    known = _styles.get((id(entries), name))
    if known is None or known.entries is not entries:
        for stale in [key for key, each in _styles.items() if each.entries is not entries]:
            del _styles[stale]
        known = _styles[id(entries), name] = Style(name, plugin(name), entries)
    return known


def plugin(name: str) -> Any:
    """The style *name* of pybtex; ``plain`` with a warning where there is none."""
    remember_plugins(name if name in SHIPPED else "plain")
    if not is_style(name):
        warn("config", f"{no_style(name)}; 'plain' is used")
        name = "plain"
    style = find_plugin("pybtex.style.formatting", name)()
    if name in SHIPPED:
        sort_and_label(style)
        ease(style)
    return style


def is_style(name: Any) -> bool:
    """Whether pybtex has a style *name*."""
    if name in SHIPPED:
        return True
    try:
        return bool(find_plugin("pybtex.style.formatting", name))
    except Exception:  # It expects a text.
        return False


def no_style(name: Any) -> str:
    """What is said of a style *name* that there isn't."""
    accepted = f"accepted are {', '.join(sorted(SHIPPED))}, and those that are registered with pybtex"
    return f"no style of bibliographies is called {name!r}; {accepted}"


def doi_of(entry: Entry) -> str:
    """The DOI of a tidied *entry*, bare; empty where what it has is none."""
    doi: str = entry.fields.get("doi", "")
    return doi if doi.startswith("10.") and "/" in doi else ""


def addresses(entry: Entry) -> Iterator[tuple[str, str]]:
    """Where the work of a tidied *entry* can be had: what each place is called, and its address."""
    fields = entry.fields
    if doi := doi_of(entry):
        yield "doi", doi_url(doi)
    if fields.get("eprint") and fields.get("eprinttype", "arxiv").casefold() == "arxiv":
        yield "arXiv", f"https://arxiv.org/abs/{fields['eprint']}"
    for name in ("url", "pdf"):
        if address := web_address(fields.get(name, "")):
            yield "PDF" if name == "pdf" or address.casefold().endswith(".pdf") else "link", address


_manners: WeakKeyDictionary[Config, str] = WeakKeyDictionary()


def manner(env: BuildEnvironment) -> str:
    """A digest of everything that citations follow from besides the works that they name."""
    config, domain = env.config, env.domains["cite"]
    if config in _manners:
        return _manners[config]
    settings = [(each.name, repr(each.value)) for each in config if each.name.startswith("bibtex_")]
    said = (settings, _versions(), _own_style(env), notes_config(config).references,
            type(domain).__name__)  # fmt: skip
    found = _manners[config] = hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return found


@cache
def _versions() -> list[str]:
    return [version(package) for package in ("pybtex", "pylatexenc", "sphinxcontrib-bibtex")]


def _own_style(env: BuildEnvironment) -> bytes:
    """The text of ``conf.py`` where a style is written in it."""
    domain: Any = env.domains["cite"]
    styles: list[Any] = [type(domain.reference_style)]
    if env.config.bibtex_default_style not in SHIPPED:
        styles.append(type(plugin(env.config.bibtex_default_style)))
    if not any(style.__module__ in {"builtins", "__main__"} for style in styles):
        return b""
    return getattr(domain, "conf", b"")
