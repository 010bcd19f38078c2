"""Patterns of files as in ``.gitignore`` (https://git-scm.com/docs/gitignore)."""

from __future__ import annotations

import re
from functools import lru_cache


def is_ignored(path: str, patterns: str) -> bool:
    """Whether *path*, with ``/``, or a folder that it is in matches *patterns*, one a line: the last one."""
    ignored = False
    for line in patterns.splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#") and _compiled(pattern.removeprefix("!")).fullmatch(path):
            ignored = not pattern.startswith("!")
    return ignored


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> re.Pattern[str]:
    only_folder, pattern = pattern.endswith("/"), pattern.removesuffix("/")
    start = "" if "/" in pattern else "(?:.*/)?"
    parts = re.split(r"(/?\*\*/?|\*|\?)", pattern.removeprefix("/"))
    signs = {"*": "[^/]*", "?": "[^/]", "**": ".*", "**/": "(?:.*/)?", "/**/": "/(?:.*/)?", "/**": "/.*"}
    body = "".join(signs.get(part, re.escape(part)) for part in parts)
    return re.compile(f"{start}{body}{'/.*' if only_folder else '(?:/.*)?'}")
