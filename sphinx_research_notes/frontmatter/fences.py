"""Fenced front matter: YAML, TOML and JSON at the beginning of a source, and its removal from the source."""

from __future__ import annotations

import re
from typing import Any

from .block import FOREIGN, Block
from .data_formats import JSON_HEAD, read_json, read_toml
from .headers import TELLING
from .lenient_yaml import KEY, flow, is_sound, read_yaml, tidy
from .syntax import Syntax

#: A fence may specify its language, as in gray-matter (``---toml``); any other word needs a closing fence.
_FENCE = re.compile(
    r"""---+(?:[ \t]*(?P<language>yaml|yml|toml|json|js|javascript|coffee|cson)
    |(?P<other>[a-z][\w+.-]*))?[ \t]*""",
    re.IGNORECASE | re.VERBOSE,
)
#: The beginning of a line of TOML.
_TOML_LINE = re.compile(r"""[ \t]*(?:["']?[\w.-]+["']?[ \t]*=|\[)""")
#: The beginning of a line of JSON.
_JSON_LINE = re.compile(r"""[ \t]*\{?[ \t]*(?:"[^"\n]+"[ \t]*:|$)""")
_END = re.compile(r"(?:---+|\.\.\.)[ \t]*")


def fenced_block(lines: list[str], first: int, empty: Block, syntax: Syntax) -> Block | None:
    """Return the block opened by a fence or a brace in line *first*; None if there is none."""
    fence = _FENCE.fullmatch(lines[first])
    if fence and fence["other"] and "---" not in map(str.rstrip, lines[first + 1 :]):
        fence = None
    language = (fence["language"] or fence["other"] or "").lower() if fence else ""
    if fence and language in {"", "yaml", "yml"}:
        return _yaml(lines, first, empty, syntax)
    if fence or lines[first].rstrip() in {"+++", ";;;"}:
        return _of_data(lines, first, syntax, language)
    if lines[first].startswith('"') and _JSON_LINE.match(lines[first]):
        return _without_braces(lines, first, syntax)
    text = "\n".join(lines[first:])
    if not JSON_HEAD.match(text):
        return None
    block, end = read_json(text, first + 1)
    last = first + text.count("\n", 0, end)
    lines[last] = text[end:].partition("\n")[0]
    return without_block(lines, block, last, syntax, after=lines[last])


def _yaml(lines: list[str], first: int, empty: Block, syntax: Syntax) -> Block | None:
    """Return the YAML block opened by the fence in line *first*; *empty* if it contains prose."""
    last = next((i for i in range(first + 1, len(lines)) if _END.fullmatch(lines[i])), None)
    closed = last is not None
    if last is None and (last := _missing_end(lines, first)) is None:
        return None
    text = "\n".join(lines[first + 1 : last])
    block = read_yaml(text, first + 2)
    if not block.values and not _is_empty(text):
        # Prose between two thematic breaks, which MyST would take for broken front matter.
        lines[first] = "***"
        empty.rest = "\n".join(lines)
        return empty
    if not closed:
        block.fault("unterminated front matter; reading to the first blank line", first + 1)
    if syntax is Syntax.RST:
        return without_block(lines, block, min(last, len(lines) - 1), syntax)
    foreign = _foreign_lines(tidy(text), block, first + 2)[: last - first - 1]
    fence = "---" if any(foreign) and last < len(lines) else ""
    foreign = foreign if fence else [""] * len(foreign)
    lines[: last + 1] = [fence, *[""] * first, *foreign, fence][: len(lines)]
    block.rest = "\n".join(lines)
    block.body_line = last + 2
    return block


