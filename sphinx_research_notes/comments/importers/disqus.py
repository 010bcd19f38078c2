"""Read an export of Disqus, in XML (https://help.disqus.com/en/articles/1717164-comments-export)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from .markup import paragraphs
from .records import ForeignComment, ForeignThread
from .values import address, flag, identifier, line, moment
from .xml import child, elements, local, text_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from .records import SourceFile


def is_it(file: SourceFile) -> bool:
    """Whether *file* is an export of Disqus."""
    head = file.data[:2000]
    return b"<disqus" in head or (b"disqus.com" in head and b"<?xml" in head)


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*; raises UnreadableError."""
    return [thread for file in files for thread in _threads(file)]


def _threads(file: SourceFile) -> list[ForeignThread]:
    heads: dict[str, ForeignThread] = {}
    posts: defaultdict[str, list[ForeignComment]] = defaultdict(list)
    for element in elements(file, {"thread", "post"}):
        if local(element) == "post":
            posts[_id(child(element, "thread"))].append(_comment(element))
        elif identity := _id(element):
            heads[identity] = _thread(element)
    return [
        replace(heads.get(identity, ForeignThread()), comments=tuple(comments))
        for identity, comments in posts.items()
    ]


def _id(element: Element | None) -> str:
    """Return Disqus' own id of *element*: an attribute in a namespace of its own."""
    if element is None:
        return ""
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == "id"), "")


def _thread(head: Element) -> ForeignThread:
    link = line(text_in(head, "link"))
    # What the site told Disqus as the page's identifier: often its path, sometimes just a number.
    return ForeignThread(
        addresses=tuple(filter(None, (link, line(text_in(head, "id"))))),
        title=line(text_in(head, "title")),
        source=address(link),
    )


def _comment(post: Element) -> ForeignComment:
    author = child(post, "author")
    name = line(text_in(author, "name"))
    account = line(text_in(author, "username"))
    number = _id(post)
    anonymous = flag(text_in(author, "isAnonymous"))
    message = text_in(post, "message")
    reasons = {"isSpam": "spam", "isDeleted": "deleted", "isFlagged": "flagged"}
    withheld = [said for key, said in reasons.items() if flag(text_in(post, key))]
    if child(post, "isApproved") is not None and not flag(text_in(post, "isApproved")):
        withheld.append("awaiting moderation")
    return ForeignComment(
        id=identifier("disqus", number),
        parent=identifier("disqus", _id(child(post, "parent"))),
        author=name or account,
        author_url=address(text_in(author, "link"))
        or (f"https://disqus.com/by/{account}/" if account.isascii() and account and not anonymous else ""),
        portraits=(account, name),
        published=moment(text_in(post, "createdAt")),
        html=message if "<" in message else paragraphs(message),
        anchor=f"comment-{number}" if number.isdigit() else "",
        withheld=withheld[0] if withheld else "",
    )
