"""Write the generated pages (lists, redirects and the 404 page) and other files.

The other files are citations and what other extensions add.
"""

from __future__ import annotations

from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import relative_uri

from .._upstream.workers import are_worth_it, for_each
from ..build.assets import assets_digest, is_ours
from ..build.fingerprints import around
from ..build.manifest import ASSETS, build_of
from ..build.note_cards import card_of_page
from ..build.published_url import is_told
from ..build.site import Site, site_of
from ..citations.export_formats import FORMS
from ..companions.notfound import is_loaded as has_notfound_extension
from ..model.permalinks import output_file
from .added_pages import Claims, added_files, added_pages
from .archives import generated
from .contexts import Link
from .list_pages import Generated
from .presenter import Presenter
from .templates import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: yield the generated pages that are stale."""
    builder: Any = app.builder
    site, build = site_of(app.env), build_of(app.env)
    if not site.paged or not site.has_notes:
        return
    claimed = Claims(app, site)
    stale = stale_pages(app, chain(generated(site), added_pages(site, claimed)))
    redirects = _redirects(builder, site)
    for alias in redirects:
        build.owns(f"/{alias}", [output_file(alias)])
    files = {**dict(_label_pictures(site, claimed)), **dict(added_files(site, claimed))}
    for file in files:
        build.owns(f"/{file}", [file])
    if stale or redirects or files:
        build.announce(site.addresses.files)
    yield from _pages(app, stale)
    for note in site.catalogue.all:
        site.images.name(note)
    _write_redirects(app, builder, site, redirects)
    _write_citations(app, site)
    for file, content in files.items():
        write_bytes(Path(app.outdir, file), content)
    for name, *_ in builder.domain_indices:
        build.owns("/indices", [site.addresses.default_file(name)])
    if not is_ours(app) or "404" in app.env.all_docs:
        return
    if has_notfound_extension(app):
        # Another extension has replaced the page of earlier builds.
        build.owns("/404", [site.addresses.default_file("404")])
    else:
        for page in stale_pages(app, [Generated("404", (is_told(),), _not_found)]):
            yield page_of(site, page, metatags='<meta name="robots" content="noindex">')


def _pages(app: Sphinx, stale: list[Generated]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages to write, unless workers write them."""
    builder: Any = app.builder
    site = site_of(app.env)
    if not are_worth_it(app, len(stale)):
        yield from (page_of(site, page) for page in stale)
        return
    pages = {page.name: page for page in stale}

    def write(name: str) -> None:
        builder.handle_page(*page_of(site, pages[name]))

    for_each(app, [*pages], write, lambda *_: None)


def _label_pictures(site: Site, claimed: Claims) -> Iterator[tuple[str, bytes]]:
    """Yield path, relative to the output folder, and content of each picture that a list of a label shows."""
    for (kind, key), (file, path) in site.label_texts.pictures().items():
        if site.catalogue.find(kind, key) and claimed.take("file", file, file):
            yield file, path.read_bytes()


def list_named(site: Site, name: str) -> Generated | None:
    """Return the generated list *name*; None if there is none, or a document replaces it."""
    file = site.addresses.default_file(name).casefold()
    if name in site.env.all_docs or file in site.addresses.files:
        return None
    return next((page for page in generated(site, wanted=name) if page.name == name), None)


def stale_pages(app: Sphinx, pages: Iterable[Generated]) -> list[Generated]:
    """Record *pages*, and return those that this build has to write; a document may replace a page."""
    site, build, setting = site_of(app.env), build_of(app.env), _setting(app)
    stale = []
    for page in pages:
        file = site.addresses.default_file(page.name)
        is_replaced = page.name in app.env.all_docs or file.casefold() in site.addresses.files
        named = site.feeds.announced_on(page.name), card_of_page(site, page.name), around(site, page.name)
        fingerprint = page.shown, setting, named
        if not is_replaced and build.is_stale(f"/{page.name}", fingerprint, file):
            stale.append(page)
    return stale


def page_of(site: Site, page: Generated, **more: str) -> tuple[str, dict[str, Any], str]:
    """Return the name of *page*, its context, with *more* in it, and its template, as Sphinx wants them."""
    title, body = page.make(Presenter(site, page.name))
    # Templates expect HTML, as for documents.
    context: dict[str, Any] = {"title": escape(title, quote=False), "body": body, **more}
    context |= {"notes_generated": True, "notes_description": page.describe(), "notes_image": page.image}
    if page.author:
        context["notes_authors"] = (page.author,)
    return page.name, context, "page.html"


def _setting(app: Sphinx) -> tuple[object, ...]:
    """Return what every generated page depends on besides notes: configuration, theme and tags."""
    info = app.builder.build_info  # type: ignore[attr-defined]
    options = [each for each in app.config.filter({"env"}) if each.name.startswith("notes_")]
    values = [(each.name, value) for each in options if " at 0x" not in (value := repr(each.value))]
    assets = build_of(app.env).now.views.get(ASSETS) or assets_digest(app)
    return info.config_hash, info.tags_hash, assets, values


def _redirects(builder: StandaloneHTMLBuilder, site: Site) -> dict[str, str]:
    """Return the former addresses of pages, each with the name of the page."""
    old = site.link_targets.former | site.addresses.places.redirects
    for docname, place in site.addresses.places.moved.items():
        if builder.search_name(place) == "":  # type: ignore[attr-defined]
            # Sphinx's search script cannot link to this place, so its results link to the default one.
            old[site.addresses.default_place(docname)] = docname
    return dict(sorted(old.items()))


def _write_redirects(
    app: Sphinx, builder: StandaloneHTMLBuilder, site: Site, redirects: dict[str, str]
) -> None:
    """Write a page at each former address that redirects to the current one."""
    for alias, docname in redirects.items():
        file = output_file(alias)
        here = file.removesuffix("index.html") if builder.name == "dirhtml" else file
        url = relative_uri(here, builder.get_target_uri(docname))
        is_document = docname in app.env.titles
        title = app.env.titles[docname].astext() if is_document else site.link_targets.title(docname)
        canonical = site.addresses.public_url(docname) or url
        context = {"title": title, "url": url, "canonical": canonical, "language": app.config.language}
        html = render(app.env, "redirect.html", context)
        write_bytes(Path(app.outdir, file), html.encode())


def _write_citations(app: Sphinx, site: Site) -> None:
    """Write the citation files next to the pages of notes, if they have changed."""
    build = build_of(app.env)
    for docname, offer in site.offers.items():
        current = build.is_current(docname, build.now.views.get(docname, ""))
        if current and build.has_still(docname, [name for _, name in offer.files]):
            continue
        for form, name in offer.files:
            write_bytes(Path(app.outdir, name), FORMS[form][1](offer.citation).encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write *content* to *path*, unless the file contains just that."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _not_found(presenter: Presenter) -> tuple[str, str]:
    """Return the title and body of the 404 page."""
    home = Link(presenter.config.title, presenter.url(presenter.root))
    index = Link("", presenter.url(f"{presenter.config.path}/index"))
    return presenter.words.gettext("Page not found"), presenter.render("404.html", home=home, index=index)
