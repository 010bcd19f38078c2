"""Front matter without fences: ``Key: value`` lines at the beginning of a source.

MultiMarkdown, MkDocs and Pelican use plain lines, Nikola comments, Org ``#+KEY:``, Logseq ``key::``. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model.values import is_true
from .block import HIDING, OTHER_FLAGS, TIMES, Block
from .lenient_yaml import CONTROL, read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Keys that identify a block without fences, or without a closing one, as front matter.
TELLING = HIDING | {"title", "date", "layout", "kind", "blogpost", "tags"}

#: The maximum number of lines of a header.
_LONGEST = 60
_NAME = r"(?P<key>[A-Za-z][\w.-]*)"
#: The forms of a header line; all lines of one header have the same form.
_FORMS = (
    re.compile(rf"\.\.[ \t]+{_NAME}:(?!:)(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"#\+{_NAME}:(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"(?:[-*][ \t]+)?{_NAME}::(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"%[ \t]*{_NAME}:(?:[ \t]+(?P<value>.*))?$"),
    re.compile(rf"{_NAME}:(?:[ \t]+(?P<value>.*))?$"),
)
_COMMENT, _PLAIN = _FORMS[-2:]
_OPENING, _CLOSING = "<!--", "-->"
#: The closing fence of a YAML header without an opening one, as in Hexo.
_END = re.compile(r"(?:---+|;;;+)[ \t]*")


def read_header(lines: Sequence[str], first: int) -> tuple[Block, int] | None:
    """Return the header that begins in line *first*, and its last line; None if it does not look like one."""
    if lines[first].lstrip().startswith(_OPENING):
        return _comment(lines, first)
    for form in _FORMS:
        if form.match(lines[first]):
            return _of_form(form, lines, first)
    return None


def _of_form(form: re.Pattern[str], lines: Sequence[str], first: int) -> tuple[Block, int] | None:
    """Return the header in which each line has *form* or continues the previous one."""
    last = first
    for place in range(first, min(len(lines), first + _LONGEST)):
        if not lines[place].strip():
            break
        if form is _PLAIN and _END.fullmatch(lines[place]):
            # Up to this fence, it is YAML.
            return _telling(read_yaml("\n".join(lines[first:place]), first + 1), place)
        if not form.match(lines[place]) and not (place > first and lines[place][0] in " \t"):
            return None
        last = place
    block = _pairs(form, lines[first : last + 1], first + 1)
    if form is _COMMENT and _is_private_comment(block):
        return None
    return None if form is _PLAIN and _may_be_a_sentence(block) else _telling(block, last)


def _may_be_a_sentence(block: Block) -> bool:
    """Whether a *block* of plain lines may be a sentence with a colon ("Private: nobody enters")."""
    if len(block.values) > 1:
        return False
    name, value = next(iter(block.values.items()))
    words = str(value or "").split()
    if name.lower() in HIDING - TIMES:
        return len(words) != 1
    return name.lower() in {"date", *TIMES} and not any(each.isdigit() for each in "".join(words))


def _telling(block: Block, last: int) -> tuple[Block, int] | None:
    """Return the header *block* and its *last* line if its keys identify it as front matter."""
    return (block, last) if {name.lower() for name in block.values} & TELLING else None


def _pairs(form: re.Pattern[str], lines: Sequence[str], number: int) -> Block:
    """Return the key–value pairs in *lines*; the first line has this *number*."""
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
    """Match a hiding key in *line* even if it is indented: it is not part of the value before it."""
    match = form.match(line.strip()) or _PLAIN.match(line.strip())
    return match if match and match["key"].lower() in HIDING | OTHER_FLAGS else None


def _comment(lines: Sequence[str], first: int) -> tuple[Block, int] | None:
    """Return the header in the comment that begins in line *first*, if it contains nothing else."""
    last = next((i for i in range(first, min(len(lines), first + _LONGEST)) if _CLOSING in lines[i]), None)
    if last is None or lines[last].partition(_CLOSING)[2].strip():
        return None
    inner = [line.strip() for line in lines[first : last + 1]]
    inner[0] = inner[0].removeprefix(_OPENING).strip()
    inner[-1] = inner[-1].removesuffix(_CLOSING).strip()
    nonblank = [line for line in inner if line]
    form = next((form for form in _FORMS if nonblank and all(form.match(line) for line in nonblank)), None)
    if form is None:
        return None
    block = _pairs(form, inner, first + 1)
    return None if _is_private_comment(block) else _telling(block, last)


def _is_private_comment(block: Block) -> bool:
    """Whether a *block* in a comment is only what is private itself (`<!-- private: ask her -->`)."""
    values = {name.lower(): str(value or "") for name, value in block.values.items()}
    return values.keys() == {"private"} and bool(values["private"]) and is_true(values["private"]) is None
