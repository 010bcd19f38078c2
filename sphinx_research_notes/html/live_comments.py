"""Where readers discuss a note: a button, and what the script behind it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.live_comments import as_json, term_of
from .contexts import LiveContext

if TYPE_CHECKING:
    from ..model.note import Note
    from .presenter import Presenter


def live_comments(presenter: Presenter, note: Note) -> LiveContext | None:
    """Return the discussion of *note*; None if there is none, as on pages that are not published."""
    live = presenter.config.live_comments
    is_shown = presenter.config.comments and note.comments is not False and not note.visibility.hides
    if live is None or not is_shown or not presenter.site.paged or presenter.config.is_preview:
        return None
    addresses = presenter.site.addresses
    term = term_of(note, addresses.address(note.docname))
    page = addresses.public_url(note.docname)
    return LiveContext(
        service=live.service,
        host=live.host,
        script=as_json(
            live.script(term, address=page, base=addresses.base, title=note.name, lang=presenter.locale)
        ),
        elsewhere=live.elsewhere(term, page),
    )
