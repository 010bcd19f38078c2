"""Read discussions and issues of GitHub, where giscus and utterances keep comments.

That is what GitHub's GraphQL API answers for ``discussions`` or ``issues``, at any depth of its answer; what
``gh issue view --json`` writes; or what the REST API answers for the comments of one of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .records import ForeignComment, ForeignThread
from .values import MAX_DEPTH, address, flag, identifier, items, json_of, line, mapping, moment, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .records import SourceFile

_EMOJI = {
    "THUMBS_UP": "👍", "THUMBS_DOWN": "👎", "LAUGH": "😄", "HOORAY": "🎉", "CONFUSED": "😕", "HEART": "❤️",
    "ROCKET": "🚀", "EYES": "👀", "+1": "👍", "-1": "👎",
}  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
#: What GitHub says of a comment that it folds away; an answer that was found or is too long is still one.
_OPEN = {"", "RESOLVED", "DUPLICATE"}


def is_it(file: SourceFile) -> bool:
    """Whether *file* holds discussions, issues or their comments."""
    return file.name.lower().endswith((".json", ".jsonl")) and bool(
        re.search(rb'"(createdAt|created_at|bodyHTML)"', file.data)
        and re.search(rb'"(bodyHTML|bodyText|body)"', file.data)
        and re.search(rb"github\.com/|\"login\"", file.data)
    )


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*; raises UnreadableError."""
    return [thread for file in files for thread in _threads(json_of(file))]


def _threads(data: Any) -> Iterator[ForeignThread]:
    if isinstance(data, list) and data and all("html_url" in mapping(each) for each in data):
        yield from _of_rest(data)
        return
    queue = [(data, 0)]
    for value, depth in queue:  # Grows during iteration.
        held = mapping(value)
        if "comments" in held and ("title" in held or "body" in held or _are_comments(held["comments"])):
            yield _thread(held)
        elif depth < MAX_DEPTH:
            inside = value if isinstance(value, list) else held.values()
            queue += [(each, depth + 1) for each in inside if isinstance(each, list | Mapping)]


def _are_comments(value: object) -> bool:
    """Whether *value* is a list of comments, as scripts keep them that ask for those of one issue."""
    listed = items(value)
    return bool(listed) and all({"body", "user"} <= mapping(each).keys() for each in listed)


def _thread(held: Mapping[str, Any]) -> ForeignThread:
    title, source = line(held.get("title")), address(held.get("url"))
    # giscus and utterances write the address of the page into the text of what they open.
    links = [each.rstrip(".,") for each in _ADDRESS.findall(text(held.get("body")))]
    listed = held["comments"] if isinstance(held["comments"], list) else items(held["comments"])
    # Of an issue that isn't named, its comments tell the address.
    source = source or next((url for each in listed if (url := _page_of(each))), "")
    comments: list[ForeignComment] = []
    for each in listed:
        comment = _comment(mapping(each))
        comments.append(comment)
        comments += (_comment(mapping(reply), comment.id) for reply in items(mapping(each).get("replies")))
    return ForeignThread(
        addresses=tuple(dict.fromkeys(filter(None, (title, *links[:3], source)))),
        title=title,
        source=source,
        comments=tuple(comments),
        left_out=_missing(held["comments"], listed) | _of_page(held),
    )


def _of_page(held: Mapping[str, Any]) -> dict[str, int]:
    """Return how many reactions there are to the page itself, which giscus shows above the comments."""
    reactions = sum(_reactions(held).values())
    return {"reaction to the page": reactions} if reactions else {}


def _page_of(comment: object) -> str:
    return address(mapping(comment).get("html_url")).partition("#")[0]


def _missing(connection: object, listed: list[Any]) -> dict[str, int]:
    """Return how many comments the answer counts but doesn't hold: it comes in pages."""
    missing = number(mapping(connection).get("totalCount")) - len(listed)
    for each in listed:
        replies = mapping(each).get("replies")
        missing += max(0, number(mapping(replies).get("totalCount")) - len(items(replies)))
    return {"comment beyond the end of the file": missing} if missing > 0 else {}


def _comment(held: Mapping[str, Any], parent: str = "") -> ForeignComment:
    author = mapping(held.get("author") or held.get("user"))
    login = line(author.get("login"))
    url = address(held.get("html_url") or held.get("url"))
    body = text(held.get("body"))
    created = moment(held.get("createdAt") or held.get("created_at"))
    return ForeignComment(
        id=identifier("gh", held.get("databaseId") or url.rpartition("-")[2] or held.get("id")),
        parent=parent or identifier("gh", held.get("parent_id")),
        author=login or "ghost",
        author_url=address(author.get("html_url") or author.get("url"))
        or (f"https://github.com/{login}" if re.fullmatch("[A-Za-z0-9-]+", login) else ""),
        portraits=(login,),
        published=created,
        edited=moment(held.get("lastEditedAt")),
        body=body,
        html="" if body else text(held.get("bodyHTML")),
        url=url,
        reactions=_reactions(held),
        withheld=_withheld(held),
    )


def _withheld(held: Mapping[str, Any]) -> str:
    if held.get("deletedAt"):
        return "deleted"
    reason = line(held.get("minimizedReason")).upper().replace(" ", "_")
    if flag(held.get("isMinimized")) and reason not in _OPEN - {""}:
        return f"hidden as {reason.lower()}" if reason else "hidden"
    return ""


def _reactions(held: Mapping[str, Any]) -> dict[str, int]:
    counted: defaultdict[str, int] = defaultdict(int)
    for group in items(held.get("reactionGroups")):
        who = mapping(mapping(group).get("users") or mapping(group).get("reactors"))
        name = line(mapping(group).get("content"))
        counted[_EMOJI.get(name, name)] += number(who.get("totalCount"))
    for name, count in mapping(held.get("reactions")).items():
        if name.upper() in _EMOJI:
            counted[_EMOJI[name.upper()]] += number(count)
    return {label: count for label, count in counted.items() if label and count}


def _of_rest(data: Iterable[Any]) -> Iterator[ForeignThread]:
    """Yield the comments in an answer of the REST API by the issue or discussion that they are on."""
    by_page: defaultdict[str, list[ForeignComment]] = defaultdict(list)
    for each in data:
        url = address(each.get("html_url"))
        by_page[url.partition("#")[0]].append(_comment(each))
    for page, comments in by_page.items():
        yield ForeignThread(addresses=(page,), source=page, comments=tuple(comments))
