"""The front matter of a page in our keys; what has no place here keeps its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ...model.permalinks import PlaceError, site_path
from ..front_matter import take_teaser
from ..records import Finding, Outcome
from .addresses import by_pattern
from .lists import title_of_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .config import Config
    from .documents import Document

#: Keys with another name here, in lower case there.
_NAMES = {
    "lastmod": "updated", "modified": "updated", "publishdate": "publish_date", "pubdate": "publish_date",
    "expirydate": "expiry_date", "unpublishdate": "expiry_date", "keywords": "tags", "description": "summary",
    "url": "permalink", "canonicalurl": "canonical_url", "subtitle_summary": "summary", "tag": "tags",
    "category": "categories", "externalurl": "external_url", "external_link": "external_url",
    "author": "authors",
}  # fmt: skip
#: What a folder may say of all its pages.
_MEANT = {
    "draft", "private", "tags", "categories", "author", "authors", "series", "license", "lang", "publishdate",
    "expirydate", "visibility",
}  # fmt: skip


def rewrite_front_matter(
    document: Document, config: Config, pattern: str, original: Document | None = None
) -> Iterator[Finding]:
    """Change the front matter of *document*, and yield what was done; *pattern* is that of all notes here.

    *original*: the page that it is a translation of.
    """
    front = document.front
    yield from _take_cascade(document)
    yield from _visibility(document)
    for name in list(front.values):
        new = _NAMES.get(name.lower(), "")
        if new == "authors" and isinstance(front.values[name], str):
            continue
        if new and new not in front.values and front.values[name]:
            front.rename(name, new)
            yield _found(document, name, f"it is {new!r} here")
    if take_teaser(front):
        yield _found(document, "teaser", "it is 'summary' here")
    yield from _image(document)
    yield from _series(document)
    if document.lang and "lang" not in front.values:
        front.put("lang", config.language_of(document.lang))
    if document.is_translation and original is not None:
        front.put("translation_of", original.target.rpartition(".")[0])
    if not document.is_note:
        front.put("kind", "page")
        if "layout" in front.values:
            front.drop("layout")
    elif front.text_of("layout") == "page" or front.text_of("kind") == "page":
        front.drop("layout")
    if not front.text_of("title"):
        yield from _title(document, config)
    yield from _aliases(document)
    yield from _address(document, pattern)
    yield from _id(document, config)


def _found(document: Document, name: str, detail: str, outcome: Outcome = Outcome.CHANGED) -> Finding:
    return Finding(outcome, f"front matter: {name}", document.file, document.front.lines.get(name), detail)


def _take_cascade(document: Document) -> Iterator[Finding]:
    for name, value in document.cascade.items():
        own = {key.lower() for key in document.front.values}
        if name.lower() in _MEANT and name.lower() not in own and value not in (None, "", []):
            document.front.put(name, _typed(value))
            yield _found(document, name, "from the front matter of its folder")
    if "cascade" in document.front.values:
        document.front.drop("cascade")
        yield _found(document, "cascade", "it is in the front matter of each page now")


def _typed(value: Any) -> Any:
    """Return *value* with true and false as such."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _visibility(document: Document) -> Iterator[Finding]:
    """Keep hidden what Hugo doesn't show: pages that it doesn't make, and those that are in no list."""
    build = document.value("build") or document.value("_build")
    if isinstance(build, dict):
        if str(build.get("render", "")).lower() in {"never", "false", "link"}:
            document.front.put("draft", True)
            yield _found(document, "build", "Hugo makes no page of it: a draft here")
        elif str(build.get("list", "")).lower() in {"never", "false"}:
            document.front.put("visibility", "unlisted")
            yield _found(document, "build", "in no list: unlisted here")
    if document.is_disabled:
        document.front.put("draft", True)
        yield _found(document, "draft", "the site says not to show its language: a draft here")
    if document.is_resource:
        document.front.put("draft", True)
        yield _found(
            document, "draft", "in the folder of another page, so that Hugo makes no page of it: a draft here"
        )
    published = next((name for name in document.front.values if name.lower() == "published"), "")
    if published and re.match(r"\d{4}", document.text("published")) and not document.text("publishdate"):
        document.front.rename(published, "publishDate")
        yield _found(document, "published", "it is 'publishDate' here")
    if document.text("headless").lower() == "true":
        document.front.put("draft", True)
        yield _found(document, "headless", "Hugo makes no page of it: a draft here")


