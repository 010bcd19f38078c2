"""Drawn cards, kept beside the doctrees: a build into a cleared folder does not draw them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .database import Database

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

_SCHEMA = "CREATE TABLE IF NOT EXISTS cards (key TEXT PRIMARY KEY, png BLOB NOT NULL) WITHOUT ROWID"


class CardStore:
    """The PNG files of cards by key."""

    def __init__(self, path: Path) -> None:
        """*path*: the file; one that cannot be used is replaced."""
        self._database = Database(path, _SCHEMA)
        self.close = self._database.close

    def keep(self, keys: Collection[str]) -> None:
        """Forget all cards but those with *keys*: others may show the title of what is a draft now."""
        known = [key for (key,) in self._database.rows("SELECT key FROM cards")]
        self._database.delete("DELETE FROM cards WHERE key = ?", [(key,) for key in known if key not in keys])

    def png(self, key: str) -> bytes:
        """Return a card; empty if it is not known."""
        rows = self._database.rows("SELECT png FROM cards WHERE key = ?", (key,))
        return bytes(rows[0][0]) if rows else b""

    def add(self, key: str, png: bytes) -> None:
        """Remember a card."""
        self._database.write("INSERT OR REPLACE INTO cards VALUES (?, ?)", [(key, png)])
