"""What stands before the text of a note in feeds, as plain HTML: what a link note is about, and badges."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..languages import AXIS, punctuation, shown_label, translated
from ..model.urls import host_of

if TYPE_CHECKING:
    from ..languages import NullTranslations
    from ..model.note import Note


def statuses_line(note: Note, words: NullTranslations) -> str:
    """Return the statuses of *note* in plain text: ``Growth: seedling · Importance: 7``."""
    shown = []
    for each in note.statuses:
        axis = translated(words, each.axis.capitalize(), AXIS)
        label = shown_label(words, "statuses", each.label)
        shown.append(f"{axis}{punctuation(words).colon}{label}" if axis else label)
    return " · ".join(shown)


def before_text(note: Note, words: NullTranslations) -> str:
    """Return the link of a link note and the statuses of *note*, each as a paragraph; *words*: ours."""
    lines = []
    if note.external_url:
        address = escape(note.external_url)
        lines.append(f'<a href="{address}">{escape(host_of(note.external_url) or note.external_url)}</a>')
    if note.statuses:
        lines.append(escape(statuses_line(note, words)))
    return "".join(f"<p>{line}</p>\n" for line in lines)
