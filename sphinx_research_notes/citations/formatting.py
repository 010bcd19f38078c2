"""References and citations, formatted by pybtex's styles from tidied entries and cached.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from pybtex.richtext import Text
from pybtex.style import FormattedEntry
from pybtex.style.template import FieldIsMissing
from pybtex_docutils import Backend

from ..doctree.deferred import StoredNodes, put
from ..doctree.nodes import swap
from ..model.urls import web_address
from .entries import changed, people_of_work, rich_text
from .moved_fields import in_howpublished, is_misc
from .normalize import tidy
from .note_citation import doi_url
from .protect_math import literal, unknown_in, unsealed
from .styles import plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pybtex.database import Entry

_BACKEND = Backend()


@dataclass(frozen=True, slots=True)
class Reference:
    """A formatted reference, without its label."""

    text: StoredNodes
    #: A warning; usually empty.
    fault: str


class Citation(NamedTuple):
    """A formatted citation."""

    text: StoredNodes
    #: The targets and the texts of its links.
    leads: tuple[str, ...]
    words: tuple[str, ...]

    def filled(self, values: dict[str, str]) -> Citation:
        """Return the same citation with placeholders replaced by *values*."""
        leads, words = (tuple(put(each, values) for each in texts) for texts in self[1:])
        return Citation(self.text.filled(values), leads, words)


@dataclass(slots=True)
class Style:
    """One of pybtex's styles with its entries and a cache of what it has formatted."""

    name: str
    style: Any
    entries: Any
    tidied: dict[tuple[str, str], Entry] = field(default_factory=dict)
    #: Formatted references by key and letter, and citations by what they show. pybtex's own objects are not
    #: kept: 500 of them take 50 MiB.
    references: dict[tuple[str, str], Reference] = field(default_factory=dict)
    citations: dict[object, Citation] = field(default_factory=dict)

    def entry(self, key: str, letter: str = "") -> Entry:
        """Return the tidied entry *key*, with a disambiguating *letter* after its year."""
        if (key, letter) not in self.tidied:
            entry = self.tidied[key, letter] = tidy(self.entries[key], self.entries)
            entry.key = entry.key or key
            if letter:
                entry.fields["year"] = f"{entry.fields.get('year', '')}{letter}"
        return self.tidied[key, letter]

    def knows(self, entry: Entry) -> bool:
        """Return whether the style supports this type of entry."""
        return any(hasattr(self.style, name.format(entry.type)) for name in ("get_{}_template", "format_{}"))

    def known(self, key: str) -> Entry:
        """Return the tidied entry *key*, as a type that the style supports."""
        entry = self.entry(key)
        return entry if self.knows(entry) else _as_misc(entry)

    def reference(self, key: str, letter: str = "") -> Reference:
        """Return the reference of *key*, from the cache if possible."""
        if (key, letter) not in self.references:
            entry = self.entry(key, letter)
            text, fault = self.write(entry)
            parts, commands = _parts(entry, text)
            if titled(entry) is not entry:
                fault = "expected an author, editor or title, found none; showing the key"
            elif fault:
                fault = f"style cannot format this entry ({fault}); showing author, title and year"
            elif commands:
                words = ", ".join(f"\\{word}" for word in commands)
                fault = f"unsupported LaTeX: {words}; showing it as written"
            self.references[key, letter] = Reference(StoredNodes(parts), fault)
        return self.references[key, letter]

    def write(self, entry: Entry) -> tuple[Any, str]:
        """Return *entry* as rich text formatted by pybtex's style, and an empty string.

        If the style fails, return names, title and year, and the reason: a style may raise any exception for
        an entry that it does not expect. A missing field is left out, such as the journal of a preprint.
        """
        entry = titled(entry)
        if entry.type in _LIKE_MISC or not self.knows(entry):
            entry = _as_misc(entry)
        try:
            for _ in range(_MAX_MISSING):
                try:
                    return self.style.format_entry("", entry).text, ""
                except FieldIsMissing as error:
                    entry = _without(entry, error.field_name)
            return _plainly(entry), "too many fields are missing"
        except Exception as error:
            return _plainly(entry), f"{type(error).__name__}: {error}"


#: The maximum number of missing fields.
_MAX_MISSING = 10

