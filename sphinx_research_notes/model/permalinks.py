"""Where pages are: site paths, permalink patterns, and who gets a place that two pages want."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from .faults import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from .note import Note

#: Neither in a file name on every system, nor in an address without being read as something else.
_NEVER = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffd<>:"|?*\\%]')
#: What a page's file may be called; any other name is a folder (``/node-1.0``).
_PAGE = re.compile(r"\.(?:x?html?|shtml|php\d?|aspx?|jsp|cgi|cfm|xml|txt|md)$", re.IGNORECASE)
#: What Windows takes for a device, with any suffix.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])\s*(?:\.|$)",
    re.IGNORECASE,
)
#: Files that Sphinx writes and a site cannot do without; some file systems know no capitals.
_RESERVED = frozenset({"objects.inv", "searchindex.js"})
_FIELD = re.compile(r"\{(\w+)\}")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
#: What a permalink pattern may name that follows from the date, in the words of
#: https://jekyllrb.com/docs/permalinks/#placeholders; always in English.
_OF_DATE: dict[str, Callable[[datetime], str]] = {
    "year": lambda when: f"{when.year:04}",
    "short_year": lambda when: f"{when.year % 100:02}",
    "month": lambda when: f"{when.month:02}",
    "i_month": lambda when: f"{when.month}",
    "short_month": lambda when: _MONTHS[when.month - 1][:3],
    "long_month": lambda when: _MONTHS[when.month - 1],
    "day": lambda when: f"{when.day:02}",
    "i_day": lambda when: f"{when.day}",
    "y_day": lambda when: f"{when.timetuple().tm_yday:03}",
    "w_year": lambda when: f"{when.isocalendar().year:04}",
    "week": lambda when: f"{when.isocalendar().week:02}",
    "w_day": lambda when: f"{when.isoweekday()}",
    "hour": lambda when: f"{when.hour:02}",
    "minute": lambda when: f"{when.minute:02}",
    "second": lambda when: f"{when.second:02}",
}
#: The same from the note; Jekyll's ``title`` is the file's name, or the ``slug``, not the title.
FIELDS = (*_OF_DATE, "slug", "title", "categories", "slugified_categories", "path")


class PlaceError(ValueError):
    """An address that no page of this site can have."""


def site_path(text: str) -> str:
    """*text* as a path inside the site, without its leading slash; empty for the default place.

    ``/leverage/`` and ``leverage/`` are a folder's page, ``/x/three.html`` a file; without either,
    ``/leverage`` is read as the folder. Raises :class:`PlaceError` when it leads out of the site or
    holds what no file name can hold.
    """
    text = text.strip(" ")
    if not text:
        return ""
    said = f"found {text!r}; accepted is a path inside the site such as /leverage/"
    try:
        parts = urlsplit(text)
    except ValueError:
        raise PlaceError(said) from None
    path = unquote(parts.path).removeprefix("/") or "index.html"
    steps = path.removesuffix("/").split("/")
    # urlsplit drops control characters, an empty host, an empty query or fragment.
    if parts.scheme or text.startswith("//") or re.search(r"[\x00-\x1f?#]", text):
        raise PlaceError(said)
    if _NEVER.search(path):
        raise PlaceError(said)
    if len(path) > 1000 or steps[0].casefold() in _RESERVED or not all(_is_name(step) for step in steps):
        raise PlaceError(said)
    if not path.endswith("/") and not _PAGE.search(steps[-1]):
        path += "/"
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _is_name(step: str) -> bool:
    """Whether *step* can be the name of a file or folder of the site, on every file system."""
    if not step or step != step.strip() or step.startswith(("_", ".")) or step.endswith("."):
        return False
    return len(step.encode()) <= 200 and not _DEVICE.match(step)


def from_pattern(pattern: str, note: Note) -> str:
    """The place of *note* by a pattern such as ``/{year}/{month}/{slug}/``.

    Empty, which is the default place, for a note without a date where the pattern asks for one.
    Raises :class:`PlaceError` for a document whose name no address can hold.
    """
    when = note.date.moment if note.date else None
    if when is None and not _OF_DATE.keys().isdisjoint(_FIELD.findall(pattern)):
        return ""
    # A file that is named by its date alone has no other slug.
    slug = quote(note.slug or note.stem or note.docname.rpartition("/")[2])
    kinds = [category.lower() for category in note.categories]
    values = {
        "slug": slug,
        "title": slug,
        "path": quote(note.docname),
        "categories": "/".join(quote(kind, safe="") for kind in kinds),
        "slugified_categories": "/".join(re.sub(r"[\W_]+", "-", kind).strip("-") for kind in kinds),
    }
    if when is not None:
        values |= {name: write(when) for name, write in _OF_DATE.items()}
    # Where a note has no categories, nothing stands between two slashes.
    filled = _FIELD.sub(lambda match: values[match[1]], pattern)
    return site_path(re.sub("(?<=/)/+", "", filled))


def check_pattern(pattern: str) -> str:
    """*pattern*, checked; raises :class:`PlaceError`."""
    unknown = set(_FIELD.findall(pattern)) - set(FIELDS)
    filled, fields = _FIELD.subn("x", pattern)
    if unknown or not fields or set("{}") & set(filled):
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        jekyll = re.findall(r":(\w+)", pattern)
        meant = (
            re.sub(r":(\w+)", r"{\1}", pattern) if jekyll and not unknown.union(jekyll) - {*FIELDS} else ""
        )
        hint = f"; did you mean {meant!r}?" if meant else ""
        raise PlaceError(f"found {pattern!r}; accepted is a path with some of {known}{hint}")
    site_path(filled)
    return pattern


@dataclass(frozen=True, slots=True)
class Places:
    """The settled places of a site."""

    #: Place of each document that is not at its default one.
    moved: dict[str, str] = field(default_factory=dict)
    #: Old path to the docname that it redirects to.
    redirects: dict[str, str] = field(default_factory=dict)
    #: Docname and message of each place that could not be given.
    faults: tuple[tuple[str, Fault], ...] = ()


class _Register:
    """Who holds which file; no file is two pages', and none is a folder that another stands in."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, str] = {}

    def claim(self, file: str, docname: str) -> str:
        """The docname that holds *file* from now on: *docname*, if nobody was before it."""
        above = [file[:place] for place, each in enumerate(file) if each == "/"]
        holders = [self.files.get(file), self.folders.get(file), *map(self.files.get, above)]
        if holder := next(filter(None, holders), None):
            return holder
        self.files[file] = docname
        for folder in above:
            self.folders.setdefault(folder, docname)
        return docname


