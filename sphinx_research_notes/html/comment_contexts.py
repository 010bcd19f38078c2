"""The context for the template of a comment thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..model.licenses import license_of
from ..model.urls import web_address
from .contexts import CommentContext, Link, ThreadContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..comments import Comment, Thread
    from ..languages import NullTranslations
    from .presenter import Presenter

#: Replies below this level are not indented further on phones, so that they say whom they answer.
_INDENTED = 4


def thread_context(
    presenter: Presenter,
    thread: Thread,
    anchor: str,
    ids: set[str] | None = None,
    pictures: Mapping[str, str] | None = None,
) -> ThreadContext:
    """Return the context for *thread*; *anchor*: the id of its heading.

    *ids*: those that the page has, to which those of comments are added; None to give them no ids of old.
    *pictures*: the addresses of those of authors, by the names that comments have for them.
    """
    from ..comments.records import comment_id  # As in `directives/comments.py`.

    prefix = comment_id(anchor, "")
    authors = _authors(thread)
    if ids is not None:
        ids.update(prefix + each for each in authors)
    view = _View(presenter, prefix, authors, ids, pictures or {})
    return ThreadContext(
        id=anchor,
        count_text=count_text(presenter.words, thread),
        source=web_address(thread.source),
        source_name=thread.source.partition("://")[2].partition("/")[0],
        license=license_of(thread.license) if thread.license else None,
        comments=[_comment(view, each) for each in thread.comments],
    )


@dataclass(frozen=True, slots=True)
class _View:
    """How the comments of one thread are shown."""

    presenter: Presenter
    prefix: str
    #: The author of each comment by its id.
    authors: dict[str, str]
    #: The ids that the page has, which grow: no two elements may have the same.
    ids: set[str] | None
    pictures: Mapping[str, str]

    def free(self, anchors: Iterable[str]) -> list[str]:
        """Return those of *anchors* that no element of the page has as its id yet."""
        if self.ids is None:
            return []
        found = [each for each in anchors if each not in self.ids]
        self.ids.update(found)
        return found


def count_text(words: NullTranslations, thread: Thread) -> str:
    """Return the number of comments of *thread* as a heading: ``16 Comments``."""
    if not thread.count:
        return words.gettext("No comments")
    return words.ngettext("%(count)s Comment", "%(count)s Comments", thread.count) % {"count": thread.count}


def _authors(thread: Thread) -> dict[str, str]:
    """Return the author of each comment of *thread* by its id."""
    queue = list(thread.comments)
    for comment in queue:  # Grows during iteration.
        queue.extend(comment.replies)
    return {comment.id: comment.author for comment in queue}


def _comment(view: _View, comment: Comment, level: int = 1) -> CommentContext:
    from .comment_bodies import body_html  # As in `directives/comments.py`.

    presenter, prefix = view.presenter, view.prefix
    replies = [_comment(view, reply, level + 1) for reply in comment.replies]
    number = _number(comment)
    # A chain of single replies is one conversation, which is folded at its beginning or not at all.
    foldable = number > 1 and (level == 1 or len(replies) > 1)
    answered = comment.parent if level > _INDENTED else None
    return CommentContext(
        id=prefix + comment.id,
        deleted=comment.deleted,
        author=comment.author,
        author_url=comment.author_url,
        initials=comment.initials,
        date=presenter.day(comment.published),
        edited=presenter.day(comment.edited),
        url=comment.url,
        html=Markup(body_html(comment, presenter.builder)),
        text=comment.text,
        long=comment.long,
        reactions=comment.reactions,
        replies=replies,
        level=level,
        branch=number if foldable else 0,
        answers=Link(view.authors.get(answered, ""), f"#{prefix}{answered}") if answered else None,
        anchors=view.free(comment.anchors),
        avatar=view.pictures.get(comment.avatar, ""),
    )


def _number(comment: Comment) -> int:
    """Return the number of replies to *comment* at all levels, without deleted ones."""
    return sum(_number(reply) + (not reply.deleted) for reply in comment.replies)
