"""What a template shows, as Markdown that MyST reads as Hugo read it: HTML, with texts of Markdown in it."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from ..markdown.source import ASIDE
from .gotemplates.values import Safe, as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Enclose what is Markdown in the HTML that a template shows.
_OPEN, _CLOSE = "\uf8b2", "\uf8b3"
_MARKDOWN = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_BLOCK = re.compile(
    r"<(?:p|div|section|figure|table|ul|ol|dl|h[1-6]|blockquote|details|article|aside|header|pre|iframe|video|audio|nav|center|form)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"<(pre|textarea|script|style)\b", re.IGNORECASE)
#: Markdown that isn't read as part of a paragraph, or that is more than Markdown of its own.
_MORE = re.compile(rf"\n|^\s*(?:#|>|[-+*] |\d+[.)] |```|~~~|\|)|\$|\\[(\[]|{ASIDE.pattern}|\{{\{{|\[\^")


def as_markdown(text: Any, *_: Any) -> Safe:
    """Return *text* so that it is read as Markdown within what a template shows."""
    given = without_marks(as_text(text)).strip("\n")
    if not _MORE.search(given):
        return Safe(MarkdownIt("commonmark").renderInline(given.strip()))
    return Safe(f"{_OPEN}{given}{_CLOSE}")


def as_code(code: Any, language: Any = "", options: Any = "") -> Safe:
    """Return *code* as a block of code, or within a text if the *options* say so."""
    text, name = as_text(code).strip("\n"), as_text(language)
    if (isinstance(options, dict) and options.get("hl_inline")) or "hl_inline=true" in str(options):
        return Safe(f"<code>{html.escape(text, quote=False)}</code>")
    fence = "`" * (max(map(len, re.findall(r"`{3,}", text)), default=2) + 1)
    return Safe(f"{_OPEN}{fence}{name if name != 'text' else ''}\n{text}\n{fence}{_CLOSE}")


def without_marks(text: str) -> str:
    """Return *text* without the signs of Markdown in it."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")


def written(made: str, *, is_markdown: bool) -> str:
    """Return what a template has *made* for a page; *is_markdown*: whether Hugo read it as such."""
    text = made
    if is_markdown:
        text = _without_gaps(without_marks(text)).strip()
        return re.sub(r"^[ \t]*(?=</?[a-z])", "", text, flags=re.MULTILINE) if text.startswith("<") else text
    is_long = any("\n" in match[1] for match in _MARKDOWN.finditer(text))
    if not is_long and not _BLOCK.search(text):
        return _tidy(without_marks(text)).strip()
    if only := _MARKDOWN.fullmatch(text.strip()):
        return f"\n{only[1]}\n"
    parts = _MARKDOWN.split(text)
    found = [
        _tidy(part).strip(" ") if number % 2 == 0 else f"\n\n{part}\n\n" for number, part in enumerate(parts)
    ]
    return re.sub(r"\n{3,}", "\n\n", "".join(found)).strip()


def _without_gaps(text: str) -> str:
    """Return Markdown with one blank line where templates leave several, but for those in code."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark[1].startswith(fence) and not line.strip(" \t`~") else fence
        elif mark:
            fence = mark[1]
        elif not line.strip():
            if lines and not lines[-1]:
                continue
            line = ""
        lines.append(line)
    return "\n".join(lines)


def _tidy(text: str) -> str:
    """Return HTML without blank lines, which would end it, and without the space before its lines."""
    kept: list[str] = []
    parts: list[str] = []
    place = 0
    for name, start, end in _kept_parts(text):
        blank = "\n&#8203;" if name in {"pre", "textarea"} else ""
        kept.append(re.sub(r"\n(?=[ \t]*\n)", blank, text[start:end]))
        parts += [text[place:start], f"{_OPEN}{len(kept) - 1}{_CLOSE}"]
        place = end
    first, *rest = "".join([*parts, text[place:]]).split("\n")
    if rest:
        inner = (line.strip() for line in rest[:-1])
        first = "\n".join([first.rstrip(), *(line for line in inner if line), rest[-1].lstrip()])
    bare = re.sub(r"[ \t]{2,}", " ", first)
    return _MARKDOWN.sub(lambda match: kept[int(match[1])], bare)


def _kept_parts(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each element whose lines stay as they are, where it begins, and where it ends."""
    place = 0
    open_ones: set[str] = set()
    while match := _KEPT.search(text, place):
        name, place = match[1].lower(), match.end()
        end = None if name in open_ones else re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, place)
        if end is None:
            open_ones.add(name)
            continue
        place = end.end()
        yield name, match.start(), place
