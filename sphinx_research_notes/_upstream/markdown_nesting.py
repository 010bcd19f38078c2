"""Deeply nested Markdown: outlines of lists within lists, quotations of quotations.

MyST uses markdown-it-py's ``commonmark`` preset, whose ``maxNesting`` is 20, and a list takes two levels.
What is nested deeper is silently dropped (in the original library:
https://github.com/markdown-it/markdown-it/issues/1025). Checked on markdown-it-py 3.0 to 4.0 and MyST 4.0 to
5.2; if another version creates its parsers elsewhere, the limit stays and a ``notes.upstream`` warning says
so. It can go when MyST has an option for ``maxNesting``.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from ..constants import NESTED
from ..diagnostics import warn
from .patching import replaced, warn_unsupported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.rules_core import StateCore
    from sphinx.application import Sphinx

#: The modules that create parsers of documents.
_MODULES = ("myst_parser.parsers.sphinx_", "myst_nb.sphinx_")


@contextmanager
def deeper_parsers(app: Sphinx, is_note: Callable[[], bool], extend: Callable[[Any], None]) -> Iterator[None]:
    """Raise MyST's limit of nesting where *is_note* is true, and warn of what exceeds even that.

    *extend*: is given each parser, to add rules to it.
    """

    def report(state: StateCore) -> None:
        for token in state.tokens:
            if token.level >= NESTED - 1 and token.map:
                message = f"expected at most {NESTED - 2} nested blocks, got more; skipping deeper ones"
                line = token.map[0] + 1 + int(state.env.get("line_offset", 0) or 0)
                warn("nesting", message, (app.env.docname, line))
                return

    def wrap(original: Any) -> Any:
        def create(*args: Any, **kwargs: Any) -> Any:
            md = original(*args, **kwargs)
            if is_note():
                md.options["maxNesting"] = NESTED
                md.core.ruler.push("nesting", report)
            extend(md)
            return md

        return create

    with ExitStack() as stack:
        for name in _MODULES:
            if (module := sys.modules.get(name)) is None:
                continue
            if original := getattr(module, "create_md_parser", None):
                stack.enter_context(replaced(module, create_md_parser=wrap(original)))
            else:
                consequence = "lists and quotations nested in more than 20 blocks are cut off"
                package = name.partition(".")[0].replace("_", "-")
                warn_unsupported(package, f"{name}.create_md_parser", consequence)
        yield
