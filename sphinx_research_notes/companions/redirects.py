"""sphinx-reredirects and sphinxext-rediraffe: put no page of ours in the place of their redirects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.foreign_redirects import rediraffe_name, rediraffe_redirects
from ..build.manifest import build_of
from ..build.output_files import remove
from ..build.site import site_of
from ..model.permalinks import output_file

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The owner of other extensions' redirects in the manifest.
OWNER = "/redirects"


def remove_own_redirects(app: Sphinx, builder: Any) -> None:
    """``write-started``: remove our files of earlier builds where another extension redirects now.

    sphinxext-rediraffe reports an existing file as an error in its configuration.
    """
    site, build = site_of(app.env), build_of(app.env)
    if not site.paged or not (site.addresses.redirected and (site.has_notes or build.before.files)):
        return
    redirects = {file.casefold() for file in site.addresses.redirected}
    own = {name for owner, files in build.before.files.items() if owner != OWNER for name in files}
    documents = {site.addresses.file(docname).casefold() for docname in app.env.all_docs}
    remove(app, sorted(name for name in own if name.casefold() in redirects - documents))
    # The extensions write them but never remove outdated ones, so we do.
    build.owns(OWNER, sorted(file for file in site.addresses.redirected if file.casefold() not in documents))


def name_redirect_targets(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, before sphinxext-rediraffe, which expects pages at their default places (0.3.0)."""
    site = site_of(app.env)
    if exception is not None or not site.paged or not site.addresses.places.moved:
        return
    entries = rediraffe_redirects(app.config, Path(app.srcdir))
    if moved := {
        old: output_file(place).removesuffix(".html")
        for old, new in entries.items()
        if (place := site.addresses.place(rediraffe_name(new, tuple(app.config.source_suffix))))
        and (place.endswith("/") or app.builder.name == "html")
    }:
        app.config.rediraffe_redirects = {**entries, **moved}