def settle(
    notes: Iterable[Note],
    defaults: Mapping[str, str],
    pattern: str = "",
    suffix: str = ".html",
    plain: Collection[str] = (),
    others: Mapping[str, str] | None = None,
) -> Places:
    """Who is where: *defaults* is the place of every document of the site before permalinks;
    the *pattern* is for notes, not for the pages in *plain*; *others* are files that are not ours, each
    with what to call who writes it.

    Two pages never share a place: the default places of others and the permalinks of earlier docnames
    stand, and a later claim is a fault that names both.
    """
    documents = sorted((n for n in notes if not n.is_entry), key=lambda note: note.docname)
    faults: list[tuple[str, Fault]] = []
    wanted = _wanted(documents, pattern, plain, faults)
    stays: set[str] = set()
    while True:
        # Who loses stays at its default place, which others may have counted on: start again.
        register, moved = _Register(), {}
        for docname in sorted(defaults):
            if docname not in wanted or docname in stays:
                register.claim(file_of(defaults[docname], suffix), docname)
        for file, holder in (others or {}).items():
            register.claim(file_of(file, suffix), holder)
        lost = {}
        for docname in sorted(wanted.keys() - stays):
            taken = register.claim(file_of(wanted[docname], suffix), docname)
            if taken != docname:
                lost[docname] = taken
            elif wanted[docname] != defaults[docname]:
                moved[docname] = wanted[docname]
        for docname, taken in lost.items():
            message = f"two pages at one place: {docname} and {taken} both want /{wanted[docname]}"
            faults.append((docname, Fault("place", message)))
        if not lost:
            break
        stays |= lost.keys()
    own = {docname: file_of(moved.get(docname, place), suffix) for docname, place in defaults.items()}
    theirs = {file_of(file, suffix): holder for file, holder in (others or {}).items()}
    redirects = _redirects(documents, own, register, faults, suffix, theirs)
    return Places(moved, redirects, tuple(faults))


def _wanted(
    documents: Iterable[Note], pattern: str, plain: Collection[str], faults: list[tuple[str, Fault]]
) -> dict[str, str]:
    """The place that each document asks for by itself or by the *pattern*."""
    wanted = {}
    for note in documents:
        try:
            by_pattern = pattern and note.docname not in plain
            place = note.permalink or (from_pattern(pattern, note) if by_pattern else "")
        except PlaceError as error:
            message = f"notes_permalink gives {note.docname} no place: {error}"
            faults.append((note.docname, Fault("place", message)))
            continue
        if place:
            wanted[note.docname] = place
    return wanted


def _redirects(
    documents: Iterable[Note],
    own: Mapping[str, str],
    register: _Register,
    faults: list[tuple[str, Fault]],
    suffix: str,
    theirs: Mapping[str, str],
) -> dict[str, str]:
    """The aliases that no page stands at, with the docname that each leads to.

    *theirs*: the files that are not ours. A server that is asked for ``/old/x`` shows ``old/x.html`` or the
    page of the folder, so that no alias stands beside such a file.
    """
    found = {}
    for note in documents:
        for alias in note.aliases:
            file = file_of(alias, suffix)
            beside = file_of(alias.rstrip("/") + suffix, suffix) if alias.endswith("/") else ""
            taken = theirs.get(beside) or register.claim(file, note.docname)
            if taken != note.docname or register.files.get(file) != note.docname:
                said = f"alias /{alias} of {note.docname} is the place of {taken}"
                faults.append((note.docname, Fault("place", f"two pages at one place: {said}")))
            elif file != own[note.docname]:
                found[alias] = note.docname
    return found


def file_of(place: str, suffix: str = ".html") -> str:
    """The file that a page at *place* is written to, in a form in which equal files are equal."""
    if not place or place.endswith("/"):
        place += "index" + suffix
    # Some file systems fold case, some compose letters.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", place).casefold())


def output_file(place: str) -> str:
    """The file, relative to the output folder, that a page at *place* is written to."""
    return place + "index.html" if not place or place.endswith("/") else place
