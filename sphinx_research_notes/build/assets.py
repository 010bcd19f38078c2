"""The stylesheets, joined from the theme's CSS files: for our theme, for its popovers, for other themes."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..constants import ROOT, THEME
from ..extension_points import writing_digest
from ..math.mathjax import SCRIPT, is_fallback
from ..math.mathjax import script as mathjax_script
from ..mathml.convert import NAME
from .inline_scripts import inline_scripts
from .picture_sizes import size_of
from .site import site_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

FOLDER = ROOT / "theme"

#: The stylesheet of our theme, and the one for notes in other themes.
OURS, GUEST = "research-notes.css", "research-notes-guest.css"

#: The stylesheet for formulas in other themes, if our math renderer is selected.
FORMULAS = "research-notes-formulas.css"

#: The additional stylesheet of pages with footnote or citation popovers in our theme.
AT_HAND = "research-notes-at-hand.css"

#: The additional stylesheet of pages whose links show cards in our theme.
PREVIEWS = "research-notes-previews.css"

#: The additional stylesheet of pages with lists that can be narrowed, in any theme.
FILTERS = "research-notes-filters.css"

#: The stylesheets that a CSS file belongs to, by the prefix of its name in ``css/order.txt``.
_PREFIXES = {
    "": (OURS,), "+": (OURS, GUEST), "+!": (GUEST,), "*": (AT_HAND,), "**": (PREVIEWS,), "?": (FILTERS,),
}  # fmt: skip


#: A comment, and what may be between two lines. No string in our files contains either.
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")

#: Suffixes of files that pages are made from or link with a checksum. Those of a theme may be templates.
_ASSET_SUFFIXES = frozenset({".html", ".css", ".js", ".toml", ".conf", ".css_t", ".js_t", ".jinja"})


@cache
def stylesheet(name: str, *, paper: bool = True) -> str:
    """Return the text of the stylesheet *name*, joined from the files in ``css/order.txt``.

    Readers load no comments and no indentation, which are a third of it.

    *paper*: whether pages may be printed. E-books are not, and EPUB validators reject page-margin boxes.
    """
    parts = []
    for line in (FOLDER / "css" / "order.txt").read_text("utf-8").splitlines():
        file = line.strip().lstrip("+!*?")
        if not file or file.startswith("#") or (file == "print.css" and not paper):
            continue
        if name in _PREFIXES[line.strip().removesuffix(file)]:
            parts.append((FOLDER / "css" / file).read_text("utf-8").strip())
    return _SPACE.sub("\n", _COMMENT.sub("", "\n".join(parts))).strip() + "\n"


def assets_digest(app: Sphinx) -> str:
    """Return a digest of what all pages are made from besides text: stylesheets, templates, static files."""
    names = (OURS, GUEST, AT_HAND, PREVIEWS, FILTERS)
    total = hashlib.sha256("".join(map(stylesheet, names)).encode())
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
    if is_ours(app):
        return OURS, AT_HAND, PREVIEWS, FILTERS
    return (GUEST, FILTERS) if site_of(app.env).has_notes else ()


def made_files(app: Sphinx, builder: Any) -> dict[str, str]:
    """Return the contents of the static files generated for this site, by name in ``_static``."""
    files = {name: stylesheet(name, paper=builder.name != "epub") for name in stylesheet_names(app)}
    if app.config.html_math_renderer == NAME and not is_ours(app):
        files[FORMULAS] = (FOLDER / "css" / "formulas.css").read_text("utf-8")
    if is_fallback(app):
        files[SCRIPT] = mathjax_script(app)
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
    if app.config.html_math_renderer == NAME and not is_ours(app) and "<math" in str(context.get("body", "")):
        app.add_css_file(FORMULAS)


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


def link_stylesheet(app: Sphinx) -> None:
    """``builder-inited``: link the stylesheet from every page in our theme."""
    if app.builder.format == "html" and is_ours(app):
        app.add_css_file(OURS, priority=150)