#: Types of entries for which pybtex's styles show less than for ``misc``.
_LIKE_MISC = frozenset({"dataset", "software", "patent"})


def _as_misc(entry: Entry) -> Entry:
    """Return *entry* as ``misc``, with fields that only its own type shows in ``howpublished``."""
    other, fields = changed(entry, "misc"), dict(entry.fields.items())
    if not is_misc(entry.type):
        other.fields["howpublished"] = in_howpublished(fields, dict(entry.persons))
    return other


def _without(entry: Entry, name: str) -> Entry:
    """Return *entry* with an empty value for the field *name*, or ``n.d.`` for the year."""
    if name == "editor":
        return _as_misc(entry)  # Else styles print the word "editor" without a name.
    other = changed(entry)
    if name == "author":
        other.persons[name] = list(entry.persons.get("editor", []))
    else:
        other.fields[name] = "n.d." if name == "year" else ""
    return other


def titled(entry: Entry) -> Entry:
    """Return *entry* if it has names or a title; or else a copy with its key as the title.

    Citation styles raise an exception for an entry without any of them.
    """
    if people_of_work(entry) or entry.fields.get("title"):
        return entry
    return changed(entry, fields=dict(entry.fields.items()) | {"title": "{" + literal(entry.key) + "}"})


def _parts(entry: Entry, text: Any) -> tuple[list[nodes.Node], list[str]]:
    """Return the nodes of *text*, the reference of *entry*, with safe links, and unsupported commands."""
    paragraph: nodes.paragraph = _BACKEND.paragraph(FormattedEntry(entry.key, text, ""))
    commands = list(dict.fromkeys(unknown_in(paragraph.astext())))
    parts = unsealed(joined(paragraph.children))
    paragraph.children = []
    paragraph += parts
    doi = entry.fields.get("doi", "")
    for link in list(paragraph.findall(nodes.reference)):
        if doi and link.get("refuri") == f"https://doi.org/{doi}":
            # pybtex does not percent-encode a DOI and does not check it.
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
    return parts, commands


def joined(content: list[nodes.Node]) -> list[nodes.Node]:
    """Return *content* with adjacent text nodes merged: pybtex makes some twenty for a reference."""
    parts: list[nodes.Node] = []
    for node in content:
        if isinstance(node, nodes.Text) and parts and isinstance(parts[-1], nodes.Text):
            merged = nodes.Text(parts[-1] + node)
            merged.parent = node.parent
            parts[-1] = merged
        else:
            if isinstance(node, nodes.Element):
                node.children = joined(node.children)
            parts.append(node)
    return parts


def _plainly(entry: Entry) -> Any:
    """Return names, title and year of *entry* as rich text."""
    names = ", ".join(
        " ".join([*person.first_names, *person.prelast_names, *person.last_names])
        for person in people_of_work(entry)
    )
    parts = [names, *(entry.fields.get(name, "") for name in ("title", "year"))]
    texts = [Text(part) if (text := rich_text(part)) is None else text for part in parts if part]
    return Text(". ").join(texts).add_period() or Text(entry.key)


_styles: dict[tuple[int, str], Style] = {}


def style_of(entries: Any, name: str) -> Style:
    """Return the style *name* for *entries*; its cache is shared by all notes."""
    style = _styles.get((id(entries), name))
    if style is None or style.entries is not entries:
        for stale in [key for key, each in _styles.items() if each.entries is not entries]:
            del _styles[stale]
        style = _styles[id(entries), name] = Style(name, plugin(name), entries)
    return style


def doi_of(entry: Entry) -> str:
    """Return the DOI of a tidied *entry*; empty if it has none or an invalid one."""
    doi: str = entry.fields.get("doi", "")
    return doi if doi.startswith("10.") and "/" in doi else ""


def addresses(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield labels and addresses of the places where the work of a tidied *entry* is available."""
    fields = entry.fields
    if doi := doi_of(entry):
        yield "doi", doi_url(doi)
    if fields.get("eprint") and fields.get("eprinttype", "arxiv").casefold() == "arxiv":
        yield "arXiv", f"https://arxiv.org/abs/{fields['eprint']}"
    for name in ("url", "pdf"):
        if address := web_address(fields.get(name, "")):
            yield "PDF" if name == "pdf" or address.casefold().endswith(".pdf") else "link", address
