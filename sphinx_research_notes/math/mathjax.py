"""MathJax on pages with a formula that cannot be converted to MathML, and only there."""

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

#: The file with the configuration of MathJax: pages have no inline scripts.
SCRIPT = "research-notes-mathjax.js"

#: The classes of a formula for MathJax: the one that we select, and the one that Sphinx and MyST configure.
CLASSES = "mathjax_process tex2jax_process"

#: Restricts MathJax to those formulas: it would render the MathML of the page as well.
_TAIL = """
(function (config) {
  config.startup = Object.assign({ elements: [".mathjax_process"] }, config.startup);
  config.tex = Object.assign({}, config.tex);
  config.tex.macros = Object.assign({}, config.tex.macros, %s);
})(window.MathJax = window.MathJax || {});
"""


def is_fallback(app: Sphinx) -> bool:
    """Return whether this build leaves such formulas to MathJax; an e-book runs no scripts."""
    config, builder = app.config, app.builder
    runs_scripts = builder.format == "html" and builder.name != "epub"
    is_renderer = config.html_math_renderer == NAME
    return bool(is_renderer and runs_scripts and notes_config(config).math_fallback == "mathjax")


def own_config(config: Config) -> dict[str, Any]:
    """Return the project's options for MathJax 4 or 3; like Sphinx, prefer those for 4."""
    for name in ("mathjax4_config", "mathjax3_config"):
        if isinstance(options := getattr(config, name, None), dict) and options:
            return options
    return {}


def known_macros(config: Config) -> Macros:
    """Return the macros of ``notes_math_macros`` and of the project's options for MathJax."""
    tex = own_config(config).get("tex")
    values = tex.get("macros") if isinstance(tex, dict) else None
    macros: dict[str, Macro] = {}
    for name, value in values.items() if isinstance(values, dict) else ():
        try:
            macros |= read_macros({name: value})
        except ValueError:
            continue  # MathJax reports it.
    return tuple((macros | dict(notes_config(config).math_macros)).items())


def script(app: Sphinx) -> str:
    """Return the content of :data:`SCRIPT`: the project's options with our macros."""
    config = app.config
    parts = [f"window.MathJax = {json.dumps(own_config(config))};"]
    path = getattr(config, "mathjax_config_path", "")
    if path and (file := Path(app.confdir, path)).is_file():
        parts.append(file.read_text("utf-8"))
    macros = {name: _value(macro) for name, macro in notes_config(config).math_macros}
    return "\n".join(parts) + _TAIL % json.dumps(macros)


def _value(macro: Macro) -> str | list[str | int]:
    """Return *macro* in the format of MathJax."""
    default = [] if macro.default is None else [macro.default]
    return [macro.body, macro.arguments, *default] if macro.arguments else macro.body


def text(config: Config, tex: str, *, display: bool, whole: bool) -> str:
    """Return *tex* between the delimiters of MathJax; *whole*: it has an environment of its own."""
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
    """``html-page-context``: load MathJax if the finished page has a formula for it.

    Also called in forked writers, so it depends only on the page itself.
    """
    if f'class="{CLASSES}"' not in str(context.get("body", "")) or not is_fallback(app):
        return
    config = app.config
    options: Mapping[str, Any] = config.mathjax_options or {}
    if not {"async", "defer"}.intersection(options):
        options = {**options, "defer": "defer"}
    app.add_js_file(SCRIPT)
    app.add_js_file(config.mathjax_path, **options)
