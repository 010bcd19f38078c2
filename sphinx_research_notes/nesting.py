"""Markdown in notes that is nested deeply: lists in lists, as outliners write them, quotations of quotations.

markdown-it-py, as MyST sets it up, leaves out without a word what stands in more than twenty blocks, of which
a list has two (markdown-it-py up to 4.0, myst-parser up to 5.2: the preset ``commonmark``).
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from .desk import desk_of
from .parsed import NESTED
from .presence import while_building
from .replacing import replaced
from .warnings import warn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.rules_core import StateCore
    from sphinx.application import Sphinx

#: Where parsers of documents are made.
_MAKERS = ("myst_parser.parsers.sphinx_", "myst_nb.sphinx_")


@contextmanager
def deeper(app: Sphinx) -> Iterator[None]:
    """Let MyST read notes so deep, and say what is deeper yet."""

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
            if desk_of(app.env).front is not None:
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


def setup_nesting(app: Sphinx) -> None:
    """Have it while documents are read."""
    while_building(app, deeper)
