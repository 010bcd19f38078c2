"""The links in the line on top of the page, and warnings about broken ones in the theme option ``nav``."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..build.assets import is_ours
from ..build.navigation import is_elsewhere
from ..build.site import site_of
from ..diagnostics import warn
from ..model.urls import has_scheme
from .contexts import Link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..build.navigation import SiteLink
    from .presenter import Presenter


def site_links(presenter: Presenter) -> tuple[Link, ...]:
    """Return the links in the line on top of the page, broken ones without an address."""
    return tuple(Link(link.text, _url(presenter, link)) for link, _ in presenter.site.navigation)


def _url(presenter: Presenter, link: SiteLink) -> str:
    return f"{presenter.url(link.page)}{link.address}" if link.page else link.address


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
    for (text, target), (link, _) in zip(nav.items(), site.navigation, strict=True):
        page = str(target).partition("#")[0]
        if not link.page and not is_elsewhere(str(target)):
            near = get_close_matches(page, sorted(env.all_docs), n=1, cutoff=0.6)
            if has_scheme(str(target)):
                problem = f"expected a page or an http(s) URL for {str(text)!r}, got {str(target)!r}"
                hint = "omitting the link"
            else:
                problem = f"unknown page {str(target)!r} for {str(text)!r}"
                hint = f"did you mean {near[0]!r}?" if near else "omitting the link"
            warn("config", f"html_theme_options: nav: {problem}; {hint}")
