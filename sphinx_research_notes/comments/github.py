"""Extensions of GitHub's Markdown that markdown-it lacks: single tildes, and bare e-mail addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

#: Delimiter markers by number of tildes, so that one tilde does not close two.
_MARKERS = {1: 0x110001, 2: 0x110002}

#: https://github.github.com/gfm/#extended-email-autolink, except inside other kinds of addresses.
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._+/@-])(?<!xmpp:)[A-Za-z0-9._+-]{1,64}"
    r"@[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8}(?![@A-Za-z0-9_-])"
)


def github_plugin(md: MarkdownIt) -> None:
    """Strike through text between one or two tildes, and link e-mail addresses."""
    md.inline.ruler.at("strikethrough", _tildes)
    md.inline.ruler2.at("strikethrough", _strike)
    md.core.ruler.push("mail", _link_mail)


def _tildes(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "~":
        return False
    scanned = state.scanDelims(state.pos, True)
    token = state.push("text", "", 0)
    token.content = "~" * scanned.length
    if marker := _MARKERS.get(scanned.length):
        state.delimiters.append(
            Delimiter(
                marker=marker, length=0, token=len(state.tokens) - 1, end=-1, open=scanned.can_open,
                close=scanned.can_close,
            )
        )  # fmt: skip
    state.pos += scanned.length
    return True


def _strike(state: StateInline) -> None:
    inner = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *inner):
        for begin in delimiters:
            if begin.marker not in _MARKERS.values() or begin.end < 0:
                continue
            end = delimiters[begin.end].token
            for place, kind, nesting in ((begin.token, "s_open", 1), (end, "s_close", -1)):
                token = state.tokens[place]
                token.type, token.tag, token.nesting, token.content = kind, "s", nesting, ""


def _link_mail(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and "@" in token.content:
            token.children = list(_with_mail(token.children))


def _with_mail(children: list[Token]) -> Iterator[Token]:
    inside = 0
    for child in children:
        if child.type == "html_inline" and (match := re.match(r"<(/?)a[\s>]", child.content, re.IGNORECASE)):
            inside = max(0, inside + (-1 if match[1] else 1))
        inside += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type == "text" and "@" in child.content and not inside:
            yield from _divided(child)
        else:
            yield child


def _divided(text: Token) -> Iterator[Token]:
    done = 0
    for match in _MAIL.finditer(text.content):
        if match[0].endswith(("-", "_")):
            continue
        yield _text(text.content[done : match.start()], text.level)
        yield Token("link_open", "a", 1, attrs={"href": f"mailto:{match[0]}"}, level=text.level)
        yield _text(match[0], text.level + 1)
        yield Token("link_close", "a", -1, level=text.level)
        done = match.end()
    yield _text(text.content[done:], text.level)


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
