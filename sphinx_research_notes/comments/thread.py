"""Parse a thread file into records, with replies arranged."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .entry import Entry, comment_fault, kind_of, text_of
from .hiding import HIDING
from .plaintext import is_long, plain
from .records import Comment, Thread
from .sanitize import as_paragraphs, clean, in_one_line, is_heavy, render, scrub
from .thread_file import UnreadableError, load
from .tree import arrange, break_cycles

if TYPE_CHECKING:
    from datetime import tzinfo

    from ..model.faults import Fault

_THREAD_KEYS = ("source", "license", "comments")
_COMMENT_KEYS = (
    *("id", "parent", "author", "date", "edited"),
    *("body", "html", "deleted", "url", "reactions", "anchor"),
)
_AUTHOR_KEYS = ("name", "url", "avatar")

#: An id of another site, which begins with a letter: those that begin otherwise may be of this package.
_ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_:.-]{0,99}")
#: The path of a picture in the project.
_PICTURE = re.compile(r"(?!\w+:|//)[^\\\0]{1,300}\.(?:png|jpe?g|gif|webp|avif|svg)", re.IGNORECASE)
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_E_MAIL = re.compile(r"(?<![^\s<(])<?[^\s<>@()]+@[^\s<>@()]+\.[^\s<>@()]+>?")


def read_thread(text: str, name: str, zone: tzinfo) -> tuple[Thread, tuple[Fault, ...]]:
    """Parse the text of a thread file: JSON if *name* ends in ``.json``, else YAML.

    Dates without an offset are in *zone*. Never raises: an unreadable file gives an empty thread and a fault.
    """
    try:
        data = load(text, name)
    except UnreadableError as error:
        return Thread(), (comment_fault(name, f"{error}; showing no comments", error.line),)
    return thread_from(data, zone)


def thread_from(data: object, zone: tzinfo) -> tuple[Thread, tuple[Fault, ...]]:
    """Return the thread in *data*, which has the shape of a thread file, and its faults."""
    faults: list[Fault] = []
    thread, items = _head(data, faults)
    entries = _entries(items, faults)
    comments = [_comment(entry, zone) for entry in entries]
    return replace(thread, comments=_nest(comments, entries)), tuple(faults)


def _head(data: object, faults: list[Fault]) -> tuple[Thread, list[object]]:
    """Split a file's data into a thread without comments, and the list of items."""
    if isinstance(data, Mapping):
        entry = Entry(data, faults, "comments", line=getattr(data, "line", None))
        withheld = entry.check_keys(_THREAD_KEYS, "showing no comments")
        thread = Thread(entry.one_line("source"), entry.one_line("license"))
        items = None if withheld else data.get("comments")
        if "comments" not in data:
            entry.fault("missing key 'comments'; expected a list of comments")
    else:
        thread, items = Thread(), data
    if items is None:
        return thread, []
    if not isinstance(items, list):
        faults.append(comment_fault("comments", f"expected a list, got {kind_of(items)}; ignoring it"))
        return thread, []
    return thread, items


def _entries(items: list[object], faults: list[Fault]) -> list[Entry]:
    """Give each comment its final id: the written one made safe, else its number in the file."""
    mappings = [(place, item) for place, item in enumerate(items, 1) if isinstance(item, Mapping)]
    for place, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            message = f"expected a comment (a mapping), got {kind_of(item)}; ignoring it"
            faults.append(comment_fault(f"c-{place}", message))
    written_ids = [(text_of(item.get("id")) or "").strip() for _, item in mappings]
    names = _Names(_safe_id(text) for text in written_ids)
    entries = []
    for (place, item), text in zip(mappings, written_ids, strict=True):
        requested = _safe_id(text)
        identity = names.take(requested, f"c-{place}")
        entry = Entry(item, faults, identity, text, line=getattr(item, "line", None))
        entry.text("id")  # Reports its fault, which needs the final id.
        if requested and requested != identity:
            entry.fault(f"duplicate id {text[:60]!r}; using {identity!r}")
        entries.append(entry)
    return entries


class _Names:
    """Assign unique names; a name that is requested later is not assigned to another comment."""

    def __init__(self, requested: Iterable[str]) -> None:
        self._reserved = set(requested)
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, requested: str, fallback: str) -> str:
        name = base = requested or fallback
        # Remembering the counter avoids quadratic time for many comments with one id.
        number = self._next.get(base, 2)
        while name in self._taken or (name in self._reserved and name != requested):
            name, number = f"{base}-{number}", number + 1
        self._next[base] = number
        self._taken.add(name)
        return name


