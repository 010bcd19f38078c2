"""The front matter of a source, in every form that people's tools write at the head of a file.

One place for Markdown, reStructuredText and notebooks: what is found between fences, in headers and in field
lists comes together here.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..model.faults import Fault
from .block import (
    FOREIGN,
    HIDING,
    Block,
    as_list,
    clean,
)
from .data_formats import as_texts
from .fences import fenced_block, taken_out
from .field_lists import after_title, field_list, fields_after_title
from .headers import TELLING, read_header, stray_flag
from .notebooks import NotebookError, parsed
from .syntax import Syntax


def markdown(source: str) -> Block:
    """The front matter of a Markdown *source*; an empty block where there is none.

    YAML between ``---``, TOML between ``+++``, JSON, or a header of ``Key: value``. Forgives what editors and
    other generators leave behind: a byte-order mark, blank lines or a comment before the block, blanks after
    its fences, control characters, a missing end.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    none = Block(rest=source)
    if first is None:
        return none
    start = _after_comment(lines, first)
    if first > 20:
        block: Block | None = None
    elif start != first:
        block = fenced_block(lines, start, none, Syntax.MARKDOWN)
        block = block if block is None or {name.lower() for name in block.values} & TELLING else None
    else:
        block = fenced_block(lines, first, none, Syntax.MARKDOWN)
    if block is None and first <= 20 and (header := read_header(lines, first)):
        block = taken_out(lines, header.block, header.last, Syntax.MARKDOWN)
    return _with_strays(block or none, lines, first)


def _after_comment(lines: list[str], first: int) -> int:
    """The first line with something behind the comments that begin in line *first*."""
    place = first
    while place < len(lines):
        line = lines[place].strip()
        if line.startswith("<!--"):
            end = next((i for i in range(place, len(lines)) if "-->" in lines[i]), None)
            if end is None or lines[end].partition("-->")[2].strip():
                return first
            place = end + 1
        elif not line or line.startswith("%"):
            place += 1
        else:
            return place
    return first


def restructuredtext(source: str) -> Block:
    """The front matter of a reStructuredText *source*; an empty block where there is none.

    That is a field list, before the title or, as Pelican has it, after it; Nikola's comments; or one of
    the blocks that Markdown has, which other tools read here as well.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return Block(rest=source)
    found: Block | None = None
    if re.fullmatch(r"-{4,}\s*", lines[first]):
        pass  # The line over a title.
    elif (block := fenced_block(list(lines), first, Block(), Syntax.RST)) and (
        block.values or block.unreadable
    ):
        found = block
    if found is None and (header := read_header(lines, first)):
        found = taken_out(list(lines), header.block, header.last, Syntax.RST)
    found = found or field_list(source)
    if not found.values and (after := after_title(lines, first)) is not None:
        found = fields_after_title(source, lines, after)
    return _with_strays(found, clean(found.rest).split("\n"), first)


def _with_strays(block: Block, lines: list[str], first: int) -> Block:
    """*block*, which is not to be relied on where the text after it goes on with front matter that hides."""
    if block.unreadable is None and (found := stray_flag(lines, first)):
        place, text = found
        expected = "front matter at the very beginning of the file"
        block.give_up(f"expected {expected}, found {text!r} where it would be shown as text", place + 1)
    return block


# Notebooks.


def notebook(source: str) -> Block:
    """The front matter of a notebook: its metadata, then its first cell; the cell's lines win."""
    block = Block(rest=source)
    try:
        content = parsed(source)
    except NotebookError as error:
        block.give_up(str(error), error.line)
        return block
    cells = content["cells"]
    _take_metadata(block, content.get("metadata") or {}, content)
    head: dict[str, Any] = next((cell for cell in cells[:_FIRST_CELLS] if _text_of(cell).strip()), {})
    if not head:
        return block
    found = markdown(_text_of(head))
    block.faults.extend(Fault(f.subtype, f.message, 1) for f in found.faults)
    if found.unreadable is not None:
        block.unreadable = Fault(found.unreadable.subtype, found.unreadable.message, 1)
    if not found.values and not found.faults:
        return block
    for name, value in found.values.items():
        if name.lower() in HIDING - {"status"} and name in block.values:
            value = [*as_list(block.values[name]), *as_list(value)]  # The strictest counts.
        block.values[name], block.lines[name] = value, 1
    # A raw cell would show its text; what is left of it is Markdown front matter or nothing.
    head["cell_type"], head["source"] = "markdown", found.rest
    head.setdefault("metadata", {})
    head.pop("outputs", None)
    try:
        block.rest = json.dumps(content)
    except RecursionError:
        block.rest = source
    return block


#: How many cells are looked at for front matter: some have empty ones, or imports, before it.
_FIRST_CELLS = 3


def _text_of(cell: Any) -> str:
    """The text of a *cell* that is text; nothing for any other."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("raw", "markdown"):
        return ""
    text = cell.get("source", "")
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def _take_metadata(block: Block, metadata: dict[str, Any], content: dict[str, Any]) -> None:
    """Take the *metadata* of a notebook into *block*, and what hides it elsewhere in its *content*."""
    for name, value in metadata.items():
        if name not in FOREIGN:
            block.values[name] = as_texts(value)
            block.lines[name] = 1
    # Nikola and others have a mapping of their own there.
    for inner in (content, *metadata.values()):
        for name, value in inner.items() if isinstance(inner, dict) else ():
            if str(name).lower() in HIDING:
                block.put(str(name).lower(), as_texts(value), 1)


def block_of(source: str, syntax: Syntax) -> Block:
    """The front matter of *source*, which is written in *syntax*."""
    if syntax is Syntax.NOTEBOOK:
        return notebook(source)
    if syntax is Syntax.RST:
        return restructuredtext(source)
    block = markdown(source)
    if syntax is Syntax.UNKNOWN and not block.values:
        other = restructuredtext(source)
        return other if other.values or block.unreadable is None else block
    return block


def leading_title(source: str, line: int) -> bool:
    """Whether the Markdown *source* opens, from *line* on, with a heading of the first level."""
    lines = clean(source).split("\n")[line - 1 :]
    skipped = re.compile(r"\s*$|%|\([^)\n]+\)=\s*$|<!--.*-->\s*$|\+\+\+")
    for place, text in enumerate(lines):
        if skipped.match(text):
            continue
        after = lines[place + 1] if place + 1 < len(lines) else ""
        return bool(re.match(r" {0,3}#(?:\s|$)", text) or re.match(r" {0,3}=+\s*$", after))
    return False
