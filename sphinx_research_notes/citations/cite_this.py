"""What the page of a note offers to those who cite it: a citation, and the files beside it that hold that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from ..model.note import Note, Visibility
from .export_formats import (
    FORMS,
    Citation,
    key_base,
    name_of,
    settle_keys,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from ..config import NotesConfig
    from ..model.collection import Catalogue


class Publication(Protocol):
    """What has to be known of a site: :class:`sphinx_research_notes.build.site.Site` is one."""

    config: NotesConfig
    paged: bool

    @property
    def builder(self) -> Builder: ...

    @property
    def env(self) -> BuildEnvironment: ...

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def files(self) -> frozenset[str]: ...

    @property
    def name(self) -> str: ...

    def address(self, docname: str) -> str:
        """The address of *docname* from the root of the site, not quoted."""
        ...

    def public_url(self, name: str) -> str:
        """The full address of the page *name*; empty where it is not known where the site will be."""
        ...


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page of a note offers to those who cite it."""

    citation: Citation
    #: The files from the output folder, by the suffixes of :data:`~.export_formats.FORMS`.
    files: tuple[tuple[str, str], ...]


def offers_of(site: Publication) -> dict[str, Offer]:
    """The offer of each note that has one, by docname: those with a title, a date and a text of their own."""
    if not site.paged or not site.config.cite_this:
        return {}
    # In this order a note may claim a key: no note that is listed has to give way to one that is not.
    notes = sorted(filter(_is_citable, site.catalogue.all), key=_claim)
    citations = {note.docname: _citation(site, note) for note in notes}
    keys = settle_keys((docname, key_base(found, docname)) for docname, found in citations.items())
    files = _settle_files(site, sorted(citations))
    return {d: Offer(replace(found, key=keys[d]), files[d]) for d, found in citations.items()}


def _is_citable(note: Note) -> bool:
    seen = note.visibility in {Visibility.PUBLIC, Visibility.UNLISTED}
    return bool(seen and not note.is_entry and note.titled and note.date and not note.external_url)


def _claim(note: Note) -> tuple[Any, ...]:
    return not note.listed, note.date, note.docname


def _citation(site: Publication, note: Note) -> Citation:
    assert note.date is not None
    return Citation(
        title=note.name,
        formal=note.formal,
        names=tuple(name_of(author) for author in note.authors),
        day=note.date.day,
        site=site.name,
        url=note.canonical_url or site.public_url(note.docname),
        doi=note.doi,
        lang=note.lang or str(site.env.config.language or ""),
        keywords=note.tags,
    )


def _settle_files(site: Publication, docnames: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The files beside each page; a place at which something else stands is left to that."""
    taken = {f"{site.config.path}/".casefold(), *site.files, *map(str.casefold, _extra_files(site))}
    taken |= {folder for name in taken for folder in _folders(name)}
    found = {}
    for docname in docnames:
        wanted = [(form, beside(site.address(docname), form)) for form in FORMS]
        found[docname] = tuple(pair for pair in wanted if pair[1].casefold() not in taken)
        taken.update(name.casefold() for _, name in found[docname])
    return found


def beside(address: str, form: str) -> str:
    """The file of *form* for the page at *address*: ``x.bib`` for ``x.html``, ``x/cite.bib`` for ``x/``."""
    if not address or address.endswith("/"):
        return f"{address}cite.{form}"
    return f"{address.removesuffix('.html')}.{form}"


def _folders(name: str) -> list[str]:
    """The folders in which the file *name* stands."""
    return [name[:place] for place, each in enumerate(name) if each == "/"]


def _extra_files(site: Publication) -> Iterable[str]:
    """The files of the project's own that are copied beside the pages."""
    for entry in site.env.config.html_extra_path:
        path = Path(site.builder.confdir, entry)
        if path.is_dir():
            yield from (each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
        else:
            yield path.name
