"""The files that the settings of a vault of Obsidian exclude (Files and links, Excluded files). Pure.

https://help.obsidian.md/settings#Excluded+files
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY = "userIgnoreFilters"
#: Excludes all files.
EVERYTHING = re.compile("")
#: What Python writes in another way: escapes, classes and names of groups.
_PART = re.compile(r"\\[pP]\{[^{}]*\}|\\k<\w+>|\\.|\[\^?(?:\\.|[^\]\\])*\]|\(\?<(?=[^\W\d]\w*>)", re.DOTALL)
#: Letters that stand for themselves after a backslash.
_LETTERS = frozenset("aAeEgGhHiIjJlLmMoOqQyYzZCFNRTUVX")
#: What is wrong with an expression that JavaScript doesn't read, either.
_NO_EXPRESSION = (
    "unterminated",
    "unbalanced",
    "nothing to repeat",
    "multiple repeat",
    "missing )",
    "end of pattern",
)


def excluded_files(settings: Any) -> tuple[re.Pattern[str], ...]:
    """Return what is found in the paths that ``app.json`` excludes; *settings*: what is in that file.

    A filter is the beginning of a path in the vault, or an expression of JavaScript between two slashes. One
    that isn't complete excludes nothing; another one that Python cannot read may exclude anything, and all is
    taken as excluded: EVERYTHING.
    """
    filters = settings.get(_KEY) if isinstance(settings, dict) else None
    found = []
    for each in filters if isinstance(filters, list) else ():
        if not isinstance(each, str) or not each.strip("/ "):
            continue
        is_expression = len(each) > 2 and each.startswith("/") and each.endswith("/")
        expression = _in_python(each[1:-1]) if is_expression else rf"\A{re.escape(each.lstrip('/'))}"
        try:
            found.append(re.compile(expression, re.IGNORECASE))
        except re.error as error:
            if not any(fault in str(error) for fault in _NO_EXPRESSION):
                found.append(EVERYTHING)
        except (RecursionError, OverflowError):
            found.append(EVERYTHING)
    return tuple(found)


def excluded_in(text: str) -> tuple[re.Pattern[str], ...]:
    """Return what is found in the paths that *text*, that of ``app.json``, excludes.

    EVERYTHING if it names filters, and cannot be read.
    """
    try:
        return excluded_files(json.loads(text.removeprefix("\ufeff")))
    except (ValueError, RecursionError):
        return (EVERYTHING,) if _KEY in text else ()


def _in_python(expression: str) -> str:
    """Return an *expression* of JavaScript as Python has it, which may match more."""
    return _PART.sub(lambda match: _part(match[0]), expression)


def _part(text: str) -> str:
    if text == "[]":
        return "(?!)"
    if text == "[^]" or (text[0] in "[\\" and re.search(r"\\[pP]\{", text)):
        return r"[\s\S]"
    if text.startswith("["):
        return "[" + re.sub(r"(\\.)|([\[&~|])", lambda each: each[1] or f"\\{each[2]}", text[1:])
    if text.startswith(r"\k<"):
        return f"(?P={text[3:-1]})"
    if text == "(?<":
        return "(?P<"
    return text[1:] if text[1] in _LETTERS else text


def is_excluded(path: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether the file at *path*, relative to the vault, is one of those that *patterns* are found in."""
    return any(pattern.search(path) for pattern in patterns)
