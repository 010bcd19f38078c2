"""The page that says what a feed is and lists all feeds of the site."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from ..build.manifest import build_of
from ..build.site import site_of
from ..html.contexts import Link
from ..html.generated_pages import page_of, stale_pages
from ..html.list_pages import Generated, frame
from ..languages import gettext_noop
from ..model.feed_options import FORMATS
from ..model.taxonomy import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

    from ..build.note_feeds import NoteFeed
    from ..build.site import Site
    from ..html.presenter import Presenter

_TITLES = {kind: title for kind, (title, _) in TITLES.items()} | {"languages": gettext_noop("Languages")}


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: yield the page if it is stale."""
    site = site_of(app.env)
    if not site.feeds.all:
        return
    for page in stale_pages(app, [feeds_page(site)]):
        build_of(app.env).announce(site.addresses.files)
        yield page_of(site, page)


def feeds_page(site: Site) -> Generated:
    """Return the page."""
    formats = site.config.feeds.formats
    feeds = (*filter(None, (site.feeds.all,)), *site.feeds.of_lists)
    shown = (formats, site.name, tuple((feed.folder, feed.title, feed.page) for feed in feeds))

    def line(presenter: Presenter, feed: NoteFeed) -> tuple[Link, list[Link]]:
        written = [FORMATS[name] for name in formats]
        files = [Link(each.title, presenter.file_url(f"{feed.folder}/{each.file}")) for each in written]
        return Link(feed.label or site.words.gettext("All notes"), presenter.url(feed.page)), files

    def make(presenter: Presenter) -> tuple[str, str]:
        groups = [
            (site.words.gettext(_TITLES[kind]) if kind else "", [line(presenter, feed) for feed in of_kind])
            for kind, of_kind in groupby(feeds, key=lambda feed: feed.kind)
        ]
        title = site.words.gettext("Feeds")
        return title, frame(site, presenter, title, presenter.render("feeds.html", groups=groups))

    about = site.words.gettext("The feeds of %(site)s") % {"site": site.name}
    return Generated(f"{site.config.path}/feeds", shown, make, lambda: about)
