"""Find wikilinks, highlights, tags and ids of blocks in the text of a Markdown document, for markdown-it.

https://help.obsidian.md/syntax
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from ...model.wikilinks import Wikilink, read_wikilink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: A wikilink; its text may have brackets of its own.
_LINK = re.compile(r"!?\[\[([^\[\]\n|]*(?:\|(?:[^\[\]\n]|\[[^\[\]\n]*\](?!\]))*)?)\]\]")
#: The rest of a link of Markdown whose text is in brackets: ``[[1]](https://example.org)``.
_DESTINATION = re.compile(r"\(\s*<?[^\s()<>]*[/:.#][^\s()<>]*>?(?:\s+[\"'(][^\n]*?)?\s*\)")
#: A tag, which has a sign that is no digit.
_TAG = re.compile(r"#(?=[\d/_-]*[^\W\d_])[\w/-]+", re.UNICODE)
#: What may stand before a tag.
_BEFORE_TAG = re.compile(r"[\s(\[{,;:!?.“”\"'—–>*_|]")
#: The text in which a highlight is not closed, in the environment of a parser.
_UNCLOSED = "notes_unclosed"
#: What closes a highlight.
_CLOSES = re.compile(r"[^\s=]==")
#: The id of a block, at its end.
_BLOCK = re.compile(r"(?:^|(?<=\s))\^([A-Za-z0-9-]+)\s*$")
#: The size at the end of the alternative text of a picture.
_SIZED = re.compile(r"(?:^|\|)\s*(\d{1,5})(?:[x×](\d{1,5}))?\s*$")


def wikilink(state: StateInline, silent: bool) -> bool:
    """Parse ``[[Note]]``, or ``![[Note]]``; in the text of another link only its text."""
    if state.src[state.pos] not in "![":
        return False
    match = _LINK.match(state.src, state.pos, state.posMax)
    link = read_wikilink(match[1]) if match else None
    if match is None or link is None or _DESTINATION.match(state.src, match.end(), state.posMax):
        return False
    if silent:
        # Skipped sign by sign, as a link of Markdown around it would not be one otherwise.
        state.pos += 1
        return True
    embeds = match[0].startswith("!")
    if state.linkLevel > 0 and not (embeds and _is_picture(link)):
        state.push("text", "", 0).content = link.shown
    else:
        token = state.push("wikilink", "", 0)
        token.content = match[0]
        token.meta = {"link": link, "embeds": embeds}
    state.pos = match.end()
    return True


def _is_picture(link: Wikilink) -> bool:
    return bool(re.search(r"\.(?:apng|avif|bmp|gif|jpe?g|png|svg|webp)$", link.path, re.IGNORECASE))


def highlight(state: StateInline, silent: bool) -> bool:
    """Parse ``==highlighted==``."""
    start, src = state.pos, state.src
    if not src.startswith("==", start) or src[start + 2 : start + 3] in {"", "=", " ", "\t", "\n"}:
        return False
    if silent or (start and src[start - 1] == "="):
        return False
    end = _end_of_highlight(state)
    if end < 0:
        return False
    last = state.posMax
    state.push("mark_open", "mark", 1).markup = "=="
    state.pos, state.posMax = start + 2, end
    state.md.inline.tokenize(state)
    state.push("mark_close", "mark", -1).markup = "=="
    state.pos, state.posMax = end + 2, last
    return True


def _end_of_highlight(state: StateInline) -> int:
    """Return the position of the signs that close a highlight, outside code and links; -1 without any."""
    start, src = state.pos, state.src
    # What an earlier one has not found isn't there for a later one either.
    whole = (src, state.posMax)
    if state.env.get(_UNCLOSED) == whole or _CLOSES.search(src, start + 2, state.posMax) is None:
        return -1
    end = -1
    state.pos = start + 2
    while state.pos < state.posMax - 1:
        place = state.pos
        if src.startswith("==", place) and place > start + 2 and not src[place - 1].isspace():
            end = place
            break
        state.md.inline.skipToken(state)
        if state.pos == place:
            break
    state.pos = start
    if end < 0:
        state.env[_UNCLOSED] = whole
    return end


def tag(state: StateInline, silent: bool) -> bool:
    """Parse ``#tag``, which also may have steps: ``#place/lake``."""
    if state.src[state.pos] != "#" or state.linkLevel > 0:
        return False
    if state.pos and not _BEFORE_TAG.match(state.src[state.pos - 1]):
        return False
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("inline_tag", "", 0).content = match[0].rstrip("/-")
    state.pos += len(match[0].rstrip("/-"))
    return True


def block_ids(state: StateCore) -> None:
    """Take the ids of blocks, such as ``^that-day``, off the end of texts."""
    for token in state.tokens:
        last = token.children[-1] if token.type == "inline" and token.children else None
        if last is None or last.type != "text" or "^" not in last.content:
            continue
        match = _BLOCK.search(last.content)
        if match is None or token.children is None:
            continue
        before = token.children[-2].type if len(token.children) > 1 else ""
        if (
            match.start() == 0
            and before not in {"", "softbreak", "hardbreak"}
            and not last.content[:1].isspace()
        ):
            continue  # It follows something that is no text, as in `x`^2.
        last.content = last.content[: match.start()].rstrip()
        while len(token.children) > 1 and token.children[-1].type in {"softbreak", "hardbreak", "text"}:
            if token.children[-1].content:
                break
            token.children.pop()
        made = Token("block_id", "", 0, content=match[1], level=last.level)
        token.children.append(made)


def line_breaks(state: StateCore) -> None:
    """Make each end of a line within a paragraph a line break, as Obsidian shows it."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = [made for token in block.children for made in _broken(token)]


def _broken(token: Token) -> Iterator[Token]:
    if token.type == "softbreak":
        # The end of the line stays, too: some formats have nothing else between the words.
        yield Token("hardbreak", "br", 0, level=token.level)
    yield token


def picture_sizes(state: StateCore) -> None:
    """Take sizes off the alternative texts of pictures, as in ``![A lake|300](lake.png)``."""
    for block in state.tokens:
        for token in block.children or () if block.type == "inline" else ():
            texts = token.children if token.type == "image" else None
            if not texts or texts[-1].type != "text" or not (match := _SIZED.search(texts[-1].content)):
                continue
            if "|" not in match[0] and len(texts) > 1:
                continue
            texts[-1].content = texts[-1].content[: match.start()].rstrip()
            token.attrs.setdefault("width", match[1])
            if match[2]:
                token.attrs.setdefault("height", match[2])
