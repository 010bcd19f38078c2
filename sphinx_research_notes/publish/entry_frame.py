"""What stands before the text of a note in feeds, as plain HTML: what a link note is about, and badges."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..model.urls import host_of

if TYPE_CHECKING:
    from ..model.note import Note


def before_text(note: Note) -> str:
    """Return the link of a link note and the statuses of *note*, each as a paragraph."""
    lines = []
    if note.external_url:
        address = escape(note.external_url)
        lines.append(f'<a href="{address}">{escape(host_of(note.external_url) or note.external_url)}</a>')
    if note.statuses:
        lines.append(escape(" · ".join(f"{each.axis.capitalize()}: {each.label}" for each in note.statuses)))
    return "".join(f"<p>{line}</p>\n" for line in lines)
