"""Find the messages in text that was copied from a mail program, or in one that quotes the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .mail_headers import all_headers
from .mail_text import attribution, without_rule
from .mail_values import said_by

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A message as Gmail prints it: its author and date, and below to whom it went.
_PRINTED = re.compile(
    r"^(?P<from>[^<>\n]{0,99}<[^<>@\s]+@[^<>\s]+>)[ \t]+(?P<date>[^\n]*\d{4}[^\n]*)\n"
    r"(?=(?:Reply-)?To: |An: |À : |Para: |A: |Aan: )",
    re.MULTILINE,
)
#: Messages that quote each other beyond this stay quotations.
_DEEPEST = 40


def looks_like_mail(text: str) -> bool:
    """Whether there are messages in *text*."""
    lines = text.split("\n")
    return (
        any({"date", "subject", "to"} & found.values.keys() for found in all_headers(lines))
        or _PRINTED.search(text) is not None
        or attribution(lines) is not None
    )


def messages_in(text: str) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the headers and the text of each message in *text*; what is above the first has no headers."""
    lines = _PRINTED.sub(r"From: \g<from>\nDate: \g<date>\n", text).split("\n")
    found = list(all_headers(lines))
    if not found:
        yield from _quoted_messages(lines)
        return
    first = without_rule(lines[: found[0].start])
    if any(line.strip() for line in first):
        yield {}, "\n".join(first)
    for place, head in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else len(lines)
        yield dict(head.values), "\n".join(_unquoted(without_rule(lines[head.end : end])))


def _quoted_messages(lines: list[str]) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the messages of an exchange in which each quotes the one before, below a line that says whose."""
    headers: dict[str, str] = {}
    for _ in range(_DEEPEST):
        below = attribution(lines)
        words = lines if below is None else lines[: below[0]]
        if any(line.strip() for line in words):
            yield headers, "\n".join(words)
        if below is None:
            return
        start, end = below
        headers = said_by(" ".join(line.strip() for line in lines[start : end + 1]))
        lines = _unquoted(lines[end + 1 :])
    yield headers, "\n".join(lines)


def _unquoted(lines: list[str]) -> list[str]:
    """Return *lines* without the signs of a quotation, if all of them are in one."""
    if all(line.startswith(">") for line in lines if line.strip()):
        return [line[1:].removeprefix(" ") for line in lines]
    return lines
