"""The records of comment threads."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .formulas import Formula, formulas

if TYPE_CHECKING:
    from ..model.dates import When


def comment_id(thread: str, comment: str) -> str:
    """Return the id of the element of a *comment*; *thread*: the id of the heading of its thread.

    It makes the ids of the comments of several threads unique on the page.
    """
    return f"c-{comment}" if thread == "comments" else f"{thread}-{comment}"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of a thread, with its replies."""

    #: Unique in the thread, and safe as an HTML id: ASCII letters, digits, hyphens, underscores.
    id: str
    #: The id of the comment it replies to, which may be higher up than the one it is shown under.
    parent: str | None = None
    #: The author's name; empty when unknown or deleted.
    author: str = ""
    #: An http(s) URL, or empty.
    author_url: str = ""
    #: The file of the author's picture, from the folder of the thread file; or empty.
    avatar: str = ""
    #: When it was written, if known.
    published: When | None = None
    #: When it was last edited, if ever.
    edited: When | None = None
    #: The body as sanitized HTML with placeholders for formulas, which :func:`write_formulas` replaces.
    html: str = ""
    #: The body as plain text, with paragraphs separated by blank lines.
    text: str = ""
    #: Whether this is a placeholder for a deleted comment that has replies.
    deleted: bool = False
    #: Where the comment was originally published: an http(s) URL, or empty.
    url: str = ""
    #: Labels with their counts, at least 1.
    reactions: tuple[tuple[str, int], ...] = ()
    #: Other ids by which links lead to it, from where it was before.
    anchors: tuple[str, ...] = ()
    #: By date, then those without one.
    replies: tuple[Comment, ...] = ()
    #: Whether the body exceeds about twelve lines.
    long: bool = False
    #: The line on which it begins in its file, if known.
    line: int | None = field(default=None, compare=False)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas in the body."""
        return formulas(self.html)

    @property
    def initials(self) -> str:
        """The author's initials (``TC`` for "Tobiah Crane, PhD"); a question mark if there are no letters."""
        name = unicodedata.normalize("NFC", self.author).partition(",")[0]
        letters = [next(filter(str.isalnum, word), "") for word in name.split()]
        first, *others = [letter.upper()[:1] for letter in letters if letter] or ["?"]
        return first + (others[-1] if others else "")


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one note."""

    #: The origin of the thread: a URL or text.
    source: str = ""
    #: The licence of the comments, as written.
    license: str = ""
    #: The top-level comments.
    comments: tuple[Comment, ...] = ()

    @property
    def all(self) -> list[Comment]:
        """The comments at all levels."""
        queue = list(self.comments)
        for comment in queue:  # Grows during iteration.
            queue.extend(comment.replies)
        return queue

    @property
    def count(self) -> int:
        """The number of comments at all levels, without deleted ones."""
        return sum(not comment.deleted for comment in self.all)
