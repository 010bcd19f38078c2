"""Find callouts, the quotations that begin with ``[!type]``, among the blocks of a Markdown document.

https://help.obsidian.md/callouts
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.token import Token

from ...languages import gettext_noop

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

#: The head of a callout: its type, other words that themes use, whether it is folded, and its title.
_HEAD = re.compile(r"\[!\s*([^\]|\n]+?)\s*(?:\|[^\]\n]*)?\]([+-]?)[ \t]*([^\n]*)(?:\n|$)")


class Kind(NamedTuple):
    """How callouts of a type are shown."""

    #: The class of admonitions of Sphinx.
    css: str
    #: The title of those without one.
    title: str


_ABSTRACT, _SUCCESS = Kind("note", gettext_noop("Summary")), Kind("tip", gettext_noop("Success"))
_QUESTION, _FAILURE = Kind("important", gettext_noop("Question")), Kind("danger", gettext_noop("Failure"))
_QUOTE = Kind("quote", gettext_noop("Quote"))
#: The types of Obsidian and of GitHub. The titles that Sphinx has are translated by Sphinx.
KINDS: dict[str, Kind] = {
    "note": Kind("note", "Note"),
    **dict.fromkeys(("abstract", "summary", "tldr"), _ABSTRACT),
    "info": Kind("note", gettext_noop("Info")),
    "todo": Kind("note", gettext_noop("To do")),
    "tip": Kind("tip", "Tip"),
    "hint": Kind("hint", "Hint"),
    "important": Kind("important", "Important"),
    **dict.fromkeys(("success", "check", "done"), _SUCCESS),
    **dict.fromkeys(("question", "help", "faq"), _QUESTION),
    "warning": Kind("warning", "Warning"),
    "caution": Kind("caution", "Caution"),
    "attention": Kind("attention", "Attention"),
    **dict.fromkeys(("failure", "fail", "missing"), _FAILURE),
    "danger": Kind("danger", "Danger"),
    "error": Kind("error", "Error"),
    "bug": Kind("danger", gettext_noop("Bug")),
    "example": Kind("note", gettext_noop("Example")),
    **dict.fromkeys(("quote", "cite"), _QUOTE),
}


def callouts(state: StateCore) -> None:
    """Make callouts of the quotations that are some; runs before the text in blocks is parsed."""
    opened: list[Token | None] = []
    made: list[Token] = []
    skipped = 0
    for place, token in enumerate(state.tokens):
        if skipped:
            skipped -= 1
            continue
        if token.type == "blockquote_open":
            head = _head_of(state.tokens, place)
            opened.append(token if head else None)
            made.append(token)
            if head:
                made += _opened(token, state.tokens, place, head)
                skipped = 3
            continue
        if token.type == "blockquote_close" and opened and opened.pop():
            token.type, token.tag = "callout_close", ""
        made.append(token)
    state.tokens = made


def _head_of(tokens: list[Token], place: int) -> re.Match[str] | None:
    """Return the head of a callout that the quotation at *place* begins with."""
    following = tokens[place + 1 : place + 3]
    if [each.type for each in following] != ["paragraph_open", "inline"]:
        return None
    return _HEAD.match(following[1].content)


def _opened(quote: Token, tokens: list[Token], place: int, head: re.Match[str]) -> list[Token]:
    """Make *quote* a callout; return what stands for its first paragraph: its title, and the rest."""
    opening, text, closing = tokens[place + 1 : place + 4]
    quote.type, quote.tag = "callout_open", ""
    quote.meta = {"type": head[1], "fold": head[2], "titled": bool(head[3].strip())}
    first = (text.map or [0, 0])[0]
    title = Token("inline", "", 0, content=head[3].strip(), children=[], level=text.level, block=True)
    title.map = [first, first + 1]
    result = [
        Token("callout_title_open", "", 1, level=opening.level, block=True),
        title,
        Token("callout_title_close", "", -1, level=opening.level, block=True),
    ]
    rest = text.content[head.end() :]
    if rest.strip():
        text.content = rest
        text.map = opening.map = [first + 1, (text.map or [0, first + 2])[1]]
        result += [opening, text, closing]
    return result
