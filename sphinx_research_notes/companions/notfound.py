"""sphinx-notfound-page: its page for what is not there, with its own addresses, stands for ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_EXTENSION = "notfound.extension"


def is_loaded(app: Sphinx) -> bool:
    """Whether it makes the page."""
    return _EXTENSION in app.extensions


def page_name(app: Sphinx) -> str:
    """What the page for an address without a page is called."""
    return str(app.config.notfound_pagename) if is_loaded(app) else "404"


def prefix(app: Sphinx) -> str | None:
    """What its links begin with; None where it is not loaded."""
    return str(app.config.notfound_urls_prefix or "/") if is_loaded(app) else None
