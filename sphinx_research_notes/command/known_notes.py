"""The notes of a site by everything that an address elsewhere may call them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from ..comments.importers.matching import KnownNote, Notes
from ..config import notes_config
from ..doctree.summary import stem_of
from ..model.note import FrontMatter, Note
from ..model.permalinks import PlaceError, from_pattern
from ..model.urls import site_address

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.application import Sphinx

    from .note_files import NoteFile


def notes_of(app: Sphinx, files: Sequence[NoteFile], table: Mapping[str, str]) -> Notes:
    """Return the notes of the site of *app* by everything that an address may call them."""
    base = site_address(str(app.config.html_baseurl or ""))
    pattern = notes_config(app.config).permalink
    return Notes([known_note(each, pattern, base) for each in files], base, table)


def known_note(file: NoteFile, pattern: str, base: str) -> KnownNote:
    """Return everything that an address may call the note in *file*."""
    front = file.front
    paths = [front.permalink or _by_pattern(file, pattern), f"{file.docname}.html", *front.aliases]
    paths = [path for path in paths if path]
    urls = [front.canonical_url, front.external_url, front.id, front.at_uri]
    if base:
        urls += [f"{base}/{path}" for path in paths]
    return KnownNote(
        file.docname,
        tuple(paths),
        tuple(filter(None, urls)),
        front.title or _heading(file),
        front.slug,
        front.date.day.year if front.date else None,
    )


def _by_pattern(file: NoteFile, pattern: str) -> str:
    if file.is_page or not pattern:
        return ""
    values = {each.name: getattr(file.front, each.name) for each in fields(FrontMatter)}
    try:
        return from_pattern(pattern, Note(docname=file.docname, stem=_stem(file.docname), **values))
    except PlaceError:
        return ""


def _stem(docname: str) -> str:
    from ..model.dates import without_date

    return without_date(stem_of(docname))


def _heading(file: NoteFile) -> str:
    """Return the first heading of a note that has no title in its front matter."""
    lines = file.path.read_text("utf-8", "replace").splitlines()
    for place, line in enumerate(lines):
        if line.startswith("# "):
            return line[2:].strip(" #")
        if place and line.strip() and len(set(line.strip())) == 1 and line[0] in "=-~*#^":
            return lines[place - 1].strip()
    return ""
