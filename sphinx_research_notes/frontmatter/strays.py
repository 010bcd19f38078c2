"""Find what says near the beginning of a source, but outside its front matter, that the text is hidden. Pure.

Its author believes hidden what would be published, so the file is kept back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.values import NO, YES, is_true
from .block import TIMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Keys that hide the text unless their value is false, if it is true, and if it is false.
_UNLESS_FALSE = frozenset({"draft", "private"})
_IF_TRUE = frozenset({"hidden", "hide", "unlisted", "unpublished", "headless"})
_IF_FALSE = frozenset({"published", "publish", "dg-publish", "public", "render"})
_KEYS = "|".join(
    sorted({*_UNLESS_FALSE, *_IF_TRUE, *_IF_FALSE, "visibility", "status"}, key=len, reverse=True)
)
#: Besides the usual words, what Org calls true.
_TRUE = YES | {"t"}

#: A line that only says that the text is hidden, with any punctuation or keyword around it.
_FLAG = re.compile(
    rf"""[\W_]*(?:(?:def|let|set|const|var)[ \t]+)?(?:hugo_|is_?)?(?P<key>{_KEYS})
    ["'”’*_`]*\s*(?:::?|[=：])[\s"'“‘*_`]*(?P<value>[\w-]+)[^\w\n]*?(?:\s*(?:[#(%;,]|//|<!--).*)?[^\w\n]*""",
    re.IGNORECASE | re.VERBOSE,
)
#: A line that only gives a time outside of which the text is hidden.
_TIME = re.compile(
    rf"""[\W_]*(?:hugo_)?(?:{"|".join(sorted(TIMES))})["'”’*_`]*\s*(?:::?|[=：])[\s"'“‘*_`]*
    (?:\d[\w\s:+.-]*|[\w-]+)[^\w\n]*""",
    re.IGNORECASE | re.VERBOSE,
)
#: Longer lines are text.
_LONGEST = 300
#: A flag without a value, as in AsciiDoc.
_BARE_FLAG = re.compile(r":(?:draft|private):\s*", re.IGNORECASE)
#: The same within a line of data, such as invalid JSON or a script.
_FLAG_WITHIN = re.compile(
    r"""[{\[,\s]["']?(?:is)?(?:(?:draft|private|hidden|unlisted)["']?\s*[:=]\s*(?:true|yes)
    |(?:published|publish|public)["']?\s*[:=]\s*(?:false|no))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DATA = re.compile(r"\s*(?:\{|\[\s*\{|export\b|module\b|const\b|let\b|var\b)")
#: The number of blocks and nonblank lines of a text that are searched for such a line.
_BLOCKS, _LINES = 3, 40
_CODE = re.compile(r"[ \t>]*(`{3,}|~{3,}|:{3,})")
#: A block of code that front matter may be written in.
_DATA_CODE = re.compile(r"(`{3,}|~{3,})[ \t]*(?:ya?ml|toml|json)\b", re.IGNORECASE)
#: A longer comment that says so within it is not taken out.
_LONGEST_COMMENT = 150
#: A reStructuredText directive, whose options follow.
_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]*[\w:.+-]+::?")
#: The beginning of a block that shows nothing: a comment or a target.
_UNSEEN = re.compile(r"\.\.(?!\S)|%|<!--|\[//\]:|\([^()]+\)=[ \t]*$|:[\w-]+:[ \t]*$")


def stray_flag(lines: Sequence[str], body: int = 0) -> tuple[int, str] | None:
    """Return the number, from 0, and text of a line near the beginning that says the text is hidden.

    *body*: the first line after the front matter, from 0.
    """
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    for place, in_data, commented in (*_in_leading_code(lines, first), *_outside_code(lines, first, body)):
        if _says_hidden(lines[place], in_data=in_data, commented=commented):
            return place, _quoted(lines[place])
    row = _in_leading_table(lines, first)
    return None if row is None else (row, _quoted(lines[row]))


def _quoted(line: str) -> str:
    return " ".join(line.split())[:80]


def _in_leading_code(lines: Sequence[str], first: int) -> Iterator[tuple[int, bool, bool]]:
    """Yield the lines in the block of data that the source begins with, if any; they are in no comment."""
    if opening := _DATA_CODE.match(lines[first]):
        for place in range(first + 1, min(len(lines), first + _LINES)):
            if lines[place].startswith(opening[1]):
                return
            yield place, True, False


def _outside_code(lines: Sequence[str], first: int, body: int) -> Iterator[tuple[int, bool, bool]]:
    """Yield the lines of the first blocks, whether they are data, and whether they begin in a short comment.

    None are code or options.
    """
    blocks, searched, fence = 0, 0, ""
    # How much text there is up to a line, and up to where a comment begins.
    read = before = opened = 0
    options = in_data = unseen = commented = False
    for place in range(first, len(lines)):
        line = lines[place]
        before, read = read, read + len(line)
        begins = place == first or not lines[place - 1].strip()
        if match := _CODE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif _DIRECTIVE.match(line):
            options = True
        elif not line.strip():
            options = False
            blocks += not begins and not unseen and not in_data and place > body
            if blocks >= _BLOCKS:
                return
            continue
        elif not fence and not options and (in_data or line[:4].strip()):
            yield place, in_data, commented and before - opened <= _LONGEST_COMMENT
        in_data = not (fence or line.startswith(("}", "]", ")"))) and (in_data or _opens_data(line))
        goes_on = commented or not begins or line[0] in " \t"
        opens = line.rfind("<!--") > line.rfind("-->")
        opened = before if opens and (not commented or "-->" in line) else opened
        commented = opens or (commented and "-->" not in line)
        unseen = (unseen and goes_on) or (begins and bool(_UNSEEN.match(line)))
        searched += not unseen
        if searched >= _LINES:
            return


def _opens_data(line: str) -> bool:
    """Whether *line* begins data that goes on below it."""
    opened = sum(map(line.count, "{[(")) - sum(map(line.count, "}])"))
    return opened > 0 and _DATA.match(line) is not None


def _says_hidden(line: str, *, in_data: bool, commented: bool) -> bool:
    """Whether *line* only says that the text is hidden, or says so in data outside the front matter."""
    if len(line) <= _LONGEST and (match := _FLAG.fullmatch(line)) is not None:
        is_comment = commented or line.lstrip().startswith(("<!--", "%", "["))
        if is_comment and match["key"].lower() == "private" and is_true(match["value"]) is None:
            return False  # Only the comment is private.
        return _hides(match["key"], match["value"])
    if _BARE_FLAG.fullmatch(line) or (len(line) <= _LONGEST and _TIME.fullmatch(line)):
        return True
    return (in_data or _DATA.match(line) is not None) and _FLAG_WITHIN.search(line[:2000]) is not None


def _hides(key: str, value: str) -> bool:
    """Whether *key* hides the text by its *value*."""
    key, value = key.lower(), value.lower()
    if key in _UNLESS_FALSE:
        return value not in NO
    if key in _IF_TRUE:
        return value in _TRUE
    return value in NO if key in _IF_FALSE else value in _UNLESS_FALSE


def _in_leading_table(lines: Sequence[str], first: int) -> int | None:
    """Return the line that hides the text in the table that the source begins with, as some tools show it.

    The keys are in its first column, or in its first row.
    """
    rows = []
    for place in range(first, min(len(lines), first + _LINES)):
        if "|" not in lines[place]:
            break
        rows.append([cell.strip(" \t*_`").lower() for cell in lines[place].strip().strip("|").split("|")])
    below = rows[2] if len(rows) > 2 and len(rows[2]) == len(rows[0]) else []
    for key, value in zip(rows[0] if below else [], below, strict=True):
        if _is_flag(key, value):
            return first + 2
    pairs = [(number, row) for number, row in enumerate(rows) if len(row) == 2]
    return next((first + number for number, row in pairs if _is_flag(*row)), None)


def _is_flag(key: str, value: str) -> bool:
    """Whether two cells are a key and a value that hides the text, and not text about it."""
    return key in _KEYS.split("|") and value in _TRUE | NO | _UNLESS_FALSE and _hides(key, value)
