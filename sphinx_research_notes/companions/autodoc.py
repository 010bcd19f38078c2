"""autodoc and viewcode: keep private parts of docstrings out of the text and of the code pages.

viewcode publishes modules as they are (``sphinx.ext.viewcode.collect_pages``, seen in Sphinx 8.2 to 9).
autodoc parses docstrings without emitting ``source-read``, so mistyped private parts would be published.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.pycode import ModuleAnalyzer

from ..activation import has_ours
from ..config import notes_config
from ..frontmatter.syntax import Syntax
from ..state.read_state import read_state
from ..visibility.docstrings import docstring_parts, without_docstring_parts
from ..visibility.hidden_parts import names_ours
from ..visibility.withhold import cut, parts_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def cut_docstring(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """``autodoc-process-docstring``: remove hidden parts, with a warning for mistyped ones."""
    text = "\n".join(lines)
    if not has_ours(app.env) and not any(map(names_ours, parts_of(app.env, text, Syntax.RST))):
        return
    remaining = cut(app.env, text, Syntax.RST, f"docstring of {name}", _file_of(obj, name))
    if remaining != text:
        lines[:] = remaining.split("\n")


def _file_of(obj: Any, name: str) -> Path:
    """Return the source file of *obj* with the full *name*; a made-up file name if it is unknown."""
    modules = [getattr(obj, "__module__", None) or "", name]
    while "." in modules[-1]:
        modules.append(modules[-1].rpartition(".")[0])
    files = (getattr(sys.modules.get(module), "__file__", None) for module in modules)
    return Path(next(filter(None, files), f"docstring of {name}"))


def cut_code(app: Sphinx, modname: str) -> tuple[str, dict[str, tuple[str, int, int]]] | None:
    """``viewcode-find-source``: return the code of a module without the hidden parts of its docstrings."""
    try:
        analyzer = ModuleAnalyzer.for_module(modname)
        analyzer.find_tags()
    except Exception:
        return None  # viewcode runs into the same exception.
    parts = docstring_parts(analyzer.code, notes_config(app.config))
    if not parts:
        return None
    read_state(app.env).hide(app.env, analyzer.srcname)
    return without_docstring_parts(analyzer.code, parts), analyzer.tags
