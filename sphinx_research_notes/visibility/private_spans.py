"""Parts marked as private in HTML or in the syntax of other tools: comments, elements, blocks, roles. Pure.

HTML comments are in the source of the page for everyone to see; MyST shows Obsidian's comments as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .flags import PRIVATE
from .marks import code_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_WORD = rf"(?:{PRIVATE}|secret|confidential|notes?[ -]to[ -](?:my)?self)"
_NAME = rf"(?:{PRIVATE}(?:-note)?|secret)"
#: A quick check for any such part.
_MAY = re.compile(
    rf"<!--+\s*(?:(?:begin|start|open)\W+)?\W{{0,3}}{_WORD}|<(?:{_NAME}|note-to-self)[\s>]"
    rf"|^\s*#\+begin_(?:{_NAME}|comment)\b|^\s*:private:\s*$|^\s*%%\s*$|^\s*%+\s*{_WORD}\b"
    rf"|\{{{_NAME}\}}`|:{_NAME}:`",
    re.MULTILINE,
)
#: Parts that end in the same line or further down.
_COMMENT = re.compile(
    rf"<!--+\s*(?P<begin>(?:begin|start|open)\W+)?\W{{0,3}}{_WORD}\b(?P<rest>(?:(?!-->).)*)(?P<end>-->)?"
)
_CLOSES = re.compile(
    rf"<!--+\s*(?:/|(?:end|stop|close)[\W_]*)(?:of\W+)?{_WORD}|<!--+\s*{_WORD}\W+(?:end|stop|close)"
)
_ELEMENT = re.compile(rf"<(?P<name>{_NAME}|note-to-self(?=[^<>]*\b{PRIVATE}\b))(?:\s[^<>]*)?>")
_BLOCK = re.compile(rf"\s*#\+begin_(?P<name>{_NAME}|comment)\b")
_ROLE = re.compile(rf"(?:\{{{_NAME}\}}|(?<![\w:]):{_NAME}:)(?P<ticks>`+)")
_LINE = re.compile(rf"\s*%+\s*{_WORD}\b")
#: The number of lines to search for an end.
_FAR = 200


@dataclass(frozen=True, slots=True)
class Span:
    """A part marked as private: its lines, from 1, and its columns in the first and the last one."""

    first: int
    last: int
    #: Its markup, for a message.
    name: str
    #: The role, if it is one: another extension may define it.
    role: str = ""
    #: Column of its start in the first line, and of its end in the last; None for the end of the line.
    start: int = 0
    end: int | None = None


def may_have_spans(text: str) -> bool:
    """Return whether *text*, in lower case, may have such a part."""
    return _MAY.search(text) is not None


def spans(lines: Sequence[str], excluded: Collection[int]) -> Iterator[Span]:
    """Yield the parts in *lines*, normalized: none inside another, none that begins in an *excluded* line."""
    covered = 0
    for number, line in enumerate(lines, 1):
        if (
            number > covered
            and number not in excluded
            and _MAY.search(line)
            and (span := _span(lines, number, line))
        ):
            covered = span.last
            yield span


def _span(lines: Sequence[str], number: int, line: str) -> Span | None:
    code = code_in(line)
    for pattern, find in ((_COMMENT, _comment), (_ELEMENT, _element), (_ROLE, _role)):
        match = pattern.search(line)
        if match and not any(start <= match.start() < end for start, end in code):
            return find(lines, number, match)
    if match := _BLOCK.match(line):
        last = _find(lines, number, re.compile(rf"\s*#\+end_{match['name']}\b"))
        return Span(number, last or _paragraph(lines, number), f"#+begin_{match['name']}")
    if _LINE.match(line):
        last = number
        while last < len(lines) and lines[last].lstrip().startswith("%"):
            last += 1
        return Span(number, last, "% private")
    if line.strip() in {"%%", ":private:"}:
        last = _find(lines, number, re.compile(r"\s*%%\s*$" if "%" in line else r"\s*:end:\s*$"))
        return Span(number, last, line.strip()) if last else None
    return None


def _comment(lines: Sequence[str], number: int, match: re.Match[str]) -> Span:
    name = "<!-- private -->"
    if not match["end"]:
        return Span(number, _find(lines, number, re.compile(".*-->")) or len(lines), name, "", match.start())
    if (
        match["begin"]
        or not re.search(r"\w", match["rest"])
        or re.match(r"\W*(?:start|begin)", match["rest"])
    ):
        # The comment applies to what follows it.
        last = _find(lines, number, _CLOSES)
        return Span(number, last or _paragraph(lines, number), name, "", match.start())
    return Span(number, number, name, "", match.start(), match.end())


def _element(lines: Sequence[str], number: int, match: re.Match[str]) -> Span:
    closing = re.compile(rf".*?</{match['name']}\s*>")
    line, name = lines[number - 1], f"<{match['name']}>"
    if closed := closing.match(line, match.end()):
        return Span(number, number, name, "", match.start(), closed.end())
    last = _find(lines, number, closing)
    return Span(number, last or _paragraph(lines, number), name, "", match.start())


def _role(lines: Sequence[str], number: int, match: re.Match[str]) -> Span:
    line, name = lines[number - 1], match[0].rstrip("`")
    role, closing = name.strip("{:}"), line.find(match["ticks"], match.end())
    if closing >= 0:
        return Span(number, number, name, role, match.start(), closing + len(match["ticks"]))
    return Span(number, _paragraph(lines, number), name, role, match.start())


def _find(lines: Sequence[str], number: int, pattern: re.Pattern[str]) -> int:
    """Return the first line after *number* that begins with *pattern*; 0 for none."""
    for other in range(number + 1, min(number + _FAR, len(lines)) + 1):
        if pattern.match(lines[other - 1].lstrip(" >")):
            return other
    return 0


def _paragraph(lines: Sequence[str], number: int) -> int:
    """Return the last line of the paragraph that *number* is in."""
    last = number
    while last < len(lines) and lines[last].strip():
        last += 1
    return last
