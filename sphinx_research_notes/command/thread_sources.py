"""The files that comments are imported from, and the table that says where they belong."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import click

from ..comments.importers.records import SourceFile
from ..comments.thread_file import UnreadableError, load

#: Larger files are not read.
LARGEST = 1 << 29
#: The suffixes of files that are looked into, in a folder.
_SUFFIXES = {
    "", ".xml", ".json", ".jsonl", ".yml", ".yaml", ".md", ".txt", ".mbox", ".mbx", ".eml", ".db", ".sqlite",
    ".sqlite3",
}  # fmt: skip


def files_in(source: Path) -> list[SourceFile]:
    """Return the files to read in *source*, a file or a folder; raise ClickException for one too large."""
    if source.is_file():
        return [_file(source, source.name)]
    found = []
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in _SUFFIXES and not name.startswith(".") and path.is_file():
                found.append(_file(path, path.relative_to(source.parent).as_posix()))
    return found


def _file(path: Path, name: str) -> SourceFile:
    if path.stat().st_size > LARGEST:
        raise click.ClickException(
            f"expected at most {LARGEST >> 20} MiB, got more in {path}; nothing has been written"
        )
    journal = path.with_name(f"{path.name}-wal")
    if journal.is_file() and journal.stat().st_size:
        # What has been deleted or rejected since may only be there.
        raise click.ClickException(
            f"expected a database that is not in use, found {journal.name} beside {path.name}; "
            "stop its program, or copy it with sqlite3's .backup; nothing has been written"
        )
    return SourceFile(name, path.read_bytes())


def read_table(path: Path) -> dict[str, str]:
    """Return the table of addresses and notes in *path*: lines of two columns, or a mapping in YAML or JSON.

    Raises ClickException for anything else.
    """
    text = path.read_text("utf-8-sig", "replace")
    if path.suffix.lower() in {".csv", ".tsv"}:
        rows = csv.reader(text.splitlines(), delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        return {row[0].strip(): row[1].strip() for row in rows if len(row) > 1 and row[0].strip()}
    try:
        data = load(text, path.name)
    except UnreadableError as error:
        where = f"{path}:{error.line}" if error.line else path
        raise click.ClickException(f"{where}: {error}; nothing has been written") from None
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise click.ClickException(
            f"expected lines such as 'https://example.org/old: notes/new' in {path}, got something else; "
            "nothing has been written"
        )
    return dict(data)
