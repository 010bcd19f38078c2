"""The configuration that front matter is parsed with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from ..model.statuses import Vocabulary
from ..model.times import Clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model.note import Author
    from .keys import AddedKey


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration that affects how front matter is parsed."""

    zone: tzinfo = UTC
    #: Whether notes are in their time.
    clock: Clock = field(default_factory=Clock)
    #: What is done with notes whose date is in the future: ``publish`` or ``hide``.
    future: str = "publish"
    tag_separator: str = ","
    category_separator: str = ","
    #: Known authors by key.
    authors: Mapping[str, Author] = field(default_factory=dict)
    draft_statuses: frozenset[str] = frozenset({"draft"})
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    #: Whether aliases without a leading slash are names for wikilinks rather than addresses.
    wikilinks: bool = False
    #: The keys added by extensions, by name.
    added: Mapping[str, AddedKey] = field(default_factory=dict)
