"""``research-notes list``: the notes of a site, by any filter, as a table or as JSON."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING, Any

import click

from ..model.note import Visibility
from .site_folder import find_site, site_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ..html.listed_notes import Notes
    from ..model.note import Note

_SORTS = ["newest", "oldest", "updated", "title", "pinned"]


@click.command("list")
@site_option
@click.option("-t", "--tag", "tags", multiple=True, help="With this tag, or another one that is given.")
@click.option("--category", "categories", multiple=True, help="In this category.")
@click.option("--status", "status", multiple=True, help="With this status, such as seedling.")
@click.option("--author", "author", multiple=True, help="By this author.")
@click.option("--series", "series", multiple=True, help="In this series.")
@click.option("--year", "years", multiple=True, type=int, help="Of this year.")
@click.option("--match", "match", multiple=True, metavar="PATTERN", help="Whose document name matches.")
@click.option("--sort", type=click.Choice(_SORTS), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option("--drafts", is_flag=True, help="Include drafts.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(folder: Path, *, drafts: bool, as_json: bool, **query: Any) -> None:
    """List the notes of the site, entries of streams included.

    Different filters must all hold; of several values for one filter, one must.
    """
    from ..api import notes
    from .building import opened

    with opened(find_site(folder), "dummy", tags=["drafts"] if drafts else []) as session:
        session.app.build()
        found = notes(session.app).select(**query)
        if as_json:
            click.echo(json.dumps([_record(found, note) for note in found], ensure_ascii=False, indent=2))
            return
        rows = [_row(note) for note in found]
    # What is piped elsewhere is complete.
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10**6
    for line in _table(rows, width):
        click.echo(line)
    click.echo(f"{len(rows):,} note{'' if len(rows) == 1 else 's'}", err=True)


def _record(notes: Notes, note: Note) -> dict[str, Any]:
    """Return what a machine would want to know of *note*."""
    return {
        "title": note.name,
        "docname": note.docname,
        "anchor": note.anchor or None,
        "date": note.date.iso if note.date else None,
        "updated": note.updated.iso if note.updated else None,
        "authors": [author.name for author in note.authors],
        "tags": list(note.tags),
        "categories": list(note.categories),
        "series": note.series.name if note.series else None,
        "status": {status.axis: status.label for status in note.statuses},
        "visibility": str(note.visibility),
        "words": note.length.words,
    }


def _row(note: Note) -> tuple[str, str, str]:
    hidden = [] if note.visibility is Visibility.PUBLIC else [str(note.visibility)]
    labels = ", ".join([*hidden, *note.tags, *(status.label for status in note.statuses)])
    return (note.date.day.isoformat() if note.date else "", note.name, labels)


def _table(rows: Sequence[tuple[str, str, str]], width: int) -> Iterable[str]:
    """Yield aligned lines no wider than *width*."""
    if not rows:
        return
    titles = min(max(_width(title) for _, title, _ in rows), max(width - 10 - 4 - 24, 20))
    for day, title, labels in rows:
        line = f"{day:10}  {_fitted(title, titles)}  {labels}"
        yield _cut(line, width).rstrip()


def _width(text: str) -> int:
    """Return how many columns *text* takes: characters of East Asia take two, and accents none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def _cut(text: str, width: int) -> str:
    """Return *text* if it fits, else its beginning and an ellipsis."""
    if _width(text) <= width:
        return text
    while _width(text) >= width:
        text = text[:-1]
    return f"{text}…"


def _fitted(text: str, width: int) -> str:
    """Return *text* in exactly *width* columns."""
    text = _cut(text, width)
    return text + " " * (width - _width(text))
