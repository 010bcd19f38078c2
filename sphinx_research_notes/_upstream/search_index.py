"""Sphinx's search index: exact after every build, with right addresses, in a fraction of the memory.

``IndexBuilder`` keeps the words of documents that are gone as empty lists, forgets the explicit index
entries of documents that were not written this time, and keeps a set for each term; its script makes a
result's address from a docname. It can be given no other class, and its terms have no public name. Checked
on Sphinx 8.2 to 9.2; one whose index has other attributes keeps its own (:func:`adopt`). It can go when
``IndexBuilder`` prunes what is empty and asks the builder for addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.search import IndexBuilder
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence


class Names(list[str]):
    """The documents in which a term stands, in place of Sphinx's set: a quarter of its memory.

    Documents are fed one after another, so that a name that is there already is the last one.
    """

    def add(self, name: str) -> None:
        """Note that the term stands in *name*."""
        if not self or self[-1] != name:
            self.append(name)

    def intersection_update(self, names: Container[str]) -> None:
        """Forget all documents but *names*."""
        self[:] = [name for name in self if name in names]


class Terms(dict[str, Any]):
    """The documents of each term of a new index."""

    def setdefault(self, term: str, default: Any = None) -> Any:
        """The documents of *term*, which come into being here."""
        found = self.get(term)
        if found is None:
            found = self[term] = Names()
        return found


#: What the classes here rely on.
_KNOWN = ("_mapping", "_title_mapping", "_filenames", "_titles", "_all_titles", "_index_entries")


def adopt(indexer: IndexBuilder, suffixes: tuple[str, ...]) -> PlacedIndex | None:
    """*indexer*, which a builder has just made, as one of our class; None where it is not as we know it.

    *suffixes*: those of source files.
    """
    if not all(hasattr(indexer, name) for name in _KNOWN):
        return None
    indexer.__class__ = PlacedIndex
    assert isinstance(indexer, PlacedIndex)
    indexer._mapping = Terms(indexer._mapping)
    indexer.suffixes = suffixes
    return indexer


def make_exact(indexer: IndexBuilder) -> None:
    """Let *indexer*, of a builder without pages, forget what is gone, where it is as we know it."""
    if all(hasattr(indexer, name) for name in _KNOWN):
        indexer.__class__ = ExactIndex


class ExactIndex(IndexBuilder):
    """Sphinx's search index without the words of documents that are gone, which it keeps as empty lists."""

    def freeze(self) -> dict[str, Any]:
        for mapping in (self._mapping, self._title_mapping):
            for term in [term for term, names in mapping.items() if not names]:
                del mapping[term]
        return super().freeze()


class PlacedIndex(ExactIndex):
    """Sphinx's search index, written under the names that its script builds right addresses from.

    The script makes a result's address from a docname (``searchtools.js``, ``_displayItem``), so a page
    that has moved is named by its place in the file, and by its docname again when that is read.
    """

    #: Docname to the name that stands for it in the file.
    placed: dict[str, str]
    #: The suffixes of source files.
    suffixes: tuple[str, ...]
    #: The index entries of every document, as the index domain keeps them.
    entries: Mapping[str, Sequence[tuple[str, str, str, str, str | None]]]

    def load(self, stream: Any, format: Any) -> None:
        """Read the index of the last build, whose names are told by the source files beside them."""
        super().load(stream, format)
        back = {
            name: docname
            for name, filename in self._filenames.items()
            if (docname := self._docname(filename)) != name
        }
        if back:
            self._titles = {back.get(k, k): v for k, v in self._titles.items()}
            self._filenames = {back.get(k, k): v for k, v in self._filenames.items()}
            self._all_titles = {back.get(k, k): v for k, v in self._all_titles.items()}
            for mapping in (self._mapping, self._title_mapping):
                for term, names in mapping.items():
                    mapping[term] = {back.get(name, name) for name in names}

    def _docname(self, filename: str) -> str:
        suffixes = sorted(self.suffixes, key=len, reverse=True)
        return next((filename.removesuffix(s) for s in suffixes if filename.endswith(s)), filename)

    def freeze(self) -> dict[str, Any]:
        """The index as it is written.

        Sphinx forgets the index entries of documents that were not written this time, so that the file
        would differ from a clean build's.
        """
        self._index_entries = {
            docname: sorted(_index_entries(self.entries.get(docname, ()))) for docname in sorted(self._titles)
        }
        frozen = super().freeze()
        frozen["docnames"] = tuple(self.placed.get(name, name) for name in frozen["docnames"])
        return frozen


def _index_entries(
    entries: Sequence[tuple[str, str, str, str, str | None]],
) -> set[tuple[str, str, str]]:
    """The words of explicit index entries, each with its target, as Sphinx's ``feed`` finds them."""
    found: set[tuple[str, str, str]] = set()
    for kind, value, target, main, _ in entries:
        try:
            words = split_index_msg(kind, value)
        except ValueError:
            continue
        found |= {(word, target or "", main) for word in words}
    return found
