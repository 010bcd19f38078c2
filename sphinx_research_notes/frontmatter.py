"""Front matter as text: where its block stands in Markdown, reStructuredText and notebooks.

One place for every form that people's tools write at the head of a file.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .block import HIDING, Block, as_list
from .data_blocks import JSON_HEAD, as_texts, read_json, read_toml
from .headers import TELLING, read_header, stray_flag
from .loose_yaml import BROKEN, KEY, flow, is_sound, load, read_yaml, tidy
from .syntax import Syntax
from .warnings import Fault

#: Keys that MyST, Sphinx or notebooks read themselves; they stay in the source.
FOREIGN = frozenset(
    {
        "myst", "mystnb", "html_meta", "substitutions", "jupytext", "kernelspec", "file_format",
        "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search", "sd_hide_title",
        "widgets", "language_info",
    }
)  # fmt: skip

#: A fence may name its language, as gray-matter has it (``---toml``).
_FENCE = re.compile(r"---+(?P<language>yaml|yml|toml|json|js|javascript|coffee|cson)?[ \t]*")
#: How a line of TOML begins.
_TOML_LINE = re.compile(r"""[ \t]*(?:["']?[\w.-]+["']?[ \t]*=|\[)""")
#: How a line of JSON begins.
_JSON_LINE = re.compile(r"""[ \t]*\{?[ \t]*(?:"[^"\n]+"[ \t]*:|$)""")
#: A line under or over a title of reStructuredText.
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*")
_END = re.compile(r"(?:---+|\.\.\.)[ \t]*")
# As docutils has it, so that what ends its list ends ours: a colon in a name is allowed (``:og:title: x``).
_FIELD = re.compile(r":(?![: ])(?P<key>(?:\\.|:(?![ \t`]|$)|[^:\\\n])+)(?<! ):(?:[ \t]+(?P<value>.*)|$)")


def clean(text: str) -> str:
    """*text* without a byte-order mark and with plain line ends."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


# Markdown.


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
        block = _fenced(lines, start, none, Syntax.MARKDOWN)
        block = block if block is None or {name.lower() for name in block.values} & TELLING else None
    else:
        block = _fenced(lines, first, none, Syntax.MARKDOWN)
    if block is None and first <= 20 and (header := read_header(lines, first)):
        block = _taken_out(lines, header.block, header.last, Syntax.MARKDOWN)
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


def _fenced(lines: list[str], first: int, none: Block, syntax: Syntax) -> Block | None:
    """The block that a fence in line *first*, or a brace, opens; None where none does."""
    fence = _FENCE.fullmatch(lines[first])
    if fence and fence["language"] in {None, "yaml", "yml"}:
        return _yaml(lines, first, none, syntax)
    if fence or lines[first].rstrip() in {"+++", ";;;"}:
        return _of_data(lines, first, syntax, fence["language"] if fence else "")
    if lines[first].startswith('"') and _JSON_LINE.match(lines[first]):
        return _without_braces(lines, first, syntax)
    text = "\n".join(lines[first:])
    if not JSON_HEAD.match(text):
        return None
    block, end = read_json(text, first + 1)
    last = first + text.count("\n", 0, end)
    lines[last] = text[end:].partition("\n")[0]
    return _taken_out(lines, block, last, syntax, left=lines[last])


def _yaml(lines: list[str], first: int, none: Block, syntax: Syntax) -> Block | None:
    """The YAML block that the fence in line *first* opens; *none* where it holds a sentence."""
    last = next((i for i in range(first + 1, len(lines)) if _END.fullmatch(lines[i])), None)
    closed = last is not None
    if last is None and (last := _missing_end(lines, first)) is None:
        return None
    text = "\n".join(lines[first + 1 : last])
    block = read_yaml(text, first + 2)
    if not block.values and not _is_empty(text):
        # Two rules with a sentence between them, which MyST would take for broken front matter.
        lines[first] = "***"
        none.rest = "\n".join(lines)
        return none
    if not closed:
        block.fault("front matter has no line --- at its end; its first paragraph counts", first + 1)
    if syntax is Syntax.RST:
        return _taken_out(lines, block, min(last, len(lines) - 1), syntax)
    kept = _kept_lines(tidy(text), block, first + 2)[: last - first - 1]
    fence = "---" if any(kept) and last < len(lines) else ""
    lines[: last + 1] = [fence, *[""] * first, *(kept if fence else [""] * len(kept)), fence][: len(lines)]
    block.rest = "\n".join(lines)
    block.body_line = last + 2
    return block


def _of_data(lines: list[str], first: int, syntax: Syntax, language: str) -> Block | None:
    """The TOML or JSON that the fence in line *first* opens.

    None where what follows is neither: MyST's cells are divided by the same fence.
    """
    mark = lines[first].strip()[:3]
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == mark), None)
    inner = lines[first + 1 : last]
    named = next((line for line in inner if line.strip() and not line.lstrip().startswith("#")), "")
    is_json = language == "json" or mark == ";;;" or named.lstrip().startswith("{")
    meant = named and (_JSON_LINE.match(named) if is_json else _TOML_LINE.match(named))
    if not (meant or language or (last and not named)):
        return None
    closed = last is not None
    if last is None:
        last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines))
    block = _data("\n".join(lines[first + 1 : last]), first + 2, is_json=is_json)
    if not closed:
        block.give_up(f"expected a line {mark} at the end of the front matter, found none", first + 1)
    elif language not in {"", "json", "toml"}:
        block.give_up(f"expected front matter in YAML, TOML or JSON, found {language!r}", first + 1)
    return _taken_out(lines, block, min(last, len(lines) - 1), syntax)


def _without_braces(lines: list[str], first: int, syntax: Syntax) -> Block | None:
    """The JSON that begins in line *first* and ends with three semicolons, as Hexo has it."""
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == ";;;"), None)
    if last is None:
        return None
    block = _data("\n".join(lines[first:last]), first + 1, is_json=True)
    return _taken_out(lines, block, last, syntax)


def _data(text: str, line: int, *, is_json: bool) -> Block:
    """The block of data in *text*, whose first line is *line* of its source."""
    if not is_json:
        return read_toml(text, line)
    # Hexo leaves the braces out.
    bare = not text.lstrip().startswith("{")
    return read_json("{" + text.rstrip().rstrip(",") + "}" if bare else text.lstrip(), line)[0]


def _taken_out(lines: list[str], block: Block, last: int, syntax: Syntax, *, left: str = "") -> Block:
    """*block* with what is left of *lines* when it is taken out: the keys of others, and all other lines.

    *last*: its last line, from 0. *left*: what stands behind its end.
    """
    foreign = {name: value for name, value in block.values.items() if name in FOREIGN}
    if not foreign:
        kept: list[str] = []
    elif syntax is Syntax.RST:
        kept = [f":{name}: {_one_line(value)}".rstrip() for name, value in foreign.items()]
    else:
        kept = ["---", flow("", foreign), "---"]
    lines[: last + 1] = [*kept, *[""] * (last + 1 - len(kept) - bool(left)), *([left] if left else [])]
    block.rest = "\n".join(lines)
    block.body_line = max(last + 1, len(kept)) + (not left)
    return block


def _one_line(value: Any) -> str:
    """*value* as the text of a field."""
    return "" if value in {None, "true"} else " ".join(str(value).split())


def _with_strays(block: Block, lines: list[str], first: int) -> Block:
    """*block*, which is not to be relied on where the text after it goes on with front matter that hides."""
    if block.unreadable is None and (found := stray_flag(lines, first)):
        place, text = found
        expected = "front matter at the very beginning of the file"
        block.give_up(f"expected {expected}, found {text!r} where it would be shown as text", place + 1)
    return block


def _missing_end(lines: list[str], first: int) -> int | None:
    """The line after the paragraph that opens at *first*, when that reads as front matter."""
    last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines))
    keys = {match["key"].strip() for line in lines[first + 1 : last] if (match := KEY.match(line))}
    return last if keys & TELLING else None


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
    elif (block := _fenced(list(lines), first, Block(), Syntax.RST)) and (block.values or block.unreadable):
        found = block
    if found is None and (header := read_header(lines, first)):
        found = _taken_out(list(lines), header.block, header.last, Syntax.RST)
    found = found or field_list(source)
    if not found.values and (after := _after_title(lines, first)) is not None:
        found = _fields_after_title(source, lines, after)
    return _with_strays(found, clean(found.rest).split("\n"), first)


def _after_title(lines: list[str], first: int) -> int | None:
    """The first line with something after the title that opens the document; None without a title."""
    over = bool(_RULE.fullmatch(lines[first]))
    under = first + 1 + over
    if under >= len(lines) or not _RULE.fullmatch(lines[under]):
        return None
    return next((i for i in range(under + 1, len(lines)) if lines[i].strip()), None)


def _fields_after_title(source: str, lines: list[str], place: int) -> Block:
    """The field list at *place*, where it is front matter: it can't tell what kind of document it is in."""
    block = Block(rest=source)
    rest = list(lines)
    _take_fields(rest, place, block)
    told = {name.lower() for name in block.values}
    if not told & TELLING:
        return Block(rest=source)
    for name in [name for name in block.values if name.lower() in {"layout", "kind", "blogpost"}]:
        del block.values[name]
    block.rest = "\n".join(rest)
    # The title is a part of the text.
    block.body_line = 1
    return block


def field_list(source: str) -> Block:
    """The field list at the head of a reStructuredText *source*; an empty block without one.

    Lists, mappings and quoted texts are read as YAML; everything else is text.
    """
    lines = clean(source).split("\n")
    block = Block(rest=source)
    place = _take_fields(lines, _first_content(lines), block)
    block.body_line = place + 1
    if block.values.keys() - FOREIGN:
        block.rest = "\n".join(lines)
    return block


def _take_fields(lines: list[str], place: int, block: Block) -> int:
    """Take the fields at *place* into *block*, and those that are ours out of *lines*; where they end."""
    while place < len(lines) and (match := _FIELD.match(lines[place])):
        end = _field_end(lines, place, block)
        name = match["key"].replace("\\", "").strip()
        value = _field_value(match["value"] or "", lines[place + 1 : end])
        # A field without a value is a flag, as ``:orphan:`` is.
        flag = value is None and name.lower() in {"draft", "private"}
        block.put(name, "true" if flag else value, place + 1)
        if name not in FOREIGN:
            lines[place:end] = [""] * (end - place)
        place = next((i for i in range(end, len(lines)) if lines[i].strip()), len(lines))
    return place


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
            block.values[name] = as_texts(value)
            block.lines[name] = 1
    head = cells[0] if cells and isinstance(cells[0], dict) else {}
    if head.get("cell_type") not in ("raw", "markdown"):
        return block
    text = head.get("source", "")
    found = markdown("".join(map(str, text)) if isinstance(text, list) else str(text))
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
