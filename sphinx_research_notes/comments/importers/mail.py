"""Read an exchange of e-mails: an mbox, a saved message, or several copied into a text file.

Addresses are dropped, also those in the text; quotations of the whole message that is answered are, too:
see :mod:`.mail_text`. Headers may be in any language that :mod:`.mail_headers` knows.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter, defaultdict
from email import message_from_bytes, policy
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

from .mail_copied import looks_like_mail, messages_in
from .mail_text import own_words
from .mail_values import plain_date, sender_name
from .markup import paragraphs
from .records import ForeignComment, ForeignThread
from .values import line, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from email.message import EmailMessage

    from .records import SourceFile

#: Quotations within quotations beyond this are text.
_DEEPEST = 6
_BEGIN = re.compile(rb"^From .*\d{4}\s*$", re.MULTILINE)
_HEADERS = re.compile(rb"(?i)(?:^[\w-]+:.*\n(?:[ \t].*\n)*)+(?=\n|\Z)", re.MULTILINE)
#: Headers that only whole messages have.
_OF_PROGRAMS = re.compile(rb"(?im)^(?:message-id|mime-version|received|content-type|return-path):")
_FROM = re.compile(rb"^From: .+", re.MULTILINE | re.IGNORECASE)
#: What programs put before the subject of an answer, in their languages.
_SUBJECT = re.compile(
    r"^(?:\[[^\]]*\]\s*)?(?:(?:re|fwd?|aw|wg|sv|vs|tr|rv|rif|r|i|odp|pd|antw|ynt|ilt|vá|res|enc|ref|vl|回复|答复|转发|回覆)"
    r"(?:\[\d+\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)
#: The outermost quotation at the end of a message in HTML.
_QUOTED_PART = re.compile(r"<blockquote\b[^<>]*>(?P<quoted>.*)</blockquote>", re.DOTALL | re.IGNORECASE)


def is_it(file: SourceFile) -> bool:
    """Whether *file* holds e-mails."""
    name = file.name.lower()
    if name.endswith((".eml", ".mbox", ".mbx")):
        return True
    if name.endswith((".json", ".jsonl", ".xml", ".yml", ".yaml")):
        return False
    if _BEGIN.match(file.data[:4000].lstrip()):
        return True
    return looks_like_mail(file.text[:20_000])


def read(files: Iterable[SourceFile]) -> list[ForeignThread]:
    """Return the threads in *files*: by the messages that they answer, else by their subjects."""
    messages = [message for file in files for message in _messages(file)]
    by_id = {message.id: message for message in messages}
    threads: defaultdict[str, list[_Mail]] = defaultdict(list)
    for message in messages:
        root, seen = message, {message.id}
        while (above := by_id.get(root.answers)) and above.id not in seen:
            root = above
            seen.add(root.id)
        threads[root.subject or root.stem].append(message)
    return [
        ForeignThread(
            addresses=tuple(dict.fromkeys((subject, found[0].stem))),
            title=subject,
            comments=tuple(each.comment(by_id) for each in found if each.headers),
            left_out=Counter("text above the first header" for each in found if not each.headers),
        )
        for subject, found in threads.items()
    ]


class _Mail:
    """A message."""

    def __init__(self, stem: str, headers: dict[str, str], text: str) -> None:
        self.stem = stem
        self.headers = headers
        self.subject = _SUBJECT.sub("", line(headers.get("subject"))).strip()
        self.author = sender_name(headers.get("from", ""))
        self.text = own_words(text)
        known = headers.get("message-id", "").strip()
        # Copies of a message may be wrapped differently.
        words = " ".join(self.text.split())
        digest = blake2b((known or f"{self.author}\n{words}").encode("utf-8", "replace"), digest_size=5)
        self.id = known or digest.hexdigest()
        self.short = f"mail-{digest.hexdigest()}"
        references = re.findall(r"<[^<>\s]+>", headers.get("in-reply-to") or headers.get("references") or "")
        self.answers = references[-1] if references else ""

    def comment(self, known: dict[str, _Mail]) -> ForeignComment:
        above = known.get(self.answers)
        return ForeignComment(
            id=self.short,
            parent=above.short if above and above is not self else "",
            author=self.author,
            portraits=(self.author,),
            published=moment(plain_date(self.headers.get("date", ""))),
            html=_with_quotations(self.text),
            withheld=self._withheld(),
        )

    def _withheld(self) -> str:
        if self.headers.get("x-spam-flag", "").strip().lower() == "yes":
            return "spam"
        if self.headers.get("x-no-archive", "").strip().lower() == "yes":
            return "not to be archived"
        return "" if self.text.strip() else "without text"


def _messages(file: SourceFile) -> Iterator[_Mail]:
    data = file.data.replace(b"\r\n", b"\n").lstrip(b"\xef\xbb\xbf\n ")
    separators = [found for found in _BEGIN.finditer(data) if _is_start(data, found)]
    if separators:
        ends = [*(found.start() for found in separators[1:]), len(data)]
        for found, end in zip(separators, ends, strict=True):
            message = data[found.end() + 1 : end]
            yield _parsed(file, re.sub(rb"^>(?=>*From )", b"", message, flags=re.MULTILINE))
    elif file.name.lower().endswith(".eml") or (
        (head := _HEADERS.match(data)) and _FROM.search(head[0]) and _OF_PROGRAMS.search(head[0])
    ):
        yield _parsed(file, data)
    else:
        yield from _copied(file)


def _is_start(data: bytes, found: re.Match[bytes]) -> bool:
    """Whether what looks like the separator of an mbox is one: a blank line before it, headers after it."""
    before = data[: found.start()]
    return (not before or before.endswith(b"\n")) and bool(
        re.match(rb"\n>?[\w-]+:[ \t]", data[found.end() : found.end() + 100])
    )


def _parsed(file: SourceFile, data: bytes) -> _Mail:
    message: EmailMessage = message_from_bytes(data, policy=policy.default)
    headers: dict[str, str] = {}
    for name in (
        "from",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "x-spam-flag",
        "x-no-archive",
    ):
        try:
            headers[name] = str(message.get(name) or "")
        except (ValueError, LookupError, AttributeError, IndexError, TypeError):
            headers[name] = ""  # The parser of headers fails on some that are malformed.
    # Archives of lists write "ada at mail.example (Ada)", of which the parser would keep only the address.
    raw = next((str(value) for name, value in message.raw_items() if name.lower() == "from"), "")
    if " at " in raw and "@" not in raw:
        headers["from"] = " ".join(raw.split())
    return _Mail(file.stem, headers, _text_of(message))


def _text_of(message: EmailMessage) -> str:
    try:
        part = message.get_body(("plain", "html"))
        found = str(part.get_content()) if part else ""
    except (LookupError, ValueError, AttributeError, KeyError, TypeError):
        payload = message.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part is not None and part.get_content_subtype() == "html":
        from ..plaintext import plain
        from ..sanitize import clean

        return plain(clean(_QUOTED_PART.sub(_with_signs, found)))
    if part is not None and str(part.get_param("format", "")).lower() == "flowed":
        return _unflowed(found)
    return found


def _with_signs(match: re.Match[str]) -> str:
    """Return a quotation in HTML as one in plain text, with signs before its lines."""
    from ..plaintext import plain
    from ..sanitize import clean

    shown = plain(clean(match["quoted"])).strip()
    return "<p>" + "<br>".join(f"&gt; {entities.escape(each)}" for each in shown.split("\n")) + "</p>"


def _unflowed(text: str) -> str:
    """Return *text* whose lines go on if they end with a space (RFC 3676), with whole paragraphs as lines."""
    return re.sub(
        r"^(?!-- $)(?![>])([^\n]*) \n(?![ >\n]|-- $|\Z)",
        r"\1 ",
        text.replace("\r\n", "\n"),
        flags=re.MULTILINE,
    )


def _copied(file: SourceFile) -> Iterator[_Mail]:
    for headers, text in messages_in(file.text):
        yield _Mail(file.stem, headers, text)


def _with_quotations(text: str, depth: int = 0) -> str:
    """Return *text* as HTML, with lines that begin with ">" as quotations."""
    parts: list[str] = []
    for is_quoted, lines in groupby(text.split("\n"), key=lambda each: each.startswith(">")):
        if is_quoted and depth < _DEEPEST:
            inner = "\n".join(each[1:].removeprefix(" ") for each in lines)
            parts.append(f"<blockquote>{_with_quotations(inner, depth + 1)}</blockquote>")
        else:
            parts.append(paragraphs("\n".join(lines)))
    return "".join(parts)
