"""sphinx-notfound-page: its 404 page, whose addresses have their own prefix, takes precedence over ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EXTENSION = "notfound.extension"


def is_loaded(app: Sphinx) -> bool:
    """Return whether the extension is loaded, and so writes the page."""
    return _EXTENSION in app.extensions


def page_name(app: Sphinx) -> str:
    """Return the name of the 404 page."""
    return str(app.config.notfound_pagename) if is_loaded(app) else "404"


def prefix(app: Sphinx) -> str | None:
    """Return the prefix of links on its page; None if it is not loaded."""
    return str(app.config.notfound_urls_prefix or "/") if is_loaded(app) else None
