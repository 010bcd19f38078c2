"""The front matter of a document in our keys; what has no place here keeps its own."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from ...frontmatter.block import STRICT, TIMES
from ...model.permalinks import PlaceError, site_path
from ..front_matter import take_teaser
from ..records import Finding, Outcome
from .addresses import by_pattern, same
from .documents import HTML, categories_of, tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .documents import Document

_LOOKS = re.compile(
    r"<br\s*/?>|</?(?:i|em|b|strong|span|sup|sub|small|big|code|u|font|tt|mark)(?:\s[^<>]*)?>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[a-zA-Z]{2,8});")
#: Keys with another name here; the first that is there gets it.
_NAMES = {
    "updated": ("last_modified_at", "last-modified-at", "lastmod", "modified", "last_updated"),
    "aliases": ("redirect_from",),
    "summary": ("description", "excerpt", "subtitle_summary"),
    "lang": ("locale", "language"),
}
#: Keys of a default that say something of a document rather than of a layout.
_MEANT = {"author", "authors", "lang", "license", "published", "categories", "tags"}


def rewrite_front_matter(document: Document, pattern: str) -> Iterator[Finding]:
    """Change the front matter of *document*, and yield what was done.

    *pattern*: the site's permalink as it is here.
    """
    yield from _take_defaults(document)
    yield from _rename(document)
    yield from _labels(document)
    yield from _unlisted(document)
    yield from _unseen(document)
    _set_kind(document)
    yield from _title(document)
    yield from _image(document)
    yield from _address(document, pattern)


def _found(document: Document, name: str, detail: str) -> Finding:
    return Finding(
        Outcome.CHANGED, f"front matter: {name}", document.path, document.front.lines.get(name), detail
    )


def _take_defaults(document: Document) -> Iterator[Finding]:
    """Add the values that the site gives to all documents of a folder."""
    for name in sorted(_MEANT & document.defaults.keys()):
        if name not in document.front.values and document.defaults[name] not in (None, "", []):
            document.front.put(name, document.defaults[name])
            yield _found(document, name, "from the defaults of the site")


def _rename(document: Document) -> Iterator[Finding]:
    front = document.front
    for new, names in _NAMES.items():
        old = next((name for name in names if name in front.values), "")
        if not old or new in front.values:
            continue
        value = front.values[old]
        if new == "summary" and isinstance(value, list) and all(isinstance(each, str) for each in value):
            # Square brackets around a sentence make a list of its parts.
            value = ", ".join(value)
            front.put(old, value)
        if not isinstance(value, (str, list)) or not value:
            continue
        front.rename(old, new)
        yield _found(document, old, f"it is {new!r} here")
    if take_teaser(front):
        yield _found(document, "teaser", "it is 'summary' here")
    if isinstance(front.values.get("aliases"), str):
        front.put("aliases", [front.values["aliases"]])


def _labels(document: Document) -> Iterator[Finding]:
    """Write tags and categories as lists: in Jekyll, spaces divide them."""
    front = document.front
    for single, several, labels in (
        ("tag", "tags", tags_of(document)),
        ("category", "categories", [*document.folders, *categories_of(document)]),
    ):
        value = front.values.get(several)
        if isinstance(value, str) and "," in value:
            # People who write commas mean them, whatever Jekyll makes of it.
            labels = [each.strip() for each in value.split(",") if each.strip()]
        if single in front.values:
            front.drop(single)
            if labels:
                front.put(several, labels)
            yield _found(document, single, f"it is {several!r} here")
        elif isinstance(value, str) and len(labels) > 1:
            front.put(several, labels)
            yield _found(document, several, "a list")
        elif several == "categories" and document.folders:
            front.put(several, labels)
            yield _found(document, several, "with those of its folder")


def _unlisted(document: Document) -> Iterator[Finding]:
    """Keep a post out of lists that Jekyll's pagination leaves out; its page was there."""
    front = document.front
    for name in ("hidden", "hide", "unlisted"):
        if front.is_true(name) and "visibility" not in front.values and document.kind != "drafts":
            front.drop(name)
            front.put("visibility", "unlisted")
            yield _found(document, name, "on no list, but at its address: unlisted here")


