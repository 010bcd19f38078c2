"""Read an exchange of e-mails: an mbox, a saved message, or several copied into a text file.

Addresses are dropped, also those in the text; quotations of the whole message that is answered are, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from email import message_from_bytes, policy
from email.utils import getaddresses
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

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
_FROM = re.compile(rb"^From: .+", re.MULTILINE | re.IGNORECASE)
_COPIED = re.compile(
    r"^(?:[ \t>*-]*)From: (?P<from>.+)\n(?P<rest>"
    r"(?:(?:Date|Sent|To|Cc|Subject|Reply-To|Message-ID|In-Reply-To):.*\n(?:[ \t]+\S.*\n)*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_MAIL = re.compile(
    r"[<(\[]?(?:mailto:)?(?<![\w.+%-])[\w.+%-]{1,64}(?:@| at )[\w-]{1,63}(?:\.[\w-]{1,63}){1,9}[>)\]]?"
)
_SUBJECT = re.compile(r"^(?:\[[^\]]*\]\s*)?(?:(?:re|fwd?|aw|wg|sv|tr|rv)(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_VERBS = "wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef"
_WROTE = re.compile(
    rf"^(?:(?:On|Am|Le|El|Il|Op|Den)\b[^\n]{{0,300}}\n)?(?!>)[^\n]{{0,300}}\b(?:{_VERBS})\b[^\n]{{0,100}}:\s*\n"
    r"(?=\s*>)",
    re.MULTILINE,
)
_ORIGINAL = re.compile(
    r"^-{2,} ?(?:Original Message|Forwarded message|Ursprüngliche Nachricht) ?-{2,}", re.MULTILINE
)


def is_it(file: SourceFile) -> bool:
    """Whether *file* holds e-mails."""
    if file.name.lower().endswith((".eml", ".mbox", ".mbx")):
        return True
    head = file.data[:4000].lstrip()
    return bool(
        _BEGIN.match(head) or (_FROM.search(head) and re.search(rb"(?im)^(Date|Sent|Subject|To):", head))
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
            comments=tuple(each.comment(by_id) for each in found),
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
        self.text = _own_words(text)
        known = headers.get("message-id", "").strip()
        digest = blake2b((known or f"{self.author}\n{self.text}").encode("utf-8", "replace"), digest_size=5)
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
            published=moment(_plain_date(self.headers.get("date") or self.headers.get("sent") or "")),
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

        return plain(clean(found))
    return found


def _copied(file: SourceFile) -> Iterator[_Mail]:
    """Yield the messages in text that was copied from a mail program: headers, a blank line, and so on."""
    found = list(_COPIED.finditer(file.text))
    for place, head in enumerate(found):
        end = found[place + 1].start() if place + 1 < len(found) else len(file.text)
        headers = {"from": head["from"]}
        for name, value in re.findall(r"^([\w-]+):[ \t]*(.*)$", head["rest"], re.MULTILINE):
            headers[name.lower()] = value
        body = file.text[head.end() : end]
        yield _Mail(file.stem, headers, _ORIGINAL.sub("", body))


def _name(sender: str) -> str:
    """Return the name in the header *sender*, without an address."""
    bracketed = re.fullmatch(r"\S+(?:@| at )\S+\s+\((?P<name>.+)\)", sender.strip())
    name = bracketed["name"] if bracketed else next((n for n, _ in getaddresses([sender])), "")
    name = name if name or "@" in sender else sender
    return line(_MAIL.sub("", name)).strip("\"' ")


def _own_words(text: str) -> str:
    """Return what a message adds: without its signature, and without a quotation that ends it."""
    text = text.replace("\r\n", "\n")
    text = re.split(r"^-- $", text, maxsplit=1, flags=re.MULTILINE)[0]
    text = _ORIGINAL.split(text)[0] if not text.startswith("--") else text
    for found in _WROTE.finditer(text):
        rest = text[found.end() :]
        if all(each.startswith(">") or not each.strip() for each in rest.split("\n")):
            text = text[: found.start()]
            break
    return _MAIL.sub("…", text).strip("\n")


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
    return re.sub(r"\s*\([^()]*\)\s*$", "", text.replace(" at ", " ")).strip()
