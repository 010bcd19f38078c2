"""Say how large the pictures in a text are, in our theme, so that nothing moves when they have loaded."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...build.assets import is_ours
from ...build.picture_sizes import size_of
from ...build.site import site_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ...build.site_images import SiteImages

_PICTURE = re.compile(r"<img\b[^<>]*>")
#: What Graphviz has drawn as SVG.
_DRAWING = re.compile(
    r'<object(?P<rest> data="(?P<source>[^"<>]*)" type="image/svg\+xml" class="graphviz\b[^<>]*>)'
)
_SOURCE = re.compile(r'\ssrc="([^"<>?#]*)')
#: A size that is given, or a place whose size the style sheet has.
_SIZED = re.compile(r'\s(?:width|height|style)=|\sclass="(?:[^"]* )?u-photo[" ]')


def sized_pictures(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: give the pictures of the text their width and height."""
    body = str(context.get("body") or "")
    if not is_ours(app) or app.builder.name == "epub":
        return
    if "<img" in body:
        images, folder = site_of(app.env).images, app.builder.imagedir
        context["body"] = body = _PICTURE.sub(lambda match: _sized(match[0], images, folder), body)
    if 'class="graphviz' in body:
        drawn = Path(app.outdir, app.builder.imagedir)
        context["body"] = _DRAWING.sub(lambda match: _sized_drawing(match, drawn), body)


def _sized_drawing(match: re.Match[str], folder: Path) -> str:
    """Return the element of a drawing with the size of its file in *folder*, written before its page."""
    size = size_of(folder / posixpath.basename(match["source"]))
    return f'<object width="{size[0]}" height="{size[1]}"{match["rest"]}' if size else match[0]


def _sized(picture: str, images: SiteImages, folder: str) -> str:
    """Return *picture*, an element, with the size of its file if that is in *folder* and no size is given."""
    source = _SOURCE.search(picture)
    if source is None or _SIZED.search(picture):
        return picture
    place, name = posixpath.split(unquote(source[1]))
    size = images.size(name) if place == folder or place.endswith(f"../{folder}") else None
    if size is None:
        return picture
    return f'<img width="{size[0]}" height="{size[1]}"' + picture.removeprefix("<img")
