"""Addresses such as ``/?p=12``: to a server of files, these are all the home page, which can lead on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..records import TextFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .addresses import Addresses, Place

#: The file with the addresses, by number; beside the home page.
FILE = "former-queries.json"
_SCRIPT = f"""
```{{raw}} html
<script>
  // On the old site, /?p=12 led to a post. A server of files sends this page for it.
  (async () => {{
    const query = new URLSearchParams(location.search);
    const number = query.get("p") ?? query.get("page_id") ?? query.get("attachment_id");
    if (!/^\\d+$/.test(number ?? "")) return;
    const address = (await (await fetch("{FILE}")).json())[number];
    if (address) location.replace(address + location.hash);
  }})();
</script>
```
"""


def leading_on(places: Sequence[Place], addresses: Addresses, static: str) -> TextFile:
    """Return the file in the folder *static* that says where numbers of posts and attachments lead."""
    found: dict[str, str] = {}
    for place in places:
        if place.item.number and not place.is_hidden:
            found[place.item.number] = address_here(place)
    for number, item in addresses.attachments.items():
        parent = addresses.by_number.get(item.parent)
        if number and parent is not None and not parent.is_hidden:
            found.setdefault(number, address_here(parent))
    return TextFile(f"{static}/{FILE}", json.dumps(_sorted(found), ensure_ascii=False, indent=0) + "\n")


def _sorted(found: Mapping[str, str]) -> dict[str, str]:
    return {each: found[each] for each in sorted(found, key=lambda number: (len(number), number))}


def address_here(place: Place) -> str:
    """Return the address of *place* as seen from the home page."""
    if place.target == "index.md":
        return "./"
    return quote(place.address.lstrip("/") or f"{place.target.removesuffix('.md')}.html")


def with_script(text: str) -> str:
    """Return the home page *text*, which leads on from addresses with a query."""
    return f"{text.rstrip()}\n{_SCRIPT}"
