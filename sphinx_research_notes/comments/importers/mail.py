"""Read an exchange of e-mails: an mbox, a saved message, or several copied into a text file.

Addresses are dropped, also those in the text; quotations of the whole message that is answered are, too:
see :mod:`.mail_text`. Headers may be in any language that :mod:`.mail_headers` knows.
"""

from __future__ import annotations

import html as entities
import re
from collections import Counter, defaultdict
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

from .mail_headers import all_headers
from .mail_text import own_words, without_rule
from .markup import paragraphs
from .personal import public_name, without_mail_addresses
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
_FROM = re.compile(rb"^From: .+", re.MULTILINE | re.IGNORECASE)
#: What programs put before the subject of an answer, in their languages.
_SUBJECT = re.compile(
    r"^(?:\[[^\]]*\]\s*)?(?:(?:re|fwd?|aw|wg|sv|vs|tr|rv|rif|r|i|odp|pd|antw|ynt|ilt|vá|res|enc|ref|vl|回复|答复|转发|回覆)"
    r"(?:\[\d+\])?\s?[:：]\s*)+",
    re.IGNORECASE,
)
#: A message as Gmail prints it: its author and date, and below to whom it went.
_PRINTED = re.compile(
    r"^(?P<from>[^<>\n]{0,99}<[^<>@\s]+@[^<>\s]+>)[ \t]+(?P<date>[^\n]*\d{4}[^\n]*)\n(?=(?:Reply-)?To: |An: |À : |Para: |A: |Aan: )",
    re.MULTILINE,
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
    lines = file.text[:20_000].split("\n")
    return any({"date", "subject", "to"} & found.values.keys() for found in all_headers(lines)) or bool(
        _PRINTED.search(file.text[:20_000])
    )


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
        self.author = _name(headers.get("from", ""))
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
            published=moment(_plain_date(self.headers.get("date", ""))),
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
    elif file.name.lower().endswith(".eml") or (len(_FROM.findall(data)) == 1 and _HEADERS.match(data)):
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
    """Yield the messages in text that was copied from a mail program: headers, a blank line, and so on."""
    lines = _PRINTED.sub(r"From: \g<from>\nDate: \g<date>\n", file.text).split("\n")
    found = list(all_headers(lines))
    first = without_rule(lines[: found[0].start] if found else lines)
    if any(line.strip() for line in first):
        yield _Mail(file.stem, {}, "\n".join(first))
    for place, head in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else len(lines)
        body = without_rule(lines[head.end : end])
        if all(line.startswith(">") for line in body if line.strip()):
            body = [line[1:].removeprefix(" ") for line in body]
        yield _Mail(file.stem, dict(head.values), "\n".join(body))


def _name(sender: str) -> str:
    """Return the name in the header *sender*, without an address."""
    bracketed = re.fullmatch(r"\S+(?:@| at )\S+\s+\((?P<name>.+)\)", sender.strip())
    name = bracketed["name"] if bracketed else _decoded(sender)
    # Some programs write "im Auftrag von" and whom, or the list that it came by.
    name = re.sub(r"\s+(?:via|on behalf of|im Auftrag von|de la part de)\s.*$", "", name, flags=re.IGNORECASE)
    return public_name(line(without_mail_addresses(name).replace("…", " "))).strip("\"'<>[]()«» ")


def _decoded(sender: str) -> str:
    try:
        return str(make_header(decode_header(sender)))
    except (ValueError, LookupError, HeaderParseError):
        return sender


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


def _plain_date(text: str) -> str:
    """Return the date *text* without the words that programs put between the day and the time."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", " ".join(text.split()))
    text = re.sub(
        r"(?<=\d)(?:[ ]?[гр]\.)?,? (?:at|um|à|alle ore|alle|ore|kl\.?|klo|в|о|a las|às|om|o godz\.|v|[^\W\d_]+)"
        r" (?=\d{1,2}[:.h]\d\d)",
        " ",
        text,
    )
    return re.sub(r"(?<=\d{4} )(\d{1,2})[.h](\d\d)$", r"\1:\2", text).strip()
