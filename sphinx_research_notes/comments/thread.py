"""The reading of a thread file: comments as records, in the order of a conversation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from .entry import (
    HIDING,
    Entry,
    kind_of,
    text_of,
)
from .plaintext import is_long, plain
from .records import Comment, Fault, Thread
from .sanitize import (
    as_paragraphs,
    clean,
    in_one_line,
    is_heavy,
    render,
    scrub,
)
from .thread_file import UnreadableError, load
from .tree import arrange, break_cycles

if TYPE_CHECKING:
    from datetime import tzinfo

_THREAD_KEYS = ("source", "license", "comments")
_COMMENT_KEYS = (
    *("id", "parent", "author", "date", "edited"),
    *("body", "html", "deleted", "url", "reactions"),
)
_AUTHOR_KEYS = ("name", "url", "avatar")

_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_E_MAIL = re.compile(r"(?<![^\s<(])<?[^\s<>@()]+@[^\s<>@()]+\.[^\s<>@()]+>?")


def read_thread(text: str, name: str, zone: tzinfo) -> tuple[Thread, tuple[Fault, ...]]:
    """Read the text of a thread file; its name decides between JSON (``.json``) and YAML.

    Dates without an offset are in ``zone``. Never raises: a file that can't be read gives an empty
    thread and says why.
    """
    try:
        data = load(text, name)
    except UnreadableError as error:
        return Thread(), (Fault(error.line, name, error.message),)
    return thread_from(data, zone)


def thread_from(data: object, zone: tzinfo) -> tuple[Thread, tuple[Fault, ...]]:
    """The thread that *data*, in the shape of a thread file, says."""
    faults: list[Fault] = []
    thread, items = _head(data, faults)
    entries = _entries(items, faults)
    comments = [_comment(entry, zone) for entry in entries]
    return replace(thread, comments=_nest(comments, entries)), tuple(faults)


def _head(data: object, faults: list[Fault]) -> tuple[Thread, list[object]]:
    """Split a file's data into a thread without comments, and the items that should be some."""
    if isinstance(data, Mapping):
        entry = Entry(data, faults, "comments", line=getattr(data, "line", None))
        entry.check_keys(_THREAD_KEYS)
        thread = Thread(entry.line_oftext_of("source"), entry.line_oftext_of("license"))
        items = data.get("comments")
        if "comments" not in data:
            entry.fault("no key 'comments', which holds the list of comments")
    else:
        thread, items = Thread(), data
    if items is None:
        return thread, []
    if not isinstance(items, list):
        faults.append(Fault(None, "comments", f"{kind_of(items)} where a list is expected"))
        return thread, []
    return thread, items


def _entries(items: list[object], faults: list[Fault]) -> list[Entry]:
    """Give each comment its final id: what is written made safe, else its place in the file."""
    mappings = [(place, item) for place, item in enumerate(items, 1) if isinstance(item, Mapping)]
    for place, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            message = f"{kind_of(item)} where a comment, which is a mapping, is expected"
            faults.append(Fault(None, f"c-{place}", message))
    written = [(text_of(item.get("id")) or "").strip() for _, item in mappings]
    names = _Names(_safe_id(text) for text in written)
    entries = []
    for (place, item), text in zip(mappings, written, strict=True):
        wanted = _safe_id(text)
        identity = names.take(wanted, f"c-{place}")
        entry = Entry(item, faults, identity, text, line=getattr(item, "line", None))
        entry.text("id")  # for its fault, which needs the final id
        if wanted and wanted != identity:
            entry.fault(f"the id {text[:60]!r} is taken; this comment gets {identity!r}")
        entries.append(entry)
    return entries


