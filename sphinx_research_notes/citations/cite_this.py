"""What the page of a note offers to those who cite it: a citation, and files that contain it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..model.note import Note, Visibility
from .export_formats import FORMS, Citation, key_base, name_of, settle_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..config import NotesConfig
    from ..model.collection import Catalogue


class PageAddresses(Protocol):
    """What this module needs of :class:`sphinx_research_notes.build.addresses.Addresses`."""

    @property
    def files(self) -> frozenset[str]: ...

    def address(self, docname: str) -> str:
        """Return the address of *docname*, relative to the root of the site and unquoted."""
        ...

    def public_url(self, name: str) -> str:
        """Return the full URL of the page *name*; empty if that of the site is not known."""
        ...


class Publication(Protocol):
    """What this module needs of :class:`sphinx_research_notes.build.site.Site`."""

    config: NotesConfig
    paged: bool

    @property
    def builder(self) -> Builder: ...

    @property
    def env(self) -> BuildEnvironment: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def addresses(self) -> PageAddresses: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Offer:
    """The citation of a note and the files that contain it."""

    citation: Citation
    #: Pairs of a suffix in :data:`~.export_formats.FORMS` and a file, relative to the output folder.
    files: tuple[tuple[str, str], ...]


def offers_of(site: Publication) -> dict[str, Offer]:
    """Return the offers by docname, for notes with a title, a date and text of their own."""
    if not site.paged or not site.config.cite_this:
        return {}
    # Notes claim keys in this order, so that unlisted notes do not change the keys of listed ones.
    notes = sorted(filter(_is_citable, site.catalogue.all), key=_priority)
    citations = {note.docname: _citation(site, note) for note in notes}
    keys = settle_keys((docname, key_base(citation, docname)) for docname, citation in citations.items())
    files = _settle_files(site, sorted(citations))
    return {d: Offer(replace(citation, key=keys[d]), files[d]) for d, citation in citations.items()}


def _is_citable(note: Note) -> bool:
    is_visible = note.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
    return bool(is_visible and not note.is_entry and note.titled and note.date and not note.external_url)


def _priority(note: Note) -> tuple[Any, ...]:
    return not note.listed, note.date, note.docname


def _citation(site: Publication, note: Note) -> Citation:
    assert note.date is not None
    return Citation(
        title=note.name,
        formal=note.formal,
        names=tuple(name_of(author) for author in note.authors),
        day=note.date.day,
        site=site.name,
        url=note.canonical_url or site.addresses.public_url(note.docname),
        doi=note.doi,
        lang=note.lang or str(site.env.config.language or ""),
        keywords=note.tags,
    )


def _settle_files(site: Publication, docnames: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the files beside each page, except where another file already has that name."""
    occupied = {
        f"{site.config.path}/".casefold(),
        *site.addresses.files,
        *map(str.casefold, _extra_files(site)),
    }
    occupied |= {folder for name in occupied for folder in _folders(name)}
    files = {}
    for docname in docnames:
        candidates = [(form, beside(site.addresses.address(docname), form)) for form in FORMS]
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


def _folders(name: str) -> list[str]:
    """Return the folders that contain the file *name*."""
    return [name[:index] for index, character in enumerate(name) if character == "/"]


def _extra_files(site: Publication) -> Iterable[str]:
    """Yield the files that ``html_extra_path`` puts beside the pages."""
    for entry in site.env.config.html_extra_path:
        path = Path(site.builder.confdir, entry)
        if path.is_dir():
            yield from (each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
        else:
            yield path.name
