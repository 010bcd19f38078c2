"""Blocks of HTML that end with their element, as in kramdown; in MyST, they end with the next blank line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .source import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

_NAMES = (
    "address article aside blockquote center details dl div fieldset figure footer form h1 h2 h3 h4 h5 h6 "
    "header iframe main nav object ol p section table ul video audio"
).replace(" ", "|")
_OPENING = re.compile(
    rf"^(?P<indent>[ \t]{{0,3}})<(?P<tag>{_NAMES})\b(?P<attributes>[^>]*)>", re.MULTILINE | re.IGNORECASE
)
#: The beginning of a block of HTML.
HTML_BLOCK = re.compile(
    rf"[ ]{{0,3}}</?(?:{_NAMES}|li|tr|td|th|thead|tbody|dt|dd|figcaption)\b", re.IGNORECASE
)
_MARKDOWN = re.compile(r"""\s+markdown\s*=\s*["']?(?P<value>\w+)["']?""", re.IGNORECASE)
_MACROS = re.compile(r"\A\$\$(?=.*\\(?:newcommand|def|DeclareMathOperator)\b)", re.DOTALL)
_PRE = re.compile(r"(<pre\b.*?</pre\s*>)", re.DOTALL | re.IGNORECASE)


def keep_blocks_whole(source: Source, *, parse_all: bool = False) -> None:
    """Make each block of HTML end where kramdown ends it, and set it aside.

    What is inside is Markdown only if the element says ``markdown="1"``, or everywhere with *parse_all*.
    """
    for start, end, inner in reversed(list(blocks_of(source.text))):
        new = _whole(source, source.text[start:end], inner, parse_all=parse_all)
        source.replace_part(start, end, new)


def blocks_of(text: str) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Yield start and end of each outermost block, and of what is inside, relative to its start."""
    done = 0
    closings: dict[str, dict[int, re.Match[str]]] = {}
    for match in _OPENING.finditer(text, 0, text.rfind(">") + 1):
        if match.start() < done:
            continue
        name = match["tag"].lower()
        if name not in closings:
            closings[name] = _closings(text, name)
        start = match.start()
        if each := closings[name].get(match.end()):
            yield start, each.end(), (match.end() - start, each.start() - start)
            done = each.end()


def _closings(text: str, name: str) -> dict[int, re.Match[str]]:
    """Return the end tag of each element *name*, by the end of its start tag: each part is read once."""
    found: dict[int, re.Match[str]] = {}
    opened: list[int] = []
    for tag in re.finditer(rf"<(/?){name}\b[^>]*>", text[: text.rfind(">") + 1], re.IGNORECASE):
        if not tag[1] and tag[0].endswith("/>"):
            found[tag.end()] = tag
        elif not tag[1]:
            opened.append(tag.end())
        elif opened:
            found[opened.pop()] = tag
    return found


def _whole(source: Source, block: str, inner: tuple[int, int], *, parse_all: bool) -> str:
    opening, content, closing = block[: inner[0]], block[inner[0] : inner[1]], block[inner[1] :]
    said = _MARKDOWN.search(opening)
    is_markdown = said["value"] not in {"0", "false"} if said else parse_all
    bare = _MARKDOWN.sub("", opening)
    if is_markdown:
        if said:
            source.changed('markdown="1"', source.text.find(block))
        indent = re.match(r"[ \t]*", opening)
        lines = [
            line.removeprefix("  ") if indent and not indent[0] else line for line in content.split("\n")
        ]
        text = "\n".join(lines).strip("\n")
        return f"{source.aside(bare)}\n\n{text}\n\n{source.aside(closing)}\n"
    if macros := [each for each in ASIDE.findall(content) if _MACROS.search(source.restored(each))]:
        source.changed("macros of TeX in HTML", source.text.find(block), "a formula that shows nothing")
        return "\n\n".join(macros)
    # Kramdown reads nothing inside; what was escaped after a blank line would be seen.
    text = source.restored(content.replace("\\$", "$"))
    if any(source.restored(each).startswith("$") for each in ASIDE.findall(content)):
        source.unknown("formula in HTML", source.text.find(block), "shown as TeX: HTML is no Markdown")
    if not re.search(r"\n[ \t]*\n", text):
        return source.aside(f"{bare}{text}{closing}")
    source.changed("blank lines in HTML", source.text.find(block), "taken out: they would end it")
    parts = _PRE.split(text)
    for place, part in enumerate(parts):
        if place % 2:
            parts[place] = re.sub(r"\n(?=[ \t]*\n)", "&#10;", part)
        else:
            parts[place] = re.sub(r"\n(?:[ \t]*\n)+", "\n", part)
    return source.aside(f"{bare}{''.join(parts)}{closing}")
