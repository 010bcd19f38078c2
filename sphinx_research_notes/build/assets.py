"""The static files that are made for a site, its style sheets above all, and what pages are made from."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..config import notes_config
from ..constants import PAGED, THEME
from ..extension_points import writing_digest
from ..math.mathjax import SCRIPT, is_fallback
from ..math.mathjax import script as mathjax_script
from ..mathml.convert import NAME
from .inline_scripts import inline_scripts
from .picture_sizes import size_of
from .site import site_of
from .stylesheets import BOOK, FOLDER, FORMULAS, minified, sheet_names, stylesheet

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

#: The style sheet of myst-nb without the colours of terminals, three quarters of it and seldom used, and
#: without its palettes, for which our companions.css has the colours of the theme.
NOTEBOOK = "mystnb-plain.css"
#: The script behind discussions.
DISCUSSION = "live-comments.js"
_TERMINAL = re.compile(r"(^|[{}])(?:div\.highlight \.-Color[^{}]*\{[^{}]*\})+")
_SCHEMES = re.compile(
    r"@media ?\(prefers-color-scheme:\w+\)\{:root\{[^{}]*\}\}|:is\(html,body\)\[[^{}]*\{[^{}]*\}"
)
_PALETTES = re.compile(r"--mystnb-[\w-]+:(?:#|var\(--light)[^;{}]*(?:;|(?=\}))")

#: Suffixes of files that pages are made from or link with a checksum. Those of a theme may be templates.
_ASSET_SUFFIXES = frozenset({".html", ".css", ".js", ".toml", ".conf", ".css_t", ".js_t", ".jinja"})


def assets_digest(app: Sphinx) -> str:
    """Return a digest of what all pages are made from besides text: stylesheets, templates, static files."""
    total = hashlib.sha256("".join(map(stylesheet, sheet_names())).encode())
    if is_fallback(app):
        total.update(mathjax_script(app).encode())
    total.update(repr(logo_size(app)).encode())
    total.update(repr(sorted(inline_scripts(app)) if is_ours(app) else ()).encode())
    total.update(writing_digest(app).encode())
    own = [Path(app.confdir, each) for each in app.config.templates_path]
    static = [Path(app.confdir, each) for each in app.config.html_static_path]
    theme: Any = getattr(app.builder, "theme", None)
    themes = [Path(each) for each in (theme.get_theme_dirs() if theme is not None else ())]
    for folder in dict.fromkeys((FOLDER.parent / "templates", FOLDER, *own, *static, *themes)):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.suffix in _ASSET_SUFFIXES and path.is_file():
                total.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return total.hexdigest()[:20]


def logo_size(app: Sphinx) -> tuple[int, int] | None:
    """Return width and height of the project's logo, so that nothing moves when it has been loaded."""
    path = Path(app.confdir, str(app.config.html_logo or ""))
    return size_of(path) if path.is_file() else None


def is_ours(app: Sphinx) -> bool:
    """Return whether the site uses our theme."""
    return bool(app.config.html_theme == THEME)


def stylesheet_names(app: Sphinx) -> tuple[str, ...]:
    """Return the stylesheets that the site needs; none in another theme without notes."""
    if app.builder.name == "epub":
        return (BOOK,) if is_ours(app) or site_of(app.env).has_notes else ()
    if is_ours(app):
        return sheet_names("ours")
    return sheet_names("other") if site_of(app.env).has_notes else ()


def made_files(app: Sphinx, builder: Any) -> dict[str, str]:
    """Return the contents of the static files generated for this site, by name in ``_static``."""
    files = {name: stylesheet(name) for name in stylesheet_names(app)}
    if app.config.html_math_renderer == NAME and not is_ours(app) and builder.name != "epub":
        files[FORMULAS] = stylesheet(FORMULAS)
    if is_fallback(app):
        files[SCRIPT] = mathjax_script(app)
    if _needs_discussion(app):
        files[DISCUSSION] = Path(FOLDER, "static", DISCUSSION).read_text("utf-8")
    return files | (inline_scripts(app) if is_ours(app) and builder.name != "epub" else {})


def write_made(app: Sphinx, builder: Any) -> None:
    """``write-started``: write the generated static files, before pages link them with checksums."""
    if builder.format != "html":
        return
    folder = Path(app.outdir, "_static")
    for name, text in made_files(app, builder).items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def link_formulas(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: link the formula stylesheet from pages with formulas in other themes."""
    has_ours = app.config.html_math_renderer == NAME and "<math" in str(context.get("body", ""))
    if has_ours and not is_ours(app) and app.builder.name != "epub":
        app.add_css_file(FORMULAS)


def _needs_discussion(app: Sphinx) -> bool:
    """Return whether pages in another theme may have a discussion; ours has its script anyway."""
    return (
        notes_config(app.config).live_comments is not None and not is_ours(app) and app.builder.name in PAGED
    )


def link_discussion(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: link the script of discussions from pages that have one, in other themes."""
    if _needs_discussion(app) and 'class="live-comments' in str(context.get("body", "")):
        app.add_js_file(DISCUSSION, loading_method="defer")


def link_notebook_styles(app: Sphinx, builder: Any) -> None:
    """``write-started``: have myst-nb write its stylesheet now, in our theme.

    Otherwise it would do so after all pages are written (``add_global_html_resources``): the first build
    would link the stylesheet without a checksum, and later builds with one.
    """
    if builder.format != "html" or not is_ours(app) or "myst_nb" not in app.extensions:
        return
    for listener in app.events.listeners.get("build-finished", ()):
        if listener.handler.__module__ == "myst_nb.sphinx_ext":
            listener.handler(app, None)
    static = Path(app.outdir, "_static")
    for path in sorted(static.glob("mystnb.*.css")):
        if any(name == path.name for name, _ in app.registry.css_files):
            css = _TERMINAL.sub(r"\1", minified(path.read_text("utf-8")))
            (static / NOTEBOOK).write_text(_PALETTES.sub("", _SCHEMES.sub("", css)), "utf-8")


def link_stylesheet(app: Sphinx) -> None:
    """``builder-inited``: link the stylesheets in our theme; pages leave out those that they don't use."""
    if app.builder.format == "html" and is_ours(app) and app.builder.name != "epub":
        for name in sheet_names("ours"):
            app.add_css_file(name, priority=150)
