"""Set aside what no pass may touch: code in all its forms, comments, and HTML with text as it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from .html_blocks import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .source import Source

#: A fenced block, in a list or a quotation too. One that is indented further belongs to its text. An end of
#: HTML after the fence is that of code in HTML, in which backticks are text.
FENCED = re.compile(
    r"""^(?P<before>[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)?)(?P<fence>`{3,}|~{3,})(?![^\n]*</)(?P<info>[^`\n]*)\n
    (?P<body>.*?)(?P<end>^(?!(?P=before)(?:[ ]{4}|\t))[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)""",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
#: Within a paragraph, up to as many backticks as it begins with.
INLINE = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
#: Elements whose text is code or no text.
_VERBATIM = re.compile(
    r"<(?P<tag>pre|code|script|style|textarea|svg|kbd|samp)\b[^>]*>.*?</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
#: Where a word is an address, or a name in HTML: for passes that change words.
ADDRESSES = re.compile(
    r"""\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)      # of a link or an image
    |^[ ]{0,3}\[[^\]\n]+\]:[^\n]*                    # the definition of a link or a footnote's first line
    |</?[A-Za-z][^<>]*>                              # a tag of HTML, or an address between < and >
    |\bhttps?://[^\s<>)\]]+""",
    re.VERBOSE | re.MULTILINE,
)
#: Code, or a comment that is a block: what begins first hides what the other one would be.
_FENCE_OR_COMMENT = re.compile(rf"^[ ]{{0,3}}(?P<comment><!--)|{FENCED.pattern}", FENCED.flags)
_LIST = re.compile(r"[ \t]*(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:|:)[ \t]")
#: Names of languages that Pygments doesn't know, and what it calls them.
_LANGUAGES = {
    **dict.fromkeys(
        ("plaintext", "plain", "txt", "none", "ascii", "nohighlight", "no-highlight", "csv", "tree"), "text"
    ),
    "c++": "cpp", "shell-session": "console", "jupyter": "python", "vue": "html", "svelte": "html",
    "math": "latex", "asm": "nasm", "cmd": "batch", "env": "bash",
}  # fmt: skip


def set_code_aside(source: Source, *, html: bool = False, whole: bool = False) -> None:
    """Set aside fenced, indented and inline code, comments, and elements like ``pre``.

    The info of a fence is written as MyST and Pygments understand it: ``{r}`` is a directive in MyST. With
    *html*, the text is no Markdown: it has no fences, and may be indented. With *whole*, a block of HTML ends
    with its element, as in kramdown, so that what is indented in it is no code.
    """
    if html:
        source.set_aside(_COMMENT, closing="-->")
        _set_elements_aside(source)
        return
    set_comments_aside(source)
    source.sub(FENCED, lambda match: _fence(source, match))
    blocks = [(start, end) for start, end, _ in blocks_of(source.text)] if whole else []
    for start, end in reversed(list(_indented(source.text))):
        if any(first <= start < last for first, last in blocks):
            continue
        source.replace_part(start, end, source.aside(source.text[start:end]))
    source.sub(_COMMENT, lambda match: _comment(source, match), closing="-->")
    source.set_aside(INLINE)
    _set_elements_aside(source)


def set_comments_aside(source: Source) -> None:
    """Set aside comments that are blocks: code that begins in one ends with it, or isn't seen at all."""
    text, place, parts = source.text, 0, []
    last = text.rfind("-->")
    while place <= last and (match := _FENCE_OR_COMMENT.search(text, place)):
        place = match.end()
        if match["comment"] and match.end() <= last:
            place = text.index("-->", match.end()) + len("-->")
            start = match.start("comment")
            parts.append((start, place, _set_aside(source, start, text[start:place])))
    source.replace_parts(parts)


def _set_elements_aside(source: Source) -> None:
    if "</" in source.text:  # Else each of them would be searched to the end of the text.
        source.set_aside(_VERBATIM)


def _comment(source: Source, match: re.Match[str]) -> str:
    return _set_aside(source, match.start(), match[0])


def _set_aside(source: Source, start: int, comment: str) -> str:
    """Set a comment aside; within a block, a blank line in it would end both for other parsers."""
    above = source.text[max(0, start - 100) : start].rstrip(" \t")
    is_block = not above or above.endswith("\n\n")
    return source.aside(comment if is_block else re.sub(r"\n(?:[ \t]*\n)+", "\n", comment))


def _fence(source: Source, match: re.Match[str]) -> str:
    info = match["info"].strip()
    language = language_of(info)
    end = match["end"] or match["fence"]
    if language != info:
        source.changed("name of a language at a code fence", match.start(), f"{info!r} is now {language!r}")
    body = match["body"] if match["end"] or match["body"].endswith("\n") else f"{match['body']}\n"
    return match["before"] + source.aside(f"{match['fence']}{language}\n{body}{end}")


@lru_cache(maxsize=200)
def language_of(info: str) -> str:
    """Return the name that Pygments has for the language in the *info* of a fence, or ``text``."""
    first = re.split(r"[\s,{}=;:]+", info.strip().strip("{}. ").removeprefix("."))[0] if info else ""
    name = first.strip().lower().removeprefix("language-").removeprefix("lang-")
    if not name:
        return ""
    name = _LANGUAGES.get(name, name)
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "text"
    return name if first.lower() != first or name != first else first


def _indented(text: str) -> Iterator[tuple[int, int]]:
    """Yield where blocks of indented code start and end: after a blank line, and not in a list."""
    place, start, after_blank, in_list = 0, None, True, False
    last = 0
    for line in text.splitlines(keepends=True):
        is_blank, is_code = not line.strip(), line.startswith(("    ", "\t"))
        if start is not None and not is_blank and not is_code:
            yield start, last
            start = None
        if not is_blank:
            if start is None and is_code and after_blank and not in_list:
                start = place
            last = place + len(line.rstrip("\n"))
            in_list = bool(_LIST.match(line)) if not line.startswith((" ", "\t")) else in_list
        after_blank = is_blank
        place += len(line)
    if start is not None:
        yield start, last
