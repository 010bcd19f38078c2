"""Blocks of HTML that end with their element, as in kramdown; in MyST, they end with the next blank line."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from .boxes import box_of
from .directives import admonition
from .escaping import escaped
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
_CLASS = re.compile(r"""\bclass\s*=\s*["'](?P<classes>[^"']*)["']""", re.IGNORECASE)
#: Code, or a directive, that an importer has set aside.
_DIRECTIVE = re.compile(r"\s*(?:<a id=[^\n]*\s+)*(?:## [^\n]*\s+)?(?:`{3,}[^`\n]*\n|~{3,}[^~\n]*\n|:{3,}\{)")
#: An element with a text, and without another one that may have one.
_LEAF = re.compile(
    rf"(?P<opening><(?P<tag>p|div|figcaption|li|td|th|dd|dt|summary|center|blockquote)\b(?P<attributes>[^<>]*)>)"
    rf"(?P<text>(?:(?!</?(?:{_NAMES}|p|li|td|th|tr|dd|dt|figcaption|summary|script|style|pre)\b).)*?)"
    r"(?P<closing></(?P=tag)\s*>)",
    re.DOTALL | re.IGNORECASE,
)
#: What of HTML is read as such within Markdown, and what is set aside.
_MARKUP = re.compile(rf"(<[^<>]*>|&\#?\w+;|{ASIDE.pattern})")
_CODE = {name: re.compile(rf"<{name}\b[^>]*>.*?</{name}>", re.DOTALL) for name in ("pre", "code")}
_PRE = re.compile(r"(<pre\b.*?</pre\s*>)", re.DOTALL | re.IGNORECASE)


def keep_blocks_whole(source: Source, *, parse_all: bool = False) -> None:
    """Make each block of HTML end where kramdown ends it, and set it aside.

    What is inside is Markdown only if the element says ``markdown="1"``, or everywhere with *parse_all*.
    """
    for start, end, inner in reversed(list(blocks_of(source.text))):
        new = _whole(source, source.text[start:end], inner, parse_all=parse_all)
        source.replace_part(start, end, new)


def keep_code_whole(source: Source) -> None:
    """Write what Markdown reads in code as entities, for pages of HTML, in which it has no meaning.

    A blank line would end the block, and ``%%`` begin what is hidden.
    """

    def replace(match: re.Match[str]) -> str:
        return re.sub(r"\n(?=[ \t]*\n)", "&#10;", match[0]).replace("%%", "%&#37;")

    for name, pattern in _CODE.items():
        source.sub(pattern, replace, closing=f"</{name}>")


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


def _around_directives(source: Source, opening: str, content: str, closing: str) -> str:
    """Return a block with the directives and the code in it between blank lines, where they are Markdown."""
    parts, place, html = [], 0, opening
    for match in ASIDE.finditer(content):
        if _DIRECTIVE.match(source.restored(match[0])):
            before = source.aside(_squeezed(source, html + content[place : match.start()]).rstrip())
            parts += [before, source.aside(_unindented(source.restored(match[0]).strip("\n")))]
            place, html = match.end(), ""
    parts.append(source.aside(_squeezed(source, content[place:] + closing)))
    return "\n\n".join(parts)


def _around_formulas(source: Source, html: str, place: int) -> str:
    """Return the block *html* in which texts with formulas, of elements that hold no other, are Markdown."""
    parts, done = [], 0
    for match in _LEAF.finditer(html):
        if not _has_formula(source, match["text"]):
            continue
        # Markdown makes a paragraph of its own, which cannot be in another one.
        is_paragraph = match["tag"].lower() == "p"
        opening = f"<div{match['attributes']}>" if is_paragraph else match["opening"]
        parts += [f"{html[done : match.start()]}{opening}", match["text"]]
        parts += ["</div>" if is_paragraph else match["closing"]]
        done = match.end()
    if not parts:
        source.unknown("formula in HTML", place, "shown as TeX: HTML is no Markdown")
        return source.aside(_squeezed(source, html.replace("\\$", "$")))
    source.changed("formula in HTML", place, "Markdown between tags")
    parts[-1] += html[done:]
    return _between(source, parts)


def _between(source: Source, parts: list[str]) -> str:
    """Return *parts*, of which each third from the second on is a text, with blank lines around these."""
    blocks: list[str] = []
    for place in range(0, len(parts), 3):
        html, text, closing = parts[place : place + 3]
        blocks += [f"{blocks.pop() if blocks else ''}{html}", _as_markdown(text), closing]
    return "\n\n".join(
        each if place % 2 else source.aside(_squeezed(source, each.replace("\\$", "$")))
        for place, each in enumerate(blocks)
    )


def _as_markdown(text: str) -> str:
    """Return the *text* of an element as Markdown: what is no markup in HTML isn't there, either."""
    lines = (line.strip() for line in text.strip().split("\n"))
    pieces = _MARKUP.split(" ".join(line for line in lines if line))
    return "".join(
        each if place % 2 else escaped(each.replace("\\$", "$"), at_start=not place)
        for place, each in enumerate(pieces)
    )


def _has_formula(source: Source, text: str) -> bool:
    """Whether *text* has a formula, or a footnote or citation that an importer has set aside."""
    return any(source.restored(each).startswith(("$", "[^", "{cite:")) for each in ASIDE.findall(text))


def _unindented(block: str) -> str:
    """Return a *block* of code without the indentation of its end, or at least with an end that is one."""
    first, *lines = dedent(block).split("\n")
    if lines:
        end = lines[-1].lstrip()
        start = lines[-1][: len(lines[-1]) - len(end)]
        is_all = all(line.startswith(start) or not line.strip() for line in lines)
        lines = [*(line.removeprefix(start) if is_all else line for line in lines[:-1]), end]
    return "\n".join((first, *lines))


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
        names = _CLASS.search(opening)
        if box := box_of(names["classes"].split() if names else ()):
            return f"{admonition(box, text)}"
        return f"{source.aside(bare)}\n\n{text}\n\n{source.aside(closing)}\n"
    if macros := [each for each in ASIDE.findall(content) if _MACROS.search(source.restored(each))]:
        source.changed("macros of TeX in HTML", source.text.find(block), "a formula that shows nothing")
        return "\n\n".join(macros)
    if any(_DIRECTIVE.match(source.restored(each)) for each in ASIDE.findall(content)):
        return _around_directives(source, bare, content, closing)
    if _has_formula(source, content):
        return _around_formulas(source, f"{bare}{content}{closing}", source.text.find(block))
    # Kramdown reads nothing inside; what was escaped after a blank line would be seen.
    text = source.restored(content.replace("\\$", "$"))
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
