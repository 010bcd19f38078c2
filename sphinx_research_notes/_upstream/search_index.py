"""Sphinx's search index: exact after every build, with permalinks, in a fraction of the memory.

``IndexBuilder`` keeps the terms of deleted documents as empty lists, loses the index entries of documents
that were not written in this build (https://github.com/sphinx-doc/sphinx/issues/12599), keeps a set per
term, and stems a word wherever it stands; its script builds the address of a result from the docname. Neither
its class nor its terms can be set through a public name. Checked on Sphinx 8.2 to 9.2; on a version whose
index has other attributes, Sphinx's own index is used and a ``notes.upstream`` warning says so. It can go
when ``IndexBuilder`` prunes terms without documents, keeps index entries, and asks the builder for addresses.
"""

from __future__ import annotations

import io
from os import fspath
from typing import TYPE_CHECKING, Any

import sphinx
from sphinx.search import IndexBuilder, js_index
from sphinx.util.index_entries import split_index_msg

from .patching import warn_unsupported
from .stored_terms import Names, StoredTerms, read_terms, with_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from os import PathLike

    from docutils import nodes
    from sphinx.search import SearchLanguage


class Terms(dict[str, Any]):
    """A mapping of terms to documents, for a new index."""

    def setdefault(self, term: str, default: Any = None) -> Any:
        """Return the documents of *term*, creating an empty list of them; *default* is ignored."""
        names = self.get(term)
        if names is None:
            names = self[term] = Names()
        return names


#: Whether :meth:`PlacedIndex.feed` does what that of this version does.
CHECKED = (8, 2) <= sphinx.version_info[:2] < (10, 0)

#: How many words are known at a time: most of those of a site of thousands of notes, in a few MiB.
WORDS = 50_000

#: The private attributes that the classes below rely on: documents by term, and facts by docname.
_OF_TERMS = ("_mapping", "_title_mapping")
_OF_DOCUMENTS = ("_filenames", "_titles", "_all_titles", "_index_entries")
_ATTRIBUTES = (*_OF_TERMS, *_OF_DOCUMENTS)


def adopt(indexer: IndexBuilder, suffixes: tuple[str, ...]) -> PlacedIndex | None:
    """Turn *indexer*, just created by a builder, into ours; return None if its class is not supported.

    *suffixes* are those of source files.
    """
    if not _is_supported(indexer):
        return None
    indexer.__class__ = PlacedIndex
    assert isinstance(indexer, PlacedIndex)
    indexer._mapping = Terms(indexer._mapping)
    indexer.suffixes = suffixes
    return indexer


def make_exact(indexer: IndexBuilder) -> None:
    """Let *indexer*, of a builder without HTML pages, drop terms without documents."""
    if _is_supported(indexer):
        indexer.__class__ = ExactIndex


def _is_supported(indexer: IndexBuilder) -> bool:
    missing = [name for name in _ATTRIBUTES if not hasattr(indexer, name)]
    if missing:
        consequence = "the search index may hold words of removed documents and wrong addresses"
        warn_unsupported("Sphinx", f"IndexBuilder.{missing[0]}", consequence)
    return not missing


class KnownWords(dict[str, str | None]):
    """The term that stands for a word in the index; None if none does. Some stems are empty."""

    def __init__(self, language: SearchLanguage) -> None:
        self._stem, self._filter = language.stem, language.word_filter

    def __missing__(self, word: str) -> str | None:
        stemmed = self._stem(word).lower()
        # A stemmer must not remove words from the index.
        term = self[word] = stemmed if self._filter(stemmed) else word if self._filter(word) else None
        return term


class ExactIndex(IndexBuilder):
    """Sphinx's search index without terms that no document contains any more."""

    def freeze(self) -> dict[str, Any]:
        for mapping in (self._mapping, self._title_mapping):
            for term in [term for term, names in mapping.items() if not names]:
                del mapping[term]
        return super().freeze()


