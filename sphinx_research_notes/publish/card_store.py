"""Drawn cards, kept beside the doctrees: a build into a cleared folder does not draw them again.

The file can be deleted at any time.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_SCHEMA = "CREATE TABLE IF NOT EXISTS cards (key TEXT PRIMARY KEY, png BLOB NOT NULL) WITHOUT ROWID"


class CardStore:
    """The PNG files of cards by key."""

    def __init__(self, path: Path) -> None:
        """*path*: the file; one that cannot be used is replaced."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _opened(str(path))
        except sqlite3.DatabaseError:
            try:
                path.unlink(missing_ok=True)
                self._database = _opened(str(path))
            except (OSError, sqlite3.DatabaseError):
                self._database = _opened(":memory:")

    def close(self) -> None:
        """Save, and close the file."""
        self._database.commit()
        self._database.close()

    def keep(self, keys: Collection[str]) -> None:
        """Forget all cards but those with *keys*: others may show the title of what is a draft now."""
        known = [key for (key,) in self._database.execute("SELECT key FROM cards")]
        gone = [(key,) for key in known if key not in keys]
        self._database.executemany("DELETE FROM cards WHERE key = ?", gone)

    def png(self, key: str) -> bytes:
        """Return a card; empty if it is not known."""
        row = self._database.execute("SELECT png FROM cards WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else b""

    def add(self, key: str, png: bytes) -> None:
        """Remember a card."""
        self._database.execute("INSERT OR REPLACE INTO cards VALUES (?, ?)", (key, png))


def _opened(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    # What is deleted may be a draft now, and doctrees are often published by mistake.
    database.execute("PRAGMA secure_delete = ON")
    # Losing the file in a power failure is harmless.
    database.execute("PRAGMA synchronous = OFF")
    database.execute(_SCHEMA)
    return database
