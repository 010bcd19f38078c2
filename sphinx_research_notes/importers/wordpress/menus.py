"""The menu of a site: its entries are items of the export, too."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from ...model.taxonomy import slug
from .front import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .addresses import Addresses
    from .export import Item, Label

#: As many links are on top of each page.
_MOST = 8
#: What themes call the menu on top, and those that are somewhere else.
_TOP = re.compile(r"primary|main|header|top|haupt|principal|navigation", re.IGNORECASE)
_ELSEWHERE = re.compile(r"social|footer|fuss|mobile|legal|sidebar", re.IGNORECASE)
_LISTS = {"category": "categories", "post_tag": "tags"}


def links_on_top(
    items: Sequence[Item], addresses: Addresses, labels: Sequence[Label], path: str
) -> dict[str, str]:
    """Return the links of the main menu: text to document, list in the folder *path*, or URL.

    *labels*: all of the site; a menu names them by their numbers.
    """
    menus: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        is_entry = item.kind == "nav_menu_item" and item.status == "publish"
        if is_entry and item.field("_menu_item_menu_item_parent") in {"", "0"}:
            name = next((label.name for label in item.labels if label.domain == "nav_menu"), "")
            menus[name].append(item)
    rank = Counter({name: len(found) for name, found in menus.items()})
    names = sorted(rank, key=lambda name: (bool(_ELSEWHERE.search(name)), not _TOP.search(name), -rank[name]))
    for name in names:
        found = dict(_links(sorted(menus[name], key=lambda item: item.order), addresses, labels, path))
        if found:
            return dict(list(found.items())[:_MOST])
    return {}


def _links(
    entries: Sequence[Item], addresses: Addresses, labels: Sequence[Label], path: str
) -> Iterator[tuple[str, str]]:
    by_number = {label.number: label for label in labels if label.number}
    shown = (each.item for each in addresses.by_number.values() if each.is_note and not each.is_hidden)
    used = {(label.domain, label.name) for item in shown for label in item.labels if label.domain in _LISTS}
    for entry in entries:
        number, text = entry.field("_menu_item_object_id"), plain(entry.title)
        if entry.field("_menu_item_type") == "taxonomy":
            label = by_number.get(number)
            if label is not None and (label.domain, label.name) in used:
                yield text or label.name, f"{path}/{_LISTS[label.domain]}/{slug(label.name)}"
            continue
        address = entry.field("_menu_item_url")
        place = addresses.by_number.get(number) if entry.field("_menu_item_type") == "post_type" else None
        if place is None and address:
            inside = addresses.path_of(address)
            place = addresses.places.get(inside.strip("/")) if inside else None
            if place is None and text and re.match(r"https?://", address) and not addresses.is_own(address):
                yield text, address
        if place is not None and not place.is_hidden and place.target != "index.md":
            yield text or plain(place.item.title), place.target.removesuffix(".md")