class PlacedIndex(ExactIndex):
    """Sphinx's search index with addresses that follow permalinks.

    The script builds the address of a result from a docname (``searchtools.js``, ``_displayItem``). So the
    file names a page with a permalink by its place in the output; loading the file restores the docname.
    """

    #: Docname to the name used in the file.
    placed: dict[str, str]
    #: The terms and those of titles: Sphinx's dictionaries, or what stands in their place.
    _mapping: Any
    _title_mapping: Any
    #: The suffixes of source files.
    suffixes: tuple[str, ...]
    #: The index entries of every document, as the index domain keeps them.
    entries: Mapping[str, Sequence[tuple[str, str, str, str, str | None]]]
    #: What our script shows of documents besides their titles; None if it isn't used. Sphinx ignores it.
    facts: Mapping[str, object] | None = None
    _known: KnownWords | None = None

    def feed(self, docname: str, filename: str | PathLike[str], title: str, doctree: nodes.document) -> None:
        """Add a document: as Sphinx does it, but with each word once."""
        if not CHECKED:
            super().feed(docname, filename, title, doctree)
            return
        words = self._word_collector(doctree)
        self._titles[docname], self._filenames[docname] = title, fspath(filename)
        self._all_titles[docname] = words.titles
        if self._known is None or len(self._known) > WORDS:
            self._known = KnownWords(self.lang)
        in_title = set(map(self._known.__getitem__, words.title_words))
        in_text = set(map(self._known.__getitem__, words.words)) - in_title
        for mapping, terms in ((self._title_mapping, in_title), (self._mapping, in_text)):
            for term in terms:
                if term is not None:
                    mapping.setdefault(term, set()).add(docname)

    def start_anew(self) -> None:
        """Forget everything: a worker begins to gather the words of its documents."""
        for name in _ATTRIBUTES:
            setattr(self, name, {})
        self._mapping = Terms()

    def gathered(self) -> tuple[dict[str, Any], ...]:
        """Return what was fed since, as :meth:`take` expects it."""
        documents = ({**getattr(self, name)} for name in _OF_DOCUMENTS)
        terms = ({term: [*names] for term, names in getattr(self, name).items()} for name in _OF_TERMS)
        return (*documents, *terms)

    def take(self, gathered: tuple[dict[str, Any], ...]) -> None:
        """Add what a worker has *gathered*, of documents that this index doesn't have yet."""
        for name, found in zip((*_OF_DOCUMENTS, *_OF_TERMS), gathered, strict=True):
            mapping: dict[str, Any] = getattr(self, name)
            if name in _OF_DOCUMENTS:
                mapping.update(found)
                continue
            for term, docnames in found.items():
                names = mapping.setdefault(term, set())
                for docname in docnames:
                    names.add(docname)

    def load(self, stream: Any, format: Any) -> None:
        """Load the index of the last build; source file names, which it also holds, give the docnames."""
        text = stream.read()
        read = read_terms(text) if format is js_index else None
        if read is None:
            super().load(io.StringIO(text) if isinstance(text, str) else io.BytesIO(text), format)
        else:
            del text
            rest, terms = read
            super().load(io.StringIO(rest), format)
        docnames = {name: self._docname(filename) for name, filename in self._filenames.items()}
        self._titles = {docnames[k]: v for k, v in self._titles.items()}
        self._filenames = {docnames[k]: v for k, v in self._filenames.items()}
        self._all_titles = {docnames[k]: v for k, v in self._all_titles.items()}
        if read is not None:
            self._mapping, self._title_mapping = (StoredTerms(each, [*self._titles]) for each in terms)
            return
        for mapping in (self._mapping, self._title_mapping):
            for term, names in mapping.items():
                mapping[term] = {docnames[name] for name in names}

    @property
    def _stored(self) -> list[StoredTerms]:
        """The terms, if they are those of the file."""
        return [each for each in (self._mapping, self._title_mapping) if isinstance(each, StoredTerms)]

    def prune(self, docnames: Iterable[str]) -> None:
        """Remove all documents except *docnames*."""
        kept = frozenset(docnames)
        if not (stored := self._stored):
            super().prune(kept)
            return
        gone = self._titles.keys() - kept
        if gone and self._titles.keys() - set(stored[0].docnames):
            # A document that is new in this build has no number yet.
            self._mapping, self._title_mapping = (each.parsed() for each in stored)
            super().prune(kept)
            return
        self._mapping, self._title_mapping = {}, {}
        super().prune(kept)
        self._mapping, self._title_mapping = stored
        for terms in stored:
            terms.remove(gone)

    def dump(self, stream: Any, format: Any) -> None:
        """Write the index."""
        if not (stored := self._stored):
            super().dump(stream, format)
            return
        same = sorted(self._titles) == stored[0].docnames
        if not same:
            self._mapping, self._title_mapping = (each.parsed() for each in stored)
            super().dump(stream, format)
            return
        self._mapping, self._title_mapping = {}, {}
        text = format.dumps(self.freeze())
        self._mapping, self._title_mapping = stored
        stream.write(with_terms(text, stored))

    def _docname(self, filename: str) -> str:
        suffixes = sorted(self.suffixes, key=len, reverse=True)
        return next((filename.removesuffix(s) for s in suffixes if filename.endswith(s)), filename)

    def freeze(self) -> dict[str, Any]:
        """Return the data to write, with the index entries of documents not written in this build."""
        self._index_entries = {
            docname: sorted(_index_entries(self.entries.get(docname, ()))) for docname in sorted(self._titles)
        }
        frozen = super().freeze()
        if self.facts is not None:
            frozen["notes"] = [self.facts.get(name, 0) for name in frozen["docnames"]]
        frozen["docnames"] = tuple(self.placed.get(name, name) for name in frozen["docnames"])
        return frozen


def _index_entries(
    entries: Sequence[tuple[str, str, str, str, str | None]],
) -> set[tuple[str, str, str]]:
    """Return the terms of explicit index entries with their targets, as Sphinx's ``feed`` does."""
    terms: set[tuple[str, str, str]] = set()
    for kind, value, target, main, _ in entries:
        try:
            words = split_index_msg(kind, value)
        except ValueError:
            continue
        terms |= {(word, target or "", main) for word in words}
    return terms
