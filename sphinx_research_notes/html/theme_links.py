"""The home page links in the theme option ``nav``: their targets, and warnings about broken ones."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..build.assets import is_ours
from ..build.site import site_of
from ..diagnostics import warn
from ..model.urls import has_scheme, is_address
from .contexts import Link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..build.site import Site
    from .presenter import Presenter

#: Pages that Sphinx or the theme generates.
_GENERATED = frozenset({"search", "genindex", "404"})


def page_meant(site: Site, target: str) -> str:
    """Return the page that *target*, a docname or file name, refers to; ``""`` if there is none."""
    path = target.strip().removeprefix("./")
    suffixes = ("", *map(str, site.env.config.source_suffix), ".html", "/")
    names = {*site.env.all_docs, *site.lists.names(), *_GENERATED}
    for suffix in suffixes:
        name = path.removesuffix(suffix) if suffix else path
        for candidate in (name, f"{name}/index"):
            if candidate in names:
                return candidate
    return ""


def theme_links(presenter: Presenter) -> list[Link] | None:
    """Return the links in the option ``nav``, broken ones without an address; None if it is not set."""
    nav = presenter.site.env.config.html_theme_options.get("nav")
    if not isinstance(nav, Mapping) or not nav:
        return None
    return [Link(str(text), _url(presenter, str(target))) for text, target in nav.items()]


def _url(presenter: Presenter, target: str) -> str:
    if is_elsewhere(target):
        return target
    page, hash_, anchor = target.partition("#")
    name = page_meant(presenter.site, page)
    return f"{presenter.url(name)}{hash_}{anchor}" if name else ""


def is_elsewhere(target: str) -> bool:
    """Return whether *target* is an address rather than the name of a page."""
    return is_address(target) or target.startswith(("mailto:", "#"))


def report_theme_links(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: report broken links in the theme option ``nav``."""
    nav = app.config.html_theme_options.get("nav")
    site = site_of(env)
    if not nav or not is_ours(app) or not site.paged:
        return
    if not isinstance(nav, Mapping):
        expected = "expected a mapping of texts to pages or URLs"
        warn("config", f"html_theme_options: nav: {expected}, got {nav!r}; ignoring it")
        return
    for text, target in nav.items():
        page = str(target).partition("#")[0]
        if not is_elsewhere(str(target)) and not page_meant(site, page):
            near = get_close_matches(page, sorted(env.all_docs), n=1, cutoff=0.6)
            if has_scheme(str(target)):
                problem = f"expected a page or an http(s) URL for {str(text)!r}, got {str(target)!r}"
                hint = "omitting the link"
            else:
                problem = f"unknown page {str(target)!r} for {str(text)!r}"
                hint = f"did you mean {near[0]!r}?" if near else "omitting the link"
            warn("config", f"html_theme_options: nav: {problem}; {hint}")