class _Names:
    """Hands out unique names; a name that is asked for later on is given to no one else."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._reserved = set(wanted)
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, wanted: str, fallback: str) -> str:
        name = base = wanted or fallback
        # The counter is kept, else a thousand comments of one id would take a million steps.
        number = self._next.get(base, 2)
        while name in self._taken or (name in self._reserved and name != wanted):
            name, number = f"{base}-{number}", number + 1
        self._next[base] = number
        self._taken.add(name)
        return name


def _comment(entry: Entry, zone: tzinfo) -> Comment:
    """Read one comment, by itself; a deleted one keeps no more than its place and time."""
    entry.check_keys((*_COMMENT_KEYS, *HIDING))
    published = entry.when("date", zone)
    if entry.flag("deleted") or entry.is_hidden():
        return Comment(entry.id, published=published, deleted=True)
    author, author_url = _author(entry)
    html = _body(entry)
    text = plain(html)
    return Comment(
        entry.id,
        author=author,
        author_url=author_url,
        published=published,
        edited=entry.when("edited", zone),
        html=html,
        text=text,
        url=entry.address("url"),
        reactions=_reactions(entry),
        long=is_long(text),
        line=entry.line,
    )


def _author(entry: Entry) -> tuple[str, str]:
    """Read a name and an address; an e-mail address in or beside the name is dropped."""
    value = entry.data.get("author")
    if isinstance(value, Mapping):
        inner = replace(entry, data=value, inside="author: ")
        inner.check_keys(_AUTHOR_KEYS)
        name, url = inner.line_oftext_of("name"), inner.address("url")
    else:
        name, url = entry.line_oftext_of("author"), ""
    shown = " ".join(_E_MAIL.sub(" ", name).split())
    if shown != name:
        entry.fault("author: an e-mail address, which is never shown")
    return shown, url


def _body(entry: Entry) -> str:
    key = "html" if entry.text("html") else "body"
    body = entry.text(key)
    if key == "html" and entry.data.get("body") is not None:
        entry.fault("both html and body; html is shown")
    if not body.strip():
        entry.fault("no body")
    if is_heavy(body):
        entry.fault(f"{key}: too much markup or text; it is shown without markup")
        return as_paragraphs(body)
    return clean(body) if key == "html" else render(body)


def _reactions(entry: Entry) -> tuple[tuple[str, int], ...]:
    value = entry.data.get("reactions")
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        entry.fault(f"reactions: {kind_of(value)} where a mapping of labels to counts is expected")
        return ()
    found = []
    for key, count in value.items():
        label, number = in_one_line(scrub(str(key))), (text_of(count) or "").strip()
        if not label or not re.fullmatch("[0-9]{1,9}", number):
            entry.fault(f"reactions: {label[:60]!r} needs a count, a whole number")
        elif int(number):
            found.append((label, int(number)))
    return tuple(found)


def _nest(comments: list[Comment], entries: list[Entry]) -> tuple[Comment, ...]:
    """Put replies under what they reply to; returns the comments at the top."""
    parents, freed = break_cycles(_parents(entries))
    for index in freed:
        entries[index].fault("parent: it replies, in the end, to itself; it is shown at the top")
    tree = arrange(
        parents,
        [comment.published for comment in comments],
        [comment.deleted for comment in comments],
    )
    whole = list(comments)
    # Parents come before their replies, and what holds a comment is among those above it.
    for index in reversed(tree.downwards):
        parent = parents[index]
        whole[index] = replace(
            comments[index],
            parent=None if parent is None else comments[parent].id,
            replies=tuple(whole[reply] for reply in tree.replies[index]),
        )
    return tuple(whole[index] for index in tree.roots)


def _parents(entries: list[Entry]) -> list[int | None]:
    """Find the comment that each one replies to, by its id as written, else by its final id."""
    places = {entry.id: index for index, entry in enumerate(entries)}
    for index, entry in reversed(list(enumerate(entries))):
        if entry.written_id:
            places[entry.written_id] = index
    parents: list[int | None] = []
    for entry in entries:
        wanted = entry.text("parent").strip()
        parents.append(places.get(wanted))
        # Exports of several systems write 0 for a comment that is no reply.
        if wanted not in places and wanted not in {"", "0"}:
            entry.fault(f"parent: no comment has the id {wanted[:60]!r}; it is shown at the top")
    return parents


def _safe_id(text: str) -> str:
    if _SAFE_ID.fullmatch(text):
        return text
    plain_text = unicodedata.normalize("NFKD", text[:1000]).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "-", plain_text)[:100].strip("-")
