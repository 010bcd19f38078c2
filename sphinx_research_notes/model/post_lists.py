"""Lists of posts as ABlog's directive ``postlist`` asks for them. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Formatter
from typing import TYPE_CHECKING

from . import taxonomy
from .collection import KINDS, ListForm, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .note import Note

#: The words in braces that a format may have, each with the kind of label that it stands for.
WORDS = {"date": "", "title": "", "author": "authors", "location": "locations", "language": "languages",
         "category": "categories", "tags": "tags"}  # fmt: skip
#: The names of list styles in CSS that have a rule in the style sheet.
STYLES = (
    *("none", "disc", "circle", "square", "decimal"),
    *("lower-alpha", "upper-alpha", "lower-roman", "upper-roman"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForm:
    """What a list shows of each post."""

    #: Texts, each followed by one of the WORDS; the last one may be followed by none.
    parts: tuple[tuple[str, str], ...]
    #: How dates are written, as in :func:`time.strftime`.
    date: str
    style: str = "none"
    #: Whether the beginning of each post follows.
    excerpts: bool = False
    #: The text of a further link to each post; empty for none.
    expand: str = ""


def parts_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the parts of a format such as ``{date} - {title}``; raises ValueError for any other."""
    parts = tuple((before, word or "") for before, word, *_ in Formatter().parse(text))
    if unknown := [word for _, word in parts if word and word not in WORDS]:
        raise ValueError(unknown[0])
    return parts


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
