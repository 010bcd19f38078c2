"""Notes without a date or a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...build.site import site_of
from .findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from .findings import Finding


#: In words: shorter notes do well without a title, like entries of a stream.
_SHORT = 150


def undated(app: Sphinx) -> Iterator[Finding]:
    """Yield the notes without a date. Where most have none, the site does without dates."""
    notes = [note for note in site_of(app.env).catalogue.all if not note.is_entry]
    without = [note for note in notes if note.date is None]
    if len(without) * 2 < len(notes):
        for note in without:
            message = "expected a date in the front matter, found none; lists show the note last"
            yield finding("undated", _place(app, note.docname), message)


def untitled(app: Sphinx) -> Iterator[Finding]:
    """Yield the longer notes without a title, unless their front matter says that they have none."""
    for note in site_of(app.env).catalogue.all:
        if not note.is_entry and not note.titled and note.title is None and note.words >= _SHORT:
            message = f"expected a title, found none; the note is called {note.name!r} (title: '' accepts it)"
            yield finding("untitled", _place(app, note.docname), message)


def _place(app: Sphinx, docname: str) -> str:
    return f"{app.env.doc2path(docname, base=False).as_posix()}:1"
