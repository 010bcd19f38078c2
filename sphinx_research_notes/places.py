"""Where pages are: site paths, permalink patterns, and who gets a place that two pages want."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from .warnings import Fault

if TYPE_CHECKING:
    from .note import Note

_FIELD = re.compile(r"\{(\w+)\}")
#: What a permalink pattern may name.
FIELDS = ("year", "month", "day", "slug", "path")


class PlaceError(ValueError):
    """An address that no page of this site can have."""


def site_path(text: str) -> str:
    """*text* as a path inside the site, without its leading slash; empty for the default place.

    ``/leverage/`` and ``leverage/`` are a folder's page, ``/x/three.html`` a file; without either,
    ``/leverage`` is read as the folder. Raises :class:`PlaceError` when it leads out of the site or
    holds what no file name can hold.
    """
    text = text.strip()
    if not text:
        return ""
    said = f"found {text!r}; accepted is a path inside the site such as /leverage/"
    try:
        parts = urlsplit(text)
    except ValueError:
        raise PlaceError(said) from None
    if parts.scheme or parts.netloc or parts.query or parts.fragment or text.startswith("//"):
        raise PlaceError(said)
    path = unquote(parts.path).lstrip("/")
    steps = path.split("/")
    if any(step in {".", ".."} or step.startswith("_") for step in steps) or "" in steps[:-1]:
        raise PlaceError(said)
    if re.search(r'[\x00-\x1f\x7f<>:"|?*\\]', path) or len(path) > 1000:
        raise PlaceError(said)
    if any(len(step.encode()) > 200 for step in steps):
        raise PlaceError(said)
    if path and not path.endswith("/") and "." not in steps[-1]:
        path += "/"
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def from_pattern(pattern: str, note: Note) -> str:
    """The place of *note* by a pattern such as ``/{year}/{month}/{slug}/``.

    Empty, which is the default place, for a note without a date where the pattern asks for one.
    """
    day = note.date.day if note.date else None
    if day is None and re.search(r"\{(?:year|month|day)\}", pattern):
        return ""
    values = {"slug": note.stem, "path": note.docname}
    if day is not None:
        values |= {"year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}"}
    return site_path(_FIELD.sub(lambda match: values[match[1]], pattern))


def check_pattern(pattern: str) -> str:
    """*pattern*, checked; raises :class:`PlaceError`."""
    unknown = set(_FIELD.findall(pattern)) - set(FIELDS)
    if unknown or not _FIELD.search(pattern):
        known = ", ".join(f"{{{name}}}" for name in FIELDS)
        raise PlaceError(f"found {pattern!r}; accepted is a path with some of {known}")
    site_path(_FIELD.sub("x", pattern))
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


def settle(
    notes: Iterable[Note], defaults: Mapping[str, str], pattern: str = "", suffix: str = ".html"
) -> Places:
    """Who is where: *defaults* is the place of every document of the site before permalinks.

    Two pages never share a place: the default places of others and the permalinks of earlier docnames
    stand, and a later claim is a fault that names both.
    """
    moved: dict[str, str] = {}
    faults: list[tuple[str, Fault]] = []
    documents = sorted((n for n in notes if not n.is_entry), key=lambda note: note.docname)
    wanted = {n.docname: n.permalink or (from_pattern(pattern, n) if pattern else "") for n in documents}
    holder = {_file(defaults[d], suffix): d for d in sorted(defaults) if not wanted.get(d)}
    for docname, place in wanted.items():
        if not place:
            continue
        taken = holder.setdefault(_file(place, suffix), docname)
        if taken == docname:
            moved[docname] = place
        else:
            message = f"two pages at one place: {docname} and {taken} both want /{place}"
            faults.append((docname, Fault("place", message)))
            holder.setdefault(_file(defaults[docname], suffix), docname)
    redirects: dict[str, str] = {}
    for note in documents:
        own = _file(moved.get(note.docname) or defaults[note.docname], suffix)
        for alias in note.aliases:
            taken = holder.setdefault(_file(alias, suffix), note.docname)
            if taken == note.docname and _file(alias, suffix) != own:
                redirects[alias] = note.docname
            elif taken != note.docname:
                message = f"two pages at one place: alias /{alias} of {note.docname} is the place of {taken}"
                faults.append((note.docname, Fault("place", message)))
    return Places(moved, redirects, tuple(faults))


def _file(place: str, suffix: str) -> str:
    """The file that a page at *place* is written to, in a form in which equal files are equal."""
    if not place or place.endswith("/"):
        place += "index" + suffix
    return place.casefold()


def output_file(place: str) -> str:
    """The file, relative to the output folder, that a page at *place* is written to."""
    return place + "index.html" if not place or place.endswith("/") else place
