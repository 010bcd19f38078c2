"""Markdown that is nested deeply: lists in lists, as outliners write them, quotations of quotations.

markdown-it-py, as MyST sets it up (the preset ``commonmark``), leaves out without a word what stands in more
than twenty blocks, of which a list has two. Checked on markdown-it-py 3.0 to 4.0 and MyST 4.0 to 5.2; parsers
that are made elsewhere read as deep as without us. It can go when MyST has an option for ``maxNesting``.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ..constants import NESTED
from ..diagnostics import warn
from .patching import replaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.rules_core import StateCore
    from sphinx.application import Sphinx

#: Where parsers of documents are made.
_MAKERS = ("myst_parser.parsers.sphinx_", "myst_nb.sphinx_")


@contextmanager
def deeper_parsers(app: Sphinx, is_ours: Callable[[], bool]) -> Iterator[None]:
    """Let MyST read documents of which *is_ours* so deep, and say what is deeper yet."""

    def say(state: StateCore) -> None:
        for token in state.tokens:
            if token.level >= NESTED - 1 and token.map:
                found = f"expected at most {NESTED - 2} blocks in one another, got more"
                line = token.map[0] + 1 + int(state.env.get("line_offset", 0) or 0)
                warn("nesting", f"{found}; what is deeper is left out", (app.env.docname, line))
                return

    def wrap(plain: Any) -> Any:
        def create(*args: Any, **kwargs: Any) -> Any:
            md = plain(*args, **kwargs)
            if is_ours():
                md.options["maxNesting"] = NESTED
                md.core.ruler.push("nesting", say)
            return md

        return create

    with ExitStack() as stack:
        for name in _MAKERS:
            if module := sys.modules.get(name):
                made: Any = module
                stack.enter_context(replaced(module, create_md_parser=wrap(made.create_md_parser)))
        yield
