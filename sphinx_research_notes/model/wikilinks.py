"""Wikilinks: their parts, and the documents that their names may mean. Pure.

The rules are those of Obsidian (https://help.obsidian.md/links): a name is a path or the end of one, in any
case, or another name that a note gives itself.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .taxonomy import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SIZE = re.compile(r"\s*(\d{1,5})(?:\s*[x×]\s*(\d{1,5}))?\s*", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
#: A name that only a file has: no author writes it in a sentence.
_FILE_NAME = re.compile(r"[^\s]*[-_][^\s]*")
#: The signs that Obsidian leaves out of links to headings.
_SIGNS = re.compile(r"[\W_]+")
#: What stands between two brackets in code or formulas.
_NO_NAME = re.compile(r"""(["']).*\1|[\d\s.,;:+*/-]*[,;+*][\d\s.,;:+*/-]*""")
#: The date that begins the name of a file.
_DATED = re.compile(r"\d{4}-\d\d-\d\d[-_ ]+(?=.)")


@dataclass(frozen=True, slots=True)
class Wikilink:
    """The parts of ``[[path#part|text]]``."""

    #: The name of a document or file; empty for the document itself.
    path: str
    #: Headings separated by ``#``, or ``^`` and the id of a block; empty for the whole document.
    part: str = ""
    #: The author's own text; empty if there is none.
    text: str = ""

    @property
    def target(self) -> str:
        """The path and the part."""
        return f"{self.path}#{self.part}" if self.part else self.path

    @property
    def name(self) -> str:
        """The last step of the path, without the suffix of a Markdown file."""
        last = self.path.rstrip("/").rpartition("/")[2]
        return re.sub(r"\.(?:md|markdown)$", "", last, flags=re.IGNORECASE)

    @property
    def is_file_name(self) -> bool:
        """Whether the name, without a text of its own, looks like that of a file, such as ``a-walk``."""
        return not self.text and (self.name != self.path or _FILE_NAME.fullmatch(self.name) is not None)

    @property
    def shown(self) -> str:
        """The text to show, as Obsidian does: ``Note > Heading`` without a text of its own."""
        if self.text:
            return self.text
        headings = [] if self.part.startswith("^") else [each for each in self.part.split("#") if each]
        return " > ".join([self.name] * bool(self.name) + headings) or self.part

    @property
    def size(self) -> tuple[str, str]:
        """The width and the height that the text of an embedded picture ends with; empty if not given."""
        match = _SIZE.fullmatch(self.text.rpartition("|")[2])
        return (match[1], match[2] or "") if match else ("", "")

    @property
    def alt(self) -> str:
        """The text of an embedded picture, without its size."""
        before, bar, last = self.text.rpartition("|")
        return (before if bar else "") if _SIZE.fullmatch(last) else self.text


def read_wikilink(inner: str) -> Wikilink | None:
    """Return the parts of the wikilink with *inner* between its brackets; None if it names nothing."""
    # In tables, the bar is written with a backslash.
    named, _, text = inner.replace("\\|", "|").partition("|")
    path, _, part = named.partition("#")
    path, part = path.strip(), "#".join(filter(None, map(str.strip, part.split("#"))))
    # Neither a quoted key nor a row of numbers, as in code.
    if _NO_NAME.fullmatch(path) or not (path or part):
        return None
    return Wikilink(path, part, text.strip())


def in_brackets(text: str) -> Wikilink | None:
    """Return the wikilink that *text* is, as in front matter; None if it is none."""
    match = re.fullmatch(r"\s*!?\[\[([^\[\]]+)\]\]\s*", text)
    return read_wikilink(match[1]) if match else None


def split_target(target: str) -> Wikilink:
    """Return the parts of *target*, written by :attr:`Wikilink.target`."""
    path, _, part = target.partition("#")
    return Wikilink(path, part)


def folded(text: str) -> str:
    """Return *text* for comparison: ignoring case and composition, with single spaces."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    return _BLANKS.sub(" ", composed).strip()


def heading_key(text: str) -> str:
    """Return the text of a heading for comparison: ignoring case, spaces and signs."""
    return _SIGNS.sub("", folded(text)) or folded(text)


@dataclass(frozen=True, slots=True)
class Named:
    """A document by everything that may name it."""

    docname: str
    title: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a name leads to."""

    docname: str
    #: The others that it may mean as well.
    others: tuple[str, ...] = ()


class Files:
    """Paths without their suffix, by the end of a path in any case."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_last: dict[str, list[tuple[str, str]]] = {}
        for path in sorted(paths):
            known = folded(path)
            self._by_last.setdefault(known.rpartition("/")[2], []).append((known, path))

    def find(self, name: str, here: str) -> Found | None:
        """Return the path that *name*, written in the document *here*, means.

        The whole path wins, then one in the same folder, then the shortest.
        """
        folder = posixpath.dirname(here)
        if name.startswith(("./", "../")):
            joined = posixpath.normpath(posixpath.join(folder, name))
            return self._exact(joined) or self._ending(re.sub(r"^(?:\.{1,2}/)+", "", name), folder)
        if name.startswith("/"):
            return self._exact(name.strip("/")) or self._ending(name.strip("/"), folder)
        return self._exact(name) or self._ending(name, folder)

    def _exact(self, path: str) -> Found | None:
        wanted = folded(path)
        known = self._by_last.get(wanted.rpartition("/")[2], ())
        same = [written for each, written in known if each == wanted]
        # Two that differ in case only.
        return Found(path if path in same else same[0]) if same else None

    def _ending(self, name: str, folder: str) -> Found | None:
        wanted = folded(name)
        known = self._by_last.get(wanted.rpartition("/")[2], ())
        ending = [written for each, written in known if each.endswith(f"/{wanted}")]
        ending.sort(key=lambda each: (posixpath.dirname(each) != folder, each.count("/"), len(each), each))
        if not ending:
            return None
        is_beside = posixpath.dirname(ending[0]) == folder
        return Found(ending[0], () if is_beside else tuple(ending[1:]))


class Names:
    """The documents of a site by the names that wikilinks may use."""

    def __init__(self, documents: Iterable[Named], suffixes: Sequence[str] = (".md",)) -> None:
        self._documents = sorted(documents, key=lambda each: each.docname)
        self._suffixes = tuple(suffix.lower() for suffix in suffixes)
        self._files = Files(each.docname for each in self._documents)

    def find(self, path: str, here: str) -> Found | None:
        """Return what *path*, written in the document *here*, means: by its file, title or other name."""
        spellings = dict.fromkeys((path, self._bare(path), self._bare(unquote(path))))
        for spelling in spellings:
            if spelling and (found := self._files.find(spelling, here)):
                return found
        for table in (self._by_title, self._by_name, self._by_stem):
            for spelling in spellings:
                if found := _first(table.get(folded(spelling))):
                    return found
        for spelling in spellings:
            for each in ("index", "readme", "_index"):
                folder = spelling.rstrip("/")
                if folder and (found := self._files.find(f"{folder}/{each}", here)):
                    return found
        return next(filter(None, (_first(self._by_slug.get(squeezed(each))) for each in spellings)), None)

    def near(self, path: str) -> str:
        """Return the name of a document that *path* may be a typo for; empty if there is none."""
        last = folded(self._bare(unquote(path))).rpartition("/")[2]
        if len(last) < 4:
            return ""
        for form in _shortened(last):
            for name in self._misspelt.get(form, ()):
                return name
        return ""

    def _bare(self, path: str) -> str:
        """Return *path* without the suffix of a source file."""
        suffix = next((each for each in self._suffixes if path.lower().endswith(each)), "")
        return path[: len(path) - len(suffix)]

    def _table(self, *columns: tuple[str, Named]) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for name, each in columns:
            if name and each.docname not in (known := table.setdefault(name, [])):
                known.append(each.docname)
        return table

    @cached_property
    def _by_title(self) -> dict[str, list[str]]:
        return self._table(*((folded(each.title), each) for each in self._documents))

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        return self._table(*((folded(name), each) for each in self._documents for name in each.names))

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The documents by the name of their file without its date."""
        return self._table(*((folded(_DATED.sub("", _last(e.docname))), e) for e in self._documents))

    @cached_property
    def _by_slug(self) -> dict[str, list[str]]:
        """The documents by the name of their file without spaces and hyphens."""
        return self._table(
            *(
                (squeezed(name), each)
                for each in self._documents
                for name in (_last(each.docname), each.title)
            )
        )

    @cached_property
    def _misspelt(self) -> dict[str, list[str]]:
        """The written names by every form of them that lacks a letter."""
        forms: dict[str, list[str]] = {}
        for each in self._documents:
            for name in dict.fromkeys((_last(each.docname), each.title, *each.names)):
                for form in _shortened(folded(name)) if 3 < len(name) < 80 else ():
                    forms.setdefault(form, []).append(name)
        return forms


def _last(docname: str) -> str:
    return docname.rpartition("/")[2]


def _first(docnames: Sequence[str] | None) -> Found | None:
    return Found(docnames[0], tuple(docnames[1:])) if docnames else None


def _shortened(word: str) -> Iterator[str]:
    """Yield *word*, and *word* without each of its letters."""
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))
