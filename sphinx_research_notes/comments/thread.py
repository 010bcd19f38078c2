"""Comment threads as records, and the reading of a thread file into them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..addresses import web_address
from ..dates import DateError, When, parse_when
from .sanitise import as_paragraphs, clean, is_heavy, is_long, plain, render, scrub
from .source import UnreadableError, load
from .tree import arrange, break_cycles

if TYPE_CHECKING:
    from datetime import tzinfo

_THREAD_KEYS = ("source", "license", "comments")
_COMMENT_KEYS = (
    *("id", "parent", "author", "date", "edited"),
    *("body", "html", "deleted", "url", "reactions"),
)
_AUTHOR_KEYS = ("name", "url", "avatar")

_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0", ""}
_SAFE_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_E_MAIL = re.compile(r"(?<![^\s<(])<?[^\s<>@()]+@[^\s<>@()]+\.[^\s<>@()]+>?")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment of a thread, with the replies to it."""

    #: Unique in its thread, and safe as an HTML id: ASCII letters, digits, hyphens, underscores.
    id: str
    #: The id of the comment that it replies to, which may be further up than the one it is under.
    parent: str | None = None
    #: The author's name; empty when unknown or deleted.
    author: str = ""
    #: An http or https address, or empty.
    author_url: str = ""
    #: When it was written, if known.
    published: When | None = None
    #: When it was last changed, if it was.
    edited: When | None = None
    #: The body as sanitised HTML.
    html: str = ""
    #: The body as text for other builders, its paragraphs separated by blank lines.
    text: str = ""
    #: Whether this is the mark that a deleted comment leaves while it has replies.
    deleted: bool = False
    #: Where the comment was first published: an http or https address, or empty.
    url: str = ""
    #: Labels and how often each was given, at least once.
    reactions: tuple[tuple[str, int], ...] = ()
    #: In order of time, then those without a date.
    replies: tuple[Comment, ...] = ()
    #: Whether the body runs past about twelve lines.
    long: bool = False

    @property
    def initials(self) -> str:
        """``TC`` for "Tobiah Crane, PhD"; a question mark for a name without letters."""
        name = unicodedata.normalize("NFC", self.author).partition(",")[0]
        letters = [next(filter(str.isalnum, word), "") for word in name.split()]
        first, *others = [letter.upper()[:1] for letter in letters if letter] or ["?"]
        return first + (others[-1] if others else "")


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on one note."""

    #: Where the thread comes from, as the file says it: an address or words.
    source: str = ""
    #: The licence of the comments, as the file says it.
    license: str = ""
    #: The comments at the top level.
    comments: tuple[Comment, ...] = ()

    @property
    def count(self) -> int:
        """How many comments there are at all levels, without deleted ones."""
        queue = list(self.comments)
        for comment in queue:  # grows while it is read
            queue.extend(comment.replies)
        return sum(not comment.deleted for comment in queue)

    @property
    def count_text(self) -> str:
        """The count as a heading: ``16 Comments``."""
        return {0: "No comments", 1: "1 Comment"}.get(self.count, f"{self.count} Comments")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a thread file; everything else in it still counts."""

    #: The line of the file on which the comment at fault begins; None where no line is known.
    line: int | None
    #: The id of the comment, or the key, that is at fault.
    subject: str
    #: What was found, and what is accepted.
    message: str


