"""Read the database of Isso (https://isso-comments.de), SQLite."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Any

from ..thread_file import UnreadableError
from .records import ForeignComment, ForeignThread
from .values import address, identifier, line, moment, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .records import SourceFile

_MAGIC = b"SQLite format 3\0"
#: Views can compute for ever.
_VIEWS = "SELECT name FROM sqlite_master WHERE type = 'view' AND name IN ('threads', 'comments')"
#: What a comment's mode says besides 1, for a public one.
_MODES = {"2": "awaiting moderation", "4": "deleted"}


def is_it(file: SourceFile) -> bool:
    """Whether *file* is a database of SQLite."""
    return file.data.startswith(_MAGIC)


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*; raises UnreadableError."""
    return [thread for file in files for thread in _threads(file)]


def _threads(file: SourceFile) -> list[ForeignThread]:
    # A database with a journal of its own kind can't be opened in memory; its file has all that was closed.
    data = file.data[:18] + b"\1\1" + file.data[20:]
    with closing(sqlite3.connect(":memory:")) as database:
        database.row_factory = sqlite3.Row
        try:
            database.deserialize(data)
            database.execute("PRAGMA trusted_schema = OFF")
            if database.execute(_VIEWS).fetchone():
                raise UnreadableError("expected a database of Isso, got one with views for tables")
            threads = [dict(row) for row in database.execute("SELECT * FROM threads ORDER BY id")]
            comments = [dict(row) for row in database.execute("SELECT * FROM comments ORDER BY id")]
        except sqlite3.Error as error:
            raise UnreadableError(f"expected a database of Isso, got one with {error}") from None
    by_thread: defaultdict[str, list[ForeignComment]] = defaultdict(list)
    for row in comments:
        by_thread[text(row.get("tid"))].append(_comment(row))
    return [
        ForeignThread(
            addresses=tuple(filter(None, (line(row.get("uri")),))),
            title=line(row.get("title")),
            source=address(row.get("uri")),
            comments=tuple(by_thread[text(row.get("id"))]),
        )
        for row in threads
        if by_thread[text(row.get("id"))]
    ]


def _comment(row: dict[str, Any]) -> ForeignComment:
    mode = text(row.get("mode"))
    reactions = {"👍": number(row.get("likes")), "👎": number(row.get("dislikes"))}
    return ForeignComment(
        id=identifier("isso", row.get("id")),
        parent=identifier("isso", row.get("parent")),
        author=line(row.get("author")),
        author_url=address(row.get("website")),
        portraits=(line(row.get("author")),),
        published=moment(row.get("created")),
        edited=moment(row.get("modified")),
        body=text(row.get("text")),
        anchor=identifier("isso", row.get("id")),
        reactions={label: count for label, count in reactions.items() if count},
        withheld="" if mode == "1" else _MODES.get(mode, "not public"),
    )
