"""The terms of Sphinx's search index as text, as its file has them, of which only what changes is parsed.

To add a document that is written again, Sphinx parses the whole index and writes it anew: at 10,000 notes it
has 27 MB, and takes half of the time of a build after an edit. As long as no document comes or goes, each
keeps its number, and the documents of a term stay as they are unless a rewritten one has or had it. No
upstream issue is known; its title could be "Update searchindex.js in place". Checked on Sphinx 8.2 to 9.2; on
later versions, or if the file has another form, it is parsed as before. It can go when Sphinx does the like.
"""

from __future__ import annotations

import json
import re
from bisect import insort
from typing import TYPE_CHECKING, Any

import sphinx

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence, Set

#: The first version of Sphinx on which this was not checked.
UNKNOWN = (10,)
#: The members of the index that hold terms.
MEMBERS = ("terms", "titleterms")
#: So many documents are looked for one by one in the text of each term, more of them in its parts.
FEW = 8
#: A term, and the number of a document or a list of numbers.
_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)":(?:(\d+)|\[([\d,]+)\])([,}])')


class Names(list[str]):
    """The documents that contain a term, in place of Sphinx's set: a quarter of its memory.

    Documents are fed one after another, so a name that is already present is the last one.
    """

    def add(self, name: str) -> None:
        """Record that the document *name* contains the term."""
        if not self or self[-1] != name:
            self.append(name)

    def intersection_update(self, names: Container[str]) -> None:
        """Remove all documents except *names*."""
        self[:] = [name for name in self if name in names]


class StoredTerms:
    """In place of Sphinx's mapping of terms to documents: text, what is taken from it, and what is added."""

    def __init__(self, stored: Mapping[str, str], docnames: Sequence[str]) -> None:
        """*stored*: the numbers of the documents of each term; *docnames*: the documents by number."""
        self.docnames = docnames
        self._stored = stored
        self._removed: dict[str, set[str]] = {}
        self._added: dict[str, Names] = {}

    def setdefault(self, term: str, default: Any = None) -> Names:
        """Return a collection to which documents of *term* can be added; *default* is ignored."""
        names = self._added.get(term)
        if names is None:
            names = self._added[term] = Names()
        return names

    def get(self, term: str, default: Any = None) -> Any:
        """Return the documents added to *term*, which is all that Sphinx asks for, or *default*."""
        return self._added.get(term, default)

    def parsed(self) -> dict[str, set[str]]:
        """Return all terms with all their documents."""
        found = {}
        for term in self._stored.keys() | self._added.keys():
            stored = self._stored.get(term)
            numbers = set(stored.split(",") if stored else ()) - self._removed.get(term, set())
            names = {self.docnames[int(number)] for number in numbers} | {*self._added.get(term, ())}
            if names:
                found[term] = names
        return found

    def remove(self, docnames: Set[str]) -> None:
        """Remove *docnames*; none of them may have been added."""
        gone = {str(number) for number, docname in enumerate(self.docnames) if docname in docnames}
        if len(gone) == len(self.docnames):
            self._stored = {}
        elif len(gone) > FEW:
            for term, text in self._stored.items():
                self._remove(term, gone.intersection(text.split(",")))
        elif gone:
            wanted = [(number, f",{number},") for number in gone]
            for term, text in self._stored.items():
                listed = f",{text},"
                self._remove(term, {number for number, each in wanted if each in listed})

    def _remove(self, term: str, numbers: set[str]) -> None:
        if numbers:
            self._removed.setdefault(term, set()).update(numbers)

    def written(self) -> str:
        """Return what the file holds of it; only documents that have a number may have been added."""
        numbers = {docname: str(number) for number, docname in enumerate(self.docnames)}
        texts = dict(self._stored)
        for term in self._removed.keys() | self._added.keys():
            added = {numbers[docname] for docname in self._added.get(term, ())}
            removed = self._removed.get(term, set())
            if added == removed:
                continue
            texts[term] = _changed(texts.get(term, ""), removed - added, added - removed)
        items = ((json.dumps(term), texts[term]) for term in sorted(texts) if texts[term])
        return (
            f"{{{','.join(f'{term}:[{text}]' if ',' in text else f'{term}:{text}' for term, text in items)}}}"
        )


def _changed(text: str, removed: Set[str], added: Set[str]) -> str:
    """Return the numbers in *text* without *removed*, and with *added*, in order."""
    numbers = text.split(",") if text else []
    if removed:
        numbers = [number for number in numbers if number not in removed]
    for number in added:
        insort(numbers, number, key=int)
    return ",".join(numbers)


def read_terms(text: str) -> tuple[str, list[dict[str, str]]] | None:
    """Return the index *text* without its terms, and those of each member; None if it has another form."""
    found: list[dict[str, str]] = []
    for member in MEMBERS:
        terms: dict[str, str] = {}
        # Quotes are escaped in strings, and the other objects that may have such a key have a list there.
        start = text.find(empty := f'"{member}":{{') + len(empty)
        end = _end_of_terms(text, start, terms)
        if start < len(empty) or not end or list(terms) != sorted(terms) or sphinx.version_info >= UNKNOWN:
            return None
        found.append(terms)
        text = f"{text[:start]}{text[end:]}"
    return text, found


def _end_of_terms(text: str, start: int, terms: dict[str, str]) -> int:
    """Add the *terms* that begin at *start*, and return where they end; 0 if they have another form."""
    if text.startswith("}", start):
        return start
    while match := _ITEM.match(text, start):
        name, number, numbers, then = match.groups()
        terms[json.loads(f'"{name}"') if "\\" in name else name] = number or numbers
        start = match.end()
        if then == "}":
            return start - 1
    return 0


def with_terms(text: str, terms: Sequence[StoredTerms]) -> str:
    """Return the index *text*, which has no terms, with *terms*, those of each member."""
    for member, each in zip(MEMBERS, terms, strict=True):
        text = text.replace(f'"{member}":{{}}', f'"{member}":{each.written()}', 1)
    return text
