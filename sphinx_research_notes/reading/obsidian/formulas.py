"""Find formulas as Obsidian does: blocks directly under text too, and no prices. For markdown-it.

A block that a paragraph runs into would otherwise be text, and its end the beginning of another formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_DOUBLE = re.compile(r"\$\$(?!\$)((?:\\[\s\S]|[^\\$]|\$(?!\$))+?)\$\$")
#: There is no space within the dollar signs, nor a digit after the last one.
_SINGLE = re.compile(r"\$(?![\s$])((?:\\[\s\S]|[^\\$])+)(?<!\s)\$(?!\d)")


def extend(md: MarkdownIt) -> None:
    """Let *md* read formulas so, if it reads any between dollar signs."""
    active = md.get_active_rules()
    if "math_block" not in active["block"] or "math_inline" not in active["inline"]:
        return
    md.block.ruler.before(
        "math_block", "vault_formula", block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.at("math_inline", inline)


def block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse the lines from ``$$`` to the next ones, if nothing stands beside them."""
    if state.is_code_block(start):
        return False
    begin = state.bMarks[start] + state.tShift[start]
    text = state.src[begin : state.eMarks[start]]
    if not text.startswith("$$"):
        return False
    line, text, above = start, text[2:], []
    while "$$" not in text:
        above.append(text)
        line += 1
        if line >= end or (not state.isEmpty(line) and state.sCount[line] < state.blkIndent):
            return False
        text = state.src[state.bMarks[line] : state.eMarks[line]]
    last, _, rest = text.partition("$$")
    content = "\n".join([*above, last])
    if rest.strip() or not content.strip():
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("math_block", "math", 0)
    token.block, token.content, token.markup, token.map = True, content, "$$", [start, state.line]
    return True


def inline(state: StateInline, silent: bool) -> bool:
    """Parse ``$…$``, or ``$$…$$`` within a paragraph, which is displayed as well."""
    if state.src[state.pos] != "$":
        return False
    double = _DOUBLE.match(state.src, state.pos, state.posMax)
    match = double or _SINGLE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("math_inline_double" if double else "math_inline", "math", 0)
        token.content, token.markup = match[1], "$$" if double else "$"
    state.pos = match.end()
    return True