def _unseen(document: Document) -> Iterator[Finding]:
    """Keep back what is in a collection of which Jekyll makes no pages."""
    if document.is_unseen and not document.front.is_true("draft"):
        document.front.put("draft", True)
        why = f"Jekyll makes no pages of the collection {document.kind!r}: a draft here"
        yield Finding(Outcome.CHANGED, "collection without output", document.path, None, why)


def _set_kind(document: Document) -> None:
    """Say what it is where that would be unclear: a page, or a note with the layout of a page."""
    front = document.front
    layout = str(document.value("layout") or "")
    if not document.is_note:
        if layout != "page" or "layout" not in front.values:
            front.drop("layout")
            front.put("kind", "page")
    elif layout == "page" or front.text_of("kind") in {"page", "post"}:
        front.drop("layout")
        front.put("layout", "post")
    elif (
        not document.is_post
        and "kind" not in front.values
        and (STRICT - TIMES) & {key.lower() for key in front.values}
    ):
        # Only pages and notes can be hidden.
        front.put("kind", "page")


def _title(document: Document) -> Iterator[Finding]:
    """Give it the title that Jekyll makes of the name of the file, unless it begins with a heading."""
    front = document.front
    title = front.text_of("title")
    if _ENTITY.search(title):
        # Layouts write it into their HTML as it is.
        front.put("title", unescape(title))
        yield _found(document, "title", "without entities of HTML")
    elif plain := _without_tags(title):
        front.put("title", plain)
        yield _found(document, "title", "without tags of HTML")
    if isinstance(front.values.get("title"), str) and (title or not document.is_post):
        return
    body = front.body.lstrip()
    if re.match(r"#\s|[^\n]+\n=+\s*(?:\n|$)", body) or document.suffix in HTML or document.kind == "pages":
        return
    if '""' in "".join(front.written().partition("title:")[2:])[:6] or not document.name.strip("-_"):
        return
    front.put("title", " ".join(word.capitalize() for word in document.name.split("-") if word))
    yield _found(document, "title", "from the name of the file, as in Jekyll")


def _without_tags(title: str) -> str:
    """Return *title* without tags that only say how it looks; empty if it has none."""
    if not _LOOKS.search(title):
        return ""
    return " ".join(_LOOKS.sub(lambda tag: " " if tag[0].lower().startswith("<br") else "", title).split())


def _image(document: Document) -> Iterator[Finding]:
    """Write an image with a path inside as that path; jekyll-seo-tag has it so."""
    front = document.front
    for name in ("image", "header"):
        value = front.values.get(name)
        if name == "header" and ("image" in front.values or not isinstance(value, dict)):
            continue
        path = _path_in(value) if isinstance(value, dict) else ""
        if not path:
            continue
        alt = value.get("alt") or value.get("image_description") if isinstance(value, dict) else ""
        if name == "image":
            front.put("image", {"path": path, "alt": alt} if alt else path)
        else:
            front.put("image", path)
        yield _found(document, name, f"its image is {path}")


def _path_in(value: Mapping[str, Any]) -> str:
    found = next(
        (
            value[key]
            for key in ("path", "overlay_image", "image", "teaser", "og_image", "feature")
            if value.get(key)
        ),
        "",
    )
    return found if isinstance(found, str) else ""


def _address(document: Document, pattern: str) -> Iterator[Finding]:
    """Keep its address: by the pattern of the site, or by its own permalink."""
    front = document.front
    if not document.address:
        if "permalink" in front.values and ":" in front.text_of("permalink"):
            front.drop("permalink")
        return
    labels = _list_of(front.values.get("categories"))
    here = by_pattern(pattern if document.is_note else "", document, labels, front.text_of("slug"))
    if same(document.address, here) and not front.text_of("permalink"):
        return
    if document.address == "/" and document.target == "index.md":
        front.drop("permalink")
        return
    try:
        site_path(document.address)
    except PlaceError:
        front.drop("permalink")
        document.is_moved = True
        yield _found(document, "permalink", f"no page can be at {document.address} here: that leads on to it")
        return
    if not same(front.text_of("permalink"), document.address):
        had = "permalink" in front.values
        front.put("permalink", document.address)
        yield _found(document, "permalink", "as it was" if had else "its old address")


def _list_of(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [str(each) for each in value] if isinstance(value, list) else []
