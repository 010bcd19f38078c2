"""Front matter in TOML, as in Hugo and Zola, and in JSON."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from .block import Block
from .lenient_yaml import CONTROL, DEEPEST, LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A key and its value on a line of TOML or JSON.
_PAIR = re.compile(r"""[\s{,]*["']?(?P<key>[\w-]+)["']?\s*[=:]\s*(?P<value>.*?)\s*,?\s*$""")
#: The header of a TOML table or array of tables.
_TABLE = re.compile(r"\s*\[+\s*[\"']?(?P<key>[\w-]+)")
#: The beginning of a JSON object, distinguished from any other brace.
JSON_HEAD = re.compile(r'\{\s*(?:"(?:[^"\\\n]|\\.)*"\s*:|\}\s*(?:\n|$))')

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)


def as_texts(value: Any, depth: int = 0) -> Any:
    """Convert the scalars in *value* to strings, as in YAML blocks; values nested too deeply become None."""
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {str(k): as_texts(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [as_texts(v, depth + 1) for v in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if value is None else CONTROL.sub("", str(value))


def read_toml(text: str, line: int) -> Block:
    """Parse the TOML document *text*, whose first line is *line* of its source.

    Invalid TOML makes the block unreadable, since its meaning is uncertain.
    (https://toml.io/en/v1.0.0)
    """
    try:
        if len(text) > LONGEST:
            raise ValueError(f"expected at most {LONGEST} characters, got {len(text)}")
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return _unreadable(text, "TOML", error, line)
    return _block(values, text, line)


def read_json(text: str, line: int) -> tuple[Block, int]:
    """Parse the JSON object that *text* begins with, up to its brace; also return its length.

    Invalid JSON makes the block unreadable; it then ends before the first blank line.
    """
    try:
        if len(text) > LONGEST and "}" not in text[:LONGEST]:
            raise ValueError(f"expected at most {LONGEST} characters")
        values, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        end = (re.search(r"\n[ \t]*\n|$", text) or re.match("", text)).start()  # type: ignore[union-attr]
        return _unreadable(text[:end], "JSON", error, line), end
    return _block(values, text[:end], line), end


def _block(values: dict[str, Any], text: str, line: int) -> Block:
    """Return a block of *values* that were parsed from *text*."""
    block = Block()
    places = dict(_keys(text, line))
    for name, value in values.items():
        block.put(str(name), as_texts(value), places.get(str(name), line))
    return block


def _keys(text: str, line: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of *text* with their lines; for repeated ones the first, which is the outermost."""
    seen = set()
    for number, each in enumerate(text.split("\n"), line):
        match = _TABLE.match(each) or _PAIR.match(each)
        if match and match["key"] not in seen:
            seen.add(match["key"])
            yield match["key"], number


def _unreadable(text: str, language: str, error: Exception, line: int) -> Block:
    """Return an unreadable block, with the keys that its lines seem to contain."""
    block = Block()
    for number, each in enumerate(text[:LONGEST].split("\n"), line):
        if (match := _PAIR.match(each)) and match["key"] not in block.values:
            block.put(match["key"], match["value"].strip("\"' "), number)
    problem = "nested too deeply" if isinstance(error, RecursionError) else str(error)
    at = re.search(r"(?:at )?line (\d+),? column \d+(?: \(char \d+\))?", problem)
    problem = problem.replace(f"({at[0]})", "").replace(at[0], "") if at else problem
    last = line + text.rstrip("\n").count("\n")
    where = min(last, line + int(at[1]) - 1) if at else last if "end of document" in problem else line
    block.give_up(f"invalid {language} front matter: {problem.strip(' :')}", where)
    return block
