"""The context of page templates: the note, its home link and metadata, and instructions for robots."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ..build import navigation
from ..build.assets import AT_HAND, GUEST, is_ours
from ..build.site import Site, site_of
from ..companions.notfound import page_name, prefix
from ..companions.opengraph import EXTENSION as OPENGRAPH
from ..companions.scripts import asked_for
from ..constants import REFERENCES
from ..doctree.nodes import markup
from ..model.note import Note, Visibility
from ..model.urls import path_of, web_address
from ..state.records import pages
from .contexts import Link
from .head_tags import NoteMetadata, head_tags
from .presenter import Presenter
from .theme_links import theme_links

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_RELATIVE = re.compile(r'((?:href|src)=")(?!https?:|//|/|#|mailto:|data:)([^"]*)')


@dataclass(frozen=True, slots=True)
class NotesPage:
    """``notes_page`` in templates."""

    #: The note or other page with front matter; None on other pages.
    note: Note | None
    #: Whether ``body`` contains its own ``article`` element.
    wrapped: bool
    #: Whether the page has a margin column.
    margin: bool
    #: Whether the page has footnote or citation popovers.
    at_hand: bool
    #: The links on the home page; empty on other pages.
    nav: tuple[Link, ...]
    #: The home link, on pages without a byline.
    home: Link | None
    #: A description of the page in plain text.
    description: str
    #: The name of the site.
    site_title: str
    #: The page that lists the feeds; empty without feeds.
    feeds: str = ""


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: add ``notes_page`` and metadata to the context.

    Also called in forked writers, so that it must not change any state.
    """
    if hasattr(app.builder, "dump_context"):
        return  # The builder serializes the context as JSON or a pickle, which cannot contain our objects.
    site = site_of(app.env)
    page = pages(app.env).get(pagename)
    head = site.spoken(page.head) if page and page.head else None
    if page is not None and page.is_note:
        _describe(app, site, head, context, doctree)
    _add_crawler_tags(site, head, context)
    generated, body = bool(context.get("notes_generated")), str(context.get("body", ""))
    if not is_ours(app):
        is_styled = (page and shows_ours(page)) or generated or f'class="{REFERENCES}' in body
        if site.has_notes and is_styled:
            app.add_css_file(GUEST)
        return
    presenter = Presenter(site, pagename)
    if at_hand := 'class="margin-body' in body:
        app.add_css_file(AT_HAND, priority=151)
    is_home = pagename == app.config.root_doc
    context["notes_page"] = NotesPage(
        note=head,
        wrapped=generated or head is not None,
        margin=has_margin(body, is_home=is_home),
        at_hand=at_hand,
        nav=tuple(navigation_links(presenter)) if is_home else (),
        home=None if head is not None or generated or is_home else presenter.home(),
        description=head.lead if head else str(context.get("notes_description", "")),
        site_title=site.name,
    )
    context["asked_scripts"] = partial(asked_for, app, pagename=pagename)
    if pagename == page_name(app):
        _root_links(app, context)


def withhold_source(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: don't publish the source of a page if something in it is hidden."""
    page = pages(app.env).get(pagename)
    if page is not None and page.withheld:
        context["sourcename"] = context["page_source_suffix"] = ""


def shows_ours(page: Any) -> bool:
    """Return whether the document with the record *page* shows anything of this package."""
    return bool(page.head or page.notes or page.queries or page.asides or page.lists_asides)


def has_margin(body: str, *, is_home: bool) -> bool:
    """Return whether *body* has content for the margin column."""
    # Popovers open over the text and need no column.
    marks = ['class="contents', 'class="sidenote"', 'class="margin-cite"']
    if is_home:
        marks += ['class="latest', ' latest"']
    return any(mark in body for mark in marks)


def navigation_links(presenter: Presenter) -> list[Link]:
    """Return the home page links: those in the theme options, else generated pages and toctree entries."""
    site = presenter.site
    if (chosen := theme_links(presenter)) is not None:
        return chosen
    return [Link(text, presenter.url(name)) for text, name in navigation.links(site)]


def _describe(
    app: Sphinx, site: Site, note: Note | None, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the metadata of *note* to its page."""
    if note is None or not site.paged:
        return
    present = str(context.get("metatags") or "")
    url = note.canonical_url or site.addresses.public_url(note.docname)
    shown = doctree.findall(markup) if doctree is not None else ()
    threads = (node["thread"] for node in shown if "thread" in node)
    about = NoteMetadata(
        note=note,
        url=url,
        site=site.name,
        lang=note.lang or str(app.config.language or ""),
        minutes=site.minutes(note),
        image=site.images.url(note),
        references=tuple(facts for key in note.works(site.shows) if (facts := site.works.facts(key))),
        comments=tuple(comment for thread in threads for comment in thread.comments),
        cards=OPENGRAPH not in app.extensions,
    )
    context["metatags"] = present + head_tags(about, present)


def _add_crawler_tags(site: Site, head: Note | None, context: dict[str, Any]) -> None:
    """Exclude pages that are not public from search engines, and set the canonical URL."""
    if head is None or not site.paged:
        return
    if head.visibility is not Visibility.PUBLIC:
        context["metatags"] = str(context.get("metatags") or "") + '<meta name="robots" content="noindex">\n'
    if head.canonical_url:
        context["pageurl"] = head.canonical_url
    elif context.get("pageurl") and site.addresses.place(head.docname):
        url = str(context["pageurl"])
        context["pageurl"] = url.removesuffix("index.html") if url.endswith("/index.html") else url


def root_path(app: Sphinx) -> str:
    """Return the path of the root of the site on its server, as the 404 page uses it."""
    baseurl = str(app.config.html_baseurl or "")
    return prefix(app) or (f"{baseurl.rstrip('/')}/" if baseurl.startswith("/") else path_of(baseurl))


def _root_links(app: Sphinx, context: dict[str, Any]) -> None:
    """Make all addresses on the 404 page absolute, because it is served for paths at any depth."""
    base = root_path(app)
    pathto, css_tag, js_tag = context["pathto"], context["css_tag"], context["js_tag"]

    def rooted(html: str) -> str:
        return _RELATIVE.sub(lambda m: m[1] + base + ("" if m[2] == "./" else m[2]), html)

    def path_from_root(*args: Any, **kwargs: Any) -> str:
        path = str(pathto(*args, **kwargs))
        return path if "://" in path or path.startswith("/") else base + path.removeprefix("#")

    page: NotesPage = context["notes_page"]
    if page.home and not web_address(page.home.url) and not page.home.url.startswith("/"):
        home = replace(page.home, url=base + page.home.url.removeprefix("./").removeprefix("#"))
        context["notes_page"] = replace(page, home=home)
    context["pathto"] = path_from_root
    context["css_tag"] = lambda css: rooted(css_tag(css))
    context["js_tag"] = lambda js: rooted(js_tag(js))
    context["body"] = rooted(context["body"])
    context["content_root"] = base
