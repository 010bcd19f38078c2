"""Find the page at an address in the site, as links written for other generators have them. Pure."""

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
#: The address of a file that is not a page.
_OTHER = re.compile(r".*\.(?!x?html?$|php$)[a-z][a-z0-9]{0,4}", re.IGNORECASE | re.DOTALL)


def divided(address: str) -> tuple[str, str]:
    """Return the decoded path of *address*, without its query, and its fragment."""
    path, _, part = address.partition("#")
    return unquote(path.partition("?")[0]), unquote(part)


def may_lead(address: str, base: str) -> bool:
    """Whether *address* looks like the address of a page in the site at *base*."""
    if has_scheme(address):
        return _within(address, base) is not None
    path, _ = divided(address)
    if not path or address.startswith("//") or any(sign in address for sign in "{}<>\\\n"):
        return False
    # A single word is a name, not an address.
    return ("/" in path or path.endswith((".html", ".htm"))) and not _OTHER.fullmatch(path)


def _within(address: str, base: str) -> str | None:
    """Return the web address *address* relative to *base*; None if it is elsewhere."""
    if not base or not web_address(address):
        return None
    bare, root = (re.sub("^https?://(?:www[.])?", "", each, flags=re.IGNORECASE) for each in (address, base))
    root = root.rstrip("/")
    if bare.lower() == root.lower():
        return "/"
    return bare[len(root) :] if re.match(re.escape(root) + "[/?#]", bare, re.IGNORECASE) else None


class AddressIndex:
    """The pages of a site by address, current and former."""

    def __init__(
        self,
        places: Mapping[str, str],
        former: Mapping[str, str],
        defaults: Mapping[str, str],
        base: str = "",
        made: Mapping[str, str] | None = None,
    ) -> None:
        """*places* and *defaults* map docnames to places, with and without permalinks; *former* maps old
        places to docnames; *base* is the site's URL; *made* maps generated pages to places.
        """
        self._places = places
        self._base = base
        self._files: dict[str, str] = {}
        pages = [(place, docname) for docname, place in sorted(places.items())] + sorted(former.items())
        pages += [(place, name) for known in (defaults, made or {}) for name, place in sorted(known.items())]
        for place, name in pages:
            self._files.setdefault(file_of(place), name)

    def find(self, address: str, docname: str) -> tuple[str, str] | None:
        """Return the docname or generated page that *address* leads to from *docname*, and the fragment."""
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
                if name := self._files.get(file_of(file)):
                    return name, part
        return None

    def _paths(self, path: str, docname: str) -> list[str]:
        """Return the paths from the root of the site that *path*, written in *docname*, may mean."""
        if path.startswith("/"):
            root = path_of(self._base)
            inside = [path[len(root) :]] if len(root) > 1 and path.startswith(root) else []
            return [path[1:], *inside]
        if not path:
            return []
        folder = posixpath.dirname(self._places.get(docname, ""))
        joined = posixpath.normpath(posixpath.join("/", folder, path))
        return [joined.lstrip("/") + ("/" if path.endswith("/") and joined != "/" else "")]
