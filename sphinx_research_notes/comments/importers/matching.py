"""Find the note that a thread belongs to: by its address, by a table, or by what its page is called."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from urllib.parse import SplitResult

    from .records import ForeignThread

_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}-")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: What a copy in the Internet Archive has before the address of the page.
_ARCHIVED = re.compile(r"web/\d{4,14}[a-z_]*/(?=https?:)")
#: What blogs append to the address of a page for its further comments, its feed, and telephones.
_OF_A_PAGE = re.compile(r"/(?:comment-page-\d+|feed|amp)$")
#: Parameters of an address that name a page, where it has no path: ``/?p=12``.
_NAMING = {"p", "page_id", "id", "post"}


@dataclass(frozen=True, slots=True)
class KnownNote:
    """A note, and everything that an address may call it."""

    docname: str
    #: Paths from the root of the site.
    paths: tuple[str, ...] = ()
    #: Full addresses, here or elsewhere.
    urls: tuple[str, ...] = ()
    title: str = ""
    slug: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """The note that a thread belongs to."""

    docname: str
    #: How it was found: by its ``address``, the ``table``; or, which is inferred, its ``name`` or ``title``.
    by: str

    @property
    def is_inferred(self) -> bool:
        """Whether no address tells."""
        return self.by in {"name", "title"}


class Notes:
    """The notes of a site by what they are called; what two are called names none of them."""

    def __init__(
        self, notes: Iterable[KnownNote], base: str = "", table: Mapping[str, str] | None = None
    ) -> None:
        """*base*: the URL of the site. *table*: addresses or names, and the note that each is."""
        self._root = path_of(base)
        self._urls: defaultdict[str, set[str]] = defaultdict(set)
        self._paths: defaultdict[str, set[str]] = defaultdict(set)
        self._slugs: defaultdict[str, set[str]] = defaultdict(set)
        self._titles: defaultdict[str, set[str]] = defaultdict(set)
        self._years: dict[str, int | None] = {}
        for note in notes:
            self._add(note)
        self._table = {place_of(key): value for key, value in (table or {}).items()}

    def _add(self, note: KnownNote) -> None:
        self._years[note.docname] = note.year
        for url in note.urls:
            self._urls[place_of(url)].add(note.docname)
        for path in (*note.paths, note.docname):
            self._paths[path_of(path)].add(note.docname)
        for name in {note.slug, _DATE.sub("", path_of(note.docname).rpartition("/")[2])} - {"", "index"}:
            self._slugs[name.casefold()].add(note.docname)
        if key := _plain(note.title):
            self._titles[key].add(note.docname)

    def named(self, name: str) -> str:
        """Return the note that an author means by *name*, a document, a file or an address; else empty."""
        without = re.sub(r"\.(?:md|rst|ipynb|markdown|txt)$", "", name.strip())
        found = _only(self._paths, path_of(without)) or self._by_address(name)
        return found or _only(self._slugs, _DATE.sub("", path_of(without)))

    def match(self, thread: ForeignThread) -> Match | None:
        """Return the note that *thread* belongs to; None if nothing, or more than one, is."""
        for each in thread.addresses:
            if (wanted := self._table.get(place_of(each))) is not None:
                docname = self.named(wanted)
                return Match(docname, "table") if docname else None
        for each in thread.addresses:
            if docname := self._by_address(each):
                return Match(docname, "address")
        for each in thread.addresses:
            if docname := self._by_name(each):
                return Match(docname, "name")
        if any(_is_home(each) for each in thread.addresses):
            return None
        docname = _only(self._titles, _plain(thread.title)) if thread.title else ""
        return Match(docname, "title") if docname else None

    def _by_address(self, address: str) -> str:
        if found := _only(self._urls, place_of(address)):
            return found
        parts = _split(address)
        if parts is None or (not path_of(address) and parts.query):
            return ""
        path = path_of(address)
        if not path:
            return ""
        inside = path.removeprefix(f"{self._root}/") if self._root else path
        return _only(self._paths, path) or _only(self._paths, inside)

    def _by_name(self, address: str) -> str:
        """Return the note whose slug ends *address*, unless the address tells another year."""
        folders, _, last = path_of(address).rpartition("/")
        slug = _DATE.sub("", last)
        docname = _only(self._slugs, slug)
        years = {int(each) for each in [*folders.split("/"), last[:4]] if _YEAR.fullmatch(each)}
        known = self._years.get(docname)
        return "" if years and known and known not in years else docname


def _is_home(address: str) -> bool:
    """Whether *address* is that of a site, whatever the title of the page is."""
    parts = _split(address)
    return parts is not None and bool(parts.netloc) and not path_of(address) and not parts.query


def _only(found: Mapping[str, set[str]], key: str) -> str:
    docnames = found.get(key) or set()
    return next(iter(docnames)) if key and len(docnames) == 1 else ""


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address.strip())
    except ValueError:
        return None


def place_of(address: str) -> str:
    """Return *address* in a form in which equal pages are equal: host and path, whatever the protocol."""
    parts = _split(address)
    if parts is None:
        return ""
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    path = path_of(address)
    naming = "" if path else "&".join(f"{k}={v}" for k, v in parse_qsl(parts.query) if k in _NAMING)
    return f"{host}/{path}" + (f"?{naming}" if naming else "")


def path_of(address: str) -> str:
    """Return the path of *address* in a form in which equal pages are equal: ``2024/rain``."""
    parts = _split(address)
    if parts is None:
        return ""
    path = unquote(parts.path).strip("/ ").casefold()
    if archived := _ARCHIVED.match(path):
        return path_of(path[archived.end() :])
    path = _OF_A_PAGE.sub("", path)
    path = re.sub(r"(?:^|/)index(?:\.[a-z]{3,5})?$", "", path)
    path = re.sub(r"\.(?:html?|php|aspx?)$", "", path)
    return re.sub("/+", "/", path)


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title.casefold()).strip()
