"""Announce feeds and copies on pages, for programs; under our theme, feeds with a link that people see."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..build.markdown_copies import copy_of
from ..build.site import site_of
from ..companions.notfound import page_name
from ..html.page_context import NotesPage, root_path
from ..html.presenter import Presenter
from ..model.feed_options import FORMATS

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def announce_feeds(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: add a link to the feed of all notes, and on a list to its own.

    Also called in forked writers, so that it must not change any state.
    """
    site = site_of(app.env)
    if hasattr(app.builder, "dump_context") or not site.feeds.all:
        return
    # The 404 page is served for addresses of any depth.
    root = root_path(app) if pagename == page_name(app) else ""
    presenter = Presenter(site, pagename)
    present = str(context.get("metatags") or "")
    lines = []
    for feed in site.feeds.on(pagename):
        for each in map(FORMATS.__getitem__, site.config.feeds.formats):
            file = quote(f"{feed.folder}/{each.file}")
            address = escape(root + file if root else presenter.file_url(file))
            title = escape(feed.title)
            language = f' hreflang="{escape(feed.language)}"' if feed.language else ""
            link = (
                f'<link rel="alternate" type="{each.media_type}"{language} title="{title}" href="{address}">'
            )
            if link not in present:
                lines.append(f"{link}\n")
    context["metatags"] = present + "".join(lines)
    if isinstance(values := context.get("notes_page"), NotesPage):
        name = f"{site.config.path}/feeds"
        url = root + site.addresses.public_uri(name) if root else presenter.url(name)
        context["notes_page"] = replace(values, feeds=url)


def announce_copy(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: add a link to the copy of a note in Markdown to its page.

    Also called in forked writers, so that it must not change any state.
    """
    site = site_of(app.env)
    if hasattr(app.builder, "dump_context") or not (file := copy_of(site, pagename)):
        return
    address = escape(Presenter(site, pagename).file_url(quote(file)))
    link = f'<link rel="alternate" type="text/markdown" href="{address}">\n'
    context["metatags"] = str(context.get("metatags") or "") + link
