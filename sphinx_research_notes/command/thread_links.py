"""Name a thread file in the front matter of its note: one line is added, and all others stay as they are.

A line that only says that there are comments, as in ``comments: true``, is replaced.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from ..frontmatter.extract import block_of
from ..frontmatter.syntax import Syntax

if TYPE_CHECKING:
    from ..frontmatter.block import Block

#: Whether a note has comments, as other generators are told, in each form of front matter.
_WHETHER = re.compile(
    r"^(?P<yaml>comments:)[ \t]*(?:true|yes|on|)[ \t]*$|^(?P<toml>comments[ \t]*=)[ \t]*true[ \t]*$"
    r"|^(?P<field>:comments:)[ \t]*(?:true|yes|on|)[ \t]*$",
    re.IGNORECASE,
)
_FIELD = re.compile(r":[A-Za-z][\w -]*:(?:\s|$)")


def with_thread(text: str, syntax: Syntax, name: str) -> str | None:
    """Return the source *text* of a note with ``comments: name`` in its front matter.

    None if this can't be done without changing anything else: in notebooks, and in front matter of a form
    that only other tools write.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    before = block_of(text, syntax)
    if before.unreadable:
        return None
    if "comments" in before.values:
        written = _replaced(text, name)
    else:
        written = _inserted(text, syntax, name, end, before)
    if written is None:
        return None
    after = block_of(written, syntax)
    same = after.values == {**before.values, "comments": name} and _words(after) == _words(before)
    return written if same and not after.unreadable and len(after.faults) == len(before.faults) else None


def _words(block: Block) -> list[str]:
    return block.rest.split()


def _replaced(text: str, name: str) -> str | None:
    """Return *text* with the *name* in its first line that says whether there are comments."""
    lines = text.splitlines(keepends=True)
    for place, line in enumerate(lines):
        bare = line.rstrip("\r\n")
        if found := _WHETHER.match(bare):
            value = _toml(name) if found["toml"] else name if found["field"] else _yaml(name)
            lines[place] = f"{found['yaml'] or found['toml'] or found['field']} {value}{line[len(bare) :]}"
            return "".join(lines)
    return None


def _yaml(name: str) -> str:
    return yaml.safe_dump(name, width=10**6, allow_unicode=True).removesuffix("...\n").strip()


def _inserted(text: str, syntax: Syntax, name: str, end: str, before: Block) -> str | None:
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    mark = text[: len(text) - len(text.removeprefix("\ufeff"))]
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    head = lines[first].strip() if lines else ""
    value = _yaml(name)
    if syntax is Syntax.RST:
        if not (_FIELD.match(head) or not before.values):
            return None
        blank = "" if _FIELD.match(head) else end
        lines.insert(first, f":comments: {name}{end}{blank}")
    elif syntax is not Syntax.MARKDOWN:
        return None
    elif head == "---":
        closing = (
            place for place, line in enumerate(lines) if place > first and line.rstrip() in {"---", "..."}
        )
        if (place := next(closing, None)) is None:
            return None
        lines.insert(place, f"comments: {value}{end}")
    elif head == "+++":
        lines.insert(first + 1, f"comments = {_toml(name)}{end}")
    elif not before.values:
        lines.insert(0, f"---{end}comments: {value}{end}---{end}{end}")
    else:
        return None
    return mark + "".join(lines)


def _toml(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
