"""Say how large the pictures in a text are, in our theme, so that nothing moves when they have loaded."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from ...build.assets import is_ours
from ...build.site import site_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from ...build.site_images import SiteImages

_PICTURE = re.compile(r"<img\b[^<>]*>")
_SOURCE = re.compile(r'\ssrc="([^"<>?#]*)')
#: A size that is given, or a place whose size the style sheet has.
_SIZED = re.compile(r'\s(?:width|height|style)=|\sclass="(?:[^"]* )?u-photo[" ]')


def sized_pictures(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """``html-page-context``: give the pictures of the text their width and height."""
    body = str(context.get("body") or "")
    if is_ours(app) and app.builder.name != "epub" and "<img" in body:
        images, folder = site_of(app.env).images, app.builder.imagedir
        context["body"] = _PICTURE.sub(lambda match: _sized(match[0], images, folder), body)


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
