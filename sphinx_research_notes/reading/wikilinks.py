"""Report ``[[wikilinks]]``, which Markdown doesn't have: once for each note with any, if they aren't read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..config import notes_config
from ..diagnostics import warn
from ..doctree.nodes import around
from ..state.records import page_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

#: A name in double brackets, but not ``a[["x"]]`` in R or ``[[1, 2]]`` for a matrix.
_WIKILINK = re.compile(r"(?<![\w\])])!?\[\[(?=[^\[\]\n]{0,200}?[^\W\d_]{2})[^\W_][^\[\]\n$={}<>\"']*\]\]")
_VERBATIM = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.math_block, nodes.raw)


def report_wikilinks(app: Sphinx, doctree: nodes.document) -> None:
    """``doctree-read``: report the wikilinks that are left in text."""
    env = app.env
    if notes_config(app.config).wikilinks:
        return
    if not page_of(env, env.docname).is_note or str(env.doc2path(env.docname)).endswith((".rst", ".rest")):
        return
    found = list(wikilinks_in(doctree))
    if not found:
        return
    node, _, link = found[0]
    more = f" (and {len(found) - 1} more in this file)" if len(found) > 1 else ""
    name = link.strip("![]").rpartition("|")[2].strip()
    expected = f"a link such as [{name}](its-file.md), or notes_wikilinks = True"
    message = f"expected {expected}, found the wikilink {link!r}{more}; leaving it as text"
    warn("wikilink", message, node.parent)


def wikilinks_in(doctree: nodes.document) -> Iterator[tuple[nodes.Text, int, str]]:
    """Yield the wikilinks in *doctree*: the text that each is in, its position there, and the link."""
    for node in doctree.findall(nodes.Text):
        if "[[" in node and not is_verbatim(node):
            for match in _WIKILINK.finditer(node):
                yield node, match.start(), match[0]


def is_verbatim(node: nodes.Node) -> bool:
    """Return whether *node* is in code, a formula, or raw markup."""
    return any(isinstance(each, _VERBATIM) for each in around(node))
