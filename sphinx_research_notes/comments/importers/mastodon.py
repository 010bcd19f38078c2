"""Read what Mastodon's API answers for the context of a post: ``/api/v1/statuses/ID/context``."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from .records import ForeignComment, ForeignThread
from .values import address, flag, identifier, items, json_of, line, mapping, moment, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .records import SourceFile

_PUBLIC = {"public", "unlisted"}
_EMOJI = re.compile(r":\w+:")
_LINK = re.compile(r'<a\b[^<>]*\bhref="(https?://[^"]+)"([^<>]*)>')


def is_it(file: SourceFile) -> bool:
    """Whether *file* is the context of a post, or a list of posts."""
    return b'"in_reply_to_id"' in file.data and b'"account"' in file.data


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*, one each; raises UnreadableError."""
    return [_thread(file, json_of(file)) for file in files]


def _thread(file: SourceFile, data: Any) -> ForeignThread:
    held = mapping(data)
    context = mapping(held.get("context")) or held
    found = data if isinstance(data, list) else items(context.get("descendants"))
    posts = [mapping(each) for each in found]
    root = mapping(held.get("status") or held.get("root"))
    answered = line(root.get("id")) or _root(posts)
    posts = [post for post in posts if line(post.get("id")) != answered]
    source = address(root.get("url"))
    return ForeignThread(
        addresses=tuple(dict.fromkeys(filter(None, (*_links(root), source, answered, file.stem)))),
        source=source,
        comments=tuple(_comment(post, answered) for post in posts),
    )


def _root(posts: list[Mapping[str, Any]]) -> str:
    """Return the id of the post that these *posts* answer: what most of those name that aren't among them."""
    known = {line(post.get("id")) for post in posts}
    named = Counter(line(post.get("in_reply_to_id")) for post in posts)
    strange = [(count, each) for each, count in named.items() if each and each not in known]
    return max(strange, default=(0, ""))[1]


def _links(root: Mapping[str, Any]) -> list[str]:
    """Return the addresses that the first post links to: its card's, and those in its text."""
    found = [address(mapping(root.get("card")).get("url"))]
    for url, rest in _LINK.findall(text(root.get("content"))):
        if "mention" not in rest and "hashtag" not in rest:
            found.append(address(entities.unescape(url)))
    return [each for each in found if each]


def _comment(post: Mapping[str, Any], root: str) -> ForeignComment:
    account = mapping(post.get("account"))
    parent = line(post.get("in_reply_to_id"))
    visibility = line(post.get("visibility"))
    handle = line(account.get("acct"))
    stars = number(post.get("favourites_count"))
    return ForeignComment(
        id=identifier("masto", post.get("id")),
        parent="" if parent == root else identifier("masto", parent),
        author=" ".join(_EMOJI.sub(" ", line(account.get("display_name"))).split()) or handle,
        author_url=address(account.get("url")),
        portraits=(handle, handle.partition("@")[0]),
        published=moment(post.get("created_at")),
        edited=moment(post.get("edited_at")),
        html=_content(post),
        url=address(post.get("url")),
        reactions={"⭐": stars} if stars else {},
        withheld=_withheld(visibility, account),
    )


def _withheld(visibility: str, account: Mapping[str, Any]) -> str:
    if visibility not in _PUBLIC:
        # Posts to followers and to those they name are as private as letters.
        return "private"
    is_limited = flag(account.get("suspended")) or flag(account.get("limited"))
    return "of an account that its server hides" if is_limited else ""


def _content(post: Mapping[str, Any]) -> str:
    parts = [text(post.get("content"))]
    for each in items(post.get("media_attachments")):
        attachment = mapping(each)
        url = entities.escape(address(attachment.get("remote_url") or attachment.get("url")))
        said = line(attachment.get("description")) or line(attachment.get("type")) or "attachment"
        parts.append(f'<p><a href="{url}">{entities.escape(said)}</a></p>' if url else "")
    choices = [line(mapping(each).get("title")) for each in items(mapping(post.get("poll")).get("options"))]
    if any(choices):
        parts.append(f"<ul>{''.join(f'<li>{entities.escape(each)}</li>' for each in choices)}</ul>")
    content = "".join(parts)
    if warning := line(post.get("spoiler_text")):
        return f"<details><summary>{entities.escape(warning)}</summary>{content}</details>"
    return content
