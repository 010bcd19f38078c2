"""Redirects from the lists that WordPress made to those that are made here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model.taxonomy import slug
from ..redirects import redirect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..records import TextFile
    from .addresses import Place

_KINDS = {"category": ("category", "categories"), "post_tag": ("tag", "tags")}


def archive_pages(places: Sequence[Place], authors: Mapping[str, str], path: str) -> list[TextFile]:
    """Return the files that lead from the old lists to those in the folder *path*.

    *authors*: user names, which are in addresses, to names.
    """
    found: dict[str, tuple[str, str]] = {}
    taken = {place.address.strip("/") for place in places}
    for place in (each for each in places if each.is_note and not each.is_hidden):
        for label in place.item.labels:
            if label.domain in _KINDS and label.slug:
                old, new = _KINDS[label.domain]
                found[f"{old}/{unquote(label.slug)}"] = f"{path}/{new}/{slug(label.name)}.html", label.name
        if name := authors.get(place.item.author):
            step = author_step(place.item.author)
            found[f"author/{step}"] = f"{path}/authors/{slug(name)}.html", name
        if date := place.item.date:
            year = f"{path}/{date:%Y}.html", f"{date:%Y}"
            found |= dict.fromkeys((f"{date:%Y}", f"{date:%Y/%m}", f"{date:%Y/%m/%d}"), year)
    return [
        redirect(f"/{old}/", target, title)
        for old, (target, title) in sorted(found.items())
        if old not in taken
    ]


def author_step(login: str) -> str:
    """Return what stands for the user *login* in addresses, as ``sanitize_title`` of WordPress makes it."""
    kept = re.sub(r"[^\w\s.@-]", "", login.lower())
    return re.sub(r"[\s.@-]+", "-", kept).strip("-")
