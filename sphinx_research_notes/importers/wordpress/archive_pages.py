"""Redirects from the lists that WordPress made to those that are made here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.taxonomy import slug
from ..redirects import redirect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..records import TextFile
    from .addresses import Place

_KINDS = {"category": ("category", "categories"), "post_tag": ("tag", "tags")}


def archive_pages(places: Sequence[Place], path: str) -> list[TextFile]:
    """Return the files that lead from the old lists of labels and years to those in the folder *path*."""
    found: dict[str, tuple[str, str]] = {}
    taken = {place.address.strip("/") for place in places}
    for place in (each for each in places if each.is_note and not each.is_hidden):
        for label in place.item.labels:
            if label.domain in _KINDS and label.slug:
                old, new = _KINDS[label.domain]
                found[f"{old}/{unquote(label.slug)}"] = f"{path}/{new}/{slug(label.name)}.html", label.name
        if date := place.item.date:
            year = f"{path}/{date:%Y}.html", f"{date:%Y}"
            found[f"{date:%Y}"] = found[f"{date:%Y/%m}"] = year
    return [
        redirect(f"/{old}/", target, title)
        for old, (target, title) in sorted(found.items())
        if old not in taken
    ]
