"""Pictures of authors: what their copies are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_research_notes.command.portraits import Portraits
from sphinx_research_notes.comments.importers.moderation import moderated
from sphinx_research_notes.comments.importers.records import ForeignComment

if TYPE_CHECKING:
    from pathlib import Path

#: Nothing here depends on Sphinx.
pytestmark = pytest.mark.once


def test_names_of_copies_tell_no_address(tmp_path: Path) -> None:
    """A picture that is called like an e-mail address, or a digest of one, is called like its author."""
    digest = "0123456789abcdef0123456789abcdef"
    for name in (f"{digest}.png", "ada@private.example.png", "cy@private.example.png", "ben.png"):
        (tmp_path / name).write_bytes(name.encode())
    pictures = Portraits(tmp_path)
    told = [("Ada", "ada@private.example"), ("Ada", "cy@private.example"), ("", digest), ("Ben", "ben")]
    comments = [ForeignComment(id=key, author=who, portraits=(key,), body="x") for who, key in told]
    found, copies = pictures.added(moderated(comments), tmp_path / "notes")
    names = ["ada.png", "ada-2.png", "author.png", "ben.png"]
    assert [each.avatar for each in found.comments] == [f"avatars/{name}" for name in names]
    assert [target.name for _, target in copies] == names