def _of_data(lines: list[str], first: int, syntax: Syntax, language: str) -> Block | None:
    """Return the TOML or JSON block opened by the fence in line *first*.

    None if it is neither: ``+++`` is also MyST's separator of cells.
    """
    mark = lines[first].strip()[:3]
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == mark), None)
    inner = lines[first + 1 : last]
    first_content = next((line for line in inner if line.strip() and not line.lstrip().startswith("#")), "")
    is_json = language == "json" or mark == ";;;" or first_content.lstrip().startswith("{")
    looks_like_data = first_content and (
        _JSON_LINE.match(first_content) if is_json else _TOML_LINE.match(first_content)
    )
    if not (looks_like_data or language or (last and not first_content)):
        return None
    closed = last is not None
    if last is None:
        last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines))
    block = _data("\n".join(lines[first + 1 : last]), first + 2, is_json=is_json)
    if not closed:
        block.give_up(f"unterminated front matter: expected a closing {mark!r}", first + 1)
    elif language not in {"", "json", "toml"}:
        block.give_up(f"expected front matter in YAML, TOML or JSON, got {language!r}", first + 1)
    return without_block(lines, block, min(last, len(lines) - 1), syntax)


def _without_braces(lines: list[str], first: int, syntax: Syntax) -> Block | None:
    """Return the JSON that begins in line *first* and ends with three semicolons, as in Hexo."""
    last = next((i for i in range(first + 1, len(lines)) if lines[i].rstrip() == ";;;"), None)
    if last is None:
        return None
    block = _data("\n".join(lines[first:last]), first + 1, is_json=True)
    return without_block(lines, block, last, syntax)


def _data(text: str, line: int, *, is_json: bool) -> Block:
    """Parse the TOML or JSON in *text*, whose first line is *line* of its source."""
    if not is_json:
        return read_toml(text, line)
    # Hexo omits the braces.
    bare = not text.lstrip().startswith("{")
    return read_json("{" + text.rstrip().rstrip(",") + "}" if bare else text.lstrip(), line)[0]


def without_block(lines: list[str], block: Block, last: int, syntax: Syntax, *, after: str = "") -> Block:
    """Remove *block* from *lines*, except for foreign keys, and return it with the remaining text.

    *last*: its last line, from 0. *after*: text after its end on that line.
    """
    values = {name: value for name, value in block.values.items() if name in FOREIGN}
    if not values:
        foreign: list[str] = []
    elif syntax is Syntax.RST:
        foreign = [f":{name}: {_one_line(value)}".rstrip() for name, value in values.items()]
    else:
        foreign = ["---", flow("", values), "---"]
    blank = [""] * (last + 1 - len(foreign) - bool(after))
    lines[: last + 1] = [*foreign, *blank, *([after] if after else [])]
    block.rest = "\n".join(lines)
    block.body_line = max(last + 1, len(foreign)) + (not after)
    return block


def _one_line(value: Any) -> str:
    """Return *value* for a field list, on one line."""
    return "" if value in (None, "true") else " ".join(str(value).split())


def _missing_end(lines: list[str], first: int) -> int | None:
    """Return the line after the paragraph that begins at *first* if it looks like front matter."""
    last = next((i for i in range(first + 1, len(lines)) if not lines[i].strip()), len(lines))
    keys = {match["key"].strip() for line in lines[first + 1 : last] if (match := KEY.match(line))}
    return last if keys & TELLING else None


def _is_empty(text: str) -> bool:
    """Whether *text* consists of blank lines and comments."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def _foreign_lines(text: str, block: Block, start: int) -> list[str]:
    """Return the lines of *text* with everything but foreign keys blanked."""
    inner = text.split("\n")
    foreign = {name: value for name, value in block.values.items() if name in FOREIGN}
    if not foreign:
        return [""] * len(inner)
    owner = [""] * len(inner)
    for name, line in sorted(block.lines.items(), key=lambda item: item[1]):
        owner[line - start :] = [name] * (len(inner) - (line - start))
    foreign_lines = [line if name in FOREIGN else "" for line, name in zip(inner, owner, strict=True)]
    alone = read_yaml("\n".join(foreign_lines))
    if alone.faults or alone.values != foreign or not is_sound("\n".join(foreign_lines)):
        # Several keys on one line, a value under another key, a broken line or an unknown tag.
        return [flow(text, foreign), *[""] * (len(inner) - 1)]
    return foreign_lines