def _image(document: Document) -> Iterator[Finding]:
    """Give it the image that themes show: ``images``, ``cover``, ``featuredImage`` and the like."""
    front = document.front
    lowered = {name.lower(): name for name in front.values}
    if "image" in front.values and isinstance(front.values["image"], str):
        return
    for key in (
        "cover",
        "image",
        "images",
        "featuredimage",
        "featured_image",
        "thumbnail",
        "banner",
        "feature",
    ):
        if key not in lowered:
            continue
        value = front.values[lowered[key]]
        alt = ""
        if isinstance(value, dict):
            alt = str(value.get("alt") or "")
            value = value.get("image") or value.get("src") or value.get("url") or value.get("path")
        elif isinstance(value, list):
            value = value[0] if value and isinstance(value[0], str) else ""
        if isinstance(value, str) and value:
            front.drop(lowered[key])
            front.put("image", {"source": value, "alt": alt} if alt else value)
            yield _found(document, lowered[key], f"its image is {value}")
        return


def _series(document: Document) -> Iterator[Finding]:
    value = document.front.values.get("series")
    if isinstance(value, list):
        names = [each for each in value if isinstance(each, str) and each]
        if names:
            document.front.put("series", names[0])
        else:
            document.front.drop("series")
        if len(names) > 1:
            yield _found(
                document, "series", f"only the first is kept of {', '.join(names)}", Outcome.LEFT_OUT
            )


def _title(document: Document, config: Config) -> Iterator[Finding]:
    """Give the home page and lists a title: theirs is that of the site, or of the folder."""
    if document.is_list:
        name = title_of_list(document.name, config) if document.section else config.text("title")
        document.front.put("title", name or "Home")
        yield _found(document, "title", "of the site" if not document.section else "from its folder")


def _aliases(document: Document) -> Iterator[Finding]:
    """Write aliases that are relative to the page from the root of the site."""
    aliases = document.front.list_of("aliases")
    if aliases and not all(each.startswith(("/", "http")) for each in aliases):
        folder = document.address.rstrip("/").rpartition("/")[0] or "/".join(("", *document.folders))
        document.front.put(
            "aliases", [a if a.startswith(("/", "http")) else f"{folder}/{a}" for a in aliases]
        )
        yield _found(document, "aliases", "from the root of the site")


def _address(document: Document, pattern: str) -> Iterator[Finding]:
    """Keep its address: by the pattern of all notes, or by its own permalink."""
    front, address = document.front, document.address
    if not address or (address == "/" and document.target == "index.md"):
        return
    if _file(by_pattern(pattern, document)) == _file(address) and not front.text_of("permalink"):
        return
    if _file(front.text_of("permalink")) == _file(address):
        return
    try:
        site_path(address)
    except PlaceError:
        yield _found(document, "url", f"no page can be at {address} here", Outcome.UNKNOWN)
        return
    front.put("permalink", address)
    yield _found(document, "permalink", "its old address")


def _id(document: Document, config: Config) -> Iterator[Finding]:
    """Keep the id that it had in feeds, its whole address, so that readers don't get it as new."""
    has_feed = config.url and document.is_note and document.date and document.address
    if has_feed and not document.is_draft and not {"id", "guid"} & document.front.values.keys():
        document.front.put("id", f"{config.url}{quote(document.address, safe='/')}")
        yield _found(document, "id", "its old id in feeds")


def _file(path: str) -> str:
    return (
        path
        if path.endswith(".html") and not path.endswith("/index.html")
        else f"{path.removesuffix('index.html').rstrip('/')}/"
    )
