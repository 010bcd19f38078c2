"""Read comments that are files of a site: one a comment, as Staticman (https://staticman.net) writes them.

The folder that they are in is called like the page; a file with a list of comments is. YAML, JSON, or front
matter with the text below it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...frontmatter import extract
from ..hiding import hiding_key
from ..thread_file import UnreadableError, load
from .records import ForeignComment, ForeignThread
from .values import MAX_DEPTH, address, identifier, items, line, mapping, moment, pick, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .records import SourceFile

_ANCHOR = re.compile(r"[A-Za-z0-9_:.-]{1,100}")
SUFFIXES = (".yml", ".yaml", ".json", ".md", ".markdown")
_TEXTS = ("message", "comment", "body", "content", "text", "html", "comments")
_DATES = ("date", "timestamp", "created", "created_at", "time", "published")
_PARENTS = (
    "_parent",
    "parent",
    "replying_to",
    "replying_to_uid",
    "reply_to",
    "replyTo",
    "parent_id",
    "reply_thread",
)
_IDS = ("_id", "id", "uid")
_PAGES = ("slug", "page", "post", "post_id", "postId", "permalink", "url_path", "path", "page_id")
_NAMES = ("name", "author", "username", "user")


def is_it(file: SourceFile) -> bool:
    """Whether *file* holds one comment, or a list of them."""
    if not file.name.lower().endswith(SUFFIXES):
        return False
    try:
        return any(_is_comment(each) for each in _in(file))
    except UnreadableError:
        return False


def _is_comment(data: Mapping[str, Any]) -> bool:
    has_text = any(text(data.get(key)).strip() for key in _TEXTS)
    return has_text and any(data.get(key) for key in (*_NAMES, "email", *_DATES))


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*; raises UnreadableError."""
    by_page: defaultdict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    said: defaultdict[str, dict[str, None]] = defaultdict(dict)
    odd: defaultdict[str, int] = defaultdict(int)
    for file in sorted(files, key=lambda each: each.name):
        found = _in(file)
        is_list = len(found) > 1 or not file.folder
        for place, data in enumerate(found, 1):
            page = pick(data, *_PAGES)
            key = page or (file.stem if is_list else file.folder)
            if not _is_comment(data):
                odd[key] += 1
                continue
            by_page[key].append((file.stem if len(found) == 1 else f"{file.stem}-{place}", data))
            # The folder may be named better than the page that a field says, or the other way round.
            # What a comment answers is its page, if that is an address.
            above = pick(data, "_parent")
            others = (file.folder if not is_list else file.stem, above if above.startswith("/") else "")
            said[key] |= dict.fromkeys(filter(None, (key, *others)))
    return [
        ForeignThread(
            addresses=tuple(said[key]),
            comments=tuple(_comments(found)),
            left_out={"file without a comment": odd[key]} if odd[key] else {},
        )
        for key, found in by_page.items()
    ]


def _in(file: SourceFile) -> list[Mapping[str, Any]]:
    """Return the mappings in *file*."""
    if file.name.lower().endswith((".md", ".markdown")):
        block = extract.markdown(file.text)
        return [{"message": block.rest.strip(), **block.values}] if block.values else []
    data = load(file.text.removeprefix("---\n").rstrip().removesuffix("\n---"), file.name)
    if isinstance(data, Mapping) and data and all(isinstance(v, Mapping) for v in data.values()):
        data = [{"_id": key, **value} for key, value in data.items()]
    found = [*_by_page(data)] if isinstance(data, Mapping) else data
    listed = found if isinstance(found, list) else [found]
    return [each for held in listed if isinstance(held, Mapping) for each in _with_answers(held)]


def _by_page(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the mappings in *data*: itself, or those in its lists, which are called like their pages."""
    if not data or not all(isinstance(each, list) for each in data.values()):
        yield data
        return
    for page, listed in data.items():
        yield from ({**each, "page": page} for each in listed if isinstance(each, Mapping))


def _with_answers(data: Mapping[str, Any], depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield a comment, and the answers that are listed in it."""
    yield data
    above = {"page": data.get("page"), "_parent": pick(data, *_IDS)}
    for each in items(data.get("replies")) if depth < MAX_DEPTH else ():
        yield from _with_answers({**{k: v for k, v in above.items() if v}, **mapping(each)}, depth + 1)


def _comments(found: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterable[ForeignComment]:
    """Yield the comments of one page, in the order of their files."""
    ids = [pick(data, *_IDS) or name for name, data in found]
    known = {each: identifier("sm", each) for each in ids}
    numbers = _numbers(data for _, data in found)
    places = {number: known[each] for number, each in zip(numbers, ids, strict=True)}
    for (name, data), identity, number in zip(found, ids, numbers, strict=True):
        # Several keys may name what it answers: its page, a comment, or the number of one.
        named = [pick(data, key) for key in _PARENTS]
        parents = [known[each] for each in named if each in known and each != identity]
        author = data.get("author")
        writer = mapping(author)
        yield ForeignComment(
            id=known[identity],
            parent=next(iter(parents), "") or places.get(pick(data, "replying_to"), ""),
            author=pick(writer, "name") or pick(data, *_NAMES),
            author_url=address(pick(data, "url", "website", "site", "link", "web") or writer.get("url")),
            portraits=(name, pick(data, *_NAMES)),
            published=moment(pick(data, *_DATES)),
            body=next(filter(str.strip, (text(data.get(key)) for key in _TEXTS)), ""),
            anchor=_anchors(number, identity),
            withheld=_withheld(data),
        )


def _numbers(comments: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the number of each comment, by which themes of Jekyll refer to it.

    They count those that answer none, in the order of the files, and then the answers to each: 3, 3-1, 3-2.
    """
    counted: Counter[str] = Counter()
    numbers = []
    for data in comments:
        above = pick(data, "replying_to")
        counted[above] += 1
        numbers.append(f"{above}-{counted[above]}" if above else str(counted[above]))
    return numbers


def _anchors(number: str, identity: str) -> str:
    """Return what themes call a comment on its page: by its number, or by its id, which may tell as much."""
    own = identity[identity.find("comment-") :] if "comment-" in identity else f"comment-{identity}"
    found = (own, f"comment-{number}", f"comment{number}")
    return " ".join(dict.fromkeys(each for each in found if _ANCHOR.fullmatch(each)))


def _withheld(data: Mapping[str, Any]) -> str:
    keys = (key for key, value in data.items() if key not in _TEXTS and hiding_key(str(key), value))
    return next((f"says {line(key)!r}" for key in keys), "")
