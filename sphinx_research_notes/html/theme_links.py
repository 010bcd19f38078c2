"""The links of the home page that an author gives our theme: where each leads, and which lead nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..build.assets import is_ours
from ..build.site import is_address, site_of
from ..diagnostics import warn
from ..model.urls import has_scheme
from .items import Link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..build.site import Site
    from .presenter import Presenter

#: Pages that Sphinx or the theme makes.
_MADE = frozenset({"search", "genindex", "404"})


def page_meant(site: Site, target: str) -> str:
    """The page that *target* names, a document's by its file's name too; nothing where there is none."""
    plain = target.strip().removeprefix("./")
    endings = ("", *map(str, site.env.config.source_suffix), ".html", "/")
    known = {*site.env.all_docs, *site.generated_names(), *_MADE}
    for ending in endings:
        name = plain.removesuffix(ending) if ending else plain
        for each in (name, f"{name}/index"):
            if each in known:
                return each
    return ""


def theme_links(display: Presenter) -> list[Link] | None:
    """The links of the option ``nav``, those that lead nowhere as text; None where it is not given."""
    given = display.site.env.config.html_theme_options.get("nav")
    if not isinstance(given, Mapping) or not given:
        return None
    return [Link(str(text), _url(display, str(target))) for text, target in given.items()]


def _url(display: Presenter, target: str) -> str:
    if is_elsewhere(target):
        return target
    page, hash_, anchor = target.partition("#")
    name = page_meant(display.site, page)
    return f"{display.url(name)}{hash_}{anchor}" if name else ""


def is_elsewhere(target: str) -> bool:
    """Whether *target* is an address rather than the name of a page."""
    return is_address(target) or target.startswith(("mailto:", "#"))


def report_theme_links(app: Sphinx, env: BuildEnvironment) -> None:
    """``env-updated``: name the links of the theme's option ``nav`` that lead nowhere."""
    given = app.config.html_theme_options.get("nav")
    site = site_of(env)
    if not given or not is_ours(app) or not site.paged:
        return
    if not isinstance(given, Mapping):
        accepted = "expected a mapping of texts to pages or addresses"
        warn("config", f"html_theme_options: nav: {accepted}, got {given!r}; it is left out")
        return
    for text, target in given.items():
        page = str(target).partition("#")[0]
        if not is_elsewhere(str(target)) and not page_meant(site, page):
            near = get_close_matches(page, sorted(env.all_docs), n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            if has_scheme(str(target)):
                accepted = f"accepted is a page, or an address that begins with https://; {text!r} is no link"
                warn("config", f"html_theme_options: nav: found {str(target)!r}; {accepted}")
                continue
            said = f"html_theme_options: nav: there is no page {str(target)!r} for {str(text)!r}{hint}"
            warn("config", said if near else f"{said}; there is no link")
