"""The rules of https://www.sitemaps.org/protocol.html, as far as files alone can break them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

_NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
#: https://www.w3.org/TR/NOTE-datetime.
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d))?")


def sitemap(files: Mapping[str, bytes], base: str) -> dict[str, str]:
    """The addresses in a sitemap of *files* at *base*, each with its last change; ``""`` if it has none."""
    root = ET.fromstring(files["sitemap.xml"])
    if root.tag == f"{_NAMESPACE}urlset":
        return _addresses(root, base, "url")
    assert root.tag == f"{_NAMESPACE}sitemapindex"
    found: dict[str, str] = {}
    for url in _addresses(root, base, "sitemap"):
        part = ET.fromstring(files[url.removeprefix(base)])
        assert part.tag == f"{_NAMESPACE}urlset"
        addresses = _addresses(part, base, "url")
        assert found.keys().isdisjoint(addresses)
        found |= addresses
    return found


def _addresses(root: ET.Element, base: str, tag: str) -> dict[str, str]:
    assert len(root) <= 50_000
    found: dict[str, str] = {}
    for element in root:
        assert element.tag == _NAMESPACE + tag
        assert [each.tag.removeprefix(_NAMESPACE) for each in element] in (["loc"], ["loc", "lastmod"])
        url, modified = element[0].text or "", (element[1].text or "" if len(element) > 1 else "")
        assert url.startswith(base)
        assert url.isascii()
        assert len(url) < 2048
        assert url not in found
        assert len(element) == 1 or _DATE.fullmatch(modified)
        found[url] = modified
    return found
