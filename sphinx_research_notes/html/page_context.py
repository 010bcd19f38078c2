"""The context of page templates: the note, its home link and metadata, and instructions for robots."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..build.assets import is_ours, logo_size
from ..build.navigation import is_elsewhere
from ..build.published_url import is_told
from ..build.site import Site, site_of
from ..build.stylesheets import BOOK, FILTERS, GUEST, PAGES
from ..companions.notfound import page_name, prefix
from ..companions.scripts import asked_for
from ..constants import REFERENCES
from ..model.note import Note, Visibility
from ..model.urls import is_address, is_rooted, path_of
from ..state.records import pages
from .orientation import contents_of, document_order
from .page_metadata import describe_note, describe_page
from .permalinks import name_permalinks
from .presenter import Presenter
from .theme_links import site_links
from .transforms.wide import has_margin_figure
from .used_sheets import link_used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx

    from .contexts import DocumentOrder, Link

_FULL = re.compile(r'\bclass="(?:[^"]* )?full[ "]')
_NO_INDEX = '<meta name="robots" content="noindex">'
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
    #: Whether the page has footnote or citation popovers, or previews.
    at_hand: bool
    #: Whether something on the page is as wide as both margins.
    full: bool
    #: The links in the line on top.
    nav: tuple[Link, ...]
    #: The home link, on pages without a byline.
    home: Link | None
    #: A description of the page in plain text.
    description: str
    #: The name of the site.
    site_title: str
    #: The page that lists the feeds; empty without feeds.
    feeds: str = ""
    #: The contents of the page, as HTML; empty if it has few sections.
    contents: Markup = Markup()  # noqa: RUF009
    #: The documents around this one, if it is in a toctree.
    order: DocumentOrder | None = None
    #: Width and height of the project's logo; None without one.
    logo_size: tuple[int, int] | None = None


def add_context(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: add ``notes_page`` and metadata to the context.

    Also called in forked writers, so that it must not change any state.
    """
    if hasattr(app.builder, "dump_context"):
        return  # The builder serializes the context as JSON or a pickle, which cannot contain our objects.
    site = site_of(app.env)
    if site.has_notes and site.config.is_preview:
        _exclude_from_search(context)
    page = pages(app.env).get(pagename)
    head = site.spoken(page.head) if page and page.head else None
    if page is not None and page.is_note:
        describe_note(app, site, head, context, doctree)
    generated, body = bool(context.get("notes_generated")), str(context.get("body", ""))
    if site.has_notes and _is_misplaced(site) and (head or generated or is_ours(app)):
        context["pageurl"] = None
    _add_crawler_tags(site, head, context)
    is_book = app.builder.name == "epub"
    if is_book and is_ours(app):
        app.add_css_file(BOOK)
    if not is_ours(app):
        is_styled = (page and shows_ours(page)) or generated or f'class="{REFERENCES}' in body
        if site.has_notes and 'class="note-filters' in body and not is_book:
            app.add_css_file(FILTERS, priority=152)
        if site.has_notes and is_styled:
            app.add_css_file(BOOK if is_book else GUEST)
        return
    if head is None or not (page and page.is_note):
        describe_page(app, pagename, templatename, head, context, doctree)
    context["notes_page"] = _notes_page(app, site, pagename, head, context, doctree)
    _add_words(app, site, context)
    context["finish"] = _finish
    context["asked_scripts"] = partial(asked_for, app, pagename=pagename)
    if pagename == page_name(app):
        _root_links(app, context)


def _finish(html: str) -> str:
    """Return the finished page *html* of our theme with what needs all of it to be there."""
    return name_permalinks(link_used(html))


def _add_words(app: Sphinx, site: Site, context: dict[str, Any]) -> None:
    """Let ``_`` and ``trans`` in the templates of our theme find our words, and then those of Sphinx."""
    ours, sphinx = site.words, app.translator

    def gettext(message: str) -> str:
        text = ours.gettext(message)
        return text if text != message else sphinx.gettext(message)

    def ngettext(singular: str, plural: str, count: int) -> str:
        text = ours.ngettext(singular, plural, count)
        return text if text not in (singular, plural) else sphinx.ngettext(singular, plural, count)

    context |= {"gettext": gettext, "ngettext": ngettext}


