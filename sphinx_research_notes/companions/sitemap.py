"""sphinx-sitemap: let the sitemap contain only pages that are listed and exist, with their real addresses.

It builds addresses from docnames without asking the builder (seen in 2.9.0, ``add_html_link``), and includes
every page that is written. This module can be removed once the extension asks the builder and can exclude
pages.
"""

from __future__ import annotations

import re
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ..build.manifest import build_of
from ..build.site import site_of
from ..model.permalinks import output_file
from ..state.records import unlisted
from .notfound import page_name

if TYPE_CHECKING:
    from sphinx.application import Sphinx

EXTENSION = "sphinx_sitemap"

_ENTRY = re.compile(r"\s*<url>\s*<loc>(.*?)</loc>.*?</url>", re.DOTALL)


class Map:
    """The addresses that sphinx-sitemap writes in this build, and their corrections."""

    def __init__(self, app: Sphinx) -> None:
        config: Any = app.config
        self._outdir = Path(app.outdir)
        self._suffix = config.html_file_suffix or ".html"
        self._folders = bool(getattr(app.env, "is_directory_builder", False))
        language = f"{config.language}/" if config.language else ""
        version = f"{config.version}/" if config.version else ""
        scheme = config.sitemap_url_scheme.format(lang=language, version=version, link="\0")
        whole = (config.site_url or config.html_baseurl or "") + scheme
        self._before, _, self._after = whole.partition("\0")
        site = site_of(app.env)
        self._moved = {
            self.link(docname): site.addresses.public_uri(docname) for docname in site.addresses.places.moved
        }
        self._excluded = {self.link(name) for name in (*unlisted(app.env), "404", page_name(app))}

    def link(self, name: str) -> str:
        """Return the address that the extension gives the page *name*, relative to the root of the site."""
        if not self._folders:
            return name + self._suffix
        return "" if name == "index" else name.removesuffix("/index") + "/"

    def corrected(self, match: re.Match[str]) -> str:
        """Return a corrected entry; an empty string for one that does not belong there."""
        entry, address = match[0], unescape(match[1])
        if not (address.startswith(self._before) and address.endswith(self._after)):
            return entry
        link = address[len(self._before) : len(address) - len(self._after)]
        if link in self._excluded:
            return ""
        if link in self._moved:
            # The links to other languages differ only in what precedes it.
            pattern = rf"(?<=/){re.escape(escape(link, quote=False))}(?={re.escape(self._after)}[<\"])"
            return re.sub(pattern, lambda _: escape(self._moved[link], quote=False), entry)
        return entry if Path(self._outdir, output_file(unquote(link))).is_file() else ""


def mend(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, after the extension: correct the sitemap.

    Even if it wrote none in this build: the sitemap of an earlier build may contain what is hidden now.
    """
    if exception is not None or EXTENSION not in app.extensions or not site_of(app.env).paged:
        return
    path = Path(app.outdir, str(app.config.sitemap_filename))
    if not path.is_file() or not (site_of(app.env).has_notes or build_of(app.env).before.files):
        return
    text = path.read_text("utf-8")
    if (corrected := _ENTRY.sub(Map(app).corrected, text)) != text:
        path.write_text(corrected, "utf-8")
