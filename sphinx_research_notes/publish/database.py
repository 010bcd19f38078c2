"""A file of SQLite beside the doctrees, with what builds need not make again.

It can be deleted at any time. What is removed from it may be hidden now, and doctrees are often published by
mistake: nothing of it may stay in the file.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class Database:
    """Such a file; one that cannot be used is replaced, or else nothing is kept."""

    def __init__(self, path: Path, schema: str) -> None:
        """*schema*: the statements that make the tables, if they do not exist."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._has_deleted = False
        try:
            self._connection = _opened(str(path), schema)
        except sqlite3.DatabaseError:
            try:
                path.unlink(missing_ok=True)
                self._connection = _opened(str(path), schema)
            except (OSError, sqlite3.DatabaseError):
                self._connection = _opened(":memory:", schema)

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that *query* finds."""
        return self._connection.execute(query, values).fetchall()

    def write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute *statement* for each of *rows*."""
        self._connection.executemany(statement, rows)

    def delete(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute *statement*, which deletes, for each of *rows*."""
        found = self._connection.executemany(statement, rows)
        self._has_deleted = self._has_deleted or found.rowcount > 0

    def close(self) -> None:
        """Save, and close the file."""
        self._connection.commit()
        if self._has_deleted:
            # Where SQLite has moved rows, even a secure deletion leaves copies of them.
            self._connection.execute("VACUUM")
        self._connection.close()


def _opened(path: str, schema: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA secure_delete = ON")
        # Losing the file in a power failure is harmless.
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(schema)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection
