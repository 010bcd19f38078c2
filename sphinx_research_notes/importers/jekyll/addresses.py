"""The addresses that Jekyll gives to documents, and which of them a pattern of ours gives too.

The rules are those of https://jekyllrb.com/docs/permalinks/ and of Jekyll's own code: the fields of a style
depend on the kind of the document, and a page keeps its folder.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ...model.dates import When, without_date
from ...model.note import Note
from ...model.permalink_styles import STYLES
from ...model.permalinks import PlaceError, from_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from .config import Config
    from .documents import Document

#: The styles for posts; the names are Jekyll's.
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_INDEX = "index.html"
_FIELD = re.compile(r":([a-z_]+)")
_TITLE = STYLES["jekyll"].slug


def address_of(document: Document, config: Config, zone: tzinfo) -> str:
    """Return the path of *document* on the old site, such as ``/2020/01/rain/``; empty if it has none.

    Drafts have none: Jekyll doesn't publish them.
    """
    pattern = document.value("permalink")
    if isinstance(pattern, str) and pattern.strip():
        own = pattern.strip()
    elif document.is_post:
        own = config.permalink
    elif document.kind == "pages":
        own = _of_pages(config.permalink, document)
    else:
        options = config.collections.get(document.kind, {})
        own = str(options.get("permalink") or _of_collections(config.permalink))
        if str(options.get("output", "")).lower() != "true":
            return ""
    if document.kind == "drafts":
        return ""
    path = _filled(_STYLES.get(own, own), document, zone)
    return f"/{path.lstrip('/').removesuffix(_INDEX)}" if path.endswith(f"/{_INDEX}") else _rooted(path)


def _rooted(path: str) -> str:
    return f"/{path.lstrip('/')}" if path else ""


def _of_pages(style: str, document: Document) -> str:
    """Return the pattern for a page."""
    if document.name == "index":
        return "/:path/"
    # Of a pattern, only the end counts.
    ends_as_folder = style == "pretty" or (style not in _STYLES and style.endswith("/"))
    return "/:path/:basename/" if ends_as_folder else "/:path/:basename.html"


def _of_collections(style: str) -> str:
    return "/:collection/:path/" if style == "pretty" or style.endswith("/") else "/:collection/:path.html"


def _filled(pattern: str, document: Document, zone: tzinfo) -> str:
    folder = str(PurePosixPath(document.path).parent)
    folder = "" if folder == "." else folder
    basename = PurePosixPath(document.path).stem
    if document.kind == "pages":
        values = {
            "path": folder,
            "basename": basename,
            "name": basename,
            "title": basename,
            "output_ext": ".html",
        }
    else:
        inside = document.path.removeprefix(f"_{document.kind}/")
        values = {
            "collection": document.kind, "output_ext": ".html", "name": _slug(basename),
            "path": inside.removesuffix(PurePosixPath(inside).suffix), "basename": basename,
        }  # fmt: skip
    path = _FIELD.sub(lambda match: values.get(match[1], f"{{{match[1]}}}"), pattern)
    path = re.sub("//+", "/", path)
    if "{" not in path:
        return path
    path = path.replace("{slug}", _slug(document.value("slug") or document.name))
    note = Note(
        docname=document.path,
        date=_local(document.date, zone),
        categories=document.categories,
        stem=_TITLE(str(document.value("slug") or document.name)),
    )
    try:
        return from_pattern(path, note)
    except (PlaceError, KeyError):  # a character that no path has, or a field that Jekyll doesn't have
        return ""


def _local(date: When | None, zone: tzinfo) -> When | None:
    """Return *date* in the zone of the site, in which Jekyll fills in the fields."""
    return When(date.moment.astimezone(zone), date.has_time) if date else None


def _slug(text: str) -> str:
    """Return ``:slug``: in lower case, with hyphens for everything but letters and digits."""
    return re.sub(r"[^\w]+|_+", "-", str(text).lower()).strip("-")


def our_pattern(config: Config) -> str:
    """Return the site's permalink as a value of ``notes_permalink``; empty if it cannot be one."""
    style = config.permalink
    if style in _STYLES:
        return f"jekyll-{style}"
    pattern = _FIELD.sub(r"{\1}", style)
    try:
        from_pattern(pattern, Note(docname="x", stem="x"))
    except (PlaceError, KeyError):
        return ""
    return pattern if pattern.startswith("/") else f"/{pattern}"


def by_pattern(pattern: str, document: Document, categories: Sequence[str], slug: str) -> str:
    """Return the path that the new site gives the post *document* by *pattern*, which may be empty.

    *categories*: those that the note has here.
    """
    docname = document.target.rpartition(".")[0]
    name = docname.rpartition("/")[2]
    note = Note(
        docname=docname, date=document.date, categories=tuple(categories), stem=without_date(name), slug=slug
    )
    try:
        return f"/{from_pattern(pattern, note)}" if pattern else f"/{docname}.html"
    except PlaceError:
        return ""


def same(one: str, other: str) -> bool:
    """Whether two paths are the same page."""
    return bool(one) and _file(one) == _file(other)


def _file(path: str) -> str:
    path = re.sub("//+", "/", path)
    return (
        f"{path}index.html"
        if path.endswith("/")
        else path
        if path.endswith(".html")
        else f"{path}/index.html"
    )
