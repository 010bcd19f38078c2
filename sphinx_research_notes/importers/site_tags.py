"""The site's own tags and shortcodes: a table by the user says what each becomes.

The file is TOML, with a template for each name, as the site calls it::

    [tags]
    "include button.html" = "[$text]($link)"
    "video" = "<video src='$0' controls></video>"
    "aside" = '''
    :::{note}
    $content
    :::'''

``$name`` and ``$0``, ``$1`` are arguments, ``$content`` is what is between an opening and a closing tag, and
``$$`` is a dollar sign. What a tag was not given is empty.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from .records import NotImportable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FIELD = re.compile(r"\$(?:\$|(\w+)|\{([\w-]+)\})")


def read_table(file: Path) -> dict[str, str]:
    """Return the templates in *file* by name; raises NotImportable, and OSError."""
    try:
        table = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NotImportable(f"expected TOML in {file}, found {error}; nothing has been written") from None
    tags = table.get("tags", {})
    wrong = (
        [name for name, text in tags.items() if not isinstance(text, str)] if isinstance(tags, dict) else [""]
    )
    if set(table) - {"tags"} or wrong:
        raise NotImportable(
            f'expected [tags] with lines of name = "template" in {file}, '
            f"found {(wrong or sorted(set(table) - {'tags'}))[0] or 'no table'!r}; nothing has been written"
        )
    return dict(tags)


def filled(template: str, arguments: Mapping[str, str], content: str = "") -> str:
    """Return *template* with its fields replaced by *arguments*, by position also: ``"0"``."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if name is None:
            return "$"
        return content if name == "content" else arguments.get(name, "")

    return _FIELD.sub(value, template.strip("\n"))
