"""Front matter between fences: YAML, TOML and JSON at the head of a source, and what is left without them."""

from __future__ import annotations

import re
from typing import Any

from .block import FOREIGN, Block
from .data_formats import JSON_HEAD, read_json, read_toml
from .headers import TELLING
from .lenient_yaml import (
    KEY,
    flow,
    is_sound,
    read_yaml,
    tidy,
)
from .syntax import Syntax

#: A fence may name its language, as gray-matter has it (``---toml``).
_FENCE = re.compile(r"---+(?P<language>yaml|yml|toml|json|js|javascript|coffee|cson)?[ \t]*")
#: How a line of TOML begins.
_TOML_LINE = re.compile(r"""[ \t]*(?:["']?[\w.-]+["']?[ \t]*=|\[)""")
#: How a line of JSON begins.
_JSON_LINE = re.compile(r"""[ \t]*\{?[ \t]*(?:"[^"\n]+"[ \t]*:|$)""")
_END = re.compile(r"(?:---+|\.\.\.)[ \t]*")


def fenced_block(lines: list[str], first: int, none: Block, syntax: Syntax) -> Block | None:
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
    return taken_out(lines, block, last, syntax, left=lines[last])


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
        return taken_out(lines, block, min(last, len(lines) - 1), syntax)
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
    return taken_out(lines, block, min(last, len(lines) - 1), syntax)


def _without_braces(lines: list[str], first: int, syntax: Syntax) -> Block | None:
    """The JSON that begins in line *first* and ends with three semicolons, as Hexo has it."""
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == ";;;"), None)
    if last is None:
        return None
    block = _data("\n".join(lines[first:last]), first + 1, is_json=True)
    return taken_out(lines, block, last, syntax)


def _data(text: str, line: int, *, is_json: bool) -> Block:
    """The block of data in *text*, whose first line is *line* of its source."""
    if not is_json:
        return read_toml(text, line)
    # Hexo leaves the braces out.
    bare = not text.lstrip().startswith("{")
    return read_json("{" + text.rstrip().rstrip(",") + "}" if bare else text.lstrip(), line)[0]


def taken_out(lines: list[str], block: Block, last: int, syntax: Syntax, *, left: str = "") -> Block:
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
