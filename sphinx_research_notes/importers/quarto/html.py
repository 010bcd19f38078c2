"""Blocks of HTML with Markdown in them: Pandoc reads it, MyST only between blank lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from ..markdown.source import ASIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..markdown.source import Source

#: Elements that are blocks in CommonMark: their tags begin HTML that ends with the next blank line.
_BLOCKS = (
    "address article aside blockquote caption center col colgroup dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe legend li main menu nav ol p section "
    "summary table tbody td tfoot th thead tr ul"
).replace(" ", "|")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BLOCK_TAG = re.compile(rf"</?(?P<name>{_BLOCKS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_OPENING = re.compile(rf"[ ]{{0,3}}</?(?:{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
#: Any other tag, alone on its line: also the beginning of a block in CommonMark, where no paragraph is.
_ALONE = re.compile(r"[ ]{0,3}(?:</?[A-Za-z][^<>]*>[ \t]*)+$")
_FIRST_ALONE = re.compile(r"\A((?:[ \t]*</?[A-Za-z][^<>]*>)+)[ \t]*\n[ \t]*(?=\S)")
#: What is Markdown, outside tags.
_MARKUP = re.compile(
    r"""(?<![\\*])\*{1,3}[^\s*](?:[^*\n]*[^\s*])?\*
    |(?<![\w\\])_{1,2}[^\s_](?:[^_\n]*[^\s_])?_(?!\w)
    |`|\[\^|\^\[|\][({]|\$\$|\$[^\s$][^$\n]*\$|\{\{<
    |(?<![\w@.])@[A-Za-z{]
    |^[ \t]*(?:[#]{1,6}[ ]|[-*+][ ]|\d+[.)][ ]|:{3,}|>[ ])""",
    re.VERBOSE | re.MULTILINE,
)
#: Elements that hold a line of text: a paragraph in them would stand below their mark, or away from it.
_LINES = frozenset("caption dt figcaption h1 h2 h3 h4 h5 h6 legend li p summary td th".split())
#: What needs more than CommonMark.
_BEYOND = re.compile(
    r"\$|\[\^|\^\[|\]\{|\{\{<|(?<![\w@.])@[A-Za-z{]|\n[ \t]*\n|^[ \t]*(?:[#]|[-*+>][ ]|\d+[.)][ ]|:::)",
    re.MULTILINE,
)
_INLINE = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")


def separate_markdown(source: Source) -> None:
    """Put blank lines around Markdown in blocks of HTML, where MyST would show it as it is written."""
    parts = []
    for start, end in _blocks(source.text):
        block = source.text[start:end]
        if "<" in block and _is_markdown(source, _BLOCK_TAG.sub("\n", block)):
            new = _separated(source, block)
            if new != block:
                source.changed("Markdown in HTML", start, "between blank lines")
                parts.append((start, end, new))
    source.replace_parts(parts)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each block of HTML, which a blank line or the text's end closes."""
    place, begin, in_paragraph = 0, -1, False
    for line in text.split("\n"):
        if not line.strip():
            if begin >= 0:
                yield begin, place - 1
            begin, in_paragraph = -1, False
        elif begin < 0:
            if _OPENING.match(line) or (not in_paragraph and _ALONE.match(line)):
                begin = place
            in_paragraph = True
        place += len(line) + 1
    if begin >= 0:
        yield begin, len(text)


def _is_markdown(source: Source, text: str) -> bool:
    words = _TAG.sub("", text)
    return _MARKUP.search(words) is not None or any(
        not source.restored(each).lstrip().startswith("<") for each in ASIDE.findall(words)
    )


def _separated(source: Source, block: str) -> str:
    """Return *block* with its Markdown between blank lines, or as HTML where it is a part of a line."""
    margin = block[: len(block) - len(block.lstrip(" "))]
    tags = list(_BLOCK_TAG.finditer(block))
    ends = [each.start() for each in tags] + [len(block)]
    starts = [0, *(each.end() for each in tags)]
    texts = [block[start:end] for start, end in zip(starts, ends, strict=True)]
    blocks, opened = [""], [False]
    for number, text in enumerate(texts):
        name = tags[number - 1]["name"].lower() if number else ""
        is_alone = not _is_markdown(source, text)
        html = text if is_alone else _as_html(source, text) if name in _LINES else ""
        if number:
            blocks[-1] += _tag_of(tags[number - 1], opened, is_split=not html and not is_alone)
        if html or is_alone:
            blocks[-1] += html
        else:
            blocks += [_dedented(text, margin), ""]
    trimmed = [each.strip("\n").rstrip() for each in blocks]
    first, *others = [each for each in trimmed if each.strip()]
    return "\n\n".join([first, *(f"{margin}{each.lstrip()}" for each in others)])


def _as_html(source: Source, text: str) -> str:
    """Return the Markdown *text* within a line as HTML; empty if that takes more than CommonMark."""
    asides = ASIDE.findall(text)
    if _BEYOND.search(text) or any(not source.restored(each).startswith(("`", "<")) for each in asides):
        return ""
    if any(source.restored(each).startswith("```") for each in asides):
        return ""
    body = text.strip()
    before = text[: len(text) - len(text.lstrip())]
    return f"{before}{_INLINE.renderInline(source.restored(body))}{text[len(before) + len(body) :]}"


def _tag_of(tag: re.Match[str], opened: list[bool], *, is_split: bool) -> str:
    """Return a tag; paragraphs around Markdown become divs, as Markdown makes a paragraph of its own."""
    if tag["name"].lower() != "p":
        return tag[0]
    if not tag[0].startswith("</"):
        opened.append(is_split)
        return f"<div{tag[0][2:]}" if is_split else tag[0]
    return "</div>" if (len(opened) > 1 and opened.pop()) else tag[0]


def _dedented(text: str, margin: str) -> str:
    """Return *text* with the indentation *margin*, and not beginning with a tag that is alone on its line."""
    lines = text.strip("\n").rstrip().split("\n")
    first = next((each for each in lines if each.strip()), "")
    before = first[: len(first) - len(first.lstrip())]
    text = "\n".join(f"{margin}{each.removeprefix(before)}" if each.strip() else "" for each in lines)
    return _FIRST_ALONE.sub(r"\1 ", text)
