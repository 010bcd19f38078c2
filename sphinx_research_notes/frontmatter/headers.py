"""Front matter without a fence: lines of ``Key: value`` at the head of a source, as some tools write them.

MultiMarkdown, MkDocs and Pelican have plain lines, Nikola has comments, Org has ``#+KEY:``, Logseq ``key::``.
Pure: lines in, a block out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .block import HIDING, Block
from .lenient_yaml import CONTROL, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A block without a fence, or without its end, is front matter when it has one of these.
TELLING = HIDING | {"title", "date", "layout", "kind", "blogpost", "tags"}

#: How many lines a header may have.
_LONGEST = 60
_NAME = r"(?P<key>[A-Za-z][\w.-]*)"
#: The forms that a line of a header has; all lines of one header have the same.
_FORMS = (
    re.compile(rf"\.\.[ \t]+{_NAME}:(?!:)(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"#\+{_NAME}:(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"(?:[-*][ \t]+)?{_NAME}::(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"%[ \t]*{_NAME}:(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"{_NAME}:(?:[ \t]+(?P<value>.*))?$"),
)
_PLAIN = _FORMS[-1]
_OPENING, _CLOSING = "<!--", "-->"
#: What ends a header that Hexo reads as YAML, though nothing opens it.
_END = re.compile(r"(?:---+|;;;+)[ \t]*")

#: A line that says nothing but that the text is hidden, whatever marks stand around it.
_FLAG = re.compile(
    r"""[^\w\n]*(?:hugo_|is_?)?(?P<key>draft|private|published|publish|dg-publish|public|visibility|status)
    ["'”’*_`]*\s*(?:::?|[=：])[\s"'“‘*_`]*(?P<value>[\w-]+)[^\w\n]*?(?:\s*(?:[#(%;,]|//|<!--).*)?[^\w\n]*""",
    re.IGNORECASE | re.VERBOSE,
)
#: A flag without a value, as AsciiDoc has it.
_BARE_FLAG = re.compile(r":(?:draft|private):\s*", re.IGNORECASE)
#: The same within a line of data, such as JSON that is none, or a script.
_FLAG_WITHIN = re.compile(
    r"""[{\[,\s]["']?(?:is)?(?:(?:draft|private)["']?\s*[:=]\s*(?:true|yes)
    |(?:published|publish|public)["']?\s*[:=]\s*(?:false|no))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DATA = re.compile(r"\s*(?:\{|\[\s*\{|export\b|module\b|const\b)")
_NO = frozenset({"false", "no", "off", "n", "0"})
_HIDDEN = frozenset({"draft", "private"})
#: How many blocks of a text, and how many lines, are looked at for such a line.
_BLOCKS, _LINES = 3, 40
_CODE = re.compile(r"[ \t>]*(`{3,}|~{3,}|:{3,})")
#: A directive of reStructuredText, whose options stand under it.
_DIRECTIVE = re.compile(r"[ \t]*\.\.[ \t]*[\w:.+-]+::?")


@dataclass(frozen=True, slots=True)
class Header:
    """A header: what it says, and its last line, from 0."""

    block: Block
    last: int


def read_header(lines: Sequence[str], first: int) -> Header | None:
    """The header that begins in line *first*; None where nothing is one, as far as can be told."""
    if lines[first].lstrip().startswith(_OPENING):
        return _comment(lines, first)
    for form in _FORMS:
        if form.match(lines[first]):
            return _of_form(form, lines, first)
    return None


def _of_form(form: re.Pattern[str], lines: Sequence[str], first: int) -> Header | None:
    """The header in which each line has *form*, or goes on with the one before."""
    last = first
    for place in range(first, min(len(lines), first + _LONGEST)):
        if not lines[place].strip():
            break
        if form is _PLAIN and _END.fullmatch(lines[place]):
            return _ended(lines, first, place)
        if not form.match(lines[place]) and not (place > first and lines[place][0] in " \t"):
            return None
        last = place
    block = _pairs(form, lines[first : last + 1], first + 1)
    return None if form is _PLAIN and _may_be_a_sentence(block) else _telling(block, last)


def _may_be_a_sentence(block: Block) -> bool:
    """Whether a *block* from plain lines may be one with a colon ("Private: nobody enters")."""
    if len(block.values) > 1:
        return False
    name, value = next(iter(block.values.items()))
    words = str(value or "").split()
    if name.lower() in HIDING:
        return len(words) != 1
    return name.lower() == "date" and not any(each.isdigit() for each in "".join(words))


def _ended(lines: Sequence[str], first: int, end: int) -> Header | None:
    """The header up to the fence in line *end*: it is YAML."""
    return _telling(read_yaml("\n".join(lines[first:end]), first + 1), end)


def _telling(block: Block, last: int) -> Header | None:
    """A header, where what it says is what front matter says."""
    told = {name.lower() for name in block.values}
    return Header(block, last) if told & TELLING else None


def _pairs(form: re.Pattern[str], lines: Sequence[str], number: int) -> Block:
    """What the *lines* say, of which the first has *number*."""
    block = Block()
    name, value, start = "", "", number
    for place, line in enumerate([*lines, ""], number):
        match = form.match(line) or _hidden_in(form, line)
        if match or place == number + len(lines):
            if name:
                block.put(name, CONTROL.sub("", value.strip()) or None, start)
            name, value, start = (match["key"], match["value"] or "", place) if match else ("", "", place)
        else:
            value += " " + line.strip()
    return block


def _hidden_in(form: re.Pattern[str], line: str) -> re.Match[str] | None:
    """What *line* says that hides, standing deeper than the lines around it: it is no value of theirs."""
    match = form.match(line.strip()) or _PLAIN.match(line.strip())
    return match if match and match["key"].lower() in HIDING else None


def _comment(lines: Sequence[str], first: int) -> Header | None:
    """The comment that begins in line *first*, where it holds a header and nothing else."""
    last = next((i for i in range(first, min(len(lines), first + _LONGEST)) if _CLOSING in lines[i]), None)
    if last is None or lines[last].partition(_CLOSING)[2].strip():
        return None
    inner = [line.strip() for line in lines[first : last + 1]]
    inner[0] = inner[0].removeprefix(_OPENING).strip()
    inner[-1] = inner[-1].removesuffix(_CLOSING).strip()
    told = [line for line in inner if line]
    form = next((form for form in _FORMS if told and all(form.match(line) for line in told)), None)
    if form is None:
        return None
    return _telling(_pairs(form, inner, first + 1), last)


def stray_flag(lines: Sequence[str], first: int) -> tuple[int, str] | None:
    """The line, from 0, at the head of a text that says the text is hidden, and what it says.

    It stands where no front matter is read, so its author takes for hidden what would be shown.
    """
    blocks, fence, options = 0, "", False
    for place in range(first, min(len(lines), first + _LINES)):
        line = lines[place]
        if match := _CODE.match(line):
            fence = "" if fence and match[1].startswith(fence) else fence or match[1]
        elif _DIRECTIVE.match(line):
            options = True
        elif not line.strip():
            options = False
            blocks += place > first and bool(lines[place - 1].strip())
            if blocks >= _BLOCKS:
                return None
        elif not fence and not options and line[:4].strip() and _says_hidden(line):
            return place, " ".join(line.split())[:80]
    return None


def _says_hidden(line: str) -> bool:
    """Whether *line* says nothing but that its text is hidden, or says so in data that is no front matter."""
    if (match := _FLAG.fullmatch(line)) is not None:
        return _hides(match)
    if _BARE_FLAG.fullmatch(line):
        return True
    return _DATA.match(line) is not None and _FLAG_WITHIN.search(line[:2000]) is not None


def _hides(flag: re.Match[str]) -> bool:
    """Whether *flag* hides what it stands in."""
    key, value = flag["key"].lower(), flag["value"].lower()
    if key in {"draft", "private"}:
        return value not in _NO
    return value in _HIDDEN if key in {"visibility", "status"} else value in _NO
