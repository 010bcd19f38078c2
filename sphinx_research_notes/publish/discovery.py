"""Announce the feeds on pages, for programs; under our theme, with a link that people see, too."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from ..build.site import site_of
from ..html.page_context import NotesPage
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
    presenter = Presenter(site, pagename)
    present = str(context.get("metatags") or "")
    lines = []
    for feed in site.feeds.on(pagename):
        for name in site.config.feeds.formats:
            format_ = FORMATS[name]
            address = escape(presenter.file_url(f"{feed.folder}/{format_.file}"))
            title = escape(feed.title)
            link = f'<link rel="alternate" type="{format_.media_type}" title="{title}" href="{address}">'
            if link not in present:
                lines.append(f"{link}\n")
    context["metatags"] = present + "".join(lines)
    if isinstance(page := context.get("notes_page"), NotesPage):
        context["notes_page"] = replace(page, feeds=presenter.url(f"{site.config.path}/feeds"))
