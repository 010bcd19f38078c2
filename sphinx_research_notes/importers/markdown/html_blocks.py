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
#: A directive that an importer has set aside.
_DIRECTIVE = re.compile(r"\s*(?:<a id=[^\n]*\s+)*(?:## [^\n]*\s+)?(?:`{3,}|:{3,})\{")
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
    for match in _OPENING.finditer(text):
        if match.start() < done:
            continue
        tag = re.compile(rf"<(/?){match['tag']}\b[^>]*>", re.IGNORECASE)
        depth = 0
        for each in tag.finditer(text, match.start()):
            depth += -1 if each[1] else 0 if each[0].endswith("/>") else 1
            if depth == 0:
                yield match.start(), each.end(), (match.end() - match.start(), each.start() - match.start())
                done = each.end()
                break


def _around_directives(source: Source, opening: str, content: str, closing: str) -> str:
    """Return a block with the directives in it between blank lines, where they are Markdown."""
    parts, place, html = [], 0, opening
    for match in ASIDE.finditer(content):
        if _DIRECTIVE.match(source.restored(match[0])):
            parts += [source.aside(_squeezed(source, html + content[place : match.start()])), match[0]]
            place, html = match.end(), ""
    parts.append(source.aside(_squeezed(source, content[place:] + closing)))
    return "\n\n".join(parts)


def _squeezed(source: Source, html: str) -> str:
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", source.restored(html)).strip("\n")


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
    if any(_DIRECTIVE.match(source.restored(each)) for each in ASIDE.findall(content)):
        return _around_directives(source, bare, content, closing)
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
