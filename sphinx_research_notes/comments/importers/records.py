"""What an export of a comment system holds, in one shape for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ...frontmatter.encodings import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...model.dates import When


@dataclass(frozen=True)
class SourceFile:
    """A file of an export."""

    #: Its path from the folder that was named, or just its name; with forward slashes.
    name: str
    data: bytes

    @cached_property
    def text(self) -> str:
        """Its content as text, with ``\\n`` as line ends."""
        return text_of(self.data).replace("\r\n", "\n").replace("\r", "\n")

    @property
    def stem(self) -> str:
        """Its name without folders and suffix."""
        return self.name.rpartition("/")[2].rpartition(".")[0] or self.name.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The name of the folder that it is in; empty if that is the one that was named."""
        return self.name.rpartition("/")[0].rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignComment:
    """A comment of another system."""

    #: With the system as its prefix, so that comments of several systems can be in one thread.
    id: str
    #: The id of the comment that it answers; empty for one at the top.
    parent: str = ""
    author: str = ""
    #: Their page on the web; never an e-mail address.
    author_url: str = ""
    #: What a picture of the author may be called: names of files, of accounts, and theirs.
    portraits: tuple[str, ...] = ()
    #: The file of their picture, from the folder of the thread file; or empty.
    avatar: str = ""
    published: When | None = None
    edited: When | None = None
    #: Its text as Markdown, or else as HTML.
    body: str = ""
    html: str = ""
    #: Where it was published: an http(s) URL, or empty.
    url: str = ""
    #: Other ids by which links lead to it, with spaces between: ``comment-12``.
    anchor: str = ""
    reactions: Mapping[str, int] = field(default_factory=dict)
    #: Why it must not be published, in a word or two: ``spam``. Empty for a public comment.
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignThread:
    """The comments on one page."""

    #: Addresses, paths and names that may tell which page it is, the surest first.
    addresses: tuple[str, ...] = ()
    title: str = ""
    #: Where the thread was: a URL, or empty.
    source: str = ""
    comments: tuple[ForeignComment, ...] = ()
    #: What was in it that has no place in a thread, by kind, with numbers: ``{"like": 3}``.
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What to call it where it can't be placed."""
        return next(iter(self.addresses), "") or self.title or "(no address)"
