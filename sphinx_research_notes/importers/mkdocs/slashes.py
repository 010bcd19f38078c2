"""Blocks between slashes, ``/// note | Title`` to ``///``, of pymdownx.blocks: written with an indent.

Here, they are what :mod:`.blocks` reads: the same boxes and tabs in their older form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from .blocks import FENCE, Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..markdown.source import Source

_OPENING = re.compile(
    r"(?P<indent>[ ]*)(?P<slashes>/{3,})[ ]*(?P<name>[\w-]+)(?:[ ]*\|[ ]*(?P<title>.*?))?[ \t]*"
)
_OPTION = re.compile(r"[ ]{4,}(?P<name>[\w-]+):[ ]*(?P<value>.*?)[ ]*")
_CAPTIONS = {"caption", "figure-caption", "table-caption"}
_BOXES = "note attention caution danger error tip hint warning important admonition".split()
_VOID = "area base br col embed hr img input link meta source track wbr".split()
#: As deep as blocks are in each other.
_DEEPEST = 30


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    title: str
    indent: str
    options: Mapping[str, str]
    content: list[Line]
    number: int


def rewrite_slashes(source: Source) -> None:
    """Rewrite all of them in *source*; code isn't set aside yet."""
    lines = [(line, number) for number, line in enumerate(source.text.split("\n"))]
    findings: list[tuple[str, int, bool]] = []
    new = _converted(source, lines, findings)
    starts = [0]
    for line, _ in lines:
        starts.append(starts[-1] + len(line) + 1)
    for name, number, is_known in findings:
        report = source.changed if is_known else source.unknown
        report(f"/// {name}", starts[number])
    source.rewrite_lines(new)


def _converted(
    source: Source, lines: list[Line], findings: list[tuple[str, int, bool]], depth: int = 0
) -> list[Line]:
    out: list[Line] = []
    place = 0
    ends = _ends(lines)
    while place < len(lines):
        text, number = lines[place]
        opening = _OPENING.fullmatch(text)
        end = ends.get(place)
        if end is None or (opening and depth == _DEEPEST):
            out.append(lines[place])
            place += 1
        elif opening is None:  # Code.
            out += lines[place : end + 1]
            place = end + 1
        else:
            block = _block(opening, lines[place + 1 : end], number)
            content = _converted(source, block.content, findings, depth + 1)
            written = _written(source, block, content)
            findings.append((block.name, number, written is not None))
            out += lines[place : end + 1] if written is None else written
            place = end + 1
    return out


def _ends(lines: list[Line]) -> dict[int, int]:
    """Return where each outermost block and each block of code ends, by where it begins."""
    found: dict[int, int] = {}
    closings: dict[str, list[int]] = {}
    for place, (text, _) in enumerate(lines):
        if re.fullmatch(r"[ ]*/{3,}[ \t]*", text):
            closings.setdefault(text.rstrip(), []).append(place)
    place = 0
    while place < len(lines):
        text = lines[place][0]
        if fence := FENCE.match(text):
            last = re.compile(rf"[ \t]*{fence['fence']}[`~]*[ \t]*")
            end = place + 1
            while end < len(lines) and not last.fullmatch(lines[end][0]):
                end += 1
            found[place] = min(end, len(lines) - 1)
        elif opening := _OPENING.fullmatch(text):
            those = closings.get(f"{opening['indent']}{opening['slashes']}", [])
            while those and those[0] <= place:
                del those[0]
            if those:
                found[place] = those[0]
        place = found.get(place, place) + 1
    return found


def _block(opening: re.Match[str], lines: list[Line], number: int) -> _Block:
    options: dict[str, str] = {}
    first = 0
    for text, _ in lines:
        option = _OPTION.fullmatch(text.removeprefix(opening["indent"]))
        if option is None:
            break
        options[option["name"]] = option["value"].strip("\"'")
        first += 1
    return _Block(
        opening["name"], opening["title"] or "", opening["indent"], options, lines[first:], number
    )  # fmt: skip


def _written(source: Source, block: _Block, content: list[Line]) -> list[Line] | None:
    """Return *block* in its older form; None for one that isn't known."""
    title = f' "{block.title}"' if block.title else ""
    kind = block.options.get("type", "")
    if block.name in _BOXES:
        kind = kind or ("note" if block.name == "admonition" else block.name)
        return _indented(block, f"!!! {kind}{title}", content)
    if block.name == "details":
        mark = "???+" if block.options.get("open", "").lower() == "true" else "???"
        return _indented(block, f"{mark} {kind or 'note'}{title}", content)
    if block.name == "tab":
        return _indented(block, f'=== "{block.title}"', content)
    if block.name in _CAPTIONS:
        shown = [(f"{block.indent}{text.strip()}", number) for text, number in content if text.strip()]
        mark = f"{block.indent}{source.aside('{.caption}')}"
        return [("", block.number), (mark, block.number), *shown, ("", block.number)]
    if block.name == "definition":
        return [("", block.number), *content, ("", block.number)]
    if block.name == "html":
        return _html(block, content)
    return None


def _indented(block: _Block, head: str, content: list[Line]) -> list[Line]:
    inner = [(f"    {text}" if text.strip() else "", number) for text, number in content]
    return [("", block.number), (f"{block.indent}{head}", block.number), *inner, ("", block.number)]


def _html(block: _Block, content: list[Line]) -> list[Line] | None:
    found = re.fullmatch(r"(?P<tag>[A-Za-z][\w-]*)(?P<more>[.#\w-]*)(?:\[.*\])?", block.title)
    if found is None or found["tag"].lower() in {*_VOID, "script", "style", "pre"}:
        return None
    classes = " ".join(re.findall(r"\.([\w-]+)", found["more"]))
    ids = re.findall(r"#([\w-]+)", found["more"])
    attributes = f' class="{escape(classes)}"' if classes else ""
    attributes += f' id="{escape(ids[0])}"' if ids else ""
    first, last = f"<{found['tag']}{attributes}>", f"</{found['tag']}>"
    number = block.number
    return [
        ("", number), (f"{block.indent}{first}", number), ("", number), *content,
        ("", number), (f"{block.indent}{last}", number), ("", number),
    ]  # fmt: skip
