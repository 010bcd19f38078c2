"""What the page of a note offers to those who cite it: a citation, and files that contain it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..citations.export_formats import FORMS
from ..citations.note_citation import Citation, key_base, name_of, settle_keys
from ..model.note import Note, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder

    from ..config import NotesConfig
    from .addresses import Addresses


@dataclass(frozen=True, slots=True)
class Offer:
    """The citation of a note and the files that contain it."""

    citation: Citation
    #: Pairs of a suffix in :data:`~.export_formats.FORMS` and a file, relative to the output folder.
    files: tuple[tuple[str, str], ...]


def offers_of(
    notes: Iterable[Note], addresses: Addresses, config: NotesConfig, site_name: str
) -> dict[str, Offer]:
    """Return the offers by docname, for those of *notes* with a title, a date and text of their own."""
    # Notes claim keys in this order, so that unlisted notes do not change the keys of listed ones.
    citable = sorted(filter(_is_citable, notes), key=_priority)
    citations = {note.docname: _citation(note, addresses, site_name) for note in citable}
    keys = settle_keys((docname, key_base(citation, docname)) for docname, citation in citations.items())
    files = _settle_files(sorted(citations), addresses, config.path)
    return {d: Offer(replace(citation, key=keys[d]), files[d]) for d, citation in citations.items()}


def _is_citable(note: Note) -> bool:
    is_visible = note.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
    return bool(is_visible and not note.is_entry and note.titled and note.date and not note.external_url)


def _priority(note: Note) -> tuple[Any, ...]:
    return not note.listed, note.date, note.docname


def _citation(note: Note, addresses: Addresses, site_name: str) -> Citation:
    assert note.date is not None
    return Citation(
        title=note.name,
        formal=note.formal,
        names=tuple(map(name_of, note.authors)),
        day=note.date.day,
        site=site_name,
        url=note.canonical_url or addresses.public_url(note.docname),
        doi=note.doi,
        lang=note.lang or str(addresses.env.config.language or ""),
        keywords=note.tags,
    )


def _settle_files(
    docnames: Iterable[str], addresses: Addresses, path: str
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the files beside each page, except where another file already has that name."""
    extra_files = map(str.casefold, _extra_files(addresses.builder))
    occupied = {f"{path}/".casefold(), *addresses.files, *extra_files}
    occupied |= {name[: match.start()] for name in occupied for match in re.finditer("/", name)}
    files = {}
    for docname in docnames:
        candidates = [(form, beside(addresses.address(docname), form)) for form in FORMS]
        files[docname] = tuple(pair for pair in candidates if pair[1].casefold() not in occupied)
        occupied.update(name.casefold() for _, name in files[docname])
    return files


def beside(address: str, form: str) -> str:
    """Return the file name of *form* for the page at *address*.

    ``x.bib`` for ``x.html``, ``x/cite.bib`` for ``x/``.
    """
    if not address or address.endswith("/"):
        return f"{address}cite.{form}"
    return f"{address.removesuffix('.html')}.{form}"


def _extra_files(builder: Builder) -> Iterable[str]:
    """Yield the files that ``html_extra_path`` puts beside the pages."""
    for entry in builder.config.html_extra_path:
        path = Path(builder.confdir, entry)
        if path.is_dir():
            yield from (each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
        else:
            yield path.name