def _comment(entry: Entry, zone: tzinfo) -> Comment:
    """Parse one comment; of a deleted one, only its place, date and anchors are kept."""
    withheld = entry.check_keys((*_COMMENT_KEYS, *HIDING), "treating as deleted")
    published = entry.when("date", zone)
    if entry.flag("deleted") or entry.is_hidden() or withheld:
        return Comment(entry.id, published=published, deleted=True, anchors=_anchors(entry))
    author, author_url, avatar = _author(entry)
    html = _body(entry)
    text = plain(html)
    return Comment(
        entry.id,
        author=author,
        author_url=author_url,
        avatar=avatar,
        published=published,
        edited=entry.when("edited", zone),
        html=html,
        text=text,
        url=entry.address("url"),
        reactions=_reactions(entry),
        anchors=_anchors(entry),
        long=is_long(text),
        line=entry.line,
    )


def _author(entry: Entry) -> tuple[str, str, str]:
    """Parse a name, an address and the file of a picture; an e-mail address in the name is removed."""
    value = entry.data.get("author")
    if isinstance(value, Mapping):
        inner = replace(entry, data=value, prefix="author: ")
        inner.check_keys(_AUTHOR_KEYS)
        name, url = inner.one_line("name"), inner.address("url")
        # Exports have the addresses of pictures, which pages must not ask for.
        avatar = inner.one_line("avatar")
        avatar = avatar if _PICTURE.fullmatch(avatar) else ""
    else:
        name, url, avatar = entry.one_line("author"), "", ""
    without_mail = " ".join(_E_MAIL.sub(" ", name).split())
    if without_mail != name:
        entry.fault("author: expected a name without an e-mail address; removing the address")
    return without_mail, url, avatar


def _body(entry: Entry) -> str:
    key = "html" if entry.text("html") else "body"
    body = entry.text(key)
    if key == "html" and entry.data.get("body") is not None:
        entry.fault("expected either 'body' or 'html', got both; using 'html'")
    if not body.strip():
        entry.fault("missing or empty key 'body'")
    if is_heavy(body):
        entry.fault(f"{key}: too much markup or text; shown without markup")
        return as_paragraphs(body)
    return clean(body) if key == "html" else render(body)


def _anchors(entry: Entry) -> tuple[str, ...]:
    anchors = tuple(dict.fromkeys(entry.one_line("anchor").split()))
    if wrong := next((each for each in anchors if not _ANCHOR.fullmatch(each)), ""):
        entry.fault(f"anchor: expected an id such as comment-12, got {wrong[:60]!r}; ignoring it")
    return tuple(each for each in anchors if _ANCHOR.fullmatch(each))


def _reactions(entry: Entry) -> tuple[tuple[str, int], ...]:
    value = entry.data.get("reactions")
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        entry.fault(f"reactions: expected a mapping of labels to counts, got {kind_of(value)}; ignoring it")
        return ()
    reactions = []
    for key, count in value.items():
        label, number = in_one_line(scrub(str(key))), (text_of(count) or "").strip()
        if not label or not re.fullmatch("[0-9]{1,9}", number):
            entry.fault(
                f"reactions: expected an integer for {label[:60]!r}, got {kind_of(count)}; ignoring it"
            )
        elif int(number):
            reactions.append((label, int(number)))
    return tuple(reactions)


def _nest(comments: list[Comment], entries: list[Entry]) -> tuple[Comment, ...]:
    """Nest replies under their parents; return the top-level comments."""
    parents, freed = break_cycles(_parents(entries))
    for index in freed:
        entries[index].fault("parent: circular reply; shown at the top level")
    tree = arrange(
        parents,
        [comment.published for comment in comments],
        [comment.deleted for comment in comments],
    )
    whole = list(comments)
    # Parents come before their replies, and a comment is shown under one of its ancestors.
    for index in reversed(tree.downwards):
        parent = parents[index]
        whole[index] = replace(
            comments[index],
            parent=None if parent is None else comments[parent].id,
            replies=tuple(whole[reply] for reply in tree.replies[index]),
        )
    return tuple(whole[index] for index in tree.roots)


def _parents(entries: list[Entry]) -> list[int | None]:
    """Return the parent of each comment, looked up by written id, then by final id."""
    places = {entry.id: index for index, entry in enumerate(entries)}
    for index, entry in reversed(list(enumerate(entries))):
        if entry.written_id:
            places[entry.written_id] = index
    parents: list[int | None] = []
    for entry in entries:
        parent_id = entry.text("parent").strip()
        parents.append(places.get(parent_id))
        # Exports of several systems have 0 for comments that are not replies.
        if parent_id not in places and parent_id not in {"", "0"}:
            entry.fault(f"parent: unknown id {parent_id[:60]!r}; shown at the top level")
    return parents


def _safe_id(text: str) -> str:
    if _SAFE_ID.fullmatch(text):
        return text
    plain_text = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain_text)[:100].strip("-")
