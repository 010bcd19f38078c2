"""Read an export of WordPress: WXR, which is RSS with more (http://wordpress.org/export/1.2/)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from ..sanitize import is_heavy
from .markup import paragraphs
from .records import ForeignComment, ForeignThread
from .values import address, identifier, line, moment
from .xml import children, elements, text_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from .records import SourceFile

#: A part of the namespace of what is WordPress's own.
_WP = "wordpress.org"
#: Kinds of comments that people write for readers; the notes of a shop about its orders aren't.
_KINDS = {"", "comment", "review"}
_PINGS = {"pingback", "trackback"}
_STATES = {
    "0": "awaiting moderation", "hold": "awaiting moderation", "spam": "spam",
    "trash": "deleted", "post-trashed": "deleted",
}  # fmt: skip
_LINE = re.compile(" *\n")
_BLOCKS = re.compile(
    r"(<(pre|ul|ol|blockquote|table|p|div|h[1-6]|dl)\b.*?</\2>|<hr\b[^<>]*>)", re.DOTALL | re.IGNORECASE
)


def is_it(file: SourceFile) -> bool:
    """Whether *file* is an export of WordPress."""
    return b"wordpress.org/export/" in file.data[:20_000]


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*; raises UnreadableError."""
    threads = (_thread(item) for file in files for item in elements(file, {"item"}))
    return [thread for thread in threads if thread.comments or thread.left_out]


def _thread(item: Element) -> ForeignThread:
    hidden = text_in(item, "status", _WP) in {"private", "trash"} or text_in(item, "post_password", _WP)
    found = [(text_in(c, "comment_type", _WP).lower(), c) for c in children(item, "comment", _WP)]
    link = line(text_in(item, "link"))
    number, name = text_in(item, "post_id", _WP), text_in(item, "post_name", _WP)
    return ForeignThread(
        addresses=tuple(filter(None, (link, address(text_in(item, "guid")), name))),
        title=line(text_in(item, "title")) or f"post {number}",
        source=address(link),
        comments=tuple(_comment(c, kind, bool(hidden)) for kind, c in found if kind not in _PINGS),
        left_out=Counter(kind for kind, _ in found if kind in _PINGS),
    )


def _comment(element: Element, kind: str, hidden: bool) -> ForeignComment:
    def value(name: str) -> str:
        return text_in(element, f"comment_{name}", _WP)

    state = value("approved").lower()
    withheld = "" if state in {"1", "approve", "approved"} else _STATES.get(state, "not approved")
    if not withheld and kind not in _KINDS:
        withheld = f"of the kind {kind[:40]!r}"
    if not withheld and hidden:
        withheld = "on a hidden post"
    number = value("id")
    return ForeignComment(
        id=identifier("wp", number),
        parent=identifier("wp", value("parent")) if value("parent") != "0" else "",
        author=line(value("author")),
        author_url=address(value("author_url")),
        portraits=(line(value("author")),),
        published=moment(_in_utc(value("date_gmt"))) or moment(value("date")),
        html=as_shown(value("content")),
        anchor=f"comment-{number}" if number.isdigit() else "",
        withheld=withheld,
    )


def _in_utc(text: str) -> str:
    return f"{text}Z" if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text) else text


def as_shown(text: str) -> str:
    """Return *text* as WordPress shows it: blank lines divide paragraphs, and lines stay lines."""
    if is_heavy(text):
        return paragraphs(text)
    pieces = _BLOCKS.split(text.replace("\r\n", "\n").replace("\r", "\n"))
    shown = []
    # Every third piece is a block, and the one after it its name.
    for place, piece in enumerate(pieces):
        if place % 3 == 1:
            shown.append(piece)
        elif place % 3 == 0:
            parts = (part.strip() for part in re.split(r"\n[ \t]*\n", piece))
            shown += [f"<p>{_LINE.sub('<br>', part)}</p>" for part in parts if part]
    return "".join(shown)
