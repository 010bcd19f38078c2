"""Where pages go: site paths, permalink patterns, and conflicts between pages that claim the same path.

A *place* is the path of a page inside the site, without a leading slash.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from .faults import Fault
from .month_names import ENGLISH_MONTHS
from .permalink_styles import PLAIN, STYLES
from .values import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from datetime import datetime

    from .note import Note

#: Characters that some file system does not allow in names, or that have a meaning in URLs.
_NEVER = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\ufffd<>:"|?*\\%]')
#: Suffixes of page files; any other name is a folder (``/node-1.0``).
_PAGE = re.compile(r"\.(?:x?html?|shtml|php\d?|aspx?|jsp|cgi|cfm|xml|txt|md)$", re.IGNORECASE)
#: Device names on Windows, with any suffix.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])\s*(?:\.|$)",
    re.IGNORECASE,
)
#: Files of Sphinx that a site needs; in lower case, since some file systems ignore case.
_RESERVED = frozenset({"objects.inv", "searchindex.js"})
_FIELD = re.compile(r"\{(\w+)\}")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: The fields of a permalink pattern that come from the date, named as in
#: https://jekyllrb.com/docs/permalinks/#placeholders; always in English.
_OF_DATE: dict[str, Callable[[datetime], str]] = {
    "year": lambda when: f"{when.year:04}",
    "short_year": lambda when: f"{when.year % 100:02}",
    "month": lambda when: f"{when.month:02}",
    "i_month": lambda when: f"{when.month}",
    "short_month": lambda when: ENGLISH_MONTHS[when.month - 1][:3],
    "long_month": lambda when: ENGLISH_MONTHS[when.month - 1],
    "day": lambda when: f"{when.day:02}",
    "i_day": lambda when: f"{when.day}",
    "y_day": lambda when: f"{when.timetuple().tm_yday:03}",
    "w_year": lambda when: f"{when.isocalendar().year:04}",
    "week": lambda when: f"{when.isocalendar().week:02}",
    "w_day": lambda when: f"{when.isoweekday()}",
    "short_day": lambda when: _DAYS[when.weekday()][:3],
    "long_day": lambda when: _DAYS[when.weekday()],
    "hour": lambda when: f"{when.hour:02}",
    "minute": lambda when: f"{when.minute:02}",
    "second": lambda when: f"{when.second:02}",
}
#: All fields of a pattern. As in Jekyll, ``title`` is the file name or the ``slug``, not the title.
FIELDS = (*_OF_DATE, "slug", "title", "categories", "slugified_categories", "path")


class PlaceError(Unusable):
    """A path that no page of this site can have."""


def site_path(text: str) -> str:
    """Return *text* as a path inside the site, without its leading slash; empty for the default path.

    ``/leverage/`` and ``leverage/`` are the index page of a folder, and so is ``/leverage``;
    ``/x/three.html`` is a file. Raises :class:`PlaceError` if the path leads out of the site or contains a
    character that file names cannot have.
    """
    text = text.strip(" ")
    if not text:
        return ""
    error = PlaceError("a path inside the site such as /leverage/", text)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise error from None
    path = unquote(parts.path).removeprefix("/") or "index.html"
    steps = path.removesuffix("/").split("/")
    # urlsplit drops control characters, an empty host, an empty query or fragment.
    if parts.scheme or text.startswith("//") or re.search(r"[\x00-\x1f?#]", text) or _NEVER.search(path):
        raise error
    if len(path) > 1000 or steps[0].casefold() in _RESERVED or not all(_is_name(step) for step in steps):
        raise error
    if not path.endswith("/") and not _PAGE.search(steps[-1]):
        path += "/"
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _is_name(step: str) -> bool:
    """Whether *step* is a valid name of a file or folder on every file system."""
    if not step or step != step.strip() or step.startswith(("_", ".")) or step.endswith("."):
        return False
    return len(step.encode()) <= 200 and not _DEVICE.match(step)


def from_pattern(pattern: str, note: Note) -> str:
    """Return the place of *note* by a pattern such as ``/{year}/{month}/{slug}/``, or by the name of a style.

    Empty, for the default place, if the pattern needs a date and the note has none. Raises
    :class:`PlaceError` if the docname contains a character that paths cannot have.
    """
    style = STYLES.get(pattern, PLAIN)
    pattern = style.pattern or pattern
    when = note.date.moment if note.date else None
    if when is None and not _OF_DATE.keys().isdisjoint(_FIELD.findall(pattern)):
        return ""
    # A file named only by its date has no stem.
    slug = quote(style.slug(note.slug or note.stem or note.docname.rpartition("/")[2]))
    kinds = [category.lower() for category in style.categories(note)]
    values = {
        "slug": slug,
        "title": slug,
        "path": quote(style.path(note)),
        "categories": "/".join(quote(kind, safe="") for kind in kinds),
        "slugified_categories": "/".join(re.sub(r"[\W_]+", "-", kind).strip("-") for kind in kinds),
    }
    if when is not None:
        values |= {name: write(when) for name, write in _OF_DATE.items()}
    # A note without categories leaves an empty step.
    filled = _FIELD.sub(lambda match: values[match[1]], pattern)
    return site_path(re.sub("(?<=/)/+", "", filled))


def check_pattern(pattern: str) -> str:
    """Return *pattern*, or the name of a style, if it is valid; raises :class:`PlaceError`."""
    if pattern in STYLES:
        return pattern
    if (style := f"jekyll-{pattern.strip(':')}") in STYLES:
        raise PlaceError("a path with fields, or a style", pattern, f"did you mean {style!r}?")
    unknown = set(_FIELD.findall(pattern)) - set(FIELDS)
    filled, fields = _FIELD.subn("x", pattern)
    if unknown or not fields or set("{}") & set(filled):
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        jekyll = re.findall(r":(\w+)", pattern)
        meant = (
            re.sub(r":(\w+)", r"{\1}", pattern) if jekyll and not unknown.union(jekyll) - {*FIELDS} else ""
        )
        hint = f"did you mean {meant!r}?" if meant else ""
        raise PlaceError(f"a path with fields of {known}; or one of {', '.join(STYLES)}", pattern, hint)
    site_path(filled)
    return pattern


@dataclass(frozen=True, slots=True)
class Places:
    """The places of the pages of a site."""

    #: Docname to place, for documents that are not at their default place.
    moved: dict[str, str] = field(default_factory=dict)
    #: Old path to the docname it redirects to.
    redirects: dict[str, str] = field(default_factory=dict)
    #: Conflicts, each with the docname that lost.
    faults: tuple[tuple[str, Fault], ...] = ()


class _Register:
    """Which page owns which file; no file has two owners, and none is also a folder."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, str] = {}

    def claim(self, file: str, docname: str) -> str:
        """Return the owner of *file*: *docname*, unless the file or one of its folders is already claimed."""
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
    plain: Collection[str] = (),
    others: Mapping[str, str] | None = None,
) -> Places:
    """Decide where each page goes.

    *defaults* maps every docname to its place before permalinks; the *pattern* applies to notes, except
    those in *plain*; *others* maps files of other extensions to the name of their writer.

    Two pages never share a place: default places of other pages and permalinks of alphabetically earlier
    docnames take precedence, and a later claim is a fault that names both.
    """
    documents = sorted((n for n in notes if not n.is_entry), key=lambda note: note.docname)
    foreign = {file_of(file): owner for file, owner in (others or {}).items()}
    faults: list[tuple[str, Fault]] = []
    claims = _claims(documents, pattern, plain, faults)
    while True:
        register, moved, lost = _assign(claims, defaults, foreign)
        for docname, owner in lost.items():
            # It stays at its default place, which another page may have claimed: start again.
            message = f"permalink conflict: {docname} and {owner} both claim /{claims.pop(docname)}"
            faults.append((docname, Fault("place", f"{message}; keeping the default path of {docname}")))
        if not lost:
            break
    own = {docname: file_of(moved.get(docname, place)) for docname, place in defaults.items()}
    redirects = _redirects(documents, own, register, faults, foreign)
    return Places(moved, redirects, tuple(faults))


