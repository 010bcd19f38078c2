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
from typing import TYPE_CHECKING, Any

import sphinx

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence, Set

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


class StoredTerms(dict[str, Any]):
    """A mapping of terms to documents, which are text, their numbers, until they are asked for."""

    def __init__(self, stored: Mapping[str, str], docnames: Sequence[str]) -> None:
        """*docnames*: the documents by number."""
        super().__init__(stored)
        self.docnames = docnames
        self._numbers = {docname: number for number, docname in enumerate(docnames)}

    def __getitem__(self, term: str) -> Names:
        value = super().__getitem__(term)
        if isinstance(value, str):
            value = Names(self.docnames[int(number)] for number in value.split(","))
            self[term] = value
        assert isinstance(value, Names)
        return value

    def get(self, term: str, default: Any = None) -> Any:
        """Return the documents of *term*, or *default*."""
        try:
            return self[term]
        except KeyError:
            return default

    def setdefault(self, term: str, default: Any = None) -> Names:
        """Return the documents of *term*, creating an empty list of them; *default* is ignored."""
        if term not in self:
            self[term] = Names()
        return self[term]

    def items(self) -> Any:
        """Return all terms with their documents."""
        return [(term, self[term]) for term in self]

    def values(self) -> Any:
        """Return the documents of all terms."""
        return [self[term] for term in self]

    def remove(self, docnames: Set[str]) -> None:
        """Remove *docnames*, and the terms that no other document contains."""
        gone = {str(number) for number, docname in enumerate(self.docnames) if docname in docnames}
        if len(gone) == len(self.docnames):
            self.clear()
        for term in list(self._holding(gone)):
            numbers = [number for number in self._text(term).split(",") if number not in gone]
            if numbers:
                self[term] = ",".join(numbers)
            else:
                del self[term]

    def _holding(self, numbers: Set[str]) -> Iterator[str]:
        """Yield the terms that any of the documents *numbers* contains."""
        if len(numbers) > FEW:
            yield from (term for term in self if not numbers.isdisjoint(self._text(term).split(",")))
            return
        wanted = [f",{number}," for number in numbers]
        for term in self if wanted else ():
            text = f",{self._text(term)},"
            if any(each in text for each in wanted):
                yield term

    def _text(self, term: str) -> str:
        """Return the numbers of the documents of *term*, in their order."""
        value = super().__getitem__(term)
        if isinstance(value, str):
            return value
        return ",".join(map(str, sorted(self._numbers[name] for name in value)))

    def written(self) -> str:
        """Return what the file holds of it."""
        texts = ((term, self._text(term)) for term in sorted(self))
        items = (f"{json.dumps(term)}:{f'[{text}]' if ',' in text else text}" for term, text in texts)
        return f"{{{','.join(items)}}}"


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
