"""The files that the settings of a vault of Obsidian exclude (Files and links, Excluded files). Pure.

https://help.obsidian.md/settings#Excluded+files
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def excluded_files(settings: Any) -> tuple[re.Pattern[str], ...]:
    """Return what is found in the paths that ``app.json`` excludes; *settings*: what is in that file.

    A filter is the beginning of a path in the vault, or an expression between two slashes. An expression that
    Python cannot read excludes nothing.
    """
    filters = settings.get("userIgnoreFilters") if isinstance(settings, dict) else None
    found = []
    for each in filters if isinstance(filters, list) else ():
        if not isinstance(each, str) or not each.strip("/ "):
            continue
        is_expression = len(each) > 2 and each.startswith("/") and each.endswith("/")
        expression = each[1:-1] if is_expression else rf"\A{re.escape(each.lstrip('/'))}"
        try:
            found.append(re.compile(expression, re.IGNORECASE))
        except re.error:
            continue
    return tuple(found)


def is_excluded(path: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether the file at *path*, relative to the vault, is one of those that *patterns* are found in."""
    return any(pattern.search(path) for pattern in patterns)
