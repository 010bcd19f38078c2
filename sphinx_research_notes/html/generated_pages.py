"""Write the generated pages (lists, redirects and the 404 page) and other files.

The other files are citations and what other extensions add.
"""

from __future__ import annotations

from html import escape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from sphinx.util.osutil import relative_uri

from ..build.assets import assets_digest, is_ours
from ..build.manifest import ASSETS, build_of
from ..build.note_cards import card_of_page
from ..build.site import Site, site_of
from ..citations.export_formats import FORMS
from ..companions.notfound import is_loaded as has_notfound_extension
from ..model.digests import value_digest
from ..model.permalinks import output_file
from .added_pages import Claims, added_files, added_pages
from .archives import Generated, generated
from .items import Link
from .presenter import Presenter
from .templates import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: yield the generated pages that are stale."""
    builder: Any = app.builder
    site = site_of(app.env)
    if not site.paged or not site.has_notes:
        return
    writer, stale = GeneratedPageWriter(app), []
    claimed = Claims(app, site)
    for page in chain(generated(site), added_pages(site, claimed)):
        if page.name in app.env.all_docs or writer.file(page.name).casefold() in site.addresses.files:
            continue  # Replaced by a document.
        if writer.is_stale(page.name, page.shown):
            stale.append(page)
    redirects = _redirects(builder, site)
    build = build_of(app.env)
    for alias in redirects:
        build.owns(f"/{alias}", [output_file(alias)])
    files = dict(added_files(site, claimed))
    for file in files:
        build.owns(f"/{file}", [file])
    if stale or redirects or files:
        writer.announce(site.addresses.files)
    for page in stale:
        yield page_of(page, Presenter(site, page.name))
    for note in site.catalogue.all:
        site.images.name(note)
    _write_redirects(app, builder, site, redirects)
    _write_citations(app, site)
    for file, content in files.items():
        write_bytes(Path(app.outdir, file), content)
    for name, *_ in builder.domain_indices:
        build.owns("/indices", [site.addresses.default_file(builder.get_target_uri(name))])
    if not is_ours(app) or "404" in app.env.all_docs:
        return
    if has_notfound_extension(app):
        build.owns("/404", [writer.file("404")])  # Another extension has replaced the page of earlier builds.
    elif writer.is_stale("404", ()):
        yield "404", _not_found(site, builder), "page.html"


class GeneratedPageWriter:
    """Decides which generated pages this build writes."""

    def __init__(self, app: Sphinx) -> None:
        self._builder: Any = app.builder
        self._build = build_of(app.env)
        self.announce = self._build.announce
        self._setting = _setting(app, self._builder)

    def file(self, name: str) -> str:
        """Return the file of the page *name*, relative to the output folder."""
        return site_of(self._builder.env).addresses.default_file(self._builder.get_target_uri(name))

    def is_stale(self, name: str, shown: object) -> bool:
        """Record the page *name*, and return whether its file needs to be rewritten to show *shown*."""
        site = site_of(self._builder.env)
        of_site = site.feeds.announced_on(name), card_of_page(site, name)
        view = value_digest((shown, self._setting, of_site))
        self._build.now.views[f"/{name}"] = view
        file = self.file(name)
        self._build.owns(f"/{name}", [file])
        return not (self._build.is_current(f"/{name}", view) and self._build.has_still(f"/{name}", [file]))


def page_of(page: Generated, presenter: Presenter) -> tuple[str, dict[str, Any], str]:
    """Return the name of *page*, its context and its template, as Sphinx wants them."""
    title, body = page.make(presenter)
    context = {
        "title": escape(title, quote=False),  # Templates expect HTML, as for documents.
        "body": body,
        "notes_generated": True,
    }
    return page.name, context, "page.html"


def _setting(app: Sphinx, builder: Any) -> tuple[object, ...]:
    """Return what every generated page depends on besides notes: configuration, theme and tags."""
    info = builder.build_info
    values = [
        (option.name, repr(option.value)) for option in builder.config.filter({"env"})
        if option.name.startswith("notes_")
    ]  # fmt: skip
    assets = build_of(app.env).now.views.get(ASSETS) or assets_digest(app)
    return info.config_hash, info.tags_hash, assets, [v for v in values if " at 0x" not in v[1]]


def _redirects(builder: StandaloneHTMLBuilder, site: Site) -> dict[str, str]:
    """Return the former addresses of documents, each with the docname."""
    old = dict(site.addresses.places.redirects)
    for docname, place in site.addresses.places.moved.items():
        if builder.search_name(place) == "":  # type: ignore[attr-defined]
            # Sphinx's search script cannot link to this place, so its results link to the default one.
            old[unquote(builder.default_uri(docname))] = docname  # type: ignore[attr-defined]
    return dict(sorted(old.items()))


def _write_redirects(
    app: Sphinx, builder: StandaloneHTMLBuilder, site: Site, redirects: dict[str, str]
) -> None:
    """Write a page at each former address that redirects to the current one."""
    for alias, docname in redirects.items():
        file = output_file(alias)
        here = file.removesuffix("index.html") if builder.name == "dirhtml" else file
        url = relative_uri(here, builder.get_target_uri(docname))
        presenter = Presenter(site, docname)
        title = app.env.titles[docname].astext()
        canonical = presenter.full_url(docname) if app.config.html_baseurl else url
        html = render(app.env, "redirect.html", {"title": title, "url": url, "canonical": canonical})
        path = Path(app.outdir, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != html.encode():
            path.write_text(html, "utf-8")


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


def _not_found(site: Site, builder: StandaloneHTMLBuilder) -> dict[str, Any]:
    """Return the context of the 404 page."""
    presenter = Presenter(site, "404")
    home = Link(site.config.title, presenter.url(presenter.root))
    index = Link("", presenter.url(f"{site.config.path}/index"))
    return {
        "title": "Page not found",
        "body": render(site.env, "404.html", {"home": home, "index": index}),
        "notes_generated": True,
        "metatags": '<meta name="robots" content="noindex">',
    }
