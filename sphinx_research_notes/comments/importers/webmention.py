"""Read webmentions as webmention.io answers them, in jf2 or its older form, and as sites keep its answers."""

from __future__ import annotations

import html as entities
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..thread_file import load
from .markup import paragraphs
from .records import ForeignComment, ForeignThread
from .values import MAX_DEPTH, address, flag, identifier, json_of, line, mapping, moment, pick, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .records import SourceFile

#: A link without a text, by which a bridge says what a post answers and names.
_EMPTY = re.compile(r"\s*<a\b[^<>]*>\s*</a>")
#: What says something, by the names that webmention.io has given it; the rest are likes and the like.
_SAYING = {
    **dict.fromkeys(("in-reply-to", "reply", "comment"), "reply"),
    **dict.fromkeys(("mention-of", "mention", "link", "post", "quotation-of"), "mention"),
}


def is_it(file: SourceFile) -> bool:
    """Whether *file* holds webmentions."""
    data = file.data
    old = (b"target", b"source", b"verified")
    return b"wm-property" in data or b"wm-target" in data or all(each in data for each in old)


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*, one for each page that was mentioned; raises UnreadableError."""
    by_target: defaultdict[str, list[ForeignComment]] = defaultdict(list)
    others: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for file in files:
        data = json_of(file) if file.text.lstrip()[:1] in "{[" else load(file.text, file.name)
        for mention, target in _mentions(data):
            place = target  # With a part, it may be an entry of a stream.
            kind = _kind(mention)
            if kind in _SAYING:
                by_target[place].append(_comment(mention, is_reply=_SAYING[kind] == "reply"))
            else:
                others[place][kind.removesuffix("-of") or "mention of an unknown kind"] += 1
    return [
        ForeignThread(
            addresses=(target,) if target else (),
            comments=tuple(by_target[target]),
            left_out=others[target],
        )
        for target in dict.fromkeys([*by_target, *others])
    ]


def _mentions(data: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield each mention in *data*, at any depth, and the address that it mentions."""
    queue = [(data, 0, "")]
    for value, depth, above in queue:  # Grows during iteration.
        held = mapping(value)
        if target := address(held.get("wm-target") or held.get("target")):
            yield held, target
        elif above and ("raw" in held or "source" in held):
            yield {**mapping(held.get("raw")), **held}, above
        elif depth < MAX_DEPTH:
            pairs = [("", each) for each in value] if isinstance(value, list) else list(held.items())
            for key, each in pairs:
                if isinstance(each, list | Mapping):
                    # In Jekyll's cache, mentions are under the address.
                    place = address(key) or (key if str(key).startswith("/") else "") or above
                    queue.append((each, depth + 1, place))


def _kind(mention: Mapping[str, Any]) -> str:
    activity = mapping(mention.get("activity"))
    kind = pick(mention, "wm-property") or pick(activity, "type") or pick(mention, "type")
    return kind.lower().strip()


def _comment(mention: Mapping[str, Any], *, is_reply: bool) -> ForeignComment:
    data = mapping(mention.get("data"))
    author = mapping(mention.get("author")) or mapping(data.get("author"))
    source = address(mention.get("wm-source") or mention.get("source"))
    url = address(mention.get("url") or data.get("url")) or source
    number = mention.get("wm-id") or mention.get("id") or data.get("id") or source
    return ForeignComment(
        id=identifier("wm", number),
        author=_name(pick(author, "name")) or url.partition("://")[2].partition("/")[0],
        author_url=address(author.get("url")),
        portraits=(pick(author, "name"), pick(author, "photo").rpartition("/")[2]),
        published=moment(
            pick(mention, "published", "wm-received", "pubdate")
            or data.get("published")
            or mention.get("verified_date")
        ),
        html=_content(mention, data, url, is_reply=is_reply),
        url=url,
        withheld=_withheld(mention),
    )


def _name(text: str) -> str:
    """Return *text* if it is a name; a lone sign stands for a template that was never filled in."""
    return text if re.search(r"\w", text) else ""


def _withheld(mention: Mapping[str, Any]) -> str:
    if flag(mention.get("wm-private")) or flag(mention.get("private")):
        return "private"
    if "verified" in mention and not flag(mention.get("verified")):
        return "not verified"
    return "deleted" if flag(mention.get("deleted")) else ""


def _content(mention: Mapping[str, Any], data: Mapping[str, Any], url: str, *, is_reply: bool) -> str:
    """Return what a reply says; of a page that mentions the note, only its title, or else its summary."""
    content = mention.get("content") or data.get("content")
    held = mapping(content)
    html = _EMPTY.sub(
        " ",
        text(
            held.get("html") or held.get("value")
            if held.get("content-type") == "text/html"
            else held.get("html")
        ),
    )
    plain = text(held.get("text") or held.get("value")) if held else text(content)
    title = pick(mention, "name", "title") or pick(data, "name")
    if is_reply and (html or plain):
        return html or (plain if "<p" in plain or "<a " in plain else paragraphs(plain))
    said = (
        title or line(mapping(mention.get("summary")).get("value") or mention.get("summary")) or _short(plain)
    )
    link = f'<a href="{entities.escape(url)}">{entities.escape(said or url)}</a>'
    return f"<p>{link}</p>" if url else paragraphs(said)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 200 else f"{words[:200].rsplit(' ', 1)[0]} …"
