"""Comment threads as records: comments, what they are nested in, and what is wrong with a file of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .formulas import Formula, formulas

if TYPE_CHECKING:
    from ..model.dates import When


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of a thread, with the replies to it."""

    #: Unique in its thread, and safe as an HTML id: ASCII letters, digits, hyphens, underscores.
    id: str
    #: The id of the comment that it replies to, which may be further up than the one it is under.
    parent: str | None = None
    #: The author's name; empty when unknown or deleted.
    author: str = ""
    #: An http or https address, or empty.
    author_url: str = ""
    #: When it was written, if known.
    published: When | None = None
    #: When it was last changed, if it was.
    edited: When | None = None
    #: The body as sanitised HTML, its formulas set aside: :func:`write_formulas` puts them in.
    html: str = ""
    #: The body as text for other builders, its paragraphs separated by blank lines.
    text: str = ""
    #: Whether this is the mark that a deleted comment leaves while it has replies.
    deleted: bool = False
    #: Where the comment was first published: an http or https address, or empty.
    url: str = ""
    #: Labels and how often each was given, at least once.
    reactions: tuple[tuple[str, int], ...] = ()
    #: In order of time, then those without a date.
    replies: tuple[Comment, ...] = ()
    #: Whether the body runs past about twelve lines.
    long: bool = False
    #: The line of its file on which it begins, where that is known.
    line: int | None = field(default=None, compare=False)

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas of the body."""
        return formulas(self.html)

    @property
    def initials(self) -> str:
        """``TC`` for "Tobiah Crane, PhD"; a question mark for a name without letters."""
        name = unicodedata.normalize("NFC", self.author).partition(",")[0]
        letters = [next(filter(str.isalnum, word), "") for word in name.split()]
        first, *others = [letter.upper()[:1] for letter in letters if letter] or ["?"]
        return first + (others[-1] if others else "")


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one note."""

    #: Where the thread comes from, as the file says it: an address or words.
    source: str = ""
    #: The licence of the comments, as the file says it.
    license: str = ""
    #: The comments at the top level.
    comments: tuple[Comment, ...] = ()

    @property
    def count(self) -> int:
        """How many comments there are at all levels, without deleted ones."""
        queue = list(self.comments)
        for comment in queue:  # grows while it is read
            queue.extend(comment.replies)
        return sum(not comment.deleted for comment in queue)

    @property
    def count_text(self) -> str:
        """The count as a heading: ``16 Comments``."""
        return {0: "No comments", 1: "1 Comment"}.get(self.count, f"{self.count} Comments")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a thread file; everything else in it still counts."""

    #: The line of the file on which the comment at fault begins; None where no line is known.
    line: int | None
    #: The id of the comment, or the key, that is at fault.
    subject: str
    #: What was found, and what is accepted.
    message: str
