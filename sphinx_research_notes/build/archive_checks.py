"""Check notes, and the site, against the rules of the archive in ``notes_archive``.

What the archive requires is a warning, what it recommends information.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..config import notes_config
from ..diagnostics import inform, warn
from ..frontmatter.keys import ALIASES
from ..model.archive_rules import findings
from ..model.note import Visibility
from ..state.read_state import read_state
from ..state.records import pages
from .site import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from .site import Site


def check_document(app: Sphinx, doctree: nodes.document) -> None:
    """``doctree-read``: check the notes in a document.

    While it is read, because only then are the lines of its front matter known.
    """
    archive, page = notes_config(app.config).archive, pages(app.env).get(app.env.docname)
    if not archive.name or page is None:
        return
    state, now = read_state(app.env), notes_config(app.config).settings.clock.now
    for note in page.notes:
        for each in findings(note, archive, now):
            place = state.location_of(app.env.docname, each.key, *ALIASES.get(each.key, ()))
            if line := _line_of(doctree, note.anchor) if note.anchor else None:
                place = app.env.docname, line
            if each.is_required:
                warn("archive", f"{archive.title}: {each.message}", place)
            else:
                inform(f"{archive.title}: {each.message}", place)


def _line_of(doctree: nodes.document, anchor: str) -> int | None:
    """Return the line of the entry with the id *anchor*."""
    node = doctree.ids.get(anchor)
    return None if node is None else node.line


def check_site(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: check what the archive asks of the site as a whole."""
    site = site_of(env)
    archive = site.config.archive
    # A preview has no feeds.
    if archive.name and site.paged and site.has_notes and not site.is_preview:
        for message in (*_of_feeds(site), *_of_page(site)):
            warn("archive", f"{archive.title}: {message}")


def _of_feeds(site: Site) -> Iterator[str]:
    if not site.addresses.base:
        yield "expected html_baseurl, where the site is published; without it there are no feeds"
    elif not {"atom", "json"} & {*site.config.feeds.formats}:
        yield "expected a feed in JSON or Atom; notes_feeds has neither"


def _of_page(site: Site) -> Iterator[str]:
    """Yield what is wrong with the page that says how the site is archived and cited."""
    env, archive = site.env, site.config.archive
    if not archive.about:
        expected = f"{{'name': {archive.name!r}, 'about': 'about'}}"
        yield (
            "expected a page that says how the site is archived and cited; name it in notes_archive, such as"
            f" {expected}"
        )
        return
    page = pages(env).get(archive.about)
    is_public = page is None or page.head is None or page.head.visibility is Visibility.PUBLIC
    if archive.about not in env.all_docs or not is_public:
        yield f"expected a public document in notes_archive, got {archive.about!r}"
    elif archive.title not in Path(env.doc2path(archive.about)).read_text("utf-8", "replace"):
        yield f"expected {archive.about!r} to say how the site is archived; it does not name {archive.title}"
