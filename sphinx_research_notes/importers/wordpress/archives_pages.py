"""Redirects from the lists that WordPress made to those that are made here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from ...model.taxonomy import slug
from ..records import TextFile
from .addresses import STATIC

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .addresses import Addresses, Place

_KINDS = {"category": ("category", "categories"), "post_tag": ("tag", "tags")}
_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Moved</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{url}">
<a href="{url}">This page has moved.</a>
</html>
"""


def archive_pages(places: Iterable[Place], addresses: Addresses, path: str) -> list[TextFile]:
    """Return the files that lead from the old lists of labels and years to the new ones in the folder *path*."""
    found: dict[str, str] = {}
    taken = {place.address.strip("/") for place in places}
    for place in (each for each in places if each.is_note and not each.is_hidden):
        for label in place.item.labels:
            if label.domain in _KINDS and label.slug:
                old, new = _KINDS[label.domain]
                found[f"{old}/{unquote(label.slug)}"] = f"{path}/{new}/{slug(label.name)}.html"
        if date := place.item.date:
            found[f"{date:%Y}"] = found[f"{date:%Y/%m}"] = f"{path}/{date:%Y}.html"
    return [
        TextFile(f"{STATIC}/{old}/index.html", _PAGE.format(url=escape(f"{'../' * (old.count('/') + 1)}{quote(new)}")))
        for old, new in sorted(found.items())
        if old not in taken
    ]