def read_thread(text: str, name: str, zone: tzinfo) -> tuple[Thread, tuple[Fault, ...]]:
    """Read the text of a thread file; its name decides between JSON (``.json``) and YAML.

    Dates without an offset are in ``zone``. Never raises: a file that can't be read gives an empty
    thread and says why.
    """
    try:
        data = load(text, name)
    except UnreadableError as error:
        return Thread(), (Fault(error.line, name, error.message),)
    faults: list[Fault] = []
    thread, items = _head(data, faults)
    entries = _entries(items, faults)
    comments = [_comment(entry, zone) for entry in entries]
    return replace(thread, comments=_nest(comments, entries)), tuple(faults)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A comment as the file has it, and where to report what is wrong with it."""

    data: Mapping[str, object]
    faults: list[Fault]
    #: Its final id.
    id: str
    #: Its id as written; empty when it has none.
    written_id: str = ""
    #: The key under which its keys stand, for messages.
    inside: str = ""
    line: int | None = None

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.line, self.id, f"{self.inside}{message}"))

    def check_keys(self, known: tuple[str, ...]) -> None:
        for key in self.data:
            if key not in known:
                self.fault(_unknown(key, known))

    def text(self, key: str) -> str:
        """The text under a key; numbers are turned to text, anything else is a fault."""
        text = _text(value := self.data.get(key))
        if text is None:
            self.fault(f"{key}: {_kind(value)} where text is expected")
        return text or ""

    def line_of_text(self, key: str) -> str:
        return " ".join(self.text(key).split())

    def address(self, key: str) -> str:
        found = self.line_of_text(key)
        address = web_address(found)
        if found and not address:
            self.fault(f"{key}: {found[:60]!r} is not an http or https address")
        return address

    def when(self, key: str, zone: tzinfo) -> When | None:
        value = self.data.get(key)
        if value is None or value == "":
            return None
        try:
            return parse_when(value, zone)
        except DateError as error:
            self.fault(f"{key}: {error}")
            return None

    def flag(self, key: str) -> bool:
        """A yes or no; what is neither means yes, so that a removed comment never comes back."""
        value = self.data.get(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        text = _text(value)
        word = _kind(value) if text is None else text.strip().lower()
        if word not in _YES | _NO:
            self.fault(f"{key}: {word[:60]!r} is neither true nor false; it is read as true")
        return word not in _NO


def _head(data: object, faults: list[Fault]) -> tuple[Thread, list[object]]:
    """Split a file's data into a thread without comments, and the items that should be some."""
    if isinstance(data, Mapping):
        entry = _Entry(data, faults, "comments", line=getattr(data, "line", None))
        entry.check_keys(_THREAD_KEYS)
        thread = Thread(entry.line_of_text("source"), entry.line_of_text("license"))
        items = data.get("comments")
        if "comments" not in data:
            entry.fault("no key 'comments', which holds the list of comments")
    else:
        thread, items = Thread(), data
    if items is None:
        return thread, []
    if not isinstance(items, list):
        faults.append(Fault(None, "comments", f"{_kind(items)} where a list is expected"))
        return thread, []
    return thread, items


def _entries(items: list[object], faults: list[Fault]) -> list[_Entry]:
    """Give each comment its final id: what is written made safe, else its place in the file."""
    mappings = [(place, item) for place, item in enumerate(items, 1) if isinstance(item, Mapping)]
    for place, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            message = f"{_kind(item)} where a comment, which is a mapping, is expected"
            faults.append(Fault(None, f"c-{place}", message))
    written = [(_text(item.get("id")) or "").strip() for _, item in mappings]
    names = _Names(_safe_id(text) for text in written)
    entries = []
    for (place, item), text in zip(mappings, written, strict=True):
        wanted = _safe_id(text)
        identity = names.take(wanted, f"c-{place}")
        entry = _Entry(item, faults, identity, text, line=getattr(item, "line", None))
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


def _comment(entry: _Entry, zone: tzinfo) -> Comment:
    """Read one comment, by itself; a deleted one keeps no more than its place and time."""
    entry.check_keys(_COMMENT_KEYS)
    published = entry.when("date", zone)
    if entry.flag("deleted"):
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
    )


def _author(entry: _Entry) -> tuple[str, str]:
    """Read a name and an address; an e-mail address in or beside the name is dropped."""
    value = entry.data.get("author")
    if isinstance(value, Mapping):
        inner = replace(entry, data=value, inside="author: ")
        inner.check_keys(_AUTHOR_KEYS)
        name, url = inner.line_of_text("name"), inner.address("url")
    else:
        name, url = entry.line_of_text("author"), ""
    shown = " ".join(_E_MAIL.sub(" ", name).split())
    if shown != name:
        entry.fault("author: an e-mail address, which is never shown")
    return shown, url


def _body(entry: _Entry) -> str:
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


def _reactions(entry: _Entry) -> tuple[tuple[str, int], ...]:
    value = entry.data.get("reactions")
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        entry.fault(f"reactions: {_kind(value)} where a mapping of labels to counts is expected")
        return ()
    found = []
    for key, count in value.items():
        label, number = " ".join(scrub(str(key)).split()), (_text(count) or "").strip()
        if not label or not re.fullmatch("[0-9]{1,9}", number):
            entry.fault(f"reactions: {label[:60]!r} needs a count, a whole number")
        elif int(number):
            found.append((label, int(number)))
    return tuple(found)


def _nest(comments: list[Comment], entries: list[_Entry]) -> tuple[Comment, ...]:
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


def _parents(entries: list[_Entry]) -> list[int | None]:
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


def _text(value: object) -> str | None:
    """The value as text; None for what is neither text nor number."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return scrub(str(value))


def _unknown(key: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(key.lower(), known, n=1, cutoff=0.7) if len(key) <= 40 else []
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    return f"unknown key {key[:60]!r}; {hint}"


def _kind(value: object) -> str:
    """Name the kind of a value in the words of a data file."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return "nothing" if value is None else f"{str(value)[:60]!r}"
