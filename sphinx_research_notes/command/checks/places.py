"""The file and line of a node."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ...frontmatter.encodings import text_of

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def place_of(
    env: BuildEnvironment,
    docname: str,
    node: nodes.Node,
    inside: str = "",
    *,
    name: str = "",
    last: int | None = None,
) -> str:
    """Return the place of *node*, in the document *docname*, as ``notes/a.md:3``.

    Parsers know the lines of paragraphs, but not of what is in them: lines are counted from there.
    *inside*: the part of the text of *node* before what is meant; *name*: a file name in the markup, to look
    for where parsers know no line at all, as for directives in Markdown; *last*: the last line that is known
    before *node*, if the caller has it.
    """
    block, before = node, inside.count("\n")
    while _is_inline(block) and (block.parent.line or not block.line):
        before += _lines_before(block)
        block = block.parent
    file = file_of(env, docname, node)
    if block.line:
        return f"{file}:{block.line + before}"
    # Notebooks have cells instead of lines.
    line = 0 if file.endswith(".ipynb") else _last_line_before(block) if last is None else last
    if line and name:
        line = _line_with(name, Path(env.srcdir, file), line)
    return f"{file}:{line}" if line else file


def place_of_name(env: BuildEnvironment, docname: str, name: str) -> str:
    """Return where the source of *docname* names the file *name*; its first line if it doesn't."""
    path = Path(env.doc2path(docname))
    file = relative(env, str(path))
    return file if file.endswith(".ipynb") else f"{file}:{_line_with(name, path, 1)}"


def _last_line_before(node: nodes.Node) -> int:
    """Return the last line that is known before *node*; 0 if none is."""
    last = 0
    for each in node.document.findall() if node.document else ():
        if each is node:
            break
        last = max(last, each.line or 0)
    return last


def _line_with(name: str, path: Path, first: int) -> int:
    """Return the first line of *path*, from *first* on, that contains *name*; *first* if none does."""
    lines = text_of(path.read_bytes()).splitlines()
    return next((number for number, line in enumerate(lines[first - 1 :], first) if name in line), first)


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
    try:
        name = os.path.relpath(path, env.srcdir).replace(os.sep, "/")
    except ValueError:  # On another drive of Windows.
        name = "../"
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
