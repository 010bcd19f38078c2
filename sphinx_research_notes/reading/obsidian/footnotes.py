"""Find footnotes that are written where they are referred to: ``^[like this]``. For markdown-it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline
    from sphinx.environment import BuildEnvironment


def inline_footnote(state: StateInline, silent: bool) -> bool:
    """Parse ``^[text]``; the text may have brackets and other marks of its own."""
    start, src = state.pos, state.src
    if not src.startswith("^[", start):
        return False
    end = state.md.helpers.parseLinkLabel(state, start + 1)
    if end < 0 or not src[start + 2 : end].strip():
        return False
    last = state.posMax
    if not silent:
        opening = state.push("inline_footnote_open", "", 1)
        opening.content = src[start : end + 1]
        state.pos, state.posMax = start + 2, end
        state.md.inline.tokenize(state)
        state.push("inline_footnote_close", "", -1)
    state.pos, state.posMax = end + 1, last
    return True


def render_inline_footnote(renderer: Any, env: BuildEnvironment, token: Any) -> None:
    """Append a reference to a footnote, and the footnote to the document: it is moved to its place later."""
    document: nodes.document = renderer.document
    number = 1 + sum(each.get("inline", False) for each in document.findall(nodes.footnote))
    name = f"inline-footnote-{number}"
    reference = nodes.footnote_reference(f"[^{name}]", auto=1, refname=name)
    renderer.add_line_and_source_path(reference, token)
    document.note_autofootnote_ref(reference)
    document.note_footnote_ref(reference)
    renderer.current_node.append(reference)
    footnote = nodes.footnote("", auto=1, names=[name], inline=True)
    renderer.add_line_and_source_path(footnote, token)
    document.note_autofootnote(footnote)
    document.note_explicit_target(footnote, footnote)
    paragraph = nodes.paragraph()
    footnote.append(paragraph)
    document.append(footnote)
    with renderer.current_node_context(paragraph):
        renderer.render_children(token)
