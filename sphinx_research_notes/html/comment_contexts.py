"""The context for the template of a comment thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from ..model.licenses import license_of
from ..model.urls import web_address
from .contexts import CommentContext, ThreadContext

if TYPE_CHECKING:
    from ..comments import Comment, Thread
    from ..languages import NullTranslations
    from .presenter import Presenter


def thread_context(presenter: Presenter, thread: Thread, anchor: str) -> ThreadContext:
    """Return the context for *thread*; *anchor*: the id of its heading."""
    # Makes the ids of the comments of several threads unique on the page.
    prefix = "c-" if anchor == "comments" else f"{anchor}-"
    return ThreadContext(
        id=anchor,
        count_text=count_text(presenter.words, thread),
        source=web_address(thread.source),
        source_name=thread.source.partition("://")[2].partition("/")[0],
        license=license_of(thread.license) if thread.license else None,
        comments=[_comment(presenter, each, prefix) for each in thread.comments],
    )


def count_text(words: NullTranslations, thread: Thread) -> str:
    """Return the number of comments of *thread* as a heading: ``16 Comments``."""
    if not thread.count:
        return words.gettext("No comments")
    return words.ngettext("%(count)s Comment", "%(count)s Comments", thread.count) % {"count": thread.count}


def _comment(presenter: Presenter, comment: Comment, prefix: str) -> CommentContext:
    from .comment_bodies import body_html  # As in `directives/comments.py`.

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
        replies=[_comment(presenter, reply, prefix) for reply in comment.replies],
    )
