"""Glob patterns as in Sphinx's ``exclude_patterns``: ``*`` and ``?`` stop at a slash, ``**`` does not."""

from __future__ import annotations

import re
from functools import lru_cache

#: A wildcard, a set of characters (negated by ``!``), or any other character, including an unclosed bracket.
_PART = re.compile(r"\*\*|\*|\?|\[(?P<set>!?+\]?+[^\]]*+)\]|(?P<plain>.)", re.DOTALL)


def matches(name: str, pattern: str) -> bool:
    """Whether *name*, a docname or file name, matches *pattern*."""
    return _compiled(pattern).match(name) is not None


@lru_cache(maxsize=1000)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile("".join(map(_translated, _PART.finditer(pattern))) + "$")


def _translated(part: re.Match[str]) -> str:
    if part["plain"] is not None:
        return re.escape(part["plain"])
    if part["set"] is None:
        return {"**": ".*", "*": "[^/]*", "?": "[^/]"}[part[0]]
    inside = part["set"].replace("\\", "\\\\")
    if inside.startswith("!"):
        # As in Sphinx, a negated set never matches a slash.
        return f"[^/{inside[1:]}]"
    return f"[\\{inside}]" if inside.startswith("^") else f"[{inside}]"
