"""Read what Bluesky's API answers for a thread: ``app.bsky.feed.getPostThread``."""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING, Any

from .records import ForeignComment, ForeignThread
from .values import address, flag, identifier, items, json_of, line, mapping, moment, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .records import SourceFile

#: Labels by which an author or a moderator asks that a post is not shown to everyone.
_HIDING = {"!hide", "!no-unauthenticated", "!takedown", "spam", "!suspend"}


def is_it(file: SourceFile) -> bool:
    """Whether *file* is a thread of Bluesky."""
    return b"app.bsky.feed" in file.data


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*, one each; raises UnreadableError."""
    return [_thread(file, json_of(file)) for file in files]


def _thread(file: SourceFile, data: Any) -> ForeignThread:
    held = mapping(mapping(data).get("thread")) or mapping(data)
    root = mapping(held.get("post"))
    gates = (held.get("threadgate"), root.get("threadgate"), mapping(data).get("threadgate"))
    hidden = {line(each) for gate in gates for each in items(_record(gate).get("hiddenReplies"))}
    comments: list[ForeignComment] = []
    gone = 0
    queue = [(mapping(each), "") for each in items(held.get("replies"))]
    for reply, parent in queue:  # Grows during iteration.
        post = mapping(reply.get("post"))
        if not post:
            gone += 1
            continue
        comment = _comment(post, parent, is_hidden=line(post.get("uri")) in hidden)
        comments.append(comment)
        queue += [(mapping(each), comment.id) for each in items(reply.get("replies"))]
    return ForeignThread(
        addresses=tuple(dict.fromkeys(filter(None, (*_links(root), line(root.get("uri")), file.stem)))),
        source=_url(root),
        comments=tuple(comments),
        left_out={"post that is gone or blocked": gone} if gone else {},
    )


def _record(gate: object) -> Mapping[str, Any]:
    """Return what the author of a thread has said of its replies."""
    return mapping(mapping(gate).get("record")) or mapping(gate)


def _links(root: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses that the first post links to."""
    record = mapping(root.get("record"))
    for embed in (mapping(record.get("embed")), mapping(root.get("embed"))):
        yield address(mapping(embed.get("external")).get("uri"))
    for facet in items(record.get("facets")):
        for feature in items(mapping(facet).get("features")):
            yield address(mapping(feature).get("uri"))


def _url(post: Mapping[str, Any]) -> str:
    author = mapping(post.get("author"))
    key = line(post.get("uri")).rpartition("/")[2]
    who = line(author.get("handle"))
    if who in {"", "handle.invalid"}:
        who = line(author.get("did"))
    return address(f"https://bsky.app/profile/{who}/post/{key}") if who and key else ""


def _comment(post: Mapping[str, Any], parent: str, *, is_hidden: bool) -> ForeignComment:
    author, record = mapping(post.get("author")), mapping(post.get("record"))
    handle = line(author.get("handle"))
    hearts = number(post.get("likeCount"))
    labels = [*items(post.get("labels")), *items(author.get("labels"))]
    labels += items(mapping(record.get("labels")).get("values"))
    # A label may have been taken back.
    given = [line(mapping(each).get("val")) for each in labels if not flag(mapping(each).get("neg"))]
    hiding = next((name for name in given if name in _HIDING), "")
    return ForeignComment(
        id=identifier("bsky", line(post.get("uri")).rpartition("/")[2]),
        parent=parent,
        author=line(author.get("displayName")) or handle,
        author_url=_url(post).partition("/post/")[0],
        portraits=(handle,),
        published=moment(record.get("createdAt")),
        html=_content(record, _url(post)),
        url=_url(post),
        reactions={"❤️": hearts} if hearts else {},
        withheld=f"labelled {hiding!r}" if hiding else "hidden by the author" if is_hidden else "",
    )


def _content(record: Mapping[str, Any], url: str) -> str:
    """Return the text of a post as HTML; *url*: where the post is, with the pictures that are not described.

    Its links are given by their places, counted in bytes of UTF-8.
    """
    data = text(record.get("text")).encode()
    parts, end = [], 0
    for first, last, target in sorted(_spans(record)):
        if end <= first < last <= len(data):
            shown = entities.escape(data[first:last].decode("utf-8", "replace"), quote=False)
            before = entities.escape(data[end:first].decode("utf-8", "replace"), quote=False)
            parts += [before, f'<a href="{entities.escape(target)}">{shown}</a>']
            end = last
    parts.append(entities.escape(data[end:].decode("utf-8", "replace"), quote=False))
    paragraphs = (part.strip().replace("\n", "<br>") for part in "".join(parts).split("\n\n"))
    written = "".join(f"<p>{part}</p>" for part in paragraphs if part)
    embed = mapping(record.get("embed"))
    media = mapping(embed.get("media")) or embed  # Beside a quoted post, it is in a mapping of its own.
    external = mapping(media.get("external"))
    if target := address(external.get("uri")):
        title = entities.escape(line(external.get("title")) or target)
        if entities.escape(target) not in written:
            written += f'<p><a href="{entities.escape(target)}">{title}</a></p>'
    if quoted := _quoted(embed):
        written += f'<p><a href="{quoted}">{quoted}</a></p>'
    pictures: list[tuple[str, object]] = [("image", each) for each in items(media.get("images"))]
    pictures += [("video", media)] if "video" in media else []
    for kind, each in pictures:
        if said := line(mapping(each).get("alt")):
            written += f"<p>{entities.escape(said)}</p>"
        elif url:
            written += f'<p><a href="{entities.escape(url)}">{kind}</a></p>'
    return written


def _quoted(embed: Mapping[str, Any]) -> str:
    """Return the address of the post that another one quotes."""
    record = mapping(embed.get("record"))
    uri = line(record.get("uri") or mapping(record.get("record")).get("uri"))
    found = re.fullmatch(r"at://(did:[a-z]+:[\w.:%-]+)/app\.bsky\.feed\.post/(\w+)", uri)
    return f"https://bsky.app/profile/{found[1]}/post/{found[2]}" if found else ""


def _spans(record: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Yield the first and last byte of each link in a post, and where it leads."""
    for facet in items(record.get("facets")):
        index = mapping(mapping(facet).get("index"))
        for each in items(mapping(facet).get("features")):
            feature = mapping(each)
            target = address(feature.get("uri"))
            if did := line(feature.get("did")):
                target = address(f"https://bsky.app/profile/{did}")
            if target:
                yield number(index.get("byteStart")), number(index.get("byteEnd")), target
