"""Read comments of Substack: the answer of its interface, or the text copied from a page.

The interface is undocumented: ``/api/v1/post/ID/comments?all_comments=true``. Copied text has no dates and
does not tell who answers whom.
"""

from __future__ import annotations

import html as entities
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from .markup import paragraphs
from .records import ForeignComment, ForeignThread
from .values import (
    MAX_DEPTH,
    address,
    flag,
    identifier,
    items,
    json_of,
    line,
    mapping,
    moment,
    number,
    pick,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from .records import SourceFile

_PUBLIC = {"", "published", "ok"}
_INLINE = {"strong": "strong", "em": "em", "code": "code", "strike": "del", "bold": "strong", "italic": "em"}
_BLOCKS = {
    "paragraph": "p", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li",
    "blockquote": "blockquote", "heading": "p", "code_block": "pre", "bulletList": "ul", "orderedList": "ol",
    "listItem": "li",
}  # fmt: skip

_AVATAR = re.compile(r"(?P<name>\S.*?)['’]s avatar")
_END = "Expand full comment"
_COUNT = re.compile(r"(?P<number>[\d,]+) comments?(?: on .*| from .*)?", re.IGNORECASE)
#: What the page shows around the text of a comment: before it, and after it.
_BEFORE = re.compile(
    r"liked by .+|author|edited|pinned|founding|paid|\d{1,2}[smhdw]"
    r"|(?P<date>[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?)(?: ?[·•].*| ?edited)?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:like|reply|share|collapse|gift a subscription|report|delete)(?: ?\(\d+\))?"
    r"|\d+ (?:more )?repl(?:y|ies)(?: by .+)?|\d+ more comments?\W*|[\d,]+|liked by .+",
    re.IGNORECASE,
)


def is_it(file: SourceFile) -> bool:
    """Whether *file* is an answer of Substack's interface, or text copied from a page with comments."""
    if file.text.lstrip()[:1] in "{[":
        return b'"comments"' in file.data and (b'"ancestor_path"' in file.data or b'"photo_url"' in file.data)
    return any(_AVATAR.fullmatch(each.strip()) for each in file.text.split("\n"))


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*, one each; raises UnreadableError."""
    return [
        _thread(file, json_of(file)) if file.text.lstrip()[:1] in "{[" else _copied(file) for file in files
    ]


def _thread(file: SourceFile, data: Any) -> ForeignThread:
    held = mapping(data)
    post = mapping(held.get("post")) or held
    listed = data if isinstance(data, list) else items(held.get("comments"))
    where = address(post.get("canonical_url") or post.get("url"))
    comments: list[ForeignComment] = []
    queue = [(mapping(each), "") for each in listed]
    for each, parent in queue:  # Grows during iteration.
        comment = _comment(each, parent, where)
        comments.append(comment)
        queue += [(mapping(reply), comment.id) for reply in items(each.get("children"))]
    return ForeignThread(
        addresses=tuple(dict.fromkeys(filter(None, (where, pick(post, "slug"), file.stem)))),
        title=pick(post, "title"),
        source=where,
        comments=tuple(comments),
    )


def _comment(held: Mapping[str, Any], parent: str, where: str) -> ForeignComment:
    handle = line(held.get("handle"))
    number_ = line(held.get("id"))
    rich = _rich(held.get("body_json"), 0)
    body = text(held.get("body"))
    counts = mapping(held.get("reactions"))
    reactions = {line(label): number(count) for label, count in counts.items()}
    return ForeignComment(
        id=identifier("ss", number_),
        parent=parent,
        author=line(held.get("name")) or handle,
        author_url=address(f"https://substack.com/@{handle}") if handle else "",
        portraits=(handle, line(held.get("name")), line(held.get("photo_url")).rpartition("/")[2]),
        published=moment(held.get("date")),
        edited=moment(held.get("edited_at")),
        html=rich or paragraphs(body),
        url=f"{where}/comment/{number_}" if where and number_ else "",
        anchor=f"comment-{number_}" if number_.isdigit() else "",
        reactions={label: count for label, count in reactions.items() if label and count},
        withheld=_withheld(held),
    )


def _withheld(held: Mapping[str, Any]) -> str:
    status = line(held.get("status")).lower()
    if flag(held.get("deleted")) or status in {"deleted", "user_deleted"}:
        return "deleted"
    if status not in _PUBLIC:
        return status.replace("_", " ")
    return "suppressed" if flag(held.get("suppressed")) else ""


def _rich(node: Any, depth: int) -> str:
    """Return a document of ProseMirror as HTML; only there do links survive."""
    held = mapping(node)
    if depth > MAX_DEPTH:
        return ""
    kind, inner = (
        line(held.get("type")),
        "".join(_rich(each, depth + 1) for each in items(held.get("content"))),
    )
    if kind == "text":
        return _marked(held)
    if kind in {"hard_break", "hardBreak"}:
        return "<br>"
    if "mention" in kind:
        return entities.escape(pick(mapping(held.get("attrs")), "label", "name"))
    tag = _BLOCKS.get(kind)
    return f"<{tag}>{inner}</{tag}>" if tag and inner else inner


def _marked(held: Mapping[str, Any]) -> str:
    written = entities.escape(text(held.get("text")), quote=False)
    for each in items(held.get("marks")):
        mark = mapping(each)
        kind = line(mark.get("type"))
        if tag := _INLINE.get(kind):
            written = f"<{tag}>{written}</{tag}>"
        elif url := address(mapping(mark.get("attrs")).get("href")):
            written = f'<a href="{entities.escape(url)}">{written}</a>'
    return written


def _copied(file: SourceFile) -> ForeignThread:
    """Return the thread in text copied from a page."""
    lines = file.text.split("\n")
    counted = next((found for each in lines if (found := _COUNT.fullmatch(each.strip()))), None)
    comments = tuple(_parts(lines))
    missing = int(counted["number"].replace(",", "")) - len(comments) if counted else 0
    return ForeignThread(
        addresses=(file.stem,),
        comments=comments,
        left_out={"comment that the page counts but the text lacks": missing} if missing > 0 else {},
    )


def _parts(lines: Iterable[str]) -> Iterator[ForeignComment]:
    name, body, seen = "", list[str](), dict[str, int]()
    is_open = False
    for each in (*lines, None):
        found = _AVATAR.fullmatch(each.strip()) if each is not None else None
        if each is not None and not found:
            is_open = is_open and each.strip() != _END
            if is_open:
                body.append(each.rstrip())
            continue
        if name and any(part.strip() for part in body):
            yield _copied_comment(name, body, seen)
        # "User's avatar" is the picture of whoever reads the page.
        name = "" if found is None or found["name"] == "User" else " ".join(found["name"].split())
        body, is_open = [], bool(name)


def _copied_comment(name: str, body: list[str], seen: dict[str, int]) -> ForeignComment:
    date = ""
    body = [each.strip() for each in body]
    while body and (not body[0] or body[0] == name or (found := _BEFORE.fullmatch(body[0]))):
        if body[0] and body[0] != name and found and found["date"]:
            date = found["date"]
        body.pop(0)
    while body and (not body[-1] or _AFTER.fullmatch(body[-1])):
        body.pop()
    words = "\n".join(body)
    key = blake2b(f"{name}\n{words}".encode("utf-8", "replace"), digest_size=5).hexdigest()
    seen[key] = seen.get(key, 0) + 1
    return ForeignComment(
        id=f"ss-{key}" if seen[key] == 1 else f"ss-{key}-{seen[key]}",
        author=name,
        portraits=(name,),
        published=moment(date) if "," in date else None,
        html=paragraphs(words),
    )
