"""Which page is at an address of the site, as other generators' links name it. Pure."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .permalinks import file_of
from .urls import has_scheme, path_of, web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENDING = re.compile(r"\.(?:x?html?|php)$", re.IGNORECASE)
#: The address of a file that is no page.
_OTHER = re.compile(r".*\.(?!x?html?$|php$)[a-z][a-z0-9]{0,4}", re.IGNORECASE | re.DOTALL)


def divided(address: str) -> tuple[str, str]:
    """The path of *address*, decoded and without a query, and the part of the page behind its ``#``."""
    path, _, part = address.partition("#")
    return unquote(path.partition("?")[0]), unquote(part)


def may_lead(address: str, base: str) -> bool:
    """Whether *address* may be that of a page of the site at *base*, by its shape alone."""
    if has_scheme(address):
        return _within(address, base) is not None
    path, _ = divided(address)
    if not path or address.startswith("//") or any(sign in address for sign in "{}<>\\\n"):
        return False
    # A word alone is the name of something, not an address.
    return ("/" in path or path.endswith((".html", ".htm"))) and not _OTHER.fullmatch(path)


def _within(address: str, base: str) -> str | None:
    """The rest of *address*, an address on the web, below *base*; None where it is elsewhere."""
    if not base or not web_address(address):
        return None
    bare, root = (re.sub("^https?://(?:www[.])?", "", each, flags=re.IGNORECASE) for each in (address, base))
    root = root.rstrip("/")
    if bare.lower() == root.lower():
        return "/"
    return bare[len(root) :] if re.match(re.escape(root) + "[/?#]", bare, re.IGNORECASE) else None


class AddressIndex:
    """The pages of a site by their addresses: where they are, and where documents have been."""

    def __init__(
        self,
        places: Mapping[str, str],
        former: Mapping[str, str],
        defaults: Mapping[str, str],
        base: str = "",
        made: Mapping[str, str] | None = None,
    ) -> None:
        """*places*: where each document is; *former*: the document of each old place; *defaults*: where each
        would be by its file's name; *base*: where the site is; *made*: where each page is that no document
        is behind.
        """
        self._places = places
        self._base = base
        self._files: dict[str, str] = {}
        found = [(place, docname) for docname, place in sorted(places.items())] + sorted(former.items())
        found += [(place, name) for known in (defaults, made or {}) for name, place in sorted(known.items())]
        for place, name in found:
            self._files.setdefault(file_of(place), name)

    def find(self, address: str, docname: str) -> tuple[str, str] | None:
        """The document or generated page that *address* leads to from the page of *docname*, and its part."""
        if has_scheme(address):
            inside = _within(address, self._base)
            if inside is None:
                return None
            address = inside
        elif address.startswith(("//", "#")):
            return None
        path, part = divided(address)
        for each in self._paths(path, docname):
            for file in (each, f"{each}/", f"{each.rstrip('/')}.html", _ENDING.sub("/", each)):
                if found := self._files.get(file_of(file)):
                    return found, part
        return None

    def _paths(self, path: str, docname: str) -> list[str]:
        """*path*, as *docname* says it, from the root of the site."""
        if path.startswith("/"):
            root = path_of(self._base)
            inside = [path[len(root) :]] if len(root) > 1 and path.startswith(root) else []
            return [path[1:], *inside]
        if not path:
            return []
        folder = posixpath.dirname(self._places.get(docname, ""))
        joined = posixpath.normpath(posixpath.join("/", folder, path))
        return [joined.lstrip("/") + ("/" if path.endswith("/") and joined != "/" else "")]
