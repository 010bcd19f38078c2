"""Feeds that archives would refuse; what is wrong with single notes, the build reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...build.site import site_of
from .findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from .findings import Finding


def authors(app: Sphinx) -> Iterator[Finding]:
    """Yield that feeds name no author, which Atom requires and archives ask for."""
    site = site_of(app.env)
    notes = site.feeds.all.notes if site.feeds.all else ()
    anonymous = [note for note in notes if not note.named]
    if anonymous and not site.config.default_authors:
        count = "no note has one" if len(anonymous) == len(notes) else f"{len(anonymous):,} notes have none"
        message = f"expected an author, in notes_author or front matter, but {count}; feeds say 'Anonymous'"
        yield finding("feed", "conf.py:1", message)
