"""MathJax for the pages that hold a formula which cannot be MathML, and for no other page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..config import notes_config
from ..mathml.convert import NAME
from ..mathml.macros import Macro, Macros, read_macros

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: The configuration of MathJax, as a file: pages have no script of their own.
SCRIPT = "research-notes-mathjax.js"

#: The classes of a formula that is MathJax's to set: what it looks for, and what Sphinx and MyST tell it to.
CLASSES = "mathjax_process tex2jax_process"

#: MathJax sets those formulas, and leaves the rest of the page alone: MathML too, which it would redraw.
_TAIL = """
(function (config) {
  config.startup = Object.assign({ elements: [".mathjax_process"] }, config.startup);
  config.tex = Object.assign({}, config.tex);
  config.tex.macros = Object.assign({}, config.tex.macros, %s);
})(window.MathJax = window.MathJax || {});
"""


def is_fallback(app: Sphinx) -> bool:
    """Whether formulas that cannot be MathML are left to MathJax in this build; an e-book runs no scripts."""
    config, builder = app.config, app.builder
    is_read_with_scripts = builder.format == "html" and builder.name != "epub"
    chosen = config.html_math_renderer == NAME
    return bool(chosen and is_read_with_scripts and notes_config(config).math_fallback == "mathjax")


def own_config(config: Config) -> dict[str, Any]:
    """What the project says to MathJax 4 or 3; of both, Sphinx lets 4 count."""
    for name in ("mathjax4_config", "mathjax3_config"):
        if isinstance(found := getattr(config, name, None), dict) and found:
            return found
    return {}


def known_macros(config: Config) -> Macros:
    """The macros of ``notes_math_macros`` and those that the project gave to MathJax."""
    tex = own_config(config).get("tex")
    given = tex.get("macros") if isinstance(tex, dict) else None
    found: dict[str, Macro] = {}
    for name, value in given.items() if isinstance(given, dict) else ():
        try:
            found |= read_macros({name: value})
        except ValueError:
            continue  # It is for MathJax to say what it does not understand.
    return tuple((found | dict(notes_config(config).math_macros)).items())


def script(app: Sphinx) -> str:
    """What goes into :data:`SCRIPT`: the project's own configuration, with our macros."""
    config = app.config
    parts = [f"window.MathJax = {json.dumps(own_config(config))};"]
    path = getattr(config, "mathjax_config_path", "")
    if path and (file := Path(app.confdir, path)).is_file():
        parts.append(file.read_text("utf-8"))
    macros = {name: _value(macro) for name, macro in notes_config(config).math_macros}
    return "\n".join(parts) + _TAIL % json.dumps(macros)


def _value(macro: Macro) -> str | list[str | int]:
    """*macro* as MathJax wants it."""
    default = [] if macro.default is None else [macro.default]
    return [macro.body, macro.arguments, *default] if macro.arguments else macro.body


def text(config: Config, tex: str, *, display: bool, whole: bool) -> str:
    """*tex* between the marks that MathJax looks for; *whole* says that it has its own environment."""
    before, after = config.mathjax_display if display else config.mathjax_inline
    if display and not whole:
        parts = [f"\\begin{{split}}{each}\\end{{split}}" if r"\\" in each else each
                 for each in tex.split("\n\n") if each.strip()]  # fmt: skip
        tex = r" \\ ".join(parts)
        if len(parts) > 1:
            tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return f"{before}{tex}{after}"


def load_mathjax(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: load it on this page, if the page has something for it.

    Called in forked writers as well: what counts is the finished text of the page, whoever's notes it shows.
    """
    if f'class="{CLASSES}"' not in str(context.get("body", "")) or not is_fallback(app):
        return
    config = app.config
    options: Mapping[str, Any] = config.mathjax_options or {}
    if not {"async", "defer"}.intersection(options):
        options = {**options, "defer": "defer"}
    app.add_js_file(SCRIPT)
    app.add_js_file(config.mathjax_path, **options)
