"""Which documents are notes: those in listings, else those in folders of dated documents. And their feeds."""

from __future__ import annotations

import posixpath
import re
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from ...model.taxonomy import slug
from ..records import Finding, Outcome
from .project import TEXTS, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..documents import Document


#: As many entries as a feed has, if the site doesn't say.
_LENGTH = 20


def mark_notes(documents: Mapping[str, Document], notebooks: Mapping[str, Document]) -> None:
    """Say of each document whether it is a note."""
    patterns = _patterns(documents)
    for document in (*documents.values(), *notebooks.values()):
        document.is_note = any(fnmatch(document.docname, each.replace("**", "*")) for each in patterns)
        if document.is_note and document.path in documents and "listing" in document.front.values:
            document.front.put("kind", "page")
            document.is_note = False


def feeds_of(
    documents: Mapping[str, Document],
) -> tuple[dict[str, str | dict[str, str]], list[Finding]]:
    """Return the addresses of feeds, each with its format or its list, and why others have none."""
    feeds: dict[str, str | dict[str, str]] = {}
    findings = []
    public = (each for each in documents.values() if each.is_note and not each.is_draft)
    known = {label for each in public for label in texts_of(each.value("categories"))}
    for document, listing in _listings(documents):
        feed = listing.get("feed")
        if feed is None or str(feed).lower() in {"", "false"}:
            continue
        feeds[str(PurePosixPath(document.path).with_suffix(".xml"))] = "rss"
        for label in texts_of(feed.get("categories")) if isinstance(feed, dict) else []:
            if label in known and slug(label):
                # https://quarto.org/docs/websites/website-listings.html#feeds
                path = PurePosixPath(document.path)
                name = str(path.with_name(f"{path.stem}-{label.lower()}.xml"))
                feeds[name] = {"format": "rss", "of": f"categories/{slug(label)}"}
                continue
            detail = f"{label!r}, which no public note has"
            findings.append(Finding(Outcome.LEFT_OUT, "feed of a category", document.path, None, detail))
    return feeds, findings


def feed_ids(url: str, feeds: Mapping[str, object], documents: Iterable[Document]) -> dict[str, str]:
    """Return the ids of the notes that were in a feed, by path: readers must not see them again.

    Quarto's ids are the addresses of posts, without ``index.html``; *url*: of the site.
    """
    if not feeds or not url:
        return {}
    notes = [each for each in documents if each.is_note and each.date and each.address and not each.is_draft]
    notes.sort(key=lambda each: each.date.moment.timestamp() if each.date else 0, reverse=True)
    return {each.path: f"{url.rstrip('/')}{each.address}" for each in notes[:_LENGTH]}


def _listings(documents: Mapping[str, Document]) -> Iterator[tuple[Document, dict[str, Any]]]:
    for document in documents.values():
        listing = document.front.values.get("listing")
        for each in listing if isinstance(listing, list) else [listing]:
            if each is not None:
                yield document, each if isinstance(each, dict) else {}


def _patterns(documents: Mapping[str, Document]) -> list[str]:
    """Return patterns of what is listed; without listings, the folders of dated documents."""
    found = [
        _pattern(document, text)
        for document, listing in _listings(documents)
        for text in texts_of(listing.get("contents")) or [f"{document.folder or 'posts'}/**"]
    ]
    dated = [each for each in documents.values() if each.front.text_of("date")]
    useful = [
        each
        for each in dict.fromkeys(found)
        if any(fnmatch(document.docname, each.replace("**", "*")) for document in dated)
    ]
    folders = sorted({each.path.partition("/")[0] for each in dated if "/" in each.path})
    return useful or [f"{folder}/**" for folder in folders]


def _pattern(document: Document, text: str) -> str:
    """Return the pattern of docnames for one of the contents of a listing."""
    path = posixpath.normpath(
        posixpath.join("" if text.startswith("/") else document.folder, text.lstrip("/"))
    )
    pure = PurePosixPath(path)
    if pure.suffix.lower() in TEXTS | {".ipynb"}:
        return str(pure.with_suffix(""))
    if path == ".":
        return "**"
    return path if re.search(r"[*?]", path) else f"{path}/**"