def _notes_page(
    app: Sphinx,
    site: Site,
    pagename: str,
    head: Note | None,
    context: Mapping[str, Any],
    doctree: nodes.document | None,
) -> NotesPage:
    """Return what templates of our theme show of the page."""
    presenter = Presenter(site, pagename)
    generated, body = bool(context.get("notes_generated")), str(context.get("body", ""))
    is_home = pagename == app.config.root_doc
    order = document_order(presenter)
    return NotesPage(
        note=head,
        wrapped=generated or head is not None,
        margin=has_margin(body, is_home=is_home),
        at_hand='class="margin-body' in body or 'class="preview-card"' in body,
        full=_FULL.search(body) is not None,
        nav=site_links(presenter),
        home=None if head is not None or generated or is_home else presenter.home(),
        description=head.lead if head else str(context.get("notes_description", "")),
        site_title=site.name,
        contents=_contents(presenter, doctree, in_list=bool(order and order.siblings))
        if not is_home
        else Markup(),
        order=order,
        logo_size=logo_size(app),
    )


def _contents(presenter: Presenter, doctree: nodes.document | None, *, in_list: bool) -> Markup:
    """Return the contents of the page made from *doctree*; *in_list*: within the list of documents."""
    site = presenter.site
    if doctree is None or not site.paged or presenter.page == presenter.root:
        return Markup()
    found = contents_of(doctree, site.env.config, in_list=in_list)
    return Markup(presenter.render("contents.html", contents=found)) if found else Markup()


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
    marks = ['class="sidenote"', 'class="margin-cite"', 'class="note-filters']
    if is_home:
        marks += ['class="latest', ' latest"']
    return any(mark in body for mark in marks) or has_margin_figure(body)


def _add_crawler_tags(site: Site, head: Note | None, context: dict[str, Any]) -> None:
    """Exclude pages that are not public from search engines, and set the canonical URL."""
    if head is None or not site.paged:
        return
    if head.visibility is not Visibility.PUBLIC:
        _exclude_from_search(context)
    if head.canonical_url:
        context["pageurl"] = head.canonical_url
    elif context.get("pageurl") and site.addresses.place(head.docname):
        url = str(context["pageurl"])
        context["pageurl"] = url.removesuffix("index.html") if url.endswith("/index.html") else url


def _exclude_from_search(context: dict[str, Any]) -> None:
    """Ask search engines not to index the page."""
    tags = str(context.get("metatags") or "")
    if _NO_INDEX not in tags:
        context["metatags"] = f"{tags}{_NO_INDEX}\n"


def _is_misplaced(site: Site) -> bool:
    """Return whether ``html_baseurl`` is no address; Sphinx would make a canonical URL of it all the same."""
    base = str(site.env.config.html_baseurl or "")
    return bool(base) and not site.addresses.base and not is_rooted(base)


def root_path(app: Sphinx) -> str:
    """Return the path of the root of the site on its server, as the 404 page uses it."""
    baseurl = str(app.config.html_baseurl or "")
    return prefix(app) or (f"{baseurl.rstrip('/')}/" if is_rooted(baseurl) else path_of(baseurl))


def _at_root_too(tag: str, base: str) -> str:
    """Precede *tag*, if it is for the sheet of all pages, by one for a site at the root of its server.

    A preview often is, and its 404 page would have no style. If the host has told where the site is, the
    second link would only be a request that fails.
    """
    if base == "/" or f'"{base}_static/{PAGES}' not in tag or is_told():
        return tag
    return f"""{tag.replace(f'"{base}', '"/')}\n{tag}"""


def _root_links(app: Sphinx, context: dict[str, Any]) -> None:
    """Make all addresses on the 404 page absolute, because it is served for paths at any depth."""
    base = root_path(app)
    pathto, css_tag, js_tag = context["pathto"], context["css_tag"], context["js_tag"]

    def rooted(html: str) -> str:
        return _RELATIVE.sub(lambda m: m[1] + base + ("" if m[2] == "./" else m[2]), html)

    def path_from_root(*args: Any, **kwargs: Any) -> str:
        path = str(pathto(*args, **kwargs))
        return path if "://" in path or path.startswith("/") else base + path.removeprefix("#")

    def rooted_link(link: Link) -> Link:
        if not link.url or is_elsewhere(link.url) or link.url.startswith("/"):
            return link
        return replace(link, url=base + link.url.removeprefix("./").removeprefix("#"))

    page: NotesPage = context["notes_page"]
    home = rooted_link(page.home) if page.home else None
    context["notes_page"] = replace(page, home=home, nav=tuple(map(rooted_link, page.nav)))
    for name in ("logo_url", "favicon_url"):
        if (address := context.get(name)) and not is_address(address):
            context[name] = base + str(address)
    context["pathto"] = path_from_root
    context["css_tag"] = lambda css: _at_root_too(rooted(css_tag(css)), base)
    context["js_tag"] = lambda js: rooted(js_tag(js))
    context["body"] = rooted(context["body"])
    context["content_root"] = base
