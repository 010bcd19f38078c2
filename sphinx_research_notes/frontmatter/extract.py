"""Extract the front matter of Markdown, reStructuredText and notebooks, in every form that tools write.

Combines the parsers of fenced blocks, headers and field lists.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import islice
from typing import Any

from ..model.faults import Fault
from .block import FOREIGN, HIDING, OTHER_FLAGS, STRICT, Block, as_list, clean
from .data_formats import as_texts
from .fences import fenced_block, without_block
from .field_lists import field_list, fields_after_title
from .headers import TELLING, read_header
from .notebooks import NotebookError, parsed
from .strays import stray_flag
from .syntax import Syntax


def markdown(source: str) -> Block:
    """Return the front matter of a Markdown *source*; an empty block if there is none.

    Accepts YAML between ``---``, TOML between ``+++``, JSON, or a header of ``Key: value``. Tolerates what
    editors and other generators leave behind: a byte-order mark, blank lines or a comment before the block,
    spaces after its fences, control characters, a missing closing fence.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    empty = Block(rest=source)
    if first is None:
        return empty
    if first > 20:
        return _with_strays(empty, lines)
    start = _after_comment(lines, first)
    block = fenced_block(lines, start, empty, Syntax.MARKDOWN)
    if block and start != first and not {name.lower() for name in block.values} & TELLING:
        block = None
    if block is None and (header := read_header(lines, first)):
        block = without_block(lines, *header, Syntax.MARKDOWN)
    return _with_strays(block or empty, lines)


def _after_comment(lines: list[str], first: int) -> int:
    """Return the first nonblank line after the comments that begin in line *first*."""
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
    """Return the front matter of a reStructuredText *source*; an empty block if there is none.

    Accepts a field list before the title or, as in Pelican, after it; Nikola's comments; or one of the fenced
    blocks of Markdown, which other tools accept in reStructuredText too.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return Block(rest=source)
    is_overline = re.fullmatch(r"-{4,}\s*", lines[first])
    block = None if is_overline else fenced_block(list(lines), first, Block(), Syntax.RST)
    if block and not (block.values or block.unreadable):
        block = None
    if block is None and (header := read_header(lines, first)):
        block = without_block(list(lines), *header, Syntax.RST)
    block = fields_after_title(block or field_list(source))
    return _with_strays(block, clean(block.rest).split("\n"))


def _with_strays(block: Block, lines: list[str]) -> Block:
    """Return *block*, marked as unreadable if one of the *lines* of its source hides the note outside it."""
    if block.unreadable is None and (stray := stray_flag(lines, block.body_line - 1)):
        place, text = stray
        expected = "front matter at the beginning of the file"
        block.give_up(f"expected {expected}, got {text!r} where it would be published as text", place + 1)
    return block


# Notebooks.


def notebook(source: str) -> Block:
    """Return the front matter of a notebook: its metadata, and one of its first cells.

    The cell takes precedence.
    """
    block = Block(rest=source)
    try:
        content = parsed(source)
    except NotebookError as error:
        block.give_up(str(error), error.line)
        return block
    _take_metadata(block, content.get("metadata") or {}, content)
    cells = _first_texts(content["cells"])
    if not cells:
        return block
    cell, cell_block = _front_cell(cells)
    block.faults.extend(Fault(f.subtype, f.message, 1) for f in cell_block.faults)
    texts = "\n\n".join(cell_block.rest if each is cell else _text_of(each) for each in cells)
    if fault := _with_strays(cell_block, clean(texts).split("\n")).unreadable:
        block.unreadable = Fault(fault.subtype, fault.message, 1)
    if not cell_block.values and not cell_block.faults:
        return block
    for name, value in cell_block.values.items():
        if name.lower() in STRICT - {"status"} and name in block.values:
            value = [*as_list(block.values[name]), *as_list(value)]  # The strictest is used.
        block.values[name], block.lines[name] = value, 1
    # A raw cell would be shown verbatim; the rest of it is Markdown front matter or nothing.
    foreign = {name: value for name, value in cell_block.values.items() if name in FOREIGN}
    cell["cell_type"] = "markdown"
    cell["source"] = _FENCED.sub("", cell_block.rest) if foreign else cell_block.rest
    # MyST-NB reads what is meant for Sphinx or MyST from there, and would show it as text in a cell.
    if foreign and isinstance(metadata := content.setdefault("metadata", {}), dict):
        content["metadata"] = foreign | metadata
    cell.setdefault("metadata", {})
    cell.pop("outputs", None)
    with suppress(RecursionError):
        block.rest = json.dumps(content)
    return block


#: What is left of a block in a cell.
_FENCED = re.compile(r"\A\s*^---[ \t]*\n.*?^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
#: The number of cells with text searched for front matter, of those that are not empty: it may follow a
#: title or imports.
_FIRST_TEXTS, _FIRST_CELLS = 3, 6


def _first_texts(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of the first *cells* of a notebook that hold text."""
    filled = (cell for cell in cells if "".join(cell.get("source", "")).strip())
    return [cell for cell in islice(filled, _FIRST_CELLS) if _text_of(cell).strip()][:_FIRST_TEXTS]


def _front_cell(cells: list[dict[str, Any]]) -> tuple[dict[str, Any], Block]:
    """Return the cell with the front matter, which is fenced if it isn't the first, and its block."""
    for cell in cells[1:]:
        text = _text_of(cell)
        found = markdown(text) if text.lstrip("\ufeff \n").startswith(("---", "+++", "{")) else Block()
        if {name.lower() for name in found.values} & TELLING and not markdown(_text_of(cells[0])).values:
            return cell, found
    return cells[0], markdown(_text_of(cells[0]))


def _text_of(cell: Any) -> str:
    """Return the text of a raw or Markdown *cell*; empty for any other."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in ("raw", "markdown"):
        return ""
    text = cell.get("source", "")
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def _take_metadata(block: Block, metadata: dict[str, Any], content: dict[str, Any]) -> None:
    """Add the *metadata* of a notebook to *block*, and hiding keys from elsewhere in its *content*."""
    for name, value in metadata.items():
        if name not in FOREIGN:
            block.values[name] = as_texts(value)
            block.lines[name] = 1
    # Nikola and others nest their keys in a mapping of their own.
    for inner in (content, *metadata.values()):
        for name, value in inner.items() if isinstance(inner, dict) else ():
            if str(name).lower() in HIDING | OTHER_FLAGS:
                block.put(str(name).lower(), as_texts(value), 1)


def block_of(source: str, syntax: Syntax) -> Block:
    """Return the front matter of *source*, which is written in *syntax*."""
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
    """Whether the Markdown *source*, from *line* on, starts with a heading of the first level."""
    lines = clean(source).split("\n")[line - 1 :]
    skipped = re.compile(r"\s*$|%|\([^)\n]+\)=\s*$|<!--.*-->\s*$|\+\+\+")
    for place, text in enumerate(lines):
        if skipped.match(text):
            continue
        after = lines[place + 1] if place + 1 < len(lines) else ""
        return bool(re.match(r" {0,3}#(?:\s|$)", text) or re.match(r" {0,3}=+\s*$", after))
    return False
