"""Copies of pybtex's entries with changes, the people of a work, and text from TeX.

Imported only where sphinxcontrib-bibtex is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pybtex.database import Entry
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


def changed(
    entry: Entry, kind: str = "", *, fields: Mapping[str, str] | None = None, persons: Any = None
) -> Entry:
    """Return a copy of *entry*, with the type *kind*, and other *fields* or *persons*, if they are given."""
    copy = Entry(
        kind or entry.type,
        fields=dict(entry.fields.items() if fields is None else fields),
        persons=dict(entry.persons.items() if persons is None else persons),
    )
    copy.key = entry.key
    return copy


def rich_text(tex: str) -> Text | None:
    """Return *tex* as pybtex parses it; None if it cannot."""
    try:
        return Text.from_latex(tex)
    except (PybtexError, ValueError):
        return None


def people_of_work(entry: Any) -> list[Any]:
    """Return the authors of *entry*, or else its editors."""
    return list(entry.persons.get("author") or entry.persons.get("editor") or [])
