"""Front matter as text: where its block stands in Markdown, reStructuredText and notebooks."""

from __future__ import annotations

import json
import re
from typing import Any

from .block import HIDING, Block, as_list
from .loose_yaml import BROKEN, CONTROL, DEEPEST, KEY, flow, is_sound, load, read_yaml, tidy
from .warnings import Fault

#: Keys that MyST, Sphinx or notebooks read themselves; they stay in the source.
FOREIGN = frozenset(
    {
        "myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec", "file_format",
        "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search", "sd_hide_title",
        "widgets", "language_info",
    }
)  # fmt: skip

#: A block that lacks its end is front matter when it has one of these.
_TELLING = HIDING | {"title", "date", "layout", "kind", "blogpost", "tags"}

_FENCE = re.compile(r"---+[ \t]*")
_END = re.compile(r"(?:---+|\.\.\.)[ \t]*")
# As docutils has it, so that what ends its list ends ours: a colon in a name is allowed (``:og:title: x``).
_FIELD = re.compile(r":(?![: ])(?P<key>(?:\\.|:(?![ \t`]|$)|[^:\\\n])+)(?<! ):(?:[ \t]+(?P<value>.*)|$)")


def clean(text: str) -> str:
    """*text* without a byte-order mark and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


# Markdown.


def markdown(source: str) -> Block:
    """The YAML block at the head of a Markdown *source*; an empty block where there is none.

    Forgives what editors and other generators leave behind: a byte-order mark, blank lines before
    the block, blanks after its fences, control characters, a missing end.
    """
    lines = clean(source).split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    none = Block(rest=source)
    if first is None or first > 20 or not _FENCE.fullmatch(lines[first]):
        return none
    last = next((i for i in range(first + 1, len(lines)) if _END.fullmatch(lines[i])), None)
    closed = last is not None
    if last is None and (last := _missing_end(lines, first)) is None:
        return none
    text = "\n".join(lines[first + 1 : last])
    block = read_yaml(text, first + 2)
    if not block.values and not _is_empty(text):
        # Two rules with a sentence between them, which MyST would take for broken front matter.
        lines[first] = "***"
        none.rest = "\n".join(lines)
        return none
    if not closed:
        block.fault("front matter has no line --- at its end; its first paragraph counts", first + 1)
    kept = _kept_lines(tidy(text), block, first + 2)[: last - first - 1]
    fence = "---" if any(kept) and last < len(lines) else ""
    lines[: last + 1] = [fence, *[""] * first, *(kept if fence else [""] * len(kept)), fence][: len(lines)]
    block.rest = "\n".join(lines)
    block.body_line = last + 2
    return block


def _missing_end(lines: list[str], first: int) -> int | None:
    """The line after the paragraph that opens at *first*, when that reads as front matter."""
    last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines))
    keys = {match["key"].strip() for line in lines[first + 1 : last] if (match := KEY.match(line))}
    return last if keys & _TELLING else None


def _is_empty(text: str) -> bool:
    """Whether *text* has nothing but blank lines and comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _kept_lines(text: str, block: Block, start: int) -> list[str]:
    """The lines of *text* that belong to keys which are not ours, each in its place."""
    inner = text.split("\n")
    foreign = {name: value for name, value in block.values.items() if name in FOREIGN}
    if not foreign:
        return [""] * len(inner)
    owner = [""] * len(inner)
    for name, line in sorted(block.lines.items(), key=lambda item: item[1]):
        owner[line - start :] = [name] * (len(inner) - (line - start))
    kept = [line if name in FOREIGN else "" for line, name in zip(inner, owner, strict=True)]
    alone = read_yaml("\n".join(kept))
    if alone.faults or alone.values != foreign or not is_sound("\n".join(kept)):
        # Several keys on one line, a value that stands under another key, a broken line or a wrong tag.
        return [flow(text, foreign), *[""] * (len(inner) - 1)]
    return kept


# reStructuredText.


