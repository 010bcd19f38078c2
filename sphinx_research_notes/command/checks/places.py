"""The file and line of a node."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def place_of(env: BuildEnvironment, docname: str, node: nodes.Node, inside: str = "") -> str:
    """Return the place of *node*, in the document *docname*, as ``notes/a.md:3``.

    Parsers know the lines of paragraphs, but not of what is in them: lines are counted from there.
    *inside*: the part of the text of *node* before what is meant.
    """
    block: nodes.Node | None = node
    before = inside.count("\n")
    while block is not None and _is_inline(block):
        before += _lines_before(block)
        block = block.parent
    # Notebooks have cells instead of lines.
    while block is not None and not block.line:
        block, before = block.parent, 0
    file = file_of(env, docname, block or node)
    return f"{file}:{block.line + before}" if block is not None and block.line else file


def file_of(env: BuildEnvironment, docname: str, node: nodes.Node) -> str:
    """Return the file that *node* is from, which may be included in the document *docname*."""
    source: str | None = None
    each: nodes.Node | None = node
    while each is not None and not source:
        source, each = each.source, each.parent
    if not source or not os.path.isfile(source):  # noqa: PTH113 (called for every finding)
        source = str(env.doc2path(docname))
    return relative(env, source)


def relative(env: BuildEnvironment, path: str) -> str:
    """Return *path* relative to the source folder, if it is in that."""
    name = os.path.relpath(path, env.srcdir).replace(os.sep, "/")
    return path.replace(os.sep, "/") if name.startswith("../") else name


def _is_inline(node: nodes.Node) -> bool:
    """Whether *node* is in a line of text."""
    if node.parent is None or not isinstance(node, (nodes.Text, nodes.Inline)):
        return False
    return isinstance(node.parent, nodes.TextElement)


def _lines_before(node: nodes.Node) -> int:
    """Return how many lines the text before *node* in its parent has."""
    count = 0
    for sibling in node.parent.children:
        if sibling is node:
            break
        # A hard line break is written twice, for HTML and for LaTeX.
        if not (isinstance(sibling, nodes.raw) and "html" not in sibling.get("format", "")):
            count += sibling.astext().count("\n")
    return count
