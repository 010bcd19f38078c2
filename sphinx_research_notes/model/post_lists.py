"""Which posts the lists of ABlog's directive ``postlist`` have. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from . import taxonomy
from .collection import KINDS, ListForm, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .note import Note
    from .post_form import PostForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PostQuery(Query):
    """A selection of posts: the newest ones that have all labels, in either order."""

    posts: PostForm
    #: The document of the list, which doesn't list itself unless labels are asked for.
    here: str = ""
    reverse: bool = False

    @property
    def form(self) -> ListForm:
        """How the list shows the notes."""
        return replace(ListForm(), posts=self.posts)

    def __call__(self, notes: Sequence[Note]) -> tuple[Note, ...]:
        """Return the selected notes in order; *notes* must be listed notes, newest first."""
        wanted = {kind: set(map(taxonomy.key, labels)) for kind in KINDS if (labels := getattr(self, kind))}
        chosen = [note for note in notes if note.date and (wanted or note.docname != self.here)]
        for kind, keys in wanted.items():
            chosen = [note for note in chosen if keys <= set(map(taxonomy.key, KINDS[kind](note)))]
        chosen = chosen[: self.limit]
        return tuple(reversed(chosen) if self.reverse else chosen)
