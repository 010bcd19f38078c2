"""The stylesheets, joined from the theme's pieces: one for our theme, one for notes under other themes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .site import PAGED, site_of
from .views import build_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

THEME = "research_notes"
FOLDER = Path(__file__).parent / "theme"

#: The stylesheet of our theme, and the one for notes under other themes.
OURS, GUEST = "research-notes.css", "research-notes-guest.css"


@cache
def stylesheet(name: str) -> str:
    """The text of :data:`OURS` or :data:`GUEST`, joined in the order of ``css/order.txt``.

    There a name alone is for our theme, ``+`` before it means both, ``+!`` only other themes.
    """
    parts = []
    for line in (FOLDER / "css" / "order.txt").read_text("utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        wanted = not line.startswith("+!") if name == OURS else line.startswith("+")
        if wanted:
            parts.append((FOLDER / "css" / line.lstrip("+!").strip()).read_text("utf-8").strip())
    return "\n\n".join(parts) + "\n"


def is_ours(app: Sphinx) -> bool:
    """Whether the site is in our theme."""
    return bool(app.config.html_theme == THEME)


def write_stylesheet(app: Sphinx, builder: Any) -> None:
    """``write-started``: put the stylesheet where pages will ask for it, before they name its checksum."""
    if builder.format != "html" or not (is_ours(app) or site_of(app.env, builder).has_notes):
        return
    name = OURS if is_ours(app) else GUEST
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(stylesheet(name), "utf-8")
    if builder.name in PAGED:
        build_of(app).owns("*", [f"_static/{name}"])


def link_stylesheet(app: Sphinx) -> None:
    """``builder-inited``: in our theme, every page links the stylesheet."""
    if app.builder.format == "html" and is_ours(app):
        app.add_css_file(OURS, priority=150)


def setup_assets(app: Sphinx) -> None:
    """Connect the stylesheets."""
    app.connect("builder-inited", link_stylesheet)
    app.connect("write-started", write_stylesheet, priority=400)
