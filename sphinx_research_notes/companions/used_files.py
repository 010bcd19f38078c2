"""Other extensions' styles and scripts in our theme: where they are used, and never blocking.

Scripts that they write into pages become files (:mod:`..build.inline_scripts`).

sphinx-design 0.8, myst-nb 1.4, sphinx-proof 0.4, sphinx-exercise 1.2, sphinx-togglebutton 0.4 and
sphinx-copybutton 0.5 add theirs to every page.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.assets import NOTEBOOK, is_ours
from ..build.inline_scripts import inline_scripts, name_of
from ..build.site import site_of

if TYPE_CHECKING:
    from collections.abc import Container

    from docutils import nodes
    from sphinx.application import Sphinx


@dataclass(frozen=True, slots=True)
class Kind:
    """Files of an extension that a page needs if it has a mark."""

    #: The names of the files, without folders.
    files: re.Pattern[str]
    #: What the HTML of a page that uses them contains.
    mark: re.Pattern[str]
    #: The option that says what the scripts act on, and the value that *mark* is for.
    option: str = ""
    default: str = ""
    #: The beginning of its scripts without a file.
    inline: str = ""


def _classes(names: str) -> re.Pattern[str]:
    """Return a pattern for elements with a class whose beginning is one of *names*, divided by ``|``."""
    return re.compile(rf'\bclass="(?:[^"]* )?(?:{names})')


_NOTEBOOK = re.compile(r"mystnb\.\w+\.css")
#: Output with the colours of a terminal.
_COLOURED = _classes("-Color")

_KINDS = (
    Kind(re.compile(r"sphinx-design(\.min)?\.css"), _classes("sd-")),
    Kind(re.compile(r"design-tabs\.js"), _classes("sd-tab")),
    Kind(_NOTEBOOK, _classes("cell|output|pasted-|-Color|highlight-myst|highlight-ipy")),
    Kind(re.compile(r"proof\.css"), _classes("proof")),
    Kind(re.compile(r"exercise\.css"), _classes("exercise|solution")),
    Kind(
        re.compile(r"togglebutton\.(css|js)"),
        _classes("toggle|dropdown"),
        "togglebutton_selector",
        ".toggle, .admonition.dropdown",
        r"(let toggle\w+ = |var togglebuttonSelector)",
    ),
    # It adds them only where they are used.
    Kind(re.compile(r"tabs\.(css|js)"), re.compile("")),
    Kind(
        re.compile(r"copybutton\.(css|js)|clipboard\.min\.js"),
        re.compile(r"<pre\b"),
        "copybutton_selector",
        "div.highlight pre",
    ),
)


def leave_out_unused(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: leave out files that the page doesn't use, and defer its scripts.

    Sphinx puts the lists back after each page.
    """
    body = str(context.get("body") or "")
    styles, scripts = context.get("css_files"), context.get("script_files")
    if not isinstance(styles, list) or not isinstance(scripts, list):
        return
    if _is_our_book(app):
        styles[:] = [each for each in styles if _kind(each) is None]
    if not is_ours(app):
        return
    used = [each for each in styles if (kind := _kind(each)) is None or _is_used(app, kind, body)]
    styles[:] = [_plain(app, each, body) for each in used]
    used = [each for each in scripts if (kind := _kind(each)) is None or _is_used(app, kind, body)]
    # Those that are added while pages are written have no file.
    static = Path(app.outdir, "_static")
    scripts[:] = _deferred(used, [name for name in inline_scripts(app) if (static / name).is_file()])


def leave_out_of_book(app: Sphinx) -> list[Any]:
    """``html-collect-pages``: remove the files from e-books, whose readers don't understand them.

    Our style sheet for books has rules for what is usual of these extensions.
    """
    if _is_our_book(app):
        for path in Path(app.outdir, "_static").rglob("*"):
            if _kind(path.name) is not None:
                path.unlink()
    return []


def _is_our_book(app: Sphinx) -> bool:
    return app.builder.name == "epub" and site_of(app.env).has_notes


def _kind(file: Any) -> Kind | None:
    """Return what *file*, a style sheet or script of a page, belongs to; None if that isn't known."""
    name = os.fspath(getattr(file, "filename", file) or "").rpartition("/")[2]
    inline = str(getattr(file, "attributes", {}).get("body") or "")
    for kind in _KINDS:
        if kind.files.fullmatch(name) or (not name and kind.inline and re.match(kind.inline, inline)):
            return kind
    return None


def _plain(app: Sphinx, style: Any, body: str) -> Any:
    """Return the smaller form of *style*, a style sheet of the page, that does for *body*."""
    name = os.fspath(getattr(style, "filename", ""))
    is_notebook = (
        _NOTEBOOK.fullmatch(name.rpartition("/")[2]) and Path(app.outdir, "_static", NOTEBOOK).is_file()
    )
    if not is_notebook or _COLOURED.search(body):
        return style
    attributes = {key: value for key, value in style.attributes.items() if key not in ("rel", "type")}
    return type(style)(f"_static/{NOTEBOOK}", priority=style.priority, **attributes)


def _is_used(app: Sphinx, kind: Kind, body: str) -> bool:
    chosen = getattr(app.config, kind.option, kind.default) if kind.option else ""
    return chosen != kind.default or kind.mark.search(body) is not None


def _deferred(scripts: list[Any], files: Container[str]) -> list[Any]:
    """Return *scripts*, those of known extensions deferred unless an unknown one would then overtake them.

    *files*: those that have the scripts without a file of their own.

    Scripts may depend on the order: the script of sphinx-tabs defines ``exports``, with which another one
    would take itself for a module.
    """
    found, first, is_last = [], [], True
    ordered = sorted(scripts, key=lambda each: getattr(each, "priority", 0))
    for script in reversed(ordered):
        attributes = getattr(script, "attributes", {})
        is_free = bool({"async", "defer"} & attributes.keys()) or attributes.get("type") == "module"
        kind, body = _kind(script), str(attributes.get("body") or "")
        if is_settings := bool(body) and (name := name_of(body)) in files:
            script, attributes = type(script)(f"_static/{name}", priority=script.priority), {}
        if kind is None:
            is_last = is_last and is_free
        elif is_last and script.filename and not is_free:
            script = type(script)(script.filename, priority=script.priority, defer="defer", **attributes)
            if is_settings:  # Without a file it ran before all that are deferred.
                first.append(script)
                continue
        found.append(script)
    return [*first[::-1], *found[::-1]]