def _assign(
    claims: Mapping[str, str], defaults: Mapping[str, str], foreign: Mapping[str, str]
) -> tuple[_Register, dict[str, str], dict[str, str]]:
    """Return the owners of files, the places of moved documents, and the owners of the places lost by others.

    *claims*: the place each document asks for; documents without one stay at their default place.
    """
    register, moved, lost = _Register(), {}, {}
    for docname in sorted(defaults.keys() - claims.keys()):
        register.claim(file_of(defaults[docname]), docname)
    for file, owner in foreign.items():
        register.claim(file, owner)
    for docname, place in sorted(claims.items()):
        owner = register.claim(file_of(place), docname)
        if owner != docname:
            lost[docname] = owner
        elif place != defaults[docname]:
            moved[docname] = place
    return register, moved, lost


def _claims(
    documents: Iterable[Note], pattern: str, plain: Collection[str], faults: list[tuple[str, Fault]]
) -> dict[str, str]:
    """Return the place each document claims, by its own permalink or by the *pattern*."""
    claims = {}
    for note in documents:
        try:
            by_pattern = pattern and note.docname not in plain
            place = note.permalink or (from_pattern(pattern, note) if by_pattern else "")
        except PlaceError as error:
            message = f"notes_permalink: no valid path for {note.docname} ({error}); using the default path"
            faults.append((note.docname, Fault("place", message)))
            continue
        if place:
            claims[note.docname] = place
    return claims


def _redirects(
    documents: Iterable[Note],
    own: Mapping[str, str],
    register: _Register,
    faults: list[tuple[str, Fault]],
    foreign: Mapping[str, str],
) -> dict[str, str]:
    """Return the aliases to write redirects for, each with its target docname.

    *foreign*: files of other extensions. For ``/old/x``, a server sends ``old/x.html`` or the index page of
    the folder, so an alias must not be next to such a file.
    """
    redirects = {}
    for note in documents:
        for alias in note.aliases:
            file = file_of(alias)
            beside = file_of(alias.rstrip("/") + ".html") if alias.endswith("/") else ""
            owner = foreign.get(beside) or register.claim(file, note.docname)
            if owner != note.docname or register.files.get(file) != note.docname:
                message = f"permalink conflict: alias /{alias} of {note.docname} is the path of {owner}"
                faults.append((note.docname, Fault("place", f"{message}; ignoring the alias")))
            elif file != own[note.docname]:
                redirects[alias] = note.docname
    return redirects


def file_of(place: str) -> str:
    """Return the file for a page at *place*, normalized so that equal files compare equal."""
    # Some file systems ignore case, some normalize Unicode.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", output_file(place)).casefold())


def output_file(place: str) -> str:
    """Return the file for a page at *place*, relative to the output folder."""
    return place + "index.html" if not place or place.endswith("/") else place