def field_list(source: str) -> Block:
    """The field list at the head of a reStructuredText *source*; an empty block without one.

    Lists, mappings and quoted texts are read as YAML; everything else is text.
    """
    lines = clean(source).split("\n")
    block = Block(rest=source)
    place = _first_content(lines)
    changed = False
    while place < len(lines) and (match := _FIELD.match(lines[place])):
        end = _field_end(lines, place, block)
        name = match["key"].replace("\\", "").strip()
        value = _field_value(match["value"] or "", lines[place + 1 : end])
        # A field without a value is a flag, as ``:orphan:`` is.
        block.put(name, "true" if value is None and name.lower() == "draft" else value, place + 1)
        if name not in FOREIGN:
            lines[place:end] = [""] * (end - place)
            changed = True
        place = next((i for i in range(end, len(lines)) if lines[i].strip()), len(lines))
    block.body_line = place + 1
    if changed:
        block.rest = "\n".join(lines)
    return block


def _first_content(lines: list[str]) -> int:
    """The place of the first line that is neither blank nor part of a comment or a target."""
    comment = False
    for place, line in enumerate(lines):
        if not line.strip() or (comment and line[0] in " \t"):
            continue
        comment = bool(re.match(r"\.\.(?!\S)", line)) and not re.match(r"\.\.\s+[\w:+.-]+::", line)
        if not comment:
            return place
    return len(lines)


def _field_end(lines: list[str], place: int, block: Block) -> int:
    """The place after the field at *place*; a stray line before another field belongs to it."""
    end = place + 1
    while end < len(lines):
        if lines[end].strip() and lines[end][0] not in " \t":
            stray = end
            while stray < len(lines) and lines[stray].strip() and not _FIELD.match(lines[stray]):
                stray += 1
            if stray == end or stray == len(lines) or not lines[stray].strip() or not lines[end - 1]:
                break
            block.fault("a line in the field list is not indented; it is left out", end + 1)
            lines[end:stray] = [""] * (stray - end)
            end = stray
            break
        end += 1
    while end > place + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _field_value(first: str, more: list[str]) -> Any:
    """The value of a field: YAML where it is meant as that, else the text."""
    indent = min((len(m) - len(m.lstrip()) for m in more if m.strip()), default=0)
    lines = [first, *(m[indent:] for m in more)]
    text = tidy("\n".join(lines)).strip()
    if text in {"", "~", "null"}:
        return None
    literal = re.match(r"[|>][+-]?\n", text)
    try:
        value = load(text.replace("\n", "\n ") if literal else text)[1]
    except BROKEN:
        return _folded(text)
    # ``:title: A: b`` is no mapping, ``:title: No. 1 # 2`` has no comment.
    own_lines = not first.strip() or "\n" in text
    if isinstance(value, list) and (text[0] == "[" or own_lines):
        return value
    if isinstance(value, dict) and (text[0] == "{" or "\n" in text):
        return value
    return value if isinstance(value, str) and (literal or text[0] in "\"'") else _folded(text)


def _folded(text: str) -> str:
    """*text* on one line; only a last line that begins with a dash, an attribution, stays its own."""
    *lines, last = (" ".join(line.split()) for line in text.split("\n") if line.strip())
    if lines and last.startswith(("--", "—", "―")):
        return f"{' '.join(lines)}\n{last}".strip()
    return " ".join([*lines, last]).strip()


# Notebooks.


def notebook(source: str) -> Block:
    """The front matter of a notebook: its metadata, then its first cell; the cell's lines win."""
    block = Block(rest=source)
    try:
        content = json.loads(clean(source))
        cells = content.get("cells") or []
        metadata = content.get("metadata") or {}
    except (ValueError, AttributeError, RecursionError):
        return block
    if not isinstance(metadata, dict) or not isinstance(cells, list):
        return block
    for name, value in metadata.items():
        if name not in FOREIGN:
            block.values[name] = _as_texts(value)
            block.lines[name] = 1
    head = cells[0] if cells and isinstance(cells[0], dict) else {}
    if head.get("cell_type") not in ("raw", "markdown"):
        return block
    text = head.get("source", "")
    found = markdown("".join(map(str, text)) if isinstance(text, list) else str(text))
    block.faults.extend(Fault(f.subtype, f.message, 1) for f in found.faults)
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


def _as_texts(value: Any, depth: int = 0) -> Any:
    """*value* from JSON with its scalars as texts, the way YAML blocks are read."""
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(k): _as_texts(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_texts(v, depth + 1) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else CONTROL.sub("", str(value))


def block_of(source: str, suffix: str) -> Block:
    """The front matter block of *source*, a file that ends in *suffix*."""
    if suffix == ".ipynb":
        return notebook(source)
    if suffix in {".rst", ".txt", ".rest"}:
        return field_list(source)
    return markdown(source)


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
