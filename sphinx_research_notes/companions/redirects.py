"""sphinx-reredirects and sphinxext-rediraffe: where they redirect, nothing of ours stands."""

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

#: Owns the files of other extensions' redirects.
OWNER = "/redirects"


def remove_own_redirects(app: Sphinx, builder: Any) -> None:
    """``write-started``: what an earlier build of ours wrote where another extension redirects now is gone.

    Rediraffe takes a file that is there for a fault of its configuration.
    """
    site, build = site_of(app.env), build_of(app.env)
    if not site.paged or not (site.redirected and (site.has_notes or build.before.files)):
        return
    theirs = {file.casefold() for file in site.redirected}
    ours = {name for owner, files in build.before.files.items() if owner != OWNER for name in files}
    kept = {site.file(docname).casefold() for docname in app.env.all_docs}
    remove(app, sorted(name for name in ours if name.casefold() in theirs - kept))
    # Theirs to write, ours to take away when they do no more: nobody else would.
    build.owns(OWNER, sorted(file for file in site.redirected if file.casefold() not in kept))


def name_redirect_targets(app: Sphinx, exception: Exception | None) -> None:
    """``build-finished``, before theirs: rediraffe looks for a page at its default place (0.3.0)."""
    site = site_of(app.env)
    if exception is not None or not site.paged or not site.places.moved:
        return
    entries = rediraffe_redirects(app.config, Path(app.srcdir))
    if moved := {
        old: output_file(place).removesuffix(".html")
        for old, new in entries.items()
        if (place := site.place(rediraffe_name(new, tuple(app.config.source_suffix))))
        and (place.endswith("/") or app.builder.name == "html")
    }:
        app.config.rediraffe_redirects = {**entries, **moved}
