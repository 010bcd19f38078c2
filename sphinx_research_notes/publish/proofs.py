"""Write the file by which a site says which record of its author describes it.

https://standard.site/docs/verification: the file is looked for at the root of the server.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..build.manifest import build_of
from ..build.output_files import static_copies
from ..build.site import site_of
from ..html.generated_pages import write_bytes
from ..model.proofs import PUBLICATION

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FILE = f".well-known/{PUBLICATION}"


def write_publication(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """``html-collect-pages``: write the file, unless the project has one, if its author has such a record."""
    site = site_of(app.env)
    uri = next((each.publication for each in site.config.default_authors if each.publication), "")
    if uri and site.has_notes and site.paged and FILE not in static_copies(app):
        build_of(app.env).owns(f"/{FILE}", [FILE])
        write_bytes(Path(app.outdir, FILE), f"{uri}\n".encode())
    return []
