"""Blocks of code with options after their fence: ``py title="x.py" hl_lines="2 3"``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..markdown.code import FENCED, language_of
from ..markdown.directives import option
from ..markdown.pandoc_attributes import read_attributes

if TYPE_CHECKING:
    from ..markdown.source import Source

_INFO = re.compile(r"(?:(?P<language>[\w+#.-]+)(?=[ \t{]|$))?[ \t]*(?P<options>\{.*\}|[\w-]+=.*)?[ \t]*")
_NOTE = re.compile(r"\((?P<number>\d+)\)!")
_CODE = re.compile(r"`(?:#!|:::)[\w+-]+[ ]+(?P<text>[^`\n]+)`")


def rewrite_fences(source: Source) -> None:
    """Write blocks of code with options as directives, and code within text without its language."""
    source.sub(FENCED, lambda match: _block(source, match))
    source.sub(_CODE, lambda match: _inline(source, match))


def _inline(source: Source, match: re.Match[str]) -> str:
    source.changed("language of code within text", match.start())
    return source.aside(f"`{match['text']}`")


def _block(source: Source, match: re.Match[str]) -> str | None:
    body = _NOTE.sub(r"(\1)", match["body"])
    if body != match["body"]:
        source.changed("number of a note in code", match.start(), "the list of notes is below it")
    info = _INFO.fullmatch(match["info"].strip())
    if info is None or not info["options"]:
        return (
            None
            if body == match["body"]
            else match["before"] + source.aside(_plain(match, match["info"], body))
        )
    given = read_attributes(info["options"])
    language = language_of(info["language"] or next(iter(given.classes), ""))
    source.changed("options of a block of code", match.start(), match["info"].strip())
    indent = re.sub(r"[^ \t>]", " ", match["before"])
    options = []
    if title := given.value("title"):
        options.append(option("caption", title))
    if lines := given.value("hl_lines"):
        options.append(f":emphasize-lines: {','.join(lines.replace(',', ' ').split())}")
    if (first := given.value("linenums").split(" ")[0]).isdigit():
        options.append(f":lineno-start: {first}")
    if not options:
        return match["before"] + source.aside(_plain(match, language, body))
    head = "\n".join(f"{indent}{each}" for each in options)
    return match["before"] + source.aside(
        _plain(match, f"{{code-block}} {language or 'text'}", f"{head}\n\n{body}")
    )


def _plain(match: re.Match[str], info: str, body: str) -> str:
    end = match["end"] or match["fence"]
    return f"{match['fence']}{info.strip()}\n{body}{end}"
