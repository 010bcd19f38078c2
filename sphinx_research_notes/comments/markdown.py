"""Convert Markdown to HTML as GitHub does for comments; the result is not yet sanitized."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from .formulas import formulas_plugin, is_formula_fence
from .github import github_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_BOX = re.compile(r"\[([ xX])\](?=[ \t])")
#: The possible rest of a host name, of limited length.
_HOST = re.compile(r"[^\s<>/?#]{1,250}(?=[\s<>/?#]|\Z)")
_ALERT = re.compile(r"\[!(note|tip|important|warning|caution)\]\Z", re.IGNORECASE)


#: The maximum nesting of blocks: the parser drops deeper ones.
_DEEPEST = 40


def to_html(text: str) -> str | None:
    """Return *text* as HTML with placeholders for formulas; None if it is nested too deeply."""
    md = _markdown()
    env: dict[str, object] = {}
    tokens = md.parse(text, env)
    if any(token.level >= _DEEPEST - 1 for token in tokens):
        return None
    return str(md.renderer.render(tokens, md.options, env))


@cache
def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True, "breaks": False, "linkify": True, "maxNesting": _DEEPEST})
    md.enable(["table", "strikethrough", "linkify"])
    md.use(footnote_plugin)
    md.disable("footnote_inline")
    # Comments have no ids, so footnotes cannot be linked.
    md.add_render_rule("footnote_ref", _footnote_mark)
    md.add_render_rule("footnote_anchor", lambda *args: "")
    md.use(formulas_plugin)
    md.core.ruler.push("comment", _as_on_github)
    md.use(github_plugin)
    assert md.linkify is not None
    # Only complete addresses: "e.g.this" and "notes.py" are not links.
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    md.linkify.add("www.", {"validate": _rest_of_address, "normalize": _with_scheme})
    return md


def _footnote_mark(self: Any, tokens: Sequence[Token], index: int, *args: Any) -> str:
    return f"<sup>[{tokens[index].meta['id'] + 1}]</sup>"


def _rest_of_address(linkify: Any, text: str, pos: int) -> int:
    """Return the length of an address after ``www.``, by the rules for complete ones."""
    if not _HOST.match(text, pos):
        return 0
    length: int = linkify.test_schema_at(f"http://www.{text[pos : pos + 4000]}", "http:", len("http:"))
    return max(0, length - len("//www."))


def _with_scheme(linkify: Any, match: Any) -> None:
    match.url = f"http://{match.url}"


def _as_on_github(state: StateCore) -> None:
    """Convert task lists, alerts and math blocks, and formulas in the text of images."""
    tokens = state.tokens
    for place, token in enumerate(tokens):
        if token.type == "inline" and token.children and place > 1:
            around = [each.type for each in tokens[place - 2 : place]]
            if around == ["list_item_open", "paragraph_open"]:
                _tick(token.children[0])
            elif around == ["blockquote_open", "paragraph_open"]:
                _name_alert(token.children)
        elif is_formula_fence(token):
            token.type, token.markup, token.content = "formula_block", "$$", token.content.strip()
        for child in token.children or ():
            for part in (child.children or ()) if child.type == "image" else ():
                if part.type == "formula":
                    part.type, part.content = "text", f"${part.content}$"


def _tick(first: Token) -> None:
    if first.type == "text" and (box := _BOX.match(first.content)):
        first.content = ("\u2610" if box[1] == " " else "\u2611") + first.content[box.end() :]


def _name_alert(children: list[Token]) -> None:
    alone = len(children) == 1 or children[1].type in {"softbreak", "hardbreak"}
    if alone and children[0].type == "text" and (match := _ALERT.match(children[0].content)):
        children[0].type, children[0].content = "html_inline", f"<strong>{match[1].capitalize()}</strong>"
        if len(children) > 1:
            children[1].type = "hardbreak"
