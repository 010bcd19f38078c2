"""Write ``CITATION.cff``, which says how to cite the site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.manifest import build_of
from ..build.site import site_of
from ..citations.note_citation import name_of
from ..diagnostics import warn
from ..extension_points import additions_to
from ..html.added_pages import Claims
from ..html.generated_pages import write_bytes
from ..model.author_names import named_author
from ..model.citation_file import CitedAuthor, CitedSite, citation_file
from ..model.digests import value_digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from ..build.site import Site
    from ..model.note import Author

FILE = "CITATION.cff"
#: What Sphinx has for a project without an author.
_NOBODY = "Author name not set"


def write_citation_file(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: write the file if it has changed; no page is left for Sphinx to write."""
    site = site_of(app.env)
    if site.config.citation_file is None or not site.paged or not site.has_notes:
        return []
    if FILE in additions_to(app.config).files:
        return []
    authors = _authors(site)
    if not authors:
        expected = "expected an author of the site in notes_author, or author in conf.py"
        warn("config", f"notes_citation_file: {expected}; writing no {FILE}")
    elif Claims(app, site).take("file", FILE, FILE):
        content = citation_file(_cited(site, authors))
        build, view = build_of(app.env), value_digest(content)
        build.now.views[f"/{FILE}"] = view
        build.owns(f"/{FILE}", [FILE])
        if not (build.is_current(f"/{FILE}", view) and build.has_still(f"/{FILE}", [FILE])):
            build.announce(site.addresses.files)
            write_bytes(Path(app.outdir, FILE), content)
    return []


def _authors(site: Site) -> tuple[Author, ...]:
    """Return the authors of the site: those of notes that name none, or else that of the project."""
    project = str(site.env.config.author).strip()
    own = (named_author(project),) if project and project != _NOBODY else ()
    return site.config.default_authors or own


def _cited(site: Site, authors: tuple[Author, ...]) -> CitedSite:
    dates = [note.date.day for note in site.catalogue.listed if note.date]
    names = [(author, name_of(author)) for author in authors]
    assert site.config.citation_file is not None
    return CitedSite(
        title=site.name,
        authors=tuple(
            CitedAuthor(author=author, family=name.family, given=name.given, suffix=name.suffix)
            for author, name in names
        ),
        url=site.addresses.base,
        license=site.config.license,
        day=max(dates, default=None),
        given=site.config.citation_file,
    )
